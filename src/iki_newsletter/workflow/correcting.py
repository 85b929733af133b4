"""Plan a correction: a short mail to exactly those who got an issue's first edition, as a campaign of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from iki_newsletter.audience.listfile import read_list
from iki_newsletter.audience.planning import who_left
from iki_newsletter.audience.roll import Roll
from iki_newsletter.errors import FilesWrongError, LedgerError, RefusedError, UsageError
from iki_newsletter.model.audience import Audience, Excluded, Reason
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.store.database import Database
from iki_newsletter.store.decisions import Decisions
from iki_newsletter.store.kept import kept_keys
from iki_newsletter.store.ledger import Ledger
from iki_newsletter.store.receipt import refuse_other_ledger
from iki_newsletter.workflow.approval import refuse_unapproved
from iki_newsletter.workflow.build import Build, merge_issue, render_merged
from iki_newsletter.workflow.corrections import read_correction
from iki_newsletter.workflow.example_data import refuse_example_data
from iki_newsletter.workflow.outlet import choose_outlet
from iki_newsletter.workflow.plan import Mailing, Plan, SendOptions
from iki_newsletter.workflow.planning import (
    find_begun,
    refuse_contradictions,
    refuse_what_is_wrong,
    settle_what_was_left,
)
from iki_newsletter.workflow.said import read_said
from iki_newsletter.workflow.signing import find_signer
from iki_newsletter.workflow.sources import read_register

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from iki_newsletter.model.campaign import Campaign
    from iki_newsletter.model.correction import Correction
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.subscriber import Subscriber
    from iki_newsletter.workflow.outlet import Outlet
    from iki_newsletter.workspace.folder import Workspace


def plan_correction(workspace: Workspace, issue_id: str, file: Path, options: SendOptions) -> Plan:
    """Make the correction and see who got what it corrects.

    Raises FilesWrongError for a file that cannot be used or misses a language and when a check forbids sending,
    RefusedError where nobody has the issue, where the first edition is still being sent, where the correction changed
    since its first delivery, or where nobody has approved it and the newsletter asks for that.
    """
    refuse_contradictions(options)
    _refuse_what_is_for_issues(options)
    built = build_correction(workspace, issue_id, file)
    refuse_what_is_wrong(built, f"The correction {relative_to_here(file)}")
    newsletter = built.merged.register.newsletter
    outlet = choose_outlet(workspace, newsletter.smtp, options.smtp)
    refuse_example_data(built.merged.register.settings, outlet.server)
    mailing = Mailing(
        correction_id(issue_id, file), built.issue, newsletter, built.editions, built.problems, corrects=True
    )
    audience = _audience(outlet, issue_id, mailing, _unsubscribed(workspace, newsletter, options), options)
    _refuse_missing_languages(file, mailing, audience.planned)
    begun = find_begun(outlet, mailing, settle=options.resend_uncertain and not options.dry_run)
    if begun and not options.old_edition:
        _refuse_another_text(file, mailing, begun.campaign)
    source = f"who got the first edition of {issue_id}"
    signer = find_signer(workspace, newsletter, outlet)
    plan = Plan(workspace, mailing, options, outlet, source, audience, begun, signer=signer)
    if begun is None and not audience.planned:
        raise RefusedError(f"Nobody has the first edition of {issue_id}, so there is nobody to correct it for.")
    refuse_unapproved(plan)
    return plan


def correction_id(issue_id: str, file: Path) -> str:
    """Give the campaign that sends a correction: its issue's second, third and so on."""
    return f"{issue_id}/correction-{_read(file).number}"


def build_correction(workspace: Workspace, issue_id: str, file: Path) -> Build:
    """Make a correction's editions, in every language that its file is whole in, in the look of its issue."""
    from iki_newsletter.render.templates import load_templates  # noqa: PLC0415 - heavy

    register = read_register(workspace)
    newsletter = register.newsletter
    correction = _read(file)
    languages = correction.languages(newsletter.languages[0])
    if not languages:
        raise FilesWrongError(
            f"{relative_to_here(file)}: no language has both a subject and a text.",
            instead="Write both in each language: subject: {es: …, de: …} and text: {es: …, de: …}",
        )
    merged = merge_issue(register, issue_id)
    local = newsletter.local
    issue = replace(
        merged.issue,
        subject=local(correction.subject),
        preheader=local(correction.preheader) if correction.preheader else merged.issue.subject,
        editorial=local(correction.text),
        editorial_signed=None,
        focus=None,
        sections=(),
    )
    # What is wrong with the issue's own files by now is not the correction's matter.
    corrected = replace(merged, issue=issue, found=())
    return render_merged(corrected, load_templates(workspace.templates), languages, stages="")


