from __future__ import annotations

import io
import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml
from PIL import Image
from tests.cli.collecting import ISSUE, fates, received
from tests.intake.hostile import ARCHIVES, PICTURES, parcel_with
from tests.intake.parcels import ID, mail, news, packed, parcel, picture

from iki_newsletter.workflow import shelf
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

OTHER = "zyxwvutsrqponmlk"


@pytest.fixture
def come(tmp_path: Path, workspace: Path) -> Callable[..., Path]:
    """Give what lays files into a folder to collect from."""
    folder = tmp_path / "came"
    folder.mkdir()

    def lay(**files: bytes) -> Path:
        for name, content in files.items():
            (folder / name.replace("__", ".")).write_bytes(content)
        return folder

    return lay


@pytest.fixture
def files(workspace: Path) -> Callable[[], dict[str, bytes]]:
    """Give what reads the issue's whole folder."""

    def read() -> dict[str, bytes]:
        folder = workspace / ISSUE
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return read


def test_a_parcel_becomes_a_contribution_with_its_pictures(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """It lies under PROJECT-KIND, can be compiled, and received.yaml says where it came from, without an address."""
    run = iki("collect", "2017-06", come(**{"ecovalor-news-abcd__zip": parcel()}), "--json")
    assert run.code == 0, run.err
    (told,) = run.data["collected"]
    assert (told["fate"], told["name"], told["languages"]) == ("taken", "ecovalor-news", ["es", "de"])
    assert (workspace / ISSUE / "images/reserva.jpg").is_file()
    entry = received(workspace)["ecovalor-news"]
    assert (entry["parcel"], entry["source"]) == (ID, "ecovalor-news-abcd.zip")
    assert "@" not in (workspace / ISSUE / "received.yaml").read_text(encoding="utf-8")
    assert iki("compile", "2017-06").code == 0
    built = json.loads((workspace / "build/2017-06/issue.json").read_text(encoding="utf-8"))
    assert "ecovalor-news" in json.dumps(built)


def test_collecting_twice_changes_nothing(
    iki: Callable[..., Run], come: Callable[..., Path], files: Callable[[], dict[str, bytes]]
) -> None:
    """The same source gives the same folder, to the byte."""
    source = come(a__zip=parcel(), b__eml=mail(("b.zip", parcel(news(project="viclim"), id=OTHER))))
    assert fates(iki("collect", "2017-06", source, "--json")) == ["taken", "taken"]
    before = files()
    assert fates(iki("collect", "2017-06", source, "--json")) == ["known", "known"]
    assert files() == before


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_the_newer_version_stands_in_the_end(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path, order: tuple[str, str]
) -> None:
    """Whichever is met first: one contribution, of the version that was saved last."""
    old, new = order
    source = come(
        **{
            f"{old}__zip": parcel(),
            f"{new}__zip": parcel(news(title="Once reservas"), saved_at="2017-05-21T08:00:00Z"),
        }
    )
    run = iki("collect", "2017-06", source, "--json")
    assert fates(run) == (["taken", "replaced"] if old == "a" else ["taken", "older"])
    assert run.code == 0
    assert "Once reservas" in (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_text(encoding="utf-8")
    assert not (workspace / ISSUE / "contributions/ecovalor-news-2.yaml").exists()


def test_what_an_editor_changed_is_not_overwritten(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """A newer version is refused by name, with the difference; --replace takes it."""
    source = come(a__zip=parcel())
    iki("collect", "2017-06", source)
    path = workspace / ISSUE / "contributions/ecovalor-news.yaml"
    edited = path.read_text(encoding="utf-8").replace("calculan", "calculan ya")
    path.write_text(edited, encoding="utf-8")
    come(a__zip=parcel(news(title="Once reservas"), saved_at="2017-05-21T08:00:00Z"))
    run = iki("collect", "2017-06", source, "--json")
    assert run.code == 1
    (told,) = run.data["collected"]
    assert told["fate"] == "edited"
    assert any(line.startswith("-") and "calculan ya" in line for line in told["difference"])
    assert any(line.startswith("+") and "Once reservas" in line for line in told["difference"])
    assert told["instead"].endswith("--replace ecovalor-news")
    assert path.read_text(encoding="utf-8") == edited
    assert iki("collect", "2017-06", source, "--replace", "ecovalor-news").code == 0
    assert "Once reservas" in path.read_text(encoding="utf-8")
    assert iki("collect", "2017-06", source, "--json").data["collected"][0]["fate"] == "known"


def test_replacing_twice_takes_nothing_back(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """What is here already is no newer version: an edit made after it was taken stays, whatever is typed again."""
    source = come(a__zip=parcel())
    iki("collect", "2017-06", source)
    path = workspace / ISSUE / "contributions/ecovalor-news.yaml"
    path.write_bytes(path.read_bytes() + b"# seen by Hanna\n")
    assert fates(iki("collect", "2017-06", source, "--replace", "ecovalor-news", "--json")) == ["known"]
    assert path.read_bytes().endswith(b"# seen by Hanna\n")


def test_what_an_editor_laid_beside_a_text_that_waits_stays(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """Once it is mended and taken, only what came goes."""
    iki("collect", "2017-06", come(a__zip=parcel(news(titel="x"))))
    (place,) = [path for path in (workspace / ISSUE / "incoming").iterdir() if path.is_dir()]
    (place / "notes.txt").write_text("She rang.", encoding="utf-8")
    text = place / "contribution.yaml"
    lines = text.read_text("utf-8").splitlines(keepends=True)
    text.write_text("".join(line for line in lines if not line.startswith("titel")), "utf-8")
    assert fates(iki("collect", "2017-06", place, "--json")) == ["taken"]
    assert [path.name for path in place.iterdir()] == ["notes.txt"]


def test_a_project_does_not_replace_another(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """Whoever knows a parcel's id and sends another project's text under it changes nothing by themselves."""
    source = come(a__zip=parcel())
    iki("collect", "2017-06", source)
    before = (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_bytes()
    come(a__zip=parcel(news(project="viclim"), saved_at="2017-05-21T08:00:00Z"))
    run = iki("collect", "2017-06", source, "--json")
    assert fates(run) == ["edited"]
    assert "another project" in run.data["collected"][0]["why"]
    assert (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_bytes() == before


def test_what_was_dropped_does_not_come_back(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """Neither the same, nor silently a newer one; and its name goes to nobody else."""
    source = come(a__zip=parcel())
    iki("collect", "2017-06", source)
    path = workspace / ISSUE / "contributions/ecovalor-news.yaml"
    path.unlink()
    assert fates(iki("collect", "2017-06", source, "--json")) == ["known"]
    come(b__zip=parcel(news(title="Otra"), id=OTHER))
    run = iki("collect", "2017-06", source, "--json")
    assert [each["name"] for each in run.data["collected"]] == ["ecovalor-news", "ecovalor-news-2"]
    assert not path.exists()
    come(a__zip=parcel(news(title="Once"), saved_at="2017-05-21T08:00:00Z"))
    assert fates(iki("collect", "2017-06", source, "--json"))[0] == "edited"
    assert iki("collect", "2017-06", source, "--replace", "ecovalor-news").code == 0
    assert path.exists()


def test_what_another_issue_took_is_passed_over(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """A mailbox keeps everything: the next issue does not take June's once more, and a parcel knows its issue."""
    iki("new", "issue", "2017-07")
    source = come(a__zip=parcel(issue=None), b__zip=parcel(news(title="Otra"), id=OTHER))
    assert fates(iki("collect", "2017-06", source, "--json")) == ["taken", "taken"]
    run = iki("collect", "2017-07", source, "--json")
    assert fates(run) == ["elsewhere", "elsewhere"]
    assert "It is in the issue 2017-06 already, as ecovalor-news." in run.data["collected"][0]["why"]
    assert "iki-news collect 2017-06" in run.data["collected"][1]["instead"]
    assert run.code == 0
    assert not (workspace / "issues/2017-07/received.yaml").exists()


def test_pictures_never_take_each_others_place(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """Two projects call a picture alike: both are there, and each contribution shows its own."""
    blue = {"images/reserva.jpg": picture("blue")}
    source = come(a__zip=parcel(), b__zip=parcel(news(project="viclim"), blue, id=OTHER))
    iki("collect", "2017-06", source)
    shown = {}
    for name in ("ecovalor-news", "viclim-news"):
        text = (workspace / ISSUE / f"contributions/{name}.yaml").read_text(encoding="utf-8")
        file = yaml.safe_load(text)["images"][0]["file"]
        red, green, blue_part = Image.open(workspace / ISSUE / file).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
        shown[name] = "green" if green > blue_part else "blue"
        assert red < 50
    assert shown == {"ecovalor-news": "green", "viclim-news": "blue"}


def test_a_new_picture_replaces_the_old_one(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """A newer version shows its own picture, and the one that nobody shows any more is gone."""
    source = come(a__zip=parcel())
    iki("collect", "2017-06", source)
    before = (workspace / ISSUE / "images/reserva.jpg").read_bytes()
    come(a__zip=parcel(pictures={"images/reserva.jpg": picture("blue")}, saved_at="2017-05-21T08:00:00Z"))
    iki("collect", "2017-06", source)
    text = (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_text(encoding="utf-8")
    file = yaml.safe_load(text)["images"][0]["file"]
    assert (workspace / ISSUE / file).read_bytes() != before
    assert [path.name for path in (workspace / ISSUE / "images").glob("*reserva*")] == [file.removeprefix("images/")]


def test_where_a_picture_was_taken_is_gone(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """GPS, camera, a comment and whatever hangs behind the picture do not arrive; it stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (24.0, 9.0, 0.0), 3: "W", 4: (110.0, 18.0, 0.0)})
    raw = picture(exif=exif.tobytes(), comment=b"at home") + packed({"evil.html": b"<script>"})
    assert b"Secret Camera" in raw
    iki("collect", "2017-06", come(a__zip=parcel(pictures={"images/reserva.jpg": raw})))
    written = (workspace / ISSUE / "images/reserva.jpg").read_bytes()
    for trace in (b"Secret Camera", b"at home", b"Exif", b"PK\x03\x04", b"script"):
        assert trace not in written
    with Image.open(io.BytesIO(written)) as opened:
        assert opened.size == (800, 1300)
        assert not opened.getexif()


@pytest.mark.parametrize("name", PICTURES)
def test_a_parcel_with_what_is_no_picture_is_refused_whole(
    iki: Callable[..., Run], come: Callable[..., Path], files: Callable[[], dict[str, bytes]], name: str
) -> None:
    """Nothing of it is written, not even its text."""
    make, words = PICTURES[name]
    before = files()
    run = iki("collect", "2017-06", come(a__zip=parcel_with(make())), "--json")
    assert run.code == 1
    (told,) = run.data["collected"]
    assert told["fate"] == "refused"
    assert words in told["why"]
    assert told["instead"]
    assert files() == before


def test_hostile_archives_write_nothing_and_hold_nobody_up(
    iki: Callable[..., Run], come: Callable[..., Path], files: Callable[[], dict[str, bytes]]
) -> None:
    """A folder full of them, and one sound parcel among them: that one is taken."""
    before = files()
    source = come(**{f"{number:02}__zip": make() for number, (make, _) in enumerate(ARCHIVES.values())})
    come(good__zip=parcel())
    run = iki("collect", "2017-06", source, "--json")
    assert run.code == 1
    assert sorted(set(fates(run))) == ["refused", "taken"]
    assert run.data["counts"]["refused"] == len(ARCHIVES)
    after = files()
    assert set(after) - set(before) == {
        "contributions/ecovalor-news.yaml",
        "images/reserva.jpg",
        "received.yaml",
    }


def test_a_wrong_text_waits_beside_the_issue(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """It is kept as it came, its place is named, the issue loads; mended there, it is taken, and stays known."""
    source = come(a__zip=parcel(news(titel="Un título")))
    run = iki("collect", "2017-06", source, "--json")
    assert run.code == 1
    (told,) = run.data["collected"]
    assert told["fate"] == "kept"
    assert told["problems"][0]["code"] == "C106"
    place = workspace / told["problems"][0]["path"]
    assert place.is_file()
    assert (place.parent / "images/reserva.jpg").read_bytes() == picture()
    assert (place.parent.parent / ".gitignore").read_text(encoding="utf-8").endswith("*\n")
    assert not (workspace / ISSUE / "contributions/ecovalor-news.yaml").exists()
    assert iki("compile", "2017-06").code == 0

    place.write_text(place.read_text(encoding="utf-8").replace("titel:", "tags: [x] #"), encoding="utf-8")
    assert fates(iki("collect", "2017-06", source, "--json")) == ["kept"]
    assert "tags" in place.read_text(encoding="utf-8")
    mended = iki("collect", "2017-06", workspace / ISSUE / "incoming", "--json")
    assert fates(mended) == ["taken"], mended.err
    assert not place.parent.exists()
    assert fates(iki("collect", "2017-06", source, "--json")) == ["known"]


def test_pictures_beside_a_wrong_text_wait_with_it(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """Of a mail with a YAML file and a picture both are kept, and both are taken once the text is mended."""
    text = yaml.safe_dump(news(titel="x")).encode()
    run = iki("collect", "2017-06", come(a__eml=mail(("nota.yaml", text), ("reserva.jpg", picture()))), "--json")
    place = workspace / run.data["collected"][0]["problems"][0]["path"]
    place.write_text(place.read_text(encoding="utf-8").replace("titel: x", ""), encoding="utf-8")
    assert fates(iki("collect", "2017-06", place.parent, "--json")) == ["taken"]
    assert (workspace / ISSUE / "images/reserva.jpg").is_file()


def test_an_unknown_project_waits_too(iki: Callable[..., Run], come: Callable[..., Path]) -> None:
    """An item that would be left out of the issue is not put into it; the near id is named."""
    run = iki("collect", "2017-06", come(a__zip=parcel(news(project="ecovalorr"))), "--json")
    (told,) = run.data["collected"]
    assert (told["fate"], told["problems"][0]["code"]) == ("kept", "C201")
    assert "ecovalor" in told["problems"][0]["instead"]


def test_a_dry_run_writes_nothing_and_says_the_same(
    iki: Callable[..., Run], come: Callable[..., Path], files: Callable[[], dict[str, bytes]]
) -> None:
    """What it tells is what happens, but for the words that it was dry, and that what waits would lie there."""
    source = come(a__zip=parcel(), b__zip=parcel(news(titel="x"), id=OTHER), c__zip=b"PK")
    before = files()
    dry = iki("collect", "2017-06", source, "--dry-run", "--json")
    assert files() == before
    wet = iki("collect", "2017-06", source, "--json")
    assert dry.code == wet.code == 1
    assert "It would lie in issues/2017-06/incoming/b-" in dry.data["collected"][1]["instead"]
    said = dry.out.replace("It would lie in", "It lies in").replace('"dry_run": true', '"dry_run": false')
    assert json.loads(said) == wet.data


def test_single_files_and_their_pictures_are_taken(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> None:
    """A YAML file with its picture beside it or in `images`, and the same in a mail; known again by its title."""
    folder = tmp_path / "yaml"
    (folder / "images").mkdir(parents=True)
    (folder / "images/reserva.jpg").write_bytes(picture())
    text = yaml.safe_dump(news(), allow_unicode=True)
    (folder / "nota.yaml").write_text(text, encoding="utf-8")
    (folder / "m.eml").write_bytes(
        mail(("otra.yml", yaml.safe_dump(news(project="viclim")).encode()), ("reserva.jpg", picture("blue")))
    )
    run = iki("collect", "2017-06", folder, "--json")
    assert fates(run) == ["taken", "taken"], run.out
    assert not any(problem["code"] == "C113" for each in run.data["collected"] for problem in each["problems"])
    assert fates(iki("collect", "2017-06", folder / "nota.yaml", "--json")) == ["known"]
    (folder / "nota.yaml").write_text(text.replace("tres", "cuatro"), encoding="utf-8")
    assert fates(iki("collect", "2017-06", folder / "nota.yaml", "--json")) == ["replaced"]


def test_a_mails_day_is_the_day_it_came(iki: Callable[..., Run], come: Callable[..., Path], workspace: Path) -> None:
    """What was written in time and sent after the deadline is late, and its file says when it came."""
    late = mail(("a.zip", parcel()), date="Mon, 29 May 2017 02:00:00 +0000")
    run = iki("collect", "2017-06", come(a__eml=late), "--json")
    (told,) = run.data["collected"]
    assert told["late"]
    text = (workspace / ISSUE / "contributions/ecovalor-news.yaml").read_text(encoding="utf-8")
    assert str(yaml.safe_load(text)["received_on"]) == "2017-05-28"  # in Mexico it was still Sunday
    assert any(problem["code"] == "C302" for problem in told["problems"])


@pytest.mark.parametrize("moment", range(1, 5))
def test_a_crash_leaves_nothing_half(
    iki: Callable[..., Run],
    come: Callable[..., Path],
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: int,
) -> None:
    """Stopped before any of its writes, the issue still compiles, and the next run ends as if nothing had been."""
    source = come(a__zip=parcel(), b__zip=parcel(news(project="viclim"), id=OTHER))
    write, count = write_atomically, iter(range(1, 100))

    def crash(path: Path, content: bytes | str) -> None:
        if next(count) == moment:
            raise KeyboardInterrupt
        write(path, content)

    monkeypatch.setattr(shelf, "write_atomically", crash)
    iki("collect", "2017-06", source)
    monkeypatch.setattr(shelf, "write_atomically", write)
    assert iki("compile", "2017-06").code == 0
    assert iki("collect", "2017-06", source).code == 0
    names = sorted(path.name for path in (workspace / ISSUE / "contributions").glob("*-news*.yaml"))
    assert names == ["ecovalor-news.yaml", "viclim-news.yaml"]
    assert sorted(received(workspace)) == ["ecovalor-news", "viclim-news"]
    assert not list((workspace / ISSUE).rglob(".*.yaml.*"))


def test_other_documents_are_refused_kindly(iki: Callable[..., Run], come: Callable[..., Path]) -> None:
    """It says how to save them as what can be read."""
    source = come(a__doc=b"x", b__odt=b"x", c__pdf=b"%PDF", d__eml=mail(("nota.pages", b"x"), ("winmail.dat", b"x")))
    run = iki("collect", "2017-06", source, "--json")
    assert fates(run) == ["refused"] * 5
    assert all(
        ".docx" in each["instead"] or "Outlook" in each["why"] + each["instead"] for each in run.data["collected"]
    )


def test_what_carries_nothing_is_counted(iki: Callable[..., Run], come: Callable[..., Path]) -> None:
    """A mail without a file is nobody's contribution, and may be somebody's question."""
    run = iki("-v", "collect", "2017-06", come(a__eml=mail()))
    assert run.code == 0
    assert "1 mail or file carries nothing to collect" in " ".join(run.out.split())
    assert "a.eml" in run.out


@pytest.mark.skipif(os.name != "posix", reason="Windows lets few people make links")
def test_links_are_not_followed(iki: Callable[..., Run], come: Callable[..., Path], tmp_path: Path) -> None:
    """A folder that somebody unpacked may hold links to anything here: neither text nor picture is read."""
    secret = tmp_path / "secret.yaml"
    secret.write_text(yaml.safe_dump(news()), encoding="utf-8")
    source = come()
    (source / "unpacked/images").mkdir(parents=True)
    (source / "unpacked/contribution.yaml").symlink_to(secret)
    (source / "unpacked/images/reserva.jpg").symlink_to(secret)
    (source / "folder").symlink_to(tmp_path, target_is_directory=True)
    run = iki("collect", "2017-06", source, "--json")
    assert run.data["collected"] == []


def test_sources_and_names_that_are_not_there_are_usage_errors(
    iki: Callable[..., Run], come: Callable[..., Path], workspace: Path
) -> None:
    """Exit code 2 and a sentence, for a source, an issue, or a name to replace."""
    assert iki("collect", "2017-06", "nowhere").code == 2
    assert iki("collect", "2099-01", come(a__zip=parcel())).code == 2
    assert iki("collect", "2017-06", come(), "--replace", "nobody").code == 2
    shutil.copy(workspace / ISSUE / "issue.yaml", workspace / ISSUE / "received.yaml")
    run = iki("collect", "2017-06", come())
    assert run.code == 1
    assert "received.yaml must be mended first" in run.err


def test_collect_says_what_check_says(iki: Callable[..., Run], come: Callable[..., Path], workspace: Path) -> None:
    """The same problems, and as often: also those that only show once the issue is rendered."""
    run = iki("collect", "2017-06", come(a__zip=parcel(news(body="Ver [aquí](https://example.org/x)."))), "--json")
    told = run.data["collected"][0]["problems"]
    checked = iki("check", "2017-06", "--json").data["problems"]
    own = [each for each in checked if each["path"].endswith("ecovalor-news.yaml")]
    assert "E321" in [each["code"] for each in told]
    keys = ("code", "path", "line", "column", "what", "editions")
    assert [[each[key] for key in keys] for each in told] == [[each[key] for key in keys] for each in own]
