"""The starter workspace that travels with the program, and laying out a new one from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import AlreadyThereError, ConfigurationError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE_ISSUE: Final = "2017-06"

_FILES: Final = ("newsletter.yaml", "portfolio.yaml", "subscribers.example.csv", "contacts.example.csv")
_FOLDERS: Final = ("templates", "schemas", f"issues/{EXAMPLE_ISSUE}")
_IGNORE: Final = ".gitignore"
_NOT_TO_COPY: Final = frozenset(
    {
        *("campaign.yaml", "approval.yaml", "received.yaml", "incoming", "originals", "translations"),
        *("Thumbs.db", "desktop.ini", "__pycache__"),
    }
)
"""What running the program or a system leaves in those folders: a new workspace has neither sent nor approved."""

_IGNORED: Final = """\
# What can be made again
/build/

# What must be kept, backed up, and never shared: the ledger and the secret
/var/
*.sqlite3

# People's addresses
/subscribers.csv
/subscribers.xlsx
/contacts.csv
/contacts.xlsx
# What a crash may leave of them while they are written
/.subscribers.csv.*
/.contacts.csv.*
"""


def starter() -> Path:
    """Give the folder with the starter files: inside the package when it was installed, else the source tree's root.

    Raises ConfigurationError where neither is whole.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_starter", package.parent.parent):
        if all((folder / name).exists() for name in (*_FILES, *_FOLDERS)):
            return folder
    raise ConfigurationError("The starter files are missing from this installation.", instead="Install it anew.")


def lay_out(target: Path) -> list[Path]:
    """Write a new workspace into a folder that has none of its files yet, and list what was written.

    Raises AlreadyThereError, before anything is written, where one of them is there; UsageError where the folder
    cannot be written.
    """
    source = starter()
    _refuse_what_is_there(target)
    try:
        written = [_write(target / name, (source / name).read_bytes()) for name in _names(source)]
        return [*written, _write(target / _IGNORE, _IGNORED.encode())]
    except OSError as error:
        reason = error.strerror or "the system refuses"
        raise UsageError(
            f"{target} cannot be written: {reason}.", instead="Name a folder that you may write."
        ) from error


def _refuse_what_is_there(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise AlreadyThereError(f"{target} is a file.", instead="Name a folder that is empty or does not exist yet.")
    tops = [*_FILES, *dict.fromkeys(folder.partition("/")[0] for folder in _FOLDERS), _IGNORE]
    there = [name for name in tops if (target / name).exists() or (target / name).is_symlink()]
    if there:
        raise AlreadyThereError(
            f"{target} has {', '.join(there)} already, and nothing is overwritten.",
            instead="Name a folder that is empty or does not exist yet.",
        )


def _names(source: Path) -> Iterator[Path]:
    """List the starter's files, relative to its folder, in an order that is always the same."""
    yield from map(Path, _FILES)
    for folder in _FOLDERS:
        for path in sorted((source / folder).rglob("*")):
            name = path.relative_to(source)
            if path.is_file() and not any(part.startswith(".") or part in _NOT_TO_COPY for part in name.parts):
                yield name


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
    return path
