from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.delivery.commands import auth_plain, ehlo, mail, rcpt


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_no_value_ends_a_line(value: str) -> None:
    """Any text in an address gives one command on one line, or none."""
    try:
        lines = [rcpt(value).line, mail(value, size=3).line]
    except (ValueError, UnicodeEncodeError):
        return
    for line in lines:
        assert line.endswith(b"\r\n")
        assert line.count(b"\n") == line.count(b"\r") == 1
        assert line.count(b"<") == line.count(b">") == 1


@pytest.mark.parametrize(
    "address", ["a@b\r\nDATA", "a@b\nX", "a b@c", "<a@b>", "a@b> SIZE=1", "a\x00@b", "a\u2028@b"]
)
def test_injection_is_refused(address: str) -> None:
    """A value that would say more than an address is refused (GHSA-v3q9-hj7j-63hq met it elsewhere)."""
    with pytest.raises(ValueError, match="not a value"):
        rcpt(address)


def test_parameters_only_where_asked_for() -> None:
    """SIZE, 8BITMIME and SMTPUTF8 are said only where they are wanted."""
    assert mail("a@b.org").line == b"MAIL FROM:<a@b.org>\r\n"
    full = mail("a@b.org", size=12, eight_bit=True, utf8=True)
    assert full.line == b"MAIL FROM:<a@b.org> SIZE=12 BODY=8BITMIME SMTPUTF8\r\n"
    assert mail("").line == b"MAIL FROM:<>\r\n"


def test_password_is_not_shown() -> None:
    """A command that signs in does not tell the password when it is printed."""
    command = auth_plain("ana", "hunter2")
    assert base64.b64encode(b"\0ana\0hunter2") in command.line
    assert "hunter2" not in repr(command)
    assert base64.b64encode(b"\0ana\0hunter2").decode() not in repr(command)


def test_who_we_are_is_one_word() -> None:
    """The name that we give is checked as well."""
    assert ehlo("[127.0.0.1]").line == b"EHLO [127.0.0.1]\r\n"
    with pytest.raises(ValueError, match="not a value"):
        ehlo("me\r\nMAIL")