def _read(file: Path) -> Correction:
    loaded, problems = read_correction(file)
    if loaded is None:
        raise FilesWrongError("The correction cannot be sent as it is; nothing was sent.", problems=problems)
    return loaded.value


def _refuse_what_is_for_issues(options: SendOptions) -> None:
    if options.groups:
        raise UsageError(
            "--correction goes to those who have the issue, whatever group they are in.", instead="Leave --group out."
        )
    if options.new_edition:
        raise UsageError(
            "--correction goes to those who have the issue, --rest-gets-new-edition to those who have not.",
            instead="Call the command once for each: first for the rest, then with --correction.",
        )


def _audience(
    outlet: Outlet, issue_id: str, mailing: Mailing, unsubscribed: Collection[str], options: SendOptions
) -> Audience:
    """Find who has the first edition, by the ledger alone; who is suppressed by now is left out, with the reason."""
    if not outlet.ledger.exists():
        raise _nobody_has(issue_id)
    with Database.open(outlet.ledger) as database:
        ledger, decisions = Ledger(database), Decisions(database)
        if not outlet.is_sandbox:
            refuse_other_ledger(mailing.issue.folder, ledger)
        campaign = ledger.campaign(issue_id)
        if campaign is None:
            raise _nobody_has(issue_id)
        if campaign.forgotten_at:
            raise RefusedError(
                f"Who has {issue_id} was forgotten on {campaign.forgotten_at:%Y-%m-%d}, as newsletter.yaml asks: "
                "nobody can be told of a mistake in it any more.",
                instead="Say it in the next issue.",
            )
        if not options.dry_run:
            settle_what_was_left(ledger, outlet.ledger, issue_id)
        _refuse_while_it_goes_out(issue_id, decisions.still_get_first(issue_id))
        roll = Roll()
        for person, suppressed in decisions.holders(issue_id):
            reason = suppressed or (Reason.UNSUBSCRIBED.value if person.key in unsubscribed else "")
            if reason:
                roll.leave_out(Excluded(person.address, Reason(reason), key=person.key))
            else:
                roll.enter(person)
    reading = f"{len(roll.subscribers) + len(roll.excluded)} sent or uncertain"
    return Audience(roll.subscribers, roll.excluded, reading=reading, keys=roll)


def _unsubscribed(workspace: Workspace, newsletter: Newsletter, options: SendOptions) -> Collection[str]:
    """Read from the list, where there is one, who has unsubscribed; it says nothing else about a correction."""
    list_path = options.to or workspace.root / newsletter.subscribers
    if not list_path.exists() and options.to is None:
        return ()
    reading = read_list(list_path, newsletter.languages)
    return kept_keys(who_left(reading.excluded, read_said(workspace)))


def _nobody_has(issue_id: str) -> LedgerError:
    return LedgerError(
        f"Nothing of {issue_id} has been sent from here, so nobody needs a correction.",
        instead=f"Mend the issue and send it: iki-news send {issue_id}",
    )


def _refuse_while_it_goes_out(issue_id: str, number: int) -> None:
    if number:
        raise RefusedError(
            f"{number} are still to get the edition of {issue_id} that this corrects. Nothing was sent.",
            instead=(
                f"Mend the issue and give it to them first: iki-news send {issue_id} --rest-gets-new-edition; "
                "then send the correction to the others."
            ),
        )


def _refuse_missing_languages(file: Path, mailing: Mailing, people: Iterable[Subscriber]) -> None:
    has = mailing.digests
    missing = Counter(person.language for person in people if person.language not in has)
    if missing:
        counts = ", ".join(f"{language} ({number} readers)" for language, number in missing.items())
        raise FilesWrongError(
            f"{relative_to_here(file)}: a subject or a text is missing in {counts}. Nothing was sent.",
            instead="Write both in every language that the issue was read in.",
        )


def _refuse_another_text(file: Path, mailing: Mailing, campaign: Campaign) -> None:
    changed = mailing.changed_since(campaign)
    if changed:
        raise RefusedError(
            f"The correction {mailing.campaign_id} has changed since its first delivery ({', '.join(changed)}): "
            "the rest would get another one than the others. Nothing was sent.",
            instead=(
                "Take your change back and send again; or go on with what the others got: --rest-gets-old-edition; "
                f"or make it a second correction, to everybody: number: {_next_number(mailing)} in "
                f"{relative_to_here(file)}."
            ),
        )


def _next_number(mailing: Mailing) -> int:
    return int(mailing.campaign_id.rpartition("-")[2]) + 1
