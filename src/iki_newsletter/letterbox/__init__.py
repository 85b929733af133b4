"""Mail that is read: where it lies, and what it says, whoever wrote it; nothing here changes a mailbox."""

from __future__ import annotations
