"""Read, once, what an issue is made from: settings, portfolio, the editors' plan, contributions, earlier issues."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.loading import load_as_written, load_contributions, load_issue_plan, load_portfolio
from iki_newsletter.content.ordering import items_by_organisation
from iki_newsletter.content.remembered import read_told
from iki_newsletter.content.translation_record import read_translation_record
from iki_newsletter.errors import ConfigurationError, FilesWrongError
from iki_newsletter.model.fields import texts_in
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.model.problem import Problem
from iki_newsletter.workflow.earlier import events_among, read_earlier
from iki_newsletter.workspace.settings import read_newsletter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from iki_newsletter.model.contribution import Contribution
    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.origin import Loaded
    from iki_newsletter.model.portfolio import Portfolio
    from iki_newsletter.model.told import Told
    from iki_newsletter.model.translation import TranslationRecord
    from iki_newsletter.workspace.folder import Workspace

_RECENT_ISSUES = 3
PUBLISH_FIRST: Final = "W119"
_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Register:
    """What every issue of a workspace refers to."""

    workspace: Workspace
    settings: Loaded[Newsletter]
    portfolio: Portfolio
    notices: tuple[Problem, ...] = ()
    """What is good to know about the settings, and stops nothing."""
    events: dict[str, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)
    """Each issue's events, as `Sources` has them: kept for all issues of a run, since each may name any other's."""

    @property
    def newsletter(self) -> Newsletter:
        """The settings without their places."""
        return self.settings.value


@dataclass(frozen=True, slots=True)
class Sources:
    """What one issue is made from."""

    register: Register
    issue_id: str
    folder: Path
    plan: Loaded[IssuePlan]
    contributions: tuple[Loaded[Contribution], ...]
    recent: Mapping[str, int]
    """Organisation to its number of items in the last three issues."""
    earlier: Mapping[str, tuple[Told, ...]]
    """What stood in the issues before, oldest first: issue to what its items are known by; empty unless asked for."""
    problems: tuple[Problem, ...]
    """What was found while loading."""
    translated: TranslationRecord
    """What the translations were made from, as far as that is known."""
    events: Mapping[str, str] = field(default_factory=dict)
    """The other issues' events as `ISSUE/NAME`, and what each is part of; read where something is part of one."""

    @property
    def unreadable(self) -> frozenset[str]:
        """The names of contributions that are there and could not be loaded."""
        loaded = {contribution.name for contribution in self.contributions}
        paths = (problem.position.path for problem in self.problems)
        return frozenset(path.stem for path in paths if path.suffix.lower() in _YAML) - loaded


def read_register(workspace: Workspace) -> Register:
    """Read settings and portfolio; raises ConfigurationError with every problem, since nothing works without them."""
    register, problems = find_register(workspace)
    if register is None:
        wrong = " and ".join(sorted({relative_to_here(problem.position.path) for problem in problems}))
        raise ConfigurationError(f"{wrong} must be mended first.", problems=problems)
    return register


def find_register(workspace: Workspace) -> tuple[Register | None, list[Problem]]:
    """Read settings and portfolio; gives them, or None and every problem in them."""
    newsletter, newsletter_problems = read_newsletter(workspace)
    portfolio, portfolio_problems = load_portfolio(workspace.portfolio)
    problems = [*newsletter_problems, *portfolio_problems]
    if newsletter is None or portfolio is None or problems:
        return None, problems
    return Register(workspace, newsletter, portfolio.value, tuple(_notices(newsletter))), []


def find_in_shapes(workspace: Workspace, issue_id: str) -> list[Problem]:
    """Find what is wrong with an issue's files by themselves, which needs no settings and no portfolio."""
    folder = workspace.issue(issue_id)
    return [*load_issue_plan(folder)[1], *load_contributions(folder)[1]]


def _notices(newsletter: Loaded[Newsletter]) -> Iterator[Problem]:
    if newsletter.value.web:
        what = "Readers are sent to this address for long texts and pictures: they must stand there."
        yield Problem(PUBLISH_FIRST, newsletter.origin.at("web"), what)
    smtp = newsletter.value.smtp
    if newsletter.value.sender.verp and not smtp.limits.takes_any_sender:
        what = f"A server of preset `{smtp.preset}` takes no sender with a code in it: `verp` has no effect."
        yield Problem("W121", newsletter.origin.at("sender", "verp"), what)


def read_sources(register: Register, issue_id: str, *, with_earlier: bool = True) -> Sources:
    """Read an issue's files; the last three issues before are always read, since its order depends on them.

    Raises NotThereError without the issue, FilesWrongError without a usable issue.yaml.
    """
    folder = register.workspace.issue(issue_id)
    plan, plan_problems = load_issue_plan(folder)
    contributions, problems = load_contributions(folder)
    translated, record_problems = read_translation_record(folder)
    problems = [*plan_problems, *problems, *record_problems]
    if plan is None:
        raise FilesWrongError(f"{relative_to_here(folder / 'issue.yaml')} must be mended first.", problems=problems)
    earlier = read_earlier(register.workspace, issue_id, last=0 if with_earlier else _RECENT_ISSUES)
    last = list(earlier.values())[-_RECENT_ISSUES:]
    return Sources(
        register,
        issue_id,
        folder,
        plan,
        tuple(contributions),
        items_by_organisation((told.project for found in last for told in found), register.portfolio),
        {known: tuple(told for told in found if told.is_shown) for known, found in earlier.items() if with_earlier},
        tuple(problems),
        _following(translated, contributions),
        _events(register, issue_id, earlier) if any(each.value.part_of for each in contributions) else {},
    )


def _following(record: TranslationRecord, contributions: Iterable[Loaded[Contribution]]) -> TranslationRecord:
    """Bring a record to where the contributions' texts stand now."""
    for loaded in contributions:
        if loaded.name in record.translations:
            # As written: a picture that is not there would shift the keys of those behind it.
            written = load_as_written(loaded.origin.path) or loaded.value
            texts = [(keys, written.local(text)) for keys, text in texts_in(written)]
            record = record.following(loaded.name, texts)
    return record


def _events(register: Register, issue_id: str, earlier: Mapping[str, tuple[Told, ...]]) -> dict[str, str]:
    others = [known for known in register.workspace.issue_ids() if known != issue_id]
    for known in others:
        if known not in register.events:
            told = earlier[known] if known in earlier else read_told(register.workspace, known)
            register.events[known] = events_among(told, known)
    return {event: whole for known in others for event, whole in register.events[known].items()}
