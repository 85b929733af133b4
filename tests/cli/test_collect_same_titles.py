from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from tests.cli.collecting import ISSUE, fates, received
from tests.intake.parcels import mail, news

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

JULY = "issues/2017-07"
NAME = "contributions/ecovalor-news.yaml"


def column(body: str) -> bytes:
    """Write what a project sends every month under the same title."""
    return yaml.safe_dump(news(images=[], title="Noticias del mes", body={"es": body})).encode()


def lay(folder: Path, body: str, day: int) -> Path:
    """Write a mail of a day in May with a column; gives its path."""
    path = folder / f"{day}.eml"
    path.write_bytes(mail(("nota.yaml", column(body)), date=f"Mon, {day} May 2017 09:00:00 +0000"))
    return path


@pytest.fixture
def box(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> Path:
    """Collect June's column from a mailbox, and begin July; gives the mailbox."""
    folder = tmp_path / "box"
    folder.mkdir()
    lay(folder, "Lo de junio.", 10)
    assert fates(iki("collect", "2017-06", folder, "--json")) == ["taken"]
    iki("new", "issue", "2017-07")
    return folder


@pytest.mark.parametrize("is_dropped", [False, True])
@pytest.mark.parametrize("day", [9, 20])
def test_a_column_is_new_in_each_issue(
    iki: Callable[..., Run], box: Path, workspace: Path, day: int, is_dropped: bool
) -> None:
    """Another text under the same title is no version of the old one, whenever it came, and both stay."""
    if is_dropped:
        (workspace / ISSUE / NAME).unlink()
    july = lay(box, "Lo de julio.", day)
    run = iki("collect", "2017-07", july, "--json")
    assert (run.code, fates(run)) == (0, ["taken"])
    assert "2017-06 took another text" in run.data["collected"][0]["notes"][0]
    before = (workspace / JULY / NAME).read_bytes()
    for issue in ("2017-07", "2017-06", "2017-07"):
        run = iki("collect", issue, box, "--json")
        assert sorted(fates(run)) == ["elsewhere", "known"]
    assert (workspace / JULY / NAME).read_bytes() == before
    assert is_dropped or "Lo de junio" in (workspace / ISSUE / NAME).read_text("utf-8")


def test_versions_that_were_replaced_do_not_come_back_in_the_next_issue(
    iki: Callable[..., Run], box: Path, workspace: Path
) -> None:
    """A mailbox keeps them all: those whose place another took, and those that were older when they were met."""
    lay(box, "Lo de junio, corregido.", 12)
    assert fates(iki("collect", "2017-06", box, "--json")) == ["known", "replaced"]
    lay(box, "Lo de junio, a medias.", 11)
    assert fates(iki("collect", "2017-06", box, "--json")) == ["older", "older", "known"]
    assert len(received(workspace)["ecovalor-news"]["earlier"]) == 2
    run = iki("collect", "2017-07", box, "--json")
    assert fates(run) == ["elsewhere"] * 3
    assert run.data["collected"][0]["why"].startswith("A newer version of it is in the issue 2017-06 already")


def test_two_texts_of_one_title_in_one_mail_are_both_told(
    iki: Callable[..., Run], box: Path, workspace: Path
) -> None:
    """Neither is a version of the other; the second waits for a decision, and whichever was let in stays."""
    files = [(f"{place}.yaml", column(f"Desde el {place}.")) for place in ("mar", "bosque")]
    path = box / "2.eml"
    path.write_bytes(mail(*files))
    run = iki("collect", "2017-07", path, "--json")
    assert (run.code, fates(run)) == (1, ["taken", "edited"])
    told = run.data["collected"][1]
    assert "at the same moment as ecovalor-news" in told["why"]
    assert any("Desde el bosque" in line for line in told["difference"])
    assert told["instead"].endswith("--replace ecovalor-news")
    assert fates(iki("collect", "2017-07", path, "--json")) == ["known", "edited"]
    assert fates(iki("collect", "2017-07", path, "--replace", "ecovalor-news", "--json")) == ["known", "replaced"]
    assert fates(iki("collect", "2017-07", path, "--json")) == ["older", "known"]
    (workspace / JULY / NAME).unlink()
    path.write_bytes(mail(("rio.yaml", column("Desde el río."))))
    run = iki("collect", "2017-07", path, "--json")
    assert (run.code, fates(run)) == (1, ["edited"])
    assert "This is another text." in run.data["collected"][0]["why"]


def test_a_newer_version_of_what_was_moved_and_edited_is_told_where_it_is(
    iki: Callable[..., Run], box: Path, workspace: Path
) -> None:
    """It is known by its title there, its old version asks for nothing, and both issues ask about the newer one."""
    (workspace / ISSUE / NAME).rename(workspace / JULY / NAME)
    edited = (workspace / JULY / NAME).read_bytes() + b"# seen by Hanna\n"
    (workspace / JULY / NAME).write_bytes(edited)
    assert fates(iki("collect", "2017-07", box, "--json")) == ["known"]
    newer = lay(box, "Lo de junio, corregido.", 20)
    for issue in ("2017-07", "2017-06"):
        run = iki("collect", issue, newer, "--json")
        assert (run.code, fates(run)) == (1, ["edited"])
    assert (workspace / JULY / NAME).read_bytes() == edited
    assert fates(iki("collect", "2017-07", newer, "--replace", "ecovalor-news", "--json")) == ["replaced"]
    run = iki("collect", "2017-06", box, "--json")
    assert (run.code, fates(run)) == (0, ["elsewhere", "elsewhere"])
