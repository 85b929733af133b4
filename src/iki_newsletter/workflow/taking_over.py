"""Take over into a new issue what earlier ones announced and is still to come: open calls, and events.

As copies, not by reference: the editors can word the reminder, an earlier issue stays what was sent, and whoever
opens the file sees where it comes from. issue.yaml lists them under `carried`: no check takes them for slips.

An event's agenda, participants and materials stay where it was announced first, so that nobody has to keep them in
two places; the copy is part of that event, and leads to its page.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.content.editing import YamlFile
from iki_newsletter.content.files import PICTURES
from iki_newsletter.content.loading import load_as_written, load_issue_plan
from iki_newsletter.content.translation_record import read_translation_record, write_translation_record
from iki_newsletter.content.yaml_lines import comment
from iki_newsletter.errors import FilesWrongError
from iki_newsletter.model.contribution import Event, Kind
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.placeholder import DAY
from iki_newsletter.model.translation import TranslationRecord
from iki_newsletter.model.workshop import PAGES_ONLY
from iki_newsletter.workflow.earlier import read_earlier
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.fields import Keys
    from iki_newsletter.model.told import Told
    from iki_newsletter.workspace.folder import Workspace

_SCHEMA: Final = "# yaml-language-server:"
_LONGEST_NAME: Final = 64


@dataclass(frozen=True, slots=True)
class TakenOver:
    """An item that was taken over."""

    name: str
    """Its name in the new issue."""
    issue: str
    """The newest issue that had it."""
    why: str
    """That a call is open until a day, or an event starts on one."""
    path: Path

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {"name": self.name, "from": self.issue, "why": self.why, "file": str(self.path)}


def take_over(workspace: Workspace, issue_id: str) -> tuple[TakenOver, ...]:
    """Copy into an issue the calls and events of all earlier ones that end after it is sent, each once.

    Calls that close after the day of sending, or whose last day was never written; events that start after it. Of
    several issues that had one, the newest is copied; what editors left out there is not. Pictures and what is known
    of translations come along; that the project released it does not, nor does what only an event's page shows. What
    lies in the new issue already under the same name stays, and is not copied.
    """
    folder = workspace.issue(issue_id)
    plan, problems = load_issue_plan(folder)
    if plan is None:
        raise FilesWrongError(f"The issue {issue_id} cannot be added to.", problems=problems)
    taken = []
    for source, told in _still_to_come(workspace, issue_id, plan.value.sends_on.isoformat()):
        copied = _copy(workspace, source, told, folder)
        if copied is not None:
            taken.append(copied)
    if taken:
        file = YamlFile(folder / "issue.yaml")
        before = [key for key in IssuePlan.model_fields if key not in ("carried", "allow")]
        for each in taken:
            file.put(("carried", each.name), each.issue, after=() if file.value("carried") else before)
        file.save()
    return tuple(taken)


def _still_to_come(workspace: Workspace, issue_id: str, day: str) -> Iterator[tuple[str, Told]]:
    """Give what is still to come, each once, from the newest issue that had it; in the order of its days."""
    found: list[tuple[str, Told]] = []
    for source, items in reversed(read_earlier(workspace, issue_id).items()):
        for told in items:
            if told.day and not any(_is_same(told, other) for _, other in found):
                found.append((source, told))
    # The newest word counts: what was left out or moved there does not come back from an issue before.
    is_open = [(source, told) for source, told in found if told.is_shown and _is_to_come(told, day)]
    yield from sorted(is_open, key=lambda each: (each[1].day, each[1].name))


def _is_to_come(told: Told, day: str) -> bool:
    return told.day > day or (told.kind == Kind.CALL and told.day == DAY.isoformat())


def _is_same(one: Told, other: Told) -> bool:
    if one.project != other.project or one.kind != other.kind:
        return False
    by_title = not set(one.titles).isdisjoint(other.titles)
    by_address = bool(one.address) and one.address == other.address
    return by_title or by_address or (one.name, one.day) == (other.name, other.day)


def _copy(workspace: Workspace, source: str, told: Told, folder: Path) -> TakenOver | None:
    origin = workspace.issues / source / "contributions" / f"{told.name}.yaml"
    path = folder / "contributions" / origin.name
    written = load_as_written(origin)
    if written is None:
        return None
    event = _event_of(workspace, source, told.name, written)
    number = 2
    while path.exists():  # another project's item of an other issue may have had the same name
        there = load_as_written(path)
        if there is not None and _as_announced(there) == _as_announced(written):
            return None
        ending = f"-{number}"
        path = path.with_name(f"{told.name[: _LONGEST_NAME - len(ending)]}{ending}.yaml")
        number += 1
    word = "a call that closes on" if told.kind == Kind.CALL else "an event that starts on"
    remark = comment(f"Taken over from issue {source} by `iki-news new issue`: {word} {told.day}.")
    write_atomically(path, _with_remark(origin.read_bytes().decode("utf-8"), remark).encode("utf-8"))
    _leave_behind(path)
    for number, image in enumerate(written.images):
        _copy_file(workspace.issues / source / image.file, folder, path, (PICTURES, number, "file"))
    if event != (written.part_of or ""):
        _name_in_full(path, event)
    _copy_record(workspace.issues / source, told.name, folder, path.stem)
    why = f"open until {told.day}" if told.kind == Kind.CALL else f"starts on {told.day}"
    return TakenOver(path.stem, source, why, path)


def _event_of(workspace: Workspace, source: str, name: str, written: Contribution) -> str:
    """Name as `ISSUE/NAME` what a copy is part of: for an event, that event itself where it was announced first."""
    named = written.event_id(source)
    if not isinstance(written, Event):
        return named
    plan, _ = load_issue_plan(workspace.issues / source)
    is_copy = plan is not None and name in plan.value.carried
    return named if is_copy and named else f"{source}/{name}"


def _as_announced(written: Contribution) -> dict[str, Any]:
    """Give what a copy has in common with its original."""
    return written.model_dump(exclude={"released", "part_of", *PAGES_ONLY})


def _leave_behind(path: Path) -> None:
    """Take out the earlier issue's release, for a project agrees anew to what is told of it again, and PAGES_ONLY."""
    file = YamlFile(path)
    for key in ("released", *PAGES_ONLY):
        file.remove((key,))
    file.save()


