"""What a title asks that no column is known by: whether somebody is subscribed, has left, or something else."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from iki_newsletter.audience.columns import fold, without_brackets


class Asks(Enum):
    """What a yes below a title means."""

    SUBSCRIBED = auto()
    """They are active, or want it, or consent."""
    LEFT = auto()
    """They want nothing any more."""
    STOPPED = auto()
    """Nothing is to be sent there: blocked, bounced, deleted."""
    RANK = auto()
    """Something that is `alta`, `media` or `baja`: high, middling or low."""
    OTHER = auto()


# All of these are compared with folded titles: no case, accents, spaces, question marks.
_WHO: Final = (
    r"(esta|es|sigue|aun|todavia|ist|noch|is|still|usuari[oa]|contacto|suscriptora?|kontakt|contact|cuenta|konto"
    r"|account|user|benutzer|mitglied|member|persona?|e?mail|correo|registro)*"
)
_ANSWERS: Final = r"(sino|sionno|janein|yesno|sn|jn|yn)?"
_SUBSCRIBED: Final = re.compile(
    r".*(suscri|subscri|newsletter|boletin|rundbrief|mailing|abonn|optin|consent|consien|einwillig|einverstand).*"
    r"|abos?|state|zustand|estado(actual|(del?)?(contacto|suscriptora?|registro|correo))?"
    r"|(e?mail|contact|kontakt|member)status"
    r"|(recibe|quiere|desea|acepta|autoriza|receive|want|accept|agree|allow|empfang|erhalt|bekommt|mochte"
    r"|zustimm|zugestimmt|eingewilligt|dsgvo|gdpr|rgpd).*"
    rf"|{_WHO}(activ[oae]|activated|aktiv(e[rsn]?)?|activad[oa]|aktiviert|vigente|enabled|habilitad[oa]"
    r"|(dad[oa]de|de)?alta|angemeldet|confirm(ed|ad[oa])|bestatigt|verifi(ed|cad[oa])|verifiziert"
    rf"|valid[oa]?|gultig|deliverable|zustellbar|enviar|envio|mandar|senden|versand|send|ok){_WHO}{_ANSWERS}"
)
_LEFT: Final = re.compile(
    r"((fecha|motivo|causa|razon)(de)?(la)?|(se)?(dad[oa]|dio)(de)?|de|solicit[oa](la)?)?baja"
    r"((de|del)?(la|el)?(newsletter|boletin|suscripcion|lista|correo|voluntaria|definitiva))?(el|desde)?"
    rf"{_ANSWERS}|(newsletter|boletin|suscripcion)baja"
    r"|.*(abgemeldet|abmeld|unsub|opt(ed)?out|desuscri|abbestell|ausgetragen|austragung|ausgetreten|widerruf"
    r"|widerspruch|revoca|revoked|withdrawn|objection|objected|gekundigt).*"
    r"|seopone|oposicion|(is)?left(on|at)?|cancel(ad[oa]|l?ed|acion)|kundigung|robinson(liste)?"
    r"|(no|donot|dont|not|nicht)(enviar|contactar|molestar|escribir|mandar|e?mail|contact|disturb"
    r"|write|send|kontaktieren|senden|anschreiben|schreiben).*"
)
_STOPPED: Final = re.compile(
    rf"{_WHO}(inactiv[oae]|inaktiv|deaktiviert|desactivad[oa]|deactivated|disabled|deshabilitad[oa]|bloquead[oa]"
    r"|blocked|gesperrt|blacklist(ed)?|listanegra|sperrliste|(hard|soft)?bounced?|rebot(e|ad[oa])|unzustellbar"
    r"|suspendid[oa]|suspended|pausad[oa]|paused|pausiert|fallecid[oa]|verstorben|deceased|eliminad[oa]|borrad[oa]"
    rf"|deleted|geloscht|removed|invalid[oa]?|ungultig){_ANSWERS}"
)
_RANK: Final = re.compile(
    r".*(priori|importan|relevan|urgen|nivel|influencia|interes|riesgo|calidad|categoria|grado|planta).*"
)
_NEGATION: Final = re.compile(
    r"(yano|nomas|nolonger|nichtmehr|donot|dont|kein(e[nrs]?)?|nicht|not|sin|no)(?P<rest>.+)"
)
_MACHINES: Final = re.compile(r".*(link|url|token|hash|code|codigo)")
"""What every row has, whoever left: a link to unsubscribe with, say."""

_IN_TURN: Final = (
    (_MACHINES, Asks.OTHER),
    (_LEFT, Asks.LEFT),
    (_STOPPED, Asks.STOPPED),
    (_SUBSCRIBED, Asks.SUBSCRIBED),
    (_RANK, Asks.RANK),
)
_LONGEST: Final = 80


@lru_cache(maxsize=256)
def what_asks(title: str) -> Asks:
    """Tell what a title asks; case, accents, spaces, question marks and what stands in brackets do not count.

    >>> [what_asks(title).name for title in ("¿Activo?", "ist aktiv (ja/nein)", "Fecha de baja", "Teléfono")]
    ['SUBSCRIBED', 'SUBSCRIBED', 'LEFT', 'OTHER']
    """
    if len(title) > _LONGEST:
        return Asks.OTHER
    asked = fold(without_brackets(title)) or fold(title)
    negated = _NEGATION.fullmatch(asked)
    if negated and _SUBSCRIBED.fullmatch(negated["rest"]) and not _MACHINES.fullmatch(asked):
        return Asks.LEFT
    return next((asks for pattern, asks in _IN_TURN if pattern.fullmatch(asked)), Asks.OTHER)
