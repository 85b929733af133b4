"""Rules over contributions (C)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule
from iki_newsletter.model.rules.every_file import of_every_file

RULES: Final = (
    # --- contributions: loading ----------------------------------------------------------------------------
    *of_every_file("C"),
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
    Rule(
        "C405",
        Level.WARN,
        "A text in another language than it stands under, as a copy of the original does, hides that one is missing.",
        "Translate it, or take it out: then readers are told which language it is in.",
        "WCAG 2.2, 3.1.2 (parts in another language are marked as such)",
    ),
    Rule(
        "C406",
        Level.WARN,
        "A translation of an earlier text may tell its readers what no longer holds.",
        "Translate what changed; where the translation still holds, `iki-news translations accept` says so.",
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
    Rule(
        "C521",
        Level.ERROR,
        "In Markdown, only links that begin with https:// or mailto: lead on: others become plain words.",
        "Write the whole address, from https:// on, or take the link out.",
    ),
    Rule(
        "C522",
        Level.ERROR,
        "Only `body` and a session's `text` are Markdown: elsewhere readers would see the signs themselves.",
        "Take the signs out; a link belongs in `links`, with its own words.",
    ),
    Rule(
        "C531",
        Level.WARN,
        "Capitals look like advertising, to readers and to spam filters, and are slow to read.",
        "Write it as a calm sentence; a name that has capitals belongs in portfolio.yaml.",
    ),
    # --- contributions: pictures ---------------------------------------------------------------------------
    Rule(
        "C601",
        Level.WARN,
        "Who makes a picture has a right to be named.",
        "Write who took or drew it, as in `credit: Coral Institute / Example`.",
        "UrhG § 13; Ley Federal del Derecho de Autor, art. 21",
    ),
    Rule(
        "C602",
        Level.WARN,
        "Free licences let a picture be shown on the condition that the licence is named.",
        "Write it into the credit, as in `Example (CC BY 4.0)`.",
        "Creative Commons Attribution 4.0, section 3(a)",
    ),
    Rule(
        "C603",
        Level.WARN,
        "A picture with fewer pixels than a dense screen shows looks blurred, and is shown smaller.",
        "Ask for the original: 1,200 pixels wide are enough.",
    ),
    Rule(
        "C604",
        Level.WARN,
        "Who does not see a picture hears its `alt`, and a file's name tells nothing.",
        "Say what can be seen, in one sentence.",
        "WCAG 2.2, 1.1.1 (text alternatives)",
    ),
    # --- contributions: what readers know already ----------------------------------------------------------
    Rule(
        "C611",
        Level.WARN,
        "What stood in an earlier issue is no news.",
        "Say what is new, or take the item out of this issue; a reminder says in its title that it is one.",
    ),
    # --- contributions: days and names in texts ------------------------------------------------------------
    Rule(
        "C621",
        Level.WARN,
        "Where weekday and date disagree, readers do not know which to trust.",
        "Mend the one that is wrong; often the date was copied from another year.",
    ),
    Rule(
        "C631",
        Level.WARN,
        "A name has one spelling, so that readers know it again and the archive finds it.",
        "Write it as portfolio.yaml has it, or mend it there.",
    ),
    Rule(
        "C632",
        Level.WARN,
        "Ministries change their names: the wrong one of them dates a text, and their press offices notice.",
        "Write the name of the time, or say when it was so.",
    ),
    Rule(
        "C641",
        Level.WARN,
        "In German, a plural that names men only leaves women out.",
        "Write a word for people, or name both.",
        "BGleiG § 4 Abs. 3 (the language of the federal administration)",
    ),
)
