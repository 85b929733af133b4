"""`iki-news ledger`: move the ledger to another computer, and back it up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from iki_newsletter.cli.face import plural
from iki_newsletter.cli.options import Json, face_of

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Move the ledger to another computer.")

File = Annotated[Path, typer.Argument(metavar="FILE", help="The exported ledger.")]


@app.command("export", short_help="Write the ledger into a file, and hand it over.")
def export(
    ctx: typer.Context,
    file: File,
    *,
    keep: Annotated[
        bool, typer.Option("--keep", help="Only a backup: this computer goes on sending, the file is for bad days.")
    ] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Write the ledger into one new file and hand it over: from then on another computer sends.

    \b
    Examples:
      iki-news ledger export ledger-2017-06.sqlite3
      iki-news ledger export --keep backup.sqlite3
    """
    from iki_newsletter.store.moving import export_ledger  # noqa: PLC0415
    from iki_newsletter.workflow.outlet import real_ledger  # noqa: PLC0415

    face = face_of(ctx)
    held = export_ledger(real_ledger(face.workspace), file, dt.datetime.now(dt.UTC), keep=keep)
    face.say(f"Wrote {plural(len(held.campaigns), 'campaign')}, {plural(held.deliveries, 'delivery', 'deliveries')}.")
    if keep:
        face.say("This is a backup. It is as old as it is: never send from it while this computer goes on.")
    else:
        face.say(f"From now on nothing is sent from here. There: iki-news ledger import {file.name}")
    face.say(f"var/secret must go with it, and both hold what is personal: carry {file} yourself, do not mail it.")
    face.give({"file": str(file), "campaigns": list(held.campaigns), "deliveries": held.deliveries})


@app.command("import", short_help="Take in what another computer has exported.")
def import_(
    ctx: typer.Context,
    file: File,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Take in a ledger that another computer has exported; a ledger that holds campaigns is never replaced.

    \b
    Example:
      iki-news ledger import ledger-2017-06.sqlite3
    """
    from iki_newsletter.store.moving import import_ledger  # noqa: PLC0415
    from iki_newsletter.workflow.outlet import existing_secret, real_ledger  # noqa: PLC0415

    face = face_of(ctx)
    held = import_ledger(file, real_ledger(face.workspace), existing_secret(face.workspace))
    face.say(
        f"Took in {plural(len(held.campaigns), 'campaign')}, {plural(held.deliveries, 'delivery', 'deliveries')}: "
        "this computer sends from now on."
    )
    if not (face.workspace.var / "secret").exists():
        face.complain(
            "var/secret is not here yet. Bring the other computer's before you send: links in mails already sent "
            "depend on it.",
            style="yellow",
        )
    face.give({"file": str(file), "campaigns": list(held.campaigns), "deliveries": held.deliveries})


@app.command("take-back", short_help="Send from here again after an export.")
def take_back(
    ctx: typer.Context,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Send from here again after an export, when the file was never imported anywhere.

    Danger: whoever got something from a computer that imported the file gets it from here once more, for nothing
    that was sent there is known here. And such a computer's ledger can never come home.

    \b
    Example:
      iki-news ledger take-back
    """
    from iki_newsletter.store import moving  # noqa: PLC0415
    from iki_newsletter.workflow.outlet import real_ledger  # noqa: PLC0415

    face = face_of(ctx)
    changed = moving.take_back(real_ledger(face.workspace))
    face.say(
        "This computer sends again. Remove the exported file: who imports it now would send twice. If somebody has "
        "imported it and sent, do not send from here: those people would get it twice."
        if changed
        else "This ledger was not handed over: nothing to do."
    )
    face.give({"taken_back": changed})
