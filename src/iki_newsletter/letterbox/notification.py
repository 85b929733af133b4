"""Notifications that a relay's service sends by mail as JSON, as the fields that the standards have for them.

Amazon SES writes them, by way of SNS:
https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
"""

from __future__ import annotations

import json
import re
from typing import Final

_BEGINS: Final = re.compile(rb'\s*\{\s*"(?:notificationType|eventType)"')
_LONGEST: Final = 100_000
_MOST: Final = 50
_IN_WORDS: Final = {
    # What the service says of a bounce whose server's words it does not have.
    "NoEmail": "no such mailbox",
    "OnAccountSuppressionList": "undeliverable before: on the account's suppression list",
    "Suppressed": "undeliverable before: on the service's suppression list",
    "MailboxFull": "mailbox full",
    "MessageTooLarge": "message too large",
    "ContentRejected": "content rejected",
    "AttachmentRejected": "attachment rejected",
}


def notification_fields(raw: bytes) -> str:
    """Give what a notification says as fields of RFC 3464 or RFC 5965; empty where this is none."""
    if not _BEGINS.match(raw[:200]):
        return ""
    # Some relays break lines that are too long with an exclamation mark.
    text = raw[:_LONGEST].decode("utf-8", "replace").replace("!\n ", "").replace("!\r\n ", "").lstrip()
    try:
        said, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return ""
    groups = [*_bounced(_dict(said, "bounce")), *_complained(_dict(said, "complaint"))]
    if not groups:
        return ""
    returned = _word(_dict(_dict(said, "mail"), "commonHeaders").get("messageId")) or _header(_dict(said, "mail"))
    return "\n\n".join((f"Original-Message-ID: {returned}", *groups) if returned else groups)


def _bounced(bounce: dict[str, object]) -> list[str]:
    lasting = _word(bounce.get("bounceType")) != "Transient"
    instead = _IN_WORDS.get(_word(bounce.get("bounceSubType")), "")
    return [
        f"Final-Recipient: rfc822; {_word(each.get('emailAddress'))}\n"
        f"Action: {_word(each.get('action')) or 'failed'}\n"
        f"Status: {_word(each.get('status')) or ('5.0.0' if lasting else '4.0.0')}\n"
        f"Diagnostic-Code: {_word(each.get('diagnosticCode')) or instead}"
        for each in _dicts(bounce, "bouncedRecipients")
    ]


def _complained(complaint: dict[str, object]) -> list[str]:
    kind = _word(complaint.get("complaintFeedbackType")) or "abuse"
    return [
        f"Feedback-Type: {kind}\nUser-Agent: {_word(complaint.get('userAgent'))}\n"
        f"Original-Rcpt-To: {_word(each.get('emailAddress'))}"
        for each in _dicts(complaint, "complainedRecipients")
    ]


def _header(mail: dict[str, object]) -> str:
    named = (each for each in _dicts(mail, "headers") if _word(each.get("name")).lower() == "message-id")
    return next((_word(each.get("value")) for each in named), "")


def _dict(value: object, key: str) -> dict[str, object]:
    inside = value.get(key) if isinstance(value, dict) else None
    return inside if isinstance(inside, dict) else {}


def _dicts(value: dict[str, object], key: str) -> list[dict[str, object]]:
    inside = value.get(key)
    return [each for each in inside[:_MOST] if isinstance(each, dict)] if isinstance(inside, list) else []


def _word(value: object) -> str:
    """Keep a value within its field."""
    return " ".join(value.split())[:1_000] if isinstance(value, str) else ""
