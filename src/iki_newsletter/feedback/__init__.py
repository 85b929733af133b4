"""Mails that come back, read into FeedbackEvents; nothing here changes a mailbox."""

from __future__ import annotations
