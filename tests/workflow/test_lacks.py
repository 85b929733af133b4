from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from babel import Locale
from tests.conftest import ROOT

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.render.answer_words import AnswerWords, read_answer_words
from iki_newsletter.workflow.lacks import lacks

LANGUAGES = ("es", "de", "en")
STOPPING = sorted(code for code, rule in RULES.items() if rule.level.stops)
OF_READING = {f"C10{number}" for number in range(1, 9)}
"""What only the case itself can tell: the line and the key."""
OF_FILES = {"C111", "C114"}
"""Where files lie in the issue's folder; nobody sends that in."""


def words_in(language: str) -> AnswerWords:
    """Read the repository's own words."""
    return read_answer_words(ROOT / "templates", ROOT / "templates", language)


def problem(code: str, *keys: str) -> Problem:
    """Give what a check would find."""
    return Problem(code, Position(Path("a.yaml"), 3, 1), "`images.alt.es`: 2017-08-13", keys=keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_stops_sending_is_told(language: str) -> None:
    """Of no rule that stops, whatever it looks at, is the sender told nothing."""
    words, locale = words_in(language), Locale(language)
    assert STOPPING
    for code in STOPPING:
        (told,) = lacks([problem(code)], words, language, locale)
        assert told.what, code
    assert lacks([problem("C302"), problem("C402"), problem("C601")], words, language, locale) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stops_a_contribution_is_told_in_plain_words(language: str) -> None:
    """Without a key of a file, an English sentence or a code; what keeps it out of the issue is told as well."""
    words, locale = words_in(language), Locale(language)
    of_contributions = {code for code in STOPPING if code.startswith("C")} - OF_READING - OF_FILES
    for code in sorted({*of_contributions, "C303", "C304", "C305", "C306", "I203"}):
        keys = ("images.alt.es",) if code == "C501" else ()
        (told,) = lacks([problem(code, *keys)], words, language, locale)
        assert "`" not in told.what + told.cure, code
        assert "2017-08-13" not in told.what + told.cure, code
    assert all(code in RULES for code in words.lacks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_to_be_written_is_named_as_people_name_it(language: str) -> None:
    """In one sentence for the whole contribution, each field once, and one that has no name by its key."""
    words, locale = words_in(language), Locale(language)
    found = [problem("C501", "title"), problem("C501", "images.credit.es", "images.alt.es", "images.alt.de")]
    first, other = lacks([*found, problem("C501", "odd.thing"), problem("C301")], words, language, locale)
    for field in ("title", "images.credit", "images.alt"):
        assert first.what.count(words.fields[field]) == 1
    assert "odd.thing" in first.what
    assert other.what == words.lacks["C301"].what


def test_words_from_before_are_filled_from_the_starters(tmp_path: Path) -> None:
    """A workspace keeps its own sentences; what came later it has of the same language, or is told what to add."""
    own = yaml.safe_load((ROOT / "templates/answer/es.yaml").read_text("utf-8"))
    later = {name for name, field in AnswerWords.model_fields.items() if not field.is_required()}
    before = {name: words for name, words in own.items() if name not in later} | {"taken": "Ya la tenemos."}
    (tmp_path / "answer").mkdir()
    for language in ("es", "fr"):
        (tmp_path / f"answer/{language}.yaml").write_text(yaml.safe_dump(before, allow_unicode=True), "utf-8")
    words = read_answer_words(tmp_path, ROOT / "templates", "es")
    assert (words.taken, words.waits) == ("Ya la tenemos.", own["waits"])
    assert words.lacks["C301"].what == own["lacks"]["C301"]["what"]
    with pytest.raises(ConfigurationError, match=r"fr\.yaml lacks .*`waits`"):
        read_answer_words(tmp_path, ROOT / "templates", "fr")
