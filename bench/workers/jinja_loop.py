"""The floor: read contributions from JSON, make HTML of their Markdown, write each page by a template of Jinja."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jinja2
from markdown_it import MarkdownIt
from markupsafe import Markup

PAGE = """<!DOCTYPE html>
<html lang="{{ item.language }}"><head><meta charset="utf-8"><title>{{ item.title }}</title>
<meta name="description" content="{{ item.teaser }}"></head>
<body><nav>{% for name in menu %}<a href="../{{ name }}/index.html">{{ name }}</a>{% endfor %}</nav>
<main><h1>{{ item.title }}</h1><p>{{ item.teaser }}</p>{{ body }}
<dl><dt>Project</dt><dd>{{ item.project }}</dd><dt>Issue</dt><dd>{{ item.issue }}</dd></dl></main></body></html>
"""
MENU = ("issues", "events", "projects", "organisations", "states")

items, out = json.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2])
template = jinja2.Environment(autoescape=True).from_string(PAGE)
markdown = MarkdownIt("js-default")
for item in items:
    body = Markup(markdown.render(item["body"]))  # noqa: S704 - made up, by the benchmark
    path = out / item["language"] / item["issue"] / f"{item['name']}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template.render(item=item, body=body, menu=MENU), "utf-8")
