"""Mail read from a mailbox over IMAP: opened for reading only, so that not even a flag changes."""

from __future__ import annotations

import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.errors import ServerRefusesError, ServerUnreachableError
from iki_newsletter.letterbox.letter import MOST_OCTETS
from iki_newsletter.letterbox.sources import Mail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.letterbox.mailbox_url import MailboxUrl

_PATIENCE: Final = 60.0
"""Seconds for each answer."""


def read_mailbox(
    url: MailboxUrl, password: str, trust: ssl.SSLContext | None = None, most: int = MOST_OCTETS
) -> Iterator[Mail]:
    """Give each mail of a mailbox, named by its UID, in the order of UIDs; the folder is opened with EXAMINE.

    Of each, `most` octets are read. Certificates are verified, by `trust` where it is given. Raises
    ServerUnreachableError where the server does not answer, and ServerRefusesError where it does not let the user in
    or has no such folder.
    """
    import imaplib  # noqa: PLC0415 - only needed for mailboxes
    from imaplib import IMAP4  # noqa: PLC0415

    from imap_tools.errors import ImapToolsError  # noqa: PLC0415 - the same

    # A line that is longer than the module expects would end the conversation, and a list of UIDs may be.
    imaplib._MAXLINE = max(imaplib._MAXLINE, 10_000_000)  # type: ignore[attr-defined]  # noqa: SLF001
    where = f"{url.host}:{url.port}"
    try:
        box = _connect(url, trust or ssl.create_default_context())
    except (OSError, ImapToolsError, IMAP4.error) as error:
        raise ServerUnreachableError(
            f"{where} does not answer as a mailbox's server should: {_why(error)}", instead="Try again later."
        ) from error
    try:
        _sign_in(box, url, password)
        yield from _mails(box, url.folder, most)
    except (OSError, IMAP4.abort) as error:
        raise ServerUnreachableError(f"{where} went away: {_why(error)}", instead="Try again later.") from error
    except (ImapToolsError, IMAP4.error, UnicodeError) as error:
        raise ServerRefusesError(f"{where} says no: {_why(error)}", instead="Check the folder's name.") from error
    finally:
        _leave(box)


def _connect(url: MailboxUrl, trust: ssl.SSLContext) -> Any:
    from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted  # noqa: PLC0415 - only needed for mailboxes

    if url.scheme == "imaps":
        return MailBox(url.host, url.port, timeout=_PATIENCE, ssl_context=trust)
    if url.scheme == "imap+starttls":
        return MailBoxStartTls(url.host, url.port, timeout=_PATIENCE, ssl_context=trust)
    return MailBoxUnencrypted(url.host, url.port, timeout=_PATIENCE)


def _sign_in(box: Any, url: MailboxUrl, password: str) -> None:
    from imaplib import IMAP4  # noqa: PLC0415

    from imap_tools.errors import ImapToolsError  # noqa: PLC0415

    try:
        box.login(url.user, password, initial_folder=None)
    except (ImapToolsError, IMAP4.error, UnicodeError) as error:
        if isinstance(error, IMAP4.abort):
            raise
        raise ServerRefusesError(
            f"{url.host} does not let {url.user} in.", instead="Check user and password."
        ) from error


def _mails(box: Any, folder: str, most: int) -> Iterator[Mail]:
    box.folder.set(folder, readonly=True)
    for uid in box.uids():
        raw = _fetch(box, uid, most)
        if raw is not None:
            yield Mail(str(uid), raw)


def _fetch(box: Any, uid: str, most: int) -> bytes | None:
    """Fetch the beginning of a mail; None for one that somebody else has deleted meanwhile."""
    _, answers = box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{most}>)")
    for answer in answers or ():
        if isinstance(answer, tuple) and isinstance(answer[1], bytes):
            return answer[1]
    return None


def _leave(box: Any) -> None:
    # Everything has been read, and nothing is written.
    with suppress(Exception):
        box.logout()


def _why(error: Exception) -> str:
    # imap_tools puts the server's whole answer into its errors; the first words do.
    return " ".join(str(error).split())[:200]
