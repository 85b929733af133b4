"""`iki-news move`, `feature` and `drop`: the editors' decisions about an issue, written into its issue.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from iki_newsletter.cli.face import Face
from iki_newsletter.cli.options import IssueId, Json, face_of
from iki_newsletter.errors import UsageError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from iki_newsletter.workflow.arranging import Arranged

Name = Annotated[str, typer.Argument(metavar="NAME", help="The contribution's file name without .yaml.")]


def move(
    ctx: typer.Context,
    issue: IssueId,
    name: Name,
    *,
    before: Annotated[str | None, typer.Option("--before", metavar="OTHER", help="Before this item.")] = None,
    after: Annotated[str | None, typer.Option("--after", metavar="OTHER", help="Behind this item.")] = None,
    first: Annotated[bool, typer.Option("--first", help="First in its section.")] = False,
    last: Annotated[bool, typer.Option("--last", help="Last in its section.")] = False,
    section: Annotated[
        str | None, typer.Option("--section", metavar="ID", help="Only if it stands in this section.")
    ] = None,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Move an item within its section.

    Written under `order` in issue.yaml; what else stands there stays as it is.

    \b
    Examples:
      iki-news move 2017-06 selva-maya-monitoring --first
      iki-news move 2017-06 selva-maya-monitoring --after ecovalor-valuation
    """
    from iki_newsletter.workflow import arranging  # noqa: PLC0415

    face = face_of(ctx)
    where = arranging.Where(before, after, first, last)
    _say(face, arranging.move(face.workspace, issue, name, where, section), issue)


def feature(
    ctx: typer.Context,
    issue: IssueId,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The contribution's file name without .yaml.")
    ] = None,
    *,
    none: Annotated[bool, typer.Option("--none", help="Put no item in focus.")] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Put an item first, before all sections and with its picture.

    Written as `focus` in issue.yaml; what else stands there stays as it is.

    \b
    Examples:
      iki-news feature 2017-06 ecovalor-valuation
      iki-news feature 2017-06 --none
    """
    from iki_newsletter.workflow import arranging  # noqa: PLC0415

    if (name is None) is not none:
        raise UsageError("Either an item or none is in focus.", instead="Name one, or say --none.")
    face = face_of(ctx)
    _say(face, arranging.feature(face.workspace, issue, name), issue)


def drop(
    ctx: typer.Context,
    issue: IssueId,
    name: Name,
    *,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="WHY", help="Why, in one line: it is kept, and told.")
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="Take it in again.")] = False,
    json: Json = False,  # noqa: ARG001 - the face has seen it
) -> None:
    """Leave a contribution out of an issue; its file stays.

    Written under `leave_out` in issue.yaml; what else stands there stays as it is.

    \b
    Examples:
      iki-news drop 2017-06 viclim-levels --reason "The project asked to wait for July."
      iki-news drop 2017-06 viclim-levels --back
    """
    from iki_newsletter.workflow import arranging  # noqa: PLC0415

    if (reason is None) is not back:
        raise UsageError(
            "Leaving something out needs a reason, taking it back none.", instead="Say --reason WHY, or --back."
        )
    face = face_of(ctx)
    if reason is None:
        _say(face, arranging.take_back(face.workspace, issue, name), issue)
    else:
        _say(face, arranging.drop(face.workspace, issue, name, reason), issue)


def _say(face: Face, arranged: Arranged, issue: str) -> None:
    face.say(arranged.what)
    if arranged.order:
        face.say(*(f"  {number}. {name}" for number, name in enumerate(arranged.order, start=1)))
    if arranged.is_changed:
        face.say(f"Wrote {relative_to_here(arranged.path)}. Next: iki-news preview {issue}")
    face.give(arranged.as_json())
