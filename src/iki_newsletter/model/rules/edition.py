"""Rules over an edition: the HTML and text that readers of one language get (E)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

RULES: Final = (
    # --- links ---------------------------------------------------------------------------------------------
    Rule(
        "E301",
        Level.BLOCK,
        "In a mail, only full addresses on the web lead somewhere, and only https keeps the way there private.",
        "Write the whole address, as in https://www.example.org/page.",
        "RFC 3986, 4.2; Gmail and Outlook drop other links",
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
