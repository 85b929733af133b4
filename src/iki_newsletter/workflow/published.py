"""What is public for ever: `published.yaml`, written by `publish`, and `redirects.yaml`, written by the editors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

import yaml
from pydantic import Field, TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model import web_layout
from iki_newsletter.model.shape import Line, Shape
from iki_newsletter.model.suggestion import did_you_mean, nearest
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from iki_newsletter.workspace.folder import Workspace

FILE: Final = "published.yaml"
REDIRECTS: Final = "redirects.yaml"
GONE: Final = "gone"
_MOST: Final = 8 * 1024 * 1024
"""Bytes: ten years of issues take a tenth of it."""
_HEADING: Final = (
    "# What the web archive has shown and must go on showing. `iki-news publish` writes this file; keep it in git.\n"
    "# It grows only. Where a page has moved or is to be withdrawn, say so in redirects.yaml, not here:\n"
    "#   2017-06/old-name: 2017-06/new-name\n"
    "#   projects/old-id: gone\n"
)
_PORTFOLIO: Final = ("projects", "organisations", "areas", "states")


class Published(Shape):
    """`published.yaml`."""

    issues: dict[Line, tuple[Line, ...]] = Field(default_factory=dict)
    """Issue to the names of its contributions."""
    projects: tuple[Line, ...] = ()
    organisations: tuple[Line, ...] = ()
    areas: tuple[Line, ...] = ()
    states: tuple[Line, ...] = ()

    @property
    def addresses(self) -> frozenset[str]:
        """All of it as addresses without languages: `2017-06`, `2017-06/reef`, `projects/reef`."""
        found = {f"{issue}/{name}" for issue, names in self.issues.items() for name in names}
        found |= {f"{kind}/{name}" for kind in _PORTFOLIO for name in getattr(self, kind)}
        return frozenset({*self.issues} | found)


_PUBLISHED: Final = TypeAdapter(Published)
_MOVES: Final = TypeAdapter(Annotated[dict[Line, Line], Field()])


@dataclass(frozen=True)
class Redirects:
    """Where pages have gone: old address to new one, or to `gone`."""

    moves: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    """Where each entry stands, as `redirects.yaml:3:1`."""

    def of(self, address: str) -> str:
        """Give where an address leads: another one, `gone`, or nothing where no entry is about it.

        What is said of an issue holds for its contributions, unless they have entries of their own.
        """
        if address in self.moves:
            return self.moves[address]
        issue, _, name = address.partition("/")
        target = self.moves.get(issue, "") if name else ""
        return f"{target}/{name}" if target and target != GONE else target

    def end_of(self, address: str) -> str:
        """Follow entries to the last one; empty where they lead in a circle."""
        seen = {address}
        target = self.of(address)
        while target and target != GONE and (further := self.of(target)):
            if target in seen:
                return ""
            seen.add(target)
            target = further
        return target


def read_published(workspace: Workspace) -> Published:
    """Read what was public; nothing where nothing was yet. Raises ConfigurationError where it cannot be read."""
    path = workspace.root / FILE
    if not path.exists():
        return Published()
    loaded, problems = read_shape(path, _PUBLISHED, family="W", cap=_MOST)
    if loaded is None:
        raise ConfigurationError(
            f"{FILE} says what is public, and cannot be read.", instead="Bring it back with git.", problems=problems
        )
    return loaded.value


def is_published(workspace: Workspace, issue: str) -> bool:
    """Tell whether an issue is public; of a record that cannot be read, `publish` says so."""
    try:
        return issue in read_published(workspace).issues
    except ConfigurationError:
        return False


def read_redirects(workspace: Workspace, languages: Collection[str] = ()) -> Redirects:
    """Read the editors' entries, in which an address may stand as a browser shows it, in one of the languages.

    Raises ConfigurationError where they cannot be read, contradict each other, or lead in a circle.
    """
    path = workspace.root / REDIRECTS
    if not path.exists():
        return Redirects({})
    loaded, problems = read_shape(path, _MOVES, family="W", cap=_MOST)
    if loaded is None:
        raise ConfigurationError(f"{REDIRECTS} must be mended first.", problems=problems)
    moves: dict[str, str] = {}
    places: dict[str, str] = {}
    for written, target in loaded.value.items():
        old = web_layout.address_of(written, languages)
        new = target if target == GONE else web_layout.address_of(target, languages)
        where = str(loaded.origin.at(written))
        if moves.get(old, new) != new:
            raise ConfigurationError(
                f"{where}: `{written}` means `{old}`, which {places[old]} sends elsewhere.",
                instead="Keep one of the two lines: one entry holds for all languages.",
            )
        moves[old], places[old] = new, where
    redirects = Redirects(moves, places)
    for address in redirects.moves:
        if not redirects.end_of(address):
            raise ConfigurationError(
                f"{REDIRECTS}: `{address}` leads in a circle.",
                instead=f"Let one of them lead to a page, or to `{GONE}`.",
            )
    return redirects


def write_published(root: Path, addresses: Iterable[str]) -> None:
    """Write what is public, in one step; a file that says the same already is left alone."""
    found = sorted(addresses)
    plain: dict[str, object] = {
        "issues": {
            issue: [each.partition("/")[2] for each in found if each.startswith(f"{issue}/")]
            for issue in found
            if "/" not in issue
        }
    }
    plain |= {kind: [each.partition("/")[2] for each in found if each.startswith(f"{kind}/")] for kind in _PORTFOLIO}
    text = _HEADING + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)
    path = root / FILE
    if not path.exists() or path.read_text("utf-8") != text:
        write_atomically(path, text)


def suggestion(address: str, now: Iterable[str]) -> str:
    """Say what to write for an address that would be lost: where it went, as far as its name tells, or `gone`."""
    kind, _, name = address.partition("/")
    same_name = [each for each in now if name and each.partition("/")[2] == name]
    alike = [each for each in now if each.partition("/")[0] == kind and "/" in each]
    target = same_name[0] if same_name else nearest(address, alike) or GONE
    return f"{address}: {target}"


def unknown(redirects: Redirects, published: Published) -> list[str]:
    """Say of each entry about an address that never was public where it stands, and what was meant, if that is plain.

    What another entry leads to may have moved twice before anybody published it, and is none.
    """
    known = published.addresses
    return [
        " ".join(filter(None, (f"{redirects.places[old]}: {FILE} has no `{old}`.", did_you_mean(old, known))))
        for old in redirects.moves
        if old not in known and old not in redirects.moves.values()
    ]
