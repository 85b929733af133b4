"""Moments as the database keeps them: UTC as text that sorts as time passed."""

from __future__ import annotations

import datetime as dt


def as_text(moment: dt.datetime) -> str:
    """Write a moment that knows its zone, as in `2017-06-12T14:00:00.000Z`."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def as_moment(text: str) -> dt.datetime:
    """Read what `as_text` wrote."""
    return dt.datetime.fromisoformat(text)
