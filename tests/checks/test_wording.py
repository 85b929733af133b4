from __future__ import annotations

import inspect
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from iki_newsletter.checks import wording
from iki_newsletter.checks.wording import LANGUAGES, rule_in, tell, words_in
from iki_newsletter.cli.check import Language
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Asked, Problem
from iki_newsletter.model.rule import Level
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.reading import syntax
from iki_newsletter.reading.wanted import _BY_PATTERN, wanted

OTHERS = LANGUAGES[1:]
TOKENS = re.compile(
    r"`[^`]*`|\{\{.*?\}\}|https?://[\w./…-]+|\b[\w/]+\.(?:yaml|css\.j2|xlsx)\b|IKI_NEWS\w+|iki-news\b|\b\w+@[\w.]+"
    r"|build/\w+|DKIM|SMTPUTF8|DOCTYPE|\d+(?:[.,/-]\d+)*"
)
"""What has no language: code, names of files and keys, addresses, numbers."""
LONGEST = 140
FAMILIAR = {
    "es": r"(?<!se )\b(tú|tu|tus|tuyo|escribe|pon|quita|borra|corrige|agrega|debes|puedes|tienes|vosotros)\b",
    "de": r"\b(du|dein\w*|dir|dich|schreib|lösch|nimm|kannst|musst)\b",
}
"""Words that address a friend, or come from another country."""


def sentences(language: str) -> list[tuple[str, str, str]]:
    """Give each sentence of a language with its code and the English one."""
    rules = ((rule_in(code, language), RULES[code]) for code in RULES)
    return [
        each
        for rule, english in rules
        for each in ((rule.code, rule.reason, english.reason), (rule.code, rule.cure, english.cure))
    ]


def tokens(sentence: str) -> Counter[str]:
    """Count what has no language; a number is the same with other marks in it."""
    return Counter(
        re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", found) if found[0].isdigit() else found
        for found in TOKENS.findall(sentence)
    )


