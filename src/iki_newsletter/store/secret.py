"""The workspace's secret, which links, Message-IDs and erased addresses depend on."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Final

from filelock import FileLock

from iki_newsletter.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VARIABLE: Final = "IKI_NEWS_SECRET"
_BYTES: Final = 32


def load_secret(var: Path, environ: Mapping[str, str]) -> bytes:
    """Give the secret of IKI_NEWS_SECRET where that is set, else of `var/secret`, which is made when it is missing.

    Both hold at least 32 bytes in hexadecimal. Raises ConfigurationError for anything else.
    """
    if environ.get(VARIABLE):
        return _read(environ[VARIABLE], f"The environment variable {VARIABLE}")
    path = var / "secret"
    if not path.exists():
        if any(var.glob("*.sqlite3")):
            raise ConfigurationError(
                f"{path} is missing, and there is a ledger beside it: with a new secret, the links of mails already "
                "sent would be worth nothing.",
                instead="Put the secret from your backup there.",
            )
        _make(path)
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(str(path)) from error
    return _read(text, str(path))


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Two first commands at once must not come to two secrets.
    with FileLock(path.with_name("secret.lock")):
        if path.exists():
            return
        temporary = path.with_name(".secret.new")
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)


def _read(text: str, where: str) -> bytes:
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError as error:
        raise _wrong(where) from error
    if len(secret) < _BYTES:
        raise _wrong(where)
    return secret


def _wrong(where: str) -> ConfigurationError:
    return ConfigurationError(
        f"{where} does not hold a secret: at least {2 * _BYTES} hexadecimal digits.",
        instead="Put the one from your backup there: links in mails already sent depend on it.",
    )
