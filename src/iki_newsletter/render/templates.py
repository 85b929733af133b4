"""The templates folder: theme, labels per language, drawn art and Jinja templates, read and checked once."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import jinja2
from pydantic import TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.position import Position
from iki_newsletter.model.problem import Problem
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.render.filters import plain_filters, shared_filters
from iki_newsletter.render.inlining import StyleError, inline, page_fault, read_rules
from iki_newsletter.render.labels import Labels, check_labels
from iki_newsletter.render.theme import Theme, check_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from jinja2.bccache import Bucket

HTML: Final = "edition.html.j2"
TEXT: Final = "edition.txt.j2"
INLINE_CSS: Final = "inline.css.j2"
MODES_CSS: Final = "modes.css.j2"
DARK_CSS: Final = "dark.css.j2"
_MAIL: Final = "mail"
_ART: Final = "art"
_LABELS: Final = "labels"
_MAX_ART: Final = 150_000
_UNUSABLE: Final = "The templates cannot be used as they are."
_NO_ATTRIBUTE: Final = re.compile(r"'(?:[\w.]*\.)?(\w+)(?: object)?' (?:object )?has no attribute '(\w+)'")
_BRING_BACK: Final = "Bring it back from a new workspace: iki-news init DIR"
MISTAKES: Final = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What an editor's slip in a template can raise; the last four come from Python, out of an expression."""


