"""Safari's engine without a network: WebKitGTK's MiniBrowser, driven by its WebKitWebDriver on a display of its own.

The protocol: https://www.w3.org/TR/webdriver2/.
"""

from __future__ import annotations

import base64
import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import requests
from tests.form.tab import presses, typing
from tests.judges.browser import PATIENCE
from tests.servers.program import free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEIGHT: Final = 800
NARROWEST: Final = 500
"""CSS pixels: MiniBrowser's row of buttons keeps its window from being narrower than some 450."""
ELEMENT: Final = "element-6066-11e4-a52e-4f735466cecf"
"""How the protocol names a reference to an element."""


class WebKit:
    """A tab of MiniBrowser."""

    def __init__(self, driver: str, home: Path) -> None:
        self._http = requests.Session()
        self._http.trust_env = False
        self._home = home
        self._base = f"{driver}/session"
        self._base = f"{self._base}/{self.call('POST', '', capabilities={})['sessionId']}"

    def call(self, method: str, path: str, **parameters: Any) -> Any:
        """Send a command and give its value."""
        body = parameters if method == "POST" else None
        with self._http.request(method, f"{self._base}{path}", json=body, timeout=PATIENCE) as answer:
            value = answer.json()["value"]
            assert answer.ok, f"{path}: {value['error']}: {value['message']}"
            return value

    def show(self, file: Path, width: int) -> None:
        """Load a file; one that is narrower than the window can be is shown in a frame of that width."""
        self.call("POST", "/window/rect", width=max(width, NARROWEST), height=HEIGHT)
        if width >= NARROWEST:
            self.call("POST", "/url", url=file.as_uri())
            return
        outside = self._home / "narrow.html"
        outside.write_text(
            f'<!DOCTYPE html><body style="margin:0"><iframe id="inside" src="{file.as_uri()}"'
            f' style="border:0;width:{width}px;height:{HEIGHT}px"></iframe>',
            "utf-8",
        )
        self.call("POST", "/url", url=outside.as_uri())
        self.call("POST", "/frame", id=self._element("inside"))

    def ask(self, script: str) -> Any:
        """Ask the page."""
        told = self.call(
            "POST",
            "/execute/async",
            script=f"""const done = arguments[0];
                Promise.resolve().then(() => ({script}))
                  .then((said) => done({{said}}), (wrong) => done({{wrong: String(wrong)}}));""",
            args=[],
        )
        assert "wrong" not in told, told["wrong"]
        return told.get("said")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key."""
        self.call("POST", "/actions", actions=presses(key, shift=shift))

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        self.call("POST", "/actions", actions=typing(text))

    def digits(self, text: str) -> None:
        """Type digits, and go on where the next part of a date or time begins, which WebKit does not do by itself."""
        for number, part in enumerate(filter(None, (text[:2], text[2:4], text[4:]))):
            if number:
                self.press("ArrowRight")
            self.type(part)

    def give_files(self, element: str, *files: Path) -> None:
        """Choose files."""
        found = self._element(element)[ELEMENT]
        self.call("POST", f"/element/{found}/value", text="\n".join(map(str, files)))

    def save_to(self, folder: Path) -> None:
        """Save into this folder: the browser knows where downloads go from its start, so a link leads there."""
        link = self._home / "Downloads"
        link.unlink(missing_ok=True)
        link.symlink_to(folder)

    def picture(self) -> bytes:
        """Give what the window shows as PNG, one pixel for each of CSS; what was done last may not be painted yet."""
        return base64.b64decode(self.call("GET", "/screenshot"))

    def close(self) -> None:
        """Close the browser."""
        self.call("DELETE", "")
        self._http.close()

    def _element(self, element: str) -> dict[str, str]:
        found: dict[str, str] = self.call("POST", "/element", using="css selector", value=f"#{element}")
        return found


@contextmanager
def webkit(driver: str, xvfb: str, folder: Path) -> Iterator[WebKit]:
    """Run a display and the driver on it with their files in `folder`, and give a tab of a browser there."""
    folder.mkdir(exist_ok=True)
    (folder / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Downloads"\n', "utf-8")
    (folder / "gtk-3.0").mkdir(exist_ok=True)
    # What is scrolled to is there at once: this is how GTK tells a page that somebody wants no motion.
    (folder / "gtk-3.0" / "settings.ini").write_text("[Settings]\ngtk-enable-animations=0\n", "utf-8")
    with _display(xvfb) as display:
        port = free_port()
        surroundings = os.environ | {"DISPLAY": display, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        with subprocess.Popen(
            [driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surroundings
        ) as process:
            try:
                wait_for(port, "WebKitWebDriver")
                tab = WebKit(f"http://127.0.0.1:{port}", folder)
                try:
                    yield tab
                finally:
                    tab.close()
            finally:
                process.terminate()


@contextmanager
def _display(xvfb: str) -> Iterator[str]:
    """Run a display without a screen, and give its name."""
    command = [xvfb, "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        try:
            yield f":{process.stdout.readline().strip()}"
        finally:
            process.terminate()
