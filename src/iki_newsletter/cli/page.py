"""An edition as a page in the terminal: the mail's order and hues, dim meta lines, live links, rules and no boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from iki_newsletter.cli.face import safe
from iki_newsletter.cli.markup import link_style, to_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from iki_newsletter.model.problem import Problem
    from iki_newsletter.render.view import AreaView, ItemView, Prose, SectionView, View
    from iki_newsletter.workflow.preview import Preview

    ProblemsOf = Callable[[str], tuple[Problem, ...]]

_EVENT = "event"
WIDEST = 88
"""Columns; longer lines are hard to read."""


def page(preview: Preview, *, problems: bool = True) -> Iterator[RenderableType]:
    """Lay an edition out, piece by piece; with its problems, each beneath the title of the item it stands in."""
    view = preview.view
    about = preview.problems_of if problems else _no_problems
    if problems:
        yield from _elsewhere(preview)
    yield Text(safe(f"Subject: {view.subject}"), style="dim")
    yield Text(safe(f"Preheader: {view.preheader}"), style="dim")
    yield from _masthead(view)
    yield Text(safe(preview.greeting))
    if view.editorial:
        yield from to_paragraphs(view.editorial.html)
        if view.signed:
            yield Padding(Text(safe(f"— {view.signed}"), style="italic"), (1, 0, 0, 0))
    yield ""
    yield from _contents(preview)
    if view.focus:
        yield _heading(preview.labels.headings.focus)
        yield from _story(view.focus, preview, about)
    for section in view.sections:
        yield from _section(section, preview, about)
    yield from _footer(preview)


def _masthead(view: View) -> Iterator[RenderableType]:
    yield Rule(style="dim")
    yield Text(safe(str(view.title)), style="bold")
    if view.tagline:
        yield Text(safe(str(view.tagline)), style="italic")
    yield Text(safe(f"{view.number} · {view.month}"), style="dim")
    yield Rule(style="dim")
    yield ""


def _contents(preview: Preview) -> Iterator[RenderableType]:
    lines = [*preview.view.contents.lines, *preview.view.contents.also]
    if not lines:
        return
    yield _heading(preview.labels.headings.contents)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=False)
    table.add_column()
    for line in lines:
        taste = str(line.taste) if line.taste else ""
        table.add_row(safe(str(line.title)), Text(safe(taste)) + Text(f" · {line.more}" if line.more else "", "dim"))
    yield table
    yield ""


def _no_problems(item: str) -> tuple[Problem, ...]:  # noqa: ARG001 - stands in for what finds them
    return ()


def _elsewhere(preview: Preview) -> Iterator[RenderableType]:
    """Show the problems of no item, at their places in the files."""
    found = preview.problems_elsewhere
    for problem in found:
        yield from _problem(problem, f"{problem.position}: ")
    if found:
        yield ""


def _problem(problem: Problem, where: str = "") -> Iterator[RenderableType]:
    """Show what is wrong, told from the newsletter's own words by a mark as well as by its hue; and what to do."""
    what = Text(safe(f"! {where}{problem.sentence} [{problem.code}]"), style="yellow", overflow="fold")
    yield what
    yield Padding(Text(safe(problem.cure), style="dim"), (0, 0, 0, 2))


def _section(section: SectionView, preview: Preview, about: ProblemsOf) -> Iterator[RenderableType]:
    yield _heading(str(section.title), preview, section.area)
    events = [item for item in section.items if item.kind == _EVENT]
    if events:
        yield _events(events, about)
        yield ""
    for item in section.items:
        if item.kind != _EVENT:
            yield from _story(item, preview, about)


def _events(items: list[ItemView], about: ProblemsOf) -> Table:
    table = Table(box=box.SIMPLE, show_header=False, show_edge=False, show_lines=True, pad_edge=False)
    table.add_column(justify="right", style="bold", no_wrap=True)
    table.add_column()
    for item in items:
        block = f"{item.block.days}\n{item.block.month}" if item.block else ""
        table.add_row(block, _stack(item, about))
    return table


def _stack(item: ItemView, about: ProblemsOf) -> RenderableType:
    lines = [Text(safe(item.when)), *(Text(safe(str(note))) for note in item.notes)]
    lines += [Text(safe(item.teaser), style="dim"), *_links(item)]
    return Group(_title(item), *_problems(item, about), Text("\n").join(line for line in lines if line.plain))


def _problems(item: ItemView, about: ProblemsOf) -> Iterator[RenderableType]:
    for problem in about(item.name):
        yield from _problem(problem, f"line {problem.position.line}: " if problem.position.line else "")


def _story(item: ItemView, preview: Preview, about: ProblemsOf) -> Iterator[RenderableType]:
    yield _meta(item, preview)
    yield _title(item)
    yield from _problems(item, about)
    small = [item.when, *(str(note) for note in item.notes)]
    if any(small):
        yield Text(safe(" · ".join(line for line in small if line)), style="dim")
    yield Text(safe(item.teaser))
    if item.body:
        yield from to_paragraphs(item.body.html)
    if item.rows:
        yield _facts(item)
    if item.picture:
        yield Text(safe(f"[{item.picture.alt}]"), style="dim italic")
    yield from _links(item)
    yield ""


def _meta(item: ItemView, preview: Preview) -> Text:
    meta = Text(style="dim")
    if item.area:
        meta.append(f"{item.area.mark} {item.area.name}", style=f"not dim {preview.hue(item.area.key)}")
        meta.append(" · ")
    meta.append(safe(" · ".join(part for part in (item.project, item.organisation, item.lang_label) if part)))
    return meta


def _title(item: ItemView) -> Text:
    bold = Style(bold=True)
    return Text(safe(item.title), style=bold + link_style(item.target) if item.target else bold)


def _facts(item: ItemView) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for row in item.rows:
        table.add_row(safe(row.label), safe(str(row.said)))
    return table


def _links(item: ItemView) -> list[Text]:
    return [Text("→ ") + Text(safe(str(link.said)), style=link_style(link.url)) for link in item.links]


def _footer(preview: Preview) -> Iterator[RenderableType]:
    view = preview.view
    yield Rule(style="dim")
    prose: list[Prose | None] = [view.funding, view.impressum, view.privacy, view.postal]
    for each in prose:
        if each:
            for paragraph in to_paragraphs(each.html):
                paragraph.style = "dim"
                yield paragraph
    yield Text(safe(preview.why), style="dim")
    yield Text(safe(preview.labels.footer.unsubscribe), style=link_style(preview.unsubscribe))


def _heading(words: str, preview: Preview | None = None, area: AreaView | None = None) -> RenderableType:
    title = Text(safe(words).upper(), style="bold")
    if preview and area:
        title = Text(f"{area.mark} ", style=preview.hue(area.key)) + title
    return Padding(Rule(title, align="left", style="dim"), (0, 0, 1, 0))
