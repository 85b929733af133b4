"""Checks of the words in issue.yaml: subject, preheader, editorial, in every edition's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iki_newsletter.checks.check import Check, Finding, Material, of_issue
from iki_newsletter.checks.translations import outdated
from iki_newsletter.model.budget import SUBJECT_LENGTH
from iki_newsletter.model.fields import is_name, named, texts_in
from iki_newsletter.model.translation import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.position import Position

_A_WORD: Final = 4
"""So many letters make a word; fewer in capitals are an abbreviation."""


def _in_every_language(code: str, *fields: str) -> Check[Material]:
    @of_issue(code)
    def text_is_in_every_language(material: Material) -> Iterator[Finding]:
        for keys, text in texts_in(material.plan.value):
            if keys[0] not in fields or is_name(keys, text):
                continue
            for language in material.newsletter.languages:
                if not material.newsletter.local(text).has(language):
                    what = f"{named(keys)} is missing in {language}."
                    yield Finding(material.plan.origin.at(*keys), what)

    return text_is_in_every_language


subject_is_in_every_language = _in_every_language("I301", "subject")
preheader_is_in_every_language = _in_every_language("I302", "preheader")
editorial_is_in_every_language = _in_every_language("I303", "editorial")


@of_issue("I304")
def languages_have_editions(material: Material) -> Iterator[Finding]:
    """Find texts in languages that nobody will read."""
    for keys, text in texts_in(material.plan.value):
        for language in material.newsletter.local(text).by_language:
            if language not in material.newsletter.languages:
                what = f"{named(keys)} is there in {language}, and the newsletter has no edition in {language}."
                yield Finding(material.plan.origin.at(*keys, language), what)


@of_issue("I306")
def translation_is_of_this_source(material: Material) -> Iterator[Finding]:
    """Find translations whose source is another than the one they were made from, as far as that is recorded."""
    for keys, text in texts_in(material.plan.value):
        yield from outdated(material, PLAN, keys, material.newsletter.local(text), material.plan.origin.at)


@of_issue("I311")
def subject_has_a_good_length(material: Material) -> Iterator[Finding]:
    """Find subjects that are too short or too long."""
    for language, subject, position in _subjects(material):
        if len(subject) not in SUBJECT_LENGTH:
            least, most = SUBJECT_LENGTH.start, SUBJECT_LENGTH.stop - 1
            what = f"`subject` in {language} has {len(subject)} characters; {least} to {most} are meant for it."
            yield Finding(position, what)


@of_issue("I312")
def subject_does_not_shout(material: Material) -> Iterator[Finding]:
    """Find subjects in capitals or with several exclamation marks."""
    for language, subject, position in _subjects(material):
        letters = sum(letter.isalpha() for letter in subject)
        if (letters >= _A_WORD and subject.isupper()) or subject.count("!") > 1:
            yield Finding(position, f"`subject` in {language} shouts.")


@of_issue("I313")
def subject_is_no_code(material: Material) -> Iterator[Finding]:
    """Find subjects that mail programs would decode."""
    for language, subject, position in _subjects(material):
        if "=?" in subject:
            yield Finding(position, f"`subject` in {language} holds the characters `=?`.")


@of_issue("I314")
def preheader_says_something_else(material: Material) -> Iterator[Finding]:
    """Find preheaders that repeat the subject."""
    preheader = material.newsletter.local(material.plan.value.preheader)
    for language, subject, _ in _subjects(material):
        if _bare(preheader.by_language.get(language, "")) == _bare(subject):
            position = material.plan.origin.at("preheader", language)
            yield Finding(position, f"`preheader` in {language} repeats the subject.")


def _subjects(material: Material) -> Iterator[tuple[str, str, Position]]:
    for language, subject in material.newsletter.local(material.plan.value.subject).by_language.items():
        yield language, subject, material.plan.origin.at("subject", language)


def _bare(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())
