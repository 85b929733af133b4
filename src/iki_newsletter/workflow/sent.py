"""How a sending ended: the exit code, what to do next, and a summary for whoever asks how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from iki_newsletter.delivery.progress import Stop
from iki_newsletter.errors import ExitCode
from iki_newsletter.workflow.clock import shown_time
from iki_newsletter.workflow.plan import campaign_figures, describe_sum

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from iki_newsletter.delivery.progress import Outcome
    from iki_newsletter.errors import IkiNewsError
    from iki_newsletter.model.delivery import Delivery, Sum, Waiting
    from iki_newsletter.workflow.plan import Plan

_SANDBOX = "That was the sandbox: the mails are in build/outbox, and nobody's mailbox got one."
_AFRESH = "To try the sandbox afresh, remove build/outbox."
_DONE = "Nothing is left to do: who did not get it is named by the deliveries."
_OPEN = {
    "pending": "{} wait",
    "deferred": "{} were put off by their server and are tried again",
    "uncertain": "{} may have it",
    "failed": "{} did not get it",
    "withdrawn": "{} left before their turn",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """How a run ended."""

    plan: Plan
    sum: Sum
    excluded: Mapping[str, int]
    waiting: Waiting
    left_uncertain: tuple[Delivery, ...]
    """What an earlier sender left at its dot, found by this run."""
    outcome: Outcome | None
    """None where an error ended the run."""
    campaign_began: dt.datetime
    ended: dt.datetime
    retried: int = 0
    """How many who had failed were to be tried again."""
    resent: int = 0
    """How many who may have it were to get it once more."""
    error: IkiNewsError | None = None

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends: what comes first in ExitCode goes before the rest."""
        total = self.sum
        if self.error is not None and self.error.exit_code is ExitCode.USAGE:
            return ExitCode.USAGE
        nothing_sent = not (total.sent or total.uncertain or total.failed)
        if self._was_interrupted and nothing_sent:
            return ExitCode.STOPPED
        if total.unfinished:
            return ExitCode.NOT_FINISHED
        if self.error is not None:
            return self.error.exit_code
        return ExitCode.WRONG if total.failed or total.uncertain else ExitCode.DONE

    @property
    def sentences(self) -> list[str]:
        """Say what came of it, what to do next, and last how it stands, for those who only want to know that."""
        total, campaign_id = self.sum, self.plan.campaign_id
        lines = [f"{describe_sum(total)}."]
        if self.outcome and self.outcome.words:
            lines.append(self.outcome.words)
        lines += [f"Uncertain since the program ended: {row.address}" for row in self.left_uncertain]
        if total.uncertain:
            lines.append(
                "Uncertain: the server had the whole message and did not answer. "
                "They may have it; it is not sent again."
            )
        if total.failed or total.uncertain:
            lines.append(
                f"Who, and why: iki-news deliveries {campaign_id} --state {'failed' if total.failed else 'uncertain'}"
            )
        if self.error is None:
            lines.append(self._what_next())
        return [*lines, "", *self.summary]

    @property
    def summary(self) -> list[str]:
        """Say who sent what, when, through what, how many have it and what is open: two sentences, no addresses."""
        plan, total = self.plan, self.sum
        zone = ZoneInfo(plan.newsletter.timezone)
        began, ended = self.campaign_began.astimezone(zone), self.ended.astimezone(zone)
        until = f"{ended:%H:%M}" if ended.date() == began.date() else f"{ended:%Y-%m-%d %H:%M}"
        what = "A rehearsal of" if plan.outlet.is_sandbox else "Sent:"
        open_parts = [words.format(getattr(total, part)) for part, words in _OPEN.items() if getattr(total, part)]
        have = "would have it" if plan.outlet.is_sandbox else "have it"
        when = f"{began:%Y-%m-%d %H:%M} to {until} ({plan.newsletter.timezone})"
        return [
            f"{what} {plan.campaign_id}, by {plan.newsletter.sender.name}, {when}, through {plan.outlet.server}.",
            f"{total.sent} of {total.planned} {have}. Open: {'; '.join(open_parts) or 'nothing'}.",
        ]

    def as_json(self) -> dict[str, Any]:
        """Give the campaign's figures to programs, and what went wrong where an error ended the run."""
        figures = campaign_figures(self.plan.campaign_id, self.plan.mailing.issue.id, self.excluded, self.sum)
        figures |= self.plan.decided(self.retried, self.resent)
        if self.error is None:
            return figures
        return figures | {"error": self.error.what, "instead": self.error.instead, "exit_code": self.exit_code.value}

    @property
    def _was_interrupted(self) -> bool:
        return self.outcome is not None and self.outcome.stop is Stop.INTERRUPTED

    def _what_next(self) -> str:
        total = self.sum
        if self.plan.is_complete:
            done = "Everyone planned has it already; nothing was sent." if total.sent == total.planned else _DONE
            return f"{done} {_AFRESH}" if self.plan.outlet.is_sandbox else done
        if self._was_interrupted:
            return "Stopped. Run the same command again to go on."
        if self.waiting.due:
            return "Run the same command again to go on."
        if self.waiting.next_at:
            when = shown_time(self.waiting.next_at, self.plan.newsletter.timezone)
            return f"{total.deferred} to try again: run the same command after {when}."
        if self.plan.outlet.is_sandbox:
            return _SANDBOX
        return "Everyone planned has it." if total.sent == total.planned else _DONE
