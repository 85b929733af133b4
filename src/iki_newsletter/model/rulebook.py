"""The one table of rules, from which `check --explain` and the reference are made."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule
from iki_newsletter.model.verp import LONGEST_LOCAL_PART

_FILES: Final = {
    "W": "a file that every command needs",
    "C": "a contribution",
    "I": "what the editors decide about an issue",
}


def _of_every_file(family: str) -> tuple[Rule, ...]:
    """Give the rules that hold for reading any YAML file, once for each family of files."""
    file = _FILES[family]
    block = Level.BLOCK
    return (
        Rule(
            f"{family}101",
            block,
            f"Only plain YAML is read as {file}: no references, tags, merge keys or second documents, 20 levels.",
            "Mend the file at the place named.",
            "YAML 1.1",
        ),
        Rule(
            f"{family}102",
            block,
            f"Accents and umlauts survive in {file} only when it is saved as UTF-8.",
            "Save the file as UTF-8.",
        ),
        Rule(
            f"{family}103",
            block,
            f"A file must be there, be readable and have a sensible size to be {file}.",
            "Put the file in its place, as plain text.",
        ),
        Rule(
            f"{family}104",
            block,
            "Characters that nobody sees can make a text read otherwise than it is, or break a mail.",
            "Delete it and type the text anew: pasted text often brings it along.",
            "Unicode categories Cc, Cf, Cs, Co, Cn, Zl, Zp; UAX #9",
        ),
        Rule(
            f"{family}105",
            block,
            "Of a key given twice, one value would be lost silently.",
            "Keep one of the two.",
        ),
        Rule(
            f"{family}106",
            block,
            "A key that is not known would be ignored silently, and is most often misspelt.",
            "Correct the key, or remove it.",
        ),
        Rule(
            f"{family}107",
            block,
            f"Without all of its required keys, {file} cannot be used.",
            "Add the key.",
        ),
        Rule(
            f"{family}108",
            block,
            "A value has to be of the kind that its key takes.",
            "Write it as the key asks.",
        ),
    )


_TABLE: Final = (
    # --- workspace: newsletter.yaml, portfolio.yaml, templates ---------------------------------------------
    *_of_every_file("W"),
    Rule(
        "W111",
        Level.BLOCK,
        "An id stands for one thing: what refers to it could mean either.",
        "Give each its own, and mend what refers to it.",
    ),
    Rule(
        "W112",
        Level.BLOCK,
        "What is referred to has to be in the portfolio as well.",
        "Write it as the portfolio has it, or enter it there.",
    ),
    Rule(
        "W113",
        Level.BLOCK,
        "Times of day are told in the team's time zone.",
        "Write an IANA name, as in America/Mexico_City or Europe/Berlin.",
        "IANA Time Zone Database",
    ),
    Rule(
        "W114",
        Level.ERROR,
        "A heading that lacks a language stands in a foreign language before that edition's readers.",
        "Add the text in this language.",
    ),
    Rule(
        "W115",
        Level.BLOCK,
        "Mail from an address that is none is refused, and replies to it are lost.",
        "Write the address alone, as in office@example.org.",
        "RFC 5321, 4.1.2",
    ),
    Rule(
        "W116",
        Level.BLOCK,
        "Files of the workspace are shared and kept for ever: a password must not be among them.",
        "Take it out, and change it: set IKI_NEWS_SMTP_PASSWORD or use the system's keyring instead.",
    ),
    Rule(
        "W117",
        Level.BLOCK,
        "A period that ends before it starts never holds.",
        "Mend `from` or `until`.",
    ),
    Rule(
        "W118",
        Level.BLOCK,
        "A setting that this version cannot keep to would give a false sense of safety.",
        "Take it out; `approval: optional` is what there is.",
    ),
    Rule(
        "W119",
        Level.WARN,
        "With a web address, long texts and pictures are left to the web, and no command publishes them yet.",
        "Put build/ISSUE there yourself before sending, or take `web` out: then everything is in the mail.",
    ),
    Rule(
        "W120",
        Level.BLOCK,
        "With `verp`, a code of 32 characters is written into the address that bounces go to; it must fit in there.",
        f"Give `sender.bounces` an address of at most {LONGEST_LOCAL_PART} characters before the @.",
        "RFC 5321, 4.5.3.1.1 (64 octets before the @)",
    ),
    Rule(
        "W121",
        Level.WARN,
        "Some servers refuse or replace an envelope sender that is no address of the account's own.",
        "Take `verp` out, or send through a server of your own or a relay; bounces go to one address meanwhile.",
    ),
    # --- contributions: loading ----------------------------------------------------------------------------
    *_of_every_file("C"),
    Rule(
        "C111",
        Level.ERROR,
        "Only `contributions/NAME.yaml` is read: what is called otherwise or lies elsewhere would be missed.",
        "Rename it or move it: lower-case letters, digits and hyphens, then `.yaml`, in `contributions`.",
    ),
    Rule(
        "C112",
        Level.WARN,
        "Copies that editors leave behind are not read, and may hold what is missing in the file itself.",
        "Compare it with the file it belongs to, and delete it.",
    ),
    Rule(
        "C113",
        Level.ERROR,
        "A picture that is not there cannot be shown: the item goes without it.",
        "Put the picture into the issue's `images` folder, or take it out of the contribution.",
    ),
    Rule(
        "C114",
        Level.BLOCK,
        "A file from outside the issue's folder could be anything on this machine.",
        "Copy the file itself into the issue's folder; a link that leads elsewhere is not followed.",
    ),
    Rule(
        "C115",
        Level.WARN,
        "A picture that no contribution names is seen by nobody.",
        "Name it in a contribution's `images`, or delete it.",
    ),
    Rule(
        "C116",
        Level.BLOCK,
        "A picture that cannot be opened stops the whole issue from being rendered.",
        "Open it in an image program and save it anew as JPEG or PNG.",
    ),
    # --- issue.yaml: loading -------------------------------------------------------------------------------
    *_of_every_file("I"),
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
    Rule(
        "L101",
        Level.BLOCK,
        "A file that cannot be read as a list has nobody on it.",
        "Save it in Excel as “CSV UTF-8” or as a workbook (.xlsx), without a password.",
    ),
    Rule(
        "L102",
        Level.BLOCK,
        "Without a column of addresses nobody can be written to.",
        "Call the column with the addresses email (or E-Mail, correo).",
    ),
    Rule(
        "L103",
        Level.BLOCK,
        "Of two columns for the same thing, nobody can know which one is right.",
        "Delete or rename one of them.",
    ),
    Rule(
        "L104",
        Level.BLOCK,
        "The first row must say what the columns hold, since their order is free.",
        "Insert a row above: email, name, language, … in the order of the columns.",
    ),
    Rule(
        "L105",
        Level.WARN,
        "What stands above the columns' names is not part of the list.",
        "Delete those rows if nobody needs them.",
    ),
    Rule(
        "L106",
        Level.WARN,
        "One sheet of a workbook is the list: whoever stands on another one gets nothing.",
        "Move them to the first sheet, or save each sheet as a list of its own.",
    ),
    Rule(
        "L107",
        Level.ERROR,
        "Whoever left must get nothing, and only a column known as the status says surely who did.",
        "Call that column status, or take it out of the list if it means something else.",
    ),
    Rule(
        "L110",
        Level.ERROR,
        "Mail to a wrong address comes back, and who is meant gets nothing.",
        "Write one address, as in ana@example.org.",
        "RFC 5321, 4.1.2; RFC 6531",
    ),
    Rule(
        "L111",
        Level.ERROR,
        "A row without an address reaches nobody.",
        "Add the address, or delete the row.",
    ),
    Rule(
        "L112",
        Level.ERROR,
        "With more cells than columns, values have slipped: a status or a name may be another's.",
        "Put quotation marks around the value that holds a comma or semicolon.",
        "RFC 4180, 2",
    ),
    Rule(
        "L113",
        Level.WARN,
        "A quotation mark that is not closed makes one cell of all that follows.",
        "Close the quotation mark, or delete it.",
        "RFC 4180, 2",
    ),
    Rule(
        "L114",
        Level.WARN,
        "Everybody gets an issue once; the first row of an address counts.",
        "Delete one of the rows.",
    ),
    Rule(
        "L115",
        Level.WARN,
        "Who unsubscribed stays unsubscribed, whatever other rows say.",
        "Delete the row that is out of date.",
    ),
    Rule(
        "L116",
        Level.WARN,
        "One mail too few is better than one to somebody who left.",
        "Call that column status; if the word means something else there, write another one.",
    ),
    Rule(
        "L117",
        Level.ERROR,
        "A cell as long as a book is no cell of a list: something else was pasted, or the file is damaged.",
        "Delete the cell, or write the row anew.",
    ),
    Rule(
        "L120",
        Level.WARN,
        "A slip in a well-known domain sends mail to strangers.",
        "Ask, and correct the address; it is used as written until then.",
    ),
    Rule(
        "L121",
        Level.WARN,
        "Readers get the newsletter's first language where theirs is not known.",
        "Write a language's tag or name, as in es, de, en.",
    ),
    Rule(
        "L122",
        Level.WARN,
        "Readers get the newsletter's first language where there is no edition in theirs.",
        "Choose one of the newsletter's languages.",
    ),
    Rule(
        "L123",
        Level.WARN,
        "A status nobody knows might mean that somebody left.",
        "Write active, or one that says why not: unsubscribed, inactive.",
    ),
    Rule(
        "L124",
        Level.WARN,
        "A consent counts from its date, so the date must be one.",
        "Write it as 2017-05-22, 22.05.2017 or 22/05/2017.",
    ),
    Rule(
        "L125",
        Level.WARN,
        "A name stands in a header and in the greeting, as one line of plain text.",
        "Write it anew; until then the greeting goes without it.",
    ),
    Rule(
        "L126",
        Level.WARN,
        "A salutation is the whole line of greeting, and goes out as it is.",
        "Write the line (“Estimada Ana:”), or leave it empty: then the name greets.",
    ),
    Rule(
        "L127",
        Level.WARN,
        "Letters lost between two programs make a name look careless.",
        "Write the name anew, and save the list as “CSV UTF-8”.",
    ),
    Rule(
        "L128",
        Level.WARN,
        "An address with other letters than ASCII before the @ needs servers that know them.",
        "Ask for another address if mail does not arrive.",
        "RFC 6531",
    ),
)

RULES: Final = {rule.code: rule for rule in _TABLE}
