"""What an editor does for a person at their word: takes them off, takes them back in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.audience.columns import Column
from iki_newsletter.audience.listedit import ListEdit
from iki_newsletter.audience.mistyped import probably_meant
from iki_newsletter.audience.values import Status, read_status
from iki_newsletter.errors import ExitCode, IkiNewsError, NotThereError, RefusedError, UsageError
from iki_newsletter.model.audience import NOT_COUNTING, Reason
from iki_newsletter.model.history import What
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.database import Database
from iki_newsletter.store.people import History
from iki_newsletter.store.returned import Returned
from iki_newsletter.store.secret import load_secret
from iki_newsletter.store.suppressed import is_erased
from iki_newsletter.store.suppressions import Suppressions
from iki_newsletter.workflow.listing import read_list_for
from iki_newsletter.workflow.outlet import environment, real_ledger
from iki_newsletter.workflow.story import read_whole_story
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.workflow.story import Story
    from iki_newsletter.workspace.folder import Workspace

_BACK_BY_MAIL: Final = (
    "They come back by a mail of their own that asks for it (“subscribe”), which `iki-news inbox` takes in; then: "
    "iki-news subscribers invite"
)


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed for one person."""

    address: str
    done: bool
    """False where it was so already."""
    sentences: tuple[str, ...]
    exit_code: ExitCode = ExitCode.DONE
    """How the command ends."""

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {"address": self.address, "done": self.done}


def remove(workspace: Workspace, text: str, at: dt.datetime, because: str, *, anyway: bool = False) -> Change:
    """Let somebody be unsubscribed, at their word as an editor passes it on; with `anyway` also who is not known.

    Raises UsageError for no address, NotThereError for one that is not known.
    """
    story = read_whole_story(workspace, text)
    if not story.is_known and not anyway:
        raise NotThereError(
            story.sentence,
            instead=f"{_similar(workspace, story.key)} To bar it from every list all the same: --anyway".strip(),
        )
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
    """Take somebody back in who was left out, and note by whose word, also where nothing kept them out.

    Where the list itself calls them gone, the status of their row becomes active: an editor asks for it. Raises
    NotThereError for who is not known, RefusedError where they were erased, UsageError without a word.
    """
    if not because.strip():
        raise UsageError(
            "Whoever left comes back at their own word only.", instead='Say it: --because "told us on the phone"'
        )
    story = read_whole_story(workspace, text)
    if story.reason is Reason.ERASED:
        raise RefusedError(f"{story.address} was erased at their wish.", instead=_BACK_BY_MAIL)
    if not story.is_known:
        hint = _similar(workspace, story.key)
        raise NotThereError(story.sentence, instead=hint or "Whoever wants it: iki-news subscribers invite ADDRESS")
    kept_out = story.standing.planned is None
    _note(workspace, story.key, at, f"an editor: {because.strip()}")
    # The word first: it is kept, whatever becomes of the list.
    mended = _mend(workspace, story) if _is_out_by_list(story) else ()
    again = read_whole_story(workspace, text)
    sentences = [*mended, again.sentence]
    if again.standing.planned:
        if not kept_out:
            sentences.append("Nothing kept them from it; the word is noted.")
        return Change(story.address, done=kept_out, sentences=tuple(sentences))
    out = again.excluded
    if _is_out_by_list(again) and out is not None:
        sentences.append(
            f"Still to do: {again.source}, line {out.line}, calls them {out.reason.value}: set it to active there by "
            "hand. Their word is noted."
        )
    return Change(story.address, done=True, sentences=tuple(sentences), exit_code=ExitCode.WRONG)


def _note(workspace: Workspace, key: str, at: dt.datetime, words: str) -> None:
    with Database.open(real_ledger(workspace)) as database, database.transaction():
        if not Suppressions(database).lift(key, at, words):
            History(database).note(key, at, What.RESTORED, words)


def _is_out_by_list(story: Story) -> bool:
    return story.excluded is not None and story.excluded.reason not in NOT_COUNTING


def _mend(workspace: Workspace, story: Story) -> tuple[str, ...]:
    """Set the status of somebody's rows to active; gives what was done, or why it was not."""
    path = workspace.root / load_newsletter(workspace).value.subscribers
    try:
        lines = tuple(_set_active(path, story.key))
    except IkiNewsError as error:
        return tuple(error.lines())
    except OSError as error:
        return (f"{story.source} cannot be written: {error.strerror or error}. Is it open in Excel?",)
    return tuple(f"{story.source}, line {line}, said {said}, and says active now." for line, said in lines)


def _set_active(path: Path, key: str) -> Iterator[tuple[int, str]]:
    edit = ListEdit.open(path)
    changed = []
    for line in edit.rows_of(key):
        said = edit.value(line, Column.STATUS)
        # Whom else a shared cell names did not ask for it; and of a row that slipped, another cell would be lost.
        is_theirs = not edit.is_shared(line) and not edit.is_slipped(line)
        if is_theirs and read_status(said) is not Status.ACTIVE:
            edit.set(line, Column.STATUS, Status.ACTIVE.value)
            changed.append((line, said))
    edit.write()
    yield from changed


def _similar(workspace: Workspace, key: str) -> str:
    """Ask for the nearest address that is known, by the list or the ledger; empty where none comes near."""
    newsletter = load_newsletter(workspace).value
    path = workspace.root / newsletter.subscribers
    known: set[str] = set()
    if path.is_file():
        reading = read_list_for(newsletter, path)
        known.update(person.key for person in reading.subscribers)
        known.update(row.key for row in reading.excluded if row.key)
    if real_ledger(workspace).exists():
        with Database.open(real_ledger(workspace)) as database:
            known.update(each for each in Returned(database).known_keys() if not is_erased(each))
    meant = probably_meant(key, sorted(known))
    return f"Did you mean `{meant}`?" if meant else ""
