"""Rules over an edition: the HTML and text that readers of one language get (E)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

RULES: Final = (
    # --- document ------------------------------------------------------------------------------------------
    Rule(
        "E101",
        Level.BLOCK,
        "A screen reader pronounces a page in the language that it says it is in.",
        "Write the edition's language as `lang` on `<html>` and on the element around everything in `<body>`.",
        "WCAG 2.2, 3.1.1; webmails keep no more than what is in <body>",
    ),
    Rule(
        "E102",
        Level.ERROR,
        "Without a direction, a mail in a reader's own frame reads in the frame's.",
        'Write `dir="{{ view.direction }}"` on `<html>` and on the element around everything in `<body>`.',
        "HTML Living Standard, 3.2.6.4",
    ),
    Rule(
        "E103",
        Level.ERROR,
        "Without its doctype a page is laid out as in the nineties.",
        "Begin the template with `<!DOCTYPE html>`.",
        "HTML Living Standard, 13.1.1",
    ),
    Rule(
        "E104",
        Level.ERROR,
        "The title is what a screen reader says first, and what a browser's tab shows.",
        "Write `<title>{{ view.subject }}</title>` into `<head>`.",
        "WCAG 2.2, 2.4.2",
    ),
    Rule(
        "E105",
        Level.ERROR,
        "A page that is saved or forwarded loses its accents and umlauts unless it says that it is in UTF-8.",
        'Write `<meta charset="utf-8">` first in `<head>`.',
        "HTML Living Standard, 4.2.5.4",
    ),
    Rule(
        "E106",
        Level.ERROR,
        "Telephones shrink a page that does not ask for their own width, and readers must be able to enlarge it.",
        'Write `<meta name="viewport" content="width=device-width, initial-scale=1">` into `<head>`.',
        "WCAG 2.2, 1.4.4 and 1.4.10",
    ),
    Rule(
        "E107",
        Level.ERROR,
        "A screen reader counts out rows and columns of a table that does not say it is for the layout alone.",
        'Write `role="presentation"` into its tag, also in what only Outlook reads.',
        "WCAG 2.2, 1.3.1; WAI-ARIA 1.2, presentation",
    ),
    Rule(
        "E108",
        Level.ERROR,
        "A comment for Outlook that does not close hides the rest of the mail, there or everywhere else.",
        "Write `<!--[if mso]>…<![endif]-->` for Outlook, `<!--[if !mso]><!-->…<!--<![endif]-->` for all others.",
        "Microsoft, About conditional comments",
    ),
    Rule(
        "E111",
        Level.ERROR,
        "Mail programs show a mail's first words beside its subject, and a screen reader should not say them twice.",
        'Begin the page with `view.preheader`, in an element with `aria-hidden="true"` and `display: none`.',
    ),
    # --- style ---------------------------------------------------------------------------------------------
    Rule(
        "E201",
        Level.ERROR,
        "Gmail drops style beyond 16 KB, and with it what telephones and dark mode need.",
        "Shorten modes.css.j2: what holds everywhere belongs in inline.css.j2.",
        "Gmail: 16 KB of style",
    ),
    Rule(
        "E202",
        Level.ERROR,
        "Gmail drops a style element that has one at-rule in another.",
        "Write the inner one beside the outer one, with both conditions: `@media (…) and (…)`.",
        "Gmail's style parser",
    ),
    Rule(
        "E203",
        Level.ERROR,
        "A program that stumbles over a rule drops the whole style element: such rules need one of their own.",
        "Move the rule into the last style element.",
        "Gmail's and Yahoo's style parsers",
    ),
    Rule(
        "E204",
        Level.ERROR,
        "What stands in an element wins against every rule, unless the rule is important.",
        "Write `!important` behind the value.",
        "CSS Cascading and Inheritance 4, 6.4",
    ),
    Rule(
        "E211",
        Level.ERROR,
        "Outlook for Windows and several webmails know no flex, grid or position: what they lay out falls apart.",
        "Lay it out with tables and padding; `@media` may add the other layout for programs that know it.",
        "Can I Email: display, position",
    ),
    Rule(
        "E212",
        Level.ERROR,
        "Mail programs take out what runs or asks, and filters take a mail that has it for a fraud.",
        "Take it out; link to a page on the web that has it.",
        "Can I Email: form, script",
    ),
    Rule(
        "E213",
        Level.ERROR,
        "What a reader's mail program lacks is shown otherwise there or not at all; most cannot choose another one.",
        "Lay it out with what all of them know, or put it into an `@media` rule where it only adds something.",
        "Can I Email, in the copy whose date stands beside the problem",
    ),
    Rule(
        "E221",
        Level.ERROR,
        "Where only the background is set, the mail program chooses the text's colour, in dark mode a light one.",
        "Set `color` beside it, in the same rule.",
        "WCAG 2.2, failure F24",
    ),
    Rule(
        "E222",
        Level.ERROR,
        "Text that hardly stands out cannot be read in the sun, on a poor screen, or by weak eyes.",
        "Choose a darker text or a lighter background in the file named.",
        "WCAG 2.2, 1.4.3",
    ),
    Rule(
        "E223",
        Level.ERROR,
        "Many readers have dark mode on, and there text that hardly stands out is as hard to read.",
        "Choose a lighter text or a darker background for dark mode in the file named.",
        "WCAG 2.2, 1.4.3",
    ),
    # --- addresses -----------------------------------------------------------------------------------------
    Rule(
        "E301",
        Level.BLOCK,
        "In a mail, only full addresses on the web lead somewhere, and only https keeps the way there private.",
        "Write the whole address, as in https://www.example.org/page.",
        "RFC 3986, 4.2; Gmail and Outlook drop other links",
    ),
    # --- headings and ids ----------------------------------------------------------------------------------
    Rule(
        "E311",
        Level.ERROR,
        "The one `h1` says what the page is; a second one begins another page for a screen reader.",
        "Make the newsletter's title the `h1`, and everything below it `h2` or `h3`.",
        "WCAG 2.2, 1.3.1 and 2.4.6",
    ),
    Rule(
        "E312",
        Level.ERROR,
        "Who goes from heading to heading takes a level that is left out for something missed.",
        "Write a heading of the next level, or make the words bold where they head nothing.",
        "WCAG 2.2, 1.3.1; technique G141",
    ),
    Rule(
        "E313",
        Level.ERROR,
        "Of two places with one id, links lead to the first.",
        "Give the contribution's file another name, or the place in the template another id.",
        "HTML Living Standard, 3.2.6",
    ),
    Rule(
        "E314",
        Level.ERROR,
        "A link to a place that is not there does nothing when it is clicked.",
        "Give the place that id, or take the link out.",
        "HTML Living Standard, 7.4.6.4",
    ),
    # --- links ---------------------------------------------------------------------------------------------
    Rule(
        "E321",
        Level.ERROR,
        "Who goes from link to link hears nothing but their words, which must say where each leads.",
        "Let the words name the target, as in “Report on the wetlands (PDF)”.",
        "WCAG 2.2, 2.4.4 and 2.4.9",
    ),
    Rule(
        "E322",
        Level.ERROR,
        "Of two links with the same words, nobody can tell which leads where.",
        "Let the words of one of them name its own target.",
        "WCAG 2.2, 2.4.9 and 3.2.4",
    ),
    Rule(
        "E323",
        Level.WARN,
        "Words that name one host and lead to another are how fraud looks, to readers and to filters.",
        "Name what the page is about instead, or the host that the link leads to.",
        "SpamAssassin and webmails warn of such links",
    ),
    Rule(
        "E324",
        Level.WARN,
        "Letters of another alphabet can make a stranger's host look like a well-known one.",
        "Type the address anew; leave it as it is where the host is really written so.",
        "Unicode Technical Standard #39",
    ),
    # --- pictures ------------------------------------------------------------------------------------------
    Rule(
        "E331",
        Level.BLOCK,
        "Where pictures are off or cannot be seen, the description stands for them.",
        'Write `alt`; for a picture that says nothing, `alt=""`.',
        "WCAG 2.2, 1.1.1",
    ),
    Rule(
        "E332",
        Level.BLOCK,
        "Outlook for Windows shows a picture without a size in pixels at its full size, and bursts the column.",
        "Write `width` and `height` as whole numbers of pixels.",
        "HTML Living Standard, 4.8.17",
    ),
    # --- size ----------------------------------------------------------------------------------------------
    Rule(
        "E401",
        Level.BLOCK,
        "Gmail cuts a mail whose HTML is larger than about 102 KB, and with it the way to unsubscribe.",
        "Shorten or leave out what weighs most, or give the newsletter a web address for long texts.",
        "Gmail clips messages over 102 KB; 100,000 bytes leave room for what servers add",
    ),
    # --- who it comes from ---------------------------------------------------------------------------------
    Rule(
        "E501",
        Level.BLOCK,
        "German law asks for an imprint in everything that is sent out like this.",
        "Write it under `identity.impressum` in newsletter.yaml.",
        "§ 5 DDG (before 14 May 2024: § 5 TMG)",
    ),
    Rule(
        "E502",
        Level.BLOCK,
        "An imprint names who is behind it: where they live or sit, how to reach them at once, who is responsible.",
        "Complete it: street and postal code, a mail address, “Verantwortlich für den Inhalt: …”.",
        "§ 5 Abs. 1 DDG; § 18 Abs. 2 MStV (before 7 November 2020: § 55 Abs. 2 RStV)",
    ),
    Rule(
        "E503",
        Level.BLOCK,
        "An imprint that cites a law which is not in force on the day of sending shows that nobody looks after it.",
        "Cite the law in force on that day, or none.",
        "DDG, in force since 14 May 2024; MStV, in force since 7 November 2020",
    ),
    Rule(
        "E504",
        Level.BLOCK,
        "Mexican law asks whoever keeps names and addresses to tell their owners so: the aviso de privacidad.",
        "Write it under `identity.privacy` in newsletter.yaml.",
        "Ley Federal de Protección de Datos Personales en Posesión de los Particulares, aviso de privacidad",
    ),
    Rule(
        "E505",
        Level.BLOCK,
        "Every reader must be able to write a letter to whoever sends this; laws against spam ask for it.",
        "Write it under `identity.postal` in newsletter.yaml.",
        "15 U.S.C. 7704 (a)(5); § 5 Abs. 1 DDG",
    ),
    Rule(
        "E506",
        Level.BLOCK,
        "The ministry that funds the newsletter asks to be named, by the name that it has when the issue is sent.",
        "Add a notice for that day under `funding_notices` in newsletter.yaml, in the ministry's words.",
        "the grant's conditions on publicity",
    ),
)
