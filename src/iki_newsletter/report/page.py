"""A report as one page of HTML that needs nothing else: a template, its words, and the shapes of its charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.label import fill
from iki_newsletter.report.shapes import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from iki_newsletter.report.view import View

_MISTAKES: Final = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def render_page(
    view: View, template: str, write: Callable[[int], str], folders: Sequence[Path], theme: object, band: str
) -> str:
    """Render a report by the template of this name in the first of these folders that has it.

    `write` writes a number, `theme` is templates/theme.yaml as read, and `band` the drawn band as a data: address.
    Raises ConfigurationError, naming the template and the line, for an editor's mistake.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"fill": fill, "drawing": lambda chart: draw(chart, write), "course": course}
    try:
        return environment.get_template(template).render(view=view, theme=theme, band=band)
    except _MISTAKES as error:
        found = (folder / template for folder in folders)
        where = _where(error, next((path for path in found if path.is_file()), Path(template)))
        raise ConfigurationError(
            f"{where}: {error}.", instead="Mend the template there, or take it away: then the program's own is used."
        ) from error


def course(numbers: tuple[int, ...]) -> list[dict[str, Any]]:
    """Lay small columns out in a field of 100 by 24: `x`, `y`, `width` and `height` of each."""
    most, room = max(numbers, default=0) or 1, 100 / max(len(numbers), 1)
    return [
        {
            "x": f"{place * room:.2f}",
            "y": f"{24 - 24 * number / most:.2f}",
            "width": f"{room * 0.7:.2f}",
            "height": f"{24 * number / most:.2f}",
        }
        for place, number in enumerate(numbers)
    ]


def _where(error: Exception, template: Path) -> str:
    """Find file and line that failed: Jinja's own for syntax, else the innermost template in the traceback."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename or template}:{error.lineno}"
    where, trace = str(template), error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where
