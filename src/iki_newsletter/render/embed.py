"""Pictures into the page itself, for looking at an edition in a browser, without mail and without the web."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.model.edition import EmbeddedImage


def embed_images(html: str, images: Iterable[EmbeddedImage]) -> str:
    """Replace the address of each picture, `cid:` or on the web, by its own bytes as a `data:` address (RFC 2397).

    A picture on the web is known by its file's name, which is made from its content.
    """
    for image in images:
        data = base64.b64encode(image.data).decode("ascii")
        address = rf'"(?:cid:{re.escape(image.cid)}|https://[^"\s]+/images/{re.escape(image.file)})"'
        html = re.sub(address, f'"data:{image.media_type};base64,{data}"', html)
    return html
