"""New contributions that look like newer versions of others, and carry nothing that says so."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.loading import load_as_written
from iki_newsletter.workflow.offer import understood

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.workflow.collected import Understood
    from iki_newsletter.workflow.shelf import Shelf

_NEAR: Final = 0.7
"""How near two titles are, from 0 to 1, as difflib counts, for one to be taken for the other, changed."""
_COMPARED: Final = 200
"""Characters of each title that are compared: difflib takes time by the square, and a title may be a whole text."""


def look_alike(shelf: Shelf, issue_id: str, new: Understood, sender: str) -> Iterator[str]:
    """Say which contributions that were collected before are of the same project and kind, and by whom or called so.

    `sender` is the pseudonym of who sent the new one; empty where nobody is known.
    """
    for name, entry in sorted(shelf.received.items()):
        written = load_as_written(shelf.path(name)) if shelf.is_there(name) else None
        old = understood(written) if written else None
        if old is None or (old.project, old.kind) != (new.project, new.kind):
            continue
        is_near = _are_near(old.title.casefold()[:_COMPARED], new.title.casefold()[:_COMPARED])
        if is_near or (sender and sender == entry.sender):
            why = "a title much like its own" if is_near else "the same sender"
            yield (
                f"It looks like a newer version of {name}: the same project and kind, and {why}. Both are in the "
                f'issue now; to leave one out: iki-news drop {issue_id} {name} --reason "There is a newer version."'
            )


def _are_near(old: str, new: str) -> bool:
    titles = difflib.SequenceMatcher(None, old, new, autojunk=False)
    # The two bounds above the ratio cost next to nothing, and most titles are far apart.
    return all(at_most() >= _NEAR for at_most in (titles.real_quick_ratio, titles.quick_ratio, titles.ratio))
