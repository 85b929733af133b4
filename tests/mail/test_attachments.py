from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mail.judges import dkimpy_says, make_signer
from tests.mail.specimens import AT, REEF, SECRET, make_edition, make_newsletter, make_subscriber, parsed

from iki_newsletter.errors import RefusedError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.mail.wire import assert_wire_safe
from iki_newsletter.model.edition import Attachment, Edition, Slot

if TYPE_CHECKING:
    from iki_newsletter.mail.dkim import Signer

HTML = 'text/html; charset="utf-8"'


def working(*attachments: Attachment, **changes: Any) -> Edition:
    """Give a working mail with these attachments."""
    plain = make_edition()
    greeting = {Slot.GREETING: plain.sentinels[Slot.GREETING]}
    said = f"{greeting[Slot.GREETING]}\n"
    return make_edition(
        text=said,
        html=f"<p>{said}</p>\n",
        sentinels=greeting,
        attachments=attachments,
        is_working_mail=True,
        **changes,
    )


def stamp(edition: Edition, signer: Signer | None = None) -> bytes:
    """Stamp one message."""
    builder = MessageBuilder(edition, make_newsletter(), "2017-06/call", SECRET, signer=signer)
    return builder.stamp(make_subscriber(), AT)


@given(st.lists(st.binary(max_size=3000), max_size=3), st.sampled_from([(), (REEF,)]))
@settings(max_examples=60, deadline=None)
def test_what_is_attached_arrives_as_it_was(files: list[bytes], images: tuple[Any, ...]) -> None:
    """Behind the alternative of text and HTML, byte by byte, with its name, type and size."""
    attachments = tuple(Attachment(f"form-{number}.html", HTML, data) for number, data in enumerate(files))
    raw = stamp(working(*attachments, images=images))
    assert_wire_safe(raw)
    message = parsed(raw)
    arrived = list(message.iter_attachments()) if attachments else []
    assert [part.get_filename() for part in arrived] == [each.file for each in attachments]
    assert [part.get_payload(decode=True) for part in arrived] == files
    assert [str(part["Content-Disposition"].params["size"]) for part in arrived] == [str(len(data)) for data in files]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert message.get_content_type() == ("multipart/mixed" if files else "multipart/alternative")
    assert not any(part.defects for part in message.walk())


def test_a_working_mail_says_nothing_of_a_list() -> None:
    """There is none to leave; that a program wrote it, it says, so that no program answers (RFC 3834)."""
    message = parsed(stamp(working()))
    assert not [name for name in message if name.lower().startswith(("list-", "feedback", "precedence"))]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] is not None


def test_a_signature_covers_what_is_attached() -> None:
    """And breaks where somebody changes it on the way."""
    raw = stamp(working(Attachment("form.html", HTML, b"<!DOCTYPE html>" * 500)), make_signer())
    assert dkimpy_says(raw) == [True, True]
    assert dkimpy_says(raw.replace(b"PCFET0NUWVBFIGh0bWw+", b"PCFET0NUWVBFIHh4bWw+", 1)) == [False, False]


@pytest.mark.parametrize("name", ["", "a b.html", 'x".html', "a\r\nBcc: x@y.example", "ñ.html", ".htaccess"])
def test_a_name_that_a_header_cannot_hold_is_refused(name: str) -> None:
    """Whoever names the file is told how to; no name breaks out of its header."""
    with pytest.raises(RefusedError, match="cannot be attached"):
        stamp(working(Attachment(name, HTML, b"x")))
    with pytest.raises(RefusedError):
        stamp(working(Attachment("x.html", "text/html\r\nBcc: x@y.example", b"x")))


@given(st.binary(max_size=200), st.booleans())
def test_an_edition_with_attachments_is_kept_whole(data: bytes, is_working_mail: bool) -> None:
    """Kept once each, by their digests, and read back as they were; an issue's bytes know nothing of it."""
    edition = make_edition(attachments=(Attachment("a.bin", "application/octet-stream", data),))
    kept = edition.kept
    assert set(kept) == {edition.digest, edition.attachments[0].digest}
    assert Edition.from_bytes(kept[edition.digest], kept.__getitem__) == edition
    with pytest.raises(ValueError, match="fetch"):
        Edition.from_bytes(kept[edition.digest])
    plain = make_edition(is_working_mail=is_working_mail)
    assert (b"is_working_mail" in plain.to_bytes()) == is_working_mail
    assert b"attachments" not in plain.to_bytes()
