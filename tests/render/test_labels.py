from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.render.specimens import LANGUAGES, TEMPLATES, make_issue, make_newsletter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.render.edition import render_edition
from iki_newsletter.render.templates import load_templates

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.render.templates import Templates

WORDING = {
    "greeting_named",
    "greeting_plain",
    "unsubscribe_subject",
    "preferences_subject",
    "test_mark",
    "sample_name",
}


def keys_of(plain: Any, path: str = "") -> set[str]:
    """List the keys of nested mappings, but for plural forms, which differ by language."""
    if not isinstance(plain, dict) or "other" in plain:
        return {path}
    return {key for name, value in plain.items() for key in keys_of(value, f"{path}.{name}")}


def test_the_languages_are_complete(templates: Templates) -> None:
    """Each language has exactly the labels that the others have, and none of them is empty."""
    plain = {
        language: yaml.safe_load((TEMPLATES / "labels" / f"{language}.yaml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    }

    assert set(templates.labels) == set(LANGUAGES)
    assert keys_of(plain["es"]) == keys_of(plain["de"]) == keys_of(plain["en"])


def sentences_of(plain: Any) -> set[str]:
    """List the labels that have several words, without what is filled in and without patterns of dates."""
    if isinstance(plain, dict):
        return {each for key, value in plain.items() if key != "dates" for each in sentences_of(value)}
    words = re.findall(r"\w{3,}", re.sub(r"\{\w+\}", "", str(plain)))
    return {str(plain)} if len(words) > 1 else set()


def test_no_label_is_left_in_another_language() -> None:
    """No sentence is the same in two languages: that would be one that somebody forgot."""
    sentences = [
        sentences_of(yaml.safe_load((TEMPLATES / "labels" / f"{language}.yaml").read_text(encoding="utf-8")))
        for language in LANGUAGES
    ]

    assert all(len(each) > 8 for each in sentences)
    shared = sentences[0] & sentences[1] | sentences[0] & sentences[2] | sentences[1] & sentences[2]
    assert shared <= {"Video, {duration} min"}


def test_the_message_gets_its_wording(templates: Templates) -> None:
    """An edition hands the message every sentence that it needs, in its language."""
    for labels in templates.labels.values():
        assert set(labels.wording) == WORDING
        assert "{name}" in labels.wording["greeting_named"]


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('number: "Nr. {number}"', 'number: "Nr."', "{number}"),
        ('number: "Nr. {number}"', 'number: "Nr. {nummer}"', "{number}"),
        ('number: "Nr. {number}"', 'number: "Nr. {number"', "{number}"),
        ("plain: ", "plein: ", "plein"),
        ("  focus: Im Fokus\n", "", "focus"),
    ],
)
def test_wrong_labels_are_explained(own_templates: Path, good: str, bad: str, said: str) -> None:
    """A label that is missing, misspelt or lacks what is filled in is reported with file, line and name."""
    path = own_templates / "labels" / "de.yaml"
    written = path.read_text(encoding="utf-8")
    assert good in written
    path.write_text(written.replace(good, bad, 1), encoding="utf-8")

    with pytest.raises(ConfigurationError) as caught:
        load_templates(own_templates)
    shown = "\n".join(caught.value.lines())
    assert re.search(r"de\.yaml:\d+:\d+: ", shown)
    assert said in shown


def test_a_language_without_labels_is_explained(templates: Templates) -> None:
    """A newsletter language that nobody wrote labels for is named, with the file to write."""
    newsletter = make_newsletter(languages=["es", "fr"])

    with pytest.raises(ConfigurationError) as caught:
        render_edition(make_issue(), newsletter, "fr", templates)
    what, instead, *_ = caught.value.lines()
    assert "fr.yaml" in what
    assert "de, en, es" in instead
