from __future__ import annotations

import sys
from types import ModuleType

import pytest

from iki_newsletter.delivery.credentials import Credentials, find_credentials
from iki_newsletter.delivery.server import parse_smtp_url
from iki_newsletter.errors import UsageError

SERVER = parse_smtp_url("smtps://ana@mail.example.org")


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """Give the system's keyring a stand-in, so that a test never reads a real one."""
    kept: dict[tuple[str, str], str] = {}
    module = ModuleType("keyring")
    module.get_password = lambda service, user: kept.get((service, user))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    return kept


def test_environment_comes_first(keyring: dict[tuple[str, str], str]) -> None:
    """A password in the environment is taken, and neither shown nor asked for."""
    keyring["iki-news", "ana@mail.example.org"] = "from the keyring"
    found = find_credentials(SERVER, {"IKI_NEWS_SMTP_PASSWORD": "from the environment"}, pytest.fail)
    assert found is not None
    assert (found.user, found.password) == ("ana", "from the environment")
    assert "from" not in repr(found)


def test_keyring_comes_second(keyring: dict[tuple[str, str], str]) -> None:
    """The system's keyring files it under user@host."""
    keyring["iki-news", "ana@mail.example.org"] = "from the keyring"
    found = find_credentials(SERVER, {}, pytest.fail)
    assert found == Credentials("ana", "from the keyring")


def test_asked_last(keyring: dict[tuple[str, str], str]) -> None:
    """Where neither has it, it is asked for, naming whose it is."""
    questions: list[str] = []

    def ask(question: str) -> str:
        questions.append(question)
        return "typed"

    assert find_credentials(SERVER, {}, ask) == Credentials("ana", "typed")
    assert questions == ["Password of ana at mail.example.org:465"]


def test_broken_keyring_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a keyring goes on to the next way."""
    module = ModuleType("keyring")

    def fail(_service: str, _user: str) -> str:
        raise RuntimeError("no backend")

    module.get_password = fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    found = find_credentials(SERVER, {}, lambda _: "typed")
    assert found is not None


def test_no_password_says_the_ways(keyring: dict[tuple[str, str], str]) -> None:
    """Where nobody can be asked, the error names the ways there are."""
    with pytest.raises(UsageError) as caught:
        find_credentials(SERVER, {})
    assert "IKI_NEWS_SMTP_PASSWORD" in caught.value.instead
    assert "keyring set iki-news ana@mail.example.org" in caught.value.instead


def test_nobody_signs_in_where_no_user_is_named() -> None:
    """A server without a user in its URL needs no password, whatever is in the environment."""
    server = parse_smtp_url("smtp+starttls://mail.example.org")
    assert find_credentials(server, {"IKI_NEWS_SMTP_PASSWORD": "x"}) is None


@pytest.mark.parametrize("is_set", [True, False])
def test_another_server_never_gets_the_environments_password(
    keyring: dict[tuple[str, str], str], is_set: bool
) -> None:
    """Its own in the keyring it gets; else the error says whose the variable is, where there is one."""
    environ = {"IKI_NEWS_SMTP_PASSWORD": "of our server"} if is_set else {}
    with pytest.raises(UsageError) as caught:
        find_credentials(SERVER, environ, is_ours=False)
    assert ("is for the server that newsletter.yaml names" in caught.value.what) is is_set
    assert "smtp: url:" in caught.value.instead
    assert "of our server" not in " ".join(caught.value.lines())
    assert find_credentials(SERVER, environ, lambda _: "typed", is_ours=False) == Credentials("ana", "typed")
    keyring["iki-news", "ana@mail.example.org"] = "from the keyring"
    assert find_credentials(SERVER, environ, is_ours=False) == Credentials("ana", "from the keyring")
