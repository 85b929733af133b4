from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.mail.slow_way import build_slowly
from tests.mail.specimens import (
    AT,
    DUNE,
    REEF,
    SECRET,
    SENTINELS,
    address_in,
    contents_of,
    defects_of,
    make_edition,
    make_newsletter,
    make_subscriber,
    parsed,
)

from iki_newsletter.errors import ConfigurationError, RefusedError
from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.mail.header_text import require_header_text
from iki_newsletter.mail.wire import assert_wire_safe
from iki_newsletter.model.edition import EmbeddedImage

if TYPE_CHECKING:
    from iki_newsletter.model.edition import Edition

ONCE = ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Reply-To", "List-Id", "List-Unsubscribe")
COMPARED = ("Date", "From", "Reply-To", "Subject", "Message-ID", "List-Id", "Content-Language")


def stamp(edition: Edition | None = None, at: dt.datetime = AT, *, test: bool = False, **person: Any) -> bytes:
    """Stamp one message of the invented newsletter."""
    builder = MessageBuilder(edition or make_edition(), make_newsletter(), "2017-06", SECRET, test=test)
    return builder.stamp(make_subscriber(**person), at)


def is_header_text(text: str) -> bool:
    """Tell whether a header takes the text as it is."""
    try:
        return require_header_text(text, "It") == text
    except RefusedError:
        return False


names = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=120).filter(is_header_text)
subjects = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=150)
bodies = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n .=é"), max_size=200)


@given(names, names, subjects.filter(is_header_text), bodies, bodies, st.sampled_from([(), (REEF,), (REEF, DUNE)]))
@settings(max_examples=120, deadline=None)
@example("", "", "Hola", "", "", ())
@example(".", ".", ".", "\n.\n..\n", ".\n", (REEF,))
@example("From ana", "From here", "From us", "From here\n", "From here\n", ())
@example("ü" * 120, "ß" * 120, "ñ" * 150, "=" * 200, "é" * 200, (REEF, DUNE))
@example('Ana "La" Ejemplo, Dr.', "Sehr geehrte Frau <Ejemplo> & Co.,", "a " * 74 + "a", " \n \n", "\t\n", ())
def test_a_stamped_message_says_what_one_built_slowly_says(
    name: str, salutation: str, subject: str, text: str, html: str, images: tuple[EmbeddedImage, ...]
) -> None:
    """Stamping gives what `email.message` would: the same headers, parts and contents, and no defects."""
    plain = make_edition()
    edition = make_edition(
        subject=subject,
        text=f"{text}{plain.text}",
        html=f"{plain.html}<pre>{html}</pre>\n",
        images=images,
    )
    newsletter = make_newsletter()
    subscriber = make_subscriber(name=name, salutation=salutation)
    builder = MessageBuilder(edition, newsletter, "2017-06", SECRET)

    raw = builder.stamp(subscriber, AT)

    stamped = parsed(raw)
    slow = build_slowly(edition, newsletter, subscriber, SECRET, AT, builder.message_id(subscriber))
    assert [str(stamped[header]) for header in COMPARED] == [str(slow[header]) for header in COMPARED]
    assert address_in(str(stamped.get("To")) if not name else _raw_header(raw, b"To")) == (name, subscriber.mailbox)
    assert stamped["List-Unsubscribe"] == slow["List-Unsubscribe"]
    assert contents_of(stamped) == contents_of(slow)
    assert not defects_of(stamped)
    assert_wire_safe(raw)
    assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76


def _raw_header(raw: bytes, name: bytes) -> str:
    """Give a header's value, unfolded and not decoded."""
    unfolded = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ")
    return next(line.split(b": ", 1)[1].decode() for line in unfolded.split(b"\r\n") if line.startswith(name + b": "))


@pytest.mark.parametrize(
    ("images", "structure"),
    [
        ((), ["multipart/alternative", "text/plain", "text/html"]),
        (
            (REEF, DUNE),
            ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "image/jpeg"],
        ),
    ],
)
def test_the_text_comes_first(images: tuple[EmbeddedImage, ...], structure: list[str]) -> None:
    """The structure is the smallest that holds the parts, text first, both texts in quoted-printable."""
    message = parsed(stamp(make_edition(images=images)))

    assert [part.get_content_type() for part in message.walk()] == structure
    for part in message.walk():
        if part.get_content_maintype() == "text":
            assert part["Content-Transfer-Encoding"] == "quoted-printable"
            assert part.get_content_charset() == "utf-8"


def test_a_picture_travels_inline() -> None:
    """A picture keeps its bytes, and the HTML finds it by its content id."""
    part = list(parsed(stamp(make_edition(images=(REEF,)))).walk())[-1]

    assert part.get_content() == REEF.data
    assert part["Content-ID"] == f"<{REEF.cid}>"
    assert (part.get_content_disposition(), part.get_filename()) == ("inline", "reef.png")


