from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from iki_newsletter.errors import LedgerError
from iki_newsletter.store.place import _printed_by, find_sharing, linux_mounts, macos_mounts, refuse_shared_place

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/people /people nfs4 rw 0 0
/dev/sdb1 /people/ana/local ext4 rw 0 0
//server/share /mnt/office\\040files cifs rw 0 0
remote: /mnt/ssh fuse.sshfs rw 0 0
broken
"""


MOUNTS_OF_MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect, root data)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
/dev/disk4s1 on /Volumes/Stick (msdos, local, nodev, nosuid, noowners, noatime)
//ana@server.example.org/press%20office on /Volumes/press office (smbfs, nodev, nosuid, mounted by ana)
//ana@server.example.org/on%20air on /Volumes/work on air (2017) (afpfs, nodev, nosuid, mounted by ana)
server.example.org:/news on /Volumes/news (nfs, nodev, nosuid, mounted by ana)
https://cloud.example.org/dav/ on /Volumes/dav (webdav, nodev, noexec, nosuid, mounted by ana)
broken
"""


def sharing(path: str | PureWindowsPath, **environ: str) -> str:
    """Ask about a path that need not exist here."""
    pure: Any = PurePosixPath(path) if isinstance(path, str) else path
    return find_sharing(pure, mounts=linux_mounts(MOUNTS), environ=environ)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/data/ana/OneDrive/news/var", "OneDrive"),
        ("/Users/ana/OneDrive - Example GmbH/news/var", "OneDrive"),
        ("/data/ana/Dropbox/news/var", "Dropbox"),
        ("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/news", "iCloud"),
        ("/Users/ana/Library/CloudStorage/GoogleDrive-ana/news", "cloud"),
        ("/data/ana/Google Drive/news", "Google Drive"),
        ("/data/ana/Nextcloud/news", "Nextcloud"),
        ("/people/ana/news/var", "network storage (nfs4)"),
        ("/mnt/office files/news/var", "network storage (cifs)"),
        ("/mnt/ssh/news", "network storage (fuse.sshfs)"),
        (PureWindowsPath(r"\\server\share\news\var"), "network storage"),
        (PureWindowsPath(r"C:\Users\ana\OneDrive\news"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\ana\iCloudDrive\news"), "iCloud"),
    ],
    ids=str,
)
def test_shared_places(path: str | PureWindowsPath, reason: str) -> None:
    """Cloud-synced folders and network storage are recognised, by the name that people know them by."""
    assert reason in sharing(path)


@pytest.mark.parametrize(
    "path",
    ["/people/ana/local/news/var", "/data/news/var", "/data/dropboxes/news", "/data/my-onedrive-notes/var"],
)
def test_local_places(path: str) -> None:
    """A local disk is fine, also one mounted inside a network's folder, and a name that only resembles."""
    assert sharing(path) == ""


def test_onedrive_by_the_environment() -> None:
    """Windows says where OneDrive's folder is, whatever it is called."""
    assert "OneDrive" in sharing("/data/wolke/news", OneDriveCommercial="/data/wolke")
    assert sharing("/data/wolkig/news", OneDrive="/data/wolke") == ""


def test_refusal_says_why_and_what_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the place, the reason and the cure."""
    with pytest.raises(LedgerError, match="OneDrive") as caught:
        refuse_shared_place(tmp_path / "OneDrive" / "var" / "ledger.sqlite3")
    assert "disk of this computer" in caught.value.instead
    monkeypatch.setattr("iki_newsletter.store.place._MOUNTS", tmp_path / "nothing")
    refuse_shared_place(tmp_path / "var" / "ledger.sqlite3")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/Volumes/press office/var", "on network storage (smbfs)"),
        ("/Volumes/work on air (2017)/news/var", "on network storage (afpfs)"),
        ("/Volumes/news/ours/var", "on network storage (nfs)"),
        ("/Volumes/dav", "on network storage (webdav)"),
        ("/Volumes/Stick/news/var", ""),
        ("/Users/ana/news/var", ""),
        ("/Volumes/newsletter/var", ""),
    ],
)
def test_network_volumes_of_macos(path: str, reason: str) -> None:
    """What the Finder mounts from a server is recognised, a stick and the computer's own disk are fine."""
    pure: Any = PurePosixPath(path)
    assert find_sharing(pure, mounts=macos_mounts(MOUNTS_OF_MACOS), environ={}) == reason


def test_a_mount_program_that_cannot_be_run_says_nothing(tmp_path: Path) -> None:
    """Without its word the place is taken for what it looks like, and the user's work goes on."""
    assert _printed_by(str(tmp_path / "nothing")) == ""
