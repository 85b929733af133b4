"""An issue as it was sent, on the web: the edition's own page, nothing personal in it, and a way into the site."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Final

from iki_newsletter.archive.links import absolute, relative
from iki_newsletter.model import web_layout
from iki_newsletter.model.label import fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iki_newsletter.archive.desk import Desk
    from iki_newsletter.model.edition import EmbeddedImage

_LINK: Final = re.compile(r"<a\b[^>]*>")
_HREF: Final = re.compile(r'\bhref="([^"]*)"')
_TONGUE: Final = re.compile(r'\bhreflang="([^"]*)"')
_BODY: Final = re.compile(r"<body\b[^>]*>")
_TITLE: Final = re.compile(r"<title>([^<]*)</title>")


def edition_page(
    desk: Desk, issue: str, language: str, html: str, pictures: Iterable[EmbeddedImage], paths: Mapping[str, str]
) -> bytes:
    """Make the web page of an edition, whose HTML is filled in for nobody in particular.

    Its pictures become files beside it, whether it had them embedded or on the web; what leads into the archive leads
    there relatively; `paths` are the issue's pages in all languages.
    """
    page = paths[language]
    for image in pictures:
        target = relative(page, web_layout.picture(issue, image.file))
        address = rf'"(?:cid:{re.escape(image.cid)}|https://[^"\s]+/images/{re.escape(image.file)})"'
        html = re.sub(address, f'"{target}"', html)
    if desk.root:
        inside = re.compile(rf'href="{re.escape(desk.root)}/([^"#]*)')
        html = inside.sub(lambda found: f'href="{relative(page, found[1] or web_layout.ENTRANCE)}', html)
    html = _to_other_pages(html, page, paths)
    title = found[1] if (found := _TITLE.search(html)) else escape(desk.title(language))
    html = html.replace(
        "</head>", f"{_head(desk, page, language, paths)}{_graph(desk, page, language, title)}</head>", 1
    )
    opening = f"{_line(desk, issue, language, paths)}\n<main>"
    whole, end, after = _BODY.sub(lambda found: f"{found[0]}{opening}", html, count=1).rpartition("</body>")
    return f"{whole}</main>\n{end}{after}".encode()


def _to_other_pages(html: str, page: str, paths: Mapping[str, str]) -> str:
    """Let the names of the other languages on top lead to their pages, where a mail could only ask for them.

    They stand twice in an edition, and below it they still ask for another language by mail.
    """
    tongues = Counter(_TONGUE.findall(html))
    met: set[str] = set()

    def lead(found: re.Match[str]) -> str:
        tag, tongue = found[0], _TONGUE.search(found[0])
        if not tongue or tongue[1] in met or tongues[tongue[1]] < 2 or tongue[1] not in paths:  # noqa: PLR2004
            return tag
        met.add(tongue[1])
        return _HREF.sub(f'href="{relative(page, paths[tongue[1]])}"', tag, count=1)

    return _LINK.sub(lead, html)


def _head(desk: Desk, page: str, language: str, paths: Mapping[str, str]) -> str:
    lines = []
    if desk.root:
        lines.append(f'<link rel="canonical" href="{escape(absolute(desk.root, page))}">')
        lines += [
            f'<link rel="alternate" hreflang="{each}" href="{escape(absolute(desk.root, path))}">'
            for each, path in [*paths.items(), ("x-default", paths[desk.languages[0]])]
        ]
    if desk.is_draft:
        lines.append('<meta name="robots" content="noindex">')
    lines.append(f"<style>{_style(desk)}</style>")
    lines.append(f'<meta name="description" content="{escape(desk.title(language))}">')
    return "".join(f"{line}\n" for line in lines)


def _graph(desk: Desk, page: str, language: str, title: str) -> str:
    """Say what other sites show of the page where somebody shares it (Open Graph); `title` is escaped already."""
    said = {
        "type": "article",
        "site_name": escape(desk.title(language)),
        "title": title,
        "locale": desk.templates.labels_for(language).dates.locale,
    }
    if desk.root:
        said["url"] = escape(absolute(desk.root, page))
    return "".join(f'<meta property="og:{name}" content="{value}">\n' for name, value in said.items())


def _style(desk: Desk) -> str:
    theme = desk.templates.theme
    light, dark = theme.colours.light, theme.colours.dark
    return (
        f".iki-top{{font:15px/24px {theme.type.text};max-width:600px;margin:0 auto;padding:8px 16px;"
        f"background-color:{light.paper};color:{light.quiet}}}.iki-top a{{color:{light.accent}}}"
        f"@media (prefers-color-scheme:dark){{.iki-top{{background-color:{dark.paper};color:{dark.quiet}}}"
        f".iki-top a{{color:{dark.accent}}}}}@media print{{.iki-top{{display:none}}}}"
    )


def _line(desk: Desk, issue: str, language: str, paths: Mapping[str, str]) -> str:
    """Write the quiet line on top, into the site; the edition itself leads to the other languages."""
    words = desk.words[language]
    page = paths[language]
    back = fill(words.edition.back, title=desk.title(language))
    ways = {web_layout.front(language): back, web_layout.contents(issue, language): words.issues.contents}
    parts = [f'<a href="{relative(page, path)}">{escape(said)}</a>' for path, said in ways.items()]
    draft = f"<strong>{escape(desk.banner(language, issue))}</strong> " if desk.is_draft else ""
    said = "&nbsp;· ".join(parts)
    menu = escape(words.frame.menu)
    return f'\n<nav class="iki-top" aria-label="{menu}"><p>{draft}{said}</p></nav>'
