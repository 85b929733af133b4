"""Chromium without a network, driven over its DevTools protocol: show a page at a width and in a mode, and ask it."""

from __future__ import annotations

import base64
import json
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from websockets.sync.client import ClientConnection, connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLAGS: Final = (
    "--headless",
    "--no-sandbox",  # containers give it no right to build one; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no mail is looked at with the help of a network
    "--remote-debugging-port=0",
)
PATIENCE: Final = 60.0
"""Seconds to wait for any answer: for a machine that is busy, not for a page."""


class Page:
    """One tab; every call waits for its answer."""

    def __init__(self, socket: ClientConnection, session: str = "") -> None:
        self._socket = socket
        self._session = session
        self._calls = 0
        self.requests: list[str] = []
        """The addresses that pages asked for, once `Network.enable` has been called."""

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the DevTools protocol and give its result."""
        self._calls += 1
        command = {"id": self._calls, "method": method, "params": parameters}
        self._socket.send(json.dumps(command | ({"sessionId": self._session} if self._session else {})))
        answer = self._await(lambda said: said.get("id") == self._calls)
        assert "error" not in answer, f"{method}: {answer['error']['message']}"
        result: dict[str, Any] = answer["result"]
        return result

    def show(self, file: Path, width: int, mode: str = "light") -> None:
        """Load a file as a window of this width shows it, to a reader who prefers `light` or `dark`."""
        self.look(width, mode)
        self.call("Page.navigate", url=file.as_uri())
        self._await(lambda said: said.get("method") == "Page.loadEventFired")

    def look(self, width: int, mode: str, height: int = 800) -> None:
        """Change the window's width and the reader's preference, and keep the page."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": mode}])

    def ask(self, script: str) -> Any:
        """Evaluate JavaScript in the page, wait for its promise if it is one, and give the value."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def picture(self, top: int, width: int, height: int) -> bytes:
        """Give a part of the page as PNG, from `top` pixels below its beginning."""
        clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
        shot = self.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def _await(self, wanted: Any) -> dict[str, Any]:
        while True:
            said: dict[str, Any] = json.loads(self._socket.recv(timeout=PATIENCE))
            if said.get("method") == "Network.requestWillBeSent":
                self.requests.append(said["params"]["request"]["url"])
            if said.get("sessionId", "") == self._session and wanted(said):
                return said


@contextmanager
def browser(program: str, folder: Path) -> Iterator[Page]:
    """Run a Chromium with its profile in `folder`, and give a tab of it."""
    command = [program, *FLAGS, f"--user-data-dir={folder}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            with connect(
                _address(folder, process), max_size=None, open_timeout=PATIENCE, ping_interval=None, proxy=None
            ) as socket:
                whole = Page(socket)
                tab = whole.call("Target.createTarget", url="about:blank")["targetId"]
                session = whole.call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
                page = Page(socket, session)
                page.call("Page.enable")
                yield page
        finally:
            process.terminate()


def _address(folder: Path, process: subprocess.Popen[bytes]) -> str:
    """Wait until the browser has written down where it listens."""
    note = folder / "DevToolsActivePort"
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        lines = note.read_text("ascii").splitlines() if note.exists() else []
        if len(lines) > 1:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise RuntimeError("Chromium did not start to listen")
