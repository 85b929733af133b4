"""How servers say in English that a mailbox is not there, or that a domain is not."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.server_words.gone_elsewhere import (
    DISABLED_ELSEWHERE,
    NO_DOMAIN_ELSEWHERE,
    NO_MAILBOX_ELSEWHERE,
)

_PERSON: Final = (
    r"(?:(?<!\bip )(?<!sender )(?<!from )(?<!client )(?<!your )"
    r"(?:e-?mail |mail |user |recipient'?s? |destination |target |local )?"
    r"(?:user(?: ?name| ?id)?|mail ?box(?: name)?|recipients?|addressee|accounts?|"
    r"address(?:es)?|inbox|alias|person|customer|"
    r"login|mail ?drop|subscriber|member|employee|rcpt|user\(s\)|recipient\(s\)|local[- ]part|group))"
)
_GONE: Final = (
    r"(?:unknown|not known|not found|not be found|(?:does|do|did)(?: not|n['’]?t) exist|not existing|not exist\b|"
    r"non-?exist[ea]nt|no longer (?:exists?|available|active|valid|in use|in service|accept(?:s|ing)?|on (?:this|"
    r"our) server|works|working|with|employed|a(?:n)? |used|monitored|receiv)|not (?:a )?(?:valid|known|"
    r"local(?! ?host)|listed|recogni[sz]ed|registered|active|present|defined|our customer|"
    r"in (?:the )?(?:directory|address ?book|service|use|my|our)|here|have an? (?:\S+ )?(?:account|mailbox))|"
    r"isn['’]?t (?:valid|active|known|listed|here)|invalid|disabled|de-?activated|inactive|in-active|terminated|"
    r"closed|cancell?ed|removed|deleted|discontinued|obsolete|expired|suspend(?:ed)?\b|abandoned|frozen|defunct|"
    r"unresolvable|unrout(?:e)?able|has left|have left|left the (?:company|organi[sz]ation)|unmatched|incorrect|"
    r"is wrong|misspelled|unassigned)"
)
_DOMAIN: Final = (
    r"(?:(?:mail |e-?mail |recipient(?:'s)? |destination |target |dns )?(?:domain(?: name)?|host(?: name)?|hostname))"
)
_NO_DOMAIN: Final = (
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
    r"\bdomain (?:name )?must exist|\bdomain\b.{0,20}\bcurrently suspended|\bno such domain",
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
    r"\baddress(?:es)? (?:is |are |was |has )*(?:couldn|could not|no longer|wrong)",
    r"\baddress(?:es)? (?:is |are |was |has )*(?:not(?! (?:allowed|permitted|accept|authori|required)))",
    r"\baddress(?:es)? couldn['’]?t be found|\bwasn['’]?t found at\b|\b(?:was|is) not found (?:at|on|in)\b",
    r"\bnot found at\b|\bhas moved\b|\buser (?:has )?moved|\bplease (?:try|use) <>|\bnobody here",
    r"\bno body here|\bdoes not live here|\bnever (?:logged in|existed)",
    r"\baccount (?:that you tried to reach )?(?:does not|doesn|is (?:disabled|inactive|closed))",
    r"\bcan(?:not|['’]?t) accept (?:this |the |that )?(?:user|recipient|mail for)|\buser (?:is )?missing",
    r"\bno valid recipients?\b(?! from)|\bnot a local (?:address|user|mailbox|recipient)|\brecipient not ok\b",
    r"\benvelope recipient (?:is|has been|was) (?:denied|in my)|\bbadrcptto|\bbadrecipientto|\bvalidrcptto",
    r"\bno\b.{1,60}\bin (?:the )?name directory|\bmail ?box (?:is )?not allowed|\barchived recipient",
    r"\bname (?:is )?not (?:found|recogni[sz]ed|in)|\bmailbox name (?:is )?(?:not allowed|invalid)",
    r"\bno match(?:es|ing)?\b|\bfinal (?:e-?mail )?delivery point|\bmust be (?:a )?valid recipient",
    r"\bis not active|\bundeliverable address|\bunbekannte[rs]? ",
    r"\bbad destination|\bbad address syntax|\bbad recipient|\brecipient address (?:is )?(?:not|in)\b",
)
_DISABLED: Final = (
    (
        rf"\b{_PERSON}\b(?:[^.;!?]|\.(?=\S)){{0,60}}?(?<![\w-])(?:disabled|de-?activated|inactive|suspended|"
        rf"terminated|closed|cancell?ed|removed|deleted|discontinued|expired|no longer active|not active|frozen|"
        rf"abandoned)"
    ),
    r"\baccountdisabled|\bcurrently suspended|\baccount (?:is |has been )?locked(?! by)",
    (
        r"\b(?:recipient(?:'s)?|destination|target|user(?:'s)?) (?:mail)?(?:account|box) (?:is |has been |was )*"
        r"blocked|\b(?:mail ?box|account) (?:is|has been) blocked(?! (?:by|from|for|due|because))"
    ),
    r"\b(?:inactive|disabled|deactivated|closed|expired) (?:user|mail ?box|account|recipient|e-?mail)",
)

_SOMETHING: Final = (
    r"\b(?<!file )(?<!directory )(?<!folder )(?<!path )(?<!command )(?:does not|doesn['’]t) exist\b",
    r"\bno such (?!file|director|command|option|device)\w+ (?:here|at this|on this|in this)",
)
"""Whatever does not exist is mostly the mailbox; words about senders count before these."""

GONE: Final = (
    ("mailbox disabled", _DISABLED + DISABLED_ELSEWHERE),
    ("no such mailbox", _NO_MAILBOX + NO_MAILBOX_ELSEWHERE),
    ("no such domain", _NO_DOMAIN + NO_DOMAIN_ELSEWHERE),
    ("no such mailbox", _SOMETHING),
)
UNAVAILABLE: Final = (
    (
        "mailbox unavailable",
        (
            r"\b(?:mail ?box|user|recipient|account|address|inbox)\b.{0,20}\bunava\w*able",
            r"\b(?:mail ?box|user|recipient|account|address|inbox)\b.{0,20}\bnot available",
            (
                r"\b(?:mail ?box|user|recipient|account|address|inbox)\b(?! server).{0,20}\b(?:unreachable|"
                r"not reachable|refused)"
            ),
            r"\b(?:mail ?box|user|recipient|account|address|inbox)\b(?! server).{0,20}\bnot accept(?:ing|ed)?\b",
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
