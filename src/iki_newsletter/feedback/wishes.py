"""What a mail asks of the list: to be put on it, by a word; or what a token of ours in it is for, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from iki_newsletter.feedback.people import own_words
from iki_newsletter.letterbox.letter import first_of
from iki_newsletter.model.token import Purpose, read_token

if TYPE_CHECKING:
    from iki_newsletter.feedback.notice import Notice
    from iki_newsletter.letterbox.letter import Letter

SUBSCRIBE: Final = "subscribe"

_TOKEN: Final = re.compile(r"(?<![0-9a-z])1-[a-z2-7]{16}-[a-z2-7]{24}(?![0-9a-z])", re.IGNORECASE)
_MOST_TOKENS: Final = 10
_SHORT: Final = 300
"""Characters of a mail that says nothing but its token; in longer ones it stands in something that is quoted."""
RECIPIENTS: Final = ("to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to")
"""Headers that say whom a mail was for."""
_NO: Final = re.compile(
    r"\W*(?:no\b|nein|nicht|kein|not\b|never|don'?t|do not|nunca|jamás|non\b|não)(?!\w)", re.IGNORECASE
)
_YES: Final = re.compile(
    r"\W*(?:yes|yep|ja|jawohl|gerne?|s[ií]|claro|de acuerdo|oui|sim|ok(?:ay)?|confirmo|bestätigt?|confirm(?:ed)?)"
    r"\b[^?]{0,80}",
    re.IGNORECASE,
)
_WHAT: Final = (
    r"(?:(?:to |me to )?(?:the |your )?newsletter|(?:zum|für den|den|ihren) newsletter|(?:al|el|su) bolet[ií]n|list)"
)
_WORDS: Final = {
    "en": r"subscribe(?: me)?|sign(?: me)? up|join",
    "de": r"anmelden|anmeldung|newsletter[- ](?:anmeldung|bestellen|abonnieren)|(?:ich möchte )?abonnieren|bestellen",
    "es": r"suscr[ií]bir(?:me|se)?|suscripci[oó]n|suscr[ií]banme|alta|darme de alta|quiero recibirlo|inscripci[oó]n|"
    r"inscribirme",
    "fr": r"abonnement|s'abonner|abonnez-moi",
    "pt": r"inscrever(?:-me)?|inscrição|assinar",
}
_SIGN_UPS: Final = {
    language: re.compile(
        rf"\s*(?:(?:re|aw|rv|fwd?|wg)\s*:\s*)*[\[(]?(?:please |bitte |por favor,? )?(?:{words})"
        rf"(?: {_WHAT})?[\])\s.!]*(?:,? (?:please|bitte|por favor))?[\s.!]*",
        re.IGNORECASE,
    )
    for language, words in _WORDS.items()
}


@dataclass(frozen=True, slots=True)
class TokenFound:
    """A token of ours whose signature is right: whose it is, and what it is for; both empty where there is none."""

    subscriber_id: str = ""
    purpose: str = ""


def wish_to_subscribe(letter: Letter) -> str:
    """Give the words of a mail that says nothing but that its writer wants the newsletter; empty for any other."""
    subject = letter.first("subject")[:_SHORT]
    words = subject if subject.strip() else own_words(letter)[:_SHORT]
    return words if language_of_wish(words) else ""


def language_of_wish(words: str) -> str:
    """Tell in which language somebody asks for the newsletter; empty where they say something else."""
    return next((language for language, pattern in _SIGN_UPS.items() if pattern.fullmatch(words)), "")


def find_token(letter: Letter, secret: bytes | None) -> TokenFound:
    """Find the first token of ours in the subject or in the address that the mail was sent to.

    Who says no beside it, and a machine that answers, has not asked for what it is for. In the text it counts only
    for leaving, and where that says little else: a reply, or an absence note, may quote our whole mail.
    """
    if letter.first("auto-submitted").lower().startswith("auto-replied"):
        return TokenFound()
    own = own_words(letter)
    aloud = (letter.first("subject"), *(value for key, value in letter.headers if key in RECIPIENTS))
    found = _first_of_ours(aloud, secret, tuple(Purpose))
    if not found.subscriber_id and len(own) <= _SHORT:
        found = _first_of_ours([own], secret, (Purpose.UNSUBSCRIBE,))
    says_no = _NO.match(letter.first("subject")) or _NO.match(own)
    return TokenFound() if says_no and found.purpose != Purpose.UNSUBSCRIBE else found


def says_yes(words: str) -> bool:
    """Tell whether the first line that somebody wrote is a yes, and not the beginning of a question."""
    first = next((line.strip() for line in words.splitlines() if line.strip()), "")
    return _YES.fullmatch(first) is not None


def find_token_returned(notice: Notice, secret: bytes | None) -> TokenFound:
    """Find whose mail is returned by the token in its List-Unsubscribe, which reports leave in when they hide who."""
    return _first_of_ours([first_of(notice.returned, "list-unsubscribe")], secret, (Purpose.UNSUBSCRIBE,))


def _first_of_ours(
    places: tuple[str, ...] | list[str], secret: bytes | None, purposes: tuple[str, ...]
) -> TokenFound:
    if secret is None:
        return TokenFound()
    for token in [found for place in places for found in _tokens(place)][:_MOST_TOKENS]:
        for purpose in purposes:
            subscriber_id = read_token(secret, purpose, token)
            if subscriber_id:
                return TokenFound(subscriber_id, purpose)
    return TokenFound()


def _tokens(place: str) -> list[str]:
    # In a link, the space before the token is `%20`, whose 0 would be taken for the end of a word before it.
    return [found[0] for found in _TOKEN.finditer(place.replace("%20", " "))]
