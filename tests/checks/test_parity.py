from __future__ import annotations

import re

import pytest
from tests.checks.letters import found_in, said, sound_letter, with_edition

from iki_newsletter.model.edition import Slot

LINKS = "<p><a href='https://one.example/a'>eins</a> <a href='https://two.example/b'>zwei</a></p>"


def test_headings_that_the_text_lacks_are_named() -> None:
    """Three of them, and how many more."""
    more = "".join(f"<h3>Überschrift {number}</h3>" for number in range(5))
    letter = with_edition(html=lambda html: html.replace("</body>", f"{more}</body>"))
    what = (
        "de: The text part lacks headings of the HTML: “Überschrift 0”, “Überschrift 1”, “Überschrift 2” and 2 more."
    )
    assert said(letter, "M501") == [("edition.txt.j2", what)]


def test_a_heading_in_capitals_over_two_lines_is_the_same() -> None:
    """The text part sets headings as text can."""
    letter = with_edition(
        html=lambda html: html.replace("</body>", "<h2>Maß\u00adhalten für <i>alle</i></h2></body>"),
        text=lambda text: f"{text}\nMASSHALTEN FÜR\nALLE\n",
    )
    assert said(letter, "M501") == []


def test_addresses_that_the_text_lacks_are_named() -> None:
    """The whole address: one that only begins with it leads elsewhere."""
    letter = with_edition(
        html=lambda html: html.replace("</body>", f"{LINKS}</body>"),
        text=lambda text: f"{text}\nhttps://one.example/abc\nhttps://two.example/b.\n",
    )
    what = "de: The text part lacks addresses of the HTML: “https://one.example/a”."
    assert said(letter, "M502") == [("edition.txt.j2", what)]


def test_the_readers_own_addresses_are_told_once() -> None:
    """Where the text part has no way out, M102 says so; M502 tells what else it lacks."""
    slots = sound_letter().edition.sentinels
    own = [slots[Slot.UNSUBSCRIBE], slots[Slot.PREFERENCES]]
    cut = with_edition(text=lambda text: re.sub("|".join(own), "", text))
    assert (found_in(cut), said(cut, "M502")) == (["M102"], [])
    more = with_edition(cut, html=lambda html: html.replace("</body>", f"{LINKS}</body>"))
    what = "de: The text part lacks addresses of the HTML: “https://one.example/a”, “https://two.example/b”."
    assert said(more, "M502") == [("edition.txt.j2", what)]
    asked = with_edition(text=lambda text: text.replace(own[1], ""))
    assert found_in(asked) == ["M502"]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("https://one.example/a\nhttps://two.example/b\n", False),
        ("https://two.example/b\nhttps://one.example/a\n", True),
        ("https://one.example/a\nhttps://two.example/b\nhttps://one.example/a\n", False),
    ],
)
def test_addresses_stand_in_the_same_order(text: str, *, moved: bool) -> None:
    """Under a text that they do not belong to, addresses mislead."""
    letter = with_edition(
        html=lambda html: html.replace("</body>", f"{LINKS}</body>"), text=lambda words: f"{words}\n{text}"
    )
    what = "de: The text part has `https://two.example/b` in another place than the HTML."
    assert said(letter, "M502") == ([("edition.txt.j2", what)] if moved else [])


def test_links_within_the_page_and_hidden_ones_are_not_missed() -> None:
    """The text part has no anchors, and what nobody sees leads nobody anywhere."""
    hidden = "<p><a href='#top'>oben</a></p><div style='display:none'><a href='https://x.example'>x</a></div>"
    letter = with_edition(html=lambda html: html.replace("</body>", f"{hidden}</body>"))
    assert said(letter, "M502") == []


def test_a_text_part_that_says_much_less_is_found() -> None:
    """“Please use another mail program” is no newsletter."""
    letter = with_edition(text=lambda text: text[: len(text) // 2])
    [(place, what)] = said(letter, "M503")
    assert place == "edition.txt.j2"
    assert re.fullmatch(r"de: The text part has \d,\d{3} letters and digits, the HTML has 1\d,\d{3}\.", what)


def test_addresses_do_not_count_as_something_to_read() -> None:
    """A text part has them written out, however long they are."""
    letter = with_edition(text=lambda text: f"{text}\n" + f"https://x.example/{'a' * 60}\n" * 400)
    assert said(letter, "M503") == []
