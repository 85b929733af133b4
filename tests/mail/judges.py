"""Keys that are made once for all tests, and what independent programs say of a signature."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import dkim
from tests.servers.program import require

from iki_newsletter.mail.dkim import Signer
from iki_newsletter.model.newsletter import Algorithm, Dkim
from iki_newsletter.store.signing_keys import DomainKey, load_signing_keys, make_signing_key
from iki_newsletter.workspace.folder import Workspace

DOMAIN: Final = "klima.example"


@cache
def make_keys() -> tuple[DomainKey, DomainKey]:
    """Make an RSA key and an Ed25519 key, as `iki-news` does."""
    both = {"domain": DOMAIN, "selector": "iki1", "key": "var/rsa", "ed25519": {"selector": "iki2", "key": "var/ed"}}
    with tempfile.TemporaryDirectory() as folder:
        make_signing_key(Path(folder, "var", "rsa"))
        make_signing_key(Path(folder, "var", "ed"), Algorithm.ED25519)
        rsa, ed25519 = load_signing_keys(Workspace(Path(folder)), Dkim.model_validate(both), {})
    return rsa, ed25519


def make_signer() -> Signer:
    """Give a signer with both keys."""
    return Signer(DOMAIN, make_keys())


def records(*keys: DomainKey, domain: str = DOMAIN) -> dict[str, str]:
    """Give what the DNS has of keys: name to text."""
    return {f"{key.selector}._domainkey.{domain}": f"v=DKIM1; k={key.algorithm}; p={key.public}" for key in keys}


def dkimpy_says(message: bytes, published: dict[str, str] | None = None) -> list[bool]:
    """Ask dkimpy of each signature of a message, the first on top."""
    known = published or records(*make_keys())

    def dns(name: bytes, timeout: int = 5) -> bytes | None:
        text = known.get(name.decode().rstrip("."))
        return text.encode() if text else None

    number = message.partition(b"\r\n\r\n")[0].count(b"DKIM-Signature:")
    judged = dkim.DKIM(message)
    return [_verdict(judged, index, dns) for index in range(number)]


def _verdict(judged: dkim.DKIM, index: int, dns: object) -> bool:
    try:
        return bool(judged.verify(idx=index, dnsfunc=dns))
    except dkim.DKIMException:
        return False


def opendkim_says(message: bytes, folder: Path, published: dict[str, str] | None = None) -> list[str]:
    """Ask OpenDKIM of each signature of a message: `pass` or `fail`; skips by name where it is not installed."""
    program = require("opendkim", "opendkim")
    keys = "".join(f"{name} {text}\n" for name, text in (published or records(*make_keys())).items())
    (folder / "keys").write_text(keys, "utf-8")
    (folder / "conf").write_text(f"TestPublicKeys {folder / 'keys'}\nMode v\nSyslog no\n", "utf-8")
    (folder / "message").write_bytes(message)
    command = [program, "-f", "-x", str(folder / "conf"), "-t", str(folder / "message"), "-vv"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [each.split()[0].rstrip(";'") for each in said.split("dkim=")[1:]]
