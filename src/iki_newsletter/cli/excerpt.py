"""Two texts side by side on a terminal: a line of each, where they part."""

from __future__ import annotations

from typing import Final

_BEFORE: Final = 3
"""A third of the line shows what both have in common."""


def where_they_part(one: str, other: str, room: int) -> tuple[str, str]:
    """Give a line of each text of at most `room` characters, around the first place where they differ.

    >>> where_they_part("Una costa: más verde que antes", "Una costa: más azul que antes", 24)
    ('… costa: más verde que…', '… costa: más azul que a…')
    """
    texts = [" ".join(text.split()) for text in (one, other)]
    begin = 0
    if max(map(len, texts)) > room:
        pairs = enumerate(zip(*texts, strict=False))
        same = next((number for number, (a, b) in pairs if a != b), min(map(len, texts)))
        begin = max(0, texts[0].rfind(" ", 0, max(0, same - room // _BEFORE)) + 1)
    first, second = (_line(text, begin, room) for text in texts)
    return first, second


def _line(text: str, begin: int, room: int) -> str:
    shown = f"… {text[begin:]}" if begin else text
    return shown if len(shown) <= room else f"{shown[: room - 1].rstrip()}…"
