"""Takes what was sent into one issue, one thing after the other: whole or not at all, none twice, no edit lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from iki_newsletter.content.merge import unknown_project
from iki_newsletter.errors import NotTakenError
from iki_newsletter.intake.parcel import derived_id, read_parcel
from iki_newsletter.intake.sent import ending
from iki_newsletter.intake.word import read_word
from iki_newsletter.model.contribution import Kind
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.received import Received
from iki_newsletter.workflow.alike import look_alike
from iki_newsletter.workflow.before import Before
from iki_newsletter.workflow.collected import Fate, Outcome
from iki_newsletter.workflow.from_word import make_from_word, says_no_language
from iki_newsletter.workflow.kept import (
    Came,
    came_before,
    forget,
    keep_document,
    keep_original,
    keep_parcel,
    place_of,
)
from iki_newsletter.workflow.objections import difference, objection
from iki_newsletter.workflow.offer import Offer, cleaned, not_shown, understood, version_come, version_saved
from iki_newsletter.workflow.replacing import replacing
from iki_newsletter.workflow.shelf import Shelf, digest, digests
from iki_newsletter.workflow.written import source_name, written_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.intake.parcel import Parcel
    from iki_newsletter.intake.sent import Refused, Sent
    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.workflow.elsewhere import Elsewhere
    from iki_newsletter.workflow.senders import Senders
    from iki_newsletter.workflow.sources import Register

_LATEST_CLOCK: Final = dt.timedelta(days=1)
_DOUBTED: Final = "Your mail server doubts that it comes from this sender (dmarc=fail): ask them before you use it."


@dataclass(slots=True)
class Collector:
    """Takes one thing after the other into one issue."""

    register: Register
    issue_id: str
    source: str
    """What the user named, for sentences that say what to type."""
    now: dt.datetime
    shelf: Shelf
    deadline: dt.date | None
    elsewhere: Mapping[str, Elsewhere]
    """What other issues took, by parcel ids and contents."""
    senders: Senders
    to_replace: frozenset[str] = frozenset()
    """Contributions whose newer version is taken although somebody edited them here."""
    is_rehearsal: bool = False
    """Whether all this happens in a copy."""

    @property
    def folder(self) -> Path:
        """The issue's folder."""
        return self.shelf.folder

    @property
    def _before(self) -> Before:
        command = f"iki-news collect {self.issue_id} {self.source}"
        return Before(self.shelf, self.elsewhere, self.to_replace, command, self.register.newsletter.timezone)

    def take(self, sent: Sent) -> Outcome:
        """Take a file, or say why not; what somebody sent never ends the run."""
        outcome = _begun(sent)
        try:
            return (
                self._take_word(sent, outcome) if ending(sent.name) == ".docx" else self._take_parcel(sent, outcome)
            )
        except NotTakenError as error:
            return replace(outcome, why=error.what, instead=error.instead)

    def refuse(self, found: Refused) -> Outcome:
        """Say why a file is not even looked into."""
        return replace(_begun(found), why=found.what, instead=found.instead)

    def _take_parcel(self, sent: Sent, outcome: Outcome) -> Outcome:
        place, came = place_of(self.folder, sent), came_before(self.folder, sent)
        parcel = read_parcel(replace(sent, came_at=came.at) if came else sent, place / "contribution.yaml")
        # One that was taken for its issue and moved into this one is at home here.
        if parcel.issue and parcel.issue != self.issue_id and not self.shelf.name_of(parcel.id, ""):
            why, instead = f"It is meant for {parcel.issue}.", f"iki-news collect {parcel.issue} {self.source}"
            return replace(outcome, fate=Fate.ELSEWHERE, why=why, instead=instead)
        if parcel.form and parcel.saved_at > self.now + _LATEST_CLOCK:
            raise NotTakenError(
                f"It says that it was saved on {self._day(parcel.saved_at)}, which is still to come.",
                instead="Ask for it once more, from a device whose clock is right.",
            )
        content = parcel.content
        named = version_saved(parcel.id, parcel.saved_at) if parcel.form else version_come(parcel.id, content)
        outcome = replace(
            outcome,
            version=named,
            saved_at=parcel.saved_at,
            language=parcel.language,
            has_form=bool(parcel.form),
            is_late=sent.is_mail and self._is_late(self._day(sent.came_at)),
        )
        if parcel.loaded is not None:
            outcome = self._understood(parcel.loaded.value, sent, outcome)
        passed = self._before.passed_over(parcel.id, parcel.saved_at, content, outcome, has_form=bool(parcel.form))
        if passed is not None:
            return passed
        if parcel.loaded is None:
            return self._kept(place, parcel, outcome, "Its text is not as it must be.")
        if parcel.loaded.value.project not in self.register.portfolio.projects_by_id:
            problem = unknown_project(parcel.loaded, self.register.portfolio)
            return self._kept(place, replace(parcel, problems=(problem,)), outcome, problem.what)
        outcome = replace(outcome, notes=(*outcome.notes, *not_shown(parcel, parcel.loaded.value)))
        pictures = cleaned(parcel, parcel.loaded.value)
        offer = Offer(sent, parcel.id, parcel.saved_at, content, parcel.text, parcel.loaded, pictures)
        return self._put(replace(offer, came=came, has_form=bool(parcel.form)), outcome)

    def _kept(self, place: Path, parcel: Parcel, outcome: Outcome, why: str) -> Outcome:
        came = Came(parcel.content, parcel.saved_at, self.senders.sent_by(parcel.sent))
        was_here = keep_parcel(place, parcel, came)
        shown = relative_to_here(place)
        lies = "would lie" if self.is_rehearsal and not was_here else "lies"
        cure = f"It {lies} in {shown}. Mend it there, then: iki-news collect {self.issue_id} {shown}"
        return replace(outcome, fate=Fate.KEPT, why=why, instead=cure, problems=parcel.problems)

    def _take_word(self, sent: Sent, outcome: Outcome) -> Outcome:
        content = digest(sent.raw)
        named = version_come(derived_id(sent.raw, None), content)
        late = sent.is_mail and self._is_late(self._day(sent.came_at))
        outcome = replace(outcome, version=named, saved_at=sent.came_at, is_late=late)
        passed = self._before.passed_over("", sent.came_at, content, outcome)
        if passed is not None:
            return passed
        projects = self.senders.projects_of(sent)
        if len(projects) != 1:
            read_word(sent.raw)  # what is none waits for nobody
            path, was_here = keep_document(place_of(self.folder, sent), sent)
            shown = relative_to_here(path)
            sender = f"its sender answers for {', '.join(projects)}" if projects else "its sender is no contact"
            doubted = "its sender is not believed" if sent.may_be_forged else sender
            why = f"It does not say which project it is of, and {doubted}."
            instead = f"iki-news new contribution {self.issue_id} --project PROJECT --kind news --from {shown}"
            if self.is_rehearsal and not was_here:
                instead = f"It would lie in {shown}, then: {instead}"
            return replace(outcome, fate=Fate.KEPT, why=why, instead=instead)
        made = make_from_word(
            self.register, sent.raw, projects[0], Kind.NEWS, None, self._day(sent.came_at), self.folder, sent.beside
        )
        outcome = self._understood(made.loaded.value, sent, outcome)
        by_sender = f"Its project is {projects[0]}, by its sender; its kind is taken to be news."
        outcome = replace(outcome, notes=(*outcome.notes, by_sender, *made.notes))
        parcel_id = derived_id(sent.raw, made.loaded.value)
        passed = self._before.passed_over(parcel_id, sent.came_at, content, outcome)
        if passed is not None:
            return passed
        return self._put(
            Offer(
                sent,
                parcel_id,
                sent.came_at,
                content,
                made.text,
                made.loaded,
                made.pictures,
                sent.raw,
                guessed=made.guessed,
            ),
            outcome,
        )

    def _put(self, offer: Offer, outcome: Outcome) -> Outcome:
        received_on = self._arrived(offer.loaded.value, offer.sent)
        name = self.shelf.name_of(offer.id, offer.content)
        fate = Fate.REPLACED if name else Fate.TAKEN
        name = name or self._first_name(offer, received_on)
        text, files = self._written(offer, name, received_on)
        outcome = replace(outcome, name=name)
        pictures = {new: offer.pictures[old][0] for old, new in files.items()}
        is_free = name in self.to_replace or fate is Fate.TAKEN or not self.shelf.is_there(name)
        why = "" if is_free else objection(self.shelf, name, offer, text, pictures, self.senders)
        if why:
            return self._edited(outcome, text, offer.sent.name, why)
        if fate is Fate.TAKEN and outcome.understood:
            pseudonym = self._entry(offer, name, text, pictures).sender
            alike = look_alike(self.shelf, self.issue_id, outcome.understood, pseudonym)
            outcome = replace(outcome, notes=(*outcome.notes, *self._before.namesake(offer.id), *alike))
        if fate is Fate.REPLACED:
            outcome = replacing(self.shelf, text, pictures, offer.sent.name, outcome, is_rehearsal=self.is_rehearsal)
        if offer.document:
            outcome = self._with_original(keep_original(self.folder, name, offer.document), offer, outcome)
        self.shelf.put(name, text, pictures, self._entry(offer, name, text, pictures))
        forget(self.folder, offer.sent, offer.pictures)
        return replace(outcome, fate=fate)

    def _with_original(self, original: Path, offer: Offer, outcome: Outcome) -> Outcome:
        """Say of a document that names no language how to take it in another one."""
        if not offer.guessed:
            return outcome
        written, project = relative_to_here(self.shelf.path(outcome.name)), offer.loaded.value.project
        command = f"iki-news new contribution {self.issue_id} --project {project} --language LANGUAGE"
        note = (
            f"{says_no_language(offer.guessed)}. If it is in another: take {written} away, then: "
            f"{command} --from {relative_to_here(original)}"
        )
        return replace(outcome, notes=(*outcome.notes, note))

    def _first_name(self, offer: Offer, received_on: dt.date) -> str:
        """Name a new contribution; one that a crash left without its line in received.yaml is known by its bytes."""
        project, kind = offer.loaded.value.project, offer.loaded.value.kind.value
        free = self.shelf.free_name(project, kind)
        for name in self.shelf.names_like(project, kind):
            if name not in self.shelf.received:
                text, _ = self._written(offer, name, received_on)
                if self.shelf.path(name).read_bytes() == text:
                    return name
        return free

    def _written(self, offer: Offer, name: str, received_on: dt.date) -> tuple[bytes, dict[str, str]]:
        return written_for(self.shelf, offer.text, offer.loaded, offer.pictures, name, received_on)

    def _edited(self, outcome: Outcome, text: bytes, source: str, why: str) -> Outcome:
        instead = self._before.say_replace(outcome.name)
        lines = difference(self.shelf.path(outcome.name), text, source)
        return replace(outcome, fate=Fate.EDITED, why=why, instead=instead, difference=lines)

    def _entry(self, offer: Offer, name: str, text: bytes, pictures: Mapping[str, bytes]) -> Received:
        before = self.shelf.received.get(name)
        first = before.sender if before else ""
        came = dict.fromkeys((*(before.came if before else ()), *([offer.came.content] if offer.came else ())))
        earlier = dict.fromkeys((*before.earlier, before.content) if before else ())
        earlier.pop(offer.content, None)
        # Whoever an editor lets take the place of the first may do so again.
        is_first = not offer.has_form and (not first or name in self.to_replace)
        own = self.senders.sent_by(offer.sent, offer.came).pseudonym if is_first else ""
        sender = own or first
        return Received(
            parcel=offer.id,
            saved_at=offer.saved_at,
            received_at=self.now,
            sender=sender,
            source=source_name(offer.sent.name),
            content=offer.content,
            came=tuple(came),
            earlier=tuple(earlier),
            sha256=digest(text),
            pictures=digests(pictures),
        )

    def _understood(self, written: Contribution, sent: Sent, outcome: Outcome) -> Outcome:
        return replace(outcome, understood=understood(written), is_late=self._is_late(self._arrived(written, sent)))

    def _is_late(self, day: dt.date) -> bool:
        return self.deadline is not None and day > self.deadline

    def _arrived(self, written: Contribution, sent: Sent) -> dt.date:
        """Give the day that a mail came; of a file nobody knows, and what it says itself must do."""
        return self._day(sent.came_at) if sent.is_mail else written.received_on

    def _day(self, at: dt.datetime) -> dt.date:
        return at.astimezone(ZoneInfo(self.register.newsletter.timezone)).date()


def _begun(found: Sent | Refused) -> Outcome:
    """Begin an outcome with where something lay and who sent it."""
    notes = (_DOUBTED,) if found.may_be_forged else ()
    return Outcome(found.shown, Fate.REFUSED, notes=notes, sender=found.sender, may_be_forged=found.may_be_forged)
