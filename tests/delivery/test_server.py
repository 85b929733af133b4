from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.delivery.server import SANDBOX, Encryption, Server, parse_smtp_url
from iki_newsletter.errors import UsageError


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", Server("localhost", 25)),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525)),
        ("smtp://[::1]:2525", Server("::1", 2525)),
        ("SMTP://Mail.Example.ORG/", Server("mail.example.org", 25)),
        ("smtp+starttls://mail.example.org", Server("mail.example.org", 587, Encryption.STARTTLS)),
        ("smtp+starttls://ana@mail.example.org", Server("mail.example.org", 587, Encryption.STARTTLS, "ana")),
        (
            "smtps://ana%40example.org@mail.example.org",
            Server("mail.example.org", 465, Encryption.TLS, "ana@example.org"),
        ),
        (
            "smtps://ana@example.org@mail.example.org",
            Server("mail.example.org", 465, Encryption.TLS, "ana@example.org"),
        ),
        ("smtps://correo.méxico.example:4650", Server("correo.xn--mxico-bsa.example", 4650, Encryption.TLS)),
        (" sandbox: ", SANDBOX),
    ],
)
def test_urls(url: str, server: Server) -> None:
    """Every form of the documentation gives its server, with the usual port where none is named."""
    assert parse_smtp_url(url) == server


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "no beginning"),
        ("mail.example.org:25", "no way to reach"),
        ("smtp:/mail.example.org", "names no host"),
        ("stmp://mail.example.org", "Did you mean smtp:"),
        ("smtps://", "names no host"),
        ("smtp://:25", "names no host"),
        ("smtp://host:0", "port"),
        ("smtp://host:99999", "port"),
        ("smtp://host:abc", "port"),
        ("smtp://host/inbox", "goes on"),
        ("smtp://host?x=1", "goes on"),
        ("smtp://[::1", "cannot be read"),
        ("smtp://ana@mail.example.org", "would show the password"),
        ("smtps://a%0Db@mail.example.org", "cannot be seen"),
        ("smtps://bad_host..example", "cannot be the name"),
        ("sandbox:outbox", "without anything"),
    ],
)
def test_wrong_urls(url: str, words: str) -> None:
    """What cannot be meant is refused with what to write instead."""
    with pytest.raises(UsageError, match=words) as caught:
        parse_smtp_url(url)
    assert caught.value.instead


def test_password_in_url_is_refused_and_not_repeated() -> None:
    """A password in an address ends up in files; it is not repeated where logs could keep it either."""
    with pytest.raises(UsageError) as caught:
        parse_smtp_url("smtps://ana:hunter2@mail.example.org")
    assert "hunter2" not in "".join(caught.value.lines())
    assert "IKI_NEWS_SMTP_PASSWORD" in caught.value.instead


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30).map(lambda rest: f"smtp://{rest}") | st.text(max_size=30))
def test_any_text_is_a_server_or_a_kind_error(url: str) -> None:
    """Whatever is typed, a traceback is not the answer."""
    try:
        server = parse_smtp_url(url)
    except UsageError:
        return
    assert server.is_sandbox or 0 < server.port < 65536


def test_servers_as_they_are_shown() -> None:
    """A server is shown as host and port, the user left out."""
    assert str(parse_smtp_url("smtps://ana@[2001:db8::1]")) == "[2001:db8::1]:465"
    assert str(SANDBOX) == "the sandbox"
