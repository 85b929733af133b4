"""Which files of an issue's folder are read, and a word about every file that would otherwise be missed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTRIBUTIONS: Final = "contributions"
PICTURES: Final = "images"
MATERIALS: Final = "materials"
"""What events offer to be read afterwards."""
INCOMING: Final = "incoming"
"""What was collected and cannot be taken as it is; git ignores it."""
ORIGINALS: Final = "originals"
"""The documents that contributions were made from; git ignores them."""

TRANSLATIONS: Final = "translations"
"""The files that go to translators and come back; git ignores them."""

_OWN_FILES: Final = frozenset(
    {
        "issue.yaml",
        "campaign.yaml",
        "approval.yaml",
        "received.yaml",
        "translations.yaml",
        CONTRIBUTIONS,
        PICTURES,
        MATERIALS,
        INCOMING,
        ORIGINALS,
        TRANSLATIONS,
    }
)
_CORRECTION: Final = re.compile(r"correction(-[0-9]+)?\.yaml")
_SYSTEM_FILES: Final = frozenset({"thumbs.db", "desktop.ini"})
_YAML: Final = frozenset({".yaml", ".yml"})
_PICTURE: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".tif", ".tiff", ".heic", ".bmp"})
_BACKUP: Final = frozenset({".bak", ".orig", ".old", ".rej", ".swo", ".swp", ".tmp"})
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME: Final = 64


@dataclass(slots=True)
class IssueFiles:
    """What an issue's folder holds."""

    folder: Path
    contributions: list[Path] = field(default_factory=list)
    """The files to read, sorted by name."""
    misnamed: list[Path] = field(default_factory=list)
    """YAML files that are no contribution until they are renamed or moved."""
    pictures: list[Path] = field(default_factory=list)
    """The files of `images`, sorted by name."""
    materials: list[Path] = field(default_factory=list)
    """The files of `materials`, sorted by name."""
    problems: list[Problem] = field(default_factory=list)

    def note(self, code: str, path: Path, what: str, instead: str = "") -> None:
        """Note a problem with a file as a whole."""
        self.problems.append(Problem(code, Position(path), what, instead))


def find_files(folder: Path) -> IssueFiles:
    """Sort what lies in an issue's folder into what is read and what needs a word."""
    files = IssueFiles(folder)
    for path in _entries(folder):
        _sort_beside(path, files)
    for path in _entries(folder / CONTRIBUTIONS, files):
        _sort_contribution(path, files)
    for path in _entries(folder / PICTURES, files):
        _sort_named(path, files, "C115", "Pictures", files.pictures)
    for path in _entries(folder / MATERIALS, files):
        _sort_named(path, files, "C119", "Materials", files.materials)
    return files


def leads_out(path: Path, folder: Path) -> bool:
    """Tell whether a path, its links followed, ends outside a folder; a link that leads in circles does too."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # Python 3.11 and 3.12 raise RuntimeError for circles
        return True


def is_name_of_contribution(name: str) -> bool:
    """Tell whether a YAML file of this name, without its ending, is read as a contribution."""
    return len(name) <= _LONGEST_NAME and bool(_NAME.fullmatch(name))


def name_for(name: str) -> str:
    """Make a contribution's file name of any name: `Día del Árbol.YML` becomes `dia-del-arbol.yaml`."""
    stem = re.sub(r"(\.ya?ml|\.docx?|\.odt|\.txt|\.md|\.pdf)+$", "", name, flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", stem.replace("ß", "ss")).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{words or 'name'}.yaml"


def _entries(folder: Path, files: IssueFiles | None = None) -> Iterator[Path]:
    """Give a folder's entries by name, without those that systems and programs hide."""
    if not folder.is_dir():
        return
    if files and folder.is_symlink() and leads_out(folder, files.folder):
        files.note("C114", folder, f"`{folder.name}` is a link that leads out of the issue's folder.")
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if not path.name.startswith((".", "~$")) and path.name.lower() not in _SYSTEM_FILES:
            yield path


def _is_backup(path: Path) -> bool:
    return path.name.endswith(("~", "#")) or path.suffix.lower() in _BACKUP


def _sort_beside(path: Path, files: IssueFiles) -> None:
    """Look at what lies beside issue.yaml: notes and drafts may, contributions and pictures may not."""
    if path.name in _OWN_FILES or _CORRECTION.fullmatch(path.name):
        return
    if path.is_dir():
        if any(entry.suffix.lower() in _YAML for entry in _entries(path)):
            what = f"The folder `{path.name}` holds YAML files, and only `{CONTRIBUTIONS}` is looked into."
            files.note("C111", path, what, f"Move them to `{CONTRIBUTIONS}`.")
    elif path.stem.lower() == "issue" and path.suffix.lower() in _YAML:
        files.note("C111", path, f"`{path.name}` is not read.", "Rename it to `issue.yaml`.")
    elif _is_backup(path) and path.with_suffix("").suffix.lower() in _YAML:
        files.note("C112", path, f"`{path.name}` looks like a copy that an editor left.")
    elif path.suffix.lower() in _YAML:
        files.misnamed.append(path)
        what = f"`{path.name}` lies beside issue.yaml, where no contribution is looked for."
        files.note("C111", path, what, f"Move it to `{CONTRIBUTIONS}/{name_for(path.name)}`.")
    elif path.suffix.lower() in _PICTURE:
        what = f"`{path.name}` lies beside issue.yaml, where no contribution can name it."
        files.note("C115", path, what, f"Move it to `{PICTURES}`.")


def _sort_contribution(path: Path, files: IssueFiles) -> None:
    if path.is_dir():
        what = f"The folder `{path.name}` is not looked into."
        files.note("C111", path, what, f"Contributions lie directly in `{CONTRIBUTIONS}`: move what is in it there.")
    elif _is_backup(path):
        files.note("C112", path, f"`{path.name}` looks like a copy that an editor left.")
    elif path.suffix == ".yaml" and is_name_of_contribution(path.stem):
        _sort_by_link(path, files)
    elif path.suffix.lower() in _YAML:
        files.misnamed.append(path)
        files.note(
            "C111", path, f"`{path.name}` is not read because of its name.", f"Rename it to `{name_for(path.name)}`."
        )
    elif path.suffix.lower() in _PICTURE:
        files.note(
            "C111", path, f"`{path.name}` is no contribution.", f"Pictures lie in `{PICTURES}`: move it there."
        )
    else:
        what = f"`{path.name}` is not read: a contribution is a YAML file."
        files.note(
            "C111", path, what, f"Write what it says into `{name_for(path.name)}`, and keep the document elsewhere."
        )


def _sort_by_link(path: Path, files: IssueFiles) -> None:
    if path.is_symlink() and leads_out(path, files.folder):
        files.note("C114", path, f"`{path.name}` is a link that leads out of the issue's folder.")
    else:
        files.contributions.append(path)


def _sort_named(path: Path, files: IssueFiles, code: str, what: str, there: list[Path]) -> None:
    """Look at an entry of a folder whose files contributions name; `what` says in the plural what they are."""
    folder = path.parent.name
    if path.is_dir():
        instead = f"{what} lie directly in `{folder}`."
        files.note(code, path, f"The folder `{path.name}` is not looked into.", instead)
    elif path.suffix.lower() in _YAML:
        files.misnamed.append(path)
        found = f"`{path.name}` lies among the {what.lower()}."
        files.note("C111", path, found, f"Move it to `{CONTRIBUTIONS}/{name_for(path.name)}`.")
    else:
        there.append(path)
