"""Chromium for a project office: the judges' tab, with fingers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from tests.judges.browser import Page

_KEYS: Final = {
    "Tab": ("Tab", 9, ""),
    "Enter": ("Enter", 13, "\r"),
    "Space": (" ", 32, " "),
    "Backspace": ("Backspace", 8, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
    "ArrowRight": ("ArrowRight", 39, ""),
}
_SHIFT: Final = 8


class Chromium:
    """A tab of Chromium, over its DevTools protocol."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def show(self, file: Path, width: int) -> None:
        """Load a file."""
        self._page.show(file, width)

    def ask(self, script: str) -> Any:
        """Ask the page."""
        return self._page.ask(script)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key."""
        name, code, text = _KEYS[key]
        about = {"key": name, "code": key, "windowsVirtualKeyCode": code, "modifiers": _SHIFT if shift else 0}
        self._page.call("Input.dispatchKeyEvent", type="keyDown", **about, **({"text": text} if text else {}))
        self._page.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def type(self, text: str) -> None:
        """Type a text at once."""
        self._page.call("Input.insertText", text=text)

    def digits(self, text: str) -> None:
        """Type digits one by one."""
        for digit in text:
            about = {"key": digit, "code": f"Digit{digit}", "windowsVirtualKeyCode": ord(digit)}
            self._page.call("Input.dispatchKeyEvent", type="keyDown", text=digit, **about)
            self._page.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def give_files(self, element: str, *files: Path) -> None:
        """Choose files."""
        root = self._page.call("DOM.getDocument")["root"]["nodeId"]
        node = self._page.call("DOM.querySelector", nodeId=root, selector=f"#{element}")["nodeId"]
        self._page.call("DOM.setFileInputFiles", nodeId=node, files=list(map(str, files)))

    def save_to(self, folder: Path) -> None:
        """Save into this folder."""
        self._page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
