"""`iki-news publish --serve`: the site in a browser, anew whenever a file is saved."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import TYPE_CHECKING

from iki_newsletter.cli.face import Face, plural
from iki_newsletter.errors import ConfigurationError, IkiNewsError, UsageError

if TYPE_CHECKING:
    from iki_newsletter.cli.live_site import LiveSite
    from iki_newsletter.workflow.publish import Publication
    from iki_newsletter.workspace.folder import Workspace


def serve_site(face: Face, workspace: Workspace, port: int, *, is_draft: bool) -> None:
    """Serve the site on loopback until Ctrl-C; nothing becomes public by it."""
    from iki_newsletter.cli.live_site import LiveSite  # noqa: PLC0415
    from iki_newsletter.workflow.watching import watch_files  # noqa: PLC0415

    gc.enable()  # the command line turns it off for short runs
    first = _make(workspace, is_draft=is_draft)
    if isinstance(first, UsageError) and not isinstance(first, ConfigurationError):
        raise first
    with suppress(KeyboardInterrupt), LiveSite(workspace.build, port) as site:
        _show(face, site, first)
        face.say(f"{site.url}  Watching for changes; Ctrl-C ends it.")
        face.out.file.flush()
        _open(face, site.url)
        # No list has a part in a site: where one is asked for, the settings are watched once more.
        for number, has_changed in enumerate(watch_files(workspace, workspace.newsletter.name)):
            # The first one is made anew: something may have been saved before the watching began.
            if has_changed or not number:
                _show(face, site, _make(workspace, is_draft=is_draft))


def _make(workspace: Workspace, *, is_draft: bool) -> Publication | IkiNewsError:
    from iki_newsletter.workflow.publish import look  # noqa: PLC0415

    try:
        return look(workspace, is_draft=is_draft)
    except IkiNewsError as error:
        return error
    except OSError as error:
        # Between an editor's two steps of saving a file it may not be there.
        return IkiNewsError(f"{error.filename or 'A file'}: {error.strerror or error}.")


def _show(face: Face, site: LiveSite, result: Publication | IkiNewsError) -> None:
    if isinstance(result, IkiNewsError):
        site.show_wrong(result.lines())
        face.complain(*result.lines(), style="red")
        return
    site.show_folder(result.folder, [line for problem in result.wrong for line in problem.lines()])
    face.problems(result.wrong)
    face.say(f"Shown: {plural(result.files, 'file')}, {result.files - result.kept} of them new or changed.")
    for name, why in result.hidden.items():
        face.say(f"Not shown: {name} ({why})")
    face.complain(*result.notes, style="yellow")
    face.out.file.flush()


def _open(face: Face, url: str) -> None:
    import webbrowser  # noqa: PLC0415

    if not webbrowser.open(url):
        face.complain("No browser could be opened here.", f"  Open this address in one: {url}")
