"""A desk with one sound issue on it: each test changes what it is about and asks what the checks say."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pydantic import TypeAdapter

from iki_newsletter.checks.check import Material
from iki_newsletter.checks.engine import MATERIAL, conclude, find_in_material, find_in_page
from iki_newsletter.checks.page import Page
from iki_newsletter.content.loading import load_contributions, load_issue_plan
from iki_newsletter.content.merge import merge
from iki_newsletter.model.edition import Edition
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.origin import Loaded, Origin
from iki_newsletter.model.portfolio import Portfolio
from iki_newsletter.model.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from iki_newsletter.model.position import Position
    from iki_newsletter.model.problem import Problem

PORTFOLIO = {
    "funding_areas": [{"key": "IV", "de": "Biologische Vielfalt"}],
    "organisations": [{"id": "Coral Institute"}],
    "projects": [
        {"id": "reef", "area": "IV", "organisation": "Coral Institute", "scope": "bilateral"},
        {"id": "dry-forest", "area": "IV", "organisation": "Coral Institute", "scope": "bilateral"},
    ],
}
NEWSLETTER: dict[str, Any] = {
    "title": "Horizons",
    "languages": ["es", "de", "en"],
    "sender": {"name": "Horizons", "address": "news@example.org"},
    "list_id": "news.example.org",
    "sections": [{"id": "all", "title": "Everything", "takes": {}}],
}
PLAN: dict[str, Any] = {
    "number": "1",
    "month": "2017-06",
    "sends_on": "2017-06-12",
    "deadline": "2017-05-31",
    "subject": {"es": "Un curso a la orilla del mar", "de": "Ein Kurs am Meer", "en": "A course by the sea"},
    "preheader": {"es": "Y tres más", "de": "Und drei weitere", "en": "And three more"},
}
NEWS: dict[str, Any] = {
    "kind": "news",
    "project": "reef",
    "language": "es",
    "received_on": "2017-05-22",
    "title": {"es": "Un arrecife", "de": "Ein Riff", "en": "A reef"},
    "teaser": {"es": "Para quien lo cuida", "de": "Für alle, die es pflegen", "en": "For those who tend it"},
}
OF_KIND: dict[str, dict[str, Any]] = {
    "news": {"body": {"es": "Texto", "de": "Text", "en": "Text"}},
    "event": {"starts_on": "2017-06-20", "place": "La Paz"},
    "call": {
        "deadline": "2017-07-01",
        "url": "https://example.org/call",
        "eligible": {"es": "Todos", "de": "Alle", "en": "All"},
    },
    "profile": {},
    "publication": {"url": "https://example.org/study", "year": "2017", "languages": ["es"]},
}

SOUND = """<!DOCTYPE html>
<html lang="es" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Un curso</title>
<style>p { margin: 0 }</style>
<style>@media print { p { margin: 0 !important } }</style>
</head>
<body>
<div lang="es" dir="ltr">
<div aria-hidden="true" style="display: none">Y tres más</div>
<h1>Horizontes</h1>
</div>
</body>
</html>
"""
"""The smallest page that no check complains about."""


@dataclass
class Desk:
    """An issue's files in a folder, and what the checks say about them."""

    folder: Path
    plan: dict[str, Any] = field(default_factory=lambda: deepcopy(PLAN))
    newsletter: dict[str, Any] = field(default_factory=lambda: deepcopy(NEWSLETTER))
    portfolio: dict[str, Any] = field(default_factory=lambda: deepcopy(PORTFOLIO))
    earlier: list[str] = field(default_factory=list)
    """The issues before, whose contributions lie in folders beside this one's."""

    def put(self, kind: str = "news", *, name: str = "item", issue: str = "", **changes: Any) -> Path:
        """Lay a contribution on the desk: a sound one but for these fields; None takes a field out.

        With an `issue`, it lies in that earlier one.
        """
        written = NEWS | {"kind": kind} | OF_KIND[kind] | changes
        folder = self.folder.parent / issue if issue else self.folder
        self.earlier += [issue] if issue and issue not in self.earlier else []
        path = folder / "contributions" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_yaml(written), encoding="utf-8")
        return path

    def problems(
        self, code: str | None = None, found: Iterable[Problem] = (), *, stopping: bool = False
    ) -> list[Problem]:
        """Load what lies on the desk and check it; gives the problems of one rule, all, or what stops."""
        (self.folder / "issue.yaml").write_text(_yaml(self.plan), encoding="utf-8")
        plan, wrong = load_issue_plan(self.folder)
        assert plan is not None, wrong
        contributions, wrong = load_contributions(self.folder)
        assert not wrong
        newsletter = TypeAdapter(Newsletter).validate_python(self.newsletter)
        portfolio = TypeAdapter(Portfolio).validate_python(self.portfolio)
        earlier = {
            issue: tuple(
                Told.of(loaded.name, loaded.value) for loaded in load_contributions(self.folder.parent / issue)[0]
            )
            for issue in sorted(self.earlier)
        }
        material = Material(plan, tuple(contributions), portfolio, newsletter, earlier)
        problems = conclude(plan, [*found, *find_in_material(material, stopping=stopping)], MATERIAL)
        return [problem for problem in problems if code in (None, problem.code)]

    def said(self, code: str) -> list[tuple[str, str]]:
        """Give, for each problem of a rule, the line of the file it points at and what is wrong there."""
        return [
            (problem.position.path.read_text(encoding="utf-8").splitlines()[problem.position.line - 1], problem.what)
            for problem in self.problems(code)
        ]


