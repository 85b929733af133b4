"""The words of the web archive in one language, as `templates/site/LANG.yaml` says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from iki_newsletter.archive.feed_words import CALENDAR_FILLED_IN, FEED_FILLED_IN, CalendarWords, FeedWords
from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.label import Counted, Word, Words, misfilled
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.reading.reader import read_shape

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER: Final = "site"
"""The folder below `templates` with the site's pages and words."""
ANEW: Final = "Bring it back from a new workspace: iki-news init DIR"


class FrameWords(Words):
    """Around every page."""

    skip: Word
    menu: Word
    languages: Word
    draft: Word
    """On pages of an issue that is not public."""
    preview: Word
    """On all others, while such issues are shown."""
    no_tracking: Word
    nothing: Word
    """On a page that has nothing to list now."""
    older: Word
    """Below a list that has no room for more."""
    feeds: Word
    reader: Word
    """What the feeds are for."""
    atom: Word
    json_feed: Word
    calendar: Word
    subscribe: Word
    subscribe_subject: Word
    """A subject that `inbox` takes for the wish to get the newsletter in this language."""


class MenuWords(Words):
    """The parts of the site; each stands over its page as well."""

    issues: Word
    events: Word
    projects: Word
    organisations: Word
    states: Word


class KindWords(Words):
    """What a contribution is."""

    news: Word
    event: Word
    publication: Word
    call: Word
    interview: Word
    video: Word
    profile: Word


class CountWords(Words):
    """How many there are."""

    contributions: Counted
    projects: Counted


class FrontWords(Words):
    """The first page."""

    newest: Word
    coming: Word
    seen_from: Word
    no_events: Word
    areas: Word
    places: Word
    all_issues: Word
    all_events: Word
    all_projects: Word
    all_states: Word


class ItemWords(Words):
    """A contribution's page."""

    about: Word
    project: Word
    with_projects: Word
    organisation: Word
    area: Word
    issue: Word
    issue_said: Word
    when: Word
    where: Word
    online: Word
    states: Word
    sdg: Word
    tags: Word
    read: Word
    apply: Word
    watch: Word
    calendar: Word
    first: Word
    """Before the page of what a reminder was taken over from."""
    part_of: Word
    belongs: Word
    sessions: Word
    hours: Word
    """Whose clocks the agenda goes by."""
    participants: Word
    materials: Word
    others: Word
    """What the way to the contributions before and after is called."""
    previous: Word
    next: Word


class IssuesWords(Words):
    """The list of issues."""

    lead: Word
    as_sent: Word
    as_mail: Word
    """Said of an issue that nobody sent yet."""
    contents: Word


class EditionWords(Words):
    """The line above an issue as it was sent, and what stands for its reader's address."""

    back: Word
    address: Word


class EventsWords(Words):
    """The list of events."""

    lead: Word
    coming: Word
    past: Word
    follow: Word
    follow_says: Word
    save: Word
    save_says: Word
    none_coming: Word


class ProjectsWords(Words):
    """The list of projects."""

    lead: Word
    no_area: Word


class ScopeWords(Words):
    """How far a project reaches."""

    bilateral: Word
    regional: Word
    global_: Word

    model_config = Words.model_config | {"alias_generator": lambda name: name.rstrip("_")}


class ProjectWords(Words):
    """A project's sheet."""

    facts: Word
    signature: Word
    scope: Word
    scopes: ScopeWords
    contributions: Word
    nothing: Word
    same: Word
    sdg: Word
    same_area: Word
    source: Word
    as_of: Word


class OrganisationWords(Words):
    """The list of organisations, and the page of one."""

    lead: Word
    projects: Word
    contributions: Word
    full_name: Word
    web: Word


class AreaWords(Words):
    """A funding area's page."""

    kicker: Word
    projects: Word
    contributions: Word


class StateWords(Words):
    """The map, and the page of a state."""

    lead: Word
    legend: Word
    map: Word
    list: Word
    tile: Word
    kicker: Word
    projects: Word
    contributions: Word
    none: Word


class MissingWords(Words):
    """The page for addresses that lead nowhere."""

    title: Word
    text: Word
    way: Word


class ImprintWords(Words):
    """The page that says who is responsible, and what becomes of readers' data."""

    title: Word
    imprint: Word
    privacy: Word


class MovedWords(Words):
    """The page where one was that has moved or was withdrawn."""

    title: Word
    text: Word


class SiteWords(Words):
    """`templates/site/LANG.yaml`."""

    frame: FrameWords
    menu: MenuWords
    kinds: KindWords
    counts: CountWords
    front: FrontWords
    item: ItemWords
    issues: IssuesWords
    edition: EditionWords
    events: EventsWords
    projects: ProjectsWords
    project: ProjectWords
    organisations: OrganisationWords
    area: AreaWords
    states: StateWords
    missing: MissingWords
    imprint: ImprintWords
    moved: MovedWords
    gone: MovedWords
    entrance: Word
    feed: FeedWords
    calendar: CalendarWords


_FILLED_IN: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("counts", "contributions", "other"): ("count",),
    ("counts", "projects", "other"): ("count",),
    ("item", "issue_said"): ("number", "date"),
    ("edition", "back"): ("title",),
    ("events", "lead"): ("date",),
    ("front", "seen_from"): ("date",),
    ("item", "hours"): ("zone",),
    ("project", "sdg"): ("numbers",),
    ("states", "tile"): ("state", "count"),
    **{("feed", *keys): names for keys, names in FEED_FILLED_IN.items()},
    **{("calendar", *keys): names for keys, names in CALENDAR_FILLED_IN.items()},
}
"""What stands in braces in which word; all others have no braces."""


def load_words(folder: Path, languages: Iterable[str]) -> dict[str, SiteWords]:
    """Read the words of these languages from a folder `templates/site`.

    Raises ConfigurationError with every problem found, naming the file to write where a language has none.
    """
    adapter = TypeAdapter(SiteWords)
    words, problems = {}, []
    for language in languages:
        path = folder / f"{language}.yaml"
        if not path.is_file():
            raise ConfigurationError(
                f"There is no {relative_to_here(path)}.",
                instead=f"Copy one of the others there and translate it. {ANEW}",
            )
        loaded, found = read_shape(path, adapter, family="W")
        problems += found or (misfilled(loaded, _FILLED_IN) if loaded else [])
        if loaded is not None:
            words[language] = loaded.value
    if problems:
        raise ConfigurationError("The words of the site must be mended first.", problems=problems)
    return words
