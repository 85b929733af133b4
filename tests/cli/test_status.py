from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import re
import shutil
from typing import TYPE_CHECKING

import pytest
import time_machine
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
MAY = dt.datetime(2017, 5, 10, 15, tzinfo=dt.UTC)
ADDRESS = re.compile(r"\w@\w")
MISSING = ["conecc", "sicem", "gucci", "felicity", "biopasos", "biofin"]


def item(workspace: Path, name: str, issue: str = ISSUE) -> Path:
    """Give a contribution's file."""
    return workspace / "issues" / issue / "contributions" / f"{name}.yaml"


def change(path: Path, old: str, new: str) -> None:
    """Change what a file says."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def next_step(iki: Callable[..., Run], day: str) -> str:
    """Read what to do next on a day, at noon in Mexico."""
    noon = dt.datetime.fromisoformat(f"{day}T18:00:00+00:00")
    with time_machine.travel(noon, tick=True):
        return str(iki("status", ISSUE, "--json").data["next"])


@time_machine.travel(dt.datetime(2017, 5, 19, 15, tzinfo=dt.UTC))
@pytest.mark.parametrize("columns", [80, 140])
def test_the_roster_fits_its_terminal(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """The summary comes first and what to do next last; no line is longer, and no project is cut or broken."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = iki("status", ISSUE).out
    lines = out.splitlines()
    said = " ".join(out.split())
    assert lines[0].startswith("2017-06, number 1: 16 of 22 projects have sent 16 items; 6 missing.")
    assert "Deadline 2017-05-24, in 5 days; goes out 2017-06-01." in said
    assert said.rpartition("Next: ")[2] == "Call for contributions: iki-news call 2017-06"
    assert max(len(line.rstrip()) for line in lines) <= columns
    names = [line.split()[0] for line in lines if line.endswith(" 1") or " missing" in line[20:]]
    assert set(MISSING) <= set(names)
    assert names.count("private-business-biodiversity") == 1
    assert all(word in said for word in ("III Conserving natural carbon sinks", "Last three issues"))


@time_machine.travel(dt.datetime(2017, 5, 30, 15, tzinfo=dt.UTC))
def test_late_missing_and_silent_are_told_apart(iki: Callable[..., Run], workspace: Path) -> None:
    """Late is what came after the deadline alone; silence is counted over all issues."""
    old = workspace / "issues" / "2016-06"
    shutil.copytree(workspace / "issues" / ISSUE, old)
    for path in (old / "contributions").iterdir():
        if path.stem not in {"ecovalor-valuation", "biomar-gulf-of-california"}:
            path.unlink()
        else:
            path.write_text(
                re.sub(r"(?m)^received_on: .*$", "received_on: 2016-05-20", path.read_text("utf-8")), "utf-8"
            )
    change(item(workspace, "nacag-nitric-acid"), "received_on: 2017-05-16", "received_on: 2017-05-25")
    item(workspace, "ecovalor-valuation").unlink()
    change(item(workspace, "viclim-levels"), "project: viclim", "project: viclimm")
    data = iki("status", ISSUE, "--json").data
    state = {each["project"]: each for each in data["projects"]}
    assert state["nacag"]["arrival"] == "late"
    assert (state["ecovalor"]["arrival"], state["ecovalor"]["silent"]) == ("missing", True)
    assert state["ecovalor"]["last_on"] == "2016-05-20"
    assert (state["biomar"]["arrival"], state["biomar"]["silent"]) == ("received", False)
    assert state["viclim"]["arrival"] == "missing"
    assert sum(data["counts"].values()) == len(data["projects"])
    recent = {each["name"]: each["recent"] for each in data["organisations"]}
    assert recent["GIZ"] == 2
    assert "Mend 1 file that cannot be used" in next_step(iki, "2017-06-02")
    said = " ".join(iki("status", ISSUE).out.split())
    assert "silent since 2016-05-20" in said
    assert "unknown project" in said


def test_a_file_that_cannot_be_used_came_all_the_same(iki: Callable[..., Run], workspace: Path) -> None:
    """Its project is not asked again; the file is to be mended."""
    item(workspace, "ecovalor-valuation").write_text(
        "project: ecovalor\nreceived_on: 2017-05-20\ntitle: [\n", "utf-8"
    )
    data = iki("status", ISSUE, "--json").data
    (ecovalor,) = [each for each in data["projects"] if each["project"] == "ecovalor"]
    assert ecovalor["arrival"] == "received"
    (broken,) = [each for each in data["items"] if not each["usable"]]
    assert broken["item"] == "ecovalor-valuation"
    assert "cannot be used" in iki("status", ISSUE).out


