"""A project office at its browser: opens the form, types, presses keys, and finds what was saved."""

from __future__ import annotations

import json
import time
import zipfile
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from tests.form.tab import Tab

_FAR: Final = 400
_PATIENCE: Final = 30.0


class Office:
    """The form, opened at some width in a browser that keeps nothing of earlier visits."""

    def __init__(self, tab: Tab, file: Path, downloads: Path) -> None:
        self.tab = tab
        self.file = file
        self.downloads = downloads
        downloads.mkdir(exist_ok=True)
        tab.save_to(downloads)
        self.open()
        tab.ask("localStorage.clear()")
        tab.ask(
            "new Promise((done) => { const r = indexedDB.deleteDatabase(`iki-news-form:${DATA.list}`);"
            " r.onsuccess = r.onerror = r.onblocked = done; }).then(() => 1)"
        )
        self.open()

    def open(self, width: int = 1280, language: str | None = None) -> None:
        """Load the page anew."""
        self.tab.show(self.file, width)
        self.tab.ask("page.ready.then(() => 1)")
        if language:
            self.tab.ask(f"speak({language!r})")

    def ask(self, script: str) -> Any:
        """Ask the page."""
        return self.tab.ask(script)

    def write(self, **fields: Any) -> None:
        """Fill fields by their paths (`title__es` for `title.es`), as typing does, and let the page follow."""
        for name, value in fields.items():
            path = name.replace("__", ".")
            self.tab.ask(
                f"""(() => {{
                const path = {path!r}, value = {json.dumps(value)};
                const all = [...document.querySelectorAll(`[data-path="${{path}}"]`)];
                const wanted = [].concat(value);
                if (!all.length) throw new Error(`no field ${{path}}`);
                for (const input of all) {{
                  if (["radio", "checkbox"].includes(input.type)) {{
                    if (wanted.includes(input.value) !== input.checked) input.click();
                  }} else {{
                    input.value = value;
                    input.dispatchEvent(new Event("input", {{bubbles: true}}));
                    input.dispatchEvent(new Event("change", {{bubbles: true}}));
                  }}
                }}
                }})()"""
            )

    def choose(self, element: str, value: str) -> None:
        """Choose an entry of a list that folds out."""
        self.tab.ask(
            f"""(() => {{
            const list = document.getElementById({element!r});
            list.value = {value!r};
            list.dispatchEvent(new Event("change", {{bubbles: true}}));
            }})()"""
        )

    def choose_project(self, project: str) -> None:
        """Choose a project from the list."""
        self.tab.ask("document.getElementById('change-project')?.click()")
        self.tab.ask(f"document.querySelector('input[name=project][value={project}]').click()")
        self.tab.ask("document.getElementById('take-project').click()")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key and let it go."""
        self.tab.press(key, shift=shift)

    def type(self, text: str) -> None:
        """Type a text where the cursor is."""
        self.tab.type(text)

    def digits(self, text: str) -> None:
        """Type digits one by one, as the fields for dates and times need them."""
        self.tab.digits(text)

    def tab_to(self, element: str) -> None:
        """Go on with the tab key until an element of this id, or one of a group of this name, has the focus."""
        for _ in range(_FAR):
            if element in self.tab.ask("[document.activeElement.id, document.activeElement.name]"):
                return
            self.press("Tab")
        raise AssertionError(f"the tab key never comes to {element}")

    def give_files(self, element: str, *files: Path) -> None:
        """Choose files in an input, as its dialogue does."""
        self.tab.give_files(element, *files)

    def until(self, script: str) -> Any:
        """Wait until the page answers something that is true, and give it."""
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends:
            if said := self.tab.ask(script):
                return said
            time.sleep(0.02)
        raise AssertionError(f"never true: {script}")

    @property
    def wrong(self) -> list[str]:
        """The fields that the page finds something wrong with, with the sentence at each."""
        found: list[str] = self.tab.ask("problems().map((each) => `${each.field}: ${sentence(each)}`)")
        return found

    def save(self) -> Path:
        """Press the button, and give the file that came of it."""
        self.tab.ask("document.getElementById('save').click()")
        return self.saved()

    def saved(self) -> Path:
        """Wait for the file that the browser saves."""
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends:
            found = sorted(self.downloads.glob("*.zip"), key=lambda path: path.stat().st_mtime_ns)
            if found and zipfile.is_zipfile(found[-1]):
                return found[-1]
            time.sleep(0.02)
        raise AssertionError(f"nothing was saved: {self.wrong}")
