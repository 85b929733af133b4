from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter

from iki_newsletter.model.approval import Approval, settings_of_mails
from iki_newsletter.model.newsletter import Newsletter

SETTINGS: dict[str, Any] = {
    "title": "Horizons",
    "languages": ["en"],
    "sender": {"name": "Horizons", "address": "news@example.org"},
    "list_id": "news.example.org",
    "sections": [{"id": "all", "title": "Everything", "takes": {}}],
}


def settings(**changes: Any) -> dict[str, str]:
    """Give the digests of what mails show by changed settings."""
    return settings_of_mails(TypeAdapter(Newsletter).validate_python(SETTINGS | changes))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, []),
        ({"smtp": {"rate": "1/s"}, "title": "Other"}, []),
        ({"sender": {"name": "Others", "address": "news@example.org"}}, ["sender"]),
        ({"sender": SETTINGS["sender"] | {"reply_to": "a@example.org"}}, ["sender"]),
        ({"sender": SETTINGS["sender"] | {"bounces": "a@example.org"}}, []),
        ({"list_id": "other.example.org", "web": "https://example.org"}, ["list_id", "web"]),
        ({"dkim": {"domain": "example.org", "selector": "a"}}, ["dkim"]),
    ],
)
def test_an_approval_covers_who_a_mail_is_from(changes: dict[str, Any], named: list[str]) -> None:
    """What readers see of the settings, and where unsubscribing leads; not how mail leaves, nor where it returns."""
    at = dt.datetime(2017, 6, 1, tzinfo=dt.UTC)
    approval = Approval(by="Ana", at=at, campaign="2017-06", editions={"en": "0" * 64}, settings=settings())
    assert approval.changed_settings(settings(**changes)) == named


def test_an_approval_that_says_nothing_of_settings_covers_none() -> None:
    """One written before they were approved along has to be given anew."""
    at = dt.datetime(2017, 6, 1, tzinfo=dt.UTC)
    approval = Approval(by="Ana", at=at, campaign="2017-06", editions={"en": "0" * 64})
    assert approval.changed_settings(settings()) == ["sender", "list_id", "web", "dkim"]
