"""YAML text to plain mappings, lists and strings with the place of each: the event stream, without recursion.

Only the part of YAML 1.1 that people write by hand is taken: no anchors, aliases, tags, merge keys, directives, keys
that are not plain words, no second document. Aliases and merge keys are what makes a file of 300 bytes unfold to
gigabytes, tags are what makes a loader run code, and both are found here before anything is built from them. Every
scalar stays a string, so that `no`, `010` and `12:30` mean what is written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import yaml

from iki_newsletter.reading.characters import describe, forbidden_in, shown
from iki_newsletter.reading.findings import WHOLE_FILE, Fault
from iki_newsletter.reading.syntax import note_syntax_error

if TYPE_CHECKING:
    from iki_newsletter.reading.findings import Findings, Place

Data = str | dict[str, "Data"] | list["Data"]
"""What a file holds before pydantic decides about types."""

KeyPath = tuple[str | int, ...]
"""The keys that lead to a value."""

MAX_DEPTH: Final = 20
_LOADER: Final[type[yaml.SafeLoader | yaml.CSafeLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser: libyaml's where PyYAML was built with it, else PyYAML's own, some ten times slower."""
_MERGE_KEY: Final = "<<"
_WRITE_OUT: Final = "Write the value out in each place."


@dataclass(slots=True)
class Scanned:
    """What a text holds, and where."""

    data: Data | None = None
    """None where the file is empty."""
    marks: dict[KeyPath, Place] = field(default_factory=dict)
    """The place of each value, also of empty ones, which are not in the data."""
    key_marks: dict[KeyPath, Place] = field(default_factory=dict)
    """The place of each key of a mapping."""
    broken: set[KeyPath] = field(default_factory=set)
    """Values that have a problem already: what is wrong with them afterwards only follows from it."""


def scan(text: str, findings: Findings) -> Scanned:
    """Read a text as YAML, noting every problem; after a fatal one, gives what came before it.

    `text` holds no forbidden characters (`source.decode`); escapes can still make some.
    """
    scanner = _Scanner(findings)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            scanner.take(event)
            if scanner.is_over:
                break
    except yaml.MarkedYAMLError as error:
        note_syntax_error(error, text, findings)
    except (yaml.YAMLError, ValueError, OverflowError):  # the two last: PyYAML's own parser, on impossible escapes
        findings.add(Fault.YAML, scanner.place, "This cannot be read as YAML.")
    return scanner.scanned


class _Open:
    """A mapping or list that is not closed yet; its `path` is None inside a value that is thrown away."""

    __slots__ = ("container", "key", "keys", "path", "thrown_away")

    def __init__(self, container: dict[str, Data] | list[Data], path: KeyPath | None) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None
        self.keys: dict[str, Place] = {}
        self.thrown_away = False

    def path_of_value(self) -> KeyPath | None:
        if self.path is None or self.thrown_away:
            return None
        return (*self.path, len(self.container) if self.key is None else self.key)


