from __future__ import annotations

import os
from pathlib import Path

from tests.mail.specimens import AT, REEF, SECRET, make_edition, make_newsletter, make_subscriber

from iki_newsletter.mail.builder import MessageBuilder

GOLDEN = Path(__file__).parent / "golden" / "small-edition.eml"


def test_golden_message() -> None:
    """A small edition's message is the golden one, byte by byte; `make golden` writes it anew."""
    builder = MessageBuilder(make_edition(images=(REEF,)), make_newsletter(), "2017-06", SECRET)

    made = builder.stamp(make_subscriber(name="Zoë Ejemplo"), AT)

    if os.environ.get("IKI_NEWS_GOLDEN") == "write":
        GOLDEN.write_bytes(made)
    assert made == GOLDEN.read_bytes()
