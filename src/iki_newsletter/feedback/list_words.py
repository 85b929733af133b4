"""How people ask to be taken off a list, to be put on it again, or not to be taken off, language by language.

The patterns are for folded text: lower-case, no accents, one space between words, `'` as the apostrophe. They stay
within a sentence. Only what a person says of themselves or of their address is here: "unsubscribe" alone also stands
in footers.
"""

from __future__ import annotations

from typing import Final

_SO: Final = r"[^.!?]"
_SOON: Final = r"[^.!?,;]"
_LIST_ES: Final = r"(?:listas?|bolet\w+|correos?|base|distribucion|envios?|suscri\w+|directorio|newsletter)"
_LIST_DE: Final = r"\w*-?(?:verteiler|liste|kartei|datenbank)"
_VERBS_DE: Final = r"(?:abmelden|abzumelden|abbestellen|abzubestellen|austragen|auszutragen|kundigen|zu kundigen)"
_WANTS_DE: Final = r"(?:mochten?|moechten?|will|wollen|wollten?|wunschen?|wuenschen?|wurden? gern\w*)"
_GETS_DE: Final = r"(?:erhalten|bekommen|beziehen|abonnieren|bestellen|zusenden|zuschicken|schicken|senden)"
_DELETES_DE: Final = r"(?:loschen|loeschen|loscht|loesche|entfernen|entfernt|streichen|streicht)"
_AGAIN_DE: Final = r"(?<!nicht )(?<!nie )(?:wieder|erneut)"
_AGAIN_ES: Final = r"(?:de nuevo|nuevamente|otra vez)"
_JOINS_ES: Final = r"(?:recibir\w*|inclu\w+|agreg\w+|anad\w+|inscrib\w+|suscrib\w+|de alta)"

LEAVE: Final = (
    # English.
    r"\b(?:unsubscribe|remove|delete|drop|erase) (?:me|us|my|our|this (?:address|e-?mail|account|mailbox))\b",
    rf"\btake (?:me|us|my|our|this)\b{_SO}{{0,40}}\b(?:off|out|from)\b",
    r"\bstop (?:sending|e-?mailing|mailing|writing)\b",
    (
        r"\b(?:i|we)(?: am| are|'m|'re)? no longer (?:wish|want|interested)|"
        rf"(?<!you )\b(?:do not|don't) (?:wish|want|need)\b{_SO}{{0,40}}"
        r"\b(?:receive|e?-?mails?|newsletters?|messages?)"
    ),
    (
        r"\b(?:i|we)(?: want| wish| would like|'d like) to "
        r"(?:unsubscribe|opt out|leave (?:the|your)|be (?:removed|taken off|unsubscribed))"
    ),
    (
        rf"\b(?:do not|don't) (?:send|e-?mail|mail|write)(?: to)? (?:me|us)\b{_SO}{{0,40}}"
        r"\b(?:any ?more|again|further)\b"
    ),
    # German.
    (
        rf"\b(?:mich|uns|meinen?|unseren?|diesen?|die [\w-]*adresse)\b{_SO}{{0,60}}"
        rf"\b(?:aus|von) (?:\w+ ){{1,3}}{_LIST_DE}|"
        rf"\baus (?:de[mr]|ihre[mr]|eure[mr]|diese[mr]) {_LIST_DE}\b{_SO}{{0,30}}"
        rf"\b(?:nehmen|austragen|{_DELETES_DE})"
    ),
    rf"\b(?:nehm\w*|nimm)(?: sie)?(?: bitte)? (?:mich|uns)\b{_SO}{{0,40}}\b(?:raus|heraus|runter|herunter)\b",
    rf"\b(?:mich|uns)\b{_SO}{{0,40}}\b{_VERBS_DE}\b|\b{_WANTS_DE}\b{_SO}{{0,60}}\b{_VERBS_DE}\b",
    (
        rf"\b(?:meldet?|melden sie)(?: bitte)? (?:mich|uns)\b{_SO}{{0,60}}\bab\b|"
        rf"\btrag\w*(?: sie)?(?: bitte)? (?:mich|uns)\b{_SO}{{0,60}}\baus\b|"
        rf"\b(?:ich|wir|hiermit) (?:bestellen?|melde (?:ich )?mich)\b{_SO}{{0,60}}\bab\b"
    ),
    (
        rf"\b{_DELETES_DE}(?: sie)?(?: bitte)? (?:mich|uns|meinen?|unseren?|diesen?)\b|"
        rf"\b(?:mich|uns|meine|unsere|diese)\b{_SO}{{0,40}}\b{_DELETES_DE}\b"
    ),
    (
        rf"\b{_WANTS_DE}\b{_SO}{{0,40}}\b(?:keine?n?|nicht (?:mehr|wieder|langer|laenger)|nie (?:mehr|wieder))\b"
        rf"{_SO}{{0,40}}"
        r"\b(?:newsletter|e-?mails?|mails?|verteiler|erhalten|bekommen|beziehen)|"
        rf"\b(?:schicken|senden|schickt|sendet)(?: sie)?(?: bitte)? (?:mir|uns)\b{_SO}{{0,30}}\bkeine?n?\b"
    ),
    # Spanish.
    (
        r"\b(?:denme|deme|dadme|dame|dennos|denos|darme|darnos) (?:de |la )?baja|\b(?:me|nos) den? (?:de |la )?baja|"
        rf"\b(?:solicit\w+|pido|pedimos|favor de)\b{_SOON}{{0,30}}\bbaja\b"
    ),
    (
        rf"\b(?:quit|elimin|borr|retir|saqu|sac|exclu)\w{{1,6}}(?:me|nos)\b{_SO}{{0,60}}\b{_LIST_ES}\b|"
        rf"\b(?:me|nos) (?:quite|elimine|borre|retire|saque|excluya)n?\b{_SO}{{0,60}}\b{_LIST_ES}\b|"
        r"\b(?:quitar|eliminar|borrar|retirar|quiten?|eliminen?|borren?|retiren?)"
        r"(?: a)? (?:mi|este|esta|nuestr[oa])\b"
        rf"{_SO}{{0,60}}\b{_LIST_ES}\b"
    ),
    (
        rf"\bno (?:deseo|deseamos|quiero|queremos|quisiera|(?:me|nos) interesa)\b{_SO}{{0,40}}"
        r"\b(?:recib\w+|seguir|mas (?:correos?|bolet\w+|mensajes?|informacion))\b"
    ),
    (
        r"\bdejen? de (?:envi|mand|escrib)\w+|"
        r"\b(?:quiero|queremos|quisiera|deseo|deseamos|me gustaria) dejar de recib\w+|"
        rf"\bno (?:me|nos) (?:envie|mande|escriba)n?\b{_SO}{{0,30}}\b(?:mas|nunca)\b"
    ),
    r"\bcancel(?:ar|en?|o) (?:mi|nuestra) suscripcion|\bdesuscri\w+(?:me|nos)\b|\b(?:me|nos) desuscriban?\b",
    # French, Portuguese, Italian, Dutch.
    (
        r"\b(?:me|nous) (?:desinscrire|desabonner|retirer|supprimer|enlever)\b|"
        r"\b(?:desinscrivez|desabonnez|retirez|supprimez|enlevez)[- ](?:moi|nous)\b|"
        r"\bne (?:souhait|voul|desir|veu)\w+ plus recevoir"
    ),
    r"\b(?:remov|retir|exclu|descadastr)\w+-(?:me|nos)\b|\bnao (?:quero|desejo|queremos) (?:mais )?receber",
    r"\b(?:cancella|rimuove|toglie|disiscrive)\w{0,3}(?:mi|ci)\b|\bnon (?:desidero|voglio|desideriamo) piu ricevere",
    (
        rf"\b(?:mij|me|ons)\b{_SO}{{0,40}}\b(?:uitschrijven|afmelden|verwijderen)\b|"
        r"\b(?:haal|verwijder|schrijf|schrap) (?:mij|me|ons)\b"
    ),
)
"""Asks to be taken off."""

