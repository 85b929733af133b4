"""Approvals, `approval.yaml` in the issue's folder: tracked by git; and the approved editions' bytes, in `var/`.

The file says who agreed to what, on every computer. The bytes are only to compare with later: whoever lacks them can
still tell which edition has changed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import yaml
from pydantic import TypeAdapter

from iki_newsletter.errors import RefusedError
from iki_newsletter.model.approval import Approvals
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from iki_newsletter.model.approval import Approval

FILE: Final = "approval.yaml"
_FOLDER: Final = "approved"
_HEADING: Final = (
    "# Written by `iki-news approve`; keep it in git. It says who agreed to which editions, by their digests, the\n"
    "# newest last. A change to an edition makes its approval void; nothing here needs to be edited by hand.\n"
)
_ADAPTER: Final = TypeAdapter(Approvals)


def read_approvals(issue_folder: Path) -> Approvals:
    """Read an issue's approvals; none where there is no file. Raises RefusedError when it cannot be understood."""
    path = issue_folder / FILE
    if not path.exists():
        return Approvals()
    loaded, problems = read_shape(path, _ADAPTER, family="I")
    if loaded is None:
        raise RefusedError(
            f"{relative_to_here(path)} says who approved what, but cannot be read.",
            instead="Bring it back with git; or delete it, and have the issue approved anew.",
            problems=problems,
        )
    return loaded.value


def add_approval(issue_folder: Path, approval: Approval) -> Approvals:
    """Write an approval behind those that were there; gives them all."""
    approvals = Approvals(approvals=(*read_approvals(issue_folder).approvals, approval))
    text = yaml.safe_dump(approvals.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    write_atomically(issue_folder / FILE, _HEADING + text)
    return approvals


def keep_editions(var: Path, editions: Mapping[str, bytes], replaced: Iterable[str] = ()) -> None:
    """Keep approved editions' bytes by their digests, and let go of those whose approval they replace."""
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    for digest, kept in editions.items():
        path = _path(var, digest)
        if not path.exists():
            write_atomically(path, kept)
    for digest in set(replaced).difference(editions):
        _path(var, digest).unlink(missing_ok=True)


def kept_edition(var: Path, digest: str) -> bytes | None:
    """Give an approved edition's bytes, None where they are not here or are damaged."""
    path = _path(var, digest)
    if not path.exists():
        return None
    kept = path.read_bytes()
    return kept if hashlib.sha256(kept).hexdigest() == digest else None


def _path(var: Path, digest: str) -> Path:
    return var / _FOLDER / f"{digest}.json"
