"""Take over the Can I Email data from npm's `caniemail`, reduced to the mail programs that subscribers use."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGE: Final = ROOT / "tests" / "judges" / "node_modules" / "caniemail"
KEPT: Final = ROOT / "src" / "iki_newsletter" / "checks" / "caniemail.json"

CLIENTS: Final = {
    "gmail.desktop-webmail": "Gmail on the web",
    "gmail.mobile-webmail": "Gmail on a phone's web",
    "gmail.ios": "Gmail for iOS",
    "gmail.android": "Gmail for Android",
    "outlook.windows": "Outlook for Windows (classic)",
    "outlook.outlook-com": "Outlook on the web and new Outlook for Windows",
    "outlook.macos": "Outlook for Mac",
    "apple-mail.macos": "Apple Mail",
    "apple-mail.ios": "Apple Mail for iOS",
    "gmx.desktop-webmail": "GMX on the web",
    "gmx.ios": "GMX for iOS",
    "gmx.android": "GMX for Android",
    "web-de.desktop-webmail": "WEB.DE on the web",
    "web-de.ios": "WEB.DE for iOS",
    "web-de.android": "WEB.DE for Android",
    "thunderbird.macos": "Thunderbird",
    "samsung-email.android": "Samsung Email",
}

LICENCE: Final = """
MIT License. Copyright (c) 2019 HTeuMeuLeu. Permission is hereby granted, free of charge, to any person
obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software
without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions: The above copyright notice and this permission notice shall be included
in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY
KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A
PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR
IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

SIDES: Final = ("top", "right", "bottom", "left")
NAMES_OF: Final[dict[str, tuple[str, ...]]] = {
    "css-block-inline-size": ("property:block-size", "property:inline-size"),
    "css-border": (
        *(f"property:border-{side}" for side in SIDES),
        *(f"property:border-{part}" for part in ("width", "style", "color")),
        "property:border",
    ),
    "css-column-layout-properties": ("property:columns", "property:column-width", "property:column-rule"),
    "css-display-flex": ("value:display:flex", "value:display:inline-flex"),
    "css-display-grid": ("value:display:grid", "value:display:inline-grid"),
    "css-gap": ("property:gap", "property:column-gap", "property:row-gap"),
    "css-grid-template": ("property:grid-template", "property:grid-template-columns", "property:grid-template-rows"),
    "css-inert-attribute": ("attribute:inert",),
    "css-intrinsic-size": ("word:fit-content", "word:min-content", "word:max-content"),
    "css-left-right-top-bottom": tuple(f"property:{side}" for side in SIDES),
    "css-margin": ("property:margin", *(f"property:margin-{side}" for side in SIDES)),
    "css-margin-inline-block": ("property:margin-inline", "property:margin-block"),
    "css-margin-inline-start-end": ("property:margin-inline-start", "property:margin-inline-end"),
    "css-margin-block-start-end": ("property:margin-block-start", "property:margin-block-end"),
    "css-modern-color": tuple(f"function:{name}" for name in ("lch", "oklch", "lab", "oklab")),
    "css-overflow": ("property:overflow", "property:overflow-x", "property:overflow-y"),
    "css-padding": ("property:padding", *(f"property:padding-{side}" for side in SIDES)),
    "css-padding-inline-block": ("property:padding-inline", "property:padding-block"),
    "css-padding-inline-start-end": ("property:padding-inline-start", "property:padding-inline-end"),
    "css-padding-block-start-end": ("property:padding-block-start", "property:padding-block-end"),
    "css-scroll-snap": ("property:scroll-snap-type", "property:scroll-snap-align"),
    "css-sytem-ui": tuple(f"word:{name}" for name in ("system-ui", "ui-serif", "ui-sans-serif", "ui-monospace")),
    "css-unit-calc": ("function:calc",),
    "css-unit-initial": ("word:initial",),
    "css-variables": ("function:var",),
    "html-address": ("element:address",),
    "html-anchor-links": (),  # our anchors have the form that works where one does
    "html-base": ("element:base",),
    "html-doctype": (),
    "html-image-maps": ("element:map", "attribute:usemap"),
    "html-input-checkbox": ("element:input",),
    "html-lists": ("element:ul", "element:ol", "element:dl"),
    "html-meta-color-scheme": (),  # says what the style says, for those who read it
    "html-picture": ("element:picture", "element:source"),
    "html-semantics": tuple(
        f"element:{name}"
        for name in ("article", "aside", "details", "figure", "footer", "header", "main", "mark", "nav", "section")
    ),
    "html-srcset": ("attribute:srcset", "attribute:sizes"),
    "html-style": (),  # style elements are judged by what stands in them
    "html-svg": ("element:svg",),
    "image-base64": ("image:data",),
}
"""What the features are recognised by, where the title does not say it."""

PATTERNS: Final = (
    (r"(@[a-z-]+)", "at:{}"),
    (r"([a-z-]+)(?: property| shorthand| CSS property)?", "property:{}"),
    (r"([a-z-]+): ?([a-z]+)", "value:{}:{}"),
    (r"([a-z-]+)\(\)", "function:{}"),
    (r"(\w+) unit", "unit:{}"),
    (r"<(\w+)> element", "element:{}"),
    (r"([a-z-]+) attribute", "attribute:{}"),
    (r"(\w+) image format", "image:{}"),
)


def reduce(data: dict[str, Any]) -> dict[str, Any]:
    """Keep what our clients do not support or support in part, by their newest version, and how to recognise it."""
    features = {}
    for feature in data["data"]:
        slug, stats = feature["slug"], feature["stats"]
        support = {client: _newest(stats, client) for client in CLIENTS}
        names = _names(slug, feature["title"])
        lacking = [client for client, said in support.items() if said.startswith("n")]
        partly = [client for client, said in support.items() if said.startswith("a")]
        if names and (lacking or partly):
            features[slug] = {"title": feature["title"], "names": names, "none": lacking, "part": partly}
    return features


def _names(slug: str, title: str) -> list[str]:
    if slug in NAMES_OF:
        return list(NAMES_OF[slug])
    kind = slug.partition("-")[0]
    for pattern, name in PATTERNS:
        found = re.fullmatch(pattern, title)
        if found and (kind == "css") == name.startswith(("at:", "property", "value", "function", "unit")):
            return [name.format(*(part.lower() for part in found.groups()))]
    return []


def _newest(stats: dict[str, Any], client: str) -> str:
    family, _, platform = client.partition(".")
    versions = stats.get(family, {}).get(platform, {})
    return str(list(versions.values())[-1]) if versions else "u"


def written(package: Path) -> str:
    """Give the file's text: a line for each feature, so that a renewal shows what changed."""
    data = json.loads((package / "data" / "caniemail.json").read_text("utf-8"))
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    head = {
        "source": "Can I Email, https://www.caniemail.com",
        "taken from": f"npm caniemail {version}",
        "date": data["last_update_date"][:10],
        "licence": " ".join(LICENCE.split()),
        "clients": CLIENTS,
    }
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    rows = [f"  {json.dumps(slug)}: {json.dumps(feature)}" for slug, feature in sorted(reduce(data).items())]
    return "{\n" + ",\n".join([*lines, '"features": {\n' + ",\n".join(rows) + "\n}"]) + "\n}\n"


if __name__ == "__main__":
    if not PACKAGE.exists():
        sys.exit("The package is not there: make judges")
    KEPT.write_text(written(PACKAGE), "utf-8", newline="\n")
    sys.stdout.write(f"{KEPT.relative_to(ROOT)}: {KEPT.stat().st_size} bytes\n")
