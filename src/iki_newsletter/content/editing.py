"""Changing a YAML file that people write in: comments, order and quotation marks stay as they are."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver

from iki_newsletter.errors import FilesWrongError, RefusedError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.reading.findings import Findings
from iki_newsletter.reading.reader import MAX_BYTES
from iki_newsletter.reading.scan import scan
from iki_newsletter.reading.source import decode, read_bytes
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BOM: Final = b"\xef\xbb\xbf"
_STYLES: Final = ((2, 4, 2), (2, 2, 0), (4, 6, 4), (4, 4, 0), (4, 4, 2), (2, 3, 1))
"""How people indent: a mapping, a list's entries, and the hyphen within that; the one that fits a file is kept to."""
_WIDE: Final = 100_000
"""Columns, so that no line is folded that its writer left long."""
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)


class _Texts(VersionedResolver):
    """Takes every value for text, as our own reader does: `no`, `010` and `2017-06-12` are what they look like."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        """Know no other types."""
        return {}


class YamlFile:
    """A YAML file while it is edited: values are text, mappings and lists, as our own reader gives them."""

    def __init__(self, document: CommentedMap) -> None:
        self._document = document

    def get(self, *keys: str | int) -> Any:
        """Give the value at these keys, None where there is none."""
        found: Any = self._document
        for key in keys:
            try:
                found = found[key]
            except (KeyError, IndexError, TypeError):
                return None
        return _plain(found)

    def put(self, keys: Sequence[str], value: Any, *, after: Sequence[str] = ()) -> None:
        """Set a value; a key that was not there comes behind the last of `after` that is, or last of all.

        A mapping is written on one line, as in `{by: Ecovalor, on: 2017-05-29}`.
        """
        parent: Any = self._document
        for key in keys[:-1]:
            parent = parent[key]
        if isinstance(value, dict):
            value = CommentedMap(value)
            value.fa.set_flow_style()
        before = [list(parent).index(key) for key in after if key in parent]
        if keys[-1] in parent or not before:
            parent[keys[-1]] = value
        else:
            parent.insert(max(before) + 1, keys[-1], value)


@contextmanager
def edit_yaml(path: Path) -> Iterator[YamlFile]:
    """Open a YAML file for changes, and write it where the block ends without an error and changed something.

    It is written in one step, and only if it then reads as it did before with the change made and has every comment
    that it had, and nobody else has changed it meanwhile; otherwise RefusedError is raised and the file stays. Line
    ends and a byte order mark stay as they are.
    Raises FilesWrongError, with the problems, for a file that cannot be read.
    """
    raw = read_bytes(path, MAX_BYTES, findings := Findings(path, "C"))
    text = decode(raw, findings) if raw is not None else None
    before = scan(text, findings).data if text is not None else None
    if raw is None or text is None or findings or not isinstance(before, dict):
        raise FilesWrongError(f"{relative_to_here(path)} must be mended first.", problems=findings.all())
    plain = text.replace("\r\n", "\n")
    yaml, document = _understood(plain, path)
    if _plain(document) != before:
        raise _refused(path)
    yield YamlFile(document)
    if _plain(document) == before:
        return
    written = _dumped(yaml, document)
    after = scan(written, Findings(path, "C")).data
    if after != _plain(document) or not _comments(plain, before) <= _comments(written, {}):
        raise _refused(path)
    if path.read_bytes() != raw:
        raise RefusedError(
            f"{relative_to_here(path)} has changed meanwhile; nothing was written to it.",
            instead="Run the same command again.",
        )
    if "\r\n" in text:
        written = written.replace("\n", "\r\n")
    write_atomically(path, (_BOM if raw.startswith(_BOM) else b"") + written.encode())


def _understood(text: str, path: Path) -> tuple[YAML, CommentedMap]:
    """Read a file for editing, in the style of its own that gives it back as it is, or most of it."""
    lines = text.splitlines()
    best: tuple[int, YAML, CommentedMap] | None = None
    for style in _STYLES:
        yaml = _editor(*style)
        try:
            document = yaml.load(text)
            same = _common(lines, _dumped(yaml, document).splitlines()) if isinstance(document, CommentedMap) else -1
        except (YAMLError, ValueError):
            raise _refused(path) from None
        if same < 0:
            raise _refused(path)
        if best is None or same > best[0]:
            best = (same, yaml, document)
        if same == len(lines):
            break
    if best is None:
        raise _refused(path)
    return best[1], best[2]


def _editor(mapping: int, sequence: int, offset: int) -> YAML:
    yaml = YAML()
    yaml.Resolver = _Texts
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    yaml.indent(mapping=mapping, sequence=sequence, offset=offset)
    return yaml


def _dumped(yaml: YAML, document: CommentedMap) -> str:
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()


def _common(one: list[str], other: list[str]) -> int:
    """Count the lines of one text that the other has too, as often as it has them."""
    left = list(other)
    found = 0
    for line in one:
        if line in left:
            left.remove(line)
            found += 1
    return found


def _plain(value: Any) -> Any:
    """Give a document as plain data, to compare with what our own reader gives."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return "" if value is None else str(value)


def _comments(text: str, data: Any) -> set[str]:
    """Find a text's comments; what looks like one and stands inside a value is none."""
    values = "\n".join(_values(data))
    return {found for each in _COMMENT.findall(text) if (found := each.rstrip()) not in values}


def _values(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from _values(each)
    else:
        yield str(data)


def _refused(path: Path) -> RefusedError:
    return RefusedError(
        f"{relative_to_here(path)} could not be changed without touching other parts of it. Nothing was written.",
        instead="Make the change by hand.",
    )
