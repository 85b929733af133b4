"""A person's story as programs get it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from iki_newsletter.store.database import Database
from iki_newsletter.store.people import Preferences
from iki_newsletter.workflow.outlet import real_ledger
from iki_newsletter.workflow.story import read_story
from iki_newsletter.workspace.folder import find_workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_the_language_they_get_is_told_beside_the_one_they_asked_for(workspace: Path) -> None:
    """Who never asked for one gets that of the list, and who asked for one that there is no edition in still does."""
    folder = find_workspace(workspace)
    ana, sam = "ana.ejemplo@manglar.example", "sam@reef.example"
    with Database.open(real_ledger(folder)) as database:
        Preferences(database).prefer(sam, "fr", dt.datetime(2017, 6, 2, tzinfo=dt.UTC), "by mail")
    told = {address: read_story(folder, address).as_json() for address in (ana, sam)}
    assert [(each["language"], each["language_asked_for"]) for each in told.values()] == [("es", ""), ("en", "fr")]
