"""A page in the browser that reloads itself when it changes: a server on loopback that knows this one page.

It serves no files: whatever is asked for, there is the page, the stream of its changes (server-sent events), and
nothing else; a folder's files are given by `live_site`, which is made of this.

Requests under another name than loopback's are refused, so that no web site can read the page by
pointing its own name here (DNS rebinding).
"""

from __future__ import annotations

import errno
import secrets
import threading
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final, Self

from iki_newsletter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

_LOOPBACK: Final = "127.0.0.1"
_HEARTBEAT: Final = 15.0
"""Seconds after which a browser that is still there is told so, and one that is gone is noticed."""

HTML: Final = "text/html; charset=utf-8"
_SCRIPT: Final = """
<script nonce="{nonce}">
new EventSource("/changes?after={version}").addEventListener("changed", () => location.reload());
</script>
"""
_WRONG: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>To mend</title>
<style>body {{ font: 16px/1.5 ui-monospace, monospace; margin: 3rem auto; max-width: 44rem; padding: 0 1rem; }}
pre {{ white-space: pre-wrap; border-left: 3px solid #b5532a; padding-left: 1rem; }}</style></head>
<body><h1>To mend first</h1><pre>{lines}</pre><p>Save the file, and the newsletter is back.</p></body></html>
"""


class LivePage:
    """The page as it is now; serves it as long as the context lasts."""

    images = "data: https:"
    """Where pictures may come from, for the content policy."""

    def __init__(self, port: int = 0) -> None:
        """Listen on a port of loopback, any that is free for 0."""
        self._changed = threading.Condition()  # its lock may be taken again by who has it
        self._html = ""
        self._version = 0
        self._is_closed = False
        try:
            self._server = _Server((_LOOPBACK, port), _Handler)
        except (OSError, OverflowError) as error:
            is_taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            raise UsageError(
                f"Another program has port {port}." if is_taken else f"Port {port} cannot be used here.",
                instead="Name another one with --port, such as 8123, or leave it away: then any free one is used.",
            ) from error
        self._server.page = self

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where the page stands."""
        return f"http://{_LOOPBACK}:{self._server.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The names that a request may have it under."""
        return frozenset(f"{name}:{self._server.server_port}" for name in (_LOOPBACK, "localhost"))

    def show(self, html: str) -> None:
        """Put another page in its place; browsers that show it reload."""
        with self._changed:
            if html != self._html:
                self._html = html
                self._version += 1
                self._changed.notify_all()

    @staticmethod
    def wrong(lines: Sequence[str]) -> str:
        """Write the page that says what is wrong."""
        return _WRONG.format(lines=escape("\n".join(lines)))

    def show_wrong(self, lines: Sequence[str]) -> None:
        """Show what is wrong instead of the page, until it is mended."""
        self.show(self.wrong(lines))

    def written(self, nonce: str) -> bytes:
        """Give the page with the script that reloads it; no other script may run in it."""
        with self._changed:
            return self.with_script(self._html, nonce)

    def with_script(self, html: str, nonce: str) -> bytes:
        """Put the script that reloads a page into it."""
        script = _SCRIPT.format(nonce=nonce, version=self._version)
        before, end, after = html.rpartition("</body>")
        return (f"{before}{script}{end}{after}" if end else f"{html}{script}").encode()

    def missing(self, nonce: str) -> bytes | None:  # noqa: ARG002 - a page by itself has nothing to say there
        """Give the page to show where nothing stands; None for the server's own."""
        return None

    def give(self, path: str, nonce: str) -> tuple[str, bytes] | None:
        """Give what stands at a path, with its type; None where nothing does."""
        return (HTML, self.written(nonce)) if path == "/" else None

    def leads_to(self, path: str) -> str:  # noqa: ARG002 - for those that serve more than a page
        """Give the path that a browser should ask for instead; empty where there is none."""
        return ""

    def wait(self, after: int) -> bool | None:
        """Wait until there is a later version than `after`: True; False after a while; None when it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._version != after, _HEARTBEAT)
            return None if self._is_closed else self._version != after


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    page: LivePage

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that goes away in the middle is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.0"
    server_version = "iki-news"
    sys_version = ""

    def do_GET(self) -> None:
        """Give the page, or tell of its changes; there is nothing else."""
        path, _, query = self.path.partition("?")
        if self.headers.get("Host") not in self.server.page.hosts:
            self.send_error(HTTPStatus.FORBIDDEN)
        elif path == "/changes":
            self._tell_changes(query.removeprefix("after="))
        else:
            self._give(path)

    def do_HEAD(self) -> None:
        """Say of the page what a browser or a link checker asks before it gets it."""
        if self.headers.get("Host") not in self.server.page.hosts:
            self.send_error(HTTPStatus.FORBIDDEN)
        else:
            self._give(self.path.partition("?")[0])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name for it
        """Say nothing: the terminal belongs to the command."""

    def _give(self, path: str) -> None:
        if goal := self.server.page.leads_to(path):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", goal)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        nonce = secrets.token_urlsafe(16)
        found = self.server.page.give(path, nonce)
        status = HTTPStatus.OK
        if found is None:
            missing = self.server.page.missing(nonce)
            if missing is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            status, found = HTTPStatus.NOT_FOUND, (HTML, missing)
        kind, content = found
        self._begin(kind, status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src {self.server.page.images}; "
            f"connect-src 'self'; "
            f"script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        )
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _tell_changes(self, after: str) -> None:
        seen = int(after) if after.isascii() and after.isdigit() else -1
        self._begin("text/event-stream")
        self.end_headers()
        while (changed := self.server.page.wait(seen)) is not None:
            self.wfile.write(b"event: changed\ndata: \n\n" if changed else b": still here\n\n")
            if changed:
                return

    def _begin(self, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
