"""Which translations are older than their originals, as `translations.yaml` in an issue's folder remembers it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.reading.findings import Findings
from iki_newsletter.reading.reader import MAX_BYTES
from iki_newsletter.reading.scan import scan
from iki_newsletter.reading.source import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iki_newsletter.model.contribution import Contribution

FILE: Final = "translations.yaml"


def read_translated(folder: Path) -> Mapping[str, Any]:
    """Read what an issue remembers: item to language to field to the SHA-256 of the text that was translated.

    Nothing where there is no such file, or none that can be read: that is not for those to mend who look.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    findings = Findings(path, "I")
    raw = read_bytes(path, MAX_BYTES, findings)
    text = decode(raw, findings) if raw is not None else None
    data = scan(text, findings).data if text is not None else None
    return data if isinstance(data, dict) and not findings else {}


def stale_in(name: str, written: Contribution, translated: Mapping[str, Any]) -> frozenset[str]:
    """Name the languages in which some text of an item was translated from another original than today's."""
    remembered = translated.get(name)
    if not isinstance(remembered, dict):
        return frozenset()
    return frozenset(
        language
        for language, fields in remembered.items()
        if isinstance(fields, dict) and any(_changed(written, field, digest) for field, digest in fields.items())
    )


def _changed(written: Contribution, field: str, digest: object) -> bool:
    text = getattr(written, field, None)
    if not isinstance(text, (str, dict)):
        return False
    original = written.local(text).by_language.get(written.language)
    return original is not None and hashlib.sha256(original.encode()).hexdigest() != digest
