"""What is public for ever: `published.yaml`, written by `publish`, and `redirects.yaml`, written by the editors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final, Literal

import yaml
from pydantic import Field, StringConstraints, TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model import web_layout
from iki_newsletter.model.shape import Language, Line, Shape, Slug
from iki_newsletter.model.suggestion import did_you_mean, nearest
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from iki_newsletter.model.position import Position
    from iki_newsletter.workspace.folder import Workspace

FILE: Final = "published.yaml"
REDIRECTS: Final = "redirects.yaml"
GONE: Final = "gone"
_MOST: Final = 8 * 1024 * 1024
"""Bytes: ten years of issues take a tenth of it."""
_RARE: Final = frozenset({"only", "files"})
"""What is left out of the file where there is nothing of it."""
_HEADING: Final = (
    "# What the web archive has shown and must go on showing. `iki-news publish` writes this file; keep it in git.\n"
    "# It grows only. Where a page has moved or is to be withdrawn, say so in redirects.yaml, not here:\n"
    "#   2017-06/old-name: 2017-06/new-name\n"
    "#   projects/old-id: gone\n"
)
SITE_FILES: Final = "site"
IssueId = Annotated[str, StringConstraints(pattern=rf"^{web_layout.ISSUE_PATTERN}$", max_length=64)]
FileName = Annotated[
    str, StringConstraints(pattern=r"^((images|materials)/)?[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=300)
]
"""A file of an issue, or one that a language has: never a way out of the site."""


class Published(Shape):
    """`published.yaml`."""

    languages: tuple[Language, ...] = ()
    """The languages that there were pages in."""
    issues: dict[IssueId, tuple[Slug, ...]] = Field(default_factory=dict)
    """Issue to the names of its contributions."""
    projects: tuple[Slug, ...] = ()
    organisations: tuple[Slug, ...] = ()
    areas: tuple[Slug, ...] = ()
    states: tuple[Slug, ...] = ()
    only: dict[Line, tuple[Language, ...]] = Field(default_factory=dict)
    """Addresses that had pages in some of the languages alone, and in which."""
    files: dict[IssueId | Literal["site"], tuple[FileName, ...]] = Field(default_factory=dict)
    """Issue to its pictures, materials and calendars (`reef.ics`, in each language); `site` to feeds and calendar."""

    @property
    def addresses(self) -> frozenset[str]:
        """All pages as addresses without languages: `2017-06`, `2017-06/reef`, `projects/reef`."""
        found = {f"{issue}/{name}" for issue, names in self.issues.items() for name in names}
        found |= {f"{kind}/{name}" for kind in web_layout.GROUPS for name in getattr(self, kind)}
        return frozenset({*self.issues} | found)

    @property
    def file_addresses(self) -> frozenset[str]:
        """All files as addresses without languages: `feed.xml`, `2017-06/reef.ics`, `2017-06/images/reef.png`."""
        return frozenset(
            name if group == SITE_FILES else f"{group}/{name}"
            for group, names in self.files.items()
            for name in names
        )

    def languages_of(self, address: str) -> tuple[str, ...]:
        """Give the languages in which an address had pages."""
        return self.only.get(address, self.languages)


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


def read_redirects(
    workspace: Workspace, languages: Collection[str] = (), files: frozenset[str] = frozenset()
) -> Redirects:
    """Read the editors' entries, in which an address may stand as a browser shows it, in one of the languages.

    `files` are the addresses of published files, which may be `gone` too. Raises ConfigurationError where they cannot
    be read, name what is no address, contradict each other, or lead in a circle.
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
        where = loaded.origin.at(written)
        if not web_layout.is_address(old) and not (old in files and new == GONE):
            raise _no_address(where, written)
        if new != GONE and not web_layout.is_address(new):
            raise _no_address(where, target)
        if moves.get(old, new) != new:
            raise ConfigurationError(
                f"{where}: `{written}` means `{old}`, which {places[old]} sends elsewhere.",
                instead="Keep one of the two lines: one entry holds for all languages.",
            )
        moves[old], places[old] = new, str(where)
    redirects = Redirects(moves, places)
    for address in redirects.moves:
        if not redirects.end_of(address):
            raise ConfigurationError(
                f"{places[address]}: `{address}` leads in a circle.",
                instead=f"Let one of them lead to a page, or to `{GONE}`.",
            )
    return redirects


def _no_address(where: Position, written: str) -> ConfigurationError:
    return ConfigurationError(
        f"{where}: `{written}` is no address of this site.",
        instead="Write one as in published.yaml: `2017-06`, `2017-06/NAME`, `projects/ID`, `organisations/NAME`, "
        f"`areas/NUMERAL` or `states/NAME`; a file that {FILE} names can be `{GONE}`.",
    )


def write_published(root: Path, record: Published) -> None:
    """Write what is public, in one step; a file that says the same already is left alone."""
    plain: dict[str, object] = {
        name: value for name, value in record.model_dump(mode="json").items() if value or name not in _RARE
    }
    text = _HEADING + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)
    path = root / FILE
    if not path.exists() or path.read_text("utf-8") != text:
        write_atomically(path, text)


def record_of(
    before: Published, addresses: Iterable[str], paths: Collection[str], languages: Iterable[str]
) -> Published:
    """Give what must stay public: what was `before`, and the addresses, pages and files that there are now."""
    tongues = (*before.languages, *(each for each in languages if each not in before.languages))
    every = sorted({*before.addresses, *addresses})
    only = {}
    for address in every:
        have = tuple(each for each in tongues if web_layout.pages(address, each)[0] in paths)
        if have != tongues:
            only[address] = have
    files: dict[str, set[str]] = {group: set(names) for group, names in before.files.items()}
    for path in paths:
        if found := _file_of(path, tongues):
            files.setdefault(found[0], set()).add(found[1])
    issues = [each for each in every if "/" not in each]
    return Published(
        languages=tongues,
        issues={issue: _below(issue, every) for issue in issues},
        **{kind: _below(kind, every) for kind in web_layout.GROUPS},
        only=only,
        files={group: tuple(sorted(names)) for group, names in sorted(files.items())},
    )


def _below(group: str, addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(each.partition("/")[2] for each in addresses if each.startswith(f"{group}/"))


def _file_of(path: str, languages: Collection[str]) -> tuple[str, str] | None:
    """Tell to what a path belongs that others link to and that is no page, and its name there."""
    first, _, rest = path.partition("/")
    if first not in languages:
        return (first, rest) if rest.startswith(("images/", "materials/")) else None
    if rest in web_layout.site_files():
        return SITE_FILES, rest
    issue, _, name = rest.partition("/")
    return (issue, name) if name.endswith(".ics") else None


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
    known = published.addresses | published.file_addresses
    return [
        " ".join(filter(None, (f"{redirects.places[old]}: {FILE} has no `{old}`.", did_you_mean(old, known))))
        for old in redirects.moves
        if old not in known and old not in redirects.moves.values()
    ]
