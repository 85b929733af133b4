"""What is shown while sending goes on."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from iki_newsletter.cli.face import Face
from iki_newsletter.cli.progress import shown_progress
from iki_newsletter.delivery.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

GREYLISTED = "450 4.2.0 <ana@example.org>: Recipient address rejected: Greylisted, please come back in five minutes"
LATER = "for 3 that the server wants to see later, next in 5 min"


def face(*, terminal: bool, quiet: bool = False) -> Face:
    """Give a face with a console of 80 columns."""
    made = Face(quiet=quiet)
    made.out = Console(
        file=io.StringIO(), force_terminal=terminal, width=80, height=24, color_system=None, legacy_windows=False
    )
    return made


def shown(steps: Sequence[Progress], *, terminal: bool = True, quiet: bool = False) -> list[str]:
    """Show some steps, and give the lines that stand there after the last: on a terminal the last two."""
    speaker = face(terminal=terminal, quiet=quiet)
    said = speaker.out.file
    assert isinstance(said, io.StringIO)
    with shown_progress(speaker) as show:
        for step in steps:
            said.seek(said.truncate(0))
            show(step)
    # The last picture is drawn at the end, before it is wiped away.
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", said.getvalue()).splitlines()
    return [line for line in lines if line.strip()][-2:] if terminal else lines


def test_what_it_waits_for_stands_below_the_bar() -> None:
    """The reason, how long, and the server's words, cut to the width; no line is longer than the terminal is wide."""
    bar, words = shown([Progress(done=7, total=10, reply=GREYLISTED, waiting=LATER)])

    assert bar.startswith("Sending ")
    assert "7/10" in bar
    assert words.startswith(f"Waiting: {LATER} · 450 4.2.0")
    assert words.rstrip().endswith("…")
    assert max(cell_len(bar), cell_len(words)) <= 80


@pytest.mark.parametrize(
    "waiting", ["try 2 of 6, next in 4 s", "for the rate, next in 2 s"], ids=["back-off", "rate"]
)
def test_what_it_waited_for_goes_when_it_goes_on(waiting: str) -> None:
    """The next answer takes the wait's place."""
    waits = Progress(done=1, total=10, reply="The server said 421 4.3.2 too much at once.", waiting=waiting)
    goes_on = Progress(done=2, total=10, reply="250 2.0.0 queued as 4F2")

    assert shown([waits])[1].rstrip() == f"Waiting: {waiting} · The server said 421 4.3.2 too much at once."
    assert shown([waits, goes_on])[1].rstrip() == "250 2.0.0 queued as 4F2"


def test_a_server_cannot_drive_the_terminal() -> None:
    """Escapes, line ends and markup in its words are shown as what they are, in one line."""
    said = shown([Progress(done=1, total=2, reply="250 [red]\x1b[2J\rgone\nand\tagain ")])

    assert [said[0][:7], said[1].rstrip()] == ["Sending", "250 [red]\\x1b[2J\\x0dgone and\\x09again"]


def test_elsewhere_there_is_a_line_for_each_tenth() -> None:
    """A log is not filled with bars; whoever asked for quiet sees nothing."""
    steps = [Progress(done=done, total=20, reply="250 ok") for done in range(21)]

    assert shown(steps[:3], terminal=False) == ["2 of 20"]
    assert shown(steps[2:4], terminal=False) == []
    assert shown(steps, quiet=True) == []
