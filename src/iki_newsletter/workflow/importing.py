"""Import a file into the newsletter's own list: see what would change, then write it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.audience.applying import apply_steps
from iki_newsletter.audience.columns import fold
from iki_newsletter.audience.guessing import guess_language
from iki_newsletter.audience.listedit import ListEdit
from iki_newsletter.audience.listfile import ListReading, read_list
from iki_newsletter.audience.merging import Consent, Kind, Merge, Step, Wishes, merge
from iki_newsletter.audience.person import LONGEST_WORDING
from iki_newsletter.audience.rawlist import workbook_is_not_written
from iki_newsletter.audience.values import read_date, read_language, split_groups, tidy
from iki_newsletter.errors import RefusedError, UsageError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.workflow.said import read_suppressed
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workspace.folder import Workspace

_KEYS: Final = {Kind.NEW: "new", Kind.CHANGED: "changed", Kind.LEFT: "unsubscribed", Kind.STAYS_OUT: "stay_out"}
"""What becomes of people, as programs read it."""
_EXAMPLE: Final = "subscribers.example.csv"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user asked for; what a row of the file says itself goes before all of it."""

    groups: tuple[str, ...] = ()
    consent_source: str = ""
    consent_on: str = ""
    """A day, as lists write it."""
    consent_basis: str = ""
    consent_wording: str = ""
    language: str = ""
    guess_languages: bool = False
    as_utf_8: bool = False
    """Write the list as UTF-8, whatever it was in."""


@dataclass(frozen=True, slots=True)
class Import:
    """What a file would change in the list; nothing is written yet."""

    file: str
    target: str
    """As they are shown."""
    merge: Merge
    problems: Collection[Problem]
    """What is wrong with the file's rows."""
    refusal: RefusedError | None
    """Why the list cannot be written, where it cannot."""
    edit: ListEdit | None
    """The list with the changes in it."""
    newsletter: Newsletter = field(repr=False)
    options: ImportOptions = field(repr=False)

    @property
    def is_needed(self) -> bool:
        """Tell whether there is something to write."""
        return any(step.changes for step in self.merge.steps)

    def of(self, kind: Kind) -> list[Step]:
        """Give the people of whom one thing becomes, in the file's order."""
        return [step for step in self.merge.steps if step.kind is kind]

    @property
    def counts(self) -> dict[str, int]:
        """How many people each thing becomes of, by the names that programs get."""
        counted = Counter(step.kind for step in self.merge.steps)
        return {
            **{key: counted[kind] for kind, key in _KEYS.items()},
            "unchanged": self.merge.unchanged,
            "inactive": self.merge.inactive,
            "not_in_file": self.merge.not_in_file,
            "rejected": self.merge.rejected,
        }

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Say how many people each thing becomes of."""
        counts = self.counts
        told = (
            ("New", "new", ""),
            ("Changed", "changed", ""),
            ("Left", "unsubscribed", "by the file's word; the list will say unsubscribed"),
            ("Stay out", "stay_out", "active in the file, but they have left or get nothing"),
            ("Unchanged", "unchanged", ""),
            ("Inactive", "inactive", "in the file, which changes nothing here"),
            ("Not in it", "not_in_file", "on the list alone; they stay as they are"),
            ("Rejected", "rejected", "of the file's rows, for what is said above"),
        )
        rows = [(name, f"{counts[key]:,} {words}".rstrip()) for name, key, words in told if counts[key]]
        return [("File", self.file), ("List", self.target), *rows]

    def as_json(self, *, written: bool) -> dict[str, Any]:
        """Give it to programs."""
        return {
            **self.counts,
            "written": written,
            "rows": [_row(step) for step in self.merge.steps],
            "problems": [problem.as_json() for problem in self.problems],
        }


def describe_step(step: Step) -> str:
    """Say what becomes of somebody: "eva@example.org (line 3): name: Eva → Eva Muestra"."""
    told = [step.reason] if step.reason else []
    for change in step.changes:
        if step.kind is Kind.NEW:
            told += [change.new] if change.field != "email" else []
        elif step.kind is Kind.LEFT:
            told += [f"was {change.old}"] if change.old else []
        else:
            told.append(f"{change.field}: {change.old or '(nothing)'} → {change.new}")
    if step.evidence:
        told.append(f"language guessed by {step.evidence}")
    return f"{step.address} (line {step.line}){': ' if told else ''}{'; '.join(told)}"


def plan_import(workspace: Workspace, file: Path, options: ImportOptions) -> Import:
    """See what a file would change in the list that newsletter.yaml names; nothing is written.

    Raises UsageError for what was asked and cannot be, and what `read_list` and `ListEdit.open` raise.
    """
    newsletter = load_newsletter(workspace).value
    wishes = _wishes(newsletter, options)
    path = workspace.root / newsletter.subscribers
    if path.exists() and file.exists() and path.samefile(file):
        raise UsageError(f"{file} is the newsletter's own list.", instead="Name the file that should go into it.")
    suppressed = read_suppressed(workspace)
    refusal: RefusedError | None = None
    edit: ListEdit | None = None
    try:
        edit = _open(path)
    except RefusedError as error:
        if not path.exists() or error.problems:  # there is no list to compare with
            raise
        refusal = error
    listed = read_list(path, newsletter.languages, as_written=True) if path.exists() else _empty(path)
    reading = read_list(file, newsletter.languages, groups=newsletter.groups, as_written=True)
    merged = merge(listed, reading, suppressed, wishes, *([edit.value] if edit else []))
    if edit is not None:
        try:
            apply_steps(edit, (step for step in merged.steps if step.changes))
            edit.content(as_utf_8=options.as_utf_8)
        except RefusedError as error:
            refusal = error
    shown = f"{relative_to_here(path)} ({listed.sentence})"
    return Import(f"{file} ({reading.sentence})", shown, merged, reading.problems, refusal, edit, newsletter, options)


def write_import(plan: Import) -> list[str]:
    """Write what was planned, and say what was done; raises the plan's refusal, and what `ListEdit.write` raises."""
    refuse_unwritable(plan)
    if plan.edit is None or not plan.edit.write(as_utf_8=plan.options.as_utf_8):
        return ["Nothing was written: the list has all of it."]
    path = plan.edit.path
    counts = plan.counts
    written = counts["new"] + counts["changed"] + counts["unsubscribed"]
    said = [f"Wrote {relative_to_here(path)}: {written:,} {'row' if written == 1 else 'rows'}."]
    found = read_list(path, plan.newsletter.languages)
    new = {step.address.casefold() for step in plan.of(Kind.NEW)}
    left_out = sum(row.address.casefold() in new for row in found.excluded)
    if left_out:
        said.append(
            f"{left_out:,} of the new get nothing yet, for what another column of the list says of them: "
            f"iki-news check --list {relative_to_here(path)}"
        )
    return said


