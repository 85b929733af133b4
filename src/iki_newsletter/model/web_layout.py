"""Where everything stands in the web archive: paths below its root, which mails, pages, feeds and calendars share.

What was public once keeps its address, so nothing here changes without leaving the old path as a way to the new one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

ASSETS: Final = "assets"
"""The folder for what the pages share: the style, the drawn band."""
SITEMAP: Final = "sitemap.xml"
MISSING: Final = "404.html"
ENTRANCE: Final = "index.html"
"""The page at the root: it leads to the languages."""
GROUPS: Final = ("projects", "organisations", "areas", "states")
"""What has pages beside the issues: the first part of their addresses."""
ISSUE_PATTERN: Final = r"[0-9][a-z0-9]*(-[a-z0-9]+)*"
"""An issue begins with a digit, so that its folder is never a language's or that of the pages' style."""
_SLUG: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
_ADDRESS: Final = re.compile(rf"{ISSUE_PATTERN}(/{_SLUG})?|({'|'.join(GROUPS)})/{_SLUG}")
_LONGEST: Final = 64
_RESERVED: Final = frozenset({"index"})
"""Names of pages that stand in the same folders: the lists."""


def edition(issue: str, language: str) -> str:
    """Give an issue as it was sent."""
    return f"{issue}/{language}.html"


def picture(issue: str, file: str) -> str:
    """Give a picture of an issue."""
    return f"{issue}/images/{file}"


def material(issue: str, file: str) -> str:
    """Give a file among an event's materials, which names it as in `materials/minutes.pdf`."""
    return f"{issue}/{file}"


def front(language: str) -> str:
    """Give the first page of a language."""
    return f"{language}/index.html"


def imprint(language: str) -> str:
    """Give the page that says who is responsible, and what becomes of readers' data."""
    return f"{language}/imprint.html"


def item(issue: str, name: str, language: str) -> str:
    """Give a contribution's page."""
    return f"{language}/{issue}/{name}.html"


def item_calendar(issue: str, name: str, language: str) -> str:
    """Give an event's own calendar file."""
    return f"{language}/{issue}/{name}.ics"


def issues(language: str) -> str:
    """Give the list of all issues."""
    return f"{language}/issues/index.html"


def contents(issue: str, language: str) -> str:
    """Give the page that lists an issue's contributions."""
    return f"{language}/issues/{issue}.html"


def projects(language: str) -> str:
    """Give the list of all projects."""
    return f"{language}/projects/index.html"


def project(project_id: str, language: str) -> str:
    """Give a project's sheet."""
    return f"{language}/projects/{project_id}.html"


def organisations(language: str) -> str:
    """Give the list of all organisations."""
    return f"{language}/organisations/index.html"


def organisation(organisation_id: str, language: str) -> str:
    """Give an organisation's page."""
    return f"{language}/organisations/{path_name(organisation_id)}.html"


def area(key: str, language: str) -> str:
    """Give a funding area's page, by its numeral."""
    return f"{language}/areas/{key.lower()}.html"


def states(language: str) -> str:
    """Give the map and list of the federal states."""
    return f"{language}/states/index.html"


def state(name: str, language: str) -> str:
    """Give a federal state's page."""
    return f"{language}/states/{path_name(name)}.html"


def events(language: str) -> str:
    """Give the list of events."""
    return f"{language}/events/index.html"


def atom(language: str) -> str:
    """Give the Atom feed (RFC 4287)."""
    return f"{language}/feed.xml"


def json_feed(language: str) -> str:
    """Give the JSON Feed 1.1."""
    return f"{language}/feed.json"


def calendar(language: str) -> str:
    """Give the calendar of all events (RFC 5545)."""
    return f"{language}/events.ics"


def lists(language: str) -> tuple[str, ...]:
    """Give the pages that every language has, whatever is public."""
    return tuple(place(language) for place in (front, issues, events, projects, organisations, states, imprint))


def site_files() -> tuple[str, ...]:
    """Give the files that others subscribe to, below each language: the feeds and the calendar."""
    return tuple(place("").removeprefix("/") for place in (atom, json_feed, calendar))


def file(address: str, language: str) -> str:
    """Give the path of a file's address without a language: pictures and materials are the same in all of them.

    >>> file("feed.xml", "es"), file("2017-06/reef.ics", "es"), file("2017-06/images/reef.png", "es")
    ('es/feed.xml', 'es/2017-06/reef.ics', '2017-06/images/reef.png')
    """
    return address if address.count("/") > 1 else f"{language}/{address}"


def is_address(text: str) -> bool:
    """Tell whether a text is an address without a language: of an issue, a contribution, or a page of the portfolio.

    >>> [is_address(each) for each in ("2017-06", "2017-06/reef", "states/oaxaca", "issues/2017-06", "../etc/x")]
    [True, True, True, False, False]
    """
    return bool(_ADDRESS.fullmatch(text)) and all(len(part) <= _LONGEST for part in text.split("/"))


def pages(address: str, language: str) -> tuple[str, ...]:
    """Give the pages of an address without a language: two of an issue (`2017-06`), one of what has a path in it.

    >>> pages("2017-06", "es"), pages("projects/reef", "de")
    (('2017-06/es.html', 'es/issues/2017-06.html'), ('de/projects/reef.html',))
    """
    if "/" in address:
        return (f"{language}/{address}.html",)
    return edition(address, language), contents(address, language)


def address_of(written: str, languages: Collection[str]) -> str:
    """Give the address without a language that somebody means, also where they copied it from a browser.

    >>> means = ["https://news.example.org/de/2017-06/reef.html", "/es/issues/2017-06.html", "2017-06/es.html"]
    >>> [address_of(each, ("es", "de")) for each in means]
    ['2017-06/reef', '2017-06', '2017-06']
    """
    path = re.sub(r"^https?://[^/]*/?", "", written).partition("#")[0].partition("?")[0]
    parts = [part for part in path.removesuffix(".html").split("/") if part]
    # Below a folder of its server, an archive's address has more before the language.
    places = [place for place, part in enumerate(parts[:-1]) if part in languages]
    parts = parts[places[-1] + 1 :] if places else parts
    if len(parts) > 1 and parts[-1] in languages:
        parts = parts[-2:-1]
    if len(parts) == 2 and parts[0] == "issues":  # noqa: PLR2004 - an issue's list of contributions
        parts = parts[1:]
    return "/".join(parts)


def path_name(name: str) -> str:
    """Write a name as part of a path: small letters, digits and hyphens, at most 64 of them.

    A name of which nothing or too much is left, or that a list of names has, is told apart by its digest.

    >>> [path_name(each) for each in ("WWF Germany", "Pronatura México", "Michoacán", "C&A / Ñandú")]
    ['wwf-germany', 'pronatura-mexico', 'michoacan', 'c-a-nandu']
    >>> [path_name(each) for each in ("环境部", "水利部", "Index")]
    ['x-3937c683', 'x-7892d958', 'index-39c3be11']
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if slug and slug not in _RESERVED and len(slug) <= _LONGEST:
        return slug
    mark = hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()[:8]
    short = slug[: _LONGEST - len(mark) - 1].strip("-") or "x"
    return f"{short}-{mark}"