BACK: Final = (
    # English.
    rf"\b(?:put|add|place|include|take|get) (?:me|us|my (?:e-?mail|address))\b{_SO}{{0,30}}\b(?:back|again)\b",
    (
        r"\bback (?:in|on|onto) (?:the|your) (?:[\w-]+ ){0,2}(?:list|newsletter)\b|"
        r"\bre-?(?:subscrib|join|add|instat)\w*"
    ),
    (
        rf"\b(?:want|wish|like|love|please|can i|could i|may i)\b{_SO}{{0,30}}\b(?:receive|get|have|subscribe)\b"
        rf"{_SO}{{0,40}}\bagain\b"
    ),
    # German.
    rf"\b{_AGAIN_DE} (?:in|auf) (?:den|die|ihren?|euren?) {_LIST_DE}\b",
    rf"\b(?:nehm\w*|nimm|meldet|melden sie|trag\w*)(?: sie)?(?: bitte)? (?:mich|uns)(?: bitte)? {_AGAIN_DE}\b",
    (
        rf"\b(?:mich|uns)\b{_SO}{{0,60}}\b{_AGAIN_DE}\b{_SO}{{0,30}}"
        r"\b(?:aufnehmen|aufzunehmen|anmelden|anzumelden|eintragen|einzutragen)\b"
    ),
    (
        rf"\bnewsletter\b{_SO}{{0,40}}\b{_AGAIN_DE}\b{_SO}{{0,20}}\b{_GETS_DE}\b|"
        rf"\b{_AGAIN_DE}\b{_SO}{{0,40}}\bnewsletter\b{_SO}{{0,20}}\b{_GETS_DE}\b"
    ),
    # Spanish.
    (
        r"\b(?:volver|vuelv\w+) a (?:recib|suscrib|inscrib|inclu|agreg|anad|pon|estar en la lista|dar\w* de alta)\w*|"
        r"\b(?:reincorp|reinscrib|resuscrib)\w+"
    ),
    rf"\b{_JOINS_ES}\b{_SO}{{0,40}}\b{_AGAIN_ES}\b|\b{_AGAIN_ES}\b{_SO}{{0,15}}\b{_JOINS_ES}\b",
    # French, Portuguese.
    r"\b(?:remettez|reinscrivez|reabonnez|me reinscrire|me reabonner)\b|\brecevoir (?:de|a) nouveau\b",
    r"\bvoltar a receber\b|\breinscrev\w+",
)
"""Asks to be put on it again, unless a no stands before it."""