def _yaml(written: dict[str, Any]) -> str:
    kept = {key: value for key, value in written.items() if value is not None}
    return str(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Give a desk with a sound plan on it and no contribution."""
    folder = tmp_path / "issues" / "2017-06"
    folder.mkdir(parents=True)
    return Desk(folder)


@dataclass
class Proof:
    """A page among the files of a desk, its own HTML standing for the template that it comes from."""

    desk: Desk

    def page(self, html: str) -> Page:
        """Make a page of HTML, in Spanish: of what is to stand after the sound page's title, or of a whole page."""
        desk = self.desk
        whole = html if "<html" in html else SOUND.replace("</h1>", f"</h1>\n{html}")
        templates = desk.folder.parents[1] / "templates"
        for name, text in (("mail/edition.html.j2", whole), ("labels/es.yaml", "footer:\n  out: Darse de baja\n")):
            (templates / name).parent.mkdir(parents=True, exist_ok=True)
            (templates / name).write_text(text, encoding="utf-8")
        newsletter = TypeAdapter(Newsletter).validate_python(desk.newsletter)
        (desk.folder / "issue.yaml").write_text(_yaml(desk.plan), encoding="utf-8")
        plan, _ = load_issue_plan(desk.folder)
        assert plan is not None
        contributions, _ = load_contributions(desk.folder)
        portfolio = TypeAdapter(Portfolio).validate_python(PORTFOLIO)
        issue, _ = merge("2017-06", desk.folder, plan, contributions, portfolio, newsletter)
        edition = Edition("2017-06", "es", "Un curso", "Y tres más", html=whole, text="")
        settings = Loaded(newsletter, Origin(desk.folder / "newsletter.yaml"))
        names = (templates / "mail" / "edition.html.j2", templates / "labels" / "es.yaml")
        return Page(edition, issue, plan, settings, *names)

    def problems(self, html: str) -> list[Problem]:
        """Check a page."""
        return self.of(self.page(html))

    def of(self, page: Page) -> list[Problem]:
        """Check a page whose files were changed after it was made."""
        return find_in_page(page)

    def found(self, html: str) -> list[tuple[str, str]]:
        """Check a page; gives the code of each problem and what is wrong."""
        return [(problem.code, problem.what) for problem in self.problems(html)]

    def found_after(self, old: str, new: str) -> list[tuple[str, str]]:
        """Check the sound page after a change."""
        assert old in SOUND
        return self.found(SOUND.replace(old, new))

    def places(self, html: str) -> list[str]:
        """Check a page; gives each problem's place, as file, line and column."""
        return [
            f"{position.path.name}:{position.line}:{position.column}"
            for position in (problem.position for problem in self.problems(html))
        ]


@pytest.fixture
def proof(desk: Desk) -> Proof:
    """Give a page to check, among the files of a desk."""
    return Proof(desk)


@pytest.fixture
def shown() -> Callable[[Position], str]:
    """Give what stands in a file from a place on, to the end of the line."""

    def read(position: Position) -> str:
        return position.path.read_text(encoding="utf-8").splitlines()[position.line - 1][position.column - 1 :]

    return read
