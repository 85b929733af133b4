from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.checks.conftest import PLAN
from tests.render.specimens import LANGUAGES, TEMPLATES, in_all, make_issue, make_item, make_newsletter

from iki_newsletter.checks.engine import find_in_letter
from iki_newsletter.checks.page import Page
from iki_newsletter.errors import RefusedError
from iki_newsletter.mail.header_text import require_header_text
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.model.text import LocalText
from iki_newsletter.reading.characters import forbidden_in
from iki_newsletter.render.edition import render_edition
from iki_newsletter.render.templates import Templates, load_templates
from iki_newsletter.workflow.build import letter_of

if TYPE_CHECKING:
    from iki_newsletter.checks.letter import Letter

PLACEHOLDERS = ("{{", "{%", "%%", "%25%25", "%7b%7b")


@cache
def templates() -> Templates:
    """Load the repository's templates once."""
    return load_templates(TEMPLATES)


def is_sound(text: str) -> bool:
    """Tell whether readers and checks let a text pass that far: no hidden characters, no placeholder."""
    return not forbidden_in(text) and not any(each in text.lower() for each in PLACEHOLDERS) and bool(text.strip())


def is_header_text(text: str) -> bool:
    """Tell whether a header takes the text."""
    try:
        require_header_text(" ".join(text.split()), "It")
    except RefusedError:
        return False
    return is_sound(text)


ANY = st.characters(exclude_categories=("C", "Zl", "Zp"))
LINES = st.text(ANY | st.sampled_from(" .=%{}<>&\"'ßﬁİı"), min_size=1, max_size=90).filter(is_sound)
HEADERS = st.text(ANY | st.just(" "), min_size=1, max_size=120).filter(is_header_text)
MARKDOWN = st.text(ANY | st.sampled_from("\n\n*_[]()#>-1. `\\!"), min_size=1, max_size=300).filter(is_sound)
LINKS = st.lists(
    st.sampled_from(["https://one.example/a", "https://two.example/b?c=d&e=f", "https://three.example/ü_(x)"]),
    max_size=4,
)


def letter_saying(
    language: str, subject: str, name: str, title: str, body: str, links: list[str], web: str
) -> Letter:
    """Render and stamp an issue that says this, in one language."""
    written = {lang: "\n\n".join([body, *(f"[*hier*]({link}) und" for link in links)]) for lang in LANGUAGES}
    item = make_item(
        "news",
        title=in_all(title),
        body=written,
        links=[{"url": link, "text": in_all(title)} for link in reversed(links)],
    )
    issue = make_issue(
        ("news", [item, make_item("event")]), subject=LocalText("es", dict.fromkeys(LANGUAGES, subject))
    )
    address: dict[str, Any] = {"web": web} if web else {}
    newsletter = make_newsletter(**address)
    newsletter = newsletter.model_copy(update={"sender": newsletter.sender.model_copy(update={"name": name})})
    edition = render_edition(issue, newsletter, language, templates())
    edition = replace(edition, wording=dict(edition.wording) | {"sample_name": name})
    here = Origin(Path("issue.yaml"))
    plan = Loaded(IssuePlan.model_validate(PLAN | {"sends_on": dt.date(2017, 6, 12), "deadline": None}), here)
    page = Page(edition, issue, plan, Loaded(newsletter, here), TEMPLATES / "a", TEMPLATES / "b")
    return letter_of(page)


@given(
    st.sampled_from(LANGUAGES), HEADERS, HEADERS, LINES, MARKDOWN, LINKS, st.sampled_from(["", "https://n.example/x"])
)
@settings(max_examples=25, deadline=None)
@example("de", "ß" * 80, "ñ" * 100, "ﬁ İ ı ŉ ß", "# ß\n\n> a\n\n1. [x](https://one.example/a)", [], "")
@example(
    "es", "x", '"', "<b>&amp;", "[a](https://one.example/a) [b](mailto:a@b.example)", ["https://one.example/a"], ""
)
def test_whatever_people_write_makes_a_sound_message(
    language: str, subject: str, name: str, title: str, body: str, links: list[str], web: str
) -> None:
    """Rules over messages hold the program, not the people: no subject, name or text breaks one of them."""
    letter = letter_saying(language, subject, name, title, body, links, web)
    assert [problem.lines() for problem in find_in_letter(letter) if problem.code[0] == "M"] == []
