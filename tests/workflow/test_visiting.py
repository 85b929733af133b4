from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import trustme
from tests.servers.website import Website

from iki_newsletter.model.answer import Answer, Outcome
from iki_newsletter.workflow import visiting
from iki_newsletter.workflow.visiting import PAUSE, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PUBLIC = "93.184.215.14"
HOME = "https://www.example.org"


@pytest.fixture(autouse=True)
def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take out what this machine says about proxies: everything stays on it."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site() -> Iterator[Website]:
    """Give a web server that plays every site."""
    with Website() as website:
        yield website


def _public(host: str) -> Sequence[str]:
    return [PUBLIC]


def visitor(site: Website, pauses: list[float] | None = None, timeouts: tuple[float, float] = (5, 5)) -> Visitor:
    """Give a visitor that asks this server, and waits for nothing."""
    kept: list[float] = [] if pauses is None else pauses
    return Visitor(reach=site.reach, resolve=_public, sleep=kept.append, clock=lambda: 0.0, timeouts=timeouts)


def _ask(site: Website, path: str = "/page") -> Answer:
    address = f"{HOME}{path}"
    return visitor(site).visit([address])[address]


def test_a_page_that_is_there_is_asked_for_once_by_name(site: Website) -> None:
    """HEAD is enough; the tool names itself and gives no names or passwords."""
    site.answers["/www.example.org/page?a=1"] = 200
    assert _ask(site, "/page?a=1").outcome is Outcome.THERE
    [asked] = site.asked
    assert asked.method == "HEAD"
    assert asked.headers["User-Agent"].startswith("iki-news/")
    assert "Authorization" not in asked.headers


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_a_server_that_dislikes_head_is_asked_as_a_reader_asks(site: Website, status: int) -> None:
    """What HEAD says is not believed where GET may say otherwise."""
    site.answers |= {"HEAD /www.example.org/page": status, "GET /www.example.org/page": 200}
    assert _ask(site).outcome is Outcome.THERE
    assert [asked.method for asked in site.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (204, Outcome.THERE),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (401, Outcome.UNKNOWN),
        (403, Outcome.UNKNOWN),
        (418, Outcome.UNKNOWN),
        (429, Outcome.UNKNOWN),
        (500, Outcome.UNKNOWN),
        (503, Outcome.UNKNOWN),
    ],
)
def test_only_a_clear_no_is_one(site: Website, status: int, outcome: Outcome) -> None:
    """A server in trouble, or one that keeps programs out, says nothing about the page."""
    site.answers["/www.example.org/page"] = status
    assert _ask(site).outcome is outcome


def test_where_an_address_leads_on_to_counts(site: Website) -> None:
    """To another host, relative to its own, and at the end it is there or not."""
    site.answers |= {"/www.example.org/page": 301, "/example.net/a": 302, "/example.net/b": 200}
    site.leads_to |= {"/www.example.org/page": "https://example.net/a", "/example.net/a": "b"}
    assert _ask(site).outcome is Outcome.THERE
    site.answers["/example.net/b"] = 404
    assert _ask(site).outcome is Outcome.GONE


def test_a_circle_ends(site: Website) -> None:
    """What leads on for ever is given up after some steps."""
    site.answers["/www.example.org/page"] = 302
    site.leads_to["/www.example.org/page"] = f"{HOME}/page"
    assert _ask(site) == Answer(Outcome.UNKNOWN, "leads on more than 5 times")
    assert len(site.asked) == 6


def test_an_address_without_encryption_is_not_asked_for(site: Website) -> None:
    """It is named instead."""
    site.answers["/www.example.org/page"] = 302
    site.leads_to["/www.example.org/page"] = "http://www.example.org/page"
    assert _ask(site) == Answer(Outcome.OPEN, "leads on to http://www.example.org/page")
    assert len(site.asked) == 1


@pytest.mark.parametrize("host", ["localhost", "printer", "nas.local", "wiki.internal"])
def test_what_lies_in_an_own_network_is_not_asked_for(site: Website, host: str) -> None:
    """A contribution makes nobody's machine ask its neighbours, straight or by a detour."""
    assert visitor(site).visit([f"https://{host}/"])[f"https://{host}/"].outcome is Outcome.PRIVATE
    assert site.asked == []
    site.answers["/www.example.org/page"] = 302
    site.leads_to["/www.example.org/page"] = f"https://{host}/"
    assert _ask(site).outcome is Outcome.PRIVATE


