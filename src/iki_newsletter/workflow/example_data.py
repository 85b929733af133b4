"""Made-up names in the settings: what a new workspace is filled with must never leave through a real mail server."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from iki_newsletter.delivery.server import parse_smtp_url
from iki_newsletter.errors import FilesWrongError, UsageError
from iki_newsletter.model.problem import Problem, by_position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.delivery.server import Server
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.workflow.build import Build

_NAME: Final = re.compile(
    r"(?<![\w-])(?:[\w-]+\.)*(?:example\.(?:com|net|org)|[\w-]+\.(?:example|invalid|test|localhost))(?![\w-]|\.\w)",
    re.IGNORECASE,
)
"""Names that can never be anybody's (RFC 2606, RFC 6761)."""
_MADE_UP: Final = re.compile(
    r"\((?:ejemplo|Beispiel|example)\)|Erika Beispiel|Calle del Ejemplo|Ciudad Ejemplo|Muster(?:stra(?:ß|ss)e|stadt)",
    re.IGNORECASE,
)
"""What the starter's imprint and addresses say of themselves."""
_PLAIN: Final = (("sender", "address"), ("sender", "reply_to"), ("sender", "bounces"), ("list_id",), ("web",))
_TEXTS: Final = ("impressum", "privacy", "postal")


def find_example_data(settings: Loaded[Newsletter], server: Server) -> list[Problem]:
    """Find made-up names in what readers are told about the sender; none matter where no mail leaves the machine."""
    return [] if server.is_local else by_position(list(_found(settings, server)))


def judged_for(built: Build, server: Server) -> Build:
    """Add to a build's problems what forbids sending it through this server."""
    found = find_example_data(built.merged.register.settings, server)
    return replace(built, problems=tuple(by_position([*built.problems, *found]))) if found else built


def judged_for_settings(built: Build) -> Build:
    """Judge a build for the server that the settings name; `check` tells where that cannot be understood."""
    try:
        server = parse_smtp_url(built.merged.register.newsletter.smtp.url)
    except UsageError:
        return built
    return judged_for(built, server)


def refuse_example_data(settings: Loaded[Newsletter], server: Server) -> None:
    """Raise FilesWrongError, naming every place, rather than let made-up names go through a real server."""
    found = find_example_data(settings, server)
    if found:
        raise FilesWrongError(
            f"{server} is a real mail server, and these are examples. Nothing was sent.",
            instead="Write your own over them; to try things out, send with --smtp sandbox:",
            problems=found,
        )


def _found(settings: Loaded[Newsletter], server: Server) -> Iterator[Problem]:
    for keys, text in _said(settings.value):
        found = _NAME.search(text) or (_MADE_UP.search(text) if keys[0] == "identity" else None)
        if found:
            what = f"`{'.'.join(keys)}` says `{found[0]}`, which is an example, and {server} is a real mail server."
            yield Problem("W131", settings.origin.at(*keys), what)


def _said(newsletter: Newsletter) -> Iterator[tuple[tuple[str, ...], str]]:
    sender = newsletter.sender
    values = (sender.address, sender.reply_to, sender.bounces, newsletter.list_id, newsletter.web)
    yield from ((keys, text) for keys, text in zip(_PLAIN, values, strict=True) if text)
    for name in _TEXTS:
        yield from (
            (("identity", name, language), text) for language, text in getattr(newsletter.identity, name).items()
        )
