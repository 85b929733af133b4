"""What the shapes of all YAML files have in common: frozen, strict about unknown keys, exact about dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


class Shape(BaseModel):
    """The base of every shape that a YAML file is checked against; values arrive as strings."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _iso_date(value: Any) -> Any:
    if isinstance(value, str) and not _ISO_DATE.fullmatch(value):
        message = "a date is written year-month-day, as in 2017-06-12"
        raise ValueError(message)
    return value


def _clock(value: Any) -> Any:
    if isinstance(value, str):
        if not _CLOCK.fullmatch(value):
            message = "a time of day is written hours:minutes, as in 09:30"
            raise ValueError(message)
        return value.zfill(5)
    return value


Date = Annotated[dt.date, BeforeValidator(_iso_date)]
"""A day; pydantic alone would take a number for seconds since 1970."""

TimeOfDay = Annotated[dt.time, BeforeValidator(_clock)]
"""A time of day without a zone, minutes exact."""

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
"""A month, as in 2017-06."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""An id of our own: lower-case letters, digits, single hyphens."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
"""A language tag as in BCP 47, as short as it can be: `es`, `de`, `pt-BR`."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\n]+$")]
"""One line of text."""

WebAddress = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"'`{}|\\^]+$", max_length=2000)]
"""An address that is safe to link to from a mail."""

Year = Annotated[int, Field(ge=1900, le=2200)]
