"""Rules over issue.yaml and the issue as a whole (I)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule
from iki_newsletter.model.rules.every_file import of_every_file

RULES: Final = (
    # --- issue.yaml: loading -------------------------------------------------------------------------------
    *of_every_file("I"),
    # --- issue ---------------------------------------------------------------------------------------------
    Rule(
        "I201",
        Level.ERROR,
        "What editors decided about an item comes to nothing when its name is spelt differently.",
        "Write the contribution's file name without .yaml.",
    ),
    Rule(
        "I202",
        Level.ERROR,
        "An order for a section that does not exist comes to nothing.",
        "Write the section's id as newsletter.yaml has it.",
    ),
    Rule(
        "I203",
        Level.ERROR,
        "An item that no section takes is in no edition.",
        "Set its `area`, add a section for it to newsletter.yaml, or name it under `leave_out` with the reason.",
    ),
    Rule(
        "I204",
        Level.WARN,
        "A place in the order holds only in the section that has the item, and once.",
        "Move the name to the section named, or take it out.",
    ),
    Rule(
        "I205",
        Level.ERROR,
        "The item that editors put first is not in the issue.",
        "Name another contribution under `focus`, or mend what keeps this one out.",
    ),
    Rule(
        "I206",
        Level.ERROR,
        "An issue without a single item is nothing to send.",
        "Add a contribution: iki-news new contribution ISSUE --project P --kind K",
    ),
    Rule(
        "I301",
        Level.ERROR,
        "Every edition needs a subject in its own language.",
        "Add the subject in the language named.",
    ),
    Rule(
        "I302",
        Level.ERROR,
        "Every edition needs a preheader (the line that mail programs show beside the subject) in its own language.",
        "Add the preheader in the language named.",
    ),
    Rule(
        "I303",
        Level.ERROR,
        "The editorial speaks to the readers of every edition.",
        "Add it in the language named, or take the editorial out.",
    ),
    Rule(
        "I304",
        Level.WARN,
        "A text in a language without an edition is seen by nobody.",
        "Mend the language's tag, or add the language to `languages` in newsletter.yaml.",
    ),
    Rule(
        "I305",
        Level.ERROR,
        "A line still waits to be written, and readers would see the note that says so.",
        "Write the text, or take the line out where the issue needs none.",
    ),
    Rule(
        "I306",
        Level.WARN,
        "A translation of an earlier text may tell its readers what no longer holds.",
        "Translate what changed; where the translation still holds, `iki-news translations accept` says so.",
    ),
    Rule(
        "I311",
        Level.WARN,
        "A subject of 10 to 78 characters says enough and is not cut off.",
        "Name the strongest item in a few words.",
        "RFC 5322, 2.1.1 (lines of 78 characters)",
    ),
    Rule(
        "I312",
        Level.WARN,
        "Capitals and exclamation marks look like advertising, to readers and to spam filters.",
        "Write it as a calm sentence.",
    ),
    Rule(
        "I313",
        Level.BLOCK,
        "`=?` opens an encoded word: mail programs would read the rest as code, and it could smuggle in a header.",
        "Write the subject without the characters =?",
        "RFC 2047, 2",
    ),
    Rule(
        "I314",
        Level.ERROR,
        "A preheader that repeats the subject wastes the second line that readers see in their list of mails.",
        "Say what else is in the issue.",
    ),
    Rule(
        "I401",
        Level.ERROR,
        "Contributions must come in before the issue is sent.",
        "Mend `deadline` or `sends_on`.",
    ),
    Rule(
        "I402",
        Level.WARN,
        "Month, folder and day of sending disagree: often the file was copied from another issue.",
        "Mend the one that is wrong.",
    ),
    Rule(
        "I411",
        Level.WARN,
        "An allowance for a rule that does not exist excuses nothing.",
        "Write the code as it stands beside the problem, as in E304.",
    ),
    Rule(
        "I412",
        Level.WARN,
        "Only errors can be allowed: what blocks must be mended, and a warning stops nothing.",
        "Take the allowance out.",
    ),
    Rule(
        "I413",
        Level.WARN,
        "An allowance that has ended on the day of sending excuses nothing.",
        "Mend the problem, or give a later `until` with a reason that still holds.",
    ),
    Rule(
        "I414",
        Level.WARN,
        "What is allowed is still shown, so that nobody forgets it.",
        "Mend it when there is time, and take the allowance out.",
    ),
    Rule(
        "I415",
        Level.WARN,
        "An allowance that nothing needs would hide the next problem of its kind.",
        "Take it out of `allow`.",
    ),
    # --- issue: days in texts, and what its editions have --------------------------------------------------
    Rule(
        "I421",
        Level.BLOCK,
        "Whoever read the mistake in a language reads the correction in it: it is not sent without.",
        "Write both `subject` and `text` in this language.",
    ),
    Rule(
        "I501",
        Level.WARN,
        "Where weekday and date disagree, readers do not know which to trust.",
        "Mend the one that is wrong; often the date was copied from another year.",
    ),
    Rule(
        "I511",
        Level.WARN,
        "Editions with different items make readers of one of them miss what others talk about.",
        "Add the translations, or set `untranslated: show` in newsletter.yaml.",
    ),
)
