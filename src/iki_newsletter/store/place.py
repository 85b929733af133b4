"""Where a ledger may stand: not on network storage or in a folder that a cloud service copies about.

SQLite's locks and its write-ahead log hold on a local disk only (sqlite.org/howtocorrupt.html, section 2), and a
synchronised copy can bring yesterday's ledger back: people would get an issue twice.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
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
    | {"afpfs", "webdav"}  # as macOS calls them; it has `nfs` and `smbfs` in common with others
    | {f"fuse.{name}" for name in ("sshfs", "rclone", "davfs2", "gvfsd-fuse", "glusterfs", "onedriver", "s3fs")},
)
_MOUNTS: Final = Path("/proc/mounts")
_MOUNTS_OF_MACOS: Final = "/sbin/mount"
_MOUNT_OF_MACOS: Final = re.compile(r".+? on (?P<folder>/.*) \((?P<kind>[^,)]+)[^)]*\)")
_PATIENCE: Final = 5.0
"""Seconds; it asks the system alone, no server."""
_REMOTE_DRIVE: Final = 4


def refuse_shared_place(path: Path) -> None:
    """Raise LedgerError, with the reason, when `path` is on network storage or in a cloud-synced folder."""
    reason = find_sharing(path.absolute().resolve(), mounts=_mounts(), environ=os.environ)
    if reason:
        raise LedgerError(
            f"The ledger would stand {reason}: {path}. There it is not safe, and people could get mail twice.",
            instead="Move the newsletter's folder to a disk of this computer; share its files with git.",
        )


def find_sharing(path: Path, *, mounts: Mapping[str, str], environ: Mapping[str, str]) -> str:
    """Tell what makes an absolute path shared, as in "in a folder of OneDrive"; empty where nothing does.

    `mounts` is mounted folder to kind of file system, empty where that is not known.
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


def linux_mounts(text: str) -> dict[str, str]:
    """Read `/proc/mounts`: mounted folder to kind of file system."""
    rows = (line.split() for line in text.splitlines())
    return {_unescaped(row[1]): row[2] for row in rows if len(row) > 2}  # noqa: PLR2004 - device, folder, kind, …


def macos_mounts(text: str) -> dict[str, str]:
    """Read what macOS's `mount` prints, as in `//ana@server/share on /Volumes/share (smbfs, nodev)`."""
    found = map(_MOUNT_OF_MACOS.fullmatch, text.splitlines())
    return {row["folder"]: row["kind"] for row in found if row}


def _mounts() -> Mapping[str, str]:
    if _MOUNTS.is_file():
        return linux_mounts(_MOUNTS.read_text(encoding="utf-8", errors="replace"))
    return macos_mounts(_printed_by(_MOUNTS_OF_MACOS)) if sys.platform == "darwin" else {}


@cache
def _printed_by(program: str) -> str:
    """Give what a program prints; nothing where it cannot be run: then the place is not known to be shared."""
    try:
        run = subprocess.run([program], capture_output=True, timeout=_PATIENCE, check=True)  # noqa: S603 - our own path
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.decode("utf-8", errors="replace")


def _network_mount(path: Path, mounts: Mapping[str, str]) -> str:
    for folder in (path, *path.parents):
        kind = mounts.get(folder.as_posix())
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
