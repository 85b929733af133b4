"""Put the form together: one HTML page that holds its style, its scripts and its data, and asks for nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import jinja2
from markupsafe import Markup

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.intake.form.material import Material

MARK: Final = "<!-- iki-news form -->"
"""What every form begins with, so that one is known again before it is written over."""
PAGE: Final = "form.html.j2"
_STYLE: Final = "form.css.j2"
_SCRIPTS: Final = (
    "start.js",
    "zip.js",
    "yaml.js",
    "markdown.js",
    "check.js",
    "draft.js",
    "pictures.js",
    "dates.js",
    "preview.js",
    "fields.js",
    "project.js",
    "parcel.js",
    "page.js",
    "parts.js",
    "frame.js",
    "told.js",
    "verdicts.js",
    "main.js",
)
"""In this order: each uses what those before it define."""
_ANEW: Final = "Bring it back from a new workspace: iki-news init DIR"


def assemble(material: Material, folder: Path, theme: object) -> str:
    """Write the page from a `form` folder; the same inputs give the same text.

    Raises ConfigurationError for what is missing in the folder, or is no template.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=False,  # noqa: S701 - what is filled in is the folder's own, and data that `_inside` has made safe
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    data = material.as_data()
    scripts = "\n".join(_read(folder / name) for name in _SCRIPTS)
    values: dict[str, Any] = {
        "mark": MARK,
        "language": data["tongues"][0],
        "all_words": {language: data["words"][language] for language in data["tongues"]},
        "style": _render(environment, folder, _STYLE, {"theme": theme}),
        "script": Markup(scripts),  # noqa: S704 - the workspace's own scripts
        "data": Markup(_inside(data)),  # noqa: S704 - no sign in it can end the element that it stands in
    }
    return _render(environment, folder, PAGE, values).lstrip()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{relative_to_here(path)} cannot be read.", instead=_ANEW) from error


def _render(environment: jinja2.Environment, folder: Path, name: str, values: dict[str, Any]) -> str:
    try:
        return environment.get_template(name).render(values)
    except jinja2.TemplateError as error:
        where = relative_to_here(folder / name)
        raise ConfigurationError(f"{where} cannot be used: {error}", instead=_ANEW) from error


def _inside(data: dict[str, Any]) -> str:
    """Write data as JSON that can stand inside a `script` element, whatever is in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