@pytest.mark.parametrize("place", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0"])
def test_names_of_places_in_an_own_network_are_not_asked_for(site: Website, place: str) -> None:
    """Whatever the name, where it leads counts."""
    asking = Visitor(reach=site.reach, resolve=lambda host: [PUBLIC, place])
    assert asking.visit([HOME])[HOME].outcome is Outcome.PRIVATE
    assert site.asked == []


@pytest.mark.parametrize(
    ("number", "outcome"), [(socket.EAI_NONAME, Outcome.NOWHERE), (socket.EAI_AGAIN, Outcome.UNKNOWN)]
)
def test_a_name_that_nobody_has_leads_nowhere(site: Website, number: int, outcome: Outcome) -> None:
    """A name server that does not answer now is another matter."""

    def look_up(host: str) -> Sequence[str]:
        if host == "nobody.example":
            raise socket.gaierror(number, "no")
        return [PUBLIC]

    site.answers["/www.example.org/"] = 200
    asking = Visitor(reach=site.reach, resolve=look_up)
    answers = asking.visit(["https://nobody.example/", f"{HOME}/"])
    assert answers["https://nobody.example/"].outcome is outcome
    assert answers[f"{HOME}/"].outcome is Outcome.THERE


def test_without_a_connection_nothing_is_sure(site: Website) -> None:
    """Where no address answers at all, no link is called dead."""

    def look_up(host: str) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no")

    answers = Visitor(reach=site.reach, resolve=look_up).visit(["https://a.example/", "https://b.example/"])
    assert {answer.outcome for answer in answers.values()} == {Outcome.UNKNOWN}


def test_a_server_that_does_not_answer_in_time_is_not_known(site: Website) -> None:
    """Waiting has an end."""
    site.slow["/www.example.org/page"] = 0.5
    asking = visitor(site, timeouts=(1, 0.05))
    assert asking.visit([f"{HOME}/page"])[f"{HOME}/page"] == Answer(Outcome.UNKNOWN, "does not answer in time")


def test_a_server_that_dribbles_is_given_up() -> None:
    """Every byte comes in time, and the answer never."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_dribble, args=(listening,), daemon=True).start()
        asking = Visitor(
            reach=lambda address: f"http://127.0.0.1:{listening.getsockname()[1]}/", resolve=_public, longest=0.2
        )
        assert asking.visit([HOME])[HOME] == Answer(Outcome.UNKNOWN, "does not answer in time")


def _dribble(listening: socket.socket) -> None:
    """Begin an answer and never end it, for some seconds: who waits without an end sees the connection closed."""
    connection, _ = listening.accept()
    with connection, suppress(OSError):
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(150):
            connection.sendall(b"x")
            time.sleep(0.02)


def test_a_server_that_is_not_there_is_not_known(site: Website) -> None:
    """It may be back tomorrow."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and not listening
        asking = visitor(site)
        asking.reach = lambda address: f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert asking.visit([HOME])[HOME] == Answer(Outcome.UNKNOWN, "does not answer")


def test_a_certificate_that_nobody_vouches_for_is_not_trusted() -> None:
    """A real handshake with a server whose authority is nobody's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with Website(certificate=context) as site:
        assert visitor(site).visit([HOME])[HOME].outcome is Outcome.UNTRUSTED


def test_an_address_that_cannot_be_asked_for_is_not_known(site: Website) -> None:
    """Odd names end no check."""
    odd = ["https://www.example.org:99999999/", "https://[::1/", f"https://{'a' * 64}.example/"]
    asking = visitor(site)
    asking.reach = visiting.as_it_is
    assert {answer.outcome for answer in asking.visit(odd).values()} <= {Outcome.UNKNOWN, Outcome.PRIVATE}


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(site: Website) -> None:
    """Between any two requests, the second one for the same page included."""
    pages = [f"{HOME}/{number}" for number in range(4)]
    for number in range(3):
        site.answers[f"/www.example.org/{number}"] = 200
        site.slow[f"/www.example.org/{number}"] = 0.02
    pauses: list[float] = []

    visitor(site, pauses).visit(pages)

    assert site.most_at_once["www.example.org"] == 1
    assert pauses == [PAUSE] * 4  # four pages, and a second look at the one that is not there


def test_at_most_eight_hosts_are_asked_at_once(site: Website) -> None:
    """Many hosts are asked side by side, and not all together."""
    hosts = [f"host{number}.example" for number in range(20)]
    for host in hosts:
        site.answers[f"/{host}/"] = 200
        site.slow[f"/{host}/"] = 0.05

    answers = visitor(site).visit([f"https://{host}/" for host in hosts])

    assert {answer.outcome for answer in answers.values()} == {Outcome.THERE}
    assert 1 < site.most_at_once[""] <= visiting.MOST_AT_ONCE


def test_names_and_passwords_of_this_machine_stay_here(
    site: Website, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A .netrc is not read for a link that somebody sent in."""
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login ana password not-for-others\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    site.answers["/www.example.org/page"] = 200

    assert _ask(site).outcome is Outcome.THERE
    assert "Authorization" not in site.asked[0].headers


def test_where_a_proxy_asks_names_are_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office's machine may not be able to look names up itself; a proxy that does not answer is no dead link.

    What it can tell is heeded: a proxy stands within the network that nobody is to be led into.
    """

    def look_up(host: str) -> Sequence[str]:
        if host == "inside.example":
            return ["10.1.2.3"]
        raise socket.gaierror(socket.EAI_NONAME, "no")

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{taken.getsockname()[1]}")
        monkeypatch.setenv("no_proxy", "")
        answers = Visitor(resolve=look_up).visit(
            [HOME, "https://10.0.0.1/", "https://127.1/", "https://inside.example/"]
        )
    assert answers[HOME].outcome is Outcome.UNKNOWN
    assert {answer.outcome for address, answer in answers.items() if address != HOME} == {Outcome.PRIVATE}
