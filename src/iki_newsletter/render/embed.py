"""Pictures into the page itself, for looking at an edition in a browser, where `cid:` addresses mean nothing."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.model.edition import EmbeddedImage


def embed_images(html: str, images: Iterable[EmbeddedImage]) -> str:
    """Replace each `cid:` address by the picture's own bytes as a `data:` address (RFC 2397)."""
    for image in images:
        data = base64.b64encode(image.data).decode("ascii")
        html = html.replace(f'"cid:{image.cid}"', f'"data:{image.media_type};base64,{data}"')
    return html
