"""How servers say that a mailbox or a domain is not there, in the languages that they say it in."""

from __future__ import annotations

from typing import Final

_PERSON: Final = (
    r"(?:(?<!\bip )(?<!sender )(?<!from )(?<!client )(?<!your )"
    r"(?:e-?mail |mail |user |recipient'?s? |destination |target |local )?"
    r"(?:user(?: ?name| ?id)?|mail ?box(?: name)?|recipients?|addressee|accounts?|"
    r"address(?:es)?|inbox|alias|person|customer|"
    r"login|mail ?drop|subscriber|member|employee|rcpt|user\(s\)|recipient\(s\)|local part|group))"
)
_GONE: Final = (
    r"(?:unknown|not known|not found|not be found|(?:does|do|did)(?: not|n['’]?t) exist|not existing|not exist\b|"
    r"non-?exist[ea]nt|no longer (?:exists?|available|active|valid|in use|in service|accept(?:s|ing)?|"
    r"on (?:this|our) server|"
    r"works|working|with|employed|a(?:n)? |used|monitored|receiv)|"
    r"not (?:a )?(?:valid|known|local(?! ?host)|listed|recogni[sz]ed|registered|active|present|defined|our customer|"
    r"in (?:the )?(?:directory|address ?book|service|use|my|our)|here|have an? (?:\S+ )?(?:account|mailbox))|"
    r"isn['’]?t (?:valid|active|known|listed|here)|invalid|disabled|de-?activated|inactive|in-active|"
    r"terminated|closed|cancell?ed|removed|deleted|discontinued|obsolete|expired|suspended|abandoned|frozen|defunct|unresolvable|"
    r"unrout(?:e)?able|has left|have left|left the (?:company|organi[sz]ation)|"
    r"unmatched|incorrect|is wrong|misspelled|unassigned)"
)
_DOMAIN: Final = (
    r"(?:(?:mail |e-?mail |recipient(?:'s)? |destination |target |dns )?(?:domain(?: name)?|host(?: name)?|hostname))"
)
_NO_DOMAIN: Final = (
    r"\bno existe (?:el |ese )?(?:dominio|servidor)|\bn['’]existe pas\b.{0,20}\bdomaine",
    rf"\b(?:unknown|invalid|no such|non-?existent|bad|unresolvable|unrout(?:e)?able|illegal) {_DOMAIN}\b",
    (
        rf"\b{_DOMAIN}\b(?: or (?:domain|host)(?: name)?)?(?:[^.;]|\.(?=\S)){{0,50}}?\b(?:(?:is |was )?(?:unknown|"
        rf"not found(?!,? try again)|invalid)|(?:does|do|did)(?: not|n['’]?t) (?:exist|resolve|have (?:any |"
        rf"an? )?(?:mx|mail|valid))|could ?(?:not|n't) be (?:found|resolved)|couldn['’]?t be found|"
        rf"no longer exists?|not exist|has no (?:mx|mail|a record|valid)|doesn['’]?t (?:receive|accept|have) |"
        rf"does not (?:receive|accept) (?:e-?)?mail|has expired|wasn['’]?t found)"
    ),
    r"\bnull ?mx\b|\bnxdomain|\bnonexistentdomain|\bdomainnonexistent|\binfodomainnonexistent|\bno mx\b",
    r"\bno (?:valid )?(?:mail (?:server|exchanger|host)|mx (?:record|host))s?\b|\bno smtp service",
    r"\bcould(?: not|n['’]?t) find (?:any )?(?:host|a mail exchanger|domain|mail server)",
    r"\bunable to (?:find|resolve|locate) (?:the )?(?:\w+ )?(?:host|domain|mx)",
    r"\bmx records? point(?:s)? to non-?exist|\bname service error\b(?!.{0,80}try again)",
    r"\bunrout(?:e)?able (?:mail )?domain|\bname or service not known|\bno address associated",
    r"\bhost ?not ?found(?!,? try again)|\bdns error: .{0,40}(?:not|doesn|couldn)",
    r"\b(?:domain|domäne|host)\b.{0,30}(?:existiert nicht|nicht gefunden|unbekannt)",
    r"\bdominio\b.{0,40}(?:no existe|inexistente|no (?:se )?(?:ha )?(?:encontr|válid)|desconocid|non esiste)",
    r"\bdomínio\b.{0,30}(?:não|inexist)|\bdomaine\b.{0,30}(?:inconnu|inexist|n['’]existe|introuvable)",
    r"\bdomein\b.{0,20}(?:bestaat niet|onbekend)",
)
_NO_MAILBOX: Final = (
    rf"\bno such {_PERSON}|\bno such (?:local|virtual|e-?mail|mail|valid|system)",
    (
        r"\bno (?:valid )?(?:local |active |such )?(?:mail ?box|user|account|recipients?|one|"
        r"person)\b.{0,30}\b(?:here|by that|with that|of that|by the|under|named|called|exist|found|on this|"
        r"in (?:this|our|the)|for|matching|at)\b"
    ),
    (
        rf"\b(?:unknown|invalid|non-?existent|bad|incorrect|undefined|illegal|unrout(?:e)?able|inactive|disabled|"
        rf"deactivated|unregistered|unrecogni[sz]ed|nonexisting|expired|obsolete|dead|closed|wrong|"
        rf"faulty|unresolvable|malformed|non valid)(?: or \w+| final| e-?mail| local| virtual| mail| destination|"
        rf" delivery| target| to| smtp)* {_PERSON}(?! sender)"
    ),
    rf"\b{_PERSON}\b(?:[^.;!?]|\.(?=\S)){{0,60}}?(?<![\w-]){_GONE}",
    r"\be-?mail\b.{0,20}(?:does not exist|doesn['’]?t exist|not found|unknown|is invalid|inv[áa]lid)",
    r"\buser unknown|\bunknown user|\bunknown[:;] ?user|\brecipient(?:s)? unknown|\brecip(?:ient)?notfound",
    r"\brecipientnotfound|\bexrecipnotfound|\bnosuchuser|\bmailbox_?not_?found|\bunknown[-_ ]address",
    r"\baccountdisabled|\bnot listed in|\bnot (?:in|on) (?:the )?(?:domino|directory|name ?& ?address)",
    r"\bunrout(?:e)?able\b",
    r"\bunable to (?:find|locate|resolve)\b.{0,30}(?:user|recipient|mail ?box|address|account)",
    (
        r"\b(?:can(?:not|['’]?t)|could(?: not|n['’]?t)|did(?: not|n['’]?t)) (?:find|locate|resolve|be found|"
        r"recogni[sz]e)\b.{0,30}(?:user|recipient|mail ?box|address|account|person)"
    ),
    r"\bthis user (?:doesn|does not|is not|no longer)",
    r"\bdoes(?:n['’]?t| not) (?:have|like) (?:an? )?(?:\S+ )?(?:account|mailbox|recipient)",
    (
        r"\bis not a (?:valid |known |registered |local )?(?:user|mailbox|recipient|address|account|customer|"
        r"member|subscriber)"
    ),
    r"\bisn['’]?t a (?:valid )?(?:user|mailbox|recipient)",
    r"\b(?:does not|doesn['’]?t|do not|don['’]?t) have (?:a |an |any )?(?:user|mailbox|account|such)",
    r"\bnot our customer|\bnot (?:a )?known (?:user|here|at)",
    (
        r"\bno longer (?:at|with|works|employed|here|valid|exists|in use|accepts (?:e-?)?mail|accepting|active|"
        r"available|a )"
    ),
    r"\baddress(?:es)? (?:is |are |was |has )*(?:couldn|could not|no longer|wrong|not)",
    r"\baddress(?:es)? couldn['’]?t be found|\bwasn['’]?t found at\b|\b(?:was|is) not found (?:at|on|in)\b",
    r"\bnot found at\b|\bhas moved\b|\buser (?:has )?moved|\bplease (?:try|use) <>|\bnobody here",
    r"\bno body here|\bdoes not live here|\bnever (?:logged in|existed)",
    r"\baccount (?:that you tried to reach )?(?:does not|doesn|is (?:disabled|inactive|closed))",
    r"\bname (?:is )?not (?:found|recogni[sz]ed|in)|\bmailbox name (?:is )?(?:not allowed|invalid)",
    r"\bno match(?:es|ing)?\b|\bfinal (?:e-?mail )?delivery point|\bmust be (?:a )?valid recipient",
    r"\bis not active|\bundeliverable address|\bunbekannte[rs]? ",
    r"\bbad destination|\bbad address syntax|\bbad recipient|\brecipient address (?:is )?(?:not|in)\b",
    (
        r"\b(?:empfänger|empfaenger|benutzer|nutzer|postfach|konto|adresse|mailadresse|kunde|account|teilnehmer|"
        r"emailadresse|e-mail-adresse)\b(?:[^.;!?]|\.(?=\S)){0,50}?(?:unbekannt|existiert (?:leider )?nicht|"
        r"nicht (?:bekannt|gefunden|vorhanden|mehr|existent|gültig|erreichbar|eingerichtet|"
        r"zugestellt werden, weil)|ungültig|deaktiviert|gelöscht|gesperrt|geschlossen|abgeschaltet|stillgelegt|"
        r"inaktiv)"
    ),
    r"\bkein (?:solche[rs]? )?(?:benutzer|postfach|empfänger|konto)",
    r"\b(?:unbekannter?|ungültige[rs]?) (?:empfänger|benutzer|adresse|e-?mail)",
    (
        r"\b(?:usuari[oa]|destinatari[oa]s?|cuenta|buz[óo]n|direcci[óo]n|casilla|correo|receptor)\b(?:[^.;!?]|"
        r"\.(?=\S)){0,50}?(?:desconocid[oa]|no (?:es )?(?:existe|válid|valid|encontrad|está activ|esta activ|"
        r"activ|disponible|reconocid|registrad)|no (?:se )?(?:ha |pudo )?(?:sido )?encontr|inexistente|inv[áa]lid|"
        r"deshabilitad|desactivad|inactiv|cancelad|eliminad|dad[oa] de baja|suspendid|ya no|incorrect|"
        r"no se (?:ha )?encontr)"
    ),
    (
        r"\bno existe (?:el |la |un |una |ese |esa |tal |ning)?\w*(?: de correo)? ?(?:usuari|cuenta|buz|direcc|"
        r"destinat|casilla)"
    ),
    r"\b(?:usuario|destinatario) desconocido",
    r"\bno se (?:ha |pudo )?encontr\w+ (?:la |el )?(?:direcci|usuari|cuenta|buz|destinat)",
    (
        r"\b(?:usu[áa]rio|destinat[áa]rio|conta|caixa(?: postal)?|endere[çc]o)\b(?:[^.;!?]|"
        r"\.(?=\S)){0,50}?(?:desconhecid|não (?:existe|foi|é|encontrad|está)|nao (?:existe|encontrad)|inexistente|"
        r"inv[áa]lid|desativad|inativ|cancelad|bloquead|exclu[íi]d)"
    ),
    (
        r"\b(?:utilisateur|destinataire|adresse|compte|bo[îi]te|boite aux lettres|usager)\b(?:[^.;!?]|"
        r"\.(?=\S)){0,50}?(?:inconnu|n['’]existe (?:pas|plus)|inexistant|invalide|introuvable|désactivé|desactive|"
        r"fermé|supprimé|suspendu|n['’]est (?:pas|plus)|n['’]a (?:pas )?(?:pu )?(?:été |être )?(?:trouv))"
    ),
    r"\bn['’]existe (?:pas|plus)",
    (
        r"\b(?:utente|destinatario|casella|indirizzo|account)\b(?:[^.;!?]|\.(?=\S)){0,50}?(?:sconosciut|"
        r"non (?:esiste|valid|trovat|attiv|è)|inesistente|disabilitat|disattivat|chius)"
    ),
    (
        r"\b(?:gebruiker|ontvanger|adres|mailbox|postvak|e-mailadres)\b.{0,50}?(?:onbekend|bestaat niet|"
        r"niet (?:gevonden|bekend|geldig)|ongeldig|opgeheven)"
    ),
    r"пользователь.{0,40}(?:не найден|не существует|неизвест)",
    r"ящик.{0,40}(?:не существует|не найден|отключен|заблок)",
)
_DISABLED: Final = (
    (
        rf"\b{_PERSON}\b(?:[^.;!?]|\.(?=\S)){{0,60}}?(?<![\w-])(?:disabled|de-?activated|inactive|suspended|"
        rf"terminated|closed|cancell?ed|removed|deleted|discontinued|expired|no longer active|not active|frozen|"
        rf"abandoned)"
    ),
    r"\baccountdisabled",
    r"\b(?:inactive|disabled|deactivated|closed|expired) (?:user|mail ?box|account|recipient|e-?mail)",
)

