"""Every figure of the report counted once more, from the YAML files alone: plain loops, nothing of the program."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCOPES = ("bilateral", "regional", "global")
KINDS = ("news", "event", "publication", "call", "interview", "video", "profile")
FATES = ("published", "left_out", "repeated", "unknown_project", "unreadable")
OTHER_NAMES = {"CDMX": "Ciudad de México"}


def read(path: Path) -> Any:
    """Read a YAML file; days stay as they are written."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - gives nothing but strings


class Recount:
    """A workspace, counted on a day for a period."""

    def __init__(self, root: Path, as_of: dt.date, first: dt.date, last: dt.date, months: int = 12) -> None:
        self.as_of, self.first, self.last, self.months = as_of, first, last, months
        self.newsletter = read(root / "newsletter.yaml")
        self.languages = self.newsletter["languages"]
        self.register = read(root / "portfolio.yaml")
        self.projects = {each["id"]: each for each in self.register["projects"]}
        self.issues: dict[str, dt.date] = {}
        self.came: list[dict[str, Any]] = []
        self.heard: dict[str, dt.date] = {}
        for folder in sorted((root / "issues").iterdir()):
            self._read_issue(folder)
        self.published = [each for each in self.came if each["fate"] == "published"]

    def _read_issue(self, folder: Path) -> None:
        plan = read(folder / "issue.yaml")
        day = dt.date.fromisoformat(plan["sends_on"]) if "sends_on" in plan else None
        if day:
            self.issues[folder.name] = day
        record = folder / "translations.yaml"
        made = read(record)["translations"] if record.exists() else {}
        for path in sorted((folder / "contributions").glob("*.yaml")):
            data = read(path)
            received = dt.date.fromisoformat(data["received_on"])
            if received <= self.as_of:
                self.heard[data["project"]] = max(received, self.heard.get(data["project"], received))
            if day is None or not self.first <= day <= self.last:
                continue
            data |= {"issue": folder.name, "day": day, "name": path.stem, "fate": self._fate(path.stem, data, plan)}
            data["made"] = made.get(path.stem, {})
            self.came.append(data)

    def _fate(self, name: str, data: dict[str, Any], plan: dict[str, Any]) -> str:
        day = plan["sends_on"]
        if data["kind"] not in KINDS:
            return "unreadable"
        if data["project"] not in self.projects:
            return "unknown_project"
        late = (
            name in plan.get("leave_out", {})
            or data.get("embargo_until", "") > day
            or data.get("expires_on", "9") < day
            or (data["kind"] == "event" and (data.get("ends_on") or data["starts_on"]) < day)
            or (data["kind"] == "call" and data["deadline"] < day)
        )
        if late or not any(self._takes(section["takes"], data) for section in self.newsletter["sections"]):
            return "left_out"
        return "repeated" if name in plan.get("carried", {}) else "published"

    def _takes(self, takes: dict[str, Any], data: dict[str, Any]) -> bool:
        kinds, areas = takes.get("kind", data["kind"]), takes.get("area")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        areas = [areas] if isinstance(areas, str) else areas
        return data["kind"] in kinds and (areas is None or self.area_of(data) in areas)

    # --- values ------------------------------------------------------------------------------------------

    def area(self, project: dict[str, Any]) -> str | None:
        """Give a project's area, by its signature where it says none."""
        if "area" in project:
            return str(project["area"])
        return project["signature"].split("_")[1].rstrip("+") if "signature" in project else None

    def area_of(self, data: dict[str, Any]) -> str | None:
        """Give a contribution's area."""
        return data.get("area") or self.area(self.projects[data["project"]])

    def span(self, project: dict[str, Any]) -> tuple[str | None, str | None]:
        """Give the first and the last month of a term."""
        begin, _, end = (project.get("term") or project.get("start") or "").partition("/")
        return (
            (begin if "-" in begin else f"{begin}-01") if begin else None,
            (end if "-" in end else f"{end}-12") if end else None,
        )

    def status(self, project: dict[str, Any]) -> str | None:
        """Tell where a project stands."""
        begin, end = self.span(project)
        month = f"{self.as_of:%Y-%m}"
        if begin and begin > month:
            return "begins"
        if end:
            return "ended" if end < month else "running"
        return "open" if begin else None

    def runs(self, project: dict[str, Any], first: str, last: str) -> bool:
        """Tell whether a project runs between two months, as far as is known."""
        begin, end = self.span(project)
        return (begin or "0") <= last and first <= (end or "9")

    def expected(self) -> list[dict[str, Any]]:
        """List the projects that ran or were heard of."""
        first, last = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        told = {each["project"] for each in self.published}
        return [each for each in self.projects.values() if each["id"] in told or self.runs(each, first, last)]

    def has(self, data: dict[str, Any], language: str) -> bool:
        """Tell whether a contribution exists in a language."""
        needed = [data["title"], data["teaser"], *([data["body"]] if data["kind"] in ("news", "interview") else [])]
        return all(language in (text if isinstance(text, dict) else [data["language"]]) for text in needed)

    def standing(self, data: dict[str, Any], language: str) -> str:
        """Tell how a contribution stands in a language."""
        if language == data["language"]:
            return "original"
        if not self.has(data, language):
            return "missing"
        source, _, digest = data["made"].get(language, {}).get("title", "").partition(" ")
        if source and hashlib.sha256(data["title"][source].encode()).hexdigest() != digest:
            return "outdated"
        return "whole"

    def grants(self, projects: list[dict[str, Any]]) -> dict[str, Any]:
        """Add up what is known."""
        known = [float(each["eur"]) for each in projects if "eur" in each]
        return {"eur_known": len(known), "eur": round(sum(known), 2) if known else None}

    # --- tables ------------------------------------------------------------------------------------------

    def groups(self, key: str, value: Any) -> dict[str, Any]:
        """Count projects that share a value."""
        own = [
            each
            for each in self.projects.values()
            if (self.area(each) if key == "area" else each["organisation"]) == value
        ]
        return {
            "projects": len(own),
            **{scope: sum(each["scope"] == scope for each in own) for scope in SCOPES},
            **self.grants([each for each in own if each["scope"] == "bilateral"]),
        }

    def tally(self, key: str, values: Any, published: Any) -> dict[Any, list[int]]:
        """Count what lists values under a key: projects and contributions, None for those that list none."""
        counted: dict[Any, list[int]] = {}
        for place, things in ((0, self.projects.values()), (1, self.published)):
            for each in things:
                named = published(each) if place else values(each)
                for name in set(named) or {None}:
                    counted.setdefault(name, [0, 0])[place] += 1
        return counted

    def states(self) -> dict[Any, list[int]]:
        """Count by state."""
        named = self._states
        return self.tally("states", named, named)

    def _states(self, data: dict[str, Any]) -> set[str]:
        return {OTHER_NAMES.get(name, name) for name in data.get("states", [])}

    def goals(self) -> dict[Any, list[int]]:
        """Count by goal."""
        return self.tally("sdg", lambda each: each.get("sdg", []), lambda each: each.get("sdg", []))

    def components(self) -> dict[Any, list[int]]:
        """Count by component of the NDC."""
        return self.tally(
            "ndc", lambda each: each.get("ndc", []), lambda each: self.projects[each["project"]].get("ndc", [])
        )

    def silent(self, since: dt.date) -> dict[str, dt.date | None]:
        """Find silent projects."""
        months = f"{since:%Y-%m}", f"{self.as_of:%Y-%m}"
        return {
            each["id"]: self.heard.get(each["id"])
            for each in self.projects.values()
            if all(self.runs(each, month, month) for month in months)
            and self.heard.get(each["id"], dt.date.min) < since
        }

    def old(self) -> dict[str, int | None]:
        """Find projects whose facts are old, and how many months."""
        found: dict[str, int | None] = {}
        for each in self.projects.values():
            as_of = each.get("as_of") or self.register.get("as_of")
            if self.status(each) == "ended":
                continue
            if as_of is None:
                found[each["id"]] = None
                continue
            year, month = ([*as_of.split("-"), "12"])[:2]
            age = (self.as_of.year - int(year)) * 12 + self.as_of.month - int(month)
            if age > self.months:
                found[each["id"]] = age
        return found

    def months_of(self) -> Iterator[str]:
        """Go through the months of the period."""
        day = self.first.replace(day=1)
        while day <= self.last:
            yield f"{day:%Y-%m}"
            day = (day + dt.timedelta(days=31)).replace(day=1)
