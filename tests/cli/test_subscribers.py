from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from tests.cli.people import answer, links_of, mails_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ANA, OSCAR, SAM = "ana.ejemplo@manglar.example", "oscar@sierra.example", "sam@reef.example"
NEW = "nueva@example.org"


def planned(iki: Callable[..., Run], *flags: str) -> dict[str, int]:
    """Give how many would get the issue, and how many not and why."""
    data = iki("send", "2017-06", "--dry-run", "--json", *flags).data
    return {"planned": data["planned"], **data["excluded"]}


def take_in(iki: Callable[..., Run], folder: Path, *mails: bytes) -> Run:
    """Let `inbox` take mails in."""
    folder.mkdir(exist_ok=True)
    for number, raw in enumerate(mails):
        (folder / f"{number}-{len(list(folder.iterdir()))}.eml").write_bytes(raw)
    return iki("inbox", folder, "--json")


def holds(workspace: Path, text: str) -> list[str]:
    """Name the files of a workspace that hold a text, in whatever case."""
    files = (path for path in sorted(workspace.rglob("*")) if path.is_file())
    return [str(path.relative_to(workspace)) for path in files if text.lower().encode() in path.read_bytes().lower()]


def test_the_list_says_who_gets_it_and_why_the_others_do_not(iki: Callable[..., Run], workspace: Path) -> None:
    """With filters, and the sum of all at its end; who left and is on no list any more is shown too."""
    iki("subscribers", "remove", "gone@example.org", "--anyway")
    run = iki("subscribers", "list", "--state", "unsubscribed")
    assert OSCAR in run.out
    assert "gone@example.org" in run.out
    assert ANA not in run.out
    assert "13 get the newsletter (es 5, de 5, en 3)." in run.out
    ministry = iki("subscribers", "list", "--group", "Ministry", "--json").data
    assert [each["address"] for each in ministry["subscribers"]] == ["k.mustermann@example.org"]
    assert iki("subscribers", "list", "--state", "lost").code == 2


