"""The loop: an issue goes out through real servers, they and readers answer, and the next issue respects that."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from tests.loop.people import complaint, letter, link_saying, link_to_leave, mail_of_link, read, reply
from tests.loop.world import (
    ANA,
    BOUNCES,
    DESPACHO,
    EDITORS,
    FAUSTO,
    GRETA,
    IGOR,
    LANGUAGES,
    LEJOS,
    LUZ,
    MARTA,
    NADIE,
    NINA,
    NUNCA,
    OLGA,
    OTTO,
    PABLO,
    RITA,
    ROSA,
    VERA,
    world,
)
from tests.servers.dovecot import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run
    from tests.loop.world import World

_READS_AT: Final = {MARTA: DESPACHO}


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the mailboxes' password come from the environment."""
    monkeypatch.setenv("IKI_NEWS_IMAP_PASSWORD", PASSWORD)


@pytest.mark.usefixtures("password")
def test_what_comes_back_is_respected(iki: Callable[..., Run], workspace: Path) -> None:
    """Nobody who is gone, left or complained gets a second issue, and everybody else does, as they asked for it.

    Every mail here went through a real Postfix into a real Dovecot, and every report was written by the server that
    had the fault.
    """
    with world(workspace, iki) as ours:
        _a_mailbox_fills(ours)
        _the_first_issue_goes_out(ours)
        _servers_report(ours)
        _people_write(ours)
        _their_words_are_taken_in(ours)
        _who_asked_is_asked_back(ours)
        _the_second_issue_goes_out(ours)
        _what_is_full_for_long_is_left_out(ours)
        _stories_are_told(ours)


def _a_mailbox_fills(ours: World) -> None:
    """Fausto keeps what he got before, and has no room for an issue."""
    aunt = "tia@readers.example"
    ours.post(aunt, FAUSTO, letter(aunt, FAUSTO, "Recetas", "Se tuestan los chiles y se remojan una hora.\n" * 1_200))
    assert len(ours.mails(FAUSTO)) == 1


def _the_first_issue_goes_out(ours: World) -> None:
    figures = ours.send("2017-06", code=1).data  # one address is refused at once
    assert figures["excluded"] == {"unsubscribed": 1}
    assert (figures["planned"], figures["sent"], figures["failed"]) == (len(LANGUAGES), len(LANGUAGES) - 1, 1)
    _adds_up(figures)
    assert len(ours.mails(BOUNCES)) == 5
    got = {person for person in LANGUAGES if person not in {NADIE, NUNCA, ROSA, OTTO, FAUSTO, RITA}}
    assert {person for person in LANGUAGES if _issues(ours, person)} == got


def _servers_report(ours: World) -> None:
    """Take the same reports in twice: they say the same, and change nothing more."""
    first = ours.inbox(BOUNCES, "--json").data
    kinds = {event["address"]: event["kind"] for event in first["events"]}
    assert kinds == {NADIE: "dead", ROSA: "dead", LEJOS: "dead", FAUSTO: "full", RITA: "refused"}
    assert first["taken"] == {"new": 5, "known": 0, "done": {"dead": 3}, "already": 0, "strangers": 0}
    second = ours.inbox(BOUNCES, "--json").data
    assert second["events"] == first["events"]
    assert second["taken"] == {"new": 0, "known": 5, "done": {}, "already": 0, "strangers": 0}


def _people_write(ours: World) -> None:
    """Everybody writes what the mail that they really got lets them write."""
    for person, link in (
        (LUZ, link_to_leave(_issues(ours, LUZ)[0])),
        (GRETA, link_saying(_issues(ours, GRETA)[0], "Deutsch")),
    ):
        to, mail = mail_of_link(person, link)
        ours.post(person, to, mail)
    ours.post(PABLO, EDITORS, reply(PABLO, EDITORS, _issues(ours, PABLO)[0], "Please take me off the list."))
    ours.post(NINA, EDITORS, letter(NINA, EDITORS, "subscribe", "Regards, Nina"))
    ours.post("fbl@provider.example", BOUNCES, complaint(BOUNCES, _issues(ours, IGOR)[0]))
    away = letter(
        VERA, _sender(ours, VERA), "Out of office", "I am away until 12 June.", Auto_Submitted="auto-replied"
    )
    ours.post("", _sender(ours, VERA), away)  # RFC 3834: to whom the envelope names, and from nobody


