from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from tests.conftest import ROOT
from tests.intake.parcels import mail, news, parcel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

EVENT = {
    "kind": "event",
    "project": "viclim",
    "language": "de",
    "received_on": "2017-05-22",
    "title": "Städte rechnen mit dem Klima",
    "teaser": "Ein Tag für Städte.",
    "starts_on": "2017-06-20",
    "place": "Haus der Kultur, Toluca",
}


def test_the_run_is_shown_as_it_is(iki: Callable[..., Run], workspace: Path) -> None:
    """The page about collecting shows a command and what it says: each line of it, word by word."""
    page = (ROOT / "docs" / "how-to" / "collect-contributions.md").read_text("utf-8")
    (block,) = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    typed, *lines = block.splitlines()
    source = workspace / "parcels"
    source.mkdir()
    (source / "ecovalor-news-abcd.zip").write_bytes(parcel())
    (source / "biomar-news-k3pz.zip").write_bytes(parcel(news(project="biomar", titel="La vaquita"), id="k3pz" * 4))
    (source / "boletin.pdf").write_bytes(b"%PDF")
    event = parcel(EVENT, {}, id="c7xq" * 4, language="de")
    late = mail(("viclim-event-c7xq.zip", event), date="Mon, 29 May 2017 09:00:00 +0000")
    (source / "viclim.eml").write_bytes(late)

    program, *arguments = shlex.split(typed.removeprefix("$ "))
    run = iki(*arguments)

    assert (program, run.code) == ("iki-news", 1)
    said = " ".join(f"{run.out} {run.err}".split())
    for line in lines:
        assert " ".join(line.split()) in said
