"""Which dialect a CSV file is in, by evidence: encoding and delimiter, however Excel or its user wrote it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.audience.columns import recognised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_CHUNK: Final = 1 << 20
_SAMPLE: Final = 64 * 1024
_SAMPLE_ROWS: Final = 40
_DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16 BE"),
)
LEGACY: Final = {"cp1252": "Windows-1252", "cp850": "MS-DOS (code page 850)", "mac_roman": "Mac Roman"}
_EXPECTED: Final = "áéíóúüñäößàèçêôãõâîûëï€"
_ASCII: Final = bytes(range(128))
_PUNCTUATION: Final = "‚„…‘’“”–—«»¡¿´·".encode("cp1252")
"""What Word and Excel write of their own accord; octets that are letters in the older encodings."""
_OPENING: Final = "‚„".encode("cp1252")
_AS_A_LETTER: Final = re.compile(
    rb"(?<=[A-Za-z\x80-\xff])[%b](?=[a-z\x80-\xff])|(?<=[a-z])[%b]"
    % (re.escape(_PUNCTUATION.replace(b"\x92", b"")), _OPENING)
)
"""Such an octet where only a letter stands: before a small one, or, where it would open, at a word's end.

’ stands between letters as well.
"""
_NO_EVIDENCE: Final = 0x92
_TYPICAL: Final = 2
"""What a mark of punctuation where it belongs weighs for Windows-1252."""
_MOSTLY: Final = 6
"""A broken UTF-8 file is still one when octets of whole characters outnumber broken characters this many times."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written."""

    encoding: str
    encoding_name: str
    """As people call it."""
    delimiter: str
    says_delimiter: bool = False
    """Whether the first line is Excel's `sep=;` and no row of the list."""
    columns: int = 0
    """How many columns the sample's widest row has."""

    @property
    def sentence(self) -> str:
        """Give it in words: "Windows-1252, semicolons"."""
        return f"{self.encoding_name}, {_DELIMITERS[self.delimiter] if self.columns > 1 else 'one column'}"


def find_dialect(path: Path) -> Dialect:
    """Find a file's dialect; the whole file is looked at for its encoding, its beginning for the delimiter."""
    encoding, name = _find_encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE)
    first_line = sample.lstrip("\ufeff").splitlines()[0] if sample.strip() else ""
    said = first_line.strip().strip('"').lower()
    if said.startswith("sep=") and first_line.strip().strip('"')[4:5] in _DELIMITERS:
        delimiter = first_line.strip().strip('"')[4]
        return Dialect(encoding, name, delimiter, says_delimiter=True, columns=_score(sample, delimiter)[1])
    scores = {delimiter: _score(sample, delimiter) for delimiter in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=scores.__getitem__)
    return Dialect(encoding, name, delimiter, columns=scores[delimiter][1])


def _score(sample: str, delimiter: str) -> tuple[int, int, int]:
    """Weigh a delimiter: known titles in the best row, cells in the widest row, cells in all rows."""
    rows = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return (0, 0, 0)
    widths = [len(row) for row in rows]
    return max(map(recognised, rows), default=0), max(widths, default=0), sum(widths)


def _find_encoding(path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding, name in _MARKS:
        if head.startswith(mark):
            return encoding, name
    nuls = head[0::2].count(0), head[1::2].count(0)
    if max(nuls) * 4 > len(head):
        # Most letters of our languages have a zero octet in UTF-16; which half it is in tells the order.
        return ("utf-16-le", "UTF-16 LE") if nuls[1] > nuls[0] else ("utf-16-be", "UTF-16 BE")
    return _eight_bit_encoding(path)


def legacy_encoding(chunks: Iterable[bytes]) -> str:
    """Tell in which encoding of old a text is: Windows-1252, unless its letters speak for another one."""
    octets: Counter[int] = Counter()
    as_letters: Counter[int] = Counter()
    for chunk in chunks:
        octets.update(chunk.translate(None, _ASCII))
        as_letters.update(b"".join(_AS_A_LETTER.findall(chunk)))
    marks = {octet: octets.pop(octet, 0) - as_letters[octet] for octet in _PUNCTUATION}
    marks[_NO_EVIDENCE] = 0
    octets.update(as_letters)
    likelihoods = {encoding: _likelihood(octets, encoding) for encoding in LEGACY}
    likelihoods["cp1252"] += _TYPICAL * sum(marks.values())
    return max(LEGACY, key=likelihoods.__getitem__)


def _eight_bit_encoding(path: Path) -> tuple[str, str]:
    if _is_utf8(path):
        return "utf-8", "UTF-8"
    count = 0
    broken = 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    for chunk in _chunks(path):
        count += len(chunk.translate(None, _ASCII))
        broken += decoder.decode(chunk).count("\ufffd")
    if count - broken > _MOSTLY * broken:
        return "utf-8", "UTF-8 with broken characters"
    best = legacy_encoding(_chunks(path))
    return best, LEGACY[best]


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _likelihood(octets: Counter[int], encoding: str) -> int:
    """Count the octets that are letters of our languages, or €, in this encoding; capitals are rare: they weigh 1."""
    total = 0
    for octet, count in octets.items():
        letter = bytes([octet]).decode(encoding, errors="replace")
        total += count * (3 if letter in _EXPECTED else 1 if letter.lower() in _EXPECTED else 0)
    return total


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