def test_a_picture_with_a_long_name_keeps_lines_short() -> None:
    """The header that names a picture is folded where it would pass 76 octets."""
    name = f"{'cabo-pulmo-' * 5}reef.png"
    raw = stamp(make_edition(images=(EmbeddedImage("reef@klima.example", name, "image/png", b"x"),)))

    assert list(parsed(raw).walk())[-1].get_filename() == name
    assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76


def test_headers_stand_once() -> None:
    """Exactly one each of what a message must have and of what a mailing list says of itself."""
    message = parsed(stamp())

    assert {header: len(message.get_all(header, [])) for header in ONCE} == dict.fromkeys(ONCE, 1)
    assert len(message.keys()) == len({header.lower() for header in message.keys()})  # noqa: SIM118 - repeats count


def test_a_list_says_what_it_is() -> None:
    """The list's headers are those of RFC 2369, 2919 and 3834, and none names a person but by a token."""
    newsletter = make_newsletter(web="https://www.klima.example/raices")
    builder = MessageBuilder(make_edition(), newsletter, "2017-06", SECRET)

    message = parsed(builder.stamp(make_subscriber(), AT))

    assert message["List-Id"] == "<boletin.klima.example>"
    assert message["List-Post"] == "NO"
    assert message["List-Archive"] == "<https://www.klima.example/raices>"
    assert message["List-Help"] == "<mailto:redaccion%2bbajas@klima.example>"
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "es"
    assert message["Feedback-ID"] == "2017-06:es:issue:boletin"


def test_no_escape_looks_like_a_placeholder() -> None:
    """A header's percent-encoded letters have small digits: spam filters take `%AD` for a forgotten placeholder."""
    wording = {**make_edition().wording, "unsubscribe_subject": "Baja del boletín"}
    builder = MessageBuilder(make_edition(wording=wording), make_newsletter(), "2017-06", SECRET)

    header = str(parsed(builder.stamp(make_subscriber(), AT))["List-Unsubscribe"])

    assert "?subject=Baja%20del%20bolet%c3%adn%20" in header


@pytest.mark.parametrize(
    ("web", "archive"),
    [
        ("https://müller.example/raíces", b"https://xn--mller-kva.example/ra%c3%adces"),
        ("https://www.klima.example/?a=?b", b"https://www.klima.example/?a=%3fb"),
    ],
)
def test_a_web_address_is_ascii_in_its_header(web: str, archive: bytes) -> None:
    """A web address with other letters than ASCII is written as a URI, and never looks like an encoded word."""
    builder = MessageBuilder(make_edition(), make_newsletter(web=web), "2017-06", SECRET)

    assert b"\r\nList-Archive: <" + archive + b">\r\n" in builder.stamp(make_subscriber(), AT)


def test_without_a_web_address_there_is_no_archive() -> None:
    """A header is left out rather than empty; one-click waits for an address and a signature (RFC 8058)."""
    message = parsed(stamp())

    assert "List-Archive" not in message
    assert "List-Unsubscribe-Post" not in message


def test_without_a_reply_address_there_is_no_reply_to() -> None:
    """Replies go to the sender of their own accord."""
    newsletter = make_newsletter(sender={"reply_to": None})

    message = parsed(MessageBuilder(make_edition(), newsletter, "2017-06", SECRET).stamp(make_subscriber(), AT))

    assert "Reply-To" not in message


def test_message_ids_are_repeatable_and_keyed() -> None:
    """A Message-ID depends on the campaign, the subscriber and the secret, and on nothing else."""
    ana, eva = make_subscriber(), make_subscriber("eva@example.org")
    edition, newsletter = make_edition(), make_newsletter()
    builder = MessageBuilder(edition, newsletter, "2017-06", SECRET)

    again = MessageBuilder(make_edition(subject="Otro"), newsletter, "2017-06", SECRET).message_id(ana)
    others = {
        builder.message_id(eva),
        MessageBuilder(edition, newsletter, "2017-07", SECRET).message_id(ana),
        MessageBuilder(edition, newsletter, "2017-06", b"another secret").message_id(ana),
        MessageBuilder(edition, newsletter, "2017-06", SECRET, test=True).message_id(ana),
    }

    assert builder.message_id(ana) == again
    assert builder.message_id(ana) not in others
    assert len(others) == 4
    assert parsed(builder.stamp(ana, AT))["Message-ID"] == again
    assert again.endswith("@klima.example>")


def test_a_test_message_says_so() -> None:
    """A test is the real message with the subject marked and an id that follows the edition."""
    edition, ana = make_edition(), make_subscriber()
    changed = MessageBuilder(make_edition(preheader="Otro"), make_newsletter(), "2017-06", SECRET, test=True)

    message = parsed(stamp(edition, test=True))

    assert message["Subject"] == "[Prueba] Manglares, maíz y metas"
    assert message["Message-ID"] != changed.message_id(ana)
    assert message["Feedback-ID"] == "2017-06:es:test:boletin"
    assert contents_of(message)[1] == contents_of(parsed(stamp(edition)))[1]


