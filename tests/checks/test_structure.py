from __future__ import annotations

import pytest
from tests.checks.letters import said, with_bytes, with_edition


def test_a_message_that_is_not_one_thing_said_twice_is_found() -> None:
    """As text and as HTML, to choose from."""
    [(_, what)] = said(with_bytes(b"multipart/alternative", b"multipart/mixed"), "M401")
    assert what == "de: The message is not a text part and then an HTML part to choose from."


def test_html_before_text_is_found() -> None:
    """Mail programs show the last part that they know."""
    swapped = with_bytes(b"text/html; charset", b"text/x; charset", with_bytes(b"text/plain", b"text/html"))
    assert len(said(swapped, "M401")) == 1


@pytest.mark.parametrize(
    ("part", "template", "empty"), [("text", "edition.txt.j2", " \n"), ("html", "edition.html.j2", "<p> </p>\n")]
)
def test_an_empty_part_is_told_at_its_template(part: str, template: str, empty: str) -> None:
    """White space is nothing to read."""
    [(place, what)] = said(with_edition(None, **{part: lambda _: empty}), "M401")
    assert (place, what.endswith("part is empty.")) == (template, True)


@pytest.mark.parametrize("encoding", [b"8bit", b"base64"])
def test_text_in_another_encoding_is_found(encoding: bytes) -> None:
    """A relay might encode it again, after signing."""
    old = b'charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable'
    letter = with_bytes(old, old.replace(b"quoted-printable", encoding))
    assert [what for _, what in said(letter, "M402")] == [
        f"de: The text/plain part is encoded as {encoding.decode()}."
    ]


def test_lone_line_ends_are_found() -> None:
    """CR and LF come together (CVE-2023-51764)."""
    for old in (b"\r\nPrecedence", b"\r\n\r\n--"):
        for new in (old.replace(b"\r", b"", 1), old.replace(b"\n", b"", 1)):
            assert "de: A CR or LF stands alone." in [what for _, what in said(with_bytes(old, new), "M403")]


@pytest.mark.parametrize(("octets", "good"), [(998, True), (999, False)])
def test_lines_have_998_octets_at_most(octets: int, *, good: bool) -> None:
    """What is longer is cut by servers."""
    letter = with_bytes(b"\r\nPrecedence:", b"\r\nX-Long: %b\r\nPrecedence:" % (b"a" * (octets - 8)))
    assert said(letter, "M403") == ([] if good else [("edition.html.j2", "de: A line has 999 octets.")])


def test_characters_that_nobody_sees_are_found() -> None:
    """U+0085 is what an ellipsis of Windows-1252 becomes when it is read wrongly."""
    [(place, what)] = said(with_bytes(b"Guten Tag", b"Guten=C2=85Tag"), "M404")
    assert (place, what) == ("edition.html.j2", "de: The control character U+0085 stands in the text part.")


def test_a_header_holds_none_either() -> None:
    """Encoded words can carry them."""
    letter = with_bytes(b"Precedence:", b"X-Odd: =?utf-8?q?a=C2=85b?=\r\nPrecedence:")
    [(_, what)] = said(letter, "M404")
    assert what == "de: The control character U+0085 stands in a header."
