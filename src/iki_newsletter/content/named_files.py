"""The files that contributions name and those that lie in the folder: each should be the other's.

There are two sorts of them, pictures and materials. What cannot be used is taken out of its contribution, so that
nothing ever opens it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.files import MATERIALS, PICTURES, leads_out
from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem
from iki_newsletter.model.workshop import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from iki_newsletter.content.files import IssueFiles
    from iki_newsletter.model.contribution import Contribution

_MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Sort:
    """One sort of files, and the rules about them."""

    folder: str
    """Below the issue's, and the key of a contribution that lists them."""
    noun: str
    missing: str
    unnamed: str
    nobody: str
    """Who does what with those that lie there in vain."""

    def there(self, files: IssueFiles) -> dict[str, Path]:
        """Give what lies in the folder, by names."""
        return {path.name: path for path in (files.pictures if self.folder == PICTURES else files.materials)}

    def named(self, contribution: Contribution) -> Iterator[tuple[int, str]]:
        """Give the files that a contribution names, with their numbers; what stands on the web has none."""
        for number, entry in enumerate(getattr(contribution, self.folder, ())):
            if entry.file:
                yield number, entry.file


_SORTS: Final = (
    _Sort(PICTURES, "picture", "C113", "C115", "No contribution shows"),
    _Sort(MATERIALS, "file", "C117", "C119", "No event offers"),
)


def with_usable_files(loaded: Loaded[Contribution], files: IssueFiles) -> tuple[Loaded[Contribution], list[Problem]]:
    """Take files that are missing, too large or elsewhere out of a contribution."""
    problems: list[Problem] = []
    for sort in _SORTS:
        loaded, found = _without_unusable(loaded, sort, files)
        problems += found
    return loaded, problems


def unnamed_files(contributions: Sequence[Loaded[Contribution]], files: IssueFiles) -> Iterator[Problem]:
    """Name the files that no contribution names as it is written, whether or not they can be used."""
    for sort in _SORTS:
        named = {file for loaded in contributions for _, file in sort.named(loaded.value)}
        for name, path in sort.there(files).items():
            if f"{sort.folder}/{name}" not in named:
                yield Problem(sort.unnamed, Position(path), f"{sort.nobody} `{sort.folder}/{name}`.")


def _without_unusable(
    loaded: Loaded[Contribution], sort: _Sort, files: IssueFiles
) -> tuple[Loaded[Contribution], list[Problem]]:
    there = sort.there(files)
    problems = {
        number: problem
        for number, file in sort.named(loaded.value)
        if (problem := _problem(file, loaded.origin.at(sort.folder, number, "file"), sort, there, files.folder))
    }
    if not problems:
        return loaded, []
    entries = getattr(loaded.value, sort.folder)
    kept = [number for number in range(len(entries)) if number not in problems]
    value = loaded.value.model_copy(update={sort.folder: tuple(entries[number] for number in kept)})
    return Loaded(value, _renumbered(loaded.origin, sort.folder, kept)), list(problems.values())


def _problem(file: str, position: Position, sort: _Sort, there: dict[str, Path], folder: Path) -> Problem | None:
    """Look a file up by its exact name: some systems would find `Reef.JPG` for `reef.jpg`, others not."""
    path = there.get(file.removeprefix(f"{sort.folder}/"))
    if path is None:
        near = _nearest(file, [f"{sort.folder}/{name}" for name in there])
        instead = f"There is `{near}`: name it exactly so, or rename it." if near else ""
        return Problem(sort.missing, position, f"The {sort.noun} `{file}` is not there.", instead)
    if path.is_symlink() and leads_out(path, folder):
        what = f"The {sort.noun} `{file}` is a link that leads out of the issue's folder."
        return Problem("C114", position, what)
    if not path.is_file():
        return Problem(sort.missing, position, f"The {sort.noun} `{file}` is no file.")
    if sort.folder == MATERIALS and (size := path.stat().st_size) > LARGEST_FILE:
        what = f"The file `{file}` has {size / _MB:.1f} MB; {LARGEST_FILE // _MB} MB are the most."
        return Problem("C118", position, what)
    return None


def _nearest(file: str, there: Iterable[str]) -> str:
    by_lower = {name.lower(): name for name in there}
    near = difflib.get_close_matches(file.lower(), by_lower, n=1)
    return by_lower[near[0]] if near else ""


def _renumbered(origin: Origin, key: str, kept: Sequence[int]) -> Origin:
    """Let the places of the entries that stay follow their new numbers."""
    numbers = {old: new for new, old in enumerate(kept)}
    marks = dict(origin.marks)
    for path in origin.marks:
        if path[:1] == (key,) and len(path) > 1:
            del marks[path]
    for path, place in origin.marks.items():
        if path[:1] == (key,) and len(path) > 1 and path[1] in numbers:
            marks[key, numbers[int(path[1])], *path[2:]] = place
    return replace(origin, marks=marks, numbers={**origin.numbers, key: tuple(kept)})
