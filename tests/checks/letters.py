"""Letters for the tests of rules over messages: those of the repository's own issue, and changed ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.checks.check import run
from iki_newsletter.checks.engine import LETTER_CHECKS, find_in_letter
from iki_newsletter.model.origin import Loaded
from iki_newsletter.workflow.build import build, letter_of, page_of
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from iki_newsletter.checks.letter import Letter

ROOT: Final = Path(__file__).resolve().parents[2]
LANGUAGES: Final = ("es", "de", "en")


@cache
def _letters() -> dict[str, Letter]:
    built = build(Workspace(ROOT), "2017-06")
    return {edition.language: letter_of(page_of(edition, built.merged)) for edition in built.editions}


def sound_letter(language: str = "de") -> Letter:
    """Give a letter without a fault: the June 2017 issue's."""
    return _letters()[language]


def with_bytes(old: bytes, new: bytes, letter: Letter | None = None) -> Letter:
    """Give a letter with some bytes of the message changed, as no edition of ours would do it."""
    letter = letter or sound_letter()
    assert old in letter.raw
    return replace(letter, raw=letter.raw.replace(old, new, 1))


def with_header(name: str, value: str | None, letter: Letter | None = None) -> Letter:
    """Give a letter with another value of a header, or without the header where there is none."""
    letter = letter or sound_letter()
    [field] = [field for each, field in letter.header_lines if each == name.lower()]
    return with_bytes(field + b"\r\n", f"{name}: {value}\r\n".encode() if value is not None else b"", letter)


def with_edition(letter: Letter | None = None, **changes: Callable[[Any], Any]) -> Letter:
    """Give a letter stamped from a changed edition: each field is what the function makes of it."""
    letter = letter or sound_letter()
    changed = {name: change(getattr(letter.edition, name)) for name, change in changes.items()}
    return letter_of(replace(letter.page, edition=replace(letter.edition, **changed)))


def with_settings(letter: Letter | None = None, **changes: Any) -> Letter:
    """Give a letter judged by changed settings; the message stays."""
    letter = letter or sound_letter()
    settings = Loaded(letter.newsletter.model_copy(update=changes), letter.page.settings.origin)
    return replace(letter, page=replace(letter.page, settings=settings))


def said(letter: Letter, code: str) -> list[tuple[str, str]]:
    """Give, for each problem of a rule, the file and the line's words that it points at, and what is wrong."""
    return [
        (_where(problem.position.path, problem.position.line), problem.sentence)
        for problem in run([check for check in LETTER_CHECKS if check.code == code], letter)
    ]


def found_in(letter: Letter) -> list[str]:
    """Give the codes of all that is wrong with a letter."""
    return [problem.code for problem in find_in_letter(letter)]


def _where(path: Path, line: int) -> str:
    words = path.read_text(encoding="utf-8").splitlines()[line - 1].strip() if line else ""
    return f"{path.name}: {words[:40].rstrip()}" if words else path.name
