"""What all tests share: the repository's workspace to copy, and the command to run in it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from iki_newsletter.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]

# A machine that does much else at once is no fault of an example.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@dataclass(frozen=True)
class Run:
    """How a run of `iki-news` ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON object on stdout."""
        return json.loads(self.out)


@pytest.fixture
def iki(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run `iki-news` as a user would, in this process, on an 80-column terminal that is none."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("IKI_NEWS_SECRET", raising=False)
    monkeypatch.delenv("IKI_NEWS_SMTP_PASSWORD", raising=False)

    def run(*args: str | Path) -> Run:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            app([str(arg) for arg in args])
        said = capsys.readouterr()
        code = ended.value.code
        return Run(code if isinstance(code, int) else 0, said.out, said.err)

    return run


def copy_workspace(source: Path, target: Path) -> Path:
    """Copy a workspace's inputs; one that has no templates or portfolio of its own gets the repository's."""
    target.mkdir(parents=True, exist_ok=True)
    lists = ("subscribers.csv", "subscribers.example.csv", "contacts.csv", "contacts.example.csv")
    for name in ("newsletter.yaml", "portfolio.yaml", *lists):
        if (source / name).exists():
            shutil.copy2(source / name, target / name)
    for name in ("issues", "templates"):
        origin = source / name if (source / name).is_dir() else ROOT / name
        shutil.copytree(origin, target / name)
    return target


@pytest.fixture
def copied() -> Callable[[Path, Path], Path]:
    """Give the function that copies a workspace's inputs."""
    return copy_workspace


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the repository's own workspace, with the June 2017 issue alone in it, and stand in it."""
    folder = copy_workspace(ROOT, tmp_path / "newsletter")
    for issue in (folder / "issues").iterdir():
        if issue.name != "2017-06":
            shutil.rmtree(issue)
    monkeypatch.chdir(folder)
    return folder
