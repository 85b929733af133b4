"""How servers say that a mailbox is full or locked, or that the network did not let the mail through."""

from __future__ import annotations

from typing import Final

_OVER: Final = (
    r"\b(?:super|exced|sobrepas|ultrapass|dépass)\w*\b.{0,30}\b(?:cuota|cota|quota|espacio|almacenamiento|stockage)",
    r"\bposteingang\b.{0,30}\bvoll\b|\bexhausted\b.{0,30}\b(?:storage|space|quota)",
    r"\bover(?:[- ]?drawn)?[- ](?:\w+ ){0,2}(?:disk ?)?quota",
    r"\b(?:disk|disc|storage|mail ?box|inbox|user|account)[- ]?(?:\w+ )?quota\b.{0,40}(?:exceed|full|reach|over)",
    r"\bquota\b.{0,30}\b(?:exceed\w*|full|reached|violat\w*|overdrawn|limit|used)",
    r"\bexceed(?:s|ed|ing)?\b.{0,40}\b(?:quota|storage|mail ?box|allocat\w+|disk ?space)|\bquotaexceeded",
    (
        r"\b(?:mail ?box|in ?box|mail ?folder|maildir|mail ?drop|account|user|folder|mail ?file|spool|"
        r"recipient|storage|postfach|quota)\b(?:'s|s)?.{0,40}\b(?:is |are |was |too |has |being |almost |"
        r"currently )*(?:full|overfull|over (?:its|the|their|his|size|storage|limit|maximum|allowed)|exceeded|"
        r"out of (?:storage|space|disk)|no space)"
    ),
    r"\boverquota|\bspace (?:is )?not enough|\btoo much mail\b.{0,30}\b(?:stored|in)\b|\bstorage full",
    r"\b(?:full|overfull|overdrawn) (?:mail ?box|inbox|mail ?drop)",
    (
        r"\b(?:insufficient|not enough|no more|lack of|run out of|out of|no free|no) (?:\w+ ){0,3}(?:storage|"
        r"space|room)\b"
    ),
    r"\bno space left|\bstorage (?:limit|allocation|space|capacity)|\bmail ?box (?:size )?limit",
    r"\bwould exceed\b.{0,30}(?:quota|mail ?box|storage|limit)|\bfull mail ?box|\bdisk(?:quota| quota| full)",
    r"\bdisc quota|\bdiskspace|\bcannot update mailbox.{0,60}too large",
    r"\bpostfach\b.{0,40}(?:\bvoll|überfüllt|ueberfuellt|speicher)",
    r"\bspeicher(?:platz)?\b.{0,40}(?:erschöpft|voll|überschritten|erreicht|nicht aus)",
    r"\bkontingent.{0,30}(?:überschr|ersch)|\bbuz[óo]n\b.{0,40}(?:llen[oa]|excedid|cuota|espacio|límite)",
    (
        r"\b(?:cuota|quota|cota)\b.{0,30}(?:exced\w*|super\w*|dépass\w*|atteint|ultrapass\w*|agotad\w*|"
        r"esgotad\w*|superat\w*)"
    ),
    r"\bbandeja\b.{0,40}llena|\bsin espacio|\bcaixa\b.{0,40}(?:cheia|lotada|excedid)",
    r"\bbo[îi]te\b.{0,50}(?:pleine|saturée|dépass)|\bcasella\b.{0,40}(?:piena|quota)",
    r"\bmail ?box(?: size)?\b.{0,20}\bexceed(?:s|ed|ing)?\b",
    r"\b(?:user|mail ?box|recipient) has too many (?:messages|mails)",
    r"\b(?:messages|mails) in (?:\S+ ){0,2}mail ?box exceed|\bzu ?viele (?:mails|nachrichten)\b.{0,20}\bserver",
    r"\bspace\b.{0,20}\bused up|\bskrzynk\w+\b.{0,40}(?:pełn|przepełn)",
    r"\bprzekroczon\w+\b.{0,30}(?:limit|pojemno|quota)",
    r"(?:ящик|скриньк)\w*.{0,40}перепо[лв]н|(?:переполнен|переповнен)\w*.{0,20}ящик",
    r"превышен\w*.{0,30}(?:квот|лимит|объ[её]м)",
    r"\b(?:schránk|postafiók|poštan)\w*\b.{0,40}(?:pln[áée]|megtelt|pun)|\binkorg\w*\b.{0,30}\bfull",
    r"\bpostkass\w+\b.{0,30}\bful[ld]",
    r"\bposta kutusu\b.{0,30}\bdolu|\bkotas[ıi]\b.{0,20}(?:doldu|aş)|\bpostilaatikko\w*\b.{0,30}\btäy",
    r"γραμματοκιβώτιο.{0,40}(?:πλήρ|γεμάτο)",
    (
        r"(?:メールボックス|受信箱|容量)[^。]{0,30}(?:一杯|いっぱい|満杯|超え|超過|オーバー)|(?:邮箱|郵箱|信箱|"
        r"空间|空間|容量)[^。]{0,10}(?:已满|已滿|不足|超)"
    ),
    r"(?:메일함|편지함|사서함|용량)[^.]{0,20}(?:가득|초과|부족)|(?:صندوق|البريد)[^.]{0,30}(?:ممتلئ|ممتلئة)",
    r"\b(?:postvak|mailbox)\b.{0,30}\bvol\b|\bespace (?:de stockage )?insuffisant",
)
_HELD: Final = (
    (
        r"\btemporar(?:y|ily)\b.{0,30}\b(?:disabled|suspended|locked|unavailable|inactive|block|deactiv|"
        r"closed|not accept|undeliver|out of|unable|failure|problem|error|reject|deferred|lookup)"
    ),
    (
        r"\b(?:mail ?box|account|user)\b.{0,30}\b(?:temporarily|temporarly|temporary locked|"
        r"currently (?:locked|unavailable)|locked by)"
    ),
    r"\bmail ?box (?:is )?(?:locked|busy|in use)|\bvorübergehend|\btemporalmente|\btemporairement",
    r"\btemporaneamente|\btijdelijk",
)
_NETWORK: Final = (
    r"\btim(?:ed|e) ?-?out|\btime ?limit|\bconnection (?:refused|reset|lost|closed|dropped|failed|was)",
    r"\bconnect(?:ion)? (?:to|with)\b.{0,80}\b(?:fail|refus|time|unreach|lost)",
    r"\b(?:no route|network (?:is )?unreach|host (?:is )?(?:unreach|down))|\blost connection",
    r"\bcould(?: not|n['’]?t) (?:connect|establish|be reached|contact)|\bunable to (?:connect|contact|reach)",
    r"\bcan(?:not|['’]?t) (?:connect|contact|reach)|\bwasn['’]?t able to establish|\bnot respond|\bno answer",
    r"\bunreachable|\bserver(?:s)? (?:is |are )?(?:busy|down|unavailable|not available)",
    r"\bdid not accept our requests? to connect|\bsocket error|\bdelivery time-?out",
    r"\bhost (?:not|did not) respond|\bnot able to (?:connect|deliver)",
)
_WAITED: Final = (
    r"\b\d+ attempts\b",
    r"\b(?:in|on) (?:the )?(?:mail )?queue (?:too long|for)|\btoo long\b|\bretry (?:time(?:out)?|limit|period)",
    r"\bfailing for a long|\b(?:message|delivery(?: time)?|queue|lifetime)\b.{0,15} (?:has )?expired",
    r"\bexpired\b.{0,20}\b(?:message|delivery|queue)",
    r"\b(?:for|within|after|past|last)\b.{0,15}\b\d+(?:\.\d+)? ?(?:hours?|days?|minutes?)\b",
    r"\btry(?:ing)? again|\bretr(?:y|ying|ies)\b|\btry later|\bwill (?:be )?(?:retr|keep trying|continue)",
    r"\bdeferred|\bdelayed|\bgr[ea]y-?list|\bstill (?:trying|being)|\bplease (?:try|retry)|\btransient",
    r"\btemporar(?:y|ily)|\b(?:bitte )?(?:versuchen|probieren) sie es|\bintente|\bréessay|\bverzögert",
    r"\bretrasad|\bresources",
)
_NAME_SERVER: Final = (
    r"\b(?:dns|name ?server|mx) (?:lookup |query |server )?(?:fail\w*|error|timeout|problem)",
    r"\bname service error\b.{0,80}\btry again|\bhost not found,? try again|\bserver ?fail|\bservfail",
    r"\bcname lookup",
)

FULL: Final = (("mailbox full", _OVER),)
HELD: Final = (("mailbox locked for the moment", _HELD),)
PASSING: Final = (
    ("name server did not answer", _NAME_SERVER),
    ("server not reached", _NETWORK),
    ("put off", _WAITED),
)
