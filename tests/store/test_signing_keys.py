from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from iki_newsletter.errors import AlreadyThereError, ConfigurationError
from iki_newsletter.model.newsletter import Algorithm, Dkim
from iki_newsletter.store.signing_keys import load_signing_keys, make_signing_key, missing_keys
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes are how POSIX systems protect files")


def settings(**changes: Any) -> Dkim:
    """Give the settings of a signature with an RSA key under var/."""
    return Dkim.model_validate({"domain": "example.org", "selector": "iki1", "key": "var/dkim.pem"} | changes)


def pem(key: Any, encryption: KeySerializationEncryption | None = None) -> bytes:
    """Write a private key."""
    written: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())
    return written


def write_closed(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)


def test_a_key_is_made_for_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    """It is made with mode 0600 in a folder of 0700; a second time there is nothing but an error."""
    path = tmp_path / "var" / "dkim.pem"
    make_signing_key(path)
    content = path.read_bytes()
    with pytest.raises(AlreadyThereError, match="never overwritten"):
        make_signing_key(path)
    assert path.read_bytes() == content
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_both_keys_are_read_rsa_first(tmp_path: Path) -> None:
    """What was made is read back; the halves for the DNS have the lengths that 2,048 bits and 32 bytes have."""
    make_signing_key(tmp_path / "var" / "dkim.pem")
    make_signing_key(tmp_path / "var" / "ed.pem", Algorithm.ED25519)
    both = settings(ed25519={"selector": "iki2", "key": "var/ed.pem"})
    keys = load_signing_keys(Workspace(tmp_path), both, {})
    assert [(key.selector, key.algorithm, len(key.public)) for key in keys] == [
        ("iki1", "rsa", 392),
        ("iki2", "ed25519", 44),
    ]
    assert missing_keys(Workspace(tmp_path), both, {}) == []


@pytest.mark.parametrize("form", ["pem", "one line", "base64"])
def test_a_key_from_the_environment(tmp_path: Path, form: str) -> None:
    """Without a file the environment has it, as PEM, with its line ends written out, or as base64 on one line."""
    key = rsa.generate_private_key(65537, 2048)
    text = pem(key).decode()
    forms = {"pem": text, "one line": text.replace("\n", "\\n"), "base64": "".join(text.splitlines()[1:-1])}
    (loaded,) = load_signing_keys(Workspace(tmp_path), settings(key=None), {"IKI_NEWS_DKIM_KEY": forms[form]})
    assert loaded.sign(b"x")


def test_a_key_outside_the_workspace_and_in_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key may lie anywhere else, and `~` is the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    make_signing_key(tmp_path / "keys" / "dkim.pem")
    workspace = Workspace(tmp_path / "newsletter")
    workspace.root.mkdir()
    for name in ("~/keys/dkim.pem", "../keys/dkim.pem", str(tmp_path / "keys" / "dkim.pem")):
        assert len(load_signing_keys(workspace, settings(key=name), {})) == 1


@posix_only
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o644])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    """Its mode is named, and how to close it; the key itself is not."""
    path = tmp_path / "var" / "dkim.pem"
    make_signing_key(path)
    path.chmod(mode)
    with pytest.raises(ConfigurationError, match=f"mode {mode:04o}") as caught:
        load_signing_keys(Workspace(tmp_path), settings(), {})
    assert "chmod 600" in caught.value.instead


@pytest.mark.parametrize("name", ["dkim.pem", "issues/dkim.pem", "var/../dkim.pem", "build/dkim.pem"])
def test_a_key_among_shared_files_is_refused(tmp_path: Path, name: str) -> None:
    """Only var/ is left out of git."""
    write_closed(tmp_path / "dkim.pem", b"")
    with pytest.raises(ConfigurationError, match="among the files that are shared"):
        load_signing_keys(Workspace(tmp_path), settings(key=name), {})


@posix_only
def test_a_link_in_var_to_a_shared_file_is_refused(tmp_path: Path) -> None:
    """Where the file itself lies is what counts."""
    make_signing_key(tmp_path / "dkim.pem")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "dkim.pem").symlink_to(tmp_path / "dkim.pem")
    with pytest.raises(ConfigurationError, match="among the files that are shared"):
        load_signing_keys(Workspace(tmp_path), settings(), {})


WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "does not hold a private key"),
    "a word": (lambda: b"hello", "does not hold a private key"),
    "no UTF-8": (lambda: b"\xff\xfe\x00", "does not hold a private key"),
    "damaged": (
        lambda: b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "does not hold a private key",
    ),
    "short": (
        lambda: pem(rsa.generate_private_key(65537, 1024)),  # noqa: S505 - it is to be refused
        "1024 bits; servers ask for 2048",
    ),
    "other kind": (lambda: pem(ec.generate_private_key(ec.SECP256R1())), "does not hold an RSA key"),
    "locked": (
        lambda: pem(rsa.generate_private_key(65537, 2048), BestAvailableEncryption(b"hunter2")),
        "with a passphrase",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_key_is_told_kindly(tmp_path: Path, name: str) -> None:
    """Each has its sentence and a way on."""
    make, what = WRONG[name]
    write_closed(tmp_path / "var" / "dkim.pem", make())
    with pytest.raises(ConfigurationError, match=what) as caught:
        load_signing_keys(Workspace(tmp_path), settings(), {})
    assert caught.value.instead


def test_keys_in_each_others_place(tmp_path: Path) -> None:
    """An Ed25519 key alone would leave most servers without a signature that they know."""
    make_signing_key(tmp_path / "var" / "dkim.pem", Algorithm.ED25519)
    with pytest.raises(ConfigurationError, match="does not hold an RSA key"):
        load_signing_keys(Workspace(tmp_path), settings(), {})


def test_missing_keys(tmp_path: Path) -> None:
    """A missing file and an empty variable are named, with the command that makes a key."""
    workspace = Workspace(tmp_path)
    with pytest.raises(ConfigurationError, match=r"dkim\.pem is missing") as caught:
        load_signing_keys(workspace, settings(), {})
    assert "--make-key" in caught.value.instead
    with pytest.raises(ConfigurationError, match="IKI_NEWS_DKIM_KEY"):
        load_signing_keys(workspace, settings(key=None), {"IKI_NEWS_DKIM_KEY": " "})
    both = settings(key=None, ed25519={"selector": "iki2"})
    assert missing_keys(workspace, both, {}) == ["IKI_NEWS_DKIM_KEY", "IKI_NEWS_DKIM_ED25519_KEY"]
    assert missing_keys(workspace, settings(), {}) == ["var/dkim.pem"]


def test_a_relay_needs_no_key(tmp_path: Path) -> None:
    """Where the relay signs, no key is looked for."""
    relay = Dkim.model_validate({"domain": "example.org", "signed_by": "relay", "selector": "selector1"})
    assert load_signing_keys(Workspace(tmp_path), relay, {}) == ()
    assert missing_keys(Workspace(tmp_path), relay, {}) == []
