"""The pictures that contributions name and those that lie in the folder: each should be the other's."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from iki_newsletter.content.files import PICTURES, leads_out
from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.content.files import IssueFiles
    from iki_newsletter.model.contribution import Contribution


def with_usable_pictures(
    loaded: Loaded[Contribution], files: IssueFiles
) -> tuple[Loaded[Contribution], list[Problem]]:
    """Take pictures that are missing or lie elsewhere out of a contribution, so that nothing ever opens them."""
    there = {path.name: path for path in files.pictures}
    problems = {
        number: problem
        for number, image in enumerate(loaded.value.images)
        if (problem := _problem(image.file, loaded.origin.at("images", number, "file"), there, files.folder))
    }
    if not problems:
        return loaded, []
    kept = [number for number in range(len(loaded.value.images)) if number not in problems]
    images = tuple(loaded.value.images[number] for number in kept)
    value = loaded.value.model_copy(update={"images": images})
    return Loaded(value, _renumbered(loaded.origin, kept)), list(problems.values())


def unused_pictures(contributions: Iterable[Loaded[Contribution]], files: IssueFiles) -> list[Problem]:
    """Name the pictures that no contribution shows."""
    named = {image.file for loaded in contributions for image in loaded.value.images}
    return [
        Problem("C115", Position(path), f"No contribution shows `{PICTURES}/{path.name}`.")
        for path in files.pictures
        if f"{PICTURES}/{path.name}" not in named
    ]


def _problem(file: str, position: Position, there: Mapping[str, Path], folder: Path) -> Problem | None:
    """Look a picture up by its exact name: some systems would find `Reef.JPG` for `reef.jpg`, others not."""
    path = there.get(file.removeprefix(f"{PICTURES}/"))
    if path is None:
        near = difflib.get_close_matches(file.lower(), [f"{PICTURES}/{name}".lower() for name in there], n=1)
        name = next((name for name in there if near == [f"{PICTURES}/{name}".lower()]), None)
        instead = f"There is `{PICTURES}/{name}`: name it exactly so, or rename it." if name else ""
        return Problem("C113", position, f"The picture `{file}` is not there.", instead)
    if path.is_symlink() and leads_out(path, folder):
        return Problem("C114", position, f"The picture `{file}` is a link that leads out of the issue's folder.")
    if not path.is_file():
        return Problem("C113", position, f"The picture `{file}` is no file.")
    return None


def _renumbered(origin: Origin, kept: Sequence[int]) -> Origin:
    """Let the places of the pictures that stay follow their new numbers."""
    numbers = {old: new for new, old in enumerate(kept)}
    marks = dict(origin.marks)
    for path in origin.marks:
        if path[:1] == ("images",) and len(path) > 1:
            del marks[path]
    for path, place in origin.marks.items():
        if path[:1] == ("images",) and len(path) > 1 and path[1] in numbers:
            marks["images", numbers[int(path[1])], *path[2:]] = place
    return replace(origin, marks=marks)
