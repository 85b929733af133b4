"""What a project office does in a browser, whichever it is; and the keys of W3C WebDriver, which two of them take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from pathlib import Path

_SHIFT: Final = "\ue008"
_KEYS: Final = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Space": " ",
    "Backspace": "\ue003",
    "ArrowDown": "\ue015",
    "ArrowRight": "\ue014",
}
"""The code points of https://www.w3.org/TR/webdriver2/#keyboard-actions."""


class Tab(Protocol):
    """One tab of a browser that has no network."""

    def show(self, file: Path, width: int) -> None:
        """Load a file as a window of this many CSS pixels shows it, and wait until it is loaded."""

    def ask(self, script: str) -> Any:
        """Evaluate a JavaScript expression, wait for its promise if it is one, and give the value."""

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key by its name in DOM, and let it go."""

    def type(self, text: str) -> None:
        """Type a text where the cursor is."""

    def digits(self, text: str) -> None:
        """Type digits one by one, as the fields for dates and times need them."""

    def give_files(self, element: str, *files: Path) -> None:
        """Choose files in the input of this id, as its dialogue does."""

    def save_to(self, folder: Path) -> None:
        """Have the browser save what it saves into this folder from now on."""


def presses(key: str, *, shift: bool = False) -> list[dict[str, Any]]:
    """Give the actions of WebDriver that press a key by its name in DOM."""
    held = [_SHIFT] if shift else []
    keys = [*held, _KEYS[key]]
    return _source([("keyDown", each) for each in keys] + [("keyUp", each) for each in reversed(keys)])


def typing(text: str) -> list[dict[str, Any]]:
    """Give the actions of WebDriver that type a text."""
    keys = [_KEYS["Enter"] if each == "\n" else each for each in text]
    return _source([(kind, each) for each in keys for kind in ("keyDown", "keyUp")])


def _source(actions: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"type": "key", "id": "keyboard", "actions": [{"type": kind, "value": key} for kind, key in actions]}]
