from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.checks.letters import said, sound_letter, with_bytes, with_header

if TYPE_CHECKING:
    from iki_newsletter.checks.letter import Letter


HEADER = "List-Unsubscribe"
POST = "List-Unsubscribe-Post"
BOTH = frozenset({HEADER.lower(), POST.lower()})
MAIL = (sound_letter().header(HEADER.lower()) or b"").decode()
WEB = "<https://news.example.org/u/1-abcdefghijklmnop-abcdefghijklmnopqrstuvwx>"
OTHER_WEB = "<https://news.example.org/u/1-ponmlkjihgfedcba-xwvutsrqponmlkjihgfedcba>"


def on_the_web(post: str | None = "List-Unsubscribe=One-Click", signed: frozenset[str] = frozenset()) -> Letter:
    """Give a letter with an address on the web beside the mail's."""
    letter = with_header(HEADER, f"{WEB}, {MAIL}")
    if post is not None:
        letter = with_bytes(b"\r\nList-Help:", f"\r\n{POST}: {post}\r\nList-Help:".encode(), letter)
    return replace(letter, signed=signed)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("<mailto:a@example.org?subject==?utf-8?q?Baja?=>", "holds an encoded word or a letter outside ASCII"),
        ("<mailto:bücher@example.org>", "holds an encoded word or a letter outside ASCII"),
        ("<mailto:a@example.org?subject=a\r\n b>", "is folded elsewhere than between two addresses"),
        ("\r\n <mailto:a@example.org>", "is folded elsewhere than between two addresses"),
        ("mailto:a@example.org", "is no list of addresses in angle brackets"),
        ("<mailto:a@example.org> <https://example.org>", "is no list of addresses in angle brackets"),
        ("<mailto:a@example.org>, <http://example.org>", "holds an address that is neither https: nor mailto:"),
        (f"{WEB}, {WEB}, <mailto:a@example.org>", "holds more than one address on the web"),
        (WEB, "does not hold exactly one mailto: address"),
    ],
)
def test_a_header_that_mail_programs_cannot_read_is_found(value: str, fault: str) -> None:
    """Looked at byte by byte, as they do."""
    [(place, what)] = said(with_header(HEADER, value), "M301")
    assert place.startswith("newsletter.yaml: ")
    assert what.startswith(f"de: List-Unsubscribe {fault}")


@pytest.mark.parametrize("value", [MAIL, f"{WEB}, {MAIL}", f"{WEB},\r\n {MAIL}", f"{MAIL}, {WEB}"])
def test_a_header_that_mail_programs_can_read_is_none_of_our_business(value: str) -> None:
    """By mail alone, or with the web beside it; folded between the two where it is long."""
    assert said(with_header(HEADER, value), "M301") == []


def test_the_header_stands_there_once() -> None:
    """Without it readers report spam, and of two one is wrong."""
    assert len(said(with_header(HEADER, None), "M301")) == 1
    assert len(said(with_bytes(b"\r\nList-Id:", f"\r\n{HEADER}: {MAIL}\r\nList-Id:".encode()), "M301")) == 1


def test_an_address_that_all_readers_have_unsubscribes_the_wrong_ones() -> None:
    """Two readers' addresses differ, and not by a number that can be counted on."""
    letter = sound_letter()
    [(_, what)] = said(replace(letter, other=letter.raw), "M302")
    assert what.endswith("is not different enough from another reader's.")
    counted = with_header(HEADER, f"<mailto:a@example.org?subject=100017>, {WEB}")
    other = with_header(HEADER, f"<mailto:a@example.org?subject=100018>, {OTHER_WEB}").raw
    [(_, what)] = said(replace(counted, other=other), "M302")
    assert "`mailto:a@example.org`" in what


def test_an_address_that_names_the_reader_is_found() -> None:
    """It would stand in the logs of every server on the way."""
    named = with_header(HEADER, f"<mailto:a@example.org?subject=sample%40example.org%20{'x' * 20}>")
    other = with_header(HEADER, f"<mailto:a@example.org?subject=someone%40example.org%20{'y' * 20}>").raw
    assert [what for _, what in said(replace(named, other=other), "M302")] == [
        "de: The address to unsubscribe at, `mailto:a@example.org`, names the reader."
    ]


def test_one_click_is_promised_exactly_where_it_works() -> None:
    """With an address on the web, and both headers signed by us or by the relay."""
    assert said(on_the_web(signed=BOTH), "M303") == []
    assert said(on_the_web(post=None), "M303") == []
    assert said(sound_letter(), "M303") == []


@pytest.mark.parametrize(
    ("letter", "fault"),
    [
        (on_the_web(), "stands there, and no DKIM signature covers both headers."),
        (on_the_web(signed=frozenset({HEADER.lower()})), "stands there, and no DKIM signature covers both headers."),
        (on_the_web(post="List-Unsubscribe=one-click", signed=BOTH), "is not `List-Unsubscribe=One-Click`."),
        (on_the_web(post=None, signed=BOTH), "is missing beside a signed address on the web."),
        (
            with_bytes(b"\r\nList-Help:", f"\r\n{POST}: List-Unsubscribe=One-Click\r\nList-Help:".encode()),
            "stands there without an address on the web.",
        ),
    ],
)
def test_a_promise_of_one_click_that_is_not_kept_is_found(letter: Letter, fault: str) -> None:
    """RFC 8058 asks for a signature, for the web, and for these words."""
    assert [what for _, what in said(letter, "M303")] == [f"de: List-Unsubscribe-Post {fault}"]
