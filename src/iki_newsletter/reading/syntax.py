"""What a YAML parser complains about, said so that somebody who never heard of YAML can mend it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.reading.findings import WHOLE_FILE, Fault

if TYPE_CHECKING:
    import yaml

    from iki_newsletter.reading.findings import Findings, Place


class _Explanation(NamedTuple):
    complaint: str
    """A part of the parser's own words, lower case."""
    what: str
    instead: str
    at_start: bool = False
    """Whether to point to where the broken thing begins rather than to where the parser gave up."""


_QUOTE_IT: Final = "Put the whole value in quotation marks, or write it below `|`."
_INDENT: Final = "Keys that belong together start in the same column; what belongs to a key is indented by spaces."

# libyaml and PyYAML's own parser word the same complaint differently, so some explanations stand twice.
_EXPLANATIONS: Final = (
    _Explanation(
        "mapping values are not allowed",
        "A colon with a space after it stands where no key can be.",
        "If it belongs to the text, put the whole value in quotation marks; if it ends a key, check the indentation "
        "and the line above.",
    ),
    _Explanation("tab character where an indentation", "The line is indented by a tab.", "Indent with spaces."),
    _Explanation(
        "found unexpected end of stream",
        "A quotation mark opens here and nothing closes it.",
        "Close it where the text ends.",
        at_start=True,
    ),
    _Explanation(
        "unknown escape character",
        "A backslash in double quotes has a meaning of its own, and this is none that is known.",
        "Use single quotation marks, or write the backslash twice.",
    ),
    _Explanation(
        "invalid unicode character escape",
        "This escape names no character.",
        "Write the character itself: the file is UTF-8.",
    ),
    _Explanation(
        "hexadecimal number", "This escape is incomplete.", "Write the character itself: the file is UTF-8."
    ),
    _Explanation("hexdecimal number", "This escape is incomplete.", "Write the character itself: the file is UTF-8."),
    _Explanation("could not find expected ':'", "A key has no colon after it.", "Write `key: value`.", at_start=True),
    _Explanation(
        "',' or ']'",
        "The list that opens here with `[` is not closed, or a text in it has a colon or bracket.",
        "Close it with `]`; a text with a colon or bracket stands in quotation marks.",
        at_start=True,
    ),
    _Explanation(
        "',' or '}'",
        "What opens here with `{` is not closed, or a text in it has a colon or bracket.",
        "Close it with `}`; a text with a colon or bracket stands in quotation marks.",
        at_start=True,
    ),
    _Explanation(
        "sequence entries are not allowed", "A list entry `- …` cannot start here.", "Put it on a new line."
    ),
    _Explanation(
        "block scalar", "After `|` or `>` the text starts on the next line.", "Move the text to a new, indented line."
    ),
    _Explanation("an alias", "A value cannot start with `*`, except in quotation marks.", _QUOTE_IT, at_start=True),
    _Explanation("an anchor", "A value cannot start with `&`, except in quotation marks.", _QUOTE_IT, at_start=True),
    _Explanation("a tag", "A value cannot start with `!`, except in quotation marks.", _QUOTE_IT, at_start=True),
    _Explanation("directive", "A line cannot start with `%`.", _QUOTE_IT),
    _Explanation("node content", "A value is missing here.", "Write it, or put punctuation in quotation marks."),
    _Explanation("'-' indicator", "This line stands where the next `- …` of a list is expected.", _INDENT),
    _Explanation(
        "document start",
        "Something follows after the end of the document.",
        "Remove what follows, or put it into a file of its own.",
    ),
    _Explanation(
        "expected key",
        "The line cannot be understood here: its indentation does not fit, or a quotation mark closes too early.",
        _INDENT + " Inside single quotation marks, an apostrophe is written twice.",
    ),
    _Explanation(
        "expected <block end>",
        "The line cannot be understood here: its indentation does not fit, or a quotation mark closes too early.",
        _INDENT + " Inside single quotation marks, an apostrophe is written twice.",
    ),
)
_OTHERWISE: Final = _Explanation("", "This cannot be read as YAML.", "")
_TAB: Final = _Explanation("", "The line is indented by a tab.", "Indent with spaces.")


def note_syntax_error(error: yaml.MarkedYAMLError, text: str, findings: Findings) -> None:
    """Note a parser's complaint in kind words, at the place that has to be mended."""
    complaint = f"{error.problem or ''} {error.context or ''}".lower()
    place, index = _mark(error.problem_mark)
    if "cannot start any token" in complaint:
        _note_bad_start(text[index : index + 1], place, findings)
        return
    for explanation in _EXPLANATIONS:
        if explanation.complaint in complaint:
            break
    else:
        explanation = _TAB if _is_indented_by_tab(text, place) else _OTHERWISE
    if explanation.at_start and error.context_mark:
        place, _ = _mark(error.context_mark)
    findings.add(Fault.YAML, place, explanation.what, explanation.instead)


def _is_indented_by_tab(text: str, place: Place) -> bool:
    """Tell what libyaml only calls a token out of place."""
    line = next(islice(text.splitlines(), max(place[0] - 1, 0), None), "")
    return "\t" in line[: len(line) - len(line.lstrip())]


def _note_bad_start(char: str, place: Place, findings: Findings) -> None:
    if char == "\t":
        findings.add(Fault.YAML, place, "A tab stands here.", "Indent and separate with spaces.")
    else:
        findings.add(Fault.YAML, place, f"A value cannot start with `{char}`, except in quotation marks.", _QUOTE_IT)


def _mark(mark: yaml.Mark | None) -> tuple[Place, int]:
    return ((mark.line + 1, mark.column + 1), mark.index) if mark else (WHOLE_FILE, 0)