GONE: Final = (
    ("mailbox disabled", _DISABLED),
    ("no such mailbox", _NO_MAILBOX),
    ("no such domain", _NO_DOMAIN),
)
UNAVAILABLE: Final = (
    (
        "mailbox unavailable",
        (
            r"\b(?:mail ?box|user|recipient|account|address|inbox)\b.{0,20}\bunavailable",
            r"\b(?:mail ?box|user|recipient|account|address|inbox)\b.{0,20}\bnot available",
            r"\b(?:mail ?box|user|recipient|account|address|inbox)\b.{0,20}\b(?:unreachable|not reachable|refused)",
            r"\b(?:mail ?box|user|recipient|account|address|inbox)\b.{0,20}\bnot accept(?:ing|ed)?\b",
            r"\bunavailable mailbox",
            r"\b(?:postfach|empfänger)\b.{0,20}nicht (?:verfügbar|erreichbar)",
            r"\bbuzón\b.{0,20}no disponible|\b(?:recipient|address|mailbox|user)(?: address)? (?:was |is )?rejected",
            r"\bnot accepting (?:any )?(?:mail|messages)|\binvalid addresses|\baddress (?:error|failed)",
        ),
    ),
)
"""Words that mean many things: beside 550 and nothing clearer, that there is no such mailbox."""
TURNED_AWAY: Final = (
    (
        "recipient turned away",
        (
            r"\b(?:recipient|address|mailbox|user)(?: address)? (?:was |is )?(?:rejected|refused|denied)",
            r"\baccess denied",
        ),
    ),
)
"""How some directories say that they do not know somebody; others mean that we may not write to them."""
