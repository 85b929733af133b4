"""The cells of one row to a subscriber: name, greeting, language, groups and consent, and what is odd about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from iki_newsletter.audience.columns import Column, fold
from iki_newsletter.audience.values import (
    compose_name,
    cut,
    fault_of_line,
    is_title,
    looks_misread,
    read_date,
    read_language,
    split_groups,
)
from iki_newsletter.model.subscriber import Subscriber
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from iki_newsletter.audience.address import Address

LONGEST_WORDING: Final = 1000
"""What is kept of what somebody agreed to; it tells the wordings apart, and the editors have the whole."""


class Tell(Protocol):
    """Takes what is odd: the rule, the line, a sentence, and what to do instead, where the rule does not say it."""

    def __call__(self, code: str, line: int, what: str, instead: str = "") -> None:
        """Write it down."""
        ...


class PersonReader:
    """Reads people as a newsletter's settings ask: in its languages, the first for who names none, and its groups.

    With `as_written`, who names no language has none, and a title stands as the salutation.
    """

    def __init__(self, languages: Sequence[str], groups: Sequence[str] = (), *, as_written: bool = False) -> None:
        self._languages = tuple(languages)
        self._groups = tuple(groups)
        self._folded_groups = frozenset(map(fold, groups))
        self._as_written = as_written

    def read(self, line: int, address: Address, values: list[str], tell: Tell) -> Subscriber:
        """Read a row; `values` are its cells by `Column`, tidy."""
        last, second_last = values[Column.LAST_NAME], values[Column.SECOND_LAST_NAME]
        name = compose_name(values[Column.FIRST_NAME], values[Column.NAME], last, second_last) or address.name
        who = address.address
        salutation, groups = values[Column.SALUTATION], values[Column.GROUPS]
        return Subscriber(
            who,
            address.key,
            address.mailbox,
            self._read_language(line, who, values[Column.LANGUAGE], tell),
            _line_of_text(line, who, name, "name", tell) if name else "",
            self._read_salutation(line, who, salutation, tell) if salutation else "",
            values[Column.ORGANISATION],
            self._read_groups(line, who, groups, tell) if groups else (),
            values[Column.CONSENT_SOURCE],
            _consent_at(line, who, values[Column.CONSENT_AT], tell),
            values[Column.CONSENT_BASIS],
            values[Column.CONSENT_WORDING][:LONGEST_WORDING],
            line,
        )

    def _read_groups(self, line: int, who: str, written: str, tell: Tell) -> tuple[str, ...]:
        groups = split_groups(written)
        for group in groups if self._groups else ():
            if fold(group) not in self._folded_groups:
                what = f"{who}: nobody reaches the group “{cut(group)}” by `send --group`."
                tell("L132", line, what, did_you_mean(group, self._groups))
        return groups

    def _read_language(self, line: int, who: str, written: str, tell: Tell) -> str:
        default = self._languages[0]
        unknown = "" if self._as_written else default
        if not written:
            return unknown
        language = read_language(written, self._languages)
        if language in self._languages:
            return language or unknown
        if language is None:
            tell("L121", line, f"{who}: “{cut(written)}” is no language known here, so {default} is sent.")
        else:
            tell("L122", line, f"{who}: there is no edition in “{cut(written)}”, so {default} is sent.")
        return unknown

    def _read_salutation(self, line: int, who: str, text: str, tell: Tell) -> str:
        if is_title(text):
            tell("L126", line, f"{who}: “{cut(text)}” alone greets nobody, so it is not used.")
            return text if self._as_written else ""
        return _line_of_text(line, who, text, "salutation", tell)


def _line_of_text(line: int, who: str, text: str, what: str, tell: Tell) -> str:
    fault = fault_of_line(text)
    if fault:
        tell("L125", line, f"{who}: the {what} “{cut(text)}” is not used, for {fault}.")
        return ""
    if looks_misread(text):
        tell("L127", line, f"{who}: the {what} “{cut(text)}” is not used, for letters of it seem to be lost.")
        return ""
    return text


def _consent_at(line: int, who: str, written: str, tell: Tell) -> dt.date | None:
    day = read_date(written) if written else None
    if written and day is None:
        tell("L124", line, f"{who}: “{cut(written)}” is no date that can be read.")
    return day
