"""Who watches a sending must not be able to end it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")


def unable_to_fail(tell: Callable[P, None]) -> Callable[P, None]:
    """Give a callback that is called no more once it has raised, and never raises itself.

    SystemExit counts too: rich raises it where the reader of a pipe has gone. A wish to stop, as KeyboardInterrupt,
    is no failure and goes through.
    """
    has_failed = False

    def told(*arguments: P.args, **named: P.kwargs) -> None:
        nonlocal has_failed
        if has_failed:
            return
        try:
            tell(*arguments, **named)
        except (Exception, SystemExit):  # noqa: BLE001 - a picture that cannot be drawn stops no mail
            has_failed = True

    return told
