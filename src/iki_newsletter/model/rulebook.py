"""The one table of rules, from which `check --explain` and the reference are made."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

_TABLE: Final = (
    # --- workspace: newsletter.yaml, portfolio.yaml, templates ---------------------------------------------
    # --- contributions: loading ----------------------------------------------------------------------------
    Rule(
        "C101",
        Level.BLOCK,
        "A file that cannot be read as safe YAML cannot become part of an issue.",
        "Mend the file at the place named.",
    ),
    # --- contributions: references -------------------------------------------------------------------------
    Rule(
        "C201",
        Level.ERROR,
        "Only projects of the portfolio have an organisation and an area to stand under: the item is left out.",
        "Write the project's id as portfolio.yaml has it, or enter the project there.",
    ),
    Rule(
        "C202",
        Level.ERROR,
        "A project that the portfolio does not know cannot be named beside an item.",
        "Write the project's id as portfolio.yaml has it, or take the line out.",
    ),
    Rule(
        "C203",
        Level.ERROR,
        "States are found and counted by name, so each has one spelling.",
        "Write the state's short Spanish name with its accents, as in Michoacán or Estado de México.",
        "Constitución Política de los Estados Unidos Mexicanos, art. 43",
    ),
    Rule(
        "C204",
        Level.WARN,
        "An original in a language without an edition is a foreign text to all readers.",
        "Write in `language` the language of the original, and add translations for the editions.",
    ),
    # --- contributions: dates ------------------------------------------------------------------------------
    Rule(
        "C301",
        Level.ERROR,
        "An event cannot end before it starts.",
        "Mend `starts_on` or `ends_on`, or take `ends_on` out where it lasts one day.",
    ),
    Rule(
        "C302",
        Level.WARN,
        "What comes after the deadline leaves no time to edit and translate.",
        "Take it on all the same, or move it to the next issue's folder.",
    ),
    Rule(
        "C303",
        Level.WARN,
        "Nobody can go to an event that is over: it is left out.",
        "Mend the date, or make it news and tell what came of it.",
    ),
    Rule(
        "C304",
        Level.WARN,
        "Nobody can answer a call that is closed: it is left out.",
        "Mend the deadline, or take the file out of this issue.",
    ),
    Rule(
        "C305",
        Level.WARN,
        "What must not be public yet on the day of sending is left out.",
        "Move it to the next issue's folder, or mend `embargo_until`.",
    ),
    Rule(
        "C306",
        Level.WARN,
        "What no longer holds on the day of sending is left out.",
        "Mend `expires_on`, or take the file out of this issue.",
    ),
    Rule(
        "C307",
        Level.ERROR,
        "Readers sit in several time zones: an hour without its zone is read wrongly by some of them.",
        "Write the zone beside it, as in `timezone: America/Mexico_City`.",
    ),
    Rule(
        "C308",
        Level.ERROR,
        "Calendars know a zone by its IANA name only.",
        "Write a name such as America/Mexico_City, America/Cancun, Europe/Berlin or UTC.",
        "IANA Time Zone Database",
    ),
    Rule(
        "C309",
        Level.WARN,
        "Registration that ends after the event is a slip of the pen in one of the dates.",
        "Mend `registration.until` or the event's dates.",
    ),
    Rule(
        "C310",
        Level.WARN,
        "Readers cannot register any more when the mail reaches them.",
        "Mend `registration.until`, or take `registration` out.",
    ),
    # --- contributions: translations -----------------------------------------------------------------------
    Rule(
        "C401",
        Level.BLOCK,
        "Where the original is missing, nothing can be shown to readers of other languages.",
        "Add the text in the original's language, or mend `language`.",
    ),
    Rule(
        "C402",
        Level.WARN,
        "Readers of an edition do not find an item in their language.",
        "Add the translation of title, teaser and, where the item has one, body.",
        "WCAG 2.2, 3.1.2 (parts in another language are marked as such)",
    ),
    Rule(
        "C403",
        Level.WARN,
        "A half-translated item falls back to its original as a whole, a smaller text on its own.",
        "Add the missing translation.",
        "WCAG 2.2, 3.1.2 (parts in another language are marked as such)",
    ),
    Rule(
        "C404",
        Level.WARN,
        "A text in a language without an edition is seen by nobody.",
        "Mend the language's tag, or add the language to `languages` in newsletter.yaml.",
    ),
    # --- contributions: text -------------------------------------------------------------------------------
    Rule(
        "C501",
        Level.ERROR,
        "A line still waits to be written, and readers would see the note that says so.",
        "Write the text, or take the line out where the item needs none.",
    ),
    Rule(
        "C502",
        Level.ERROR,
        "Readers must know where to go.",
        "Add `place: …`, or `online: https://…`, or both.",
    ),
    Rule(
        "C511",
        Level.WARN,
        "A long title breaks over several lines on a telephone.",
        "Shorten it; what it cannot hold belongs in the teaser.",
    ),
    Rule(
        "C512",
        Level.WARN,
        "A teaser says what changed and for whom; forty long ones are read by nobody.",
        "Shorten it; what it cannot hold belongs in the body or behind the link.",
    ),
    Rule(
        "C513",
        Level.WARN,
        "A long body makes the mail so large that mail programs cut it.",
        "Shorten it; put the rest on the project's web page and link to it.",
    ),
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
    # --- subscriber list -----------------------------------------------------------------------------------
)

RULES: Final = {rule.code: rule for rule in _TABLE}
