"""The files that go to translators and come back: Word, XLIFF, Excel."""

from __future__ import annotations
