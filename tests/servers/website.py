"""A web server on this machine that plays every site: `https://HOST/PATH` is asked for as `/HOST/PATH`."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import ssl
    from types import TracebackType


@dataclass(frozen=True)
class Asked:
    """A request."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass
class Website:
    """What each path answers, by method; 404 where nothing is said."""

    answers: dict[str, int] = field(default_factory=dict)
    """`/HOST/PATH`, or `METHOD /HOST/PATH` for one method alone, to a status."""
    leads_to: dict[str, str] = field(default_factory=dict)
    """`/HOST/PATH` to the address that it leads on to."""
    slow: dict[str, float] = field(default_factory=dict)
    """`/HOST/PATH` to seconds of waiting."""
    certificate: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)
    """Host, or "" for all, to how many requests were answered at the same time."""
    _now: Counter[str] = field(default_factory=Counter)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def reach(self, address: str) -> str:
        """Give the address on this machine that plays another."""
        parts = urlsplit(address)
        scheme = "https" if self.certificate else "http"
        query = f"?{parts.query}" if parts.query else ""
        return f"{scheme}://127.0.0.1:{self._server.server_port}/{parts.hostname}{parts.path}{query}"

    def __enter__(self) -> Self:
        site = self

        class Handler(BaseHTTPRequestHandler):
            """Answers as the site says."""

            def do_HEAD(self) -> None:
                """Answer without a body."""
                site._answer(self)

            def do_GET(self) -> None:
                """Answer; nobody reads the body."""
                site._answer(self)

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if self.certificate:
            self._server.socket = self.certificate.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        path, host = handler.path, handler.path.split("/")[1]
        with self._guard:
            self.asked.append(Asked(handler.command, path, dict(handler.headers)))
            for key in (host, ""):
                self._now[key] += 1
                self.most_at_once[key] = max(self.most_at_once[key], self._now[key])
        time.sleep(self.slow.get(path, 0))
        handler.send_response(self.answers.get(f"{handler.command} {path}", self.answers.get(path, 404)))
        if path in self.leads_to:
            handler.send_header("Location", self.leads_to[path])
        handler.send_header("Content-Length", "0")
        with self._guard:
            for key in (host, ""):
                self._now[key] -= 1
        handler.end_headers()
