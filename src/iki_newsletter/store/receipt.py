"""The receipt of a campaign, `campaign.yaml` in the issue's folder: tracked by git, without addresses.

It keeps a second editor, on another computer and with an empty ledger, from sending an issue again.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads annotations at run time
from typing import TYPE_CHECKING, Annotated, Final

import yaml
from pydantic import Field, StringConstraints, TypeAdapter

from iki_newsletter.errors import LedgerError
from iki_newsletter.model.shape import Language, Line, Shape
from iki_newsletter.reading.reader import read_shape
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.campaign import Campaign
    from iki_newsletter.store.ledger import Ledger

FILE: Final = "campaign.yaml"
_HEADING: Final = (
    "# Written when sending began; keep it in git. It says that this issue is being sent or was sent, from which\n"
    "# ledger, and with which editions. There are no addresses in it.\n"
)


class Receipt(Shape):
    """That a campaign has begun."""

    campaign: Line
    begun_at: dt.datetime
    """In UTC."""
    ledger: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    """The ledger's id."""
    editions: Annotated[dict[Language, str], Field(min_length=1)]
    """Language to the digest of the edition."""
    attempts: Annotated[int, Field(ge=0)] = 0
    """How many tries had ended when this was written; a ledger that knows of fewer is an old copy."""
    corrections: dict[Line, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    """The same of each correction, by its campaign's id; nothing in receipts from before they were counted."""


_ADAPTER: Final = TypeAdapter(Receipt)


def write_receipt(issue_folder: Path, campaign: Campaign, ledger: Ledger) -> None:
    """Write the receipt of an issue's campaign, before the first delivery and after each run of it or a correction.

    Raises LedgerError rather than overwrite what another ledger has written, and where it cannot be written.
    """
    receipt = Receipt(
        campaign=campaign.id,
        begun_at=campaign.begun_at,
        ledger=ledger.id,
        editions=dict(campaign.digests),
        attempts=ledger.attempts_made(campaign.id),
        corrections=ledger.corrections_made(campaign.id),
    )
    there = read_receipt(issue_folder)
    if there is not None and there.ledger != receipt.ledger:
        raise LedgerError(
            f"{issue_folder / FILE} is another ledger's receipt: {there.campaign} is being sent from there as well, "
            "and some people may get it twice.",
            instead="Stop there, and see on both computers who has it: iki-news deliveries.",
        )
    if there is not None and there.model_copy(update={"begun_at": receipt.begun_at}) == receipt:
        return
    unsaid = None if receipt.corrections else {"corrections"}
    text = yaml.safe_dump(receipt.model_dump(mode="json", exclude=unsaid), sort_keys=False, allow_unicode=True)
    try:
        write_atomically(issue_folder / FILE, _HEADING + text)
    except OSError as error:
        raise LedgerError(
            f"{issue_folder / FILE} cannot be written: {error.strerror or error}.",
            instead="Make room, or see whether you may write there; then run the same command again.",
        ) from error


def read_receipt(issue_folder: Path) -> Receipt | None:
    """Read an issue's receipt, None where there is none; raises LedgerError when it cannot be understood."""
    path = issue_folder / FILE
    if not path.exists():
        return None
    loaded, problems = read_shape(path, _ADAPTER, family="I")
    if loaded is None:
        raise LedgerError(
            f"{path} says that sending has begun, but cannot be read.",
            instead="Bring it back with git, then run the same command again.",
            problems=problems,
        )
    return loaded.value


def refuse_other_ledger(issue_folder: Path, ledger: Ledger) -> None:
    """Raise LedgerError when the issue's receipt does not fit this ledger.

    It names a campaign that the ledger does not hold, or more attempts at the issue or a correction of it than the
    ledger knows of (then the ledger is an old copy), or another issue (then the folder was copied or renamed).
    """
    receipt = read_receipt(issue_folder)
    if receipt is None:
        return
    if receipt.campaign != issue_folder.name:
        raise LedgerError(
            f"The receipt {FILE} in {issue_folder.name} is that of {receipt.campaign}: the folder was renamed or "
            "copied. If it was renamed, everybody would get the issue twice.",
            instead=f"Give the folder its name back; if it is a copy to write a new issue in, delete its {FILE}.",
        )
    if receipt.ledger == ledger.id and ledger.campaign(receipt.campaign) is not None:
        _refuse_old_copy(receipt, ledger)
        return
    raise LedgerError(
        f"Sending {receipt.campaign} began on {receipt.begun_at:%Y-%m-%d} with another ledger than the one here: "
        "who has had it already is not known here, and people would get it twice.",
        instead=(
            "Send from the computer where it began, or move the ledger here: iki-news ledger export FILE there, "
            "iki-news ledger import FILE here."
        ),
    )


def _refuse_old_copy(receipt: Receipt, ledger: Ledger) -> None:
    known = {receipt.campaign: ledger.attempts_made(receipt.campaign), **ledger.corrections_made(receipt.campaign)}
    for campaign, attempts in {receipt.campaign: receipt.attempts, **receipt.corrections}.items():
        # A correction that it does not know at all may have been stopped hard before any attempt was counted.
        if known.get(campaign, -1) < attempts:
            raise LedgerError(
                f"This ledger is an old copy: it knows of {known.get(campaign, 0)} attempts to deliver {campaign}, "
                f"and there were {attempts or 'some'}. Some people would get it twice.",
                instead="Bring the newest var/ledger.sqlite3 back; without it, nobody can know who has it.",
            )
