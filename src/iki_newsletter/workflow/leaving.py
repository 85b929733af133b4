"""What an editor does for a person at their word: takes them off, takes them back in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iki_newsletter.errors import NotThereError, RefusedError, UsageError
from iki_newsletter.model.audience import NOT_COUNTING, Reason
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.database import Database
from iki_newsletter.store.secret import load_secret
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.outlet import environment, real_ledger
from iki_newsletter.workflow.story import read_story

if TYPE_CHECKING:
    import datetime as dt

    from iki_newsletter.workflow.story import Story
    from iki_newsletter.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed for one person."""

    address: str
    done: bool
    """False where it was so already."""
    sentences: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {"address": self.address, "done": self.done}


def remove(workspace: Workspace, text: str, at: dt.datetime, because: str) -> Change:
    """Let somebody be unsubscribed, at their word as an editor passes it on; raises UsageError for no address."""
    story = read_story(workspace, text)
    load_secret(workspace.var, environment())
    if story.reason is Reason.ERASED:
        return Change(story.address, done=False, sentences=(story.sentence,))
    before = story.held.suppression
    if before is not None and before.reason in {Reason.UNSUBSCRIBED, Reason.COMPLAINED}:
        return Change(story.address, done=False, sentences=(f"{story.address} is {before.reason} already.",))
    with Database.open(real_ledger(workspace)) as database:
        words = f"told an editor: {because}" if because else "told an editor"
        Suppressions(database).add(Suppression(story.key, Reason.UNSUBSCRIBED, at, words))
    known = "" if story.is_known else " They were not known here; a list that names them later changes nothing."
    undo = f"To take this back: iki-news subscribers restore {story.address} --because WORDS"
    return Change(story.address, done=True, sentences=(f"{story.address} gets nothing any more.{known}", undo))


def restore(workspace: Workspace, text: str, at: dt.datetime, because: str) -> Change:
    """Take somebody back in who was left out, and note by whose word.

    Raises NotThereError where nothing keeps them out, RefusedError where they were erased or the list itself calls
    them gone, UsageError without a word.
    """
    if not because.strip():
        raise UsageError(
            "Whoever left comes back at their own word only.", instead='Say it: --because "told us on the phone"'
        )
    story = read_story(workspace, text)
    if story.reason is Reason.ERASED:
        raise RefusedError(
            f"{story.address} was erased at their wish.",
            instead="They come back by signing up themselves: iki-news subscribers invite ADDRESS",
        )
    _refuse_where_the_list_says_no(story)
    if story.held.suppression is None:
        raise NotThereError(f"Nothing keeps {story.address} from the newsletter.", instead=story.sentence)
    with Database.open(real_ledger(workspace)) as database:
        Suppressions(database).lift(story.key, at, f"an editor: {because.strip()}")
    again = read_story(workspace, text)
    return Change(story.address, done=True, sentences=(again.sentence,))


def _refuse_where_the_list_says_no(story: Story) -> None:
    out = story.excluded
    if out is not None and out.reason not in NOT_COUNTING:
        raise RefusedError(
            f"{story.source}, line {out.line}, calls {story.address} {out.reason.value}, which would "
            "hold all the same.",
            instead=f"Mend the status in line {out.line} first, then run the same command again.",
        )
