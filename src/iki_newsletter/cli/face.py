"""What a command says, and to whom: sentences for people, one JSON object for programs."""

from __future__ import annotations

import sys
import unicodedata
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from iki_newsletter.errors import ExitCode, IkiNewsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rich.console import Console, RenderableType

    from iki_newsletter.errors import Reportable
    from iki_newsletter.model.problem import Problem
    from iki_newsletter.workspace.folder import Workspace

T = TypeVar("T")
SPOKEN = "en"
"""The language that the program speaks: where names exist in several, it uses these."""
_BLOCK = 1000
_INDENT = "  "
_HUES = {"block": "bold red", "error": "red", "warn": "yellow"}


class Face:
    """One run's voice: where it speaks, how loud, and whether programs listen on stdout."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.json = False
        self._given = False

    @cached_property
    def out(self) -> Console:
        """Where results for people go: stdout, or stderr while stdout belongs to a program."""
        return _console(to_stderr=self.json)

    @cached_property
    def err(self) -> Console:
        """Where problems and errors go."""
        return _console(to_stderr=True)

    @property
    def workspace(self) -> Workspace:
        """The workspace that the user stands in; raises WorkspaceNotFoundError."""
        from iki_newsletter.workspace.folder import find_workspace  # noqa: PLC0415

        return find_workspace(Path.cwd())

    def say(self, *lines: RenderableType) -> None:
        """Tell people something, unless they asked for quiet; strings are shown as they are, without markup."""
        if not self.quiet:
            self.show(*lines)

    def show(self, *lines: RenderableType) -> None:
        """Tell people what they asked for, which is never quiet."""
        for line in lines:
            self.out.print(safe(line) if isinstance(line, str) else line, markup=False, highlight=False)

    def detail(self, *lines: str) -> None:
        """Tell people more of what stands above, indented, also where a line folds."""
        from rich.text import Text  # noqa: PLC0415

        for line in lines:
            folded = Text(safe(line)).wrap(self.out, max(1, self.out.width - len(_INDENT)))
            self.say(*(f"{_INDENT}{part.plain.rstrip()}" for part in folded))

    def write(self, *lines: str) -> None:
        """Tell programs that read lines: never folded, coloured or quiet."""
        for line in lines:
            self.out.print(safe(line), markup=False, highlight=False, soft_wrap=True)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Tell people facts, each beside its name; long ones keep their indent."""
        if not self.quiet:
            self.show_facts(facts)

    def show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Tell people facts that they asked for, which is never quiet."""
        from rich.table import Table  # noqa: PLC0415

        for block in in_blocks(facts):
            table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
            table.add_column(style="dim", no_wrap=True)
            table.add_column(overflow="fold")
            for name, fact in block:
                table.add_row(name, safe(fact))
            self.show(table)

    def complain(self, *lines: str, style: str = "") -> None:
        """Tell people what is wrong; this is never quiet. Long lines are left whole, so that paths can be clicked."""
        for line in lines:
            self.err.print(safe(line), style=style or None, markup=False, highlight=False, soft_wrap=True)

    def problems(self, problems: Iterable[Reportable]) -> None:
        """Show problems, each at its place: what is wrong in the hue of its weight, and below what to do."""
        for problem in problems:
            self._complain_of(problem.lines(), getattr(problem, "level", ""))

    def problems_of_list(self, problems: Iterable[Problem], lines_of: Callable[[Problem], list[str]]) -> None:
        """Show what is wrong with a list's rows, which may be many: gathered by kind, the gravest first.

        Who asked for more (`-v`) sees each, in the list's order. `lines_of` says one, as `Problem.lines` does.
        """
        from iki_newsletter.model.gathering import gather  # noqa: PLC0415 - few commands read lists
        from iki_newsletter.model.problem import MEANS  # noqa: PLC0415

        if self.verbose:
            for problem in problems:
                self._complain_of(lines_of(problem), problem.level)
            return
        heaps = gather(problems, lines_of)
        for heap in heaps:
            if len(heaps) > 1:
                self.complain(f"{heap.count:,} {MEANS[heap.level]}:", style="bold")
            for lines in heap.lines:
                self._complain_of(lines, heap.level)
        if not all(heap.is_whole for heap in heaps):
            self.complain("`iki-news -v` before the same command names every row.", style="dim")

    def _complain_of(self, lines: list[str], level: str) -> None:
        what, *rest = lines
        self.complain(what, style=_HUES.get(level, ""))
        self.complain(*rest, style="dim")

    def give(self, data: Mapping[str, Any]) -> None:
        """Give programs their one object, when they asked for it."""
        if self.json and not self._given:
            import json  # noqa: PLC0415 - most runs give none

            self._given = True
            sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
            sys.stdout.flush()

    def fail(self, error: IkiNewsError) -> ExitCode:
        """Say what went wrong, to people and to programs, and give the exit code."""
        self.problems(error.problems)
        self.complain(error.what, style="bold")
        if error.instead:
            self.complain(f"  {error.instead}")
        self.give(
            {
                "error": error.what,
                "instead": error.instead,
                "exit_code": int(error.exit_code),
                "problems": [problem.as_json() for problem in error.problems],
            }
        )
        return error.exit_code


def safe(text: str) -> str:
    """Write control characters as escapes, so that no file can drive the reader's terminal."""
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"} else f"\\x{ord(char):02x}"
        for char in text
    )


def in_blocks(things: Iterable[T]) -> Iterator[list[T]]:
    """Give so many at a time as a table can hold without hurry; a list of a million takes many tables."""
    rest = iter(things)
    while block := list(islice(rest, _BLOCK)):
        yield block


def plural(count: int, one: str, many: str = "") -> str:
    """Count things in a sentence: "1 row", "3 rows"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _console(*, to_stderr: bool) -> Console:
    from rich.console import Console  # noqa: PLC0415

    return Console(stderr=to_stderr, emoji=False, highlight=False)