def _their_words_are_taken_in(ours: World) -> None:
    """Commands are done; what a person writes in their own words is shown, and done by nobody but people."""
    shown = ours.inbox(EDITORS).out
    assert f"Left out from now on, unsubscribed: 1 ({LUZ})." in shown
    assert "1 got another language." in shown
    assert "1 asks for the newsletter;" in shown
    assert re.search(rf"For you to read:\n\s+{PABLO}: asks to be taken off the list", shown)
    again = ours.inbox(EDITORS, "--json").data
    assert {event["address"]: event["kind"] for event in again["events"]} == {
        LUZ: "unsubscribe",
        GRETA: "reply",
        PABLO: "reply",
        NINA: "reply",
    }
    assert again["taken"] == {"new": 0, "known": 4, "done": {}, "already": 0, "strangers": 0}

    returned = ours.inbox(BOUNCES, "--json").data
    assert returned["taken"] == {"new": 2, "known": 5, "done": {"complained": 1}, "already": 0, "strangers": 0}
    assert [event["kind"] for event in returned["events"]][5:] == ["complaint", "auto-reply"]
    assert IGOR not in str(returned["events"])  # the report hides who it was; the token knew
    assert ours.inbox(BOUNCES, "--json").data["taken"]["new"] == 0


def _who_asked_is_asked_back(ours: World) -> None:
    """Nobody is mailed for asking alone: only who says yes by the link of the question."""
    assert ours.iki("subscribers", "show", NINA, "--json").data["gets_the_newsletter"] is False
    assert ours.iki("subscribers", "invite", "--yes", "--json").data["sent"] == 1
    assert ours.iki("subscribers", "invite", "--yes", "--json").data["asked"] == 0
    (question,) = ours.mails(NINA)
    to, yes = mail_of_link(NINA, link_saying(question, "Yes"))
    assert to == EDITORS
    ours.post(NINA, to, yes)
    done = ours.inbox(EDITORS, "--json").data
    assert done["taken"] == {"new": 1, "known": 4, "done": {"confirmed": 1}, "already": 0, "strangers": 0}
    assert ours.inbox(EDITORS, "--json").data["taken"]["done"] == {}


def _the_second_issue_goes_out(ours: World) -> None:
    """Who must be left out is, for the right reason; who is not to blame gets it, as they asked for it."""
    _next_issue(ours.folder, "2017-07", 2)
    figures = ours.send("2017-07").data
    assert figures["excluded"] == {"unsubscribed": 2, "dead": 4, "complained": 1}
    assert figures["audience"] == len({*LANGUAGES, OLGA, NINA})
    _adds_up(figures)
    rows = ours.iki("deliveries", "2017-07", "--json").data["deliveries"]
    planned = {row["address"]: row["language"] for row in rows}
    left = {LUZ, IGOR, NADIE, NUNCA, ROSA, OTTO}
    assert planned == {
        **{person: language for person, language in LANGUAGES.items() if person not in left},
        GRETA: "de",
        NINA: "en",
    }
    people = ours.iki("subscribers", "list", "--json").data["subscribers"]
    assert {each["address"]: each["state"] for each in people if each["state"] != "active"} == {
        OLGA: "unsubscribed",
        LUZ: "unsubscribed",
        IGOR: "complained",
        **dict.fromkeys((NADIE, NUNCA, ROSA, OTTO), "dead"),
    }
    for person in (ANA, PABLO, VERA, MARTA, GRETA):
        assert len(_issues(ours, person)) == 2, person
    for person in (LUZ, IGOR):
        assert len(_issues(ours, person)) == 1, person
    german, first_for_nina = _issues(ours, GRETA)[-1], _issues(ours, NINA)[-1]
    assert (read(german)["Content-Language"], read(german)["Subject"]) == ("de", "Horizonte 2: Im Juli")
    assert read(first_for_nina)["Subject"] == "Horizons 2: in July"


