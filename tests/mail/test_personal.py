from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mail.specimens import SECRET, SENTINELS, make_edition, make_newsletter, make_subscriber

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.mail.personal import TOKEN_PURPOSES, fill_html, fill_text, personal_values
from iki_newsletter.model.edition import Slot
from iki_newsletter.model.token import opaque_id, read_token


class Reader(HTMLParser):
    """Collects what a browser would show and follow."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self.links: list[str | None] = []
        self.tags: list[str] = []

    def handle_data(self, data: str) -> None:
        """Gather text."""
        self.shown += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather tags, and where links lead."""
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]


@pytest.mark.parametrize(
    ("name", "salutation", "greeted"),
    [
        ("", "", "Buenos días:"),
        ("Ana", "", "Hola, Ana:"),
        ("Ana", "Querida Ana:", "Querida Ana:"),
        ("{0.__class__}", "", "Hola, {0.__class__}:"),
    ],
)
def test_the_nearest_greeting_wins(name: str, salutation: str, greeted: str) -> None:
    """The list's own salutation wins over the name, the name over nothing; braces in names are only braces."""
    subscriber = make_subscriber(name=name, salutation=salutation)

    assert personal_values(make_edition(), make_newsletter(), subscriber, SECRET)[Slot.GREETING] == greeted


@pytest.mark.parametrize("slot", [Slot.UNSUBSCRIBE, Slot.PREFERENCES])
def test_a_mail_that_unsubscribes_carries_a_token(slot: Slot) -> None:
    """The address is a mailto whose subject says what to do and ends with a token that only this purpose reads."""
    link = personal_values(make_edition(), make_newsletter(), make_subscriber(), SECRET)[slot]

    parts = urlsplit(link)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "redaccion+bajas@klima.example")
    assert "+" not in link
    assert " " not in link
    subject = unquote(parts.query.removeprefix("subject="))
    words, _, token = subject.rpartition(" ")
    assert words == make_edition().wording[f"{slot}_subject"]
    assert read_token(SECRET, TOKEN_PURPOSES[slot], token) == opaque_id(SECRET, "ana@example.org")
    others = set(TOKEN_PURPOSES.values()) - {TOKEN_PURPOSES[slot]}
    assert not any(read_token(SECRET, other, token) for other in others)


def test_without_a_reply_address_mails_go_to_the_sender() -> None:
    """Who unsubscribes writes to the sender where no other address is given."""
    newsletter = make_newsletter(sender={"reply_to": None})

    link = personal_values(make_edition(), newsletter, make_subscriber(), SECRET)[Slot.UNSUBSCRIBE]

    assert link.startswith("mailto:boletin@klima.example?subject=Baja%20%26%20adi%c3%b3s%20")


@given(st.text(st.characters(exclude_categories=["C"]), max_size=60))
@settings(max_examples=100, deadline=None)
def test_values_are_escaped_for_html(name: str) -> None:
    """A name is text wherever it stands: no tag, no attribute, no entity comes of it."""
    edition = make_edition(html=f'<p title="{SENTINELS[Slot.GREETING]}">{SENTINELS[Slot.GREETING]}</p>')
    values = personal_values(edition, make_newsletter(), make_subscriber(name=f"<b>{name}</b>\"' x='&amp;"), SECRET)
    reader = Reader()

    reader.feed(fill_html(edition, values))
    reader.close()

    assert reader.tags == ["p"]
    assert reader.shown == f"Hola, <b>{name}</b>\"' x='&amp;:"


def test_links_in_html_lead_where_the_text_leads() -> None:
    """The HTML's links and the text's addresses are the same, with the subscriber's own token."""
    edition, newsletter = make_edition(), make_newsletter()
    values = personal_values(edition, newsletter, make_subscriber(), SECRET)
    reader = Reader()

    reader.feed(fill_html(edition, values))

    assert reader.links == [values[Slot.UNSUBSCRIBE], values[Slot.PREFERENCES]]
    text = fill_text(edition, values)
    assert f"Baja: {values[Slot.UNSUBSCRIBE]}\n" in text
    assert "%%" not in text


def test_a_value_is_not_searched_for_sentinels() -> None:
    """A name that holds a sentinel stays what it is."""
    name = SENTINELS[Slot.UNSUBSCRIBE]
    edition = make_edition()

    text = fill_text(edition, personal_values(edition, make_newsletter(), make_subscriber(name=name), SECRET))

    assert text.startswith(f"Hola, {name}:\n")


def test_a_missing_label_is_named() -> None:
    """An edition whose labels lack a sentence says which, and in which file it belongs."""
    with pytest.raises(ConfigurationError, match="no 'unsubscribe_subject'") as raised:
        personal_values(make_edition(wording={}), make_newsletter(), make_subscriber(), SECRET)

    assert "templates/labels/es.yaml" in raised.value.instead
