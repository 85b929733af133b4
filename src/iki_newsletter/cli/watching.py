"""`iki-news preview --watch`: show an edition anew whenever a file is saved, in the terminal or in a browser."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import TYPE_CHECKING

from iki_newsletter.cli.face import Face, plural
from iki_newsletter.errors import ConfigurationError, IkiNewsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iki_newsletter.cli.live_page import LivePage
    from iki_newsletter.workflow.preview import Preview
    from iki_newsletter.workspace.folder import Workspace

    Make = Callable[[], Preview]

_TO_END = "Watching for changes; Ctrl-C ends it."


def watch_in_terminal(face: Face, workspace: Workspace, make: Make, show: Callable[[Preview], None]) -> None:
    """Show the edition, and again after each change, until Ctrl-C."""
    with suppress(KeyboardInterrupt):
        for result in _results(workspace, make):
            if face.out.is_terminal:
                face.out.clear()
            if isinstance(result, IkiNewsError):
                face.complain(*result.lines(), style="red")
            else:
                show(result)
                if result.problems:
                    face.complain(plural(len(result.problems), "problem"), style="yellow")
            _say_on(face, _TO_END)


def watch_in_browser(face: Face, workspace: Workspace, make: Make) -> None:
    """Open a page that reloads itself after each change, until Ctrl-C; what is wrong is shown there as well."""
    from iki_newsletter.cli.live_page import LivePage  # noqa: PLC0415

    is_open = False
    with suppress(KeyboardInterrupt), LivePage() as page:
        for result in _results(workspace, make):
            _show_on(page, face, result)
            if not is_open:
                is_open = True
                _open(face, page.url)


def _show_on(page: LivePage, face: Face, result: Preview | IkiNewsError) -> None:
    if isinstance(result, IkiNewsError):
        page.show_wrong(result.lines())
        face.complain(*result.lines(), style="red")
        return
    page.show(result.html)
    face.problems(result.problems)
    _say_on(face, f"Shown: {result.edition.subject} ({plural(len(result.problems), 'problem')})")


def _results(workspace: Workspace, make: Make) -> Iterator[Preview | IkiNewsError]:
    """Give the edition, or what keeps it from being made, each time that is another one; it never ends by itself."""
    from iki_newsletter.workflow.watching import watch_files  # noqa: PLC0415

    gc.enable()  # the command line turns it off for short runs
    # A wrong call is no matter of files: it ends the command before anything is watched.
    first = _try(make, is_first=True)
    subscribers = "" if isinstance(first, IkiNewsError) else first.merged.register.newsletter.subscribers
    shown: object = None
    for number, has_changed in enumerate(watch_files(workspace, subscribers)):
        # The first one is made anew: something may have been saved before the watching began.
        if has_changed or not number:
            result = _try(make)
            if _looks(result) != shown:
                shown = _looks(result)
                yield result


def _try(make: Make, *, is_first: bool = False) -> Preview | IkiNewsError:
    try:
        return make()
    except IkiNewsError as error:
        if is_first and isinstance(error, UsageError) and not isinstance(error, ConfigurationError):
            raise
        return error
    except OSError as error:
        # Between an editor's two steps of saving a file it may not be there.
        return IkiNewsError(f"{error.filename or 'A file'}: {error.strerror or error}.")


def _looks(result: Preview | IkiNewsError) -> object:
    """Give what is compared to see whether anything changed for whoever looks."""
    if isinstance(result, IkiNewsError):
        return tuple(result.lines())
    return result.edition.digest, result.problems, result.subscriber


def _say_on(face: Face, line: str) -> None:
    face.say(line)
    face.out.file.flush()


def _open(face: Face, url: str) -> None:
    import webbrowser  # noqa: PLC0415

    _say_on(face, f"{url}  {_TO_END}")
    if not webbrowser.open(url):
        face.complain("No browser could be opened here.", f"  Open this address in one: {url}")
