"""The newsletter's settings: newsletter.yaml to a Newsletter, with what the shape alone cannot tell."""

from __future__ import annotations

import re
import zoneinfo
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.plain_address import plain_parts
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.problem import Problem, by_position
from iki_newsletter.model.verp import LONGEST_LOCAL_PART
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.workspace.signature import signature_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.text import Text
    from iki_newsletter.workspace.folder import Workspace

_PASSWORD_IN_URL: Final = re.compile(r"://[^/@]*:[^/]*@")


def load_newsletter(workspace: Workspace) -> Loaded[Newsletter]:
    """Read `newsletter.yaml`; raises ConfigurationError that carries every problem in it."""
    loaded, problems = read_newsletter(workspace)
    if loaded is None or problems:
        shown = relative_to_here(workspace.newsletter)
        raise ConfigurationError(
            f"The newsletter's settings cannot be used: {shown}", instead="Mend them first.", problems=problems
        )
    return loaded


def read_newsletter(workspace: Workspace) -> tuple[Loaded[Newsletter] | None, list[Problem]]:
    """Read `newsletter.yaml`; gives it, where its shape is right, and every problem."""
    loaded, problems = read_shape(workspace.newsletter, TypeAdapter(Newsletter), family="W")
    if loaded is None:
        return None, problems
    checks = (_repeated, _time_zone, _texts, _addresses, _room_for_verp, _password, _periods)
    problems = [problem for check in checks for problem in check(loaded)]
    return loaded, by_position([*problems, *signature_problems(loaded, workspace)])


def _repeated(loaded: Loaded[Newsletter]) -> Iterator[Problem]:
    settings, at = loaded.value, loaded.origin.at
    for number in _repeated_in(settings.languages):
        what = f"`{settings.languages[number]}` stands among the languages already."
        yield Problem("W111", at("languages", number), what, "Take it out: each language has one edition.")
    ids = [section.id for section in settings.sections]
    for number in _repeated_in(ids):
        first = at("sections", ids.index(ids[number]), "id").line
        yield Problem(
            "W111", at("sections", number, "id"), f"Section `{ids[number]}` is there already, in line {first}."
        )


def _repeated_in(values: Sequence[str]) -> list[int]:
    return [number for number, value in enumerate(values) if value in values[:number]]


def _time_zone(loaded: Loaded[Newsletter]) -> Iterator[Problem]:
    name = loaded.value.timezone
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder's name, a name that is none
        yield Problem("W113", loaded.origin.at("timezone"), f"`{name}` is no time zone.")


def _texts(loaded: Loaded[Newsletter]) -> Iterator[Problem]:
    """Ask each text that readers see for every language; one that is the same in all may stand as a bare string."""
    settings = loaded.value
    texts: dict[tuple[str | int, ...], Text | None] = {("title",): settings.title, ("tagline",): settings.tagline}
    texts |= {("sections", number, "title"): each.title for number, each in enumerate(settings.sections)}
    texts |= {("funding_notices", number, "text"): each.text for number, each in enumerate(settings.funding_notices)}
    for path, text in texts.items():
        if isinstance(text, dict) and (missing := [each for each in settings.languages if each not in text]):
            languages = ", ".join(f"`{language}`" for language in missing)
            yield Problem("W114", loaded.origin.at(*path), f"`{path[-1]}` has no text in {languages}.")


def _addresses(loaded: Loaded[Newsletter]) -> Iterator[Problem]:
    sender = loaded.value.sender
    given = {"address": sender.address, "reply_to": sender.reply_to, "bounces": sender.bounces}
    for key, address in given.items():
        if address is not None and not plain_parts(address) and not _is_valid(address):
            yield Problem("W115", loaded.origin.at("sender", key), f"`{address}` is no mail address.")


def _is_valid(address: str) -> bool:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - heavy, and rarely needed

    try:
        validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True


def _room_for_verp(loaded: Loaded[Newsletter]) -> Iterator[Problem]:
    sender = loaded.value.sender
    if not sender.verp:
        return
    if sender.bounces is None:
        yield Problem("W120", loaded.origin.at("sender", "verp"), "`verp` needs an address in `bounces`.")
    elif len(sender.bounces.rpartition("@")[0]) > LONGEST_LOCAL_PART:
        what = f"`{sender.bounces}` has no room for a code before the @."
        yield Problem("W120", loaded.origin.at("sender", "bounces"), what)


def _password(loaded: Loaded[Newsletter]) -> Iterator[Problem]:
    if _PASSWORD_IN_URL.search(loaded.value.smtp.url):
        yield Problem("W116", loaded.origin.at("smtp", "url"), "`smtp.url` holds a password.")


def _periods(loaded: Loaded[Newsletter]) -> Iterator[Problem]:
    for number, notice in enumerate(loaded.value.funding_notices):
        if notice.until and notice.until < notice.from_:
            position = loaded.origin.at("funding_notices", number, "until")
            yield Problem("W117", position, f"The notice ends on {notice.until}, before it starts on {notice.from_}.")
