from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from tests.conftest import ROOT

from iki_newsletter.render.question import render_question
from iki_newsletter.workspace.folder import Workspace
from iki_newsletter.workspace.settings import load_newsletter

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.newsletter import Newsletter

TEMPLATES = ROOT / "templates"
ANSWERS = {"es": "responder a este correo con la palabra «Sí»", "de": "mit „Ja“ zu beantworten", "en": "“Yes”"}


@pytest.fixture
def newsletter() -> Newsletter:
    """Give the example newsletter."""
    return load_newsletter(Workspace(ROOT)).value


@pytest.mark.parametrize("language", ANSWERS)
def test_whoever_cannot_open_the_link_may_answer(newsletter: Newsletter, language: str) -> None:
    """The line stands under the button, in the HTML and in the text, in each language."""
    edition = render_question(newsletter, language, TEMPLATES).edition
    shown = " ".join(BeautifulSoup(edition.html, "html.parser").get_text(" ").split())
    text = " ".join(edition.text.split())
    for words in (shown, text):
        assert ANSWERS[language] in words
    link = edition.sentinels[next(slot for slot in edition.sentinels if slot.value == "confirm")]
    assert text.index(link) < text.index(ANSWERS[language])


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("es", "¿Quiere recibir el boletín Horizontes?"),
        ("de", "Möchten Sie den Newsletter „Horizonte“ erhalten?"),
        ("en", "Would you like to receive the newsletter Horizons?"),
    ],
)
def test_the_subject_says_that_it_is_a_newsletter(newsletter: Newsletter, language: str, subject: str) -> None:
    """Whoever does not know the title knows what is asked."""
    assert render_question(newsletter, language, TEMPLATES).edition.subject == subject


def test_words_made_before_ask_without_that_line(newsletter: Newsletter, tmp_path: Path) -> None:
    """A workspace keeps its own words when the program becomes newer."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    words = tmp_path / "templates" / "question" / "es.yaml"
    lines = words.read_text("utf-8").splitlines()
    words.write_text("\n".join(line for line in lines if not line.startswith("or_answer")), "utf-8")
    question = render_question(newsletter, "es", tmp_path / "templates")
    assert "None" not in question.edition.html + question.edition.text
