"""A newsletter with two issues to publish, and what tests ask of the site that comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

from tests.conftest import ROOT, copy_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WEB = "https://news.example.org/archive"
LANGUAGES = ("es", "de", "en")
WORKSHOP = "2017-06/klimaallianz-exchange-workshop"
PLAN = """\
number: 2
month: 2017-07
sends_on: 2017-07-03
subject: {es: "Horizontes 2", de: "Horizonte 2", en: "Horizons 2"}
preheader: {es: Lo que dejó el taller, de: Was der Workshop gebracht hat, en: What came of the workshop}
"""
REPORT = """\
kind: news
project: klimaallianz
language: es
received_on: 2017-06-20
released: {by: Ana Ejemplo, on: 2017-06-21}
part_of: 2017-06/klimaallianz-exchange-workshop
states: [Oaxaca, Ciudad de México]
sdg: [13]
title:
  es: "El taller deja 5 < 7 & </script><script>alert(1)</script>"
  de: Was der Workshop gebracht hat
  en: What came of the workshop
teaser: {es: Tres acuerdos., de: Drei Vereinbarungen., en: Three agreements.}
body: {es: "## Acuerdos\\n\\nUno, dos y tres.", de: "## Vereinbarungen\\n\\nEins.", en: "## Agreements\\n\\nOne."}
"""
EVENT = """\
kind: event
project: ecovalor
language: es
received_on: 2017-06-20
released: {by: Ana Ejemplo, on: 2017-06-21}
title: {es: Ecovalor presenta sus cuentas, de: Ecovalor legt Rechnung, en: Ecovalor presents its accounts}
teaser: {es: Una mañana de números., de: Ein Vormittag voller Zahlen., en: A morning of figures.}
starts_on: 2017-08-10
starts_at: "10:00"
timezone: America/Mexico_City
place: Casa Ejemplo, Ciudad de México
online: https://meet.example.org/ecovalor
sessions:
  - starts_at: "10:00"
    ends_at: "11:00"
    title: {es: Apertura, de: Eröffnung, en: Opening}
    speakers: ["Ana Ejemplo, GIZ"]
participants: [GIZ, Universidad de Ejemplo]
materials:
  - {file: materials/agenda.pdf, title: {es: Agenda, de: Tagesordnung, en: Agenda}, languages: [es]}
"""
HELD = """\
kind: news
project: ecovalor
language: es
received_on: 2017-06-20
released: {by: Ana Ejemplo, on: 2017-06-21}
embargo_until: 2017-09-01
title: {es: Secreto hasta septiembre, de: Geheim bis September, en: Secret until September}
teaser: {es: Todavía no., de: Noch nicht., en: Not yet.}
body: {es: Nada., de: Nichts., en: Nothing.}
"""


def make_newsletter(folder: Path, *, web: str = WEB) -> Path:
    """Copy the demo, and give it a second issue: a report of the first one's event, an event, something held back."""
    root = copy_workspace(ROOT, folder)
    for issue in (root / "issues").iterdir():
        assert issue.name == "2017-06"
    second = root / "issues" / "2017-07"
    (second / "contributions").mkdir(parents=True)
    (second / "materials").mkdir()
    (second / "materials" / "agenda.pdf").write_bytes(b"%PDF-1.4 an agenda")
    (second / "issue.yaml").write_text(PLAN, "utf-8")
    for name, text in (("workshop-report", REPORT), ("ecovalor-accounts", EVENT), ("held-back", HELD)):
        (second / "contributions" / f"{name}.yaml").write_text(text, "utf-8")
    if web:
        settings = root / "newsletter.yaml"
        settings.write_text(
            settings.read_text("utf-8").replace("# web: https://news.example.org", f"web: {web}"), "utf-8"
        )
    return root


@dataclass
class Read:
    """A page as a program reads it."""

    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    headings: list[int] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    lang: str = ""
    scripts: list[str] = field(default_factory=list)
    robots: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.read.links += [given[name] for name in ("href", "src") if given.get(name)]
        if "id" in given:
            self.read.anchors.add(given["id"])
        if re.fullmatch("h[1-6]", tag):
            self.read.headings.append(int(tag[1]))
        if tag == "html":
            self.read.lang = given["lang"]
        if tag == "link" and given.get("rel") == "alternate" and "hreflang" in given:
            self.read.alternates[given["hreflang"]] = given["href"]
        if tag == "link" and given.get("rel") == "canonical":
            self.read.canonical = given["href"]
        if tag == "meta" and given.get("name") == "robots":
            self.read.robots = given["content"]
        if tag == "meta" and given.get("http-equiv") == "refresh":
            self.read.links.append(given["content"].partition("url=")[2])
        self._in_script = tag == "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.read.scripts.append(data)
            self._in_script = False


def read(page: Path) -> Read:
    """Read a page."""
    reader = _Reader()
    reader.feed(page.read_text("utf-8"))
    return reader.read


def pages(site: Path) -> list[Path]:
    """Give all pages of a site."""
    return sorted(site.rglob("*.html"))


def dead_links(site: Path, web: str = "") -> Iterator[str]:
    """Find links that lead nowhere: relative ones as a browser follows them in a folder, whole ones below `web`."""
    read_pages = {page.resolve(): read(page) for page in pages(site)}
    for page, said in read_pages.items():
        for link in said.links:
            address, fragment = urldefrag(link)
            if web and (address == web or address.startswith(f"{web}/")):
                target = site / unquote(address.removeprefix(web).lstrip("/"))
                target = target / "index.html" if target.is_dir() else target
            elif urlsplit(address).scheme:
                continue
            else:
                target = page.parent / unquote(address) if address else page
            known = read_pages.get(target.resolve())
            if not target.is_file():
                yield f"{page.relative_to(site.resolve())}: {link}"
            elif fragment and known is not None and fragment not in known.anchors:
                yield f"{page.relative_to(site.resolve())}: {link} has no such anchor"


def content(site: Path) -> dict[str, bytes]:
    """Give all files of a site by path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
