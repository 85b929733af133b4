"""Checks of whether text can be read on its background: as it stands in light, by the style sheet in dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from iki_newsletter.checks.check import Finding
from iki_newsletter.checks.colours import BLACK, LINK, WHITE, Colour, contrast, read_colour, write_colour
from iki_newsletter.checks.css import Rule, all_rules, read_declarations
from iki_newsletter.checks.page import Element, Page, of_page
from iki_newsletter.checks.styles import sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ENOUGH: Final = 4.5
"""WCAG 2.2, 1.4.3, for text of any size."""
_SHOWN: Final = 40
_DARK: Final = re.compile(r"@media\b.*prefers-color-scheme:\s*dark", re.IGNORECASE)


class Paint(NamedTuple):
    """What an element's text is painted with; None where it cannot be computed."""

    text: Colour | None = BLACK
    ground: Colour | None = WHITE


@of_page("E221")
def backgrounds_have_a_text_colour(page: Page) -> Iterator[Finding]:
    """Find elements that set a background and leave the text on it to the mail program."""
    for element in page.tree.iter("*"):
        colour, ground = _set_by(element)
        if ground is not None and colour is None:
            what = f"`<{element.tag}>` has the background {ground}, and no colour for the text on it."
            rules = [f"{element.tag}.{name}" for name in (element.get("class") or "").split()]
            yield Finding(page.of_template(*rules, f"{element.tag} {{", f"<{element.tag}"), what)


@of_page("E222")
def text_stands_out(page: Page) -> Iterator[Finding]:
    """Find text, descriptions of pictures included, that hardly stands out from its background."""
    seen: set[tuple[Colour, Colour]] = set()
    for element, words, paint in _painted(page.tree.body, Paint()):
        if paint.text is None or paint.ground is None or (paint.text, paint.ground) in seen:
            continue
        seen.add((paint.text, paint.ground))
        ratio = contrast(paint.text, paint.ground)
        if ratio < ENOUGH:
            text, ground = write_colour(paint.text), write_colour(paint.ground)
            shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
            what = f"“{shown}” is {text} on {ground}: {ratio:.1f} to 1, and {ENOUGH} is the least."
            place = page.of_template(text, f"<{element.tag}")
            yield Finding(place, what, f"Choose a darker text or a lighter background in {place.path.name}.")


@of_page("E223")
def text_stands_out_in_dark_mode(page: Page) -> Iterator[Finding]:
    """Find colours for dark mode that hardly stand out: from their own rule's background, else from the body's."""
    dark = [rule for sheet in sheets_of(page) for rule in sheet if _DARK.match(rule.opening)]
    rules = [(rule, *_said_by(rule)) for rule in all_rules(tuple(dark))]
    of_body = [ground for rule, _, ground in rules if ground and "body" in rule.opening.split(", ")]
    seen: set[tuple[str, str]] = set()
    for rule, colour, own in rules:
        ground = own or (of_body[-1] if of_body else "")
        if (colour, ground) in seen:
            continue
        seen.add((colour, ground))
        pair = read_colour(colour), read_colour(ground)
        if pair[0] and pair[1] and (ratio := contrast(pair[0], pair[1])) < ENOUGH:
            place = page.of_template(_in_dark(colour), colour)
            what = (
                f"In dark mode `{rule.opening}` is {colour} on {ground}: {ratio:.1f} to 1, and {ENOUGH} is the least."
            )
            yield Finding(place, what, f"Choose a lighter text or a darker background in {place.path.name}.")


def _said_by(rule: Rule) -> tuple[str, str]:
    """Give the colour of the text and of the background that a rule sets; empty where it sets none."""
    said = {each.name.removesuffix("-color"): each.value for each in rule.declarations if each.name != "border-color"}
    return said.get("color", ""), said.get("background", "")


def _in_dark(colour: str) -> re.Pattern[str]:
    """Give what finds a colour where it is dark mode's: in the theme the same one may stand for light as well."""
    return re.compile(rf"(?<!light: ['\"]){re.escape(colour)}\b(?![\s\S]*^ +dark:\s*$)", re.IGNORECASE | re.MULTILINE)


def _painted(element: Element, around: Paint) -> Iterator[tuple[Element, str, Paint]]:
    if not isinstance(element.tag, str):
        return
    style = element.get("style") or ""
    if any(each.name == "display" and each.value == "none" for each in read_declarations(style)):
        return
    paint = _paint(element, around)
    words = " ".join([element.get("alt") or "", element.text or "", *(child.tail or "" for child in element)]).strip()
    if words:
        yield element, words, paint
    for child in element:
        yield from _painted(child, paint)


def _paint(element: Element, around: Paint) -> Paint:
    colour, ground = _set_by(element)
    text = LINK if element.tag == "a" and element.get("href") else around.text
    if colour is not None and colour.lower() != "inherit":
        text = read_colour(colour)
    return Paint(text, around.ground if ground is None else read_colour(ground))


def _set_by(element: Element) -> tuple[str | None, str | None]:
    """Give what an element itself says of the colour of its text and of its background."""
    colour, ground = element.get("color"), element.get("bgcolor")
    for name, value, _ in read_declarations(element.get("style") or ""):
        if name == "color":
            colour = value
        elif name in ("background", "background-color"):
            ground = value
    return colour, None if ground in ("none", "transparent", "inherit") else ground
