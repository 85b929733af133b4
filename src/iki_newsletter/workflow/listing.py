"""Read a subscriber list as a newsletter's settings ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.audience.listfile import read_list

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.model.newsletter import Newsletter


def read_list_for(newsletter: Newsletter, path: Path) -> ListReading:
    """Read a list with the newsletter's languages and groups; raises what `read_list` raises.

    Where consent is required, a list that names none has nobody to write to, which needs no warning besides.
    """
    return read_list(
        path,
        newsletter.languages,
        groups=newsletter.groups,
        asks_consent=newsletter.consent != "required",
    )
