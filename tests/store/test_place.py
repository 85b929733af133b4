from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from iki_newsletter.errors import LedgerError
from iki_newsletter.store.place import find_sharing, refuse_shared_place

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/people /people nfs4 rw 0 0
/dev/sdb1 /people/ana/local ext4 rw 0 0
//server/share /mnt/office\\040files cifs rw 0 0
remote: /mnt/ssh fuse.sshfs rw 0 0
broken
"""


def sharing(path: str | PureWindowsPath, **environ: str) -> str:
    """Ask about a path that need not exist here."""
    pure: Any = PurePosixPath(path) if isinstance(path, str) else path
    return find_sharing(pure, mounts=MOUNTS, environ=environ)


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