class _Scanner:
    def __init__(self, findings: Findings) -> None:
        self.scanned = Scanned()
        self.is_over = False
        self.place: Place = WHOLE_FILE
        self._findings = findings
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        if event.start_mark:
            self.place = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = self._open.pop()
            self._put(closed.container)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)
        if self._findings.is_full:
            self._fatal("", "")  # one too many, to be told that there are others

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._fatal("A second document starts here with `---`.", "Put it into a file of its own.")
        elif event.version or event.tags:
            self._fatal("A line that starts with `%` is not read here.", "Remove it.")

    def _node(self, event: yaml.NodeEvent) -> None:
        expects_key = bool(self._open) and isinstance(self._open[-1].container, dict) and self._open[-1].key is None
        if expects_key and not isinstance(event, yaml.ScalarEvent):
            self._fatal(
                "A mapping, a list or an alias cannot be a key.",
                "Put a value that starts with `{`, `[` or `*` in quotation marks.",
            )
            return
        path = None if expects_key else self._path_of_value()
        if path is not None:
            self.scanned.marks.setdefault(path, self.place)
        self._refuse_properties(event, path)
        if isinstance(event, yaml.AliasEvent):
            self._put("")
        elif not isinstance(event, yaml.ScalarEvent):
            self._start(event, path)
        elif expects_key:
            self._key(event)
        else:
            self._value(event, path)

    def _refuse_properties(self, event: yaml.NodeEvent, path: KeyPath | None) -> None:
        """Note anchors, aliases and tags, each of which leaves its value unusable."""
        if isinstance(event, yaml.AliasEvent):
            self._broken(path, Fault.YAML, f"`*{shown(event.anchor or '')}` refers to another place.", _WRITE_OUT)
            return
        if event.anchor is not None:
            self._broken(path, Fault.YAML, f"`&{shown(event.anchor)}` names a place to refer to.", _WRITE_OUT)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._broken(
                path,
                Fault.YAML,
                f"`{shown(_as_written(tag))}` is a tag, and tags are not read.",
                "Remove it; put a text that starts with `!` in quotation marks.",
            )

    def _start(self, event: yaml.NodeEvent, path: KeyPath | None) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._fatal(
                f"Mappings and lists are nested more than {MAX_DEPTH} deep.", "Close them, or quote the text."
            )
            return
        self._open.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], path))

    def _key(self, event: yaml.ScalarEvent) -> None:
        mapping = self._open[-1]
        key = mapping.key = self._text(event, None)
        mapping.thrown_away = True
        if not key.strip():
            self._findings.add(Fault.YAML, self.place, "A key is missing before the colon.", "Write `key: value`.")
        elif key == _MERGE_KEY and not event.style:
            self._findings.add(Fault.YAML, self.place, "`<<` merges a mapping into this one.", _WRITE_OUT)
        elif key in mapping.keys:
            line = mapping.keys[key][0]
            self._findings.add(
                Fault.TWICE,
                self.place,
                f"`{shown(key)}` is given twice: first in line {line}, again in line {self.place[0]}.",
            )
        else:
            mapping.keys[key] = self.place
            mapping.thrown_away = False
            if mapping.path is not None:
                self.scanned.key_marks[*mapping.path, key] = self.place

    def _value(self, event: yaml.ScalarEvent, path: KeyPath | None) -> None:
        if event.value or event.style:
            self._put(self._text(event, path))
        elif self._open and isinstance(self._open[-1].container, list):
            self._broken(path, Fault.MISSING, "An entry of the list is empty.", "Write it, or remove it.")
            self._put("")
        elif self._open:  # an empty value is as good as an absent key
            self._open[-1].key = None

    def _text(self, event: yaml.ScalarEvent, path: KeyPath | None) -> str:
        """Give a scalar's text in NFC; only escapes in double quotes can have made forbidden characters."""
        text = event.value
        if event.style == '"' and (forbidden := forbidden_in(text)):
            for char in forbidden:
                self._broken(path, Fault.CHARACTERS, f"An escape makes {describe(char)}.", "Remove the escape.")
            text = text.translate(dict.fromkeys(map(ord, forbidden), "\ufffd"))
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def _path_of_value(self) -> KeyPath | None:
        return self._open[-1].path_of_value() if self._open else ()

    def _put(self, value: Data) -> None:
        if not self._open:
            self.scanned.data = value
            return
        parent = self._open[-1]
        if isinstance(parent.container, list):
            parent.container.append(value)
            return
        if not parent.thrown_away and parent.key is not None:
            parent.container[parent.key] = value
        parent.key = None

    def _broken(self, path: KeyPath | None, fault: Fault, what: str, instead: str) -> None:
        self._findings.add(fault, self.place, what, instead)
        if path is not None:
            self.scanned.broken.add(path)

    def _fatal(self, what: str, instead: str) -> None:
        self._findings.add(Fault.YAML, self.place, what, instead)
        self.is_over = True
        self.scanned.data = None


def _as_written(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)
