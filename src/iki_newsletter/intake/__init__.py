"""What project offices send in, and the form that they write it in."""

from __future__ import annotations
