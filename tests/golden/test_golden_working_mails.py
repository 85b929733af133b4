"""The working mails of June 2017 in three languages, compared byte by byte with golden ones."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.conftest import ROOT

from iki_newsletter.mail.personal import fill_html, fill_text
from iki_newsletter.model.edition import Attachment, Slot
from iki_newsletter.render.stationery import Occasion, Stationery
from iki_newsletter.render.templates import load_templates
from iki_newsletter.render.working_mail import Earlier, render_call, render_proof, render_reminder
from iki_newsletter.workflow.build import Merged, merge_issue
from iki_newsletter.workflow.proofing import only_of
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from iki_newsletter.model.edition import Edition

HERE = Path(__file__).parent / "working-mails"
OCCASION = Occasion("2017-06", 1, "2017-06", dt.date(2017, 6, 1), dt.date(2017, 5, 24))
NAMES = {"es": "Valeria Inventada", "de": "Erika Beispiel", "en": "Uma Made-up"}


@pytest.fixture(scope="module")
def merged() -> Merged:
    """Merge the June 2017 issue."""
    return merge_issue(read_register(Workspace(ROOT)), "2017-06")


def edition(kind: str, language: str, merged: Merged) -> Edition:
    """Render one of the mails to the contacts of two projects."""
    register = merged.register
    paper = Stationery(
        register.newsletter, load_templates(ROOT / "templates"), ROOT / "templates", language, OCCASION
    )
    names = ("ecovalor", "klimaallianz") if kind == "proof" else ("ecovalor", "conecc")
    projects = [register.portfolio.projects_by_id[each] for each in names]
    form = Attachment("form-2017-06.html", 'text/html; charset="utf-8"', bytes(240_000))
    if kind == "call":
        told = {"ecovalor": [Earlier("Un título de marzo", "2017-03"), Earlier("Otro", "spring")]}
        return render_call(paper, projects, told, form, is_form=True)
    if kind == "remind":
        return render_reminder(paper, projects)
    return render_proof(paper, projects, only_of(merged.issue, names), dt.date(2017, 5, 29))


@pytest.mark.parametrize("language", ["es", "de", "en"])
@pytest.mark.parametrize("kind", ["call", "remind", "proof"])
def test_golden_working_mail(kind: str, language: str, merged: Merged) -> None:
    """The same inputs give the same text and HTML, with the subject above the text."""
    made = edition(kind, language, merged)
    values = {Slot.GREETING: made.wording["greeting_named"].replace("{name}", NAMES[language])}
    values |= {Slot.ADDRESS: "somebody@example.org"}
    said = {
        "txt": f"{made.subject}\n{made.preheader}\n\n{fill_text(made, values)}",
        "html": fill_html(made, values),
    }
    for ending, text in said.items():
        path = HERE / f"{kind}-{language}.{ending}"
        if os.environ.get("IKI_NEWS_GOLDEN") == "write":
            path.write_bytes(text.encode())
        assert path.read_bytes() == text.encode(), f"{path.name} differs: make golden, and look"
    assert edition(kind, language, merged).digest == made.digest
