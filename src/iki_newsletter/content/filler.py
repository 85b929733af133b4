"""A value for every field of a shape: one that loads, and that a check knows to be a placeholder.

The fields come from the models, so a new field appears in new files by itself.
"""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import dataclass
from enum import Enum
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from iki_newsletter.model import placeholder
from iki_newsletter.model.budget import BUDGETS, SUBJECT_LENGTH, budget
from iki_newsletter.model.fields import is_text
from iki_newsletter.model.shape import Language, Line, Shape, TimeOfDay, WebAddress, Year
from iki_newsletter.model.workshop import PublicName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HINTS: Final = {
    "title": "a short headline with a verb",
    "teaser": "what changed, and for whom",
    "body": "the text, in Markdown",
    "eligible": "who may apply",
    "place": "house and town",
    "role": "what they do, and where",
    "alt": "what the picture shows, for those who do not see it",
    "caption": "the line below the picture",
    "Link.text": "what the link leads to",
    "Session.title": "what the session is called",
    "Session.text": "what it is about, in Markdown",
    "Session.place": "the room",
    "speakers": "first name and surname, organisation",
    "participants": "an organisation",
    "Handout.title": "what it is, as in slides or minutes",
    "Editorial.text": "60 to 120 words to open the issue with",
    "subject": f"the strongest item, in {SUBJECT_LENGTH[0]} to {SUBJECT_LENGTH[-1]} characters",
    "preheader": "what else is in the issue",
    "signed": "who speaks",
    "credit": "who took the picture",
    "by": "who agreed",
    "name": "first name and surname",
    "why": "the reason",
}
"""What to write, by the field's name, with its shape's name before it where that matters; else the name must do."""

_EXAMPLES: Final[Mapping[str, Any]] = {
    "allow": {"E304": {"why": "the reason", "until": placeholder.DAY}},
    "carried": {"file-name": "2017-05"},
    "duration": placeholder.LENGTH,
    "Handout.file": "materials/file-name.pdf",
    "Image.file": "images/file-name.jpg",
    "focus": "file-name",
    "leave_out": {"file-name": "the reason"},
    "order": {"section": ["file-name", "another-file-name"]},
    "other_projects": ["project"],
    "part_of": "event-file-name",
    "sdg": [13],
    "states": ["Jalisco"],
    "tags": ["tag"],
    "timezone": "America/Mexico_City",
    "weight": 10,
}
"""Values of the right form, named as the hints are, where the annotation alone does not tell one."""
_OURS: Final = frozenset({("Released", "text")})
"""Fields that only the program writes, by their shape's name and their own: nobody is asked for them."""


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills shapes for texts in some languages."""

    languages: Sequence[str]
    """The languages that texts are asked for in, the original's first."""

    def fill(self, shape: type[Shape]) -> dict[str, Any]:
        """Give a value for every field of a shape that people write, required or not, as plain data."""
        hints = get_type_hints(shape, include_extras=True)
        fields = (_Field(shape.__name__, name) for name in shape.model_fields)
        return {
            field.name: self._value(field, hints[field.name]) if (known := field.among(_EXAMPLES)) is None else known
            for field in fields
            if field not in _OURS
        }

    def _value(self, field: _Field, hint: Any) -> Any:
        if is_text(hint):
            return {language: self._text(field, language) for language in self.languages}
        if get_origin(hint) in {Union, types.UnionType}:
            hint = next(choice for choice in get_args(hint) if choice is not types.NoneType)
        for simple, value in self._simple(field):
            if hint == simple:
                return value
        return self._composed(field, hint)

    def _simple(self, field: _Field) -> list[tuple[Any, Any]]:
        return [
            (Line, f"{placeholder.MARK} {field.words}"),
            (PublicName, f"{placeholder.MARK} {field.words}"),
            (WebAddress, placeholder.ADDRESS),
            (Language, self.languages[0]),
            (Year, placeholder.DAY.year),
            (TimeOfDay, "09:00"),
        ]

    def _composed(self, field: _Field, hint: Any) -> Any:
        if get_origin(hint) is Annotated:
            return self._value(field, get_args(hint)[0])
        if get_origin(hint) is tuple:
            return [self._value(field, get_args(hint)[0])]
        if get_origin(hint) is Literal:
            choice = get_args(hint)[0]
            return choice.value if isinstance(choice, Enum) else choice
        if isinstance(hint, type) and issubclass(hint, Shape):
            return self.fill(hint)
        return {dt.date: placeholder.DAY, int: 1}.get(hint, field.name)

    def _text(self, field: _Field, language: str) -> str:
        text = f"{placeholder.MARK} ({language}) {field.words}"
        if field.name in BUDGETS:
            text += f", at most {budget(field.name, language):,} characters"
        return f"{text}\n" if field.name == "body" else text


class _Field(NamedTuple):
    """A field of a shape, by their names."""

    shape: str
    name: str

    @property
    def words(self) -> str:
        """Say what to write in it."""
        return self.among(_HINTS) or self.name

    def among(self, table: Mapping[str, Any]) -> Any:
        """Look the field up in a table of such names; None where it has no entry."""
        return table.get(f"{self.shape}.{self.name}", table.get(self.name))
