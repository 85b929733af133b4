"""Rules over subscriber lists (L)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

RULES: Final = (
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
        "L108",
        Level.WARN,
        "A no below a title that nobody knows may be a no to the newsletter.",
        "If it says who gets the newsletter, call it status and write active or unsubscribed; else let it be.",
    ),
    Rule(
        "L109",
        Level.WARN,
        "Two tables in one file are easily taken for one.",
        "Make one table of them, or delete the row if the names are the same.",
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
        "Call that column status, with words as active, unsubscribed; write another one if it means something else.",
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
    Rule(
        "L131",
        Level.WARN,
        "Whoever writes to people must be able to show that they agreed.",
        "Add the columns consent_source and consent_at; `consent: required` leaves out whoever has nothing there.",
        "Art. 7 (1) GDPR",
    ),
    Rule(
        "L132",
        Level.WARN,
        "`send --group` with a group that newsletter.yaml names does not reach whoever is in one that it does not.",
        "Write one of `groups` in newsletter.yaml, or add this one there.",
    ),
    Rule(
        "L141",
        Level.BLOCK,
        "A contact is somebody's who works in a project: which one must be said.",
        "Call the column with the projects' ids project (or Projekt, proyecto).",
    ),
    Rule(
        "L142",
        Level.ERROR,
        "Mail to a project's contacts finds them by the id that the portfolio has.",
        "Write an id of portfolio.yaml.",
    ),
    Rule(
        "L143",
        Level.WARN,
        "A project that nobody is written to about does not know what is wanted of it, and by when.",
        "Add a row for each, with the address of whoever answers for it.",
    ),
)
