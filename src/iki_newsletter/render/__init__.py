"""An issue to editions: Markdown, images, templates, inlined styles, plain text."""

from __future__ import annotations