def test_stamping_twice_gives_the_same_bytes() -> None:
    """The same edition, subscriber and time give the same bytes, from another builder too."""
    edition = make_edition(images=(REEF,))
    builder = MessageBuilder(edition, make_newsletter(), "2017-06", SECRET)
    first = builder.stamp(make_subscriber(name="Ana"), AT)
    builder.stamp(make_subscriber("eva@example.org", name="Eva"), AT)

    assert builder.stamp(make_subscriber(name="Ana"), AT) == first == stamp(edition, name="Ana")


@pytest.mark.parametrize(
    "zone", [dt.UTC, dt.timezone(dt.timedelta(hours=-6)), dt.timezone(dt.timedelta(minutes=330))]
)
def test_the_date_is_the_time_of_stamping(zone: dt.tzinfo) -> None:
    """Date has a numeric zone and full seconds, and is right also when the zone changes within a second."""
    builder = MessageBuilder(make_edition(), make_newsletter(), "2017-06", SECRET)
    for at in (AT, AT.astimezone(zone), AT.astimezone(zone) + dt.timedelta(seconds=0.5), AT + dt.timedelta(hours=1)):
        date = parsed(builder.stamp(make_subscriber(), at))["Date"]

        assert parsedate_to_datetime(date) == at.replace(microsecond=0)
        assert date.endswith(f"{at:%z}")


def test_a_date_without_a_zone_is_a_mistake_of_the_program() -> None:
    """Nobody can know what a time without a zone means."""
    with pytest.raises(ValueError, match="time zone"):
        stamp(at=AT.replace(tzinfo=None))


@pytest.mark.parametrize(
    "person",
    [
        {"name": "Ana\r\nBcc: todos@example.org"},
        {"name": "=?utf-8?q?Ana=0ABcc=3A_x?="},
        {"name": "Ana\u202e"},
        {"name": "Ana\ud800"},
        {"salutation": "Hola\r\n.\r\n"},
        {"salutation": "Hola\x9b"},
        {"mailbox": "ana@example.org\r\nRCPT TO:<todos@example.org>"},
        {"mailbox": "ana@example.org, todos@example.org"},
        {"mailbox": "=?utf-8?q?=0A?=@example.org"},
    ],
)
def test_hostile_values_are_refused(person: dict[str, Any]) -> None:
    """A value that could add a header, a line or a receiver is the project's own error, never a message."""
    with pytest.raises(RefusedError):
        stamp(**person)


@pytest.mark.parametrize("changes", [{"subject": "Hola\r\nBcc: x@example.org"}, {"text": "a\x9bb"}, {"html": "a\0b"}])
def test_a_hostile_edition_is_refused(changes: dict[str, str]) -> None:
    """A subject that ends its header and control characters in a body never reach a message."""
    with pytest.raises(RefusedError, match="es edition"):
        stamp(make_edition(**changes))


@pytest.mark.parametrize(
    "image",
    [
        EmbeddedImage("a@b", 'x".png', "image/png", b""),
        EmbeddedImage("a>\r\nX: y", "x.png", "image/png", b""),
        EmbeddedImage("a@b", "x.svg", "text/html", b""),
    ],
)
def test_a_hostile_picture_is_refused(image: EmbeddedImage) -> None:
    """A picture's name, id and type stand in headers, so they keep to letters, digits and a few marks."""
    with pytest.raises(RefusedError, match="cannot be embedded"):
        stamp(make_edition(images=(image,)))


def test_a_hostile_sender_is_refused() -> None:
    """A sender that no header can hold is a matter of the configuration."""
    with pytest.raises(ConfigurationError):
        MessageBuilder(make_edition(), make_newsletter(sender={"address": "a(b@x.example"}), "1", SECRET)
    with pytest.raises(RefusedError, match="sender's name"):
        MessageBuilder(make_edition(), make_newsletter(sender={"name": "A\u202eB"}), "1", SECRET)


def test_sentinels_may_stand_anywhere() -> None:
    """Slots at the start, at the end, side by side and on lines of their own are all filled."""
    marks = list(SENTINELS.values())
    edition = make_edition(text="".join(marks) + "\n" + "\n".join(marks), html="".join(marks))

    message = parsed(stamp(edition, name="Ana"))

    text, html = (part.get_content() for part in message.iter_parts())
    assert "%%" not in text + html
    assert text.startswith("Hola, Ana:ana@example.orgmailto:")
    assert len(text.splitlines()) == 5


def test_a_long_address_stays_whole() -> None:
    """An address of 254 octets beside a long name fits the rules for lines."""
    address = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example"
    raw = stamp(address=address, name="Ana " * 14 + "Ejemplo")

    assert_wire_safe(raw)
    assert address_in(_raw_header(raw, b"To"))[1] == address