def test_the_list_as_a_table_opens_in_a_spreadsheet(iki: Callable[..., Run], workspace: Path) -> None:
    """A new file, never over another."""
    assert iki("subscribers", "list", "--language", "de", "--csv", "de.csv").code == 0
    assert (workspace / "de.csv").stat().st_mode & 0o077 == 0
    lines = (workspace / "de.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("address,state,language,name")
    assert iki("subscribers", "list", "--csv", "de.csv").code == 2


def test_a_story_has_a_beginning_and_an_end(iki: Callable[..., Run], workspace: Path) -> None:
    """What the list says, what was decided, by whose word; however the address is written."""
    iki("subscribers", "remove", ANA, "--because", "on the phone, 12 June")
    iki("subscribers", "restore", ANA, "--because", "she did not mean it")
    run = iki("subscribers", "show", "Ana.Ejemplo@MANGLAR.example")
    assert "gets the newsletter, in es." in run.out
    assert "consent, sign-up form, 2017-05-02" in run.out
    assert run.out.index("told an editor: on the phone, 12 June") < run.out.index("an editor: she did not mean it")
    nobody = iki("subscribers", "show", "x@example.org")
    assert "Nobody of the address x@example.org is known here." in nobody.out
    assert iki("subscribers", "show", "no address").code == 2


def test_a_person_can_have_all_that_is_held_of_them(iki: Callable[..., Run], workspace: Path) -> None:
    """As JSON, in a new file that is its owner's alone, or on the screen."""
    iki("subscribers", "remove", ANA, "--because", "wrote a letter")
    assert iki("subscribers", "export", ANA, "--out", "ana.json").code == 0
    held = json.loads((workspace / "ana.json").read_text("utf-8"))
    assert held["list"]["consent_source"] == "sign-up form"
    assert held["suppression"]["reason"] == "unsubscribed"
    assert [each["what"] for each in held["history"]] == ["unsubscribed"]
    assert (workspace / "ana.json").stat().st_mode & 0o077 == 0
    assert json.loads(iki("subscribers", "export", ANA).out) == held
    assert iki("subscribers", "export", ANA, "--out", "ana.json").code == 2
    nobody = iki("subscribers", "export", "x@example.org", "--out", "x.json")
    assert (nobody.code, (workspace / "x.json").exists()) == (2, False)
    assert "Nobody of the address x@example.org is known here." in nobody.err


def test_who_was_taken_off_stays_off(iki: Callable[..., Run], workspace: Path) -> None:
    """Whatever the list says; twice changes nothing; back only with a word."""
    before = planned(iki)["planned"]
    assert iki("subscribers", "remove", SAM).code == 0
    assert "unsubscribed already" in iki("subscribers", "remove", SAM).out
    assert planned(iki) == {"planned": before - 1, "unsubscribed": 2}
    assert iki("subscribers", "restore", SAM).code == 2
    assert iki("subscribers", "restore", SAM, "--because", "wrote").code == 0
    assert planned(iki)["planned"] == before


def test_who_is_not_known_is_not_taken_off_by_a_slip(iki: Callable[..., Run], workspace: Path) -> None:
    """Else the editor believes that it is done, and Sam gets the next issue; with `--anyway` it is done."""
    run = iki("subscribers", "remove", "sam@reefs.example")
    assert run.code == 2
    assert f"Did you mean `{SAM}`?" in run.err
    assert "--anyway" in run.err
    assert iki("subscribers", "remove", "sam@reefs.example", "--anyway").code == 0
    assert iki("subscribers", "restore", "sam@ref.example", "--because", "wrote").code == 2


@pytest.fixture
def well_known(iki: Callable[..., Run], workspace: Path) -> Path:
    """Let a person be everywhere: on the list, in the sandbox and its ledger, in logs, in the store."""
    assert iki("-v", "send", "2017-06", "--yes").code == 0
    iki("subscribers", "remove", SAM, "--because", f"{SAM} wrote")
    return workspace


def test_erased_is_gone_everywhere(iki: Callable[..., Run], well_known: Path) -> None:
    """No file of the workspace has the address any more: list, ledgers, mails, logs; others' rows are as before."""
    found = holds(well_known, SAM)
    for place in ("subscribers.example.csv", "var/ledger.sqlite3", "build/outbox/", "var/log/2017-06.log"):
        assert any(name.startswith(place) for name in found), place
    list_before = (well_known / "subscribers.example.csv").read_bytes().splitlines(keepends=True)

    run = iki("subscribers", "erase", SAM, "--yes", "--json")

    assert run.code == 0, run.err
    assert (run.data["rows"], run.data["mails"], run.data["log_lines"]) == (1, 1, 1)
    assert holds(well_known, SAM) == []
    list_after = (well_known / "subscribers.example.csv").read_bytes().splitlines(keepends=True)
    assert list_after == [line for line in list_before if SAM.encode() not in line]
    sums = iki("deliveries", "2017-06", "--json").data["sum"]
    assert sums["planned"] == sums["sent"] == 13


@pytest.mark.parametrize("status", ["active", "unsubscribed", "inactive"])
def test_a_stale_list_brings_nobody_back(iki: Callable[..., Run], well_known: Path, status: str) -> None:
    """Whatever it calls them; and sending by it does not write their address down again."""
    iki("subscribers", "erase", SAM, "--yes")
    stale = well_known / "subscribers.example.csv"
    text = stale.read_text("utf-8") + f"{SAM},Sam Sample,,en,,,form,2017-05-04,consent,{status}\n"
    stale.write_text(text, "utf-8")
    ours = holds(well_known, SAM)
    assert ours == ["subscribers.example.csv"]

    assert planned(iki, "--smtp", "smtp://127.0.0.1:2525")["erased"] == 1
    assert iki("send", "2017-06", "--yes", "--add").code == 0
    assert holds(well_known, SAM) == ours
    assert "was erased" in iki("subscribers", "show", SAM).out
    assert "was erased" in iki("subscribers", "remove", SAM).out
    old = f"From: {SAM}\nSubject: unsubscribe\n\n".encode()
    assert take_in(iki, well_known.parent / "returned", old).data["taken"]["strangers"] == 1
    assert iki("subscribers", "import", stale, "--yes").code == 2  # it is the list itself
    assert holds(well_known, SAM) == ours
    assert iki("subscribers", "restore", SAM, "--because", "…").code == 1
    assert iki("subscribers", "erase", SAM, "--yes").code == 0
    assert holds(well_known, SAM) == []


def test_rows_of_a_workbook_are_named_to_be_deleted(iki: Callable[..., Run], workspace: Path) -> None:
    """It is not written; the rest is erased, and the exit code says that something is left to do."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("email", "consent_source"), ("ana@example.org", "form"), ("eva@example.org", "form")):
        sheet.append(row)
    book.save(workspace / "list.xlsx")
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("subscribers.example.csv", "list.xlsx"), "utf-8")
    run = iki("subscribers", "erase", "eva@example.org", "--yes")
    assert run.code == 1
    assert "delete row 3 of list.xlsx" in run.out
    assert planned(iki) == {"planned": 1, "erased": 1}


def test_nobody_is_erased_unasked(iki: Callable[..., Run], workspace: Path) -> None:
    """Without a yes nothing changes, and where nobody can be asked it says so."""
    run = iki("subscribers", "erase", SAM)
    assert run.code == 2
    assert holds(workspace, SAM) == ["subscribers.example.csv"]


def test_only_who_says_yes_is_mailed(iki: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """Double opt-in by mail: the wish waits, the question goes out, the answer to it lets them in, with its proof."""
    before = planned(iki)["planned"]
    run = iki("subscribers", "invite", NEW, "--language", "de", "--source", "list at the workshop", "--yes")
    assert run.code == 0, run.err
    assert planned(iki)["planned"] == before
    (question,) = mails_to(workspace / "build" / "outbox" / "new", NEW)
    assert str(question["Subject"]) == "Möchten Sie den Newsletter „Horizonte“ erhalten?"
    (link,) = links_of(question)

    assert take_in(iki, tmp_path / "returned", answer(link, NEW)).data["taken"]["done"] == {"confirmed": 1}

    assert planned(iki)["planned"] == before + 1
    held = json.loads(iki("subscribers", "export", NEW).out)
    assert held["gets_the_newsletter"]
    assert (held["language"], held["list"]["consent_source"]) == ("de", "list at the workshop")
    assert held["list"]["consent_wording"].startswith("Ich möchte den Newsletter „Horizonte“")
    assert "gets the newsletter already" in iki("subscribers", "invite", NEW, "--yes").out


def test_who_asks_by_mail_waits_for_the_question(iki: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """In the language of their wish; who gets it already needs no question."""
    mails = [
        f"From: {NEW}\nSubject: Anmeldung zum Newsletter\n\nDanke!\n".encode(),
        f"From: {ANA}\nSubject: Suscribirme\n\n".encode(),
    ]
    run = take_in(iki, tmp_path / "returned", *mails)
    assert run.data["taken"]["done"] == {"requested": 1}
    assert run.data["taken"]["already"] == 1
    asked = iki("subscribers", "invite", "--dry-run")
    assert f"{NEW} (de)" in asked.out
    assert iki("subscribers", "invite", "--yes").code == 0


def test_who_left_is_not_asked_by_an_editor(iki: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """Only after a mail of their own; and their yes beats what the list has called them ever since."""
    run = iki("subscribers", "invite", OSCAR, "--yes")
    assert "only a mail of their own" in run.out
    take_in(iki, tmp_path / "returned", f"From: {OSCAR}\nSubject: Alta\n\n".encode())
    assert iki("subscribers", "invite", "--yes").code == 0
    (question,) = mails_to(workspace / "build" / "outbox" / "new", OSCAR)
    take_in(iki, tmp_path / "answers", answer(links_of(question)[0], OSCAR))
    assert planned(iki) == {"planned": 14}
    assert iki("subscribers", "remove", OSCAR).code == 0
    assert planned(iki) == {"planned": 13, "unsubscribed": 1}


def test_the_list_of_some_says_how_many_they_are(iki: Callable[..., Run], workspace: Path) -> None:
    """Below them stands the sum of all, which would be taken for theirs."""
    some = " ".join(iki("subscribers", "list", "--group", "ministry", "--state", "active").out.split())
    assert "Shown: 1 of 14 (active, group ministry)." in some
    assert "Shown:" not in iki("subscribers", "list").out


def test_a_group_that_nobody_is_in_is_refused_alike(iki: Callable[..., Run], workspace: Path) -> None:
    """The list tells a mistyped group as `send --group` does, rather than an empty table."""
    for command in (("subscribers", "list"), ("send", "2017-06", "--dry-run")):
        near, far = (iki(*command, "--group", name) for name in ("minstry", "nonsense"))
        assert (near.code, far.code) == (2, 2)
        assert "Nobody on the list is in the group `minstry`." in near.err
        assert "Did you mean `ministry`?" in near.err
        assert "The groups on the list are: " in far.err


def test_who_has_no_list_yet_learns_where_one_comes_from(iki: Callable[..., Run], workspace: Path) -> None:
    """Each command that needs the list says the same."""
    (workspace / "subscribers.example.csv").unlink()
    for command in (("subscribers", "list"), ("send", "2017-06", "--dry-run"), ("report", "audience")):
        run = iki(*command)
        assert run.code == 2
        assert "There is no list subscribers.example.csv." in run.err
        assert "Make one from a file: iki-news subscribers import FILE" in run.err


def test_the_plan_names_the_group(iki: Callable[..., Run], workspace: Path) -> None:
    """Whoever sends to some only sees to whom before the question is asked."""
    plan = " ".join(iki("send", "2017-06", "--group", "ministry", "--dry-run").out.split())
    assert "Group ministry" in plan
    assert "Group " not in iki("send", "2017-06", "--dry-run").out


def test_nobody_is_called_asked_before_they_are(iki: Callable[..., Run], workspace: Path) -> None:
    """What is shown before the question is asked is a plan."""
    run = iki("subscribers", "invite", NEW, "--language", "de", "--dry-run")
    assert f"To ask {NEW} (de)" in " ".join(run.out.split())


def test_a_group_gets_it_alone_and_the_rest_later(iki: Callable[..., Run], workspace: Path) -> None:
    """`--group` leaves the others out with that reason; without it, the rest is added on purpose."""
    run = iki("send", "2017-06", "--group", "ministry", "--yes", "--json")
    assert (run.data["planned"], run.data["excluded"]) == (1, {"unsubscribed": 1, "not-in-group": 12})
    assert iki("send", "2017-06", "--group", "minstry", "--dry-run").code == 2
    rest = iki("send", "2017-06", "--add", "--yes", "--json")
    assert (rest.data["planned"], rest.data["excluded"]) == (13, {"unsubscribed": 1})


def test_old_names_are_forgotten_by_the_rule(iki: Callable[..., Run], workspace: Path) -> None:
    """Only where the workspace has one."""
    assert "Nothing is ever forgotten" in iki("subscribers", "tidy").out
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8") + "\nretention: {deliveries: 24, sign_ups: 1}\n", "utf-8")
    assert "Nothing is older" in iki("subscribers", "tidy").out


def test_names_of_files_are_left_to_people_and_said(iki: Callable[..., Run], workspace: Path) -> None:
    """What a contact's file was called may be their name, which nothing knows: the place is named."""
    (workspace / "issues" / "2017-06" / "received.yaml").write_text("contributions: {}\n", "utf-8")
    reader, contact = (iki("subscribers", "erase", each, "--yes") for each in (SAM, "valeria@ecovalor.example"))
    assert "received.yaml" not in reader.out
    assert "in the issues' received.yaml, as `source`" in " ".join(contact.out.split())


def test_who_is_erased_is_no_contact_any_more(iki: Callable[..., Run], workspace: Path) -> None:
    """Their rows go from the list of contacts too, all others stay; no later call reaches them."""
    erika = "erika@klimaallianz.example"
    before = (workspace / "contacts.example.csv").read_text("utf-8").splitlines()
    iki("call", "2017-06", "--yes")
    assert holds(workspace, erika)
    run = iki("subscribers", "erase", erika, "--yes", "--json")
    assert run.data["contact_rows"] == 2
    assert not holds(workspace, erika)
    after = (workspace / "contacts.example.csv").read_text("utf-8").splitlines()
    assert after == [line for line in before if erika not in line]
    with (workspace / "contacts.example.csv").open("a", encoding="utf-8") as file:
        file.write(f"klimaallianz,Erika Beispiel,{erika},de,\n")
    plan = iki("remind", "2017-06", "--dry-run", "--json").data
    assert plan["excluded"] == {}
    proof = iki("proof", "2017-06", "--dry-run", "--json").data
    assert proof["excluded"] == {"erased": 1}
