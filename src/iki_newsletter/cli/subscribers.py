"""`iki-news subscribers`: the list, who is on it and what they said."""

from __future__ import annotations

import typer

from iki_newsletter.cli import importing

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Keep the subscriber list.")

app.command("import", short_help="Take a file into the list.")(importing.command)


@app.callback()
def group() -> None:
    """Keep the subscriber list."""
