"""A person's whole story: what the list and the ledger hold of them, whether they get the newsletter, and why."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from iki_newsletter.audience.naming import rows_naming
from iki_newsletter.errors import AlreadyThereError
from iki_newsletter.model.audience import Reason
from iki_newsletter.store.database import Database
from iki_newsletter.store.personal import Personal, read_personal
from iki_newsletter.workflow.clock import on_clock
from iki_newsletter.workflow.erasing import mentions_of
from iki_newsletter.workflow.known_people import address_named
from iki_newsletter.workflow.listing import read_list_for
from iki_newsletter.workflow.outlet import real_ledger
from iki_newsletter.workflow.plan import shown_list
from iki_newsletter.workflow.said import read_said
from iki_newsletter.workflow.standing import Standing, standing_of
from iki_newsletter.workspace.settings import load_newsletter
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.audience.naming import NamingRow
    from iki_newsletter.model.audience import Excluded
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Line:
    """One moment of a story, as it is shown."""

    at: dt.datetime
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of one address."""

    address: str
    """As it was asked for."""
    key: str
    source: str
    """The list, as it is shown."""
    timezone: str
    standing: Standing
    held: Personal
    rows: tuple[NamingRow, ...] = ()
    """Every row of the list that names them, as it is written; only of a whole story."""

    @property
    def excluded(self) -> Excluded | None:
        """Their row of the list, where the list itself calls them gone."""
        return self.standing.excluded

    @property
    def reason(self) -> Reason | None:
        """Why they do not get the newsletter."""
        return self.standing.reason

    @property
    def is_known(self) -> bool:
        """Tell whether anything is known of the address."""
        return bool(self.standing.row or self.excluded or self.reason or self.rows) or not self.held.is_empty

    @property
    def sentence(self) -> str:
        """Say in a sentence whether they get the newsletter."""
        if self.standing.planned:
            return f"{self.address} gets the newsletter, in {self.standing.planned.language}."
        if self.reason is Reason.ERASED:
            return f"{self.address} was erased. Nothing is known of them but that they are not to be mailed."
        if self.reason:
            return f"{self.address} does not get the newsletter: {self.reason.value}."
        if self.held.sign_up:
            return f"{self.address} asked for the newsletter and has not said yes to the question yet."
        if self.rows:
            where = ", ".join(row.place for row in self.rows)
            return f"{self.address} gets nothing: {self.source} names them where nobody is read ({where})."
        return (
            f"Nobody of the address {self.address} is known here."
            if not self.is_known
            else (f"{self.address} is not on the list any more.")
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Say what is held, each fact under its name; empty ones are left out."""
        person = self.standing.planned or self.standing.row
        facts = [("On the list", self._where)]
        if person:
            facts += [
                ("Name", person.name),
                ("Salutation", person.salutation),
                ("Organisation", person.organisation),
                ("Language", person.language),
                ("Groups", ", ".join(person.groups)),
                ("Consent", describe_consent(person)),
                ("In the words", person.consent_wording),
            ]
        wish, stop = self.held.sign_up, self.held.suppression
        if wish:
            said = f"yes on {self._day(wish.confirmed_at)}" if wish.confirmed_at else "no answer yet"
            facts.append(("Signed up", f"{wish.source}, {self._day(wish.requested_at)}; {said}"))
        facts.append(("Asked for", self.held.preference))
        if stop:
            facts.append(("Left out", f"{stop.reason.value} since {self._day(stop.at)}: {stop.detail}"))
        for row in self.rows:
            facts.append((f"In {row.place}", "; ".join(f"{title}: {cell.strip()}" for title, cell in row.cells)))
        return [(name, fact) for name, fact in facts if fact]

    @property
    def lines(self) -> list[Line]:
        """Tell it all as it happened."""
        return sorted(self._lines(), key=lambda line: line.at)

    def as_json(self) -> dict[str, Any]:
        """Give everything that is held, in a form that other programs can read."""
        person = self.standing.row or self.standing.planned
        held = _plain(asdict(self.held))
        return {
            "address": self.address,
            "key": self.key,
            "gets_the_newsletter": self.standing.planned is not None,
            "language": self.standing.planned.language if self.standing.planned else None,
            "language_asked_for": held.pop("preference"),
            "reason": self.reason.value if self.reason else None,
            "list": _plain(asdict(person)) if person else None,
            "list_says": self.excluded.reason.value if self.excluded else None,
            "list_rows": [_as_listed(row) for row in self.rows],
            **held,
        }

    @property
    def _where(self) -> str:
        row = self.standing.row or self.excluded
        if row is None or not row.line:
            return ""
        return f"{self.source}, line {row.line}" + (f", as {self.excluded.reason.value}" if self.excluded else "")

    def _day(self, at: dt.datetime | None) -> str:
        return on_clock(at, self.timezone)[:10] if at else ""

    def _lines(self) -> Iterator[Line]:
        # In the order of cause and effect, where both have the same moment.
        for heard in self.held.heard:
            of = f"{heard.campaign}: " if heard.campaign else ""
            yield Line(heard.at, f"came back: {heard.kind.value}", f"{of}{heard.reply or heard.reason}")
        for said in self.held.history:
            yield Line(said.at, said.what, said.words)
        for sent in self.held.deliveries:
            answer = " ".join(part for part in (sent.reason, sent.reply if sent.state != "sent" else "") if part)
            yield Line(
                sent.at or sent.begun_at, sent.state.value, f"{sent.campaign} ({sent.language}) {answer}".strip()
            )


def read_story(workspace: Workspace, text: str) -> Story:
    """Look somebody up by an address, however it is written; raises UsageError for what is none."""
    address = address_named(text)
    newsletter = load_newsletter(workspace).value
    path = workspace.root / newsletter.subscribers
    reading = read_list_for(newsletter, path) if path.is_file() else None
    standing = standing_of(address.key, reading, read_said(workspace), newsletter)
    held = _held(workspace, address.key)
    return Story(address.address, address.key, shown_list(path), newsletter.timezone, standing, held)


def read_whole_story(workspace: Workspace, text: str) -> Story:
    """Look somebody up as `read_story` does, with every row of the list that names them, whatever became of it."""
    story = read_story(workspace, text)
    path = workspace.root / load_newsletter(workspace).value.subscribers
    if not path.is_file():
        return story
    return replace(story, rows=tuple(rows_naming(path, mentions_of(address_named(text)))))


def write_story(story: Story, path: Path) -> None:
    """Write all of it as JSON into a new file, its owner's; raises AlreadyThereError rather than overwrite."""
    if path.exists():
        raise AlreadyThereError(f"{path} exists already, and is not overwritten.", instead="Name another file.")
    write_atomically(path, json.dumps(story.as_json(), ensure_ascii=False, indent=2) + "\n", private=True)


def describe_consent(person: Subscriber) -> str:
    """Say what mailing somebody is based on: "consent, sign-up form, 2017-05-02"."""
    day = person.consent_at.isoformat() if person.consent_at else ""
    return ", ".join(part for part in (person.consent_basis, person.consent_source, day) if part)


def _held(workspace: Workspace, key: str) -> Personal:
    path = real_ledger(workspace)
    if not path.exists():
        return Personal()
    with Database.open(path) as database:
        return read_personal(database, key)


def _as_listed(row: NamingRow) -> dict[str, Any]:
    """Write a row of the list; a title that stands twice does not lose a cell."""
    cells: dict[str, str] = {}
    for place, (title, cell) in enumerate(row.cells, 1):
        cells[title if title not in cells else f"{title} ({place})"] = cell
    return {"line": row.line, **({"sheet": row.sheet} if row.sheet else {}), "cells": cells}


def _plain(value: Any) -> Any:
    """Write what a dataclass holds as JSON has it: moments in ISO 8601, no more Python."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float) else str(value)
