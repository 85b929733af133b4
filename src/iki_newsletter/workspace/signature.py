"""What must hold of `dkim` in newsletter.yaml: whose signature it is, who makes it, and where the key lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.newsletter import Dkim, Newsletter
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.workspace.folder import Workspace


def signature_problems(loaded: Loaded[Newsletter], workspace: Workspace) -> Iterator[Problem]:
    """Find what is wrong with the signature that the settings ask for; no key is opened."""
    dkim = loaded.value.dkim
    if dkim is None:
        return
    sender = _ascii_domain(loaded.value.sender.address)
    if not _is_aligned(dkim.domain.lower(), sender):
        what = f"Mails from …@{sender} would be signed for `{dkim.domain}`, which is another domain."
        yield Problem("W122", loaded.origin.at("dkim", "domain"), what)
    yield from _by_relay(loaded, dkim) if dkim.signed_by == "relay" else _by_us(loaded, dkim)
    yield from _shared_keys(loaded, dkim, workspace)


def _by_relay(loaded: Loaded[Newsletter], dkim: Dkim) -> Iterator[Problem]:
    for key in ("key", "ed25519"):
        if getattr(dkim, key) is not None:
            what = f"`signed_by: relay` and `{key}` contradict each other."
            yield Problem("W124", loaded.origin.at("dkim", key), what)


def _by_us(loaded: Loaded[Newsletter], dkim: Dkim) -> Iterator[Problem]:
    if dkim.selector is None:
        what = "`dkim` has no `selector`, so nobody could find the signature's key."
        yield Problem("W124", loaded.origin.at("dkim"), what)
    elif dkim.ed25519 and dkim.ed25519.selector == dkim.selector:
        what = f"The selector `{dkim.selector}` is the other key's already."
        yield Problem("W111", loaded.origin.at("dkim", "ed25519", "selector"), what)


def _shared_keys(loaded: Loaded[Newsletter], dkim: Dkim, workspace: Workspace) -> Iterator[Problem]:
    given = {("key",): dkim.key, ("ed25519", "key"): dkim.ed25519.key if dkim.ed25519 else None}
    for keys, name in given.items():
        if name is not None and workspace.shares(workspace.key_file(name)):
            yield Problem("W123", loaded.origin.at("dkim", *keys), f"The key `{name}` lies among the shared files.")


def _is_aligned(signing: str, sender: str) -> bool:
    """Tell whether two domains are one, or one is above the other (DMARC's relaxed alignment)."""
    return signing == sender or sender.endswith(f".{signing}") or signing.endswith(f".{sender}")


def _ascii_domain(address: str) -> str:
    domain = address.rpartition("@")[2].lower()
    if domain.isascii():
        return domain
    import idna  # noqa: PLC0415 - only domains with other letters than ASCII need its tables

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain
