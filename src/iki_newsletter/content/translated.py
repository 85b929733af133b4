"""Which translations are older than their originals, as `translations.yaml` in an issue's folder remembers it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.model.fields import texts_in
from iki_newsletter.reading.findings import Findings
from iki_newsletter.reading.scan import scan
from iki_newsletter.reading.source import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.text import LocalText

FILE: Final = "translations.yaml"
_CAP: Final = 1024 * 1024
"""Octets: forty items in three languages have some eight hundred lines."""


def read_translated(folder: Path) -> Mapping[str, Any]:
    """Read what an issue remembers: item to language to text to its source, a language and a SHA-256.

    Nothing where there is no such file, or none that can be read: that is not for those to mend who look.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    findings = Findings(path, "I")
    raw = read_bytes(path, _CAP, findings)
    text = decode(raw, findings) if raw is not None else None
    data = scan(text, findings).data if text is not None else None
    record = data.get("translations") if isinstance(data, dict) and not findings else None
    return record if isinstance(record, dict) else {}


def stale_in(name: str, written: Contribution, translated: Mapping[str, Any]) -> frozenset[str]:
    """Name the languages in which some text of an item was translated from another source than today's."""
    remembered = translated.get(name)
    if not isinstance(remembered, dict):
        return frozenset()
    texts = {".".join(map(str, keys)): written.local(text) for keys, text in texts_in(written)}
    return frozenset(
        language
        for language, made in remembered.items()
        if isinstance(made, dict)
        and any(key in texts and _is_stale(texts[key], language, source) for key, source in made.items())
    )


def _is_stale(text: LocalText, language: str, made: object) -> bool:
    source, _, digest = str(made).partition(" ")
    if not (text.has(language) and text.has(source)):
        return False
    return hashlib.sha256(text.by_language[source].encode()).hexdigest() != digest
