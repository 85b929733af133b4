"""The words of working mails in one language, as `templates/call/LANG.yaml` says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import StringConstraints, TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.contribution import Kind  # noqa: TC001 - pydantic reads annotations at run time
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.shape import Shape
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.render.labels import Greeting  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Words = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
"""A sentence or a few."""
_ANEW: Final = "Write it as the others. Bring it back from a new workspace: iki-news init DIR"


class KindWords(Shape):
    """A kind of contribution, and what it is to say."""

    name: Words
    asks: Words


class FactWords(Shape):
    """What stands before each fact."""

    deadline: Words
    sends_on: Words
    address: Words
    title: Words
    teaser: Words
    body: Words
    picture: Words
    characters: Words
    """`{count}`: how many a text may have."""
    picture_asks: Words


class HeadingWords(Shape):
    """The headings below which things stand."""

    dates: Words
    kinds: Words
    lengths: Words
    last: Words
    """`{project}`: whose latest items these are."""
    how: Words


class MailWords(Shape):
    """What opens a mail and ends it; `{title}`, `{number}`, `{projects}` and dates are filled in."""

    subject: Words
    preheader: Words
    heading: Words
    opening: Words


class CallWords(MailWords):
    """The call for contributions."""

    nothing_yet: Words
    how_form: Words
    how_file: Words
    how_plain: Words


class RemindWords(MailWords):
    """The reminder, before the deadline and after it."""

    subject_late: Words
    opening_late: Words
    nothing: Words
    """That nothing to tell is an answer too."""


class ProofWords(MailWords):
    """A project's own items as they will appear."""

    asks: Words
    """What to do, by `{by}`."""
    silence: Words
    """What happens if nobody answers."""


class WorkingWords(Shape):
    """`templates/call/LANG.yaml`."""

    greeting: Greeting
    test_mark: Words
    signed: Words
    why: Words
    headings: HeadingWords
    facts: FactWords
    kinds: dict[Kind, KindWords]
    call: CallWords
    remind: RemindWords
    proof: ProofWords


def read_words(folder: Path, language: str) -> WorkingWords:
    """Read one language's words from a `templates` folder; raises ConfigurationError with what is wrong."""
    path = folder / "call" / f"{language}.yaml"
    if not path.is_file():
        raise ConfigurationError(f"There is no {relative_to_here(path)}.", instead=_ANEW)
    loaded, problems = read_shape(path, TypeAdapter(WorkingWords), family="W")
    if loaded is None:
        raise ConfigurationError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    return loaded.value


def filled(words: str, values: Mapping[str, str], path: Path) -> str:
    """Fill words in braces; raises ConfigurationError, naming the file, for one that has no meaning here."""
    try:
        return words.format_map(values)
    except (KeyError, ValueError, IndexError, AttributeError):
        known = ", ".join(f"{{{name}}}" for name in values)
        raise ConfigurationError(
            f"{relative_to_here(path)}: “{words[:60]}” has something in braces that is not known there.",
            instead=f"What can be filled in is {known}.",
        ) from None
