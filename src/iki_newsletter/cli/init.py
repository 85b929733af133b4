"""`iki-news init`: a new workspace that compiles as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iki_newsletter.cli.options import Json, face_of
from iki_newsletter.model.position import relative_to_here


def command(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make; it may exist if it is empty.")],
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Make a newsletter's folder, with an example issue that compiles as it stands.

    Nothing that exists is overwritten.

    \b
    Example:
      iki-news init our-newsletter
    """
    from iki_newsletter.workflow.initialise import initialise  # noqa: PLC0415

    face = face_of(ctx)
    made = initialise(folder)
    shown = relative_to_here(made.folder.absolute())
    face.say(
        f"A newsletter stands in {shown}, with issue {made.example} as an example.",
        "",
        f"Look at it:     iki-news -C {shown} preview {made.example}",
        "Make it yours:  newsletter.yaml   title, sender, imprint, mail server",
        "                portfolio.yaml    the projects",
        "                templates/        the look and the words",
        "Keep it safe:   var/secret, which the first `send` makes. Unsubscribe links",
        "                depend on it: back it up, and share it with nobody.",
    )
    face.give({"workspace": str(made.folder), "example": made.example, "files": [str(file) for file in made.files]})
