"""What pydantic finds wrong, said in the words of the file: at which place, what, and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from iki_newsletter.model.problem import Asked
from iki_newsletter.reading.characters import shown
from iki_newsletter.reading.findings import WHOLE_FILE, Fault
from iki_newsletter.reading.wanted import CHOICE, choices, keys_of, node_at, quoted, schema_of, wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import TypeAdapter, ValidationError
    from pydantic_core import ErrorDetails

    from iki_newsletter.reading.findings import Findings, Place
    from iki_newsletter.reading.scan import Data, KeyPath, Scanned
    from iki_newsletter.reading.wanted import Node

_WRONG_CONTAINER: Final = frozenset({"string_type", "dict_type", "tuple_type", "list_type", "model_type"})
_ONE_OF: Final = frozenset({"enum", "literal_error"})
_KEY: Final = "[key]"
_LONGEST_GUESSED: Final = 64
_SECRETS: Final = frozenset({"password", "passwort", "contraseña", "passwd", "pass", "secret", "token", "api_key"})
_NO_SECRETS: Final = "Take it out: set IKI_NEWS_SMTP_PASSWORD or use the system's keyring; files are shared and kept."
_USER_OF_URL: Final = re.compile(r"://[^/@\s]*@")
_NAMES: Final = {"News": "a news item", "IssuePlan": "an issue"}


class _Complaint(NamedTuple):
    """One error of pydantic's, its place translated from the model's terms into the file's."""

    path: KeyPath
    type: str
    input: Any
    context: dict[str, Any]
    on_key: bool = False
    branch: tuple[int, str] | None = None
    """For an error inside a union: at which length of the path the union stands, and which alternative was tried."""

    @property
    def is_misfit(self) -> bool:
        """Tell whether the alternative of the union was not meant at all."""
        if self.branch is None or len(self.path) != self.branch[0]:
            return False
        return self.type in _WRONG_CONTAINER or (self.type in _ONE_OF and not isinstance(self.input, str))


def explain(error: ValidationError, scanned: Scanned, adapter: TypeAdapter[Any], findings: Findings) -> None:
    """Note everything that pydantic found, each thing once, in kind words."""
    assert scanned.data is not None  # noqa: S101 - nothing is validated before it is there
    schema = schema_of(adapter)
    complaints = (_located(each, scanned.data, schema) for each in error.errors(include_url=False))
    explainer = _Explainer(schema, scanned, findings)
    for complaint in _one_of_each_union(complaints):
        if not any(complaint.path[:length] in scanned.broken for length in range(len(complaint.path) + 1)):
            explainer.note(complaint)
        if findings.is_full:
            findings.add(Fault.VALUE, WHOLE_FILE, "")  # one too many, to be told that there are others
            break


def _located(error: ErrorDetails, data: Data, schema: Node) -> _Complaint:
    """Tell the keys of the file in an error's location from the labels that pydantic mixes in for unions."""
    steps = list(error["loc"])
    if "discriminator" in schema and steps:  # the tag of the alternative that was chosen
        del steps[0]
    path: list[str | int] = []
    branch, on_key = None, False
    value: Any = data
    for number, step in enumerate(steps, start=1):
        if (isinstance(value, dict) and step in value) or (isinstance(value, list) and isinstance(step, int)):
            path.append(step)
            value = value[step]  # type: ignore[index]
        elif error["type"] == "missing" and number == len(steps):
            path.append(step)
        elif step == _KEY:
            on_key = True
        else:
            branch = (len(path), str(step))
    return _Complaint(tuple(path), error["type"], error["input"], error.get("ctx", {}), on_key, branch)


def _one_of_each_union(complaints: Iterable[_Complaint]) -> Iterator[_Complaint]:
    """Leave, of each union, the complaints about the alternative that was meant; one if none fits at all."""
    unions: dict[KeyPath, dict[str, list[_Complaint]]] = defaultdict(lambda: defaultdict(list))
    for complaint in complaints:
        if complaint.branch is None:
            yield complaint
        else:
            length, label = complaint.branch
            unions[complaint.path[:length]][label].append(complaint)
    for path, by_label in unions.items():
        meant = [found for found in by_label.values() if not any(each.is_misfit for each in found)]
        if meant:
            yield from meant[0]
        else:
            first = next(iter(by_label.values()))[0]
            yield first._replace(path=path, type="string_type", on_key=False)