@dataclass(frozen=True)
class Templates:
    """What mails look like and the words they use; `art` is the drawn band's bytes."""

    folder: Path
    theme: Theme
    labels: Mapping[str, Labels]
    art: bytes = field(repr=False)

    def labels_for(self, language: str) -> Labels:
        """Give a language's labels; raises ConfigurationError, naming the file to write, where there are none."""
        if language not in self.labels:
            there = ", ".join(sorted(self.labels))
            raise _wrong(
                "W142",
                Position(self.folder / _LABELS / f"{language}.yaml"),
                f"there are no labels for the language {language}, which newsletter.yaml asks for.",
                f"Copy one of the others ({there}) to that name and translate it.",
            )
        return self.labels[language]

    def render(self, name: str, **values: Any) -> str:
        """Render one of the mail templates; an editor's mistake becomes a ConfigurationError with path and line."""
        environment = self._for_html if name == HTML else self._for_text
        try:
            return environment.get_template(name).render(values)
        except MISTAKES as error:
            raise self._explained(error, name) from error

    def find_mistakes(self, languages: Iterable[str]) -> list[Problem]:
        """Find what would keep these languages from being rendered, as far as it shows without an issue.

        Every template is compiled, the style sheets are rendered, and labels are looked for; all mistakes at once.
        """
        styles = (lambda: self.inline_css, lambda: self.modes_css, lambda: self.dark_css)
        names = sorted(path.name for path in (self.folder / _MAIL).glob("*.j2"))
        tries: list[Callable[[], object]] = [
            *(partial(self.labels_for, language) for language in languages),
            *(partial(self._compiled, name) for name in dict.fromkeys([*names, HTML, TEXT])),
            *styles,
        ]
        problems: list[Problem] = []
        for attempt in tries:
            try:
                attempt()
            except ConfigurationError as error:
                problems += (problem for problem in error.problems if isinstance(problem, Problem))
        return list(dict.fromkeys(problems))

    def _compiled(self, name: str) -> jinja2.Template:
        environment = self._for_html if name.endswith(".html.j2") else self._for_text
        try:
            return environment.get_template(name)
        except MISTAKES as error:
            raise self._explained(error, name) from error

    @cached_property
    def inline_css(self) -> str:
        """The rules that premailer writes into the elements, with the theme's values."""
        css = self.render(INLINE_CSS, theme=self.theme)
        try:
            read_rules(css)
        except StyleError as error:
            raise self._explained_style(error, INLINE_CSS) from None
        return css

    def inlined(self, html: str) -> str:
        """Write a page's style into its elements; raises ConfigurationError where that cannot be done.

        All that looks at the page later counts on its having a body.
        """
        if fault := page_fault(html):
            instead = "Begin it with `<!DOCTYPE html>`, and put what is read between `<body>` and `</body>`."
            raise _wrong("W141", Position(self.folder / _MAIL / HTML), f"{fault[0].upper()}{fault[1:]}.", instead)
        try:
            return inline(html)
        except StyleError as error:
            raise self._explained_style(error, HTML) from None

    @cached_property
    def modes_css(self) -> str:
        """The rules that can only stand in a style element, and every program understands: phones and paper."""
        return self.render(MODES_CSS, theme=self.theme)

    @cached_property
    def dark_css(self) -> str:
        """The rules of dark mode, for a style element of their own."""
        return self.render(DARK_CSS, theme=self.theme)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the templates' own text, however its lines end."""
        texts = [path.read_text(encoding="utf-8").encode() for path in sorted((self.folder / _MAIL).glob("*.j2"))]
        return hashlib.sha256(b"\0".join(texts)).hexdigest()

    @cached_property
    def _for_html(self) -> jinja2.Environment:
        environment = jinja2.Environment(autoescape=True, **self._common())
        environment.filters |= shared_filters()
        return environment

    @cached_property
    def _for_text(self) -> jinja2.Environment:
        environment = jinja2.Environment(autoescape=False, **self._common())  # noqa: S701 - plain text and CSS
        environment.filters |= shared_filters() | plain_filters()
        return environment

    def _common(self) -> dict[str, Any]:
        return {
            "loader": jinja2.FileSystemLoader(self.folder / _MAIL),
            "undefined": jinja2.StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "auto_reload": False,
            "bytecode_cache": self.bytecode,
        }

    @cached_property
    def bytecode(self) -> jinja2.BytecodeCache | None:
        """Keep compiled templates in the system's folder for temporary files, by a checksum of their text.

        Compiling takes a fifth of the time that a newsletter takes; Jinja makes sure that the folder is ours alone.
        """
        try:
            return _Cache()
        except (OSError, RuntimeError):
            return None  # no safe place: compile every time

    def _explained(self, error: Exception, name: str) -> ConfigurationError:
        position, what = self._place(error, name), _in_words(error)
        if isinstance(error, jinja2.TemplateNotFound):
            position = Position(self.folder / _MAIL / str(error.name))
            return _wrong("W141", position, "there is no such template.", _BRING_BACK)
        if isinstance(error, jinja2.TemplateSyntaxError):
            instead = "Mend the template there: every {% if %} and {% for %} needs its end, every {{ its }}."
        elif isinstance(error, jinja2.UndefinedError):
            instead = "Templates get view, labels and slots (style sheets: theme), and what loops around it define."
        else:
            instead = f"Mend the expression there, or start again from the original. {_BRING_BACK}"
        return _wrong("W141", position, what, instead)

    def _explained_style(self, error: StyleError, name: str) -> ConfigurationError:
        return _wrong(
            "W143",
            Position(self.folder / _MAIL / name),
            f"{error}.",
            f"Only plain rules can be written into elements: put what needs @ or a colon into {MODES_CSS}.",
        )

    def _place(self, error: Exception, name: str) -> Position:
        """Find the line that failed: Jinja's own for syntax, else the innermost template in the traceback."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            return Position(self.folder / _MAIL / (error.name or name), error.lineno)
        place = Position(self.folder / _MAIL / name)
        trace = error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if file.endswith(".j2"):
                place = Position(type(self.folder)(file), trace.tb_lineno)
            trace = trace.tb_next
        return place


class _Cache(jinja2.FileSystemBytecodeCache):
    """Jinja's own, but a full or read-only disk only means that nothing is kept."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def load_templates(folder: Path) -> Templates:
    """Read a workspace's `templates` folder; raises ConfigurationError with every problem found.

    Jinja templates are compiled when they are first used.
    """
    problems: list[Problem] = []
    theme, found = read_shape(folder / "theme.yaml", TypeAdapter(Theme), family="W")
    problems += found or (check_theme(theme) if theme else [])
    adapter = TypeAdapter(Labels)
    labels = {}
    for path in sorted((folder / _LABELS).glob("*.yaml")):
        loaded, found = read_shape(path, adapter, family="W")
        problems += found or (check_labels(loaded) if loaded else [])
        if loaded is not None:
            labels[path.stem] = loaded.value
    if theme is None or problems:
        raise ConfigurationError(_UNUSABLE, problems=problems)
    if not labels:
        raise _wrong("W142", Position(folder / _LABELS), "there are no labels for any language.", _BRING_BACK)
    return Templates(folder, theme.value, labels, _read_art(folder / _ART / theme.value.header.file))


def _read_art(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        raise _wrong(
            "W144",
            Position(path),
            "there is no such picture, and theme.yaml names it as the header.",
            "Put it there, or correct `header: {file: …}` in theme.yaml.",
        ) from None
    if len(data) > _MAX_ART:
        raise _wrong(
            "W144",
            Position(path),
            f"the header has {len(data) // 1000} KB; it travels in every mail.",
            f"Save it with fewer colours or as JPEG, below {_MAX_ART // 1000} KB.",
        )
    return data


def _wrong(code: str, position: Position, what: str, instead: str) -> ConfigurationError:
    return ConfigurationError(_UNUSABLE, problems=[Problem(code, position, what, instead)])


def _in_words(error: Exception) -> str:
    """Say what Jinja or Python found, without the words in which Python talks to programmers."""
    said = str(error) or type(error).__name__
    found = _NO_ATTRIBUTE.search(said)
    return f"`{found[1].lower()}` has no `{found[2]}`." if found else said
