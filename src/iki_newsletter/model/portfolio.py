"""The portfolio: organisations, projects and funding areas that contributions refer to."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from iki_newsletter.model.federal_state import states_named
from iki_newsletter.model.shape import Date, Language, Line, Shape, Slug
from iki_newsletter.model.text import LocalText

AreaKey = Literal["I", "II", "III", "IV"]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
_WHEN = r"[0-9]{4}(-(0[1-9]|1[0-2]))?"
YearOrMonth = Annotated[str, StringConstraints(pattern=rf"^{_WHEN}$")]
IatiIdentifier = Annotated[str, StringConstraints(pattern=r"^[^/&|?\s]+$", max_length=100)]

Term = Annotated[str, StringConstraints(pattern=rf"^{_WHEN}/{_WHEN}$")]
"""From when to when, each a year or a month."""
_SIGNATURE = r"^\d{2}_(I|II|III|IV)\+?_\d{3}$"


class Named(Shape):
    """What has a name per language; a name is never guessed, so each may be missing."""

    es: Line | None = None
    de: Line | None = None
    en: Line | None = None

    def _names(self, original: str) -> LocalText:
        given = {"es": self.es, "de": self.de, "en": self.en}
        return LocalText(original, {language: name for language, name in given.items() if name})


class FundingArea(Named):
    """One of the IKI's four funding areas."""

    key: AreaKey

    @property
    def name(self) -> LocalText:
        """Its name per language."""
        return self._names("de")


class Organisation(Shape):
    """An implementing organisation."""

    id: Line
    """Its short name, as projects refer to it."""
    name: Line | None = None
    web: Line | None = None


class Project(Named):
    """A project of the portfolio; a missing value was not found and is left out."""

    id: Slug
    short: Line | Annotated[dict[Language, Line], Field(min_length=1)] | None = None
    """A short name as people use it, as in `ECOVALOR`; where it differs by language, one for each."""
    signature: Annotated[str, StringConstraints(pattern=_SIGNATURE)] | None = None
    organisation: Line
    """An id of `organisations`."""
    partners: tuple[Line, ...] = ()
    implementing_partners: tuple[Line, ...] = ()
    scope: Literal["bilateral", "regional", "global"]
    countries: tuple[Country, ...] = ()
    states: tuple[Line, ...] = ()
    area: AreaKey | None = None
    """Where no signature tells it, or its topic differs."""
    other_areas: tuple[AreaKey, ...] = ()
    term: Term | None = None
    start: YearOrMonth | None = None
    launched: Date | None = None
    eur: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """The grant in euros; a regional or global project's is not Mexico's share."""
    sdg: tuple[Annotated[int, Field(ge=1, le=17)], ...] = ()
    ndc: tuple[Literal["mitigation", "adaptation"], ...] = ()
    """The components of Mexico's nationally determined contribution that it adds to."""
    iati: IatiIdentifier | None = None
    """Its identifier in the IATI registry, as its publisher gives it."""
    web: Line | None = None
    as_of: YearOrMonth | None = None
    """When the facts held."""
    source: Line | None = None
    note: Line | None = None

    @property
    def name(self) -> LocalText:
        """Its title per language, or its short name where no title was found."""
        names = self._names("en")
        return names if names.by_language else LocalText("en", {"en": self.label})

    @property
    def has_name(self) -> bool:
        """Tell whether people can call it by anything but its id."""
        return bool(self.short or self._names("en").by_language)

    @property
    def short_name(self) -> LocalText:
        """What to call it in a meta line, per language where that differs."""
        return LocalText.of(self.short or self.id, "en")

    @property
    def federal_states(self) -> tuple[str, ...]:
        """Its states as the newsletter spells them, each once."""
        return states_named(self.states)

    @property
    def label(self) -> str:
        """What to call it where no language is chosen."""
        return self.short_name.in_order(()).text

    @property
    def funding_area(self) -> AreaKey | None:
        """The area it belongs to: as said, else by the numeral inside its signature (YY_AREA_NNN)."""
        if self.area or not self.signature:
            return self.area
        match = re.match(_SIGNATURE, self.signature)
        return match[1] if match else None  # type: ignore[return-value]

    def runs_in(self, month: str) -> bool:
        """Tell whether it runs in a month, given as `2017-06`; what is not known of its term does not end it.

        A year stands for its first month where a term begins, and for its last where it ends.
        """
        return (not self.begins or self.begins <= month) and (not self.ends or month <= self.ends)

    @property
    def begins(self) -> str:
        """The first month of its term, as in `2017-06`; empty where that is not known."""
        begin = (self.term or self.start or "").partition("/")[0]
        return _first_month(begin) if begin else ""

    @property
    def ends(self) -> str:
        """The last month of its term; empty where that is not known."""
        end = (self.term or "").partition("/")[2]
        return _last_month(end) if end else ""


class Portfolio(Shape):
    """`portfolio.yaml`."""

    as_of: YearOrMonth | None = None
    source: Line | None = None
    note: Line | None = None
    funding_areas: tuple[FundingArea, ...]
    organisations: tuple[Organisation, ...]
    projects: tuple[Project, ...]

    @cached_property
    def projects_by_id(self) -> dict[str, Project]:
        """Look projects up by id."""
        return {project.id: project for project in self.projects}

    @cached_property
    def areas_by_key(self) -> dict[str, FundingArea]:
        """Look funding areas up by key."""
        return {area.key: area for area in self.funding_areas}


def _first_month(written: str) -> str:
    return written if "-" in written else f"{written}-01"


def _last_month(written: str) -> str:
    return written if "-" in written else f"{written}-12"
