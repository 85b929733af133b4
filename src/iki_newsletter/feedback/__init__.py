"""Mails that come back, read into FeedbackEvents."""

from __future__ import annotations
