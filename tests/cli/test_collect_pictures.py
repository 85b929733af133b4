from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.cli.collecting import ISSUE, fates, received
from tests.intake.parcels import news, parcel, picture

from iki_newsletter.render.pictures import clean_picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

SHOWN = "images/reserva.jpg"
NEWER = "2017-05-21T08:00:00Z"


@pytest.fixture
def taken(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> Path:
    """Collect a parcel with one picture; gives the file, to send a newer version in its place."""
    source = tmp_path / "a.zip"
    source.write_bytes(parcel())
    assert fates(iki("collect", "2017-06", source, "--json")) == ["taken"]
    return source


def test_received_keeps_the_digest_of_each_picture(taken: Path, workspace: Path) -> None:
    """By it the next run knows whether somebody has changed one."""
    written = (workspace / ISSUE / SHOWN).read_bytes()
    assert received(workspace)["ecovalor-news"]["pictures"] == {SHOWN: hashlib.sha256(written).hexdigest()}


@pytest.mark.parametrize("pictures", [{}, {SHOWN: picture("blue")}])
def test_a_cropped_picture_is_neither_replaced_nor_deleted(
    iki: Callable[..., Run], taken: Path, workspace: Path, pictures: dict[str, bytes]
) -> None:
    """It counts as an edit, and is named; --replace takes the newer version, and the cropped picture stays."""
    cropped = picture("red", size=(900, 600))
    (workspace / ISSUE / SHOWN).write_bytes(cropped)
    before = (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_bytes()
    images = news()["images"] if pictures else []
    taken.write_bytes(parcel(news(title="Once reservas", images=images), pictures, saved_at=NEWER))
    run = iki("collect", "2017-06", taken, "--json")
    assert (run.code, fates(run)) == (1, ["edited"])
    assert SHOWN in run.data["collected"][0]["why"]
    assert (workspace / ISSUE / SHOWN).read_bytes() == cropped
    assert (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_bytes() == before

    replaced = iki("collect", "2017-06", taken, "--replace", "ecovalor-news", "--json")
    assert fates(replaced) == ["replaced"]
    assert f"{SHOWN} stays beside it, as it is here." in replaced.data["collected"][0]["notes"]
    assert (workspace / ISSUE / SHOWN).read_bytes() == cropped
    text = (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_text("utf-8")
    assert SHOWN not in [image["file"] for image in yaml.safe_load(text).get("images") or []]


def test_a_picture_that_an_editor_put_there_before_it_came_is_no_edit(
    iki: Callable[..., Run], taken: Path, workspace: Path
) -> None:
    """Whoever copied the newer picture in by hand has lost nothing when it comes."""
    newer = picture("blue")
    taken.write_bytes(parcel(pictures={SHOWN: newer}, saved_at=NEWER))
    (workspace / ISSUE / SHOWN).write_bytes(clean_picture(newer)[0])
    assert fates(iki("collect", "2017-06", taken, "--json")) == ["replaced"]


def test_an_older_received_yaml_is_read_and_nothing_it_names_is_deleted(
    iki: Callable[..., Run], taken: Path, workspace: Path
) -> None:
    """It lists pictures without digests: the same picture is no edit, another one may be; none is taken away."""
    path = workspace / ISSUE / "received.yaml"
    told = yaml.safe_load(path.read_text("utf-8"))
    told["contributions"]["ecovalor-news"]["pictures"] = [SHOWN]
    path.write_text(yaml.safe_dump(told), "utf-8")
    before = (workspace / ISSUE / SHOWN).read_bytes()
    taken.write_bytes(parcel(pictures={SHOWN: picture("blue")}, saved_at=NEWER))
    run = iki("collect", "2017-06", taken, "--json")
    assert fates(run) == ["edited"]
    assert f"{SHOWN} may have been changed here" in run.data["collected"][0]["why"]
    assert iki("collect", "2017-06", taken, "--replace", "ecovalor-news").code == 0
    assert (workspace / ISSUE / SHOWN).read_bytes() == before

    path.write_text(yaml.safe_dump(told), "utf-8")
    taken.write_bytes(parcel(news(title="Once reservas"), saved_at=NEWER))
    (workspace / ISSUE / "contributions/ecovalor-news.yaml").unlink()
    assert fates(iki("collect", "2017-06", taken, "--replace", "ecovalor-news", "--json")) == ["replaced"]


def test_a_picture_that_comes_again_stays_as_an_editor_cropped_it(
    iki: Callable[..., Run], taken: Path, workspace: Path
) -> None:
    """The newer text is taken with the crop, also the one after it, whatever the sender calls the picture."""
    cropped = picture("red", size=(900, 600))
    (workspace / ISSUE / SHOWN).write_bytes(cropped)
    images = [{**news()["images"][0], "file": "images/otra.jpg"}]
    for newer, sent in (
        (NEWER, parcel(news(title="Once reservas"), saved_at=NEWER)),
        (
            "2017-05-22T08:00:00Z",
            parcel(news(images=images), {"images/otra.jpg": picture()}, saved_at="2017-05-22T08:00:00Z"),
        ),
    ):
        taken.write_bytes(sent)
        run = iki("collect", "2017-06", taken, "--json")
        assert fates(run) == ["replaced"], newer
        assert (
            f"{SHOWN} stays as it was changed here: the same picture came again." in run.data["collected"][0]["notes"]
        )
        assert (workspace / ISSUE / SHOWN).read_bytes() == cropped
        text = (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_text("utf-8")
        assert [image["file"] for image in yaml.safe_load(text)["images"]] == [SHOWN]
    assert sorted(path.name for path in (workspace / ISSUE / "images").glob("*otra*")) == []


def test_replacing_says_what_goes_and_keeps_it(iki: Callable[..., Run], taken: Path, workspace: Path) -> None:
    """Text and picture were both edited, and both are named; the edited text lies with the originals, out of git."""
    path = workspace / ISSUE / "contributions/ecovalor-news.yaml"
    edited = path.read_bytes().replace(b"Diez reservas", b"Diez grandes reservas")
    path.write_bytes(edited)
    (workspace / ISSUE / SHOWN).write_bytes(picture("red", size=(900, 600)))
    one = {name: {"es": "Una"} for name in ("title", "teaser", "body")}
    taken.write_bytes(parcel(news(**one), {SHOWN: picture("blue")}, saved_at=NEWER))
    why = iki("collect", "2017-06", taken, "--json").data["collected"][0]["why"]
    assert "edited here since it was collected; images/reserva.jpg was changed here" in why

    command = ("collect", "2017-06", taken, "--replace", "ecovalor-news")
    dry = " ".join(iki(*command, "--dry-run").out.split())
    assert "It takes the place of a text that was edited here; that would lie in issues/2017-06/originals/" in dry
    assert path.read_bytes() == edited
    run = iki("-v", *command)
    said = " ".join(run.out.split())
    assert "It has no text in de, which the version before had." in said
    assert "- es: Diez grandes reservas calculan" in said
    (kept,) = (workspace / ISSUE / "originals").glob("ecovalor-news-*.yaml")
    assert kept.read_bytes() == edited
    assert f"that lies in issues/2017-06/originals/{kept.name}." in said
    assert (kept.parent / ".gitignore").is_file()
