"""The words of the answer to a contribution in one language, as `templates/answer/LANG.yaml` says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import Field, TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.shape import Shape
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.render.call_words import Words  # noqa: TC001 - pydantic reads annotations at run time
from iki_newsletter.render.stationery import ANSWER

if TYPE_CHECKING:
    from pathlib import Path

_ANEW: Final = "Write it as the others. Bring it back from a new workspace: iki-news init DIR"


class FactWords(Shape):
    """What stands before each fact."""

    project: Words
    kind: Words
    item: Words
    languages: Words
    pictures: Words


class LackWords(Shape):
    """What a rule asks for, as the sender of a contribution is told."""

    what: Words
    cure: Words


class AnswerWords(Shape):
    """`templates/answer/LANG.yaml`; what has a default came later, and a workspace from before has the starter's."""

    subject: Words
    subject_plain: Words = ""
    """Where there is no title to name."""
    preheader: Words
    heading: Words
    heading_plain: Words = ""
    taken: Words
    waits: Words = ""
    """Of a newer version that was not taken by itself."""
    kept: Words
    late: Words
    understood: Words
    missing: Words
    nothing_missing: Words
    more: Words = ""
    """`{count}`: how many more are missing than are told."""
    next: Words
    how: Words
    """For who used the form."""
    how_plain: Words = ""
    """For who sent anything else."""
    how_waits: Words = ""
    why: Words
    facts: FactWords
    to_write: Words = ""
    """`{fields}`: what is still to be written."""
    fields: dict[str, Words] = Field(default_factory=dict)
    """A field's keys, as in `images.alt`, to what it holds; under `other`, with `{key}`, what stands for the rest."""
    lacks: dict[str, LackWords] = Field(default_factory=dict)
    """A rule's code to what its contribution lacks."""

    def field(self, key: str) -> str:
        """Name a field by its keys, as in `images.alt.es`: by the longest that is known."""
        parts = key.split(".")
        known = [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
        found = next((self.fields[each] for each in known if each in self.fields), "")
        return found or self.fields.get("other", "{key}").replace("{key}", key)


class Missing(NamedTuple):
    """What is wrong, and what to do about it, in the reader's language."""

    what: str
    cure: str = ""


def read_answer_words(folder: Path, starter: Path, language: str) -> AnswerWords:
    """Read one language's words from a `templates` folder; what came later, and it lacks, from the starter's.

    Raises ConfigurationError with what is wrong, or is in neither.
    """
    path = folder / ANSWER / f"{language}.yaml"
    own = _read(path)
    later = {name for name, field in AnswerWords.model_fields.items() if not field.is_required()}
    lacking = later - own.model_fields_set
    if not lacking:
        return own
    given = starter / ANSWER / f"{language}.yaml"
    if not given.is_file():
        raise ConfigurationError(
            f"{relative_to_here(path)} lacks {', '.join(f'`{name}`' for name in sorted(lacking))}.",
            instead="Add them as the other languages of a new workspace have them: iki-news init DIR",
        )
    others = _read(given)
    return own.model_copy(update={name: getattr(others, name) for name in lacking})


def _read(path: Path) -> AnswerWords:
    if not path.is_file():
        raise ConfigurationError(f"There is no {relative_to_here(path)}.", instead=_ANEW)
    loaded, problems = read_shape(path, TypeAdapter(AnswerWords), family="W")
    if loaded is None:
        raise ConfigurationError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    return loaded.value
