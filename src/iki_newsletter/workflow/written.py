"""A contribution as it is written into an issue: its pictures named so that none takes another's place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from iki_newsletter.intake.rewriting import rewritten
from iki_newsletter.model.contribution import Contribution

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.workflow.shelf import Shelf

_LONGEST_SOURCE: Final = 120


def written_for(
    shelf: Shelf,
    text: bytes,
    loaded: Loaded[Contribution],
    pictures: Mapping[str, tuple[bytes, str]],
    name: str,
    received_on: dt.date,
) -> tuple[bytes, dict[str, str]]:
    """Give a contribution's text, and what each of its pictures is called in it, to what it is called in the issue.

    Raises NotTakenError where the names cannot be written into it.
    """
    files = shelf.name_pictures(pictures, name)
    return rewritten(text, loaded, files, received_on, _contribution()), files


def source_name(name: str) -> str:
    """Name the file that something came in, without an address that may stand in its name."""
    words = " ".join("…" if "@" in word else word for word in name.split())
    return "".join(char for char in words if char.isprintable())[:_LONGEST_SOURCE] or "unnamed"


@cache
def _contribution() -> TypeAdapter[Contribution]:
    return TypeAdapter(Contribution)