def _with_remark(text: str, remark: str) -> str:
    """Put a comment at a file's head, behind the line that tells editors its schema."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix(mark).splitlines(keepends=True)
    at = 1 if lines and lines[0].startswith(_SCHEMA) else 0
    return mark + "".join([*lines[:at], remark + line_end, *lines[at:]])


def _copy_file(origin: Path, folder: Path, contribution: Path, keys: Keys) -> None:
    """Copy a file under its own name; another file of that name stays, and the copy gets the next free one."""
    if not origin.is_file():
        return
    target = folder / origin.parent.name / origin.name
    count = 2
    while target.exists() and target.read_bytes() != origin.read_bytes():
        target = target.with_name(f"{origin.stem}-{count}{origin.suffix}")
        count += 1
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(origin, target)
    if target.name != origin.name:
        file = YamlFile(contribution)
        file.put(keys, f"{target.parent.name}/{target.name}")
        file.save()


def _name_in_full(contribution: Path, event: str) -> None:
    """Let a copy say which event it is part of: that one's page is where it was announced."""
    file = YamlFile(contribution)
    file.put(("part_of",), event)
    file.save()


def _copy_record(origin: Path, name: str, folder: Path, new_name: str) -> None:
    recorded = read_translation_record(origin)[0].translations.get(name, {})
    known = {
        language: kept
        for language, texts in recorded.items()
        if (kept := {keys: made for keys, made in texts.items() if keys.partition(".")[0] not in PAGES_ONLY})
    }
    if known:
        record = read_translation_record(folder)[0].translations
        write_translation_record(folder, TranslationRecord(translations=record | {new_name: known}))
