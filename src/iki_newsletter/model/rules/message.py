"""Rules over a message: the bytes that one subscriber gets (M).

That nobody gets an issue twice, or after leaving, is no rule here: the ledger holds it, for every single delivery.
"""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

_OURS: Final = "This is a fault of iki-news itself: please report it with the issue that shows it."

RULES: Final = (
    # --- what readers must find, and must not ------------------------------------------------------------
    Rule(
        "M101",
        Level.BLOCK,
        "A placeholder that nothing was put in for is the first thing that a reader sees.",
        "Mend the template that holds it, or the text of the contribution named.",
    ),
    Rule(
        "M102",
        Level.BLOCK,
        "Whoever does not find the way to unsubscribe reports the newsletter as spam.",
        "Let the template show {{ slots.unsubscribe }} where every reader sees it.",
        "Art. 7 (3) GDPR; Gmail and Yahoo, guidelines for bulk senders",
    ),
    Rule(
        "M103",
        Level.BLOCK,
        "Readers whose mail program shows the mail badly need the way to the edition on the web.",
        "Let the template show {{ view.web_version }}, as the one that `iki-news init` lays out does.",
    ),
    Rule(
        "M111",
        Level.BLOCK,
        "A message cannot be made of the edition, so nobody would get it.",
        "Mend what is named.",
    ),
    # --- headers that every mail has ---------------------------------------------------------------------
    Rule(
        "M201",
        Level.BLOCK,
        "Servers refuse mail that lacks one of these headers or has two, and readers are shown either.",
        _OURS,
        "RFC 5322, 3.6; RFC 2045, 4; Gmail refuses others",
    ),
    Rule(
        "M202",
        Level.BLOCK,
        "Servers without SMTPUTF8 refuse addresses with other letters than ASCII; domains have an ASCII form.",
        "Write an address with ASCII letters alone.",
        "RFC 5322, 3.4.1; RFC 6531; RFC 5891",
    ),
    Rule(
        "M203",
        Level.BLOCK,
        "Mail programs need not read longer encoded words, and show them as they are.",
        _OURS,
        "RFC 2047, 2",
    ),
    Rule(
        "M204",
        Level.BLOCK,
        "Screen readers and translators go by the language that a mail says it is in.",
        _OURS,
        "RFC 3282",
    ),
    Rule(
        "M205",
        Level.BLOCK,
        "`=?` opens an encoded word: a test of the issue would be refused.",
        "Write the label without =?, as in “[Test]”.",
        "RFC 2047, 2",
    ),
    # --- headers of a list -------------------------------------------------------------------------------
    Rule(
        "M301",
        Level.BLOCK,
        "Mail programs unsubscribe by this header, and where they cannot read it readers report spam instead.",
        "Mend the addresses under `sender`, or report it as a fault of iki-news.",
        "RFC 2369, 3.2; RFC 8058, 3.1",
    ),
    Rule(
        "M302",
        Level.BLOCK,
        "An address to unsubscribe at that others have as well, or can guess, unsubscribes the wrong people.",
        _OURS,
        "RFC 8058, 3.1 and 6",
    ),
    Rule(
        "M303",
        Level.BLOCK,
        "Mail programs unsubscribe with one click only by a signed address on the web; else the promise is broken.",
        "Sign with DKIM, or leave out the address on the web.",
        "RFC 8058, 3.1 and 4",
    ),
    Rule(
        "M304",
        Level.ERROR,
        "Readers and servers sort newsletters by this name, which never changes.",
        "Write `list_id` in newsletter.yaml like a host name, as in news.example.org.",
        "RFC 2919, 3",
    ),
    Rule(
        "M305",
        Level.ERROR,
        "Gmail counts complaints by these fields, and names of readers do not belong to it.",
        "Write a `list_id` in newsletter.yaml whose first part has 5 to 15 letters and digits.",
        "Gmail, Feedback-ID: four fields, the last one of 5 to 15 characters",
    ),
    Rule(
        "M306",
        Level.ERROR,
        "Servers that know a newsletter send no absence notes to it, and readers find help and archive.",
        _OURS,
        "RFC 2369; RFC 3834, 5",
    ),
    # --- how it is put together --------------------------------------------------------------------------
    Rule(
        "M401",
        Level.BLOCK,
        "Mail programs show the last part that they know: text first, then HTML, each of them whole.",
        "Mend the template whose part is empty.",
        "RFC 2046, 5.1.4",
    ),
    Rule(
        "M402",
        Level.BLOCK,
        "A server that has to encode a part again breaks the signature.",
        _OURS,
        "RFC 2045, 6.7; RFC 6376, 5.3",
    ),
    Rule(
        "M403",
        Level.BLOCK,
        "Servers cut longer lines, and lone line ends are how one mail is smuggled into another.",
        _OURS,
        "RFC 5322, 2.1.1 and 2.3",
    ),
    Rule(
        "M404",
        Level.BLOCK,
        "Such characters are invisible and most often come from a text that was read in the wrong encoding.",
        "Save the file named as UTF-8, and type the character anew.",
    ),
    # --- the same in HTML and in text --------------------------------------------------------------------
    Rule(
        "M501",
        Level.BLOCK,
        "Readers of the text part get the whole newsletter, and filters compare both parts.",
        "Let the text template say every heading that the HTML's says.",
        "SpamAssassin, MPART_ALT_DIFF",
    ),
    Rule(
        "M502",
        Level.BLOCK,
        "Readers of the text part are led to the same places, in the same order.",
        "Let the text template give every address that the HTML's links to, in its place.",
        "SpamAssassin, MPART_ALT_DIFF",
    ),
    Rule(
        "M503",
        Level.BLOCK,
        "A text part that says much less or more than the HTML is another newsletter, and filters mind.",
        "Let both templates say the same.",
        "SpamAssassin, MPART_ALT_DIFF",
    ),
)
