"""An issue's texts, one by one: of its plan and of each contribution, with what a translator has to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.content.loading import load_as_written
from iki_newsletter.errors import UsageError
from iki_newsletter.model.budget import BUDGETS, SUBJECT_LENGTH, budget
from iki_newsletter.model.fields import is_markdown, is_name, texts_in
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.model.translation import PLAN
from iki_newsletter.translations.words import words_for
from iki_newsletter.workflow.build import merge_issue
from iki_newsletter.workflow.sources import read_register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from iki_newsletter.model.fields import Keys
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.text import LocalText
    from iki_newsletter.workflow.sources import Sources
    from iki_newsletter.workspace.folder import Workspace

_FIRST: Final = ("title", "teaser", "body")


@dataclass(frozen=True, slots=True)
class IssueText:
    """A text field of an issue's plan or of a contribution."""

    item: str
    """The contribution's name, or `issue.yaml`."""
    keys: Keys
    text: LocalText
    """Without what still waits to be written: neither a source nor a translation."""
    is_name: bool
    """Whether it is one that is there, which needs no translation."""
    path: Path

    @property
    def is_markdown(self) -> bool:
        """Whether marks in it are read as such."""
        return is_markdown(self.keys)

    @property
    def field(self) -> str:
        """What it is called, for people: `title`, `link 2 text`."""
        return words_for("en").part(self.keys)

    def most(self, language: str) -> int | None:
        """Give how many characters are meant for it in a language; None where that is left to who writes it."""
        key = str(self.keys[0])
        if key in BUDGETS and len(self.keys) == 1:
            return budget(key, language)
        return SUBJECT_LENGTH[-1] if key == "subject" else None

    def note(self, language: str) -> str:
        """Say how long it may be in a language, to whom translates into it."""
        most, words = self.most(language), words_for(language)
        if self.keys[0] == "subject":
            return words.between.format(least=SUBJECT_LENGTH[0], most=most)
        return words.at_most.format(most=most) if most is not None else ""


@dataclass(frozen=True, slots=True)
class IssueTexts:
    """An issue's texts in the order of its readers, and what it was read from."""

    newsletter: Newsletter
    sources: Sources
    texts: tuple[IssueText, ...]
    """Of the plan, then of the items in the issue's order, then of those that are left out."""
    titles: dict[str, str]
    """Item to its title in the original."""
    left_out: frozenset[str]
    """The items that no reader gets."""

    @property
    def items(self) -> list[str]:
        """The items in their order, the plan first."""
        return list(self.titles)


def read_texts(workspace: Workspace, issue_id: str) -> IssueTexts:
    """Read an issue's texts; raises what reading an issue raises."""
    register = read_register(workspace)
    merged = merge_issue(register, issue_id)
    sources, newsletter = merged.sources, register.newsletter
    place = {item.name: number for number, item in enumerate(merged.issue.items)}
    received = sorted(sources.contributions, key=lambda loaded: (place.get(loaded.name, len(place)), loaded.name))
    plan = sources.plan
    texts = [_text(PLAN, keys, text, newsletter.local(text), plan.origin.path) for keys, text in texts_in(plan.value)]
    texts += [
        _text(each.name, keys, text, each.value.local(text), each.origin.path)
        for each in received
        # As written: a picture that is not there would shift the keys of those behind it.
        for keys, text in sorted(texts_in(load_as_written(each.origin.path) or each.value), key=_as_read)
    ]
    titles = {PLAN: f"{PLAN}: {newsletter.local(plan.value.subject).in_order(())}"}
    titles |= {each.name: f"{each.name}: {each.value.local(each.value.title).in_order(())}" for each in received}
    left_out = frozenset(each.name for each in received if each.name not in place)
    return IssueTexts(newsletter, sources, tuple(texts), titles, left_out)


def _text(item: str, keys: Keys, raw: str | dict[str, str], text: LocalText, path: Path) -> IssueText:
    written = text.written
    return IssueText(item, keys, written, is_name(keys, raw) and bool(written.by_language), path)


def _as_read(found: tuple[Keys, object]) -> int:
    """Put the texts that belong together one after the other; the model has the body behind links and pictures."""
    return _FIRST.index(found[0][0]) if found[0][0] in _FIRST else len(_FIRST)


def known_language(language: str, newsletter: Newsletter) -> str:
    """Take a language of the newsletter; raises UsageError for another."""
    if language in newsletter.languages:
        return language
    instead = did_you_mean(language, newsletter.languages) or f"Choose one of {', '.join(newsletter.languages)}."
    raise UsageError(f"The newsletter has no edition in {language}.", instead=instead)


def wanted_texts(texts: IssueTexts, language: str, *, everything: bool = False) -> Iterator[IssueText]:
    """Give the texts that need a translation: none is there, or its source has changed; or all that can have one.

    What no reader gets needs none.
    """
    record = texts.sources.translated
    for each in texts.texts:
        if each.text.original == language or each.item in texts.left_out:
            continue
        is_old = record.is_outdated(each.item, each.keys, each.text, language)
        if everything or is_old or not (each.is_name or each.text.has(language)):
            yield each
