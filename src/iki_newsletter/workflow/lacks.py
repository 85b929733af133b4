"""What a contribution lacks, as its sender is told: in plain words, of what stops the sending or leaves it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.wording import LANGUAGES, tell
from iki_newsletter.render.answer_words import Missing
from iki_newsletter.render.lists import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel import Locale

    from iki_newsletter.model.problem import Problem
    from iki_newsletter.render.answer_words import AnswerWords

_TO_WRITE: Final = "C501"
_LEFT_OUT: Final = frozenset({"C303", "C304", "C305", "C306"})
"""What stops nothing, and keeps the contribution out of the issue all the same."""


def lacks(problems: Iterable[Problem], words: AnswerWords, language: str, locale: Locale) -> list[Missing]:
    """Say each thing once; what is still to be written comes first, in one sentence."""
    told = [each for each in problems if each.level.stops or each.code in _LEFT_OUT]
    fields = dict.fromkeys(words.field(key) for problem in told if problem.code == _TO_WRITE for key in problem.keys)
    found = [Missing(words.to_write.replace("{fields}", listed(list(fields), locale)))] if fields else []
    found += (_missing(each, words, language) for each in told if each.code != _TO_WRITE or not each.keys)
    return list(dict.fromkeys(found))


def _missing(problem: Problem, words: AnswerWords, language: str) -> Missing:
    """Say a problem in the words for senders, else as its rule is told, in their language where rules are."""
    plain = words.lacks.get(problem.code)
    if plain is not None:
        return Missing(plain.what, plain.cure)
    told = tell(problem, language if language in LANGUAGES else LANGUAGES[0])
    return Missing(told.headline, " ".join(told.advice))