def _what_is_full_for_long_is_left_out(ours: World) -> None:
    """Leave a mailbox out that was full for as many issues in a row as the newsletter bears with."""
    ours.set("feedback: {full_after: 2}")
    returned = ours.inbox(BOUNCES, "--json").data
    assert {event["address"]: event["kind"] for event in returned["events"][7:]} == {FAUSTO: "full", RITA: "refused"}
    assert returned["taken"]["done"] == {"full": 1}
    assert ours.inbox(BOUNCES, "--json").data["taken"]["done"] == {}
    _next_issue(ours.folder, "2017-08", 3)
    planned = ours.iki("send", "2017-08", "--dry-run", "--json").data
    assert planned["excluded"] == {"unsubscribed": 2, "dead": 4, "full": 1, "complained": 1}


def _stories_are_told(ours: World) -> None:
    """Ask for three people's stories, and one as people read it: all that happened, in its order."""
    otto = _story(ours, OTTO)
    assert (otto["reason"], otto["suppression"]["reason"]) == ("dead", "dead")
    assert [(heard["kind"], heard["address"]) for heard in otto["heard"]] == [("dead", LEJOS)]
    fausto = _story(ours, FAUSTO)
    assert [heard["campaign"] for heard in fausto["heard"]] == ["2017-06", "2017-07"]
    assert [heard["done"] for heard in fausto["heard"]] == ["", "full"]
    nina = _story(ours, NINA)
    assert (nina["gets_the_newsletter"], nina["language"]) == (True, "en")
    assert nina["sign_up"]["source"] == "by mail"
    assert nina["sign_up"]["wording"].startswith("I would like to receive")
    told = ours.iki("subscribers", "show", GRETA).out
    assert f"{GRETA} gets the newsletter, in de." in told
    moments = [line for line in told.splitlines() if re.match(r"\d{4}-\d\d-\d\d", line)]
    said = [re.split(r"\s{2,}", line.strip())[1] for line in moments]
    # A mail's moment is a whole second, and the first three may lie in one.
    assert (sorted(said[:3]), said[3:]) == (["came back: reply", "language", "sent"], ["sent"])


# --- what the steps share ---------------------------------------------------------------------------------------


def _adds_up(figures: dict[str, Any]) -> None:
    assert figures["audience"] == figures["planned"] + sum(figures["excluded"].values())
    states = ("sent", "failed", "deferred", "uncertain", "pending", "withdrawn")
    assert figures["planned"] == sum(figures[state] for state in states)


def _issues(ours: World, person: str) -> list[bytes]:
    """Give the issues that somebody has got, where they read them."""
    mailbox = _READS_AT.get(person, person)
    if mailbox in {NADIE, NUNCA, ROSA, OTTO, RITA}:
        return []  # nobody can look there
    return [mail for mail in ours.mails(mailbox) if str(read(mail)["Feedback-ID"]).startswith("2017-")]


def _sender(ours: World, person: str) -> str:
    """Give who sent somebody their issue, as the envelope said."""
    return str(read(_issues(ours, person)[0])["Return-Path"]).strip("<>")


def _story(ours: World, person: str) -> dict[str, Any]:
    story: dict[str, Any] = ours.iki("subscribers", "show", person, "--json").data
    return story


def _next_issue(folder: Path, month: str, number: int) -> None:
    """Write an issue of a later month: that of June, without the workshop that is over by then."""
    there = folder / "issues" / month
    shutil.copytree(
        folder / "issues" / "2017-06", there, ignore=shutil.ignore_patterns("*workshop*", "campaign.yaml")
    )
    issue = yaml.safe_load((there / "issue.yaml").read_text("utf-8"))
    del issue["allow"]
    issue |= {
        "number": number,
        "month": month,
        "sends_on": f"{month}-03",
        "deadline": f"{month}-01",
        "focus": "viclim-levels",
        "subject": {
            "es": f"Horizontes {number}: en julio",
            "de": f"Horizonte {number}: Im Juli",
            "en": f"Horizons {number}: in July",
        },
    }
    (there / "issue.yaml").write_text(yaml.safe_dump(issue, allow_unicode=True), "utf-8")
