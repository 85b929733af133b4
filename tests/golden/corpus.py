"""The corpus of `check`: what a case says, how it changes the sound workspace, and what is found then."""

from __future__ import annotations

import base64
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml
from tests.conftest import ROOT, copy_workspace
from tests.servers.website import Website

from iki_newsletter.checks.engine import LETTER_CHECKS, PAGE_CHECKS, find_in_letter
from iki_newsletter.errors import IkiNewsError
from iki_newsletter.model.problem import Problem
from iki_newsletter.render.templates import Templates, load_templates
from iki_newsletter.workflow.build import (
    find_broken_pictures,
    letter_of,
    merge_issue,
    page_of,
    render_merged,
)
from iki_newsletter.workflow.check import check_list
from iki_newsletter.workflow.corrections import find_in_corrections
from iki_newsletter.workflow.mail_server import find_server_problems
from iki_newsletter.workflow.online import find_online
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workflow.visiting import Visitor
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from iki_newsletter.checks.letter import Letter
    from iki_newsletter.workflow.build import Build, Merged
    from iki_newsletter.workflow.sources import Register

CASES: Final = Path(__file__).parent / "check"
SOUND: Final = CASES / "sound"
ISSUE: Final = "2018-05"

_KEYS: Final = {"changes", "edition", "letter", "answers", "report"}
_REPORT: Final = re.compile(rb"^report: .*\Z", re.MULTILINE | re.DOTALL)
_RENDERED: Final = {"M111", *(check.code for check in PAGE_CHECKS), *(check.code for check in LETTER_CHECKS)}
_PUBLIC: Final = "93.184.215.14"
_NO_CERTIFICATE: Final = "no certificate"
_A_DAY: Final = dt.datetime(2018, 5, 13, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Case:
    """The smallest input that fails a rule, as `check/CODE.yaml` says it."""

    path: Path
    changes: tuple[Mapping[str, Any], ...]
    """What is done to the sound workspace, in this order."""
    edition: str
    """The language of the edition that rules over editions and messages look at."""
    letter: tuple[Mapping[str, Any], ...]
    """What is done to the bytes of the messages that rules over messages look at."""
    answers: Mapping[str, int | str]
    """What the web answers, where it is not 200."""
    report: str
    """What `check` prints for this rule."""

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.path.stem

    def write_report(self, report: str) -> None:
        """Write the report anew, which stands last; every other byte of the file stays."""
        lines = "".join(f"  {line}\n" for line in report.splitlines())
        written = f"report: |\n{lines}".encode()
        self.path.write_bytes(_REPORT.sub(lambda _: written, self.path.read_bytes()))


def cases() -> list[Path]:
    """List the files of the corpus."""
    return sorted(CASES.glob("*.yaml"))


def read_case(path: Path) -> Case:
    """Read a case; a key that is none would be a change that is not made."""
    written = yaml.safe_load(path.read_text("utf-8"))
    assert set(written) <= _KEYS, f"{path.name}: {set(written) - _KEYS}"
    return Case(
        path,
        tuple(written.get("changes", ())),
        written.get("edition", "es"),
        tuple(written.get("letter", ())),
        written.get("answers", {}),
        written["report"],
    )


def find(case: Case, folder: Path) -> list[Problem]:
    """Find what is wrong after a case's changes: of all rules of its stage, in an empty folder to work in."""
    workspace = copy_workspace(SOUND, folder)
    for change in case.changes:
        _change(workspace / change["file"], change)
    if case.code.startswith("L"):
        return _found_in_list(Workspace(workspace), workspace / case.changes[0]["file"])
    return _found_in_issue(case, Workspace(workspace))


def report_of(problems: Sequence[Problem], code: str) -> str:
    """Write the problems of one rule as `check` does."""
    return "".join(f"{line}\n" for problem in problems if problem.code == code for line in problem.lines())


# --- changing ------------------------------------------------------------------------------------------------


def _change(path: Path, change: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    known = {key: do for key, do in _CHANGES.items() if key in change}
    assert len(known) == 1, f"one of {', '.join(_CHANGES)}: {change}"
    for key, do in known.items():
        do(path, change[key], change)


def _replace(path: Path, old: str, change: Mapping[str, Any]) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    _write(path, text.replace(old, change["with"] * change.get("times", 1)), change)


def _write(path: Path, text: str, _: Mapping[str, Any]) -> None:
    path.write_bytes(text.encode())


def _write_bytes(path: Path, written: str, _: Mapping[str, Any]) -> None:
    path.write_bytes(base64.b64decode(written))


def _move(path: Path, name: str, _: Mapping[str, Any]) -> None:
    path.rename(path.with_name(name))


def _save_as(path: Path, encoding: str, _: Mapping[str, Any]) -> None:
    path.write_bytes(path.read_text("utf-8").encode(encoding))


def _write_sheets(path: Path, sheets: Mapping[str, list[list[str]]], _: Mapping[str, Any]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and one case needs it

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)


_CHANGES: Final[Mapping[str, Callable[[Path, Any, Mapping[str, Any]], None]]] = {
    "replace": _replace,
    "text": _write,
    "base64": _write_bytes,
    "encoding": _save_as,
    "sheets": _write_sheets,
    "link": lambda path, target, _: path.symlink_to(target),
    "move": _move,
    "remove": lambda path, _, __: path.unlink(),
}
"""What can be done to a file: other words (so many `times`), other text or bytes, another encoding, …"""


def _changed_letter(letter: Letter, changes: Sequence[Mapping[str, Any]]) -> Letter:
    return replace(letter, raw=_changed(letter.raw, changes), other=_changed(letter.other, changes))


def _changed(raw: bytes, changes: Sequence[Mapping[str, Any]]) -> bytes:
    for change in changes:
        if "header" in change:
            raw = _with_header(raw, change["header"], change["value"])
        else:
            old, new = change["replace"].encode(), change["with"].encode() * change.get("times", 1)
            assert raw.count(old) == 1, f"{old!r} stands {raw.count(old)} times in the message"
            raw = raw.replace(old, new)
    return raw


def _with_header(raw: bytes, name: str, value: str | None) -> bytes:
    """Give a message another value of a header, or none; a header that it has not comes first."""
    field = re.compile(rb"^%b:.*?\r\n(?![ \t])" % re.escape(name.encode()), re.MULTILINE | re.DOTALL)
    line = b"" if value is None else f"{name}: {value}\r\n".encode()
    return field.sub(lambda _: line, raw, count=1) if field.search(raw) else line + raw


# --- finding -------------------------------------------------------------------------------------------------


def _found_in_list(workspace: Workspace, path: Path) -> list[Problem]:
    here = Path(path.name)  # as the user types it, who stands in the workspace
    try:
        return list(check_list(workspace, here).problems)
    except IkiNewsError as error:
        return _carried_by(error)


def _found_in_issue(case: Case, workspace: Workspace) -> list[Problem]:
    """Look as far as the rule does: what is found before rendering needs no edition."""
    try:
        register = read_register(workspace)
        if case.code.startswith("W"):
            return [*register.notices, *find_server_problems(register.settings), *_found_in_templates(register)]
        merged = merge_issue(register, ISSUE)
    except IkiNewsError as error:
        return _carried_by(error)
    if case.code.startswith("D"):
        return _found_online(case, _rendered(case, merged))
    if case.code not in _RENDERED:
        in_corrections = find_in_corrections(workspace, ISSUE, register.newsletter.languages)
        return [*merged.problems, *find_broken_pictures(merged.issue), *in_corrections]
    built = _rendered(case, merged)
    if case.letter:
        letter = letter_of(page_of(built.editions[0], merged))
        return find_in_letter(_changed_letter(letter, case.letter))
    return list(built.problems)


def _found_in_templates(register: Register) -> list[Problem]:
    return load_templates(register.workspace.templates).find_mistakes(register.newsletter.languages)


def _rendered(case: Case, merged: Merged) -> Build:
    has_own = any(change["file"].startswith("templates/") for change in case.changes)
    templates = load_templates(merged.register.workspace.templates) if has_own else _templates()
    return render_merged(merged, templates, (case.edition,))


@cache
def _templates() -> Templates:
    return load_templates(ROOT / "templates")


def _found_online(case: Case, built: Build) -> list[Problem]:
    with Website() as site:
        visitor = Visitor(_reach(site, case.answers), _resolve(case.answers), lambda _: None, lambda: 0.0)
        return find_online(built, visitor, _A_DAY)[0]


def _reach(site: Website, answers: Mapping[str, int | str]) -> Callable[[str], str]:
    def reach(address: str) -> str:
        from requests.exceptions import SSLError  # noqa: PLC0415 - heavy, and few cases go online

        answer = answers.get(address, 200)
        if answer == _NO_CERTIFICATE:
            raise SSLError
        path = address.removeprefix("https:/")
        site.answers[path] = answer if isinstance(answer, int) else 302
        site.leads_to |= {} if isinstance(answer, int) else {path: answer}
        return site.reach(address)

    return reach


def _resolve(answers: Mapping[str, int | str]) -> Callable[[str], list[str]]:
    places = {address.split("/")[2]: str(answer) for address, answer in answers.items() if _is_place(answer)}
    return lambda host: [places.get(host, _PUBLIC)]


def _is_place(answer: int | str) -> bool:
    return isinstance(answer, str) and re.fullmatch(r"\d+(\.\d+){3}", answer) is not None


def _carried_by(error: IkiNewsError) -> list[Problem]:
    return [problem for problem in error.problems if isinstance(problem, Problem)]
