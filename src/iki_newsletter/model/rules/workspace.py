"""Rules over newsletter.yaml, portfolio.yaml and the templates (W)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule
from iki_newsletter.model.rules.every_file import of_every_file
from iki_newsletter.model.verp import LONGEST_LOCAL_PART

RULES: Final = (
    *of_every_file("W"),
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
        "W119",
        Level.WARN,
        "With a web address, long texts and pictures are left to the web, where mails lead from the first moment on.",
        "Publish it before sending (`iki-news publish --with ISSUE`), or take `web` out: then all is in the mail.",
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
    Rule(
        "W122",
        Level.BLOCK,
        "A signature of another domain than the sender's says nothing for the sender (DMARC).",
        "Write in `dkim.domain` the domain behind the @ of `sender.address`, or the one above it.",
        "RFC 7489, 3.1.1",
    ),
    Rule(
        "W123",
        Level.BLOCK,
        "Whoever has the key can sign in your name, and files of the workspace are shared and kept for ever.",
        "Keep it under var/, which git ignores, or outside the workspace.",
    ),
    Rule(
        "W124",
        Level.BLOCK,
        "It must be clear who signs: this program needs a selector, and for a relay it needs no key.",
        "Write `domain`, `selector` and `key`; or `signed_by: relay` with `domain`, and no key.",
    ),
    Rule(
        "W131",
        Level.BLOCK,
        "Names of examples belong to nobody: replies and complaints are lost, and no law is content with them.",
        "Write your own over it; with --smtp sandbox: you can try things out.",
        "RFC 2606; RFC 6761",
    ),
    Rule(
        "W132",
        Level.WARN,
        "Port 587 is for STARTTLS and 465 for encryption from the first byte: the other way round nothing answers.",
        "Write smtp+starttls://…:587 or smtps://…:465.",
        "RFC 8314, 3.3",
    ),
    Rule(
        "W133",
        Level.BLOCK,
        "Without an address that can be understood, no mail server is found.",
        "Write it as sandbox:, smtp://host:25, smtp+starttls://user@host:587 or smtps://user@host:465.",
        "RFC 6409; RFC 8314",
    ),
    Rule(
        "W141",
        Level.BLOCK,
        "A template with a mistake in it gives no mail at all.",
        "Mend it at the line named, or bring the original back from a new workspace (`init`).",
    ),
    Rule(
        "W142",
        Level.BLOCK,
        "The words around the texts stand in a file for each language.",
        "Copy another language's file in templates/labels and translate it.",
    ),
    Rule(
        "W143",
        Level.BLOCK,
        "Only plain rules of style can be written into the elements, where every mail program reads them.",
        "Put what needs @ or a colon into modes.css.j2.",
    ),
    Rule(
        "W144",
        Level.BLOCK,
        "The header's picture travels in every mail.",
        "Put a PNG or JPEG of sensible size where theme.yaml names it.",
    ),
)