def test_what_waits_is_told_and_its_project_is_not_missing(iki: Callable[..., Run], workspace: Path) -> None:
    """Whose it is where it says so; it is to be taken before anybody is reminded, and its project is not."""
    place = workspace / "issues" / ISSUE / "incoming"
    for name, text in (("gucci-12345678", "project: gucci\ntitle: [\n"), ("mine", "")):
        (place / name).mkdir(parents=True)
        (place / name / ("contribution.yaml" if text else "notes.txt")).write_text(text, "utf-8")
    (place / "report-12345678.docx").write_bytes(b"PK")
    (place / ".gitignore").write_text("*\n", "utf-8")
    with time_machine.travel(MAY, tick=True):
        iki("call", ISSUE, "--yes")
    assert "Mend what waits in issues/2017-06/incoming" in next_step(iki, "2017-05-20")
    with time_machine.travel(dt.datetime(2017, 5, 20, 15, tzinfo=dt.UTC), tick=True):
        data = iki("status", ISSUE, "--json").data
        out = " ".join(iki("status", ISSUE).out.split())
        page = iki("status", ISSUE, "--html", "status.html", "-l", "es")
        reminder = iki("remind", ISSUE, "--dry-run")
    assert data["waiting"] == [
        {"name": "gucci-12345678", "project": "gucci"},
        {"name": "report-12345678.docx", "project": None},
    ]
    (gucci,) = [each for each in data["projects"] if each["project"] == "gucci"]
    assert (gucci["arrival"], gucci["waiting"]) == ("waiting", ["gucci-12345678"])
    assert "gucci-12345678 (gucci), report-12345678.docx (project not known)" in out
    assert "1 waiting; 5 missing" in out
    assert page.code == 0
    assert "llegó, falta corregirlo" in (workspace / "status.html").read_text("utf-8")
    said = " ".join(reminder.out.split())
    assert "Not reminded gucci: what came waits in issues/2017-06/incoming" in said
    assert "dora@gucci.example" not in said
    assert "yolanda@biopasos.example" in said


