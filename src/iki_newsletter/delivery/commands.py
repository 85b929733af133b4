"""The commands of SMTP as bytes, made so that no value in them can end a line (RFC 5321, 4.1)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\x9f<>\u2028\u2029]")


class Verb(StrEnum):
    """What is asked of the server; `GREETING` and `DOT` are not words on the wire but are answered like commands."""

    GREETING = "greeting"
    EHLO = "EHLO"
    HELO = "HELO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    DOT = "final dot"
    RSET = "RSET"
    QUIT = "QUIT"


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `line` ends with CRLF and may hold a password, so it is never shown."""

    verb: Verb
    line: bytes = field(repr=False, default=b"")


DATA: Final = Command(Verb.DATA, b"DATA\r\n")
DOT: Final = Command(Verb.DOT)
GREETING: Final = Command(Verb.GREETING)
QUIT: Final = Command(Verb.QUIT, b"QUIT\r\n")
RSET: Final = Command(Verb.RSET, b"RSET\r\n")
STARTTLS: Final = Command(Verb.STARTTLS, b"STARTTLS\r\n")


def ehlo(name: str) -> Command:
    """Say who we are, a host name or an address literal, and ask for extensions."""
    return Command(Verb.EHLO, f"EHLO {_safe(name)}\r\n".encode("ascii"))


def helo(name: str) -> Command:
    """Say who we are to a server that knows no extensions."""
    return Command(Verb.HELO, f"HELO {_safe(name)}\r\n".encode("ascii"))


@lru_cache(maxsize=64)  # but for the size, it is the same for everybody
def mail(sender: str, *, size: int | None = None, eight_bit: bool = False, utf8: bool = False) -> Command:
    """Begin a message; `size` in bytes (RFC 1870), `eight_bit` (RFC 6152) and `utf8` (RFC 6531) where offered."""
    parameters = [f" SIZE={size:d}"] if size is not None else []
    parameters += [" BODY=8BITMIME"] if eight_bit else []
    parameters += [" SMTPUTF8"] if utf8 else []
    return Command(Verb.MAIL, f"MAIL FROM:<{_safe(sender)}>{''.join(parameters)}\r\n".encode())


def rcpt(mailbox: str) -> Command:
    """Name the recipient."""
    return Command(Verb.RCPT, f"RCPT TO:<{_safe(mailbox)}>\r\n".encode())


def auth_plain(user: str, password: str) -> Command:
    """Sign in with one command (RFC 4616)."""
    return _auth(b"AUTH PLAIN ", f"\0{user}\0{password}")


def auth_xoauth2(user: str, token: str) -> Command:
    """Sign in with a token, as Microsoft's and Google's servers understand it."""
    return _auth(b"AUTH XOAUTH2 ", f"user={user}\x01auth=Bearer {token}\x01\x01")


def auth_login() -> Command:
    """Begin to sign in the old way, in three steps."""
    return Command(Verb.AUTH, b"AUTH LOGIN\r\n")


def auth_answer(text: str) -> Command:
    """Answer a server's challenge."""
    return _auth(b"", text)


def _auth(prefix: bytes, text: str) -> Command:
    return Command(Verb.AUTH, prefix + base64.b64encode(text.encode()) + b"\r\n")


def _safe(value: str) -> str:
    if _UNSAFE.search(value):
        raise ValueError(f"not a value for an SMTP command: {value!r}")
    return value