def refuse_unwritable(plan: Import) -> None:
    """Raise what stands against writing the list, where something does."""
    if plan.refusal is not None and plan.is_needed:
        raise plan.refusal
    if plan.edit is not None and plan.edit.path.name == _EXAMPLE and plan.is_needed:
        raise RefusedError(
            f"newsletter.yaml names the example list, {_EXAMPLE}, which git keeps for everybody to see. "
            "Nothing was written.",
            instead="Write `subscribers: subscribers.csv` in newsletter.yaml: git leaves that file out, and this "
            "command makes it.",
        )


def _open(path: Path) -> ListEdit:
    if path.exists():
        return ListEdit.open(path)
    if path.suffix.lower() in {".xlsx", ".xls"}:
        raise workbook_is_not_written(path)
    return ListEdit.new(path)


def _empty(path: Path) -> ListReading:
    return ListReading(path, "not there yet; it will be made", 0, (), (), ())


def _wishes(newsletter: Newsletter, options: ImportOptions) -> Wishes:
    day = read_date(tidy(options.consent_on)) if options.consent_on else None
    if options.consent_on and day is None:
        raise UsageError(f"“{options.consent_on}” is no day.", instead="Write it as in --consent-on 2017-05-22.")
    texts = map(tidy, (options.consent_source, options.consent_basis, options.consent_wording))
    source, basis, wording = texts
    guess = partial(guess_language, languages=newsletter.languages) if options.guess_languages else None
    return Wishes(
        tuple(_group(newsletter, name) for given in options.groups for name in split_groups(given)),
        Consent(source, day.isoformat() if day else "", basis, wording[:LONGEST_WORDING]),
        _language(newsletter, options.language),
        guess,
    )


def _group(newsletter: Newsletter, name: str) -> str:
    known = {fold(group): group for group in newsletter.groups}
    if known and fold(name) not in known:
        hint = did_you_mean(name, newsletter.groups) or f"They are: {', '.join(newsletter.groups)}."
        raise UsageError(f"newsletter.yaml names no group {name}.", instead=hint)
    return known.get(fold(name), name)


def _language(newsletter: Newsletter, written: str) -> str:
    language = read_language(written, newsletter.languages) if written else ""
    if language is None or (language and language not in newsletter.languages):
        raise UsageError(
            f"There is no edition in {written}.", instead=f"The languages are: {', '.join(newsletter.languages)}."
        )
    return language


def _row(step: Step) -> dict[str, Any]:
    row: dict[str, Any] = {"what": _KEYS[step.kind], "address": step.address, "line": step.line, "list_line": step.at}
    row["changes"] = [{"field": change.field, "old": change.old, "new": change.new} for change in step.changes]
    return (
        row | ({"reason": step.reason} if step.reason else {}) | ({"guessed": step.evidence} if step.evidence else {})
    )
