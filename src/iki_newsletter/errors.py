"""Every error that a user can meet, drawn as one tree; each knows the exit code it ends the command with."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class ExitCode(IntEnum):
    """How a command ends; where several apply, the order here is their precedence."""

    USAGE = 2
    """Wrong usage or configuration."""
    STOPPED = 130
    """Stopped by Ctrl-C before anything was sent."""
    NOT_FINISHED = 75
    """Not finished: run the same command again (EX_TEMPFAIL of sysexits)."""
    WRONG = 1
    """It ran, and something is wrong."""
    DONE = 0


class Reportable(Protocol):
    """What an error can carry as evidence: a problem at its place in a file."""

    def lines(self) -> list[str]:
        """Give the sentences to show, without markup."""
        ...

    def as_json(self) -> dict[str, Any]:
        """Give the same for programs."""
        ...


class IkiNewsError(Exception):
    """A user's error: `what` is wrong and what to do `instead`, as two sentences without markup."""

    exit_code = ExitCode.WRONG

    def __init__(self, what: str, *, instead: str = "", problems: Sequence[Reportable] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.instead = instead
        self.problems = tuple(problems)

    def lines(self) -> list[str]:
        """Give what to show, one sentence a line: the problems first, then what is wrong and what to do."""
        shown = [line for problem in self.problems for line in problem.lines()]
        return [*shown, self.what, *([f"  {self.instead}"] if self.instead else [])]


class UsageError(IkiNewsError):
    """The command cannot be understood or does not fit what is there."""

    exit_code = ExitCode.USAGE


class ConfigurationError(UsageError):
    """A file that every command needs (`newsletter.yaml`, `portfolio.yaml`, the theme) is missing or wrong."""


class WorkspaceNotFoundError(ConfigurationError):
    """No folder upward holds a `newsletter.yaml`."""


class NotThereError(UsageError):
    """An issue, contribution, list or file that the user named does not exist."""


class AlreadyThereError(UsageError):
    """What should be written exists already: nothing is overwritten silently."""


class RefusedError(IkiNewsError):
    """A check, or what was done before, forbids it; the text spells out the choices."""


class FilesWrongError(RefusedError):
    """Files have problems that must be mended first; they are carried as `problems`."""


class NotTakenError(RefusedError):
    """What somebody sent in cannot be taken as it is, and nothing of it was written."""


class LedgerError(RefusedError):
    """The ledger is damaged, missing although a receipt exists, or stands where it cannot be trusted."""


class SendingError(IkiNewsError):
    """The mail server makes it impossible to go on, through no subscriber's fault."""


class ServerRefusesError(SendingError):
    """The server refuses the sender, the sign-in or the encryption: trying again would not help."""


class NotFinishedError(IkiNewsError):
    """Something is left to do: the same command, run again, goes on."""

    exit_code = ExitCode.NOT_FINISHED


class LockHeldError(NotFinishedError):
    """Another process is sending this campaign."""


class ServerUnreachableError(NotFinishedError):
    """The server does not answer now; what was sent is in the ledger."""


class StoppedError(IkiNewsError):
    """The user pressed Ctrl-C before anything was sent."""

    exit_code = ExitCode.STOPPED