def test_each_item_tells_what_is_missing_in_which_language(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text by text; a translation whose original changed since is told where that is remembered."""
    path = item(workspace, "ecovalor-valuation")
    change(path, "  en: Ecovalor", "  fr: Ecovalor")
    folder = workspace / "issues" / ISSUE
    digest = hashlib.sha256(b"another original").hexdigest()
    same = hashlib.sha256("BioMar acompaña".encode()).hexdigest()
    record = (
        f"translations:\n  biomar-gulf-of-california:\n    de: {{title: es {digest}}}\n    fr: {{title: es {same}}}\n"
    )
    (folder / "translations.yaml").write_text(record, "utf-8")
    items = {each["item"]: each["languages"] for each in iki("status", ISSUE, "--json").data["items"]}
    assert items["ecovalor-valuation"]["en"] == {"standing": "part", "lacks": ["title"]}
    assert items["ecovalor-valuation"]["es"]["standing"] == "original"
    assert items["accounting-rules-mitigation-goals"]["de"]["standing"] == "nothing"
    assert items["biomar-gulf-of-california"]["de"]["standing"] == "stale"
    assert items["biomar-gulf-of-california"]["en"]["standing"] == "whole"
    monkeypatch.setenv("COLUMNS", "140")
    out = iki("status", ISSUE).out
    assert "title missing" in out
    assert "source changed since" in out


@pytest.mark.parametrize("is_readable", [True, False])
def test_both_ways_of_asking_call_the_same_translations_older(
    iki: Callable[..., Run], workspace: Path, is_readable: bool
) -> None:
    """The roster and `translations status` read one record, and believe nothing of one that has a problem."""
    digest = hashlib.sha256(b"another original").hexdigest()
    record = f"translations:\n  biomar-gulf-of-california:\n    de: {{title: es {digest}, body: es {digest}}}\n"
    text = record if is_readable else f"{record}    en: {{title: of yore}}\n"
    (workspace / "issues" / ISSUE / "translations.yaml").write_text(text, "utf-8")
    rosters = {each["item"]: each["languages"] for each in iki("status", ISSUE, "--json").data["items"]}
    texts = iki("translations", "status", ISSUE, "--json").data["items"]
    for name, languages in rosters.items():
        older = {language for language, each in languages.items() if each["standing"] == "stale"}
        assert older == {language for language, each in texts[name].items() if each["outdated"]}
    told = {"de"} if is_readable else set()
    assert {language for language, each in texts["biomar-gulf-of-california"].items() if each["outdated"]} == told


def test_whether_the_approval_holds_is_told_as_far_as_it_is_known(iki: Callable[..., Run], workspace: Path) -> None:
    """After a change nobody knows before the editions are made anew; then it is said which have changed."""

    def approved() -> str:
        return str(iki("status", ISSUE, "--json").data["approval"]["approved"])

    assert approved() == "no"
    long_ago = 1_500_000_000
    for path in workspace.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    iki("approve", ISSUE, "--as", "Ana Ejemplo", "--yes")
    iki("compile", ISSUE)
    assert approved() == "yes"
    change(item(workspace, "ecovalor-valuation"), "Agua limpia", "Agua clara")
    assert approved() == "unknown"
    os.utime(item(workspace, "ecovalor-valuation"), (long_ago, long_ago))
    iki("compile", ISSUE)
    data = iki("status", ISSUE, "--json").data["approval"]
    assert (data["approved"], data["changed"]) == ("changed", ["es"])


def test_the_page_is_one_file_that_needs_nothing_else(iki: Callable[..., Run], workspace: Path) -> None:
    """In each language; no script, nothing from elsewhere; written anew over itself and over nothing else."""
    titles = {"es": "Horizontes 1: cómo va", "de": "Horizonte 1: der Stand", "en": "Horizons 1: where it stands"}
    for language, title in titles.items():
        assert iki("status", ISSUE, "--html", f"{language}.html", "--language", language).code == 0
        page = (workspace / f"{language}.html").read_text("utf-8")
        assert f"<title>{title}</title>" in page
        assert f'<html lang="{language}"' in page
        assert not re.search(r"<script|src=|href=|url\(|https?:", page)
        assert page.count("<tr>") == 4 + 22 + 8 + 4 + 16
    before = (workspace / "es.html").read_bytes()
    assert iki("status", ISSUE, "--html", "es.html").code == 0
    assert (workspace / "es.html").read_bytes() == before
    (workspace / "mine.html").write_text("mine", "utf-8")
    refused = iki("status", ISSUE, "--html", "mine.html")
    assert refused.code == 2
    assert (workspace / "mine.html").read_text("utf-8") == "mine"
    assert iki("status", ISSUE, "--html", "fr.html", "--language", "fr").code == 2


def test_no_address_is_in_what_status_says(iki: Callable[..., Run], workspace: Path) -> None:
    """Neither those of contacts who were written to, nor what somebody wrote where a name belongs."""
    iki("call", ISSUE, "--yes")
    iki("release", ISSUE, "ecovalor-valuation", "--by", "valeria@ecovalor.example", "--on", "2017-05-29")
    iki("approve", ISSUE, "--as", "ana@example.org", "--yes")
    texts = [iki("status", ISSUE).out, iki("status", ISSUE, "--json").out]
    iki("status", ISSUE, "--html", "status.html")
    texts.append((workspace / "status.html").read_text("utf-8"))
    for text in texts:
        assert "2017-06/call" in text
        assert not ADDRESS.search(text)


def test_what_comes_next_leads_to_the_readers(iki: Callable[..., Run], workspace: Path) -> None:
    """Call, remind, translate, prove, release, approve, send: the first that is not done, on its day."""
    for name in ("accounting-rules-mitigation-goals", "mainstreaming-eba-planning"):
        item(workspace, name).unlink()
    settings = workspace / "newsletter.yaml"
    change(settings, "approval: optional", "approval: required")
    assert "iki-news call" in next_step(iki, "2017-05-10")
    with time_machine.travel(MAY, tick=True):
        iki("call", ISSUE, "--yes")
    assert "iki-news proof" in next_step(iki, "2017-05-11")
    assert "iki-news remind" in next_step(iki, "2017-05-20")
    with time_machine.travel(dt.datetime(2017, 5, 20, 15, tzinfo=dt.UTC), tick=True):
        iki("remind", ISSUE, "--yes")
    change(item(workspace, "ecovalor-valuation"), "  en: Ecovalor", "  fr: Ecovalor")
    assert "Translate what is missing: 1 item is not whole" in next_step(iki, "2017-05-21")
    change(item(workspace, "ecovalor-valuation"), "  fr: Ecovalor", "  en: Ecovalor")
    with time_machine.travel(dt.datetime(2017, 5, 22, 15, tzinfo=dt.UTC), tick=True):
        iki("proof", ISSUE, "--yes")
        assert "14 items not released yet: iki-news release" in next_step(iki, "2017-05-22")
        for path in (workspace / "issues" / ISSUE / "contributions").iterdir():
            iki("release", ISSUE, path.stem, "--by", "Somebody")
        iki("remind", ISSUE, "--yes", "--again")
    assert "iki-news approve" in next_step(iki, "2017-05-23")
    change(settings, "approval: required", "approval: optional")
    assert next_step(iki, "2017-05-23") == "See who would get it: iki-news send 2017-06 --dry-run"
    assert "iki-news send" in next_step(iki, "2018-01-01")


@pytest.mark.parametrize(
    ("old", "new"), [("page.title", "page.titel"), ("{% endfor %}", "{% endfro %}"), ("row.items or", "row.items +")]
)
def test_a_slip_in_the_pages_template_ends_in_a_sentence(
    iki: Callable[..., Run], workspace: Path, old: str, new: str
) -> None:
    """And no page is written."""
    template = workspace / "templates" / "status" / "page.html.j2"
    change(template, old, new)
    run = iki("status", ISSUE, "--html", "status.html")
    assert run.code == 2
    assert "status cannot be used" in run.err
    assert not (workspace / "status.html").exists()


def test_an_older_workspace_has_the_starters_page(iki: Callable[..., Run], workspace: Path) -> None:
    """Its own title and colours, and the page from the program."""
    shutil.rmtree(workspace / "templates" / "status")
    assert iki("status", ISSUE, "--html", "status.html").code == 0


@time_machine.travel(dt.datetime(2017, 5, 26, 15, tzinfo=dt.UTC))
@pytest.mark.parametrize("seed", range(4))
def test_all_sums_of_the_roster_agree(iki: Callable[..., Run], workspace: Path, seed: int) -> None:
    """Whatever came, waits, is late, left out or of nobody: first line, tables, page and programs count the same."""
    choose = random.Random(seed)  # noqa: S311 - the same issues each time
    folder = workspace / "issues" / ISSUE
    names = [path.stem for path in sorted((folder / "contributions").iterdir())]
    for name in choose.sample(names, 9):
        path, what = item(workspace, name), choose.choice(["gone", "waits", "late", "left out", "nobody's"])
        text = path.read_text("utf-8")
        if what == "late":
            path.write_text(re.sub(r"(?m)^received_on: .*$", "received_on: 2017-05-25", text), "utf-8")
        elif what == "nobody's":
            path.write_text(re.sub(r"(?m)^project: .*$", "project: nobodys", text), "utf-8")
        elif what == "left out":
            iki("drop", ISSUE, name, "--reason", "too much")
        else:
            path.unlink()
            if what == "waits":
                place = folder / "incoming" / f"{name}-12345678"
                place.mkdir(parents=True)
                (place / "contribution.yaml").write_text(text, "utf-8")
    data = iki("status", ISSUE, "--json").data
    said = " ".join(iki("status", ISSUE).out.split())
    assert iki("status", ISSUE, "--html", "status.html", "-l", "en").code == 0
    counts, projects = data["counts"], data["projects"]
    sent, items = len(projects) - counts["missing"], sum(len(each["items"]) for each in projects)
    for shares in (data["organisations"], data["areas"]):
        assert sum(each["projects"] for each in shares) == len(projects)
        assert sum(each["sent"] for each in shares) == sent
        assert sum(each["waiting"] for each in shares) == counts["waiting"]
        assert sum(each["items"] for each in shares) == items
    assert f"{sent} of {len(projects)} projects have sent {items} items" in said
    assert f"{sent} of {len(projects)} projects have sent something" in (workspace / "status.html").read_text("utf-8")
    assert ("Waiting" in said) == bool(counts["waiting"])


def test_what_is_left_out_is_marked_and_needs_nothing(iki: Callable[..., Run], workspace: Path) -> None:
    """It has come; but nobody is to translate it or to have it released, as `translations status` says."""
    names = {"accounting-rules-mitigation-goals", "mainstreaming-eba-planning"}
    assert "2 items are not whole" in next_step(iki, "2017-06-02")
    for name in names:
        assert iki("drop", ISSUE, name, "--reason", "for the next one").code == 0
    data = iki("status", ISSUE, "--json").data
    assert {each["item"] for each in data["items"] if each["left_out"]} == names
    assert sum(iki("translations", "status", ISSUE, "--json").data["open"].values()) == 0
    assert "14 items not released yet" in next_step(iki, "2017-06-02")
    out = iki("status", ISSUE).out
    assert "have sent 16 items; 2 left out" in " ".join(out.split())
    assert out.count("left out") == 3
    iki("status", ISSUE, "--html", "status.html", "-l", "de")
    assert (workspace / "status.html").read_text("utf-8").count("erscheint nicht in dieser Ausgabe") == 2


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ('waiting: "llegó, falta corregirlo", ', "arrivals.waiting"),
        ("left_out: no sale en esta edición\n", "left_out"),
        ('changed: "', "changed"),
    ],
)
def test_words_of_before_end_in_a_sentence(iki: Callable[..., Run], workspace: Path, word: str, key: str) -> None:
    """A workspace's own older words are asked for once they are needed, and no page is written."""
    words = workspace / "templates" / "status" / "es.yaml"
    text = words.read_text("utf-8")
    lines = [line for line in text.splitlines(keepends=True) if key != "changed" or not line.startswith("changed:")]
    words.write_text("".join(lines) if key == "changed" else text.replace(word, ""), "utf-8")
    assert words.read_text("utf-8") != text
    if key != "changed":
        assert iki("status", ISSUE, "--html", "before.html").code == 0
    place = workspace / "issues" / ISSUE / "incoming" / "gucci-12345678"
    place.mkdir(parents=True)
    (place / "contribution.yaml").write_text("project: gucci\n", "utf-8")
    iki("drop", ISSUE, "ecovalor-valuation", "--reason", "later")
    run = iki("status", ISSUE, "--html", "status.html")
    assert run.code == 2
    assert "templates/status/es.yaml" in run.err
    assert key in run.err
    assert "iki-news init DIR" in run.err or "changed" in run.err
    assert "Traceback" not in run.err
    assert not (workspace / "status.html").exists()


def test_a_picture_that_is_not_there_moves_no_record(iki: Callable[..., Run], workspace: Path) -> None:
    """A translation belongs to the picture that has the record's number in the file, whichever can be used."""
    path = item(workspace, "ecovalor-valuation")
    text = path.read_text("utf-8").replace(
        "images:\n",
        "images:\n  - {file: images/gone.png, rights: own, credit: Ana Muster, alt: {es: A, de: B, en: C}}\n",
        1,
    )
    path.write_text(text, "utf-8")
    alt = yaml.safe_load(text)["images"][1]["alt"]["es"]
    digests = [hashlib.sha256(each.encode()).hexdigest() for each in ("A", alt)]
    record = workspace / "issues" / ISSUE / "translations.yaml"

    def older(first: str, second: str) -> tuple[bool, bool, int]:
        made = f"{{images.0.alt: es {first}, images.1.alt: es {second}}}"
        record.write_text(f"translations:\n  ecovalor-valuation:\n    de: {made}\n", "utf-8")
        roster = {each["item"]: each["languages"] for each in iki("status", ISSUE, "--json").data["items"]}
        texts = iki("translations", "status", ISSUE, "--json").data["items"]["ecovalor-valuation"]
        check = iki("check", ISSUE, "--select", "C406", "--json").data["problems"]
        is_stale = roster["ecovalor-valuation"]["de"]["standing"] == "stale"
        return is_stale, bool(texts["de"]["outdated"]), len(check)

    assert older(*digests) == (False, False, 0)
    assert older(digests[0], digests[0]) == (True, True, 1)


def test_after_the_call_comes_collecting(iki: Callable[..., Run], workspace: Path) -> None:
    """Where nothing has come yet, what comes is taken in; without a call somebody has to write the first item."""
    for path in (workspace / "issues" / ISSUE / "contributions").iterdir():
        path.unlink()
    with time_machine.travel(MAY, tick=True):
        iki("call", ISSUE, "--yes")
    assert f"iki-news collect {ISSUE} SOURCE" in next_step(iki, "2017-05-11")


def test_an_issue_without_anything_yet_is_shown_too(iki: Callable[..., Run], workspace: Path) -> None:
    """Everything is missing, and no table of items stands there empty."""
    with time_machine.travel(MAY, tick=True):
        assert iki("new", "issue", "2017-07").code == 0
        out = iki("status", "2017-07").out
        data = iki("status", "2017-07", "--json").data
    assert "Released" not in out
    assert data["counts"]["missing"] == len(data["projects"])
    assert iki("status", "2017-09").code == 2
