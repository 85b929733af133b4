from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from iki_newsletter.model.newsletter import Newsletter

SETTINGS = {
    "title": "Horizons",
    "languages": ["en"],
    "sender": {"name": "Horizons", "address": "news@example.org"},
    "list_id": "news.example.org",
    "sections": [{"id": "all", "title": "Everything", "takes": {}}],
}


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("https://news.example.org", True),
        ("https://news.example.org/2017-06/en/", True),
        ("https://news.example.org#top", True),
        ("https://news.example.org.evil.example/", False),
        ("https://news.example.organisation/", False),
        ("https://other.example.org/", False),
    ],
)
def test_the_own_archive_ends_where_its_address_does(address: str, *, is_own: bool) -> None:
    """A longer name that begins alike is somebody else's."""
    newsletter = TypeAdapter(Newsletter).validate_python(SETTINGS | {"web": "https://news.example.org"})
    assert newsletter.is_own(address) is is_own
    assert not TypeAdapter(Newsletter).validate_python(SETTINGS).is_own(address)
