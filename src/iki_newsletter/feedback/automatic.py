"""Answers by machines: somebody is away, a ticket was opened, a mail was read; in many languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from iki_newsletter.feedback.away_words import SUBJECTS, WORDS
from iki_newsletter.feedback.finding import Finding, one_line
from iki_newsletter.feedback.people import own_words, speaks_of_list
from iki_newsletter.model.feedback import Kind

if TYPE_CHECKING:
    from iki_newsletter.letterbox.letter import Letter

_SUBJECT: Final = re.compile(
    "|".join(SUBJECTS) + "|"
    r"\bauto(?:mat\w*)?[ -]?(?:reply|replies|response|respon[sd]er?|antwort|svar|re\b|repl)|"
    r"automati\w* (?:reply|response|answer|antwort|respuesta|résponse|svar|notification|antwoord|acknowledg)|"
    r"\bout[- ]of[- ](?:the[- ])?office|\booo\b|\b(?:on|am on|annual|maternity|parental|sick) (?:vacation|leave|"
    r"holiday)s?\b|^\s*(?:re:\s*)?(?:vacation|holiday|away|leave)\b|vacation (?:reply|message|notice)|"
    r"away (?:from|notice|message)|"
    r"abwesen|abwesend|nicht im (?:büro|haus|hause|dienst)|im urlaub|^\s*(?:re:|aw:)?\s*urlaub|"
    r"eingangsbestätigung|empfangsbestätigung|automatische|mutterschutz|elternzeit|"
    r"respuesta (?:de )?auto|respuesta autom|contestación autom|fuera de (?:la )?oficina|ausencia|ausente|"
    r"de vacaciones|acuse de recibo|mensaje autom|confirmación de rec|"
    r"réponse automatique|reponse automatique|(?<!leave of )absence|\babsente?\b|en congé|message automatique|"
    r"accusé de réception|"
    r"resposta autom|fora do escritório|ausência|de férias|em férias|mensagem autom|"
    r"risposta automatica|fuori (?:sede|ufficio|dall'ufficio)|assenza|in ferie|messaggio automatico|"
    r"automatisch (?:antwoord|bericht)|afwezig|niet aanwezig|op vakantie|buiten kantoor|"
    r"autosvar|automatiskt? svar|frånvar|fravær|ikke på kontoret|poissa|automaattinen|lomalla|"
    r"odpowied[źz] automatyczna|automatyczna odpowied|nieobecno|poza biurem|automatická odpov|mimo kancelář|"
    r"nepřítomn|automatikus válasz|házon kívül|răspuns automat|absent din|"
    r"автоматический ответ|автоответ|отсутств|нет на месте|автоматична відповідь|otomatik yanıt|ofis dışında|"
    r"αυτόματη απάντηση|εκτός γραφείου|自動応答|自動返信|不在|自动回复|自動回覆|자동 ?회신|부재|رد تلقائي|"
    r"^\s*read:|\bgelesen:|\bleído:|\blu ?:|not read:|\breceipt\b|(?:ticket|case|request|anfrage|solicitud|caso|"
    r"incidencia)\b.{0,30}#?\d{3,}|\[(?:ticket|case|request)[ #:-]?\w*\d",
    re.IGNORECASE,
)
_DAY: Final = (
    r"(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\b|"
    r"(?:january|february|march|april|august|september|october|november|december)\b)"
)
_WORDS: Final = re.compile(
    "|".join(WORDS) + "|"
    r"\bno longer with\b|\b(?:my|our) new (?:e-?mail )?address\b|\b(?:mi|nuestro|nuestra|su) nuev[oa] (?:correo|"
    r"dirección|direccion)|"
    r"\b(?:su|tu|vuestro) (?:mensaje|correo|solicitud|consulta)\b.{0,20}\b(?:ha sido|fue|será) (?:recibid|leíd|"
    r"atendid|respondid)|"
    r"\b(?:ya no|no) se (?:revisa|lee|monitorea|atiende)|\b(?:e-?mail|nachricht|anfrage|mail) (?:ist|"
    r"wurde) (?:bei uns )?(?:eingegangen|empfangen)|"
    r"\bnon (?:sono|sarò) (?:in|raggiungibile|presente|disponibile)|\bik ben\b.{0,60}\bniet (?:bereikbaar|"
    r"aanwezig|beschikbaar)|"
    r"\bje ne suis pas (?:au bureau|disponible|joignable)|\bnão estou\b.{0,20}\b(?:no escritório|disponível)|"
    r"\bno me encuentro\b|"
    r"\b(?:i am|i'm|i will be|i'll be|we are|i shall be)\b.{0,60}\b(?:out of (?:the |my )?office|out of office|"
    r"away|on (?:\w+ ){0,2}(?:leave|vacation|holiday|travel)|travel?ling|unavailable|not (?:in|available)|"
    r"abroad|without access)|"
    r"\b(?:out of|away from) (?:the |my )?office|\blimited access to (?:my )?(?:e-?)?mails?|"
    rf"\bback (?:in the office |at work |in )?on (?:the )?{_DAY}|"
    r"\bwill (?:be back|return)(?: to the office)?\b.{0,20}\bon\b|"
    r"\b(?:this is|dies ist|esta es|este es|ceci est|esta é|questo è|"
    r"dit is)\b.{0,20}\b(?:an? )?(?:auto(?:mat\w+)?|automátic\w+|automatique|automatisch\w*|automatic\w)\b|"
    r"\bautomatically generated (?:reply|response|message|e-?mail)|\bautomated (?:reply|response|message|"
    r"acknowledg)|"
    r"\b(?:no longer (?:works?|working|employed|with (?:the|us|our)|at|monitored|in use|part of)|"
    r"has left (?:the|our)|left the (?:company|organi[sz]ation)|(?:mailbox|inbox|address|account) is (?:not|"
    r"no longer|un)\s?(?:being )?(?:monitored|read|in use|checked|active))|"
    r"\bwe (?:have |'ve )?received your (?:e-?mail|message|request|inquiry|enquiry)|"
    r"\bthank you for (?:your (?:e-?mail|message|inquiry|enquiry|request)|contacting|"
    r"getting in touch)\b(?!.{0,40}newsletter)|\byour (?:request|message|e-?mail) has been (?:received|logged|"
    r"forwarded)|"
    r"\bich (?:bin|befinde mich|werde)\b.{0,60}\b(?:nicht (?:im|erreichbar|am|da)|im urlaub|abwesend|außer haus|"
    r"ausser haus|unterwegs|auf dienstreise|in elternzeit|im mutterschutz|wieder (?:im|erreichbar|da|für)|"
    r"verreist|krank)|\b(?:bis|vom|ab)\b.{0,40}\b(?:abwesend|nicht erreichbar|im urlaub|nicht im (?:büro|haus))|"
    r"\bihre (?:e-?mail|nachricht|anfrage) (?:wird|wurde|ist)\b.{0,50}(?:weitergeleitet|gelesen|bearbeitet|"
    r"eingegangen|empfangen|beantwort)|\bvielen dank für ihre (?:e-?mail|nachricht|anfrage|mail)|"
    r"\bautomatisch (?:erstellt|generiert|erzeugt|versandt)|\bnicht mehr (?:bei|für|im unternehmen|tätig|"
    r"beschäftigt|in der firma)|\bautomatische (?:antwort|nachricht|e-?mail|rückmeldung)|"
    r"\b(?:estaré|estoy|me encuentro|me encontraré|estamos|estaremos|no me encuentro|no estaré|"
    r"permaneceré)\b.{0,50}\b(?:fuera|ausente|de vacaciones|de viaje|de permiso|de licencia|en (?:la )?oficina|"
    r"disponible|de baja|en comisión)|\bya no (?:trabaja|labora|forma parte|trabajo|laboro|está en)|"
    r"\b(?:hemos recibido|recibimos) su (?:correo|mensaje|solicitud|consulta)|\bgracias por (?:su (?:mensaje|"
    r"correo)|contactar|comunicarse|escribir)|\b(?:mensaje|correo|respuesta) (?:generad\w )?autom[áa]tic|"
    r"\bje (?:suis|serai)\b.{0,50}\b(?:absente?|en congé|en vacances|en déplacement|de retour|en mission|"
    r"indisponible)|\bactuellement absente?|\bne (?:travaille|fait) plus (?:partie|chez|à|pour)|"
    r"\bnous avons bien reçu votre|\b(?:réponse|message) automatique|"
    r"\b(?:estou|estarei|encontro-me)\b.{0,50}\b(?:fora|ausente|de férias|em férias|em viagem|de licença)|"
    r"\bnão (?:trabalha|faz) mais|\bjá não trabalha|\brecebemos (?:a )?su[ao] (?:mensagem|e-?mail)|"
    r"\b(?:mensagem|resposta) automática|"
    r"\b(?:sono|sarò|saremo)\b.{0,40}\b(?:fuori|assente|in ferie|in viaggio|in trasferta)|\bnon lavora più|"
    r"\b(?:risposta|messaggio) automatic|\babbiamo ricevuto (?:la )?(?:sua|tua|vostra)|"
    r"\bik ben\b.{0,40}\b(?:afwezig|niet aanwezig|op vakantie|met verlof|weer (?:aanwezig|bereikbaar)|"
    r"niet op kantoor)|\bwerkt niet (?:meer|langer)|\bautomatisch (?:gegenereerd|antwoord|bericht)|"
    r"\bjag är\b.{0,40}\b(?:borta|ledig|på semester|inte på)|\bjeg er\b.{0,40}\b(?:ikke på|på ferie|fraværende|"
    r"bortreist)|\bolen\b.{0,30}\b(?:lomalla|poissa)|\bjestem\b.{0,30}(?:nieobecn|poza biurem|na urlopie)|"
    r"я (?:нахожусь |буду )?(?:в отпуске|отсутств)|"
    r"\bconfirm that you are (?:a )?(?:human|real)|\bto (?:deliver|release) your message.{0,40}(?:click|reply)|"
    r"\bchallenge.{0,10}response",
    re.IGNORECASE,
)
_GONE: Final = re.compile(
    r"\bno longer (?:work|employ|with|at|in use|monitor|part)|\bhas left\b|\bleft the (?:company|organi)|"
    r"nicht mehr (?:bei|für|im|tätig|besch|in der)|\bya no (?:trabaja|labora|forma)|"
    r"ne (?:travaille|fait) plus|não (?:trabalha|faz) mais|já não trabalha|non lavora più|werkt niet|"
    r"new (?:e-?mail )?address|neue (?:e-?mail-?)?adresse|nuev[oa] (?:correo|dirección)|nouvelle adresse",
    re.IGNORECASE,
)
_HEADERS: Final = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-mail-autoreply",
    "x-autoreply-from",
    "x-auto-reply",
)
_PRECEDENCES: Final = frozenset({"auto_reply", "auto-reply", "autoreply"})
_ASKS: Final = re.compile(
    r"[?？؟](?=[\s\"»”)]|$)|[α-ωά-ώ];\s*$|\blet(?:'s| us) (?:talk|speak|meet)|\bi have (?:\w+ )?questions?\b",
    re.MULTILINE | re.IGNORECASE,
)
"""A question, Greek ones too: machines that say somebody is away ask nothing, but for what is urgent."""
_URGENT: Final = re.compile(
    r"urg[eê]n|dring(?:end|lich)|emergenc|notf[aä]ll|spoed|brådskande|haster|kiireelli|piln|nal[eé]hav|súrn|"
    r"sürgős|срочн|термінов|спешн|hitn|nujn|επε[ίι]γ|acil|عاجل|דחופ|فوری|緊急|至急|お急ぎ|紧急|急事|긴급|급한|"
    r"khẩn|ด่วน|mendesak",
    re.IGNORECASE,
)
_SHORT: Final = 1_500
_NEAR: Final = 600


def read_automatic(letter: Letter) -> list[Finding]:
    """Read an answer that no person wrote; none where a person may have."""
    if letter.report_type == "disposition-notification":
        return [_finding(letter, "says that it was read, or deleted")]
    words = own_words(letter)
    if not _is_automatic(letter, words):
        return []
    gone = _GONE.search(words[:_SHORT]) or _GONE.search(letter.first("subject"))
    return [_finding(letter, "the address changes" if gone else "an automatic answer")]


def _is_automatic(letter: Letter, words: str) -> bool:
    if _is_marked(letter):
        return True
    subject = letter.first("subject")[:300]
    # Without a header that says so, who asks something of the list is a person, absent or not.
    if speaks_of_list(subject, words):
        return False
    if _SUBJECT.search(subject) or _WORDS.search(subject):
        return True
    # In the words only where it is said soon, not much else is, and nothing is asked.
    if len(words) >= _SHORT or not _WORDS.search(words[:_NEAR]):
        return False
    return not _ASKS.search(words) or _URGENT.search(words) is not None


def _is_marked(letter: Letter) -> bool:
    """Tell whether a header says that a machine writes."""
    submitted = letter.first("auto-submitted").lower()
    precedence = {letter.first("precedence").lower(), letter.first("x-precedence").lower()}
    if submitted.startswith("auto-replied") or any(letter.first(name) for name in _HEADERS):
        return True
    machine = bool(submitted and submitted != "no") or bool(precedence & {"bulk", "junk"})
    is_list = bool(letter.first("list-id") or letter.first("list-unsubscribe"))
    answers = bool(letter.first("in-reply-to") or letter.first("references") or submitted)
    return bool(precedence & _PRECEDENCES) or (machine and not is_list and answers)


def _finding(letter: Letter, reason: str) -> Finding:
    address = next(iter(letter.addresses("from")), "")
    return Finding(
        Kind.AUTO_REPLY, reason, address, reply=one_line(f"{letter.first('subject')}: {own_words(letter)}")
    )
