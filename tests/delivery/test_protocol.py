from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.delivery.commands import DATA, DOT, QUIT, RSET, STARTTLS, Command, Verb, ehlo, mail, rcpt
from iki_newsletter.delivery.protocol import Answer, Event, Garbled, SmtpClient

GROUP = (mail("a@example.org"), rcpt("b@example.org"), DATA)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=30)
REPLIES = st.builds(
    lambda code, lines: "".join(
        f"{code}{'-' if place < len(lines) else ' '}{line}\r\n" for place, line in enumerate(lines, 1)
    ).encode(),
    st.integers(200, 599),
    st.lists(TEXT, min_size=1, max_size=4),
)
STREAMS = st.lists(st.one_of(REPLIES, st.binary(max_size=40), st.just(b"x" * 5000)), max_size=8).map(b"".join)


def ready(*, pipelining: bool = True) -> SmtpClient:
    """Make a client that has been greeted."""
    client = SmtpClient()
    client.receive(b"220 hello\r\n")
    client.pipelining = pipelining
    return client


def hear(chunks: list[bytes]) -> list[Event]:
    """Give what a client that waits for a group's replies makes of these bytes."""
    client = ready()
    client.send(*GROUP)
    return [event for chunk in chunks for event in client.receive(chunk)]


@settings(max_examples=150, deadline=None)
@given(STREAMS, st.lists(st.integers(0, 6000), max_size=12))
def test_any_split_gives_the_same_events(stream: bytes, cuts: list[int]) -> None:
    """How the network cuts the server's bytes changes nothing, whatever they are."""
    places = sorted({min(cut, len(stream)) for cut in cuts} | {0, len(stream)})
    pieces = [stream[start:end] for start, end in pairwise(places)]
    assert hear(pieces) == hear([stream])
    assert hear([bytes([byte]) for byte in stream[:400]]) == hear([stream[:400]])


@settings(max_examples=100, deadline=None)
@given(STREAMS)
def test_any_bytes_are_taken_calmly(stream: bytes) -> None:
    """Nothing a server says raises, and after nonsense nothing more is believed."""
    events = hear([stream])
    nonsense = [place for place, event in enumerate(events) if isinstance(event, Garbled)]
    assert nonsense in ([], [len(events) - 1])


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_what_is_heard_can_be_shown(text: str) -> None:
    """A reply's text has no character that could steer a terminal."""
    (event,) = hear([f"250 {text}\r\n".encode()])
    assert isinstance(event, Answer)
    assert event.reply.text.isprintable()
    assert event.reply.code == 250


def test_replies_answer_the_oldest_command() -> None:
    """Each reply of a group belongs to the command that has waited longest."""
    events = hear([b"250 a\r\n550-5.1.1 b\r\n550 5.1.1 c\r\n354 d\r\n"])
    heard = [(e.command.verb, e.reply.code) for e in events if isinstance(e, Answer) and e.command]
    assert heard == [(Verb.MAIL, 250), (Verb.RCPT, 550), (Verb.DATA, 354)]
    assert isinstance(events[1], Answer)
    assert events[1].reply.lines == ("5.1.1 b", "5.1.1 c")
    assert events[1].reply.enhanced == "5.1.1"


def test_reply_without_a_question() -> None:
    """What a server says unasked is told apart from an answer."""
    (event,) = ready().receive(b"421 4.4.2 idle too long\r\n")
    assert isinstance(event, Answer)
    assert event.command is None


@pytest.mark.parametrize(
    "words",
    [b"hello\r\n", b"\r\n", b"25 ok\r\n", b"2500 ok\r\n", b"150 wait\r\n", b"999 ok\r\n", b"250-a\r\n251 b\r\n"],
)
def test_garbled_replies(words: bytes) -> None:
    """What is no reply is called garbled, never taken for yes or no."""
    assert isinstance(hear([words])[-1], Garbled)


@pytest.mark.parametrize("words", [b"250 " + b"x" * 9000 + b"\r\n", b"x" * 9000, b"250-x\r\n" * 300])
def test_endless_replies_are_cut_off(words: bytes) -> None:
    """A reply without end does not fill the memory."""
    assert isinstance(hear([words])[-1], Garbled)


@pytest.mark.parametrize("words", [b"250 ok\n", b"250\r\n", b"250 \r\n", b"250 5.1.1 ok\r\n"])
def test_replies_of_sloppy_servers(words: bytes) -> None:
    """Bare line ends, no text, a status of the wrong class: understood, the status ignored."""
    (event,) = hear([words])
    assert isinstance(event, Answer)
    assert (event.reply.code, event.reply.enhanced) == (250, "")


def test_one_command_at_a_time_without_pipelining() -> None:
    """Where groups are not offered, a command waits for the reply to the one before."""
    client = ready(pipelining=False)
    client.send(GROUP[0])
    with pytest.raises(RuntimeError):
        client.send(GROUP[1])
    client.receive(b"250 ok\r\n")
    assert client.send(GROUP[1]) == b"RCPT TO:<b@example.org>\r\n"


@pytest.mark.parametrize("last", [ehlo("x"), STARTTLS, DATA, QUIT, Command(Verb.AUTH, b"AUTH PLAIN\r\n")])
def test_nothing_follows_what_changes_the_conversation(last: Command) -> None:
    """EHLO, STARTTLS, AUTH, DATA and QUIT end a group (RFC 2920, 3.1)."""
    client = ready()
    client.send(last)
    with pytest.raises(RuntimeError):
        client.send(RSET)


def test_nothing_is_said_before_the_greeting() -> None:
    """A client that talks first is taken for a spammer (RFC 5321, 3.1)."""
    with pytest.raises(RuntimeError):
        SmtpClient().send(ehlo("x"))


def test_dot_ends_the_body_and_opens_the_next_group() -> None:
    """After 354 only a body and its dot may be sent; the dot may carry the next message's commands."""
    client = ready()
    client.send(*GROUP)
    with pytest.raises(RuntimeError):
        client.send(DOT)
    client.receive(b"250 a\r\n250 b\r\n354 c\r\n")
    with pytest.raises(RuntimeError):
        client.send(RSET)
    assert client.send_body(b"Hello") == b"Hello"
    with pytest.raises(RuntimeError):
        client.send_body(b"again")
    written = client.send(DOT, *GROUP)
    assert written == b"\r\n.\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
    assert [command.verb for command in client.open_commands] == [Verb.DOT, Verb.MAIL, Verb.RCPT, Verb.DATA]


def test_lone_dot_has_no_empty_line() -> None:
    """A body that is not given is no empty line."""
    client = ready()
    client.send(*GROUP)
    client.receive(b"250 a\r\n550 b\r\n354 c\r\n")
    assert client.send(DOT) == b".\r\n"


def test_bytes_before_encryption_are_seen() -> None:
    """What stands behind the 220 to STARTTLS, a whole reply or a part of one, can be told."""
    client = ready()
    client.send(STARTTLS)
    assert len(client.receive(b"220 ready\r\n250 forged\r\n")) == 2
    assert not client.has_rest
    client.receive(b"25")
    assert client.has_rest
