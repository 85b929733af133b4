from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.store.secret import load_secret

if TYPE_CHECKING:
    from pathlib import Path


def test_made_once(tmp_path: Path) -> None:
    """The first look makes it, 32 bytes for its owner alone; every later one finds the same."""
    secret = load_secret(tmp_path / "var", {})
    assert len(secret) == 32
    assert load_secret(tmp_path / "var", {}) == secret
    assert (tmp_path / "var" / "secret").read_text(encoding="ascii").strip() == secret.hex()
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "var" / "secret").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_environment_comes_first(tmp_path: Path) -> None:
    """IKI_NEWS_SECRET is taken as it is, and no file is made."""
    assert load_secret(tmp_path / "var", {"IKI_NEWS_SECRET": "ab" * 32}) == b"\xab" * 32
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("text", ["", "hello", "abcd", "zz" * 32, "ab" * 31, "ä" * 64])
def test_damaged_secret(tmp_path: Path, text: str) -> None:
    """A secret that cannot be one is reported with the way back, and never replaced."""
    (tmp_path / "secret").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_secret(tmp_path, {})
    assert "backup" in caught.value.instead
    assert (tmp_path / "secret").read_text(encoding="utf-8") == text


def test_wrong_secret_in_the_environment() -> None:
    """So is one in the environment; its text is not repeated."""
    with pytest.raises(ConfigurationError, match="IKI_NEWS_SECRET") as caught:
        load_secret(None, {"IKI_NEWS_SECRET": "hunter2"})  # type: ignore[arg-type]
    assert "hunter2" not in "".join(caught.value.lines())


def test_two_first_commands_at_once(tmp_path: Path) -> None:
    """Several processes that look first at the same time come to one secret."""
    code = (
        "import sys; from pathlib import Path; from iki_newsletter.store.secret import load_secret;"
        "print(load_secret(Path(sys.argv[1]), {}).hex())"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "var")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = {process.communicate()[0] for process in started}
    assert len(said) == 1