class _Explainer:
    def __init__(self, schema: Node, scanned: Scanned, findings: Findings) -> None:
        self._schema = schema
        self._scanned = scanned
        self._findings = findings

    def note(self, complaint: _Complaint) -> None:
        if complaint.type == "too_short" and complaint.input:  # pydantic leaves wrong entries out of its count
            return
        if complaint.type.startswith("union_tag"):
            self._note_tag(complaint)
        elif complaint.type == "missing":
            self._note_missing(complaint.path)
        elif complaint.type == "extra_forbidden":
            self._note_unknown(complaint.path)
        elif complaint.on_key:
            self._note_key(complaint)
        else:
            self._note_value(complaint)

    def _note_tag(self, complaint: _Complaint) -> None:
        """Note that the key which decides about all others is missing or wrong."""
        mapping = self._schema["discriminator"]["mapping"]
        path = (self._schema["discriminator"]["propertyName"],)
        given = complaint.input.get(path[0]) if isinstance(complaint.input, dict) else None
        if given is None:
            instead = f"It is one of {quoted(tuple(mapping))}."
            asked = Asked(_keys(path), CHOICE, tuple(mapping))
            self._findings.add(Fault.MISSING, self._place(path), self._missing(path), instead, asked)
        else:
            self._note_choice(path, given, tuple(mapping))

    def _note_missing(self, path: KeyPath) -> None:
        node = node_at(self._schema, path, self._data)
        takes = wanted(node)
        asked, instead = Asked(_keys(path), takes.kind, choices(node)), f"`{path[-1]}` takes {takes.sentence}."
        self._findings.add(Fault.MISSING, self._place(path), self._missing(path), instead, asked)

    def _missing(self, path: KeyPath) -> str:
        if path in self._scanned.marks:
            return f"{_name(path)} is empty."
        return f"`{path[-1]}` is missing{f' in {_name(path[:-1])}' if len(path) > 1 else ''}."

    def _note_unknown(self, path: KeyPath) -> None:
        key = str(path[-1])
        owner = node_at(self._schema, path[:-1], self._data)
        keys = keys_of(owner)
        guess = _guess(key, keys)
        what = f"`{shown(key)}` is not a key that {self._owner(path[:-1], owner)} has"
        instead = f"Write `{guess}`, or remove the key." if guess else f"Its keys are {quoted(keys)}."
        if key.casefold() in _SECRETS:
            guess, instead = "", _NO_SECRETS
        question = f"; did you mean `{guess}`?" if guess else "."
        self._findings.add(Fault.UNKNOWN, self._key_place(path), what + question, instead)

    def _note_key(self, complaint: _Complaint) -> None:
        owner = node_at(self._schema, complaint.path[:-1], self._data)
        owner = next((each for each in owner.get("anyOf", ()) if each.get("type") == "object"), owner)
        pattern = next(iter(owner.get("patternProperties", {"": {}})))
        takes = wanted({"type": "string", "pattern": pattern})
        self._findings.add(
            Fault.UNKNOWN,
            self._key_place(complaint.path),
            f"`{shown(str(complaint.path[-1]))}` is no {takes.noun}.",
            f"Each key of {_name(complaint.path[:-1])} is {takes.sentence}.",
        )

    def _note_value(self, complaint: _Complaint) -> None:
        node = node_at(self._schema, complaint.path, self._data)
        takes = wanted(node)
        name = _name(complaint.path)
        if allowed := choices(node):
            self._note_choice(complaint.path, complaint.input, allowed)
            return
        what, instead = f"`{_value(complaint.input)}` is no {takes.noun}.", f"{name} takes {takes.sentence}."
        asked = Asked(_keys(complaint.path), takes.kind)
        if complaint.type in ("too_short", "string_too_short") or complaint.input == "":
            what = f"{name} is empty."
        elif complaint.type in ("too_long", "string_too_long"):
            most = complaint.context["max_length"]
            what = f"{name} is {len(complaint.input):,} characters long; {most:,} are the most."
            instead, asked = "Shorten it.", Asked(_keys(complaint.path), "shorter text", (f"{most}",))
        elif complaint.type in _WRONG_CONTAINER or not isinstance(complaint.input, str):
            what = f"{name} takes {takes.article}, and here stands a {_container(complaint.input)}."
        self._findings.add(Fault.VALUE, self._place(complaint.path), _capitalised(what), _capitalised(instead), asked)

    def _note_choice(self, path: KeyPath, given: Any, allowed: tuple[str, ...]) -> None:
        what = _name(path)
        if not isinstance(given, str):
            what += f" takes one value, and here stands a {_container(given)}."
        elif guess := _guess(given, allowed):
            what += f" cannot be `{_value(given)}`; did you mean `{guess}`?"
        else:
            what += f" cannot be `{_value(given)}`."
        instead = f"It is {'one of ' if len(allowed) > 1 else ''}{quoted(allowed)}."
        asked = Asked(_keys(path), CHOICE, allowed)
        self._findings.add(Fault.VALUE, self._place(path), _capitalised(what), instead, asked)

    @property
    def _data(self) -> Data:
        return self._scanned.data or {}

    def _owner(self, path: KeyPath, node: Node) -> str:
        if path:
            return _name(path)
        title = node.get("title", "this file")
        return _NAMES.get(title) or f"{'an' if title[0] in 'AEIO' else 'a'} {title.lower()}"

    def _place(self, path: KeyPath) -> Place:
        for length in range(len(path), -1, -1):
            if path[:length] in self._scanned.marks:
                return self._scanned.marks[path[:length]]
        return WHOLE_FILE

    def _key_place(self, path: KeyPath) -> Place:
        return self._scanned.key_marks.get(path) or self._place(path)


def _name(path: KeyPath) -> str:
    """Name a value by its keys; entries of a list have none, and the place tells which it is."""
    keys = f"`{_keys(path)}`"
    return f"an entry of {keys}" if path and isinstance(path[-1], int) else keys


def _keys(path: KeyPath) -> str:
    return shown(".".join(step for step in path if isinstance(step, str)))


def _value(given: Any) -> str:
    """Write a value out, but for what may be a password."""
    return shown(_USER_OF_URL.sub("://…@", given.strip())) if isinstance(given, str) else "…"


def _container(given: Any) -> str:
    if isinstance(given, dict):
        return "mapping"
    return "list" if isinstance(given, list) else "text"


def _guess(given: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(given[:_LONGEST_GUESSED].lower(), list(known), n=1)
    return near[0] if near else ""


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
