"""The rules of reading any YAML file, once for each family of files."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

_FILES: Final = {
    "W": "a file that every command needs",
    "C": "a contribution",
    "I": "what the editors decide about an issue",
}


def of_every_file(family: str) -> tuple[Rule, ...]:
    """Give the rules that hold for reading any YAML file; `family` is the first letter of their codes."""
    file = _FILES[family]
    block = Level.BLOCK
    return (
        Rule(
            f"{family}101",
            block,
            f"Only plain YAML is read as {file}: no references, tags, merge keys or second documents, 20 levels.",
            "Mend the file at the place named.",
            "YAML 1.1",
        ),
        Rule(
            f"{family}102",
            block,
            f"Accents and umlauts survive in {file} only when it is saved as UTF-8.",
            "Save the file as UTF-8.",
        ),
        Rule(
            f"{family}103",
            block,
            f"A file must be there, be readable and have a sensible size to be {file}.",
            "Put the file in its place, as plain text.",
        ),
        Rule(
            f"{family}104",
            block,
            "Characters that nobody sees can make a text read otherwise than it is, or break a mail.",
            "Delete it and type the text anew: pasted text often brings it along.",
            "Unicode categories Cc, Cf, Cs, Co, Cn, Zl, Zp; UAX #9",
        ),
        Rule(
            f"{family}105",
            block,
            "Of a key given twice, one value would be lost silently.",
            "Keep one of the two.",
        ),
        Rule(
            f"{family}106",
            block,
            "A key that is not known would be ignored silently, and is most often misspelt.",
            "Correct the key, or remove it.",
        ),
        Rule(
            f"{family}107",
            block,
            f"Without all of its required keys, {file} cannot be used.",
            "Add the key.",
        ),
        Rule(
            f"{family}108",
            block,
            "A value has to be of the kind that its key takes.",
            "Write it as the key asks.",
        ),
    )
