"""`iki-news` itself: its commands, its common options, and the one place where an error becomes an exit code."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from iki_newsletter.cli import (
    approve,
    arrange,
    call,
    check,
    collect,
    compile,  # noqa: A004
    deliveries,
    diff,
    dns,
    form,
    inbox,
    init,
    ledger,
    new,
    preview,
    proof,
    publish,
    release,
    remind,
    report,
    send,
    status,
    subscribers,
    translations,
)
from iki_newsletter.cli.face import Face
from iki_newsletter.errors import ExitCode, IkiNewsError, StoppedError, UsageError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from collections.abc import Sequence

_STOPPED = "Stopped. Nothing was sent."
_STOPPED_WHEN_ASKED = "Stopped. Nothing was sent or changed."


class Group(TyperGroup):
    """The group of all commands; every error of ours, and every wrong call, ends here in one kind sentence."""

    def main(self, args: Sequence[str] | None = None, *arguments: Any, **options: Any) -> Any:
        """Run the command line and end the process."""
        arguments_given = list(sys.argv[1:] if args is None else args)
        face = Face()
        face.json = "--json" in arguments_given or "json" in arguments_given or "--format=json" in arguments_given
        options |= {"standalone_mode": False, "obj": face}
        try:
            code = super().main(arguments_given, *arguments, **options)
            if code == ExitCode.STOPPED:  # typer has caught Ctrl-C, and says nothing
                face.fail(StoppedError(_STOPPED))
        except IkiNewsError as error:
            code = face.fail(error)
        except TyperException as error:
            code = face.fail(_wrong_call(error))
        except typer.Abort:
            face.complain("")  # the cursor still stands behind the question
            code = face.fail(StoppedError(_STOPPED_WHEN_ASKED))
        except KeyboardInterrupt:
            code = face.fail(StoppedError(_STOPPED))
        except OSError as error:
            code = face.fail(_not_to_be_used(error))
        sys.exit(int(code or 0))


def _not_to_be_used(error: OSError) -> UsageError:
    """Tell which file or folder the system does not let us use."""
    where = relative_to_here(Path(error.filename).absolute()) if error.filename else "A file"
    why = error.strerror or str(error)
    instead = "Check that it is there, that you may use it, and that no other program has it open."
    return UsageError(f"{where}: {why}.", instead=instead)


def _wrong_call(error: TyperException) -> UsageError:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "iki-news"
    # Without any arguments the help has been shown, and the error has nothing to add.
    what = error.format_message() or "No command was named."
    return UsageError(what, instead=f"See how it is called: {path} --help")


app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help without boxes; examples keep their lines
)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415

        sys.stdout.write(f"iki-news {version('iki-newsletter')}\n")
        raise typer.Exit


@app.callback()
def common(
    ctx: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option("-C", "--workspace", metavar="DIR", help="Work in the newsletter's folder DIR, as in git."),
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say only what is wrong.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")] = False,
    version: Annotated[  # noqa: ARG001 - the callback acts on it
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Collect, compile, preview and send a newsletter in several languages.

    \b
    A first look:
      iki-news init our-newsletter
      iki-news -C our-newsletter preview 2017-06
    """
    face = ctx.find_object(Face) or Face()
    face.quiet, face.verbose = quiet, verbose
    if workspace is not None:
        # As in git: paths that follow are meant from there.
        ctx.with_resource(contextlib.chdir(workspace))


app.command("init", short_help="Make a newsletter's folder.")(init.command)
app.add_typer(new.app, name="new")
app.command("form", short_help="Write the form that projects fill in.")(form.command)
app.command("call", short_help="Call for contributions.")(call.command)
app.command("remind", short_help="Remind the projects of which nothing has come.")(remind.command)
app.command("collect", short_help="Take what projects sent into an issue.")(collect.command)
app.command("status", short_help="Show where an issue stands.")(status.command)
app.command("check", short_help="Find what is wrong with an issue or a list.")(check.command)
app.add_typer(translations.app, name="translations")
app.command("move", short_help="Move an item within its section.")(arrange.move)
app.command("feature", short_help="Put an item in focus.")(arrange.feature)
app.command("drop", short_help="Leave a contribution out of an issue.")(arrange.drop)
app.command("compile", short_help="Merge and render an issue into build/.")(compile.command)
app.command("preview", short_help="Read an issue as its readers will.")(preview.command)
app.command("proof", short_help="Show each project its own items, to release them.")(proof.command)
app.command("release", short_help="Write down that a project agreed to its item.")(release.command)
app.command("approve", short_help="Agree to an issue's editions before they are sent.")(approve.command)
app.command("diff", short_help="Show what changed since an issue was approved or sent.")(diff.command)
app.command("send", short_help="Send an issue; run again to go on.")(send.command)
app.command("publish", short_help="Write the web archive: all public issues as a site.")(publish.command)
app.command("deliveries", short_help="Show who got an issue, and who did not.")(deliveries.command)
app.command("inbox", short_help="Read mail that came back, and do what follows.")(inbox.command)
app.add_typer(subscribers.app, name="subscribers")
app.add_typer(report.app, name="report")
app.add_typer(ledger.app, name="ledger")
app.command("dns", short_help="Show what the DNS must say of the sender.")(dns.command)
