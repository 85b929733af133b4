from __future__ import annotations

import json

import pytest

from iki_newsletter.letterbox.notification import notification_fields


def test_a_bounce_of_two_gives_two_groups_of_fields() -> None:
    """Each recipient has fields of its own; the Message-ID comes from the headers where no common one is there."""
    said = {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": "Permanent",
            "bouncedRecipients": [
                {"emailAddress": "ana@firm.example", "status": "5.1.1", "diagnosticCode": "smtp; 550 unknown\nuser"},
                {"emailAddress": "jan@firm.example"},
            ],
        },
        "mail": {"headers": [{"name": "Message-ID", "value": "<abc@example.net>"}]},
    }
    fields = notification_fields(json.dumps(said).encode()).split("\n\n")
    assert fields == [
        "Original-Message-ID: <abc@example.net>",
        (
            "Final-Recipient: rfc822; ana@firm.example\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 unknown user"
        ),
        "Final-Recipient: rfc822; jan@firm.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: ",
    ]


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b'{"notificationType": ', b'{"notificationType": 1}', b'{"eventType": "Send", "bounce": 3}']
)
def test_other_json_says_nothing(raw: bytes) -> None:
    """What is no such notification, or is broken off, gives no fields."""
    assert notification_fields(raw) == ""
