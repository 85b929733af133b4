"""Takes what was sent into one issue, one thing after the other: whole or not at all, none twice, no edit lost."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from iki_newsletter.content.loading import load_as_written
from iki_newsletter.content.merge import unknown_project
from iki_newsletter.errors import NotTakenError
from iki_newsletter.intake.parcel import derived_id, read_parcel
from iki_newsletter.intake.sent import ending
from iki_newsletter.model.contribution import Kind
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.received import Received
from iki_newsletter.workflow.collected import Fate, Outcome
from iki_newsletter.workflow.from_word import make_from_word
from iki_newsletter.workflow.kept import forget, keep_document, keep_original, keep_parcel, place_of
from iki_newsletter.workflow.objections import objection
from iki_newsletter.workflow.offer import Offer, cleaned, not_shown, understood, version
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

_MOST_DIFFERENT: Final = 60
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
        place = place_of(self.folder, sent)
        parcel = read_parcel(sent, place / "contribution.yaml")
        # One that was taken for its issue and moved into this one is at home here.
        if parcel.issue and parcel.issue != self.issue_id and not self.shelf.name_of(parcel.id, ""):
            why, instead = f"It is meant for {parcel.issue}.", f"iki-news collect {parcel.issue} {self.source}"
            return replace(outcome, fate=Fate.ELSEWHERE, why=why, instead=instead)
        if parcel.form and parcel.saved_at > self.now + _LATEST_CLOCK:
            raise NotTakenError(
                f"It says that it was saved on {parcel.saved_at:%Y-%m-%d}, which is still to come.",
                instead="Ask for it once more, from a device whose clock is right.",
            )
        content = parcel.content
        outcome = replace(outcome, version=version(parcel.id, parcel.saved_at), language=parcel.language)
        if parcel.loaded is not None:
            outcome = self._understood(parcel.loaded.value, sent, outcome)
        passed = self._passed_over(parcel.id, parcel.saved_at, content, outcome)
        if passed is not None:
            return passed
        if parcel.loaded is None:
            return self._kept(place, parcel, outcome, "Its text is not as it must be.")
        if parcel.loaded.value.project not in self.register.portfolio.projects_by_id:
            problem = unknown_project(parcel.loaded, self.register.portfolio)
            return self._kept(place, replace(parcel, problems=(problem,)), outcome, problem.what)
        outcome = replace(outcome, notes=(*outcome.notes, *not_shown(parcel, parcel.loaded.value)))
        pictures = cleaned(parcel, parcel.loaded.value)
        has_form = bool(parcel.form)
        offer = Offer(
            sent, parcel.id, parcel.saved_at, content, parcel.text, parcel.loaded, pictures, has_form=has_form
        )
        return self._put(offer, outcome)

    def _kept(self, place: Path, parcel: Parcel, outcome: Outcome, why: str) -> Outcome:
        keep_parcel(place, parcel)
        shown = relative_to_here(place)
        lies = "would lie" if self.is_rehearsal and place != parcel.sent.folder else "lies"
        cure = f"It {lies} in {shown}. Mend it there, then: iki-news collect {self.issue_id} {shown}"
        return replace(outcome, fate=Fate.KEPT, why=why, instead=cure, problems=parcel.problems)

    def _take_word(self, sent: Sent, outcome: Outcome) -> Outcome:
        content = digest(sent.raw)
        outcome = replace(outcome, version=version(derived_id(sent.raw, None), sent.came_at))
        passed = self._passed_over("", sent.came_at, content, outcome)
        if passed is not None:
            return passed
        projects = self.senders.projects_of(sent)
        if len(projects) != 1:
            path = relative_to_here(keep_document(place_of(self.folder, sent), sent))
            sender = f"its sender answers for {', '.join(projects)}" if projects else "its sender is no contact"
            doubted = "its sender is not believed" if sent.may_be_forged else sender
            why = f"It does not say which project it is of, and {doubted}."
            instead = f"iki-news new contribution {self.issue_id} --project PROJECT --kind news --from {path}"
            if self.is_rehearsal:
                instead = f"It would lie in {path}, then: {instead}"
            return replace(outcome, fate=Fate.KEPT, why=why, instead=instead)
        made = make_from_word(
            self.register, sent.raw, projects[0], Kind.NEWS, None, self._day(sent.came_at), self.folder, sent.beside
        )
        outcome = replace(outcome, language=made.loaded.value.language)
        outcome = self._understood(made.loaded.value, sent, outcome)
        by_sender = f"Its project is {projects[0]}, by its sender; its kind is taken to be news."
        outcome = replace(outcome, notes=(*outcome.notes, by_sender, *made.notes))
        parcel_id = derived_id(sent.raw, made.loaded.value)
        passed = self._passed_over(parcel_id, sent.came_at, content, outcome)
        if passed is not None:
            return passed
        return self._put(
            Offer(sent, parcel_id, sent.came_at, content, made.text, made.loaded, made.pictures, sent.raw), outcome
        )

    def _passed_over(self, parcel_id: str, saved_at: dt.datetime, content: str, outcome: Outcome) -> Outcome | None:
        """Tell what needs no taking: what is known, or older than what is here, or in another issue."""
        name = self.shelf.name_of(parcel_id, content)
        found = self.elsewhere.get(parcel_id) or self.elsewhere.get(content)
        if found and (not name or (found.is_there and not self.shelf.is_there(name))):
            return replace(outcome, fate=Fate.ELSEWHERE, why=found.sentence)
        if not name:
            return None
        entry = self.shelf.received[name]
        outcome = self._as_it_stands(replace(outcome, name=name))
        if saved_at < entry.saved_at and content != entry.content:
            why = f"A newer version is here, of {entry.saved_at:%Y-%m-%d %H:%M}."
            return replace(outcome, fate=Fate.OLDER, why=why)
        if name in self.to_replace and content != entry.content:
            return None
        return self._compared(entry, saved_at, content, outcome)

    def _as_it_stands(self, outcome: Outcome) -> Outcome:
        """Say of a document, which is not read a second time, what its contribution says."""
        if outcome.understood is not None or not self.shelf.is_there(outcome.name):
            return outcome
        written = load_as_written(self.shelf.path(outcome.name))
        if written is None:
            return outcome
        return replace(outcome, understood=understood(written), language=written.language)

    def _compared(self, entry: Received, saved_at: dt.datetime, content: str, outcome: Outcome) -> Outcome | None:
        """Compare what came with what came before; None for a newer version of a contribution that is there."""
        is_same = content == entry.content
        if saved_at == entry.saved_at and not is_same:
            return replace(outcome, fate=Fate.OLDER, why="It was taken as somebody mended it in `incoming`.")
        if is_same:
            # When a mail came is not always the same twice: what it was answered as is.
            outcome = replace(outcome, version=version(entry.parcel, entry.saved_at))
        if self.shelf.is_there(outcome.name):
            return replace(outcome, fate=Fate.KNOWN) if is_same else None
        why = f"{outcome.name} was taken before, and is no longer there: dropped or moved since."
        if is_same:
            return replace(outcome, fate=Fate.KNOWN, why=why)
        instead = self._say_replace(outcome.name)
        return replace(outcome, fate=Fate.EDITED, why=f"{why} This is a newer version.", instead=instead)

    def _put(self, offer: Offer, outcome: Outcome) -> Outcome:
        received_on = self._arrived(offer.loaded.value, offer.sent)
        name = self.shelf.name_of(offer.id, offer.content)
        fate = Fate.REPLACED if name else Fate.TAKEN
        name = name or self._first_name(offer, received_on)
        text, files = self._written(offer, name, received_on)
        outcome = replace(outcome, name=name, version=version(offer.id, offer.saved_at))
        pictures = {new: offer.pictures[old][0] for old, new in files.items()}
        is_free = name in self.to_replace or fate is Fate.TAKEN or not self.shelf.is_there(name)
        why = "" if is_free else objection(self.shelf, name, offer, text, pictures, self.senders)
        if why:
            return self._edited(outcome, text, offer.sent.name, why)
        if fate is Fate.REPLACED:
            stay = self.shelf.edited_pictures(name, pictures.values())
            notes = tuple(f"{file} stays beside it, as it is here." for file in stay if file not in pictures)
            outcome = replace(outcome, notes=(*outcome.notes, *notes))
        if offer.document:
            keep_original(self.folder, name, offer.document)
        self.shelf.put(name, text, pictures, self._entry(offer, name, text, pictures))
        forget(self.folder, offer.sent, offer.pictures)
        return replace(outcome, fate=fate)

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
        here = self.shelf.path(outcome.name).read_text(encoding="utf-8", errors="replace").splitlines()
        there = text.decode("utf-8").splitlines()
        difference = difflib.unified_diff(here, there, f"{outcome.name}.yaml", source, lineterm="", n=1)
        return replace(
            outcome,
            fate=Fate.EDITED,
            why=why,
            instead=self._say_replace(outcome.name),
            difference=tuple(difference)[:_MOST_DIFFERENT],
        )

    def _say_replace(self, name: str) -> str:
        return f"To take it all the same: iki-news collect {self.issue_id} {self.source} --replace {name}"

    def _entry(self, offer: Offer, name: str, text: bytes, pictures: Mapping[str, bytes]) -> Received:
        first = self.shelf.received[name].sender if name in self.shelf.received else ""
        # Whoever an editor lets take the place of the first may do so again.
        is_first = not offer.has_form and (not first or name in self.to_replace)
        sender = (self.senders.pseudonym_of(offer.sent) if is_first else "") or first
        return Received(
            parcel=offer.id,
            saved_at=offer.saved_at,
            received_at=self.now,
            sender=sender,
            source=source_name(offer.sent.name),
            content=offer.content,
            sha256=digest(text),
            pictures=digests(pictures),
        )

    def _understood(self, written: Contribution, sent: Sent, outcome: Outcome) -> Outcome:
        late = self.deadline is not None and self._arrived(written, sent) > self.deadline
        return replace(outcome, understood=understood(written), is_late=late)

    def _arrived(self, written: Contribution, sent: Sent) -> dt.date:
        """Give the day that a mail came; of a file nobody knows, and what it says itself must do."""
        return self._day(sent.came_at) if sent.is_mail else written.received_on

    def _day(self, at: dt.datetime) -> dt.date:
        return at.astimezone(ZoneInfo(self.register.newsletter.timezone)).date()


def _begun(found: Sent | Refused) -> Outcome:
    """Begin an outcome with where something lay and who sent it."""
    notes = (_DOUBTED,) if found.may_be_forged else ()
    return Outcome(found.shown, Fate.REFUSED, notes=notes, sender=found.sender, may_be_forged=found.may_be_forged)
