"""The rules in the languages of those who have to act on them, and what is wrong told in one of these.

What is wrong in a single case is an English sentence that a check makes of names and numbers. In other languages the
rule's own reason and cure are told, which people translated, and the sentence stands below with its facts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.model.rulebook import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iki_newsletter.model.problem import Asked, Problem
    from iki_newsletter.model.rule import Level, Rule

LANGUAGES: Final = ("en", "es", "de")
"""The languages that rules are told in; the first is the one that they are written in."""
_ENGLISH: Final = LANGUAGES[0]


@dataclass(frozen=True, slots=True)
class Words:
    """A language's file of words: what stands around rules, and the rules themselves where it is not English."""

    name: str
    """The language's own name."""
    page: Mapping[str, Any]
    """Titles and headings: `title, intro, heads, cure, source, detail`."""
    levels: Mapping[Level, tuple[str, str]]
    """A level's name, and what it means for sending."""
    stages: Mapping[str, str]
    """What the first letter of a code looks at."""
    rules: Mapping[str, Mapping[str, str]]
    """Code to `why` and `cure`."""
    asked: str
    """What to write at a key, with `{key}` and `{kind}` in it."""
    kinds: Mapping[str, str]
    """What a key can ask for, by its English noun; some with `{values}` in it."""
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The English sentence of a case to what is wrong and what to do: of the commonest that are always the same."""


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in one language, as it is shown; it can stand where a problem is shown or given to programs."""

    problem: Problem
    rule: Rule
    """In that language."""
    detail: str = ""
    """The English sentence, introduced; none where the problem itself is told in English."""

    @property
    def level(self) -> Level:
        """How much it weighs."""
        return self.problem.level

    @property
    def headline(self) -> str:
        """What is wrong, or why it matters; with the editions that have it."""
        return replace(self.problem, what=self.rule.reason).sentence if self.detail else self.problem.sentence

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do, and what the case is about."""
        return (self.rule.cure, self.detail) if self.detail else (self.problem.cure,)

    def lines(self) -> list[str]:
        """Give one line with place, headline and code, and the advice below, indented."""
        head = f"{self.problem.position}: {self.headline} [{self.problem.code}]"
        return [head, *(f"  {line}" for line in self.advice)]

    def as_json(self) -> dict[str, Any]:
        """Give the problem for programs, with the rule's reason (`why`) and `cure` in this language."""
        return self.problem.as_json() | {"why": self.rule.reason, "cure": self.rule.cure}


def rule_in(code: str, language: str) -> Rule:
    """Give a rule with reason and cure in one of `LANGUAGES`; its source stays as it is."""
    rule = RULES[code]
    if language == _ENGLISH:
        return rule
    words = words_in(language).rules[code]
    return replace(rule, reason=words["why"], cure=words["cure"])


def tell(problem: Problem, language: str) -> Told:
    """Give a problem in one of `LANGUAGES`."""
    rule = rule_in(problem.code, language)
    if language == _ENGLISH:
        return Told(problem, rule)
    words = words_in(language)
    if (said := words.said.get(problem.what)) is not None:
        rule = replace(rule, reason=said[0], cure=said[1])
    what = f"{problem.what} {problem.instead}".rstrip()
    if problem.asked:
        rule = replace(rule, cure=_say(problem.asked, words))
    return Told(problem, rule, words.page["detail"].format(what=what))


def _say(asked: Asked, words: Words) -> str:
    values = ", ".join(each if each.isdigit() else f"`{each}`" for each in asked.values)
    return words.asked.format(key=asked.key, kind=words.kinds[asked.kind].format(values=values))


@cache
def words_in(language: str) -> Words:
    """Read a language's words; only runs that ask for a language other than English need them."""
    import yaml  # noqa: PLC0415 - most runs need none

    written = files("iki_newsletter.checks").joinpath("words", f"{language}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Words(**({"rules": {}, "asked": "", "kinds": {}} | yaml.load(written, loader)))  # noqa: S506 - it is a safe one