STAY: Final = (
    # English. Who writes "you did not remove me" wants to leave.
    (
        r"(?<!you )\b(?:do not|don't|never) (?:unsubscribe|remove|delete|take|drop|opt out|cancel)\b"
        rf"{_SOON}{{0,40}}|"
        r"(?:\bnot|n't|\bnever|\bwithout) (?:want|wish|mean|intend|ask|like)\w* (?:to )?(?:be |get )?"
        rf"(?:unsubscrib\w*|remov\w+|delet\w+|taken? off|opt out|leave)\b{_SOON}{{0,40}}"
    ),
    # German. Who writes "ich kann mich nicht abmelden" wants to leave.
    (
        rf"\b(?:{_WANTS_DE}|bitte)\b{_SOON}{{0,40}}\bnicht (?:\w+ ){{0,5}}(?:{_VERBS_DE}|{_DELETES_DE})\b|"
        rf"\b(?:meldet?|melden sie|nehmt|nehmen sie|{_DELETES_DE}(?: sie)?)(?: bitte)? (?:mich|uns|meine \w+)"
        rf"(?: bitte)? nicht\b{_SOON}{{0,50}}"
    ),
    # Spanish. Who writes "no puedo darme de baja" wants to leave.
    (
        r"\bno (?:quiero|quise|queria|quisiera|queremos|deseo|deseamos|pretendo|pienso|pedi|solicite|he pedido|"
        rf"he solicitado)\b{_SOON}{{0,20}}\b(?:dar(?:me|nos)? (?:de |la )?baja|(?:la|mi|nuestra) baja|desuscrib\w+|"
        rf"cancelar|salir de|dejar de recib\w+|que (?:me|nos) (?:den|quiten|borren|eliminen))\b{_SOON}{{0,40}}|"
        rf"\bno (?:me|nos) (?:den?|quiten?|borren?|eliminen?|saquen?)\b{_SOON}{{0,50}}"
    ),
    # French, Portuguese.
    r"\bne (?:veux|souhaite|voulons|souhaitons) pas (?:me |nous )?(?:desinscrire|desabonner|etre retiree?)\b",
    r"\bnao (?:quero|desejo) (?:me )?(?:descadastrar|cancelar|sair)\b",
)
"""Says that they do not ask to be taken off; what is matched is read no further."""

NO: Final = (
    r"(?:(?:\bnot|n't|\bnever)(?: ever)?(?: (?:want|wish|like))?(?: to)?|"
    r"\bno (?:quiero|quisiera|queremos|deseo|deseamos)(?: \w+){0,3}|\bno (?:me|nos)|"
    r"\bne (?:veux|souhaite|voulons|souhaitons) (?:pas|plus)|\bnao (?:quero|desejo|queremos)) $"
)
"""What stands before BACK when it means the opposite."""

THANKS: Final = (
    r"(?:(?:many )?thanks|thank you|thx|please|regards|best|kind regards|hello|hi|dear|"
    r"(?:vielen |herzlichen )?dank|danke|bitte|gru(?:ss|sse)|viele grusse|mit freundlichen|freundliche|hallo|"
    r"guten tag|"
    r"(?:muchas |mil )?gracias|por favor|saludos|un saludo|cordial\w*|atentamente|hola|buen[oa]s (?:dias|tardes)|"
    r"merci|obrigad[oa]|grazie|bedankt)\b"
)
"""How a few polite words begin."""
BUT: Final = (
    r"\b(?:but|only|just|not|no|except|instead|unless|aber|nur|nicht|kein\w*|sondern|statt|pero|solo|solamente|"
    r"sino|menos|excepto|salvo|mais|mas|ma)\b|\?"
)
"""Makes polite words say something of their own."""
PROGRAMS: Final = (
    (
        r"(?:this|diese|este|esta|ce|questo)\b.{0,30}\b(?:message|e-?mail|nachricht|mensaje|correo)\b.{0,30}"
        r"\b(?:automatically|automatisch|automatic\w+|automatique\w*)\b.{0,80}"
    ),
    r"apple mail sent this e-?mail to unsubscribe\b.{0,300}",
    r"sent (?:from|with|via|using)\b.{0,60}|get outlook for\b.{0,30}|(?:obtener|hol\w* sie sich) outlook\b.{0,30}",
    r"von mein\w+ .{1,40} (?:gesendet|aus gesendet)|(?:gesendet|verschickt) (?:von|mit|uber|aus)\b.{0,60}",
    r"(?:enviado|enviada|envoye|inviato|verzonden|verstuurd) (?:desde|con|de|do|da|depuis|vanaf|met)\b.{0,60}",
)
"""Lines that a mail program writes by itself."""
