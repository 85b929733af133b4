"""An issue to the edition of one language: view, HTML with its style inlined once, text, pictures, sentinels."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from iki_newsletter.model.edition import ISSUE_SLOTS, Edition
from iki_newsletter.render.compose import compose
from iki_newsletter.render.filters import squeeze
from iki_newsletter.render.pen import Pen
from iki_newsletter.render.templates import HTML, TEXT, Templates

if TYPE_CHECKING:
    from iki_newsletter.model.edition import Slot
    from iki_newsletter.model.issue import Issue
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.render.view import View

_HEX_DIGITS: Final = 12


def render_edition(issue: Issue, newsletter: Newsletter, language: str, templates: Templates) -> Edition:
    """Render an issue in one language; the same inputs give the same bytes.

    Raises ConfigurationError for what is wrong with the templates, FilesWrongError for a picture that cannot be used.
    """
    pen = Pen(issue, newsletter, language, templates)
    view = compose(pen)
    sentinels = _sentinels(view, templates)
    slots = {slot.value: sentinel for slot, sentinel in sentinels.items()}
    html = templates.render(
        HTML,
        view=view,
        labels=pen.labels,
        slots=slots,
        inline_css=Markup(templates.inline_css),  # noqa: S704 - the theme's values are checked
        modes_css=Markup(templates.modes_css),  # noqa: S704
        dark_css=Markup(templates.dark_css),  # noqa: S704
    )
    text = templates.render(TEXT, view=view, labels=pen.labels, slots=slots)
    return Edition(
        issue=issue.id,
        language=language,
        subject=view.subject,
        preheader=view.preheader,
        html=templates.inlined(html),
        text=squeeze(text.split("\n")),
        images=() if pen.web else tuple(pen.images.values()),
        hosted=tuple(pen.images.values()) if pen.web else (),
        sentinels=sentinels,
        wording=pen.labels.wording,
    )


def _sentinels(view: View, templates: Templates) -> dict[Slot, str]:
    """Derive the slots' placeholders from everything that will be said, so that no contribution can contain one."""
    digest = hashlib.sha256(f"{view!r}{templates.digest}".encode()).hexdigest()[:_HEX_DIGITS]
    return {slot: f"%%{slot.value.upper()}-{digest}%%" for slot in ISSUE_SLOTS}
