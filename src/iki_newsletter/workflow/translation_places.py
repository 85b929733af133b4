"""Where a translator's rows belong now, when entries were put into a list, or taken out, since the file was made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iki_newsletter.model.entries import field_of, find_again
from iki_newsletter.translations.paragraphs import NOTHING, digest_of, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iki_newsletter.model.fields import Keys
    from iki_newsletter.translations.sheet import Returned, ReturnedRow
    from iki_newsletter.workflow.texts import IssueText

    Place = tuple[str, Keys]


def at_their_places(returned: Returned, known: Mapping[Place, IssueText]) -> Returned:
    """Give a file's rows with the keys under which their sources stand now.

    A source that stands nowhere keeps its keys, unless another one has them now: then it gets some that no text has,
    for what it was translated from is not there any more.
    """
    by_field: dict[tuple[str, Keys, str], dict[Keys, list[str]]] = {}
    for row in sorted(returned.rows, key=lambda row: row.id.paragraph):
        texts = by_field.setdefault((row.id.item, field_of(row.id.keys), row.id.language), {})
        digests = texts.setdefault(row.id.keys, [])
        if row.id.source != NOTHING:
            digests.append(row.id.source)
    places: dict[tuple[str, Keys, str], dict[Keys, Keys]] = {}
    for (item, field, language), texts in by_field.items():
        if "*" in field:
            there = _digests(known, item, field, language)
            places[item, field, language] = _places(texts, there)
    rows = (
        _moved(row, places.get((row.id.item, field_of(row.id.keys), row.id.language), {})) for row in returned.rows
    )
    return replace(returned, rows=tuple(rows))


def _digests(known: Mapping[Place, IssueText], item: str, field: Keys, language: str) -> dict[Keys, list[str]]:
    return {
        keys: [digest_of(paragraph) for paragraph in paragraphs_of(text.text.by_language.get(language, ""))]
        for (name, keys), text in known.items()
        if name == item and field_of(keys) == field
    }


def _places(sent: Mapping[Keys, list[str]], there: Mapping[Keys, list[str]]) -> dict[Keys, Keys]:
    places = find_again(sent, there, lambda one, other: bool(one) and one == other)
    taken = set(places.values())
    beyond = 1 + max((_number(keys) for keys in (*sent, *there)), default=0)
    for keys in sent:
        if keys not in places and keys in taken:
            places[keys] = tuple(beyond if isinstance(key, int) else key for key in keys)
            beyond += 1
    return places


def _number(keys: Iterable[str | int]) -> int:
    return max((key for key in keys if isinstance(key, int)), default=0)


def _moved(row: ReturnedRow, places: Mapping[Keys, Keys]) -> ReturnedRow:
    keys = places.get(row.id.keys, row.id.keys)
    return row if keys == row.id.keys else replace(row, id=replace(row.id, keys=keys))
