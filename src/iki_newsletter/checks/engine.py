"""Everything that is checked before an issue is rendered: the table of checks, and the one call that runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks import dates, issue_dates, issue_texts, placeholders, references, texts, translations
from iki_newsletter.checks.allowances import excuse, judge_allowances
from iki_newsletter.checks.check import Material, run
from iki_newsletter.model.problem import by_position

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.checks.check import Check
    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.portfolio import Portfolio
    from iki_newsletter.model.problem import Problem

STAGES: Final = "CI"
"""The first letters of the codes that are looked for here."""

CHECKS: Final[tuple[Check[Material], ...]] = (
    references.other_projects_are_known,
    references.states_are_federal_states,
    references.original_has_an_edition,
    dates.event_ends_after_it_starts,
    dates.came_before_the_deadline,
    dates.event_is_ahead,
    dates.call_is_open,
    dates.embargo_has_ended,
    dates.still_holds,
    dates.hour_has_a_time_zone,
    dates.time_zone_is_known,
    dates.registration_ends_in_time,
    dates.registration_is_open,
    translations.original_is_there,
    translations.item_is_translated,
    translations.translation_is_whole,
    translations.languages_have_editions,
    placeholders.contribution_is_written,
    placeholders.plan_is_written,
    texts.event_is_somewhere,
    texts.title_is_short,
    texts.teaser_is_short,
    texts.body_is_short,
    issue_texts.subject_is_in_every_language,
    issue_texts.preheader_is_in_every_language,
    issue_texts.editorial_is_in_every_language,
    issue_texts.languages_have_editions,
    issue_texts.subject_has_a_good_length,
    issue_texts.subject_does_not_shout,
    issue_texts.subject_is_no_code,
    issue_texts.preheader_says_something_else,
    issue_dates.deadline_is_before_sending,
    issue_dates.months_agree,
)


def check_issue(
    plan: Loaded[IssuePlan],
    contributions: Iterable[Loaded[Contribution]],
    portfolio: Portfolio,
    newsletter: Newsletter,
    found: Iterable[Problem] = (),
) -> list[Problem]:
    """Check what an issue is made of, and give all its problems in the order of the files' lines.

    `found` are the problems of loading and merging: they are given back among the rest, and what issue.yaml allows
    of them is excused likewise. Without them, an allowance that only they use is reported as unused.
    """
    material = Material(plan, tuple(contributions), portfolio, newsletter)
    problems = [*found, *run(CHECKS, material)]
    judged = judge_allowances(plan, problems, STAGES)
    return by_position([*excuse(problems, plan), *judged])
