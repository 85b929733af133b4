"""A small world of real mail: a newsroom, its readers, and the servers between them, each with a fault of its own."""

from __future__ import annotations

import os
import smtplib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from tests.servers.dovecot import LMTP_OF_POSTFIX, dovecot
from tests.servers.nameserver import Nameserver
from tests.servers.postfix import postfix
from tests.servers.program import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run
    from tests.servers.dovecot import Dovecot
    from tests.servers.postfix import Postfix

EDITORS: Final = "redaccion@klimaallianz.example"
BOUNCES: Final = "bounces@klimaallianz.example"

ANA: Final = "ana@readers.example"
"""Reads it, and says nothing."""
LUZ: Final = "luz@readers.example"
"""Unsubscribes by the link that her mail program shows."""
GRETA: Final = "greta@readers.example"
"""Asks for German."""
IGOR: Final = "igor@readers.example"
"""Calls it spam."""
PABLO: Final = "pablo@readers.example"
"""Writes that he wants no more."""
VERA: Final = "vera@readers.example"
"""Is away."""
FAUSTO: Final = "fausto@readers.example"
"""Has a mailbox that is full."""
NADIE: Final = "nadie@readers.example"
"""Has no mailbox any more: her server takes the mail, and sends it back."""
NUNCA: Final = "nunca@readers.example"
"""Has no mailbox: the server says so at once."""
ROSA: Final = "rosa@gone.example"
"""Has a domain that the DNS does not know."""
OTTO: Final = "otto@readers.example"
"""Forwards to an address that is nobody's any more."""
LEJOS: Final = "lejos@readers.example"
"""That address."""
MARTA: Final = "marta@readers.example"
"""Forwards to where she reads it."""
DESPACHO: Final = "marta@despacho.example"
"""There."""
RITA: Final = "rita@strict.example"
"""Has a server that refuses the newsletter."""
OLGA: Final = "olga@readers.example"
"""Left long ago, as the list says."""
NINA: Final = "nina@readers.example"
"""Is on no list, and wants to be."""

LANGUAGES: Final = {
    **dict.fromkeys((ANA, LUZ, PABLO, FAUSTO, NADIE, NUNCA, ROSA, MARTA, RITA), "es"),
    **dict.fromkeys((GRETA, IGOR, VERA), "en"),
    OTTO: "de",
}
"""The list, but for Olga."""
_MAILBOXES: Final = (EDITORS, BOUNCES, ANA, LUZ, GRETA, IGOR, PABLO, VERA, FAUSTO, DESPACHO, NINA)
_ROOM: Final = "64K"
_NAMESERVER: Final = f"127.53.{os.getpid() >> 8 & 0xFF}.{os.getpid() & 0xFF}"
"""An address of loopback of this process's own, since name servers are asked on port 53 alone."""


class World:
    """One that runs: the newsroom's folder and commands, and everybody's mailbox."""

    def __init__(self, folder: Path, run: Callable[..., Run], server: Postfix, mailboxes: Dovecot) -> None:
        self.folder = folder
        self._run = run
        self._server = server
        self._mailboxes = mailboxes

    def iki(self, *args: str, code: int = 0) -> Run:
        """Run `iki-news` as the editors would, hold how it must end, and wait until all its mail has gone its way."""
        ended = self._run(*args)
        assert ended.code == code, f"{args}\n{ended.out}{ended.err}"
        self._server.settle()
        return ended

    def send(self, issue: str, *, code: int = 0) -> Run:
        """Send an issue through the Postfix."""
        return self.iki("send", issue, "--yes", "--json", code=code)

    def inbox(self, address: str, *args: str) -> Run:
        """Take in what lies in a mailbox, over IMAP."""
        return self.iki("inbox", f"imap://{quote(address)}@127.0.0.1:{self._mailboxes.port}/INBOX", *args)

    def set(self, line: str) -> None:
        """Add a line to the newsletter's settings."""
        path = self.folder / "newsletter.yaml"
        path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")

    def post(self, sender: str, recipient: str, content: bytes) -> None:
        """Hand a mail to the Postfix, as somebody's mail program does, and wait until it is there."""
        with smtplib.SMTP("127.0.0.1", self._server.port, timeout=20) as talk:
            talk.sendmail(sender, [recipient], content)
        self._server.settle()

    def mails(self, address: str) -> list[bytes]:
        """Read what lies in a mailbox."""
        return self._mailboxes.messages(address)


@contextmanager
def world(folder: Path, run: Callable[..., Run]) -> Iterator[World]:
    """Make one around a copy of the repository's workspace, in which commands run; nothing has happened yet."""
    strict = free_port()
    with dovecot(*_MAILBOXES, room={FAUSTO: _ROOM}) as mailboxes:
        settings = mailboxes.taking_mail(NADIE, LEJOS) | {
            "virtual_alias_maps": f"inline:{{ {{ {OTTO} = {LEJOS} }}, {{ {MARTA} = {DESPACHO} }} }}",
            "relay_domains": "gone.example strict.example",
            "relay_transport": "smtp",
            "smtp_connection_cache_on_demand": "no",
            "transport_maps": f"inline:{{ {{ strict.example = smtp:[127.0.0.1]:{strict} }} }}",
            # What comes back of Otto's mail does not name him, as where mail was forwarded by servers on the way, and
            # no report gives our Message-ID or token back. Mail on its way there has none of this in its body.
            "internal_mail_filter_classes": "bounce",
            "body_checks": f"regexp:{_terse_reports(folder.parent)}",
        }
        services = (LMTP_OF_POSTFIX, "smtp unix - - y - - smtp", *_strict_server(strict))
        with Nameserver(at=(_NAMESERVER, 53)), postfix(*services, **settings) as server:
            server.ask_names_of(_NAMESERVER)
            _set_up(folder, server.port)
            yield World(folder, run, server, mailboxes)


def _terse_reports(folder: Path) -> Path:
    """Write down which lines of a report a server leaves out; of a mail on its way there they say nothing."""
    path = folder / "terse-reports"
    path.write_text(f"/^(Message-ID|List-Unsubscribe):/ IGNORE\n/{OTTO}/ IGNORE\n", "ascii")
    return path


def _strict_server(port: int) -> tuple[str, ...]:
    """Give a server that hears who wrote it, and wants nothing of it."""
    refuses = f"check_recipient_access inline:{{ {{ {RITA} = 554 5.7.1 Our policy wants no newsletters }} }}"
    return (
        f"127.0.0.1:{port} inet n - n - - smtpd",
        "  -o myhostname=mx.strict.example",
        f"  -o {{ smtpd_recipient_restrictions = {refuses}, reject }}",
    )


def _set_up(folder: Path, port: int) -> None:
    """Give the workspace a list of these readers, envelope senders that name deliveries, and this Postfix."""
    path = folder / "newsletter.yaml"
    text = path.read_text("utf-8")
    text = text.replace("  bounces: ", "  verp: true\n  bounces: ")
    text = text.replace('url: "sandbox:"', f"url: smtp://127.0.0.1:{port}")
    text = text.replace("subscribers: subscribers.example.csv", "subscribers: subscribers.csv")
    path.write_text(text, "utf-8")
    rows = ["email,language,status", *(f"{address},{language}," for address, language in LANGUAGES.items())]
    (folder / "subscribers.csv").write_text("\n".join([*rows, f"{OLGA},es,unsubscribed", ""]), "utf-8")
