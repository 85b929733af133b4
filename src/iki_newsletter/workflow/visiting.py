"""Ask the web whether addresses are there: politely, within bounds, and without reading what they hold.

HEAD first; GET where a server does not answer that as it would a reader. Hosts are asked side by side, each by one
request at a time with a pause between two. Names and passwords that this machine knows are given to nobody.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from iki_newsletter.model.answer import Answer, Outcome
from iki_newsletter.model.public_host import is_public_host, is_public_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from requests import PreparedRequest, Session

MOST_AT_ONCE: Final = 8
MOST_STEPS: Final = 5
"""So often an address may lead on to another."""
TIMEOUTS: Final = (5.0, 10.0)
"""Seconds to connect, and to wait for an answer."""
LONGEST: Final = 30.0
"""Seconds that the answers of one address may take in all, however they trickle in."""
PAUSE: Final = 1.0
"""Seconds between two requests to one host."""

_ASK_AGAIN: Final = frozenset({400, 403, 404, 405, 410, 501})
"""What some servers say to HEAD only: a reader's browser asks with GET."""
_GONE: Final = frozenset({404, 410})
_OK: Final = range(200, 300)
_LEADS_ON: Final = frozenset({301, 302, 303, 307, 308})
_KEPT_OUT: Final = frozenset({401, 403, 429})
_NO_SUCH_NAME: Final = frozenset(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)
)
_ANSWERED: Final = frozenset({Outcome.THERE, Outcome.GONE, Outcome.UNTRUSTED, Outcome.OPEN})


def resolve(host: str) -> list[str]:
    """Look a host's addresses up; raises OSError as `socket.getaddrinfo` does."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]


def as_it_is(address: str) -> str:
    """Ask for the address itself."""
    return address


@dataclass
class Visitor:
    """Asks for addresses; every effect is a parameter."""

    reach: Callable[[str], str] = as_it_is
    """Gives the address that is really asked for."""
    resolve: Callable[[str], Sequence[str]] = resolve
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    timeouts: tuple[float, float] = TIMEOUTS
    longest: float = LONGEST
    _turns: defaultdict[str, _Turn] = field(default_factory=lambda: defaultdict(_Turn), init=False)
    _guard: threading.Lock = field(default_factory=threading.Lock, init=False)
    _stopped: threading.Event = field(default_factory=threading.Event, init=False)

    def visit(self, addresses: Iterable[str]) -> dict[str, Answer]:
        """Ask for all of these; at most `MOST_AT_ONCE` hosts side by side."""
        by_host: dict[str, list[str]] = defaultdict(list)
        for address in addresses:
            by_host[_host(address)].append(address)
        answers: dict[str, Answer] = {}
        with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
            try:
                for found in pool.map(self._visit_host, by_host.values()):
                    answers |= found
            except BaseException:
                self._stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return _doubted(answers)

    def _visit_host(self, addresses: Iterable[str]) -> Mapping[str, Answer]:
        return {address: self._follow(address) for address in addresses if not self._stopped.is_set()}

    def _follow(self, address: str) -> Answer:
        # Each address has a session of its own: an answer that is given up may still be trickling into it.
        session, patience = _session(), _Patience(self.longest)
        try:
            for _ in range(MOST_STEPS + 1):
                refused = self._refuse(address)
                if refused:
                    return refused
                status, leads_to = self._ask(session, address, patience)
                if not leads_to:
                    return _judged(status)
                address = urljoin(address, leads_to)
        except OSError as error:  # what requests raises is one of these
            return _failure(error)
        except ValueError:  # an address that is none
            return Answer(Outcome.UNKNOWN, "cannot be asked for")
        finally:
            session.close()
        return Answer(Outcome.UNKNOWN, f"leads on more than {MOST_STEPS} times")

    def _refuse(self, address: str) -> Answer | None:
        """Tell which addresses are not asked for."""
        if urlsplit(address).scheme != "https":
            return Answer(Outcome.OPEN, f"leads on to {address}")
        host = _host(address)
        if not is_public_host(host):
            return Answer(Outcome.PRIVATE, f"leads into a network of its own ({host or 'no host'})")
        found = self._refuse_place(host)
        # Behind a proxy this machine may not be able to look names up; what it does find counts there as well.
        is_answer = found is None or found.outcome is Outcome.PRIVATE or not self._goes_through_proxy(address)
        return found if is_answer else None

    def _refuse_place(self, host: str) -> Answer | None:
        try:
            are_public = [is_public_place(place) for place in self.resolve(host)]
        except socket.gaierror as error:
            if error.errno in _NO_SUCH_NAME:
                return Answer(Outcome.NOWHERE, f"leads nowhere: there is no {host}")
            return Answer(Outcome.UNKNOWN, f"cannot be looked up now: {host}")
        except (OSError, ValueError):
            return Answer(Outcome.UNKNOWN, f"cannot be looked up: {host}")
        if all(are_public):
            return None
        return Answer(Outcome.PRIVATE, f"leads into a network of its own ({host})")

    def _goes_through_proxy(self, address: str) -> bool:
        """Tell whether a proxy does the asking: then it looks names up, and this machine may not be able to."""
        from requests.utils import get_environ_proxies  # noqa: PLC0415 - heavy, and only some checks go online

        return "https" in get_environ_proxies(address) and self.reach is as_it_is

    def _ask(self, session: Session, address: str, patience: _Patience) -> tuple[int, str]:
        """Ask once or twice; give the answer's number and where it leads on to."""
        status, leads_to = 0, ""
        for method in ("HEAD", "GET"):
            with self._turn(_host(address)):
                begun = self.clock()
                status, leads_to = _within(patience.left, partial(self._ask_once, session, method, address))
                patience.left -= self.clock() - begun
            if status not in _ASK_AGAIN:
                break
        return status, leads_to

    def _ask_once(self, session: Session, method: str, address: str) -> tuple[int, str]:
        with session.request(
            method, self.reach(address), timeout=self.timeouts, allow_redirects=False, stream=True
        ) as response:
            leads_on = response.status_code in _LEADS_ON
            return response.status_code, (session.get_redirect_target(response) or "") if leads_on else ""

    @contextlib.contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        with self._guard:
            turn = self._turns[host]
        with turn.lock:
            if turn.ended is not None:
                self.sleep(max(0.0, PAUSE - (self.clock() - turn.ended)))
            try:
                yield
            finally:
                turn.ended = self.clock()


