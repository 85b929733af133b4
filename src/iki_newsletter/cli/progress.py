"""How sending goes on, as it goes on: a bar and a line of words on a terminal, a line for each tenth elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from iki_newsletter.cli.face import Face, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from iki_newsletter.delivery.progress import Progress


@contextmanager
def shown_progress(face: Face) -> Iterator[Callable[[Progress], None]]:
    """Give what shows each step: on a terminal with rate, remaining time, what is waited for and the last answer."""
    if face.quiet:
        yield lambda _: None
    elif not face.out.is_terminal:
        yield _in_lines(face)
    else:
        with _bar(face.out) as show:
            yield show


def in_words(progress: Progress) -> str:
    """Say what the run waits for, while it does, and what the server said last; empty at the beginning.

    Control characters in the server's words are shown as escapes, and its lines are made one.
    """
    answer = " ".join(safe(progress.reply.replace("\n", " ")).split())
    if not progress.waiting:
        return answer
    return f"Waiting: {progress.waiting}" + (f" · {answer}" if answer else "")


def _in_lines(face: Face) -> Callable[[Progress], None]:
    """Tell one line for each tenth of the way, where nobody watches a bar."""
    told = 0

    def show(progress: Progress) -> None:
        nonlocal told
        tenth = 10 * progress.done // max(progress.total, 1)
        if tenth > told:
            told = tenth
            face.say(f"{progress.done:,} of {progress.total:,}")

    return show


@contextmanager
def _bar(console: Console) -> Iterator[Callable[[Progress], None]]:
    from rich import progress as rich_progress  # noqa: PLC0415
    from rich.console import RenderableType  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    class Bar(rich_progress.Progress):
        """The bar, and below it what is said, cut to the terminal's width."""

        words = ""

        def get_renderables(self) -> Iterator[RenderableType]:
            yield self.make_tasks_table(self.tasks)
            yield Text(self.words, style="dim", no_wrap=True, overflow="ellipsis")

    columns = (
        rich_progress.TextColumn("Sending"),
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        rich_progress.TimeRemainingColumn(),
        rich_progress.TextColumn("{task.fields[rate]}"),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("send", total=None, rate="")

        def show(progress: Progress) -> None:
            bar.words = in_words(progress)
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, completed=progress.done, total=progress.total, rate=f"{speed:,.0f}/s" if speed else "")

        yield show
