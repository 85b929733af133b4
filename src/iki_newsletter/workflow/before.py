"""What came before: whether a thing is known, older than what is here, in another issue, or a newer version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iki_newsletter.content.loading import load_as_written
from iki_newsletter.workflow.clock import shown_time
from iki_newsletter.workflow.collected import Fate
from iki_newsletter.workflow.offer import understood

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from iki_newsletter.model.received import Received
    from iki_newsletter.workflow.collected import Outcome
    from iki_newsletter.workflow.elsewhere import Elsewhere
    from iki_newsletter.workflow.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Before:
    """What this issue and others took before."""

    shelf: Shelf
    elsewhere: Mapping[str, Elsewhere]
    """What other issues took, by parcel ids and contents."""
    to_replace: frozenset[str]
    """Contributions whose newer version is taken although somebody edited them here."""
    command: str
    """What the user typed, for sentences that say what to type."""
    timezone: str
    """The newsletter's, in which moments are told."""

    def passed_over(
        self, parcel_id: str, saved_at: dt.datetime, content: str, outcome: Outcome, *, has_form: bool = False
    ) -> Outcome | None:
        """Tell what needs no taking; None for what is new, or a newer version of a contribution that is there.

        An id that no form gave is made of the title: in another issue that may be the title of another text, so there
        only what came before is known again. For that, what is older than what is here is written down.
        """
        passed = self._passed_over(parcel_id, saved_at, content, outcome, has_form=has_form)
        if passed is not None and passed.fate is Fate.OLDER:
            self.shelf.remember_earlier(passed.name, content)
        return passed

    def _passed_over(
        self, parcel_id: str, saved_at: dt.datetime, content: str, outcome: Outcome, *, has_form: bool
    ) -> Outcome | None:
        name = self.shelf.name_of(parcel_id, content)
        found = (self.elsewhere.get(parcel_id) if has_form else None) or self.elsewhere.get(content)
        if found and (not name or self._is_of_another(found, name, content, has_form=has_form)):
            return replace(outcome, fate=Fate.ELSEWHERE, why=found.sentence(content))
        if not name:
            return None
        entry = self.shelf.received[name]
        outcome = self._as_it_stands(replace(outcome, name=name))
        is_same = content in entry.contents
        if is_same or name not in self.to_replace:
            return self._compared(entry, saved_at, content, outcome)
        return None if saved_at >= entry.saved_at else self._older(entry, outcome)

    def _is_of_another(self, found: Elsewhere, name: str, content: str, *, has_form: bool) -> bool:
        """Tell what belongs to the other issue although this one has something of the same id."""
        if found.is_there and not self.shelf.is_there(name):
            return True
        entry = self.shelf.received[name]
        return not has_form and name not in self.to_replace and content not in (*entry.contents, *entry.earlier)

    def namesake(self, parcel_id: str) -> tuple[str, ...]:
        """Say of what is new here that another issue took something else of the same project, kind and title."""
        found = self.elsewhere.get(parcel_id)
        if found is None:
            return ()
        other = f"The issue {found.issue} took another text of this project, kind and title, as {found.name}."
        return (f"{other} If this is a newer version of that, it is in the wrong issue here.",)

    def say_replace(self, name: str) -> str:
        """Say how to take a newer version all the same."""
        return f"To take it all the same: {self.command} --replace {name}"

    def _as_it_stands(self, outcome: Outcome) -> Outcome:
        """Say of what is not read a second time, or cannot be read, what its contribution says."""
        if outcome.understood is not None or not self.shelf.is_there(outcome.name):
            return outcome
        written = load_as_written(self.shelf.path(outcome.name))
        if written is None:
            return outcome
        return replace(outcome, understood=understood(written))

    def _compared(self, entry: Received, saved_at: dt.datetime, content: str, outcome: Outcome) -> Outcome | None:
        is_same = content in entry.contents
        if not is_same and (saved_at < entry.saved_at or (saved_at == entry.saved_at and content in entry.earlier)):
            return self._older(entry, outcome)
        if not is_same and saved_at == entry.saved_at and entry.came:
            return replace(outcome, fate=Fate.OLDER, why="It was taken as somebody mended it in `incoming`.")
        if self.shelf.is_there(outcome.name):
            return replace(outcome, fate=Fate.KNOWN) if is_same else None
        why = f"{outcome.name} was taken before, and is no longer there: dropped or moved since."
        if is_same:
            return replace(outcome, fate=Fate.KNOWN, why=why)
        instead = self.say_replace(outcome.name)
        what = "This is another text." if saved_at == entry.saved_at else "This is a newer version."
        return replace(outcome, fate=Fate.EDITED, why=f"{why} {what}", instead=instead)

    def _older(self, entry: Received, outcome: Outcome) -> Outcome:
        why = f"A newer version is here, of {shown_time(entry.saved_at, self.timezone)}."
        return replace(outcome, fate=Fate.OLDER, why=why)
