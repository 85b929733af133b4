"""Who signs what goes out: the signer that the settings ask for, with its keys at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.workflow.outlet import environment

if TYPE_CHECKING:
    from iki_newsletter.mail.dkim import Signer
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workspace.folder import Workspace


def find_signer(workspace: Workspace, newsletter: Newsletter, outlet: Outlet) -> Signer | None:
    """Give the signer for what goes out now; None where the settings ask for none, or a relay signs.

    Editors who have no key can use the sandbox all the same: there, mails go unsigned while a key is not here. Raises
    ConfigurationError for a key that is missing anywhere else, and for one that cannot be used.
    """
    dkim = newsletter.dkim
    if dkim is None or not dkim.keys:
        return None
    from iki_newsletter.mail.dkim import Signer  # noqa: PLC0415 - most workspaces have no key
    from iki_newsletter.store.signing_keys import load_signing_keys, missing_keys  # noqa: PLC0415

    if outlet.is_sandbox and missing_keys(workspace, dkim, environment()):
        return None
    return Signer(dkim.domain, load_signing_keys(workspace, dkim, environment()))


def describe_signature(newsletter: Newsletter, signer: Signer | None) -> str:
    """Say who signs, and for which domain; empty where no signature is asked for."""
    dkim = newsletter.dkim
    if dkim is None:
        return ""
    if dkim.signed_by == "relay":
        return f"for {dkim.domain}, by the relay"
    if signer is None:
        return "none: the key is not here, and the sandbox goes without"
    return f"for {signer.domain}, with {' and '.join(signer.selectors)}"
