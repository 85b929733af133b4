"""The bad day: at 11:05 the date in the lead item is wrong, and 312 of 900 have it."""

from __future__ import annotations

import shutil
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.servers.postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

    from tests.conftest import Run

ISSUE = "2018-05"
SMALL_ISSUE = Path(__file__).parents[1] / "golden" / "small-issue" / "input"
PEOPLE = 900
HAVE_IT = 312
CORRECTION = """\
subject:
  es: "Corrección: el taller es el 22 de junio"
  en: "Correction: the workshop is on 22 June"
text:
  es: |
    En el número que recibió hoy pusimos una **fecha equivocada**.
  en: |
    Today’s issue gave a **wrong date**.
"""


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """Give a real server to send to."""
    with Postbox() as box:
        yield box


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: Callable[[Path, Path], Path]) -> Path:
    """Give a small issue, whose pictures stand on the web: many messages of it are soon sent."""
    folder = copied(SMALL_ISSUE, tmp_path / "newsletter")
    with (folder / "newsletter.yaml").open("a", encoding="utf-8") as settings:
        settings.write("web: https://leaf.example.org\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def command(workspace: Path, postbox: Postbox) -> tuple[str, ...]:
    """Give the command; every third reader reads English."""
    write_list(workspace, PEOPLE)
    write_correction(workspace, CORRECTION)
    return ("send", ISSUE, "--to", "list.csv", "--smtp", postbox.url, "--yes", "--json")


def write_list(folder: Path, number: int) -> None:
    """Write a list of so many."""
    rows = "".join(f"p{each}@example.org,{'en' if each % 3 == 0 else 'es'}\n" for each in range(number))
    (folder / "list.csv").write_text(f"email,language\n{rows}", "utf-8")


def write_correction(folder: Path, text: str) -> None:
    """Write the correction where the how-to puts it."""
    (folder / "issues" / ISSUE / "correction.yaml").write_text(text, "utf-8")


def mend(folder: Path, before: str = "number: 1", after: str = "number: 7") -> None:
    """Change the issue, in every language."""
    plan = folder / "issues" / ISSUE / "issue.yaml"
    plan.write_text(plan.read_text("utf-8").replace(before, after), "utf-8")


def text_of(content: bytes) -> str:
    """Read a message's text part."""
    body = BytesParser(policy=policy.default).parsebytes(content).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def messages(postbox: Postbox) -> list[EmailMessage]:
    """Read what has arrived."""
    parser = BytesParser(policy=policy.default)
    return [parser.parsebytes(each.content) for each in postbox.received]


def test_the_bad_day(iki: Callable[..., Run], command: tuple[str, ...], workspace: Path, postbox: Postbox) -> None:
    """Stop, mend, the rest gets the mended edition, and exactly the 312 get the correction; each of them once."""
    stopped = iki(*command, "--limit", HAVE_IT)
    mend(workspace)
    refused = iki(*command)
    too_early = iki(*command, "--correction", f"issues/{ISSUE}/correction.yaml")
    planned = iki(*command, "--rest-gets-new-edition", "--dry-run")
    rest = iki(*command, "--rest-gets-new-edition")
    first, second = postbox.received[:HAVE_IT], postbox.received[HAVE_IT:]
    correcting = (*command, "--correction", f"issues/{ISSUE}/correction.yaml")
    dry = iki(*correcting, "--dry-run")
    begun = iki(*correcting, "--limit", 100)
    corrected = iki(*correcting)
    again = iki(*correcting)
    third = postbox.received[PEOPLE:]

    assert (stopped.code, stopped.data["sent"]) == (75, HAVE_IT)
    assert (refused.code, too_early.code) == (1, 1)
    assert "--rest-gets-new-edition" in refused.err
    assert "588 are still to get" in too_early.err
    assert planned.data["pending"] == PEOPLE - HAVE_IT
    assert (rest.code, rest.data["sent"]) == (0, PEOPLE)
    assert {each.recipient for each in first}.isdisjoint(each.recipient for each in second)
    assert len(second) == PEOPLE - HAVE_IT
    # The number of the issue is what was mended.
    assert all(" 7 ·" not in text_of(each.content) for each in first[::50])
    assert all(" 7 ·" in text_of(each.content) for each in second[::50])
    assert (dry.code, dry.data["planned"], dry.data["campaign"]) == (0, HAVE_IT, f"{ISSUE}/correction-1")
    assert (begun.code, corrected.code, again.code) == (75, 0, 0)
    assert corrected.data["sent"] == corrected.data["planned"] == HAVE_IT
    assert sorted(each.recipient for each in third) == sorted(each.recipient for each in first)
    proof = iki("deliveries", f"{ISSUE}/correction-1", "--json").data["sum"]
    assert (proof["planned"], proof["sent"]) == (HAVE_IT, HAVE_IT)


def test_each_row_knows_which_edition_it_got(
    iki: Callable[..., Run], command: tuple[str, ...], workspace: Path, postbox: Postbox
) -> None:
    """A second Ctrl-C and a second mistake change nothing for those who have it; the receipt names what goes out."""
    write_list(workspace, 9)
    for number in (7, 8):
        iki(*command, "--limit", "3", "--rest-gets-new-edition")
        mend(workspace, f"number: {1 if number == 7 else 7}", f"number: {number}")
    before = (workspace / "issues" / ISSUE / "campaign.yaml").read_text("utf-8")
    iki(*command, "--rest-gets-new-edition")
    after = (workspace / "issues" / ISSUE / "campaign.yaml").read_text("utf-8")

    numbers = [text_of(each.content).split(" · ")[0].split()[-1] for each in postbox.received]
    assert numbers == ["1"] * 3 + ["7"] * 3 + ["8"] * 3
    assert before != after
    assert "@" not in after
    iki(*command, "--correction", f"issues/{ISSUE}/correction.yaml")
    assert sorted(each.recipient for each in postbox.received[9:]) == [
        f"p{number}@example.org" for number in range(6)
    ]


def test_a_mistake_found_when_all_have_it(
    iki: Callable[..., Run], command: tuple[str, ...], workspace: Path, postbox: Postbox
) -> None:
    """Then the one edition was the first, and the correction goes to everybody but those who left since."""
    write_list(workspace, 6)
    iki(*command)
    listed = (workspace / "list.csv").read_text("utf-8").replace("language\n", "language,status\n")
    (workspace / "list.csv").write_text(listed.replace("p1@example.org,es", "p1@example.org,es,baja"), "utf-8")
    run = iki(*command, "--correction", f"issues/{ISSUE}/correction.yaml")

    assert run.data["excluded"] == {"unsubscribed": 1}
    assert sorted(each.recipient for each in postbox.received[6:]) == [
        f"p{each}@example.org" for each in (0, 2, 3, 4, 5)
    ]


def test_a_correction_looks_like_the_newsletter_and_says_only_what_it_must(
    iki: Callable[..., Run], command: tuple[str, ...], workspace: Path, postbox: Postbox
) -> None:
    """In each language: its own subject and text, greeting and footer, none of the issue's items."""
    write_list(workspace, 2)
    iki(*command)
    tested = iki(
        *command[:-2], "--json", "--test", "me@example.org", "--correction", f"issues/{ISSUE}/correction.yaml"
    )
    assert tested.code == 0
    iki(*command, "--correction", f"issues/{ISSUE}/correction.yaml")

    english, spanish = messages(postbox)[-2:]
    assert english["Subject"] == "Correction: the workshop is on 22 June"
    assert spanish["Subject"] == "Corrección: el taller es el 22 de junio"
    assert english["List-Unsubscribe"]
    html = english.get_body(("html",))
    assert html is not None
    assert "<strong" in html.get_content()
    assert "In this issue" not in html.get_content()
    plain = text_of(postbox.received[-1].content)
    assert "fecha equivocada" in plain
    assert "EN ESTE NÚMERO" not in plain
    assert "Usamos su nombre" in plain
    assert [str(message["Subject"])[:8] for message in messages(postbox)[2:4]] == ["[Prueba]", "[Test] C"]


def test_a_correction_that_changed_after_its_first_delivery_is_refused(
    iki: Callable[..., Run], command: tuple[str, ...], workspace: Path, postbox: Postbox
) -> None:
    """Nobody gets another correction unasked: the old text goes on, or it is made a second correction by number."""
    write_list(workspace, 4)
    iki(*command)
    correcting = (*command, "--correction", f"issues/{ISSUE}/correction.yaml")
    iki(*correcting, "--limit", "1")
    write_correction(workspace, CORRECTION.replace("22", "23"))
    refused = iki(*correcting)
    went_on = iki(*correcting, "--rest-gets-old-edition")
    write_correction(workspace, "number: 2\n" + CORRECTION.replace("22", "23"))
    second = iki(*correcting)

    assert refused.code == 1
    assert "number: 2" in refused.err
    assert (went_on.code, second.code) == (0, 0)
    assert second.data["campaign"] == f"{ISSUE}/correction-2"
    subjects = [str(message["Subject"]) for message in messages(postbox)[4:]]
    assert sum("22" in subject for subject in subjects) == sum("23" in subject for subject in subjects) == 4


def test_a_ledger_restored_from_before_the_correction_sends_it_to_nobody(
    iki: Callable[..., Run], command: tuple[str, ...], workspace: Path, postbox: Postbox
) -> None:
    """The receipt tells of the correction, so a backup that does not know of it is known for an old copy."""
    write_list(workspace, 5)
    iki(*command)
    shutil.copytree(workspace / "var", workspace.parent / "backup")
    correcting = (*command, "--correction", f"issues/{ISSUE}/correction.yaml")
    corrected = iki(*correcting)
    shutil.rmtree(workspace / "var")
    shutil.copytree(workspace.parent / "backup", workspace / "var")
    again = iki(*correcting)

    assert (corrected.code, again.code) == (0, 1)
    assert "old copy" in again.err
    assert len(postbox.received) == 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("subject: {es: Uno}\ntext: {es: Dos}\n", "missing in en (2 readers)"),
        ("subject: {es: Uno}\ntext: {en: Two}\n", "no language has both"),
        ("subjekt: {es: Uno}\ntext: {es: Dos}\n", "did you mean `subject`"),
        ("subject: {es: Uno}\n", "text"),
        ("subject: {es: '{{ name }}', en: One}\ntext: {es: Dos, en: Two}\n", "`{{ name }}` is left in the header"),
    ],
)
def test_a_wrong_correction_is_refused(
    iki: Callable[..., Run], command: tuple[str, ...], workspace: Path, postbox: Postbox, text: str, said: str
) -> None:
    """A missing language, a misspelt key, a missing text or what a check forbids is named, and nothing is sent."""
    write_list(workspace, 4)
    iki(*command)
    write_correction(workspace, text)
    run = iki(*command, "--correction", f"issues/{ISSUE}/correction.yaml")

    assert run.code == 1
    assert said in run.err
    assert len(postbox.received) == 4


def test_there_is_nothing_to_correct_before_anything_was_sent(
    iki: Callable[..., Run], command: tuple[str, ...], workspace: Path, postbox: Postbox
) -> None:
    """No campaign, no correction; nor a file that is not there, nor both kinds of edition at once."""
    nothing = iki(*command, "--correction", f"issues/{ISSUE}/correction.yaml")
    no_file = iki(*command, "--correction", "none.yaml")
    both = iki(*command, "--rest-gets-new-edition", "--rest-gets-old-edition")
    check = iki("check", ISSUE)

    assert (nothing.code, no_file.code, both.code) == (1, 2, 2)
    assert postbox.received == []
    assert check.code == 0