@pytest.mark.parametrize("language", OTHERS)
def test_every_rule_is_there_and_no_other(language: str) -> None:
    """Who writes a rule translates it; who takes one out takes its translations out."""
    words = words_in(language)
    assert set(words.rules) == set(RULES)
    assert all(set(rule) == {"why", "cure"} for rule in words.rules.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_around_rules_is_there(language: str) -> None:
    """Every level and stage has its words, and a page its titles."""
    words = words_in(language)
    assert set(words.levels) == set(Level)
    assert all(len(level) == 2 for level in words.levels.values())
    assert set(words.stages) == {code[0] for code in RULES}
    assert set(words.page) == {"title", "intro", "heads", "cure", "source", "detail"}
    assert len(words.page["heads"]) == 4


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_are_plain(language: str) -> None:
    """One line that begins with a capital or with code and ends like a sentence, to a person whom one respects."""
    for code, sentence, _ in sentences(language):
        assert re.fullmatch(r"[A-ZÁÉÍÓÚÑÄÖÜ`].*([.?]|=\?|--kind K|[”“]\.)", sentence), f"{code}: {sentence}"
        assert "  " not in sentence
        assert "\n" not in sentence
        assert "!" not in re.sub(r"`[^`]*`", "", sentence), f"{code}: {sentence}"
        assert len(sentence) <= LONGEST, f"{code}: {sentence}"
        familiar = re.search(FAMILIAR[language], re.sub(r"`[^`]*`", "", sentence), re.IGNORECASE)
        assert not familiar, f"{code}: {sentence}"


@pytest.mark.parametrize("language", OTHERS)
def test_names_and_numbers_are_the_english_ones(language: str) -> None:
    """A key, file, address or number is typed as it stands: a translated one would be wrong."""
    wrong = [
        (code, sentence, tokens(english) - tokens(sentence), tokens(sentence) - tokens(english))
        for code, sentence, english in sentences(language)
        if tokens(sentence) != tokens(english)
    ]
    assert not wrong


@pytest.mark.parametrize(("language", "right", "wrong"), [("es", "“”", '„«»"'), ("de", "„“", '”«»"')])
def test_quotation_marks_are_the_languages_own(language: str, right: str, wrong: str) -> None:
    """Each mark that opens also closes, and none is another language's."""
    for code, sentence, _ in sentences(language):
        plain = re.sub(r"`[^`]*`", "", sentence)
        assert not set(wrong) & set(plain), f"{code}: {sentence}"
        assert plain.count(right[0]) == plain.count(right[1]), f"{code}: {sentence}"
        assert sentence.count("`") % 2 == 0, f"{code}: {sentence}"


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    """No sentence is the English one, and level and source are those of the rule."""
    assert not [code for code, sentence, english in sentences(language) if sentence == english]
    for code, rule in RULES.items():
        assert (rule_in(code, language).level, rule_in(code, language).source) == (rule.level, rule.source)


def test_the_command_offers_what_there_is() -> None:
    """A language that is added to the words is one that can be asked for."""
    assert tuple(language.value for language in Language) == LANGUAGES


PROBLEM = Problem(
    "C201", Position(Path("a.yaml"), 2, 10), "The portfolio has no project `reeef`.", "Did you mean `reef`?"
)


def test_a_problem_is_told_in_spanish() -> None:
    """Place and reason, what to do, and the facts as the check found them."""
    reason = "Solo los proyectos del portafolio tienen organización y área: sin ellas, la contribución queda fuera."
    assert tell(PROBLEM, "es").lines() == [
        f"a.yaml:2:10: {reason} [C201]",
        "  Escriba el id del proyecto como está en portfolio.yaml, o registre ahí el proyecto.",
        "  En inglés: “The portfolio has no project `reeef`. Did you mean `reef`?”",
    ]


def test_a_problem_of_editions_names_them_in_any_language() -> None:
    """The languages stand before the reason; the facts need not say them again."""
    told = tell(Problem("E104", Position(Path("a.j2")), "The page has no title.", "", ("de", "es")), "de")
    assert told.lines()[0].startswith("a.j2: de, es: Den Titel sagt ein Screenreader als Erstes")
    assert told.lines()[-1] == "  Auf Englisch: „The page has no title.“"
    assert told.level is Level.ERROR


def test_english_is_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The case's own sentence and cure, and no file of words is read for it."""
    monkeypatch.setattr(wording, "words_in", None)
    assert tell(PROBLEM, "en").lines() == PROBLEM.lines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_get_why_and_cure(language: str) -> None:
    """Beside the case's own sentence and cure, which stay in English."""
    given = tell(PROBLEM, language).as_json()
    rule = rule_in("C201", language)
    assert given == PROBLEM.as_json() | {"why": rule.reason, "cure": rule.cure}


@pytest.mark.parametrize("language", OTHERS)
def test_every_kind_of_value_has_its_words(language: str) -> None:
    """Whatever a key of any file can ask for is told; a kind that is new is translated."""
    simple: list[dict[str, Any]] = [
        {"type": "string"},
        {"type": "array"},
        {"type": "object"},
        {"type": "number", "minimum": 1},
        {},
    ]
    patterns: list[dict[str, Any]] = [{"type": "string", "pattern": pattern} for pattern in _BY_PATTERN]
    others: list[dict[str, Any]] = [{"type": "integer"}, {"enum": ["a"]}, {"type": "string", "format": "date"}]
    nodes: list[dict[str, Any]] = [*simple, *patterns, *others, {"type": "string", "format": "time"}]
    assert set(words_in(language).kinds) == {wanted(node).kind for node in nodes} | {"shorter text"}


@pytest.mark.parametrize(
    ("asked", "language", "cure"),
    [
        (Asked("received_on", "date"), "es", "En `received_on` va una fecha, año-mes-día, como 2017-06-12."),
        (
            Asked("kind", "value that is known", ("news", "call")),
            "de",
            "Bei `kind` steht einer dieser Werte: `news`, `call`.",
        ),
        (
            Asked("title.es", "shorter text", ("400",)),
            "es",
            "En `title.es` va un texto más corto: 400 caracteres como máximo.",
        ),
    ],
)
def test_the_key_and_what_it_takes_are_told_in_the_language(asked: Asked, language: str, cure: str) -> None:
    """The commonest mistakes are told without English; the English sentence still stands below."""
    problem = Problem("C108", Position(Path("a.yaml"), 1, 1), "It is wrong.", asked=asked)
    lines = tell(problem, language).lines()
    assert lines[1] == f"  {cure}"
    assert len(lines) == 3


def test_braces_in_a_sentence_stay() -> None:
    """What a check quotes is no template."""
    problem = Problem("M101", Position(Path("a.j2")), "`{{ name }}` is left in the HTML.")
    assert "`{{ name }}`" in tell(problem, "es").lines()[-1]


@pytest.mark.parametrize(("language", "headline"), [("es", "tabulador"), ("de", "Tabulator")])
def test_a_common_slip_is_told_in_its_own_words(language: str, headline: str) -> None:
    """What is always the same sentence needs no English; the rule's own words would not say what is wrong."""
    told = tell(Problem("C101", Position(Path("x.yaml"), 2, 1), "The line is indented by a tab."), language)
    assert headline in told.headline
    assert told.advice[0] == words_in(language).said["The line is indented by a tab."][1]


@pytest.mark.parametrize("language", OTHERS)
def test_translated_sentences_are_those_that_are_said(language: str) -> None:
    """A sentence that is worded anew is translated anew."""
    source = inspect.getsource(syntax)
    said = words_in(language).said
    assert said.keys() == words_in(OTHERS[0]).said.keys()
    assert all(f'"{sentence}"' in source for sentence in said)
    assert all(part.endswith(".") for each in said.values() for part in each)
