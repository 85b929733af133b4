"""The words of the house as frozen data types, one file per word; nothing here reads or writes."""

from __future__ import annotations
