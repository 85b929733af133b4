"""The mails of a source that a user names: a folder, a Maildir, an mbox, or a mailbox with its password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.letterbox.imap import read_mailbox
from iki_newsletter.letterbox.letter import MOST_OCTETS
from iki_newsletter.letterbox.mailbox_url import find_password, is_mailbox_url, parse_mailbox_url
from iki_newsletter.letterbox.sources import read_mails
from iki_newsletter.workflow.outlet import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.letterbox.sources import Mail


def mails_of(
    source: str, ask_password: Callable[[str], str] | None = None, most: int = MOST_OCTETS
) -> Iterator[Mail]:
    """Give each mail of a source, at most so many octets of it; raises what reading files and mailboxes raises."""
    if not is_mailbox_url(source):
        return read_mails(source, most)
    url = parse_mailbox_url(source)
    return read_mailbox(url, find_password(url, environment(), ask_password), most=most)
