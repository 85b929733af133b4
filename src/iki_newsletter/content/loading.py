"""The files that an issue is made from: the portfolio, the editors' plan, the contributions, with all problems."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from iki_newsletter.content.files import find_files, leads_out
from iki_newsletter.content.named_files import unnamed_files, with_usable_files
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.portfolio import Portfolio
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem, by_position
from iki_newsletter.reading.reader import MAX_BYTES, read_bytes_as, read_shape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.model.origin import Loaded

MAX_PORTFOLIO_BYTES: Final = 256 * 1024


def load_portfolio(path: Path) -> tuple[Loaded[Portfolio] | None, list[Problem]]:
    """Read `portfolio.yaml`; gives None where it has any problem, its references to itself included."""
    loaded, problems = read_shape(path, TypeAdapter(Portfolio), family="W", cap=MAX_PORTFOLIO_BYTES)
    if loaded is None:
        return None, problems
    problems = by_position([*_repeated_ids(loaded), *_unknown_references(loaded), *_turned_terms(loaded)])
    return (None, problems) if problems else (loaded, [])


def load_issue_plan(folder: Path) -> tuple[Loaded[IssuePlan] | None, list[Problem]]:
    """Read an issue's `issue.yaml`; gives None where it has any problem."""
    path = folder / "issue.yaml"
    if path.is_symlink() and leads_out(path, folder):
        return None, [Problem("C114", Position(path), "`issue.yaml` is a link that leads out of the issue's folder.")]
    return read_shape(path, TypeAdapter(IssuePlan), family="I")


def load_contributions(folder: Path) -> tuple[list[Loaded[Contribution]], list[Problem]]:
    """Read every contribution of an issue, by file name.

    Gives those that can be used, and what is wrong with the others and with the folder. A picture or a material that
    cannot be used is taken out of its contribution. Files under a wrong name or in a wrong place are not used, but
    looked through as well, so that one round of mending is enough.
    """
    files = find_files(folder)
    problems = files.problems
    usable, written = [], []
    adapter = _contribution()
    for path in files.contributions:
        loaded, found = read_shape(path, adapter, family="C")
        problems += found
        if loaded is not None:
            written.append(loaded)
            loaded, found = with_usable_files(loaded, files)
            problems += found
            usable.append(loaded)
    for path in files.misnamed:
        problems += read_shape(path, adapter, family="C")[1]
    if len(usable) == len(files.contributions) and not files.misnamed:  # else the files may be another's
        problems += unnamed_files(written, files)
    return usable, by_position(problems)


def load_as_written(path: Path) -> Contribution | None:
    """Read a contribution by itself, all of its files in it, whether or not they are there; None with problems."""
    loaded, _ = read_shape(path, _contribution(), family="C")
    return loaded.value if loaded else None


def contribution_in(raw: bytes, path: Path) -> Contribution | None:
    """Read a contribution's content that is at hand already, as `load_as_written` reads its file."""
    loaded = read_bytes_as(raw, path, _contribution())[0] if len(raw) <= MAX_BYTES else None
    return loaded.value if loaded else None


@cache
def _contribution() -> TypeAdapter[Contribution]:
    return TypeAdapter(Contribution)


def _turned_terms(loaded: Loaded[Portfolio]) -> Iterator[Problem]:
    """Find terms that end before they begin."""
    for index, project in enumerate(loaded.value.projects):
        if project.term and project.ends < project.begins:
            begin, _, end = project.term.partition("/")
            yield Problem(
                "W108",
                loaded.origin.at("projects", index, "term"),
                f"The term of `{project.id}` ends before it begins: `{end}` is before `{begin}`.",
                f"Write the beginning first: `term: {end}/{begin}`, if that is what is meant.",
            )


def _repeated_ids(loaded: Loaded[Portfolio]) -> Iterator[Problem]:
    portfolio = loaded.value
    registers: dict[str, tuple[str, list[str]]] = {
        "funding_areas": ("key", [str(area.key) for area in portfolio.funding_areas]),
        "organisations": ("id", [organisation.id for organisation in portfolio.organisations]),
        "projects": ("id", [project.id for project in portfolio.projects]),
    }
    for register, (key, ids) in registers.items():
        first: dict[str, int] = {}
        for number, each in enumerate(ids):
            if first.setdefault(each, number) != number:
                line = loaded.origin.at(register, first[each], key).line
                position = loaded.origin.at(register, number, key)
                yield Problem("W111", position, f"`{each}` stands in `{register}` already, in line {line}.")


def _unknown_references(loaded: Loaded[Portfolio]) -> Iterator[Problem]:
    portfolio, at = loaded.value, loaded.origin.at
    organisations = {organisation.id for organisation in portfolio.organisations}
    for number, project in enumerate(portfolio.projects):
        if project.organisation not in organisations:
            position = at("projects", number, "organisation")
            yield Problem("W112", position, f"`{project.organisation}` is not in `organisations`.")
        areas = {"area": (project.area,), "signature": (project.funding_area,), "other_areas": project.other_areas}
        for key, named in areas.items():
            for area in named:
                if area and area not in portfolio.areas_by_key and not (key == "signature" and project.area):
                    yield Problem("W112", at("projects", number, key), f"Area `{area}` is not in `funding_areas`.")
