"""Write the reference pages that are made from the program itself: `make reference`."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer.main

from iki_newsletter.audience.columns import titles_understood
from iki_newsletter.audience.values import status_words
from iki_newsletter.checks.wording import LANGUAGES, rule_in, words_in
from iki_newsletter.cli.app import app
from iki_newsletter.model.rulebook import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

STRANGERS = (
    (
        "asks who is subscribed, active or consents",
        ["Activo", "¿Vigente?", "Suscrito", "Newsletter", "Opt-in", "Acepta correos", "noch aktiv", "Estado"],
        "a no, or any word but active, as long as most of the column is a status",
    ),
    (
        "asks who left, or where nothing is to be sent",
        ["Baja", "Fecha de baja", "Unsubscribed", "Abgemeldet am", "No enviar", "kein Newsletter", "Bounced"],
        "a yes, an x, a day, a reason; not a no, a number or nothing",
    ),
    (
        "any other",
        ["Notas", "Mitglied", "Etapa"],
        "a cell of nothing but `baja`, `abgemeldet`, `inactivo` or the like; where most are such, all of a status",
    ),
)
"""What a title asks, examples that a test holds to it, and what is heeded below it."""


def main() -> None:
    """Write the pages into the folder named on the command line, else into docs/reference/."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference")
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Make the pages: file name to text."""
    rules = {_rules_name(language): rules_page(language) for language in LANGUAGES}
    return rules | {"commands.md": commands_page(), "list.md": list_page()}


def list_page() -> str:
    """List the titles of columns and the words of a status that a subscriber list is understood by."""
    lines = [
        "# What a subscriber list is understood by",
        "",
        "Case, accents, spaces, hyphens and remarks in brackets do not count: `Correo (obligatorio)` is `correo`.",
        "What the columns mean stands under [the subscriber list](files.md#the-subscriber-list).",
        "",
        "| column | is also called |",
        "|---|---|",
    ]
    for proper, titles in titles_understood().items():
        lines.append(f"| `{proper}` | {_words(titles, proper)} |")
    lines += ["", "## The words of a status", "", "| means | words |", "|---|---|"]
    lines += [f"| {status.value} | {_words(words)} |" for status, words in status_words().items()]
    lines += [
        "",
        "An empty status is active. Any other word, also `x`, leaves the person out, with a warning (L123).",
        "",
        "## Columns by other names",
        "",
        "No other column is used, but where one speaks against sending it is heeded:",
        "",
        "| title | for example | what leaves a person out |",
        "|---|---|---|",
    ]
    lines += [f"| {what} | {_words(titles)} | {out} |" for what, titles, out in STRANGERS]
    lines += [
        "",
        "Where a column of the first kind says yes or nothing, nothing is a no. Whoever is left out is named (L116),",
        "so is the column (L107), since only one called `status` says it surely. A column of yes and no under any",
        "other title leaves nobody out, with a warning (L108): nobody can know what was asked.",
    ]
    return "\n".join(lines) + "\n"


def _words(words: list[str], besides: str = "") -> str:
    return ", ".join(f"`{word}`" for word in dict.fromkeys(words) if word != besides)


def rules_page(language: str) -> str:
    """List every rule in a language, with its level, reason, cure and source."""
    words = words_in(language)
    others = (f"[{words_in(each).name}]({_rules_name(each)})" for each in LANGUAGES if each != language)
    lines = [f"# {words.page['title']}", "", words.page["intro"], "", " · ".join(others), ""]
    lines += [f"- **{name}** {meaning}" for name, meaning in words.levels.values()]
    for letter, stage in words.stages.items():
        rules = [rule_in(code, language) for code in sorted(RULES) if code.startswith(letter)]
        lines += ["", f"## {stage}", "", f"| {' | '.join(words.page['heads'])} |", "|---|---|---|---|"]
        for rule in rules:
            source = f" ({rule.source})" if rule.source else ""
            level, _ = words.levels[rule.level]
            lines.append(f"| {rule.code} | {level} | {_cell(rule.reason)}{source} | {_cell(rule.cure)} |")
    return "\n".join(lines) + "\n"


def _rules_name(language: str) -> str:
    return "rules.md" if language == "en" else f"rules.{language}.md"


def commands_page() -> str:
    """List every command with its arguments and options, as its help says them."""
    lines = [
        "# Commands",
        "",
        "Before the command: `-C DIR` works in the newsletter's folder DIR, `-q` says only what is wrong. After it,",
        "`--json` gives one object on stdout at every exit, also after an error, and people's output goes to stderr.",
        "",
        "| exit code | meaning |",
        "|---|---|",
        "| 2 | wrong usage or configuration |",
        "| 130 | stopped by Ctrl-C before anything was sent |",
        "| 75 | not finished: run the same command again |",
        "| 1 | it ran, and something is wrong |",
        "| 0 | done |",
    ]
    for path, command in _commands(typer.main.get_command(app), "iki-news"):
        lines += ["", f"## {path}", "", _with_examples(inspect.cleandoc(command.help or "")), ""]
        lines += ["| | |", "|---|---|"]
        for parameter in command.params:
            names = ", ".join(f"`{name}`" for name in getattr(parameter, "opts", [])) or parameter.name
            if parameter.param_type_name == "argument":
                names = f"`{parameter.metavar or parameter.name.upper()}`"
            lines.append(f"| {names} | {_cell(getattr(parameter, 'help', '') or '')} |")
    return "\n".join(lines) + "\n"


def _commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _with_examples(help_text: str) -> str:
    """Show what stands after the mark that keeps lines as a block of code."""
    said, _, examples = help_text.partition("\b\n")
    lines = examples.splitlines()[1:]
    return said.rstrip() + ("\n\n" + "\n".join(f"  {line}" for line in lines) if lines else "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    main()
