"""A decade of the newsletter, made up: all kinds of contributions in three languages, and peers' files of them.

`python bench/decade.py FOLDER ISSUES` lays out FOLDER/ours, a workspace whose issues are all public, FOLDER/pelican
and FOLDER/loop.json, with the same contributions. It is a process of its own, so that whoever measures stays small:
a process inherits the peak of memory of the one that starts it.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.publishing import LOOP, OURS, PELICAN, SETTINGS  # noqa: E402 - the path comes first
from bench.years import lay_out, texts  # noqa: E402

from iki_newsletter.content.loading import load_contributions, load_portfolio  # noqa: E402
from iki_newsletter.workflow.published import Published, write_published  # noqa: E402

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from iki_newsletter.workspace.folder import Workspace

_STATES: Final = ("Chiapas", "Oaxaca", "Sonora", "Jalisco", "Puebla", "Tabasco", "Veracruz", "Yucatán")
_PARTICULARS: Final = {
    "event": "starts_on: {month}-20\nplace: Casa Ejemplo\nonline: https://www.example.org/{item}\n",
    "call": "deadline: {month}-25\nurl: https://www.example.org/{item}\neligible: {{es: todos, de: alle, en: all}}\n",
    "publication": "url: https://www.example.org/study-{item}\nyear: 2017\nlanguages: [es]\n",
    "video": 'url: https://www.example.org/film-{item}\nduration: "12:30"\n',
}
_KINDS: Final = {3: "event", 9: "event", 15: "event", 21: "event", 6: "call", 12: "publication", 18: "video"}
"""By an item's place in its issue; all others are news, one of which belongs to the first event."""


def main() -> None:
    """Lay out all of it."""
    folder, issues = Path(sys.argv[1]), int(sys.argv[2])
    portfolio, _ = load_portfolio(ROOT / "portfolio.yaml")
    assert portfolio is not None
    projects = [project.id for project in portfolio.value.projects]

    def write(month: str, item: int, words: list[str], dice: random.Random) -> str:
        kind = _KINDS.get(item, "news")
        lines = [
            f"kind: {kind}\nproject: {dice.choice(projects)}\nlanguage: es\nreceived_on: {month}-01",
            f"title: {texts(words, dice, 7)}\nteaser: {texts(words, dice, 30)}",
            f"states: [{dice.choice(_STATES)}]\nsdg: [{dice.randint(1, 17)}]",
        ]
        if kind == "news":
            lines.append(f"body:\n{_bodies(words, dice)}")
            lines += ["part_of: item-3"] if item == 4 else []  # noqa: PLR2004 - the one after the first event
        return "\n".join([*lines, _PARTICULARS.get(kind, "").format(month=month, item=item)])

    workspace = lay_out(folder / OURS, issues - 1, write)
    with workspace.newsletter.open("a", encoding="utf-8") as file:
        file.write("\nweb: https://news.example.org\n")
    write_published(workspace.root, Published(issues=dict.fromkeys(workspace.issue_ids(), ())))
    _lay_out_for_peers(workspace, folder)


def _bodies(words: list[str], dice: random.Random) -> str:
    """Write a body of some 150 words in each language: paragraphs, a list, emphasis, a link."""

    def some(count: int) -> str:
        return " ".join(dice.choices(words, k=count))

    found = []
    for language in ("es", "de", "en"):
        blocks = [
            f"{some(35)} **{some(3)}** {some(20)}.",
            f"### {some(4)}",
            f"- {some(8)}\n- {some(9)}\n- [{some(3)}](https://www.example.org/{some(1)})",
            f"{some(40)} *{some(2)}* {some(25)}.",
        ]
        text = "\n\n".join(blocks).replace("\n", "\n    ")
        found.append(f"  {language}: |\n    {text}\n")
    return "".join(found)


def _lay_out_for_peers(workspace: Workspace, folder: Path) -> None:
    plain = list(_plain(workspace))
    (folder / LOOP).write_text(json.dumps(plain), "utf-8")
    (folder / PELICAN).mkdir()
    shutil.copy2(SETTINGS, folder / PELICAN)  # Pelican keeps its cache beside its settings
    for item in plain:
        path = folder / PELICAN / "content" / item["issue"] / f"{item['name']}-{item['language']}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"Title: {item['title']}\nDate: {item['issue']}-10\nSlug: {item['issue']}-{item['name']}\n"
            f"Lang: {item['language']}\nCategory: {item['project']}\nSummary: {item['teaser']}\n\n{item['body']}\n",
            "utf-8",
        )


def _plain(workspace: Workspace) -> Iterator[dict[str, str]]:
    """Give every contribution in every language as the strings that a page shows."""
    for issue in workspace.issue_ids():
        for loaded in load_contributions(workspace.issue(issue))[0]:
            written = loaded.value
            body = getattr(written, "body", None)
            for language in ("es", "de", "en"):
                yield {
                    "issue": issue,
                    "name": loaded.name,
                    "language": language,
                    "project": written.project,
                    "title": written.local(written.title).by_language[language],
                    "teaser": written.local(written.teaser).by_language[language],
                    "body": written.local(body).by_language[language] if body else "",
                }


if __name__ == "__main__":
    main()