@dataclass
class _Turn:
    """Whose turn it is to ask a host, and when the last one was done."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: float | None = None


@dataclass
class _Patience:
    """How many seconds an address may still take."""

    left: float


def _within(seconds: float, ask: Callable[[], tuple[int, str]]) -> tuple[int, str]:
    """Wait for an answer, but no longer; raises TimeoutError.

    The time-outs of sockets begin anew with every byte. A thread that is given up ends with its server, or with us.
    """
    answer: Future[tuple[int, str]] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:  # noqa: BLE001 - whoever waits gets it
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer.result(max(0.0, seconds))


def _session() -> Session:
    import requests  # noqa: PLC0415 - heavy, and only some checks go online

    session = requests.Session()
    session.headers["User-Agent"] = f"iki-news/{version('iki-newsletter')} (checks links of a newsletter)"
    session.auth = _nobody  # else a name and password for the host could come from a .netrc
    return session


def _nobody(request: PreparedRequest) -> PreparedRequest:
    return request


def _host(address: str) -> str:
    with contextlib.suppress(ValueError):
        return (urlsplit(address).hostname or "").rstrip(".")
    return ""


def _judged(status: int) -> Answer:
    if status in _OK:
        return Answer(Outcome.THERE)
    if status in _GONE:
        return Answer(Outcome.GONE, f"is not there (answers {status})")
    why = "keeps programs out, or asks to sign in" if status in _KEPT_OUT else "does not say whether it is there"
    return Answer(Outcome.UNKNOWN, f"{why} (answers {status})")


def _failure(error: OSError) -> Answer:
    from requests import exceptions  # noqa: PLC0415

    if isinstance(error, exceptions.SSLError):
        return Answer(Outcome.UNTRUSTED, "has no valid certificate, or cannot encrypt")
    if isinstance(error, exceptions.Timeout | TimeoutError):
        return Answer(Outcome.UNKNOWN, "does not answer in time")
    return Answer(Outcome.UNKNOWN, "does not answer")


def _doubted(answers: dict[str, Answer]) -> dict[str, Answer]:
    """Where not one address answered, it is likelier that there is no connection than that no name exists."""
    if any(answer.outcome in _ANSWERED for answer in answers.values()):
        return answers
    unsure = Answer(Outcome.UNKNOWN, "cannot be looked up, nor any other: is there a connection?")
    return {key: unsure if answer.outcome is Outcome.NOWHERE else answer for key, answer in answers.items()}
