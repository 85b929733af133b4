"""Made portfolios: registers and issues with everything in them that a report can stumble over; the same by seed."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from typing import TYPE_CHECKING, Any, Final

import yaml
from tests.conftest import ROOT, copy_workspace

from iki_newsletter.model.federal_state import FEDERAL_STATES
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

AS_OF: Final = dt.date(2018, 9, 10)
SILENT_SINCE: Final = dt.date(2018, 3, 10)
"""Six months before: much comes on this day, or on the day before it."""
MONTHS: Final = ("2016-03", "2017-02", "2017-06", "2017-07", "2017-11", "2018-01", "2018-05", "2018-09", "2018-11")
"""The issues; the last is sent after AS_OF."""
ORGANISATIONS: Final = ("GIZ", "=HYPERLINK(A1)", "Fundación Ejemplo", "-1+1", "WRI")
_PARTNERS: Final = ("SEMARNAT", "CONANP", "@mañana", "CONABIO", "Semilla AC")
_STATES: Final = (*FEDERAL_STATES[::5], "CDMX", "Ciudad de México", "Costa Grande")
_LANGUAGES: Final = ("es", "de", "en")
_KINDS: Final = ("news", "event", "publication", "call", "interview", "video", "profile")


def make_portfolio(folder: Path, seed: int) -> Workspace:
    """Write a workspace; odd seeds have no section for events, and an issue whose plan cannot be read."""
    copy_workspace(ROOT, folder)
    maker = _Maker(folder, random.Random(seed))  # noqa: S311 - the same each time is the point
    maker.portfolio(with_areas=seed % 3 != 2)
    for issue in (folder / "issues").iterdir():
        for path in sorted(issue.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        issue.rmdir()
    for month in MONTHS:
        maker.issue(month)
    if seed % 2:
        settings = yaml.safe_load((folder / "newsletter.yaml").read_text("utf-8"))
        settings["sections"] = [each for each in settings["sections"] if each["id"] != "events"]
        _write(folder / "newsletter.yaml", settings)
        broken = folder / "issues" / "2018-02"
        broken.mkdir()
        (broken / "issue.yaml").write_text("number: none\n", "utf-8")
    return Workspace(folder)


class _Maker:
    """Writes files."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.folder = folder
        self.dice = dice
        self.projects: list[dict[str, Any]] = []

    def maybe(self, value: Any, chance: float = 0.6) -> Any:
        return value if self.dice.random() < chance else None

    def some(self, values: tuple[Any, ...], most: int = 3) -> list[Any]:
        return self.dice.sample(values, self.dice.randint(0, min(most, len(values))))

    def portfolio(self, *, with_areas: bool) -> None:
        self.projects = [self.project(number, with_areas=with_areas) for number in range(self.dice.randint(8, 30))]
        data: dict[str, Any] = {
            "funding_areas": [{"key": key, "de": f"Bereich {key}"} for key in ("I", "II", "III", "IV")],
            "organisations": [{"id": name} for name in ORGANISATIONS],
            "projects": self.projects,
        }
        if as_of := self.maybe("2017-05", 0.3):
            data["as_of"] = as_of
        _write(self.folder / "portfolio.yaml", data)

    def project(self, number: int, *, with_areas: bool) -> dict[str, Any]:
        dice = self.dice
        begin = f"{dice.randint(2012, 2019)}-{dice.randint(1, 12):02}"
        end = f"{int(begin[:4]) + dice.randint(0, 4)}-12"
        begin, end = (begin, end) if dice.random() < 0.7 else (begin[:4], end[:4])
        dated = dice.choice(["term", "start", "none"])
        area = dice.choice(["I", "II", "III", "IV"])
        data = {
            "id": f"project-{number}",
            "organisation": dice.choice(ORGANISATIONS),
            "short": self.maybe({"es": f"Proyecto {number}", "de": f"=Vorhaben {number}"}),
            "signature": f"1{number % 8}_{area}_{number:03}" if with_areas and dice.random() < 0.5 else None,
            "area": self.maybe(dice.choice(["I", "II", "III", "IV"]), 0.4) if with_areas else None,
            "partners": self.some(_PARTNERS),
            "implementing_partners": self.some(_PARTNERS),
            "scope": dice.choice(["bilateral", "bilateral", "regional", "global"]),
            "countries": self.some(("MX", "GT", "BZ", "CO")),
            "states": self.some(_STATES),
            "term": f"{begin}/{end}" if dated == "term" else None,
            "start": begin if dated == "start" else None,
            "eur": self.maybe(round(dice.uniform(1, 9e6), 2)),
            "sdg": self.some(tuple(range(1, 18))),
            "ndc": self.some(("mitigation", "adaptation"), 2),
            "iati": self.maybe(f"XX-EXAMPLE-1-{number}", 0.2),
            "as_of": self.maybe(dice.choice(["2016", "2017", "2017-08", "2017-09", "2018-06", "2019-01"])),
        }
        return {key: value for key, value in data.items() if value not in (None, [])}

    def issue(self, month: str) -> None:
        folder = self.folder / "issues" / month
        day = dt.date.fromisoformat(f"{month}-{self.dice.choice([1, 9, 10, 11, 28]):02}")
        names = [f"item-{number}" for number in range(self.dice.randint(0, 14))]
        for name in names:
            self.contribution(folder / "contributions" / f"{name}.yaml", day)
        plan = {
            "number": MONTHS.index(month) + 1,
            "month": month,
            "sends_on": day.isoformat(),
            "subject": "Un número",
            "preheader": "De prueba",
            "leave_out": {name: "no room" for name in names if self.dice.random() < 0.1},
            "carried": {name: "2016-03" for name in names if self.dice.random() < 0.1},
        }
        _write(folder / "issue.yaml", plan)

    def contribution(self, path: Path, day: dt.date) -> None:
        dice = self.dice
        kind, original = dice.choice(_KINDS), dice.choice(_LANGUAGES)
        received = day - dt.timedelta(days=dice.randint(1, 90))
        if day > SILENT_SINCE and dice.random() < 0.6:
            received = SILENT_SINCE - dt.timedelta(days=dice.randint(0, 1))
        project = dice.choice(self.projects)["id"] if dice.random() < 0.9 else "nobody-knows"
        data: dict[str, Any] = {
            "kind": kind,
            "project": project,
            "language": original,
            "received_on": received.isoformat(),
            "title": self.text(original, "Título"),
            "teaser": self.text(original, "Entrada"),
            "states": self.some(_STATES, 2),
            "sdg": self.some(tuple(range(1, 18)), 2),
            "area": self.maybe(dice.choice(["I", "II", "III", "IV"]), 0.2),
            "embargo_until": self.maybe((day + dt.timedelta(days=dice.randint(-5, 5))).isoformat(), 0.1),
            "expires_on": self.maybe((day + dt.timedelta(days=dice.randint(-5, 5))).isoformat(), 0.1),
        }
        data |= self.own(kind, original, day)
        data = {key: value for key, value in data.items() if value not in (None, [])}
        if dice.random() < 0.05:
            data["kind"] = "rumour"
        _write(path, data)
        if isinstance(data["title"], dict) and dice.random() < 0.3:
            self.record(path, data["title"], original)

    def own(self, kind: str, original: str, day: dt.date) -> dict[str, Any]:
        when = (day + dt.timedelta(days=self.dice.randint(-6, 30))).isoformat()
        until = self.maybe((dt.date.fromisoformat(when) + dt.timedelta(days=3)).isoformat(), 0.4)
        return {
            "news": {"body": self.text(original, "Texto")},
            "event": {"starts_on": when, "ends_on": until},
            "publication": {"url": "https://example.org/p", "year": 2017, "languages": ["es"]},
            "call": {"deadline": when, "url": "https://example.org/c", "eligible": "ONG"},
            "interview": {
                "interviewee": {"name": "Ana Ejemplo", "role": "bióloga", "consent": "given"},
                "body": self.text(original, "Conversación"),
            },
            "video": {"url": "https://example.org/v", "duration": "3:20"},
            "profile": {},
        }[kind]

    def text(self, original: str, words: str) -> str | dict[str, str]:
        if self.dice.random() < 0.2:
            return words
        others = [language for language in _LANGUAGES if language != original and self.dice.random() < 0.7]
        return {language: f"{words} ({language})" for language in (original, *others)}

    def record(self, path: Path, title: dict[str, str], original: str) -> None:
        """Remember what a title was translated from: its words of today, or others."""
        file = path.parents[1] / "translations.yaml"
        known = yaml.safe_load(file.read_text("utf-8"))["translations"] if file.exists() else {}
        source = title[original] if self.dice.random() < 0.5 else "something else"
        made = f"{original} {hashlib.sha256(source.encode()).hexdigest()}"
        known[path.stem] = {language: {"title": made} for language in title if language != original}
        _write(file, {"translations": known})


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
