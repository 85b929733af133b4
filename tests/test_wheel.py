from __future__ import annotations

import os
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STARTER = "iki_newsletter/_starter/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, without asking anybody for anything."""
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        check=True,
        cwd=ROOT,
        capture_output=True,
    )
    return next(target.glob("*.whl"))


def test_templates_and_starter_travel_in_the_wheel(wheel: Path) -> None:
    """Every tracked file that `init` lays out is in it, and nothing personal is."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = [path for folder in ("templates", "schemas", "issues/2017-06") for path in (ROOT / folder).rglob("*")]
    examples = ("subscribers.example.csv", "contacts.example.csv")
    wanted += [ROOT / name for name in ("newsletter.yaml", "portfolio.yaml", *examples)]

    missing = [
        path for path in wanted if path.is_file() and f"{STARTER}{path.relative_to(ROOT).as_posix()}" not in names
    ]

    assert not missing
    assert "iki_newsletter/py.typed" in names
    assert {f"iki_newsletter/checks/words/{language}.yaml" for language in ("en", "es", "de")} <= names
    assert not [name for name in names if name.endswith(("subscribers.csv", "contacts.csv", ".sqlite3", "secret"))]


def test_the_installed_wheel_goes_all_the_way(wheel: Path, tmp_path: Path) -> None:
    """Outside the repository: init, compile, preview and send, from what the wheel brings."""
    installed, ours = tmp_path / "site", tmp_path / "ours"
    zipfile.ZipFile(wheel).extractall(installed)
    libraries = [path for path in site.getsitepackages() if "site-packages" in path]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(installed), *libraries])}

    def run(*arguments: str) -> str:
        ended = subprocess.run(
            [sys.executable, "-S", "-m", "iki_newsletter", *arguments],
            check=False,
            capture_output=True,
            encoding="utf-8",
            env=environment,
            cwd=tmp_path,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    run("init", str(ours))
    run("-C", str(ours), "compile", "2017-06")
    assert "HORIZONTE" in run("-C", str(ours), "preview", "2017-06", "-l", "de", "--plain").upper()
    assert "13 planned: 13 sent" in run("-C", str(ours), "send", "2017-06", "--yes")
    assert len(list((ours / "build" / "outbox" / "new").iterdir())) == 13
