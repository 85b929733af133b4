"""Where a ledger may stand: not on network storage or in a folder that a cloud service copies about.

SQLite's locks and its write-ahead log hold on a local disk only (sqlite.org/howtocorrupt.html, section 2), and a
synchronised copy can bring yesterday's ledger back: people would get an issue twice.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from iki_newsletter.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLOUD_NAMES: Final = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "cloudstorage": "a cloud service",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
}
_CLOUD_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK_FILE_SYSTEMS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "davfs", "ncpfs"}
    | {f"fuse.{name}" for name in ("sshfs", "rclone", "davfs2", "gvfsd-fuse", "glusterfs", "onedriver", "s3fs")},
)
_MOUNTS: Final = Path("/proc/mounts")
_REMOTE_DRIVE: Final = 4


def refuse_shared_place(path: Path) -> None:
    """Raise LedgerError, with the reason, when `path` is on network storage or in a cloud-synced folder."""
    mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace") if _MOUNTS.is_file() else ""
    reason = find_sharing(path.absolute().resolve(), mounts=mounts, environ=os.environ)
    if reason:
        raise LedgerError(
            f"The ledger would stand {reason}: {path}. There it is not safe, and people could get mail twice.",
            instead="Move the newsletter's folder to a disk of this computer; share its files with git.",
        )


def find_sharing(path: Path, *, mounts: str, environ: Mapping[str, str]) -> str:
    """Tell what makes an absolute path shared, as in "in a folder of OneDrive"; empty where nothing does.

    `mounts` is the text of `/proc/mounts`, empty where there is none.
    """
    return _cloud(path, environ) or _network_mount(path, mounts) or _network_drive(path)


def _cloud(path: Path, environ: Mapping[str, str]) -> str:
    for part in path.parts:
        # OneDrive for business folders are called "OneDrive - Organisation".
        name = part.casefold().split(" - ")[0].strip()
        if name in _CLOUD_NAMES:
            return f"in a folder of {_CLOUD_NAMES[name]}"
    roots = (Path(environ[variable]) for variable in _CLOUD_VARIABLES if environ.get(variable))
    return "in a folder of OneDrive" if any(path.is_relative_to(root) for root in roots) else ""


def _network_mount(path: Path, mounts: str) -> str:
    rows = (line.split() for line in mounts.splitlines())
    kinds = {_unescaped(row[1]): row[2] for row in rows if len(row) > 2}  # noqa: PLR2004 - device, folder, kind, …
    for folder in (path, *path.parents):
        kind = kinds.get(folder.as_posix())
        if kind:
            return f"on network storage ({kind})" if kind in _NETWORK_FILE_SYSTEMS else ""
    return ""


def _unescaped(folder: str) -> str:
    return folder.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")


def _network_drive(path: Path) -> str:
    if path.drive.startswith("\\\\"):
        return f"on network storage ({path.drive})"
    if sys.platform == "win32" and path.drive:
        import ctypes  # noqa: PLC0415 - only Windows asks

        if ctypes.windll.kernel32.GetDriveTypeW(path.drive + "\\") == _REMOTE_DRIVE:
            return f"on network storage ({path.drive})"
    return ""
