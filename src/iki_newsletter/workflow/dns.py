"""The sender's records in the DNS: what to publish, whether it is there, and a new key to publish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.delivery.server import parse_smtp_url
from iki_newsletter.errors import AlreadyThereError, ExitCode, UsageError
from iki_newsletter.mail.dns_findings import State, examine
from iki_newsletter.mail.dns_records import records_to_publish
from iki_newsletter.mail.header_text import ascii_address
from iki_newsletter.model.newsletter import Algorithm, Dkim
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.store.signing_keys import load_signing_keys, make_signing_key
from iki_newsletter.workflow.outlet import environment
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.mail.dns_findings import Finding
    from iki_newsletter.mail.dns_records import Record, Records
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workspace.folder import Workspace

_NEW = {"selector": "iki-news", "key": "var/dkim.pem"}
"""For a workspace that has no `dkim` yet."""


@dataclass(frozen=True, slots=True)
class Published:
    """What to publish, and, where the DNS was asked, what is there."""

    plan: Records
    findings: tuple[Finding, ...] = ()
    made: tuple[Path, ...] = ()
    """The files of new keys."""
    to_write: str = ""
    """A line for newsletter.yaml, where there is a key under var/ that it does not name yet."""

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends: where the DNS was asked, a key that nothing is signed with is not done either."""
        is_amiss = any(finding.is_amiss for finding in self.findings)
        return ExitCode.WRONG if is_amiss or (self.findings and self.to_write) else ExitCode.DONE

    @property
    def summary(self) -> str:
        """Say in one sentence how the DNS stands, and in another whether mails are not signed yet."""
        counts = [f"{number} {state}" for state in State if (number := self._count(state))]
        unsigned = " Mails are not signed yet: newsletter.yaml does not use the key." if self.to_write else ""
        return f"{self.plan.sender_domain}: {', '.join(counts)}.{unsigned}"

    def _count(self, state: State) -> int:
        return sum(finding.state is state for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Give it to programs; a record has `state`, `finding` and `there` where the DNS was asked."""
        found = {id(finding.record): finding for finding in self.findings}
        return {
            "domain": self.plan.sender_domain,
            "signing_domain": self.plan.signing_domain or None,
            "records": [_as_json(record, found.get(id(record))) for record in self.plan.records],
            "notes": list(self.plan.notes),
            "made": [str(path) for path in self.made],
            "to_write": self.to_write or None,
        }


def _as_json(record: Record, finding: Finding | None) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "purpose": record.purpose.value,
        "name": record.name,
        "type": "TXT",
        "value": record.value or None,
        "strings": record.strings,
        "note": record.note,
    }
    if finding:
        plain |= {"state": finding.state.value, "finding": finding.what, "there": list(finding.there)}
    return plain


def plan_records(workspace: Workspace, *, make_key: bool = False) -> Published:
    """Work out what the sender's DNS should say; with `make_key`, make the keys that are asked for and not there.

    Raises ConfigurationError for settings or keys that cannot be used, AlreadyThereError where every key is there.
    """
    newsletter = load_newsletter(workspace).value
    made: tuple[Path, ...] = ()
    to_write = ""
    if make_key or _has_unused_key(workspace, newsletter):
        newsletter, to_write = _with_signature(newsletter)
    if make_key:
        made = _make_missing(workspace, newsletter, to_write)
    keys = load_signing_keys(workspace, newsletter.dkim, environment()) if newsletter.dkim else ()
    server = parse_smtp_url(newsletter.smtp.url)
    plan = records_to_publish(newsletter, keys, None if server.is_sandbox else server.host)
    return Published(plan, made=made, to_write=to_write)


def check_records(workspace: Workspace, resolver: str | None, *, make_key: bool = False) -> Published:
    """Look what of it the DNS has; raises ServerUnreachableError where it does not answer."""
    from iki_newsletter.mail.dns_resolver import texts_at  # noqa: PLC0415 - heavy, and printing needs none

    ask = texts_at(resolver)
    published = plan_records(workspace, make_key=make_key)
    return Published(published.plan, examine(published.plan, ask), published.made, published.to_write)


def _has_unused_key(workspace: Workspace, newsletter: Newsletter) -> bool:
    """Tell whether --make-key has been here and newsletter.yaml does not say so yet."""
    return newsletter.dkim is None and workspace.key_file(_NEW["key"]).exists()


def _with_signature(newsletter: Newsletter) -> tuple[Newsletter, str]:
    """Give the settings with a signature to make a key for, and the line that says so where it is missing there."""
    dkim = newsletter.dkim
    if dkim is None:
        domain = ascii_address(newsletter.sender.address, "sender.address").rpartition("@")[2]
        dkim = Dkim(domain=domain, **_NEW)
        line = f"dkim: {{domain: {domain}, selector: {dkim.selector}, key: {dkim.key}}}"
        return newsletter.model_copy(update={"dkim": dkim}), line
    if dkim.signed_by == "relay":
        raise UsageError(
            "The relay signs, so it has the key.", instead="Take `signed_by: relay` out to sign yourself."
        )
    return newsletter, ""


def _make_missing(workspace: Workspace, newsletter: Newsletter, to_write: str) -> tuple[Path, ...]:
    named = newsletter.dkim.keys if newsletter.dkim else {}
    files = {algorithm: workspace.key_file(key.key) for algorithm, key in named.items() if key.key}
    if Algorithm.RSA not in files:
        raise UsageError(
            "newsletter.yaml names no file for the key: it is to come from the environment.",
            instead="Name one in `dkim.key`, as in var/dkim.pem.",
        )
    missing = {algorithm: path for algorithm, path in files.items() if not path.exists()}
    if not missing:
        shown = " and ".join(relative_to_here(path) for path in files.values())
        raise AlreadyThereError(
            f"{shown}: there already, and a key is never overwritten, since mails on their way are verified by it.",
            instead=(
                f"`iki-news dns` prints its record. Once the DNS has it, name it in newsletter.yaml: {to_write}"
                if to_write
                else "`iki-news dns` prints its record. For a new key, give another file and another selector in "
                "newsletter.yaml."
            ),
        )
    for algorithm, path in missing.items():
        make_signing_key(path, algorithm)
    return tuple(missing.values())
