"""Firefox without a network, driven by its own remote agent: WebDriver BiDi over a WebSocket.

The protocol: https://www.w3.org/TR/webdriver-bidi/.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final

from tests.form.tab import presses, typing
from tests.judges.browser import PATIENCE
from websockets.sync.client import ClientConnection, connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEIGHT: Final = 800
PREFERENCES: Final = {
    "network.proxy.type": 1,  # whatever it asks of a network goes to a port where nothing listens
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "remote.active-protocols": 1,  # BiDi
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "app.normandy.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "ui.prefersReducedMotion": 1,  # what is scrolled to is there at once
}


class Firefox:
    """A tab of Firefox."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._calls = 0
        self.call("session.new", capabilities={})
        # Of the tab that it begins with, the address bar has the focus, and a key would press no button.
        self._context = self.call("browsingContext.create", type="tab")["context"]

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and give its result."""
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": parameters}))
        while True:
            said: dict[str, Any] = json.loads(self._socket.recv(timeout=PATIENCE))
            if said.get("id") == self._calls:
                assert said["type"] == "success", f"{method}: {said.get('message')}"
                result: dict[str, Any] = said["result"]
                return result

    def show(self, file: Path, width: int) -> None:
        """Load a file."""
        size = {"width": width, "height": HEIGHT}
        self.call("browsingContext.setViewport", context=self._context, viewport=size)
        self.call("browsingContext.navigate", context=self._context, url=file.as_uri(), wait="complete")

    def ask(self, script: str) -> Any:
        """Ask the page; the answer travels as JSON."""
        asked = self._evaluate(f"Promise.resolve({script}).then((said) => JSON.stringify(said))")
        return json.loads(asked["value"]) if asked["type"] == "string" else None

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key."""
        self.call("input.performActions", context=self._context, actions=presses(key, shift=shift))

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        self.call("input.performActions", context=self._context, actions=typing(text))

    def digits(self, text: str) -> None:
        """Type digits; Firefox goes on to the next part of a date or time by itself."""
        self.type(text)

    def give_files(self, element: str, *files: Path) -> None:
        """Choose files."""
        found = self._evaluate(f"document.getElementById({element!r})")
        paths = list(map(str, files))
        self.call("input.setFiles", context=self._context, element={"sharedId": found["sharedId"]}, files=paths)

    def save_to(self, folder: Path) -> None:
        """Save into this folder."""
        behaviour = {"type": "allowed", "destinationFolder": str(folder)}
        self.call("browser.setDownloadBehavior", downloadBehavior=behaviour)

    def _evaluate(self, expression: str) -> dict[str, Any]:
        target = {"context": self._context}
        said = self.call("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert said["type"] == "success", said["exceptionDetails"]["text"]
        value: dict[str, Any] = said["result"]
        return value


@contextmanager
def firefox(program: str, folder: Path) -> Iterator[Firefox]:
    """Run a Firefox with its profile in `folder`, which may be one that it has used before, and give a tab of it."""
    folder.mkdir(exist_ok=True)
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (folder / "user.js").write_text("".join(lines), "utf-8")
    command = [program, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"]
    surroundings = os.environ | {"HOME": str(folder)}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=surroundings, text=True
    ) as process:
        assert process.stderr
        address = _address(process.stderr)
        # What it says later is read too, or it would wait for somebody to read it.
        reader = threading.Thread(target=process.stderr.read)
        reader.start()
        try:
            with connect(
                f"{address}/session", max_size=None, open_timeout=PATIENCE, ping_interval=None, proxy=None
            ) as socket:
                tab = Firefox(socket)
                yield tab
                tab.call("browser.close")  # so that it writes down what it keeps
                process.wait(PATIENCE)
        finally:
            process.terminate()
            reader.join()


def _address(said: IO[str]) -> str:
    """Wait until the browser has said where it listens."""
    for line in said:
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
            return found[1]
    raise RuntimeError("Firefox did not start to listen")
