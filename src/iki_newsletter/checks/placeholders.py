"""Checks of what new files hold where somebody has to write: nothing of it may reach a reader."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from iki_newsletter.checks.check import Finding, Material, Piece, of_contribution, of_issue
from iki_newsletter.model.fields import named, values_in
from iki_newsletter.model.placeholder import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.origin import Origin
    from iki_newsletter.model.shape import Shape


@of_contribution("C501")
def contribution_is_written(piece: Piece) -> Iterator[Finding]:
    """Find values of a new contribution that still wait to be written."""
    yield from _placeholders(piece.written, piece.loaded.origin)


@of_issue("I305")
def plan_is_written(material: Material) -> Iterator[Finding]:
    """Find values of a new issue.yaml that still wait to be written."""
    yield from _placeholders(material.plan.value, material.plan.origin)


def _placeholders(shape: Shape, origin: Origin) -> Iterator[Finding]:
    """Give one finding for each key at the top of a file, at the first of its placeholders."""
    waiting = (keys for keys, value in values_in(shape) if is_placeholder(value))
    for _, group in groupby(waiting, key=lambda keys: keys[0]):
        places = list(group)
        names = list(map(named, places))
        keys = tuple(name.strip("`") for name in names)
        yield Finding(origin.at(*places[0]), f"Still to be written: {', '.join(names)}.", keys=keys)
