"""What people write: their own words without what they quote, and what they ask of the list in them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from iki_newsletter.feedback.finding import Finding, one_line
from iki_newsletter.feedback.list_words import BACK, BUT, LEAVE, NO, PROGRAMS, STAY, THANKS
from iki_newsletter.model.feedback import Kind

if TYPE_CHECKING:
    from iki_newsletter.letterbox.letter import Letter

_QUOTE: Final = re.compile(
    r"^\s*(?:>|-{2,}\s*(?:original|ursprüngl|mensaje|message d|mensagem|messaggio|forwarded|weitergel|reenviad)|"
    r"_{10,}|"
    r"(?:on|am|el|le|em|il|op) .{5,150}(?:wrote|schrieb|escribió|écrit|escreveu|ha scritto|schreef).{0,3}$|"
    r"(?:from|von|de|da|van): .{0,200}$)",
    re.IGNORECASE,
)
OFF: Final = "asks to be taken off the list"
ON: Final = "asks to be put on the list again"
PERSON: Final = "a person answers"
_LEAVE, _BACK, _STAY = (re.compile("|".join(words)) for words in (LEAVE, BACK, STAY))
_NO: Final = re.compile(NO)
_THANKS: Final = re.compile(THANKS)
_BUT: Final = re.compile(BUT)
_PROGRAMS: Final = re.compile("|".join(f"(?:{line})" for line in PROGRAMS))
_SIGNATURE: Final = re.compile(r"^--\s*$", re.MULTILINE)
_MENTIONS_LEAVING: Final = re.compile(
    r"\b(?:please )?(?:unsubscribe|remove|delete|take) (?:me|my|us|this|our)\b|\bun-?subscribe\b|\bremove (?:my|"
    r"me|us)\b|\bopt[- ]?out\b|\bstop (?:sending|e-?mailing|these)|"
    r"\bdo not (?:send|want|wish)\b.{0,40}\b(?:mail|newsletter|message|more)|\bno longer (?:wish|want|"
    r"interested)|"
    r"\b(?:newsletter|verteiler|mich|abo)\b.{0,60}\b(?:abmelden|abbestell\w*|austragen|streichen|löschen|"
    r"entfernen|kündigen|nehmen)|\b(?:abmeld\w*|abbestell\w*|austragen|löschen sie|"
    r"aus (?:dem|ihrem|eurem) (?:e-?mail-?)?verteiler|keine (?:weiteren )?(?:e-?mails|"
    r"newsletter|mails))|"
    r"\b(?:dar(?:me|se)?|deme|dé?nme|darnos|solicito) (?:la |de )?baja|\bbaja (?:de|del|de la)\b.{0,20}(?:lista|"
    r"bolet|suscr)|\bcancelar (?:mi |la )?suscripci|\bdesuscri|\b(?:eliminar|quitar|borrar|retirar|bórre|quíte|"
    r"elimíne)(?:me|nos|n?me)?\b.{0,40}\b(?:lista|correo|base|bolet)|\bno (?:deseo|quiero|me interesa|"
    r"queremos)\b.{0,40}\b(?:recib|seguir|más|bolet)|\bya no (?:deseo|quiero)|"
    r"\bme désinscrire|\bdésabonn|\bdésinscri|\bretirer de|\bne plus recevoir|"
    r"\bcancelar (?:a )?(?:minha )?(?:inscrição|assinatura)|\bdescadastr|\bnão (?:quero|desejo)|\bcancella(?:mi|"
    r"re|temi)|\bdisiscri|\buitschrijv|\bafmelden",
    re.IGNORECASE,
)
_COMMAND: Final = re.compile(
    r"\s*(?:(?:re|aw|rv|fwd?|wg|sv|tr)\s*:\s*)*[\[(]?(?:please )?(?:unsubscribe|un-subscribe|opt[- ]?out|"
    r"abmelden|abmeldung|abbestellen|abbestellung|austragen|baja|(?:darme|darse) de baja|dar de baja|"
    r"desuscribir(?:me|se)?|cancelar suscripción|désinscription|désabonnement|se désabonner|désabonner|"
    r"descadastrar|cancelar inscrição|remover|disiscrizione|cancellami|uitschrijven|afmelden|"
    r"unsubscribe from the newsletter|newsletter abbestellen|newsletter abmelden|abmeldung (?:vom )?newsletter|"
    r"baja (?:del|de) (?:bolet[ií]n|(?:la )?lista)|remove|remove me|unsubscribe me|list-?unsubscribe)"
    r"[\])]?(?: (?:me|newsletter|list|please|request|bitte|por favor))?[\s.!:]*(?P<rest>\S{0,120})\s*",
    re.IGNORECASE,
)
_MOST_LINES: Final = 400
_NEAR: Final = 600
_MOST_THANKS: Final = 60


def own_words(letter: Letter) -> str:
    """Give what the writer wrote above what they quote."""
    lines: list[str] = []
    for line in letter.text.split("\n")[:_MOST_LINES]:
        if _QUOTE.match(line[:300]) and any(map(str.strip, lines)):
            break
        if not line.lstrip().startswith(">"):
            lines.append(line)
    return "\n".join(lines).strip()


def is_command(text: str) -> bool:
    """Tell whether a subject says nothing but "unsubscribe", as mails of our links and of mail programs do."""
    found = _COMMAND.fullmatch(_without_closing(text[:300]))
    if not found:
        return False
    rest = found["rest"]
    return not rest or "@" in rest or any(char.isdigit() for char in rest)


def adds_nothing(words: str) -> bool:
    """Tell whether what stands under a command only thanks, signs, repeats it, or was put there by a mail program."""
    left = _without_closing(words)
    if not left or is_command(left):
        return True
    polite = _folded(left)
    return len(left) <= _MOST_THANKS and bool(_THANKS.match(polite)) and not _BUT.search(polite)


def speaks_of_list(subject: str, words: str) -> str:
    """Tell what somebody soon asks of the list for themselves: OFF, ON, or PERSON for not to be taken off.

    Empty where they ask nothing of it, as machines do not, whatever they say about who is away.
    """
    if is_command(subject):
        return OFF
    said = _folded(f"{subject}. {words[:_NEAR]}")
    rest = _STAY.sub(" ", said)
    for found in _BACK.finditer(rest):
        return OFF if _NO.search(rest[: found.start()]) else ON
    if _LEAVE.search(rest):
        return OFF
    return PERSON if rest != said else ""


def read_reply(letter: Letter) -> list[Finding]:
    """Read what a person wrote; none where no person can be told."""
    words = own_words(letter)
    who = next(iter(letter.addresses("from")), "")
    if not who or letter.first("list-id") or letter.content_type == "multipart/report":
        return []
    subject = letter.first("subject")
    mentioned = OFF if _MENTIONS_LEAVING.search(f"{subject}\n{words[:2_000]}") else PERSON
    return [
        Finding(Kind.REPLY, speaks_of_list(subject, words) or mentioned, who, reply=one_line(f"{subject}: {words}"))
    ]


def _without_closing(words: str) -> str:
    lines = _SIGNATURE.split(words, maxsplit=1)[0][:1_000].splitlines()
    return "\n".join(line for line in lines if not _PROGRAMS.fullmatch(_folded(line).strip(" ."))).strip()


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())
