"""How servers say that they do not want our message, our server or our manners: nobody on the list is blamed."""

from __future__ import annotations

from typing import Final

NAMED_LISTS: Final = (
    (
        "blocklist",
        (
            r"spamhaus\.org|spamcop\.net|barracudacentral|sorbs\.net|uceprotect|abuseat\.org|surbl\.org|uribl\.com",
            r"mailspike\.net|nixspam|gbudb|spfbl\.net|hostkarma|backscatterer",
        ),
    ),
)
"""Blocklists that answers name by their host."""
_SENDER: Final = (
    r"\b(?:after|reply to) (?:pipelined )?(?:mail from|ehlo|helo|initial|starttls)",
    (
        r"\bsender(?:'s)?(?: e-?mail| mail)?(?: address)?(?: domain)?\b.{0,40}\b(?:reject|denied|unknown|"
        r"invalid|not exist|refused|verif|not (?:found|allowed|authori|permitted|accept|valid)|blocked|"
        r"black|block|must|could not|cannot|not in)"
    ),
    (
        r"\b(?:unknown|invalid|bad|forged|unverif\w+|unauthori[sz]ed|unauthenticated|blocked|malformed|"
        r"non-?existent) (?:envelope )?sender"
    ),
    r"\bunrout(?:e)?able sender|\bbackscatter|\bbatv\b|\bempty (?:envelope )?sender|\bnull sender|\bbogus mail from",
    r"\b(?:blank|valid) from\b|\bfrom: ?(?:address|domain|header|field)|\benvelope sender\b",
    r"\bdomain of (?:the )?sender|\bsender(?:'s)? (?:domain|callout|verif|callback)",
    r"\b(?:callout|callback) (?:verif|fail)",
    r"\bverify (?:the )?sender|\bsender (?:is )?(?:not|address must)",
    r"\bsending (?:domain|address|host)\b.{0,30}(?:not|invalid|unknown)",
    r"\breturn[- ]path\b.{0,40}(?:not|invalid|reject)|\bfrom:? (?:header|domain|address)(?:es)?\b",
    r"\bmail from\b.{0,30}\b(?:not|reject|invalid|denied|refus)",
    r"\babsender\b.{0,40}(?:abgelehnt|gesperrt|unbekannt|ungültig)",
    r"\bremitente\b.{0,40}(?:rechaz|no |bloque|desconoc)|\bexp[ée]diteur\b.{0,40}(?:refus|inconnu|bloqu)",
)
_BLOCKLISTS: Final = (
    r"spamhaus|spamcop|barracuda(?:central| reputation)|\bsorbs\b|\buceprotect|\bcbl\b|abuseat|\binvaluement",
    r"\bpsbl\b|\bsurbl\b|\buribl\b|\bmailspike|\bnixspam|\bdnswl\b|senderscore|sender score",
    r"\bproofpoint.{0,20}block|cloudmark|\bsbl\b|\bxbl\b|\bpbl\b|\b(?:d?ns|r|dnsw)bls?\b|\brhsbl|\bdnsbl",
    r"backscatterer|hostkarma|truncate\.gbudb|spfbl|manitu|block ?list|black ?list|deny ?list|blocklisted",
    r"schwarze liste|sperrliste|lista negra|liste noire|(?<!not )\blisted (?:at|in|on|by) ",
)
_AUTHENTICATION: Final = (
    r"\bspf\b|\bdkim\b|\bdmarc\b|\barc\b.{0,20}fail|sender policy framework",
    r"\bunauthenticated (?:e-?mail|mail|message)|not (?:pass|meet).{0,30}authentic",
    r"authentication (?:check|requirement|information|result|fail)|anti-?spoof|spoof",
    r"fail(?:ed|s|ure)?.{0,15}authentic|\bptr\b|reverse dns|rdns|reverse (?:lookup|hostname|resolution)",
    r"\bhelo\b|\behlo\b.{0,30}(?:invalid|reject)|cannot find your (?:reverse )?host|your host ?name",
    r"requires? tls|must issue a starttls|client host rejected|hostname lookup|forward.confirmed",
)
_SPAM: Final = (
    r"\bspam\w*|\banti-?spam|\bjunk\b|\bunsolicited|\bbulk (?:e-?)?mail|\bphish|\bvirus|\bmalware|\binfected",
    r"\bmalicious|\bsuspicious(?!remote)|\bunwanted|\buce\b|\bcontent (?:reject|filter|block|policy|restrict|not)",
    r"\bcontent(?:s)? of (?:your|this|the)|\bbanned|\bforbidden (?:content|attachment|file|word)",
    r"\bprohibited (?:content|attachment|file)|\bwerbung|\bcorreo no deseado|\bno solicitad",
    r"\bcontenido (?:bloque|rechaz|no)|\bind[ée]sirable|\bpourriel|looks like|resembles|\bheuristic",
    r"\bscored? (?:too|of|is|as)|\bscore\b.{0,15}\d|\bfingerprint|\battachment",
)
_REPUTATION: Final = (
    r"(?<!mailbox )(?<!mailbox is )(?<!account )(?<!account is )(?<!account has been )(?<!box has been )\bblocked\b",
    r"\breputation|\bblocked (?:using|by|due|because|for|from|at|-|as)",
    r"\b(?:has|have|is|was|been|are|being) (?:temporarily )?blocked|\bblocking\b|:\s*blocked\b",
    r"\bblocked[:;,.)\]-]|\bblock(?:ed)? (?:ip|mail|message|sender|address|host|your)",
    r"\bip (?:address )?(?:block|is block|reject|not allowed|refus|bann|denied)",
    (
        r"\b(?:message|mail|e-?mail|host|server|connection|sender|access|delivery|envelope)s? (?:is |was |"
        r"has been |been |are )*blocked"
    ),
    (
        r"\byou(?:r (?:ip|server|host|network|isp|mail server|mail ?host|domain|e-?mail address)| are|"
        r" do not)\b(?! (?:trying|tried|attempt|looking|email|typed|entered)).{0,60}\b(?:not|block|refus|"
        r"reject|deny|denied|list|ban|bad|poor|abus|prohibit|unauthori|limit|exceed)"
    ),
    r"\bbad reputation|\bpoor|\bgesperrt wegen|\bblockiert|\bbloquead[oa]",
    r"(?<!compte du destinataire est )\bbloqu[ée]|\babus(?:e|ive)\b(?!@)",
    r"\bcomplain(?:ts?|ed)|\bdynamic (?:ip|host|addr)|\bresidential|\bopen (?:relay|proxy)|\bproxy\b",
    r"\bfirewall|\bunusual",
)
_POLICY: Final = (
    r"\bpolic(?:y|ies)\b|\bpolitica|\bpolítica|\brichtlinie",
    r"\badministrative(?:ly)? (?:prohibit|den|block|reject)|\badministrative prohibition|\bprohibit",
    r"\bsecurity (?:reason|rule|setting)|\bnot (?:authori[sz]ed|permitted|allowed) to send",
    r"\bnot accept(?:ing|ed)?\b.{0,30}\b(?:mail|messages?|connections?)\b.{0,20}\bfrom\b",
    r"\bfrom (?:this|your) (?:ip|server|host|domain|sender|isp|network|address|country)",
    r"\bonly accept(?:s|ing)?\b|\brestricted\b|\brestrictions?\b|\bauthori[sz]ed senders?|\ballowed senders?",
    r"\bauthentication (?:is )?required|\brequires? authenti|\bsender not authenti|\bmust be authenti",
    r"\bnotauth\w*|\bauthrequired|\brejectmessage|\bwhite ?list|\ballow ?list|\bcountry\b|\bgeo|\bchallenge",
    r"\bconfirm (?:that )?you|\bnot in my (?:allowed|contact)|\bdistribution (?:list|group)|\bmoderat",
    r"\b(?:access|server access) forbidden|\bforbidden by\b|\buser rejects?\b|\buser (?:rules|preferences)",
    r"\brule imposed",
    r"\b(?:user|recipient)(?: id)? refuses? to receive",
    r"\brecipient preferences",
    r"\bblocked by the recipient|\bnot accept(?:ing|ed)?\b.{0,20}\bover ipv6|\brequires confirmation",
    r"\bmailing list\b",
    r"\bgranted|\bpermission|\bprivileg",
)
_RATE: Final = (
    r"\brate[- ]?limit|\brate (?:that|exceed|of)|\bat a rate",
    r"(?<!user has )(?<!mailbox has )(?<!recipient has )\btoo (?:many|fast|quick)|\bfrequency limited",
    r"\btoo much (?:mail|e-?mail|traffic|data) from|\bthrottl",
    r"\bexcessive|\bhourly|\bdaily|\bper (?:hour|day|minute)",
    r"\b(?:sending|send|message|messages|recipient|connection|sender(?:'s)?) (?:limit|quota|rate)",
    r"\b(?:limit|maximum) (?:on|of) (?:the )?(?:number|messages|recip|connec)|\bconnection(?:s)? limit",
    r"\bexceeded the (?:maximum|allowed|limit)\b.{0,30}\b(?:messages|recipients|connections|emails)",
    r"\bunknown users? rate|\btoo many unknown",
)
_SIZE: Final = (
    (
        r"\b(?:message|mail|e-?mail|data|body|attachment|file) (?:is |was |size |length |header |headers |"
        r"file )*(?:too (?:big|large|long)|exceed|larger|over(?:sized)?\b|limit|greater|bigger)"
    ),
    r"\btoo (?:big|large)\b|\bsize (?:limit|of (?:the |your |this )?(?:message|mail))",
    r"\bmaximum (?:message|allowed|permitted)? ?size|\bmax(?:imum)? message|\bmessage size|\blarger than",
    r"\brecipsizelimit|\bsendsizelimit",
    r"\bexceeds (?:the )?(?:maximum|size|fixed|allowed|administrative|configured|limit)",
    r"\bnachricht (?:ist )?zu gro|\bmensaje (?:es )?demasiado grande|\bmessage trop (?:gros|volumineux|long)",
    r"\btaille (?:limite|maxim\w+)\b|\btamañ[oa] (?:máxim|límite)|\bzu gro(?:ß|ss)|\bdemasiado grande",
    r"\bmuito grande",
)
_RELAY: Final = (
    r"\brelay(?:ing)?\b.{0,40}\b(?:den|not|prohibit|reject|refus|disallow|forbid|fail|block|restrict)",
    (
        r"\b(?:unable|not (?:permitted|allowed|authori[sz]ed)|cannot|can['’]?t|denied|refuse[sd]?|no|"
        r"won['’]?t|don['’]?t|not) (?:to )?relay"
    ),
    r"\brcpthosts|\bwe do not relay|\bnot a gateway|\bis not (?:a )?(?:local|hosted) (?:domain|here)",
    r"\bnot (?:a )?(?:local|handled|hosted|served) (?:domain|here|on this|by)|\bnot our domain",
)
_LOOP: Final = (
    r"\bloop(?:s|ed|ing)?\b|\btoo many hops|\bhop count|\bhops\b",
    r"\bmx (?:list|record)s?\b.{0,40}\b(?:back to|local ?host|point(?:s)? (?:back )?to (?:me|myself|local))",
    r"\bconfig(?:uration)? error|\bmisconfigur",
)
_MESSAGE: Final = (
    (
        r"\b(?:message|mail|e-?mail)s? (?:was |has been |is |content |text )*(?:rejected|refused|"
        r"not accepted|discarded|denied)(?! (?:for|by) (?:the )?recipient)"
    ),
    r"\bafter (?:end of )?data\b(?! command)|\bservice refus|\brejected your message|\bmessage not allowed",
    r"\bdoes not comply|\bnot (?:rfc|compliant)|\brfc ?\d+ ?(?:compl|viol)",
    r"\b(?:header|charset|encoding|line)s? (?:is |are )?(?:too|not|invalid|missing|bad)",
    r"\bmissing (?:header|date|from|message-id|subject)|\bbare (?:lf|cr|newline)|\bbadly formatted",
    r"\bnot accepted for|\bask your postmaster",
)

REFUSED: Final = (
    ("sender not accepted", _SENDER),
    ("blocklist", _BLOCKLISTS),
    ("authentication of the sender", _AUTHENTICATION),
    ("taken for spam", _SPAM),
    ("mail goes in circles", _LOOP),
    ("too many messages", _RATE),
    ("policy", _POLICY),
    ("reputation", _REPUTATION),
    ("message too large", _SIZE),
    ("relaying denied", _RELAY),
    ("message not accepted", _MESSAGE),
)
TURNED_DOWN: Final = (
    (
        "rejected without a reason",
        (
            (
                r"\bmessage rejected|\bmail rejected|\brejected by (?:the )?(?:recipients?|user)\b|"
                r"\baccess denied|\bpermission denied|\bdenied\b|\btransaction failed"
            ),
            r"\bnot allowed|\bnot authori|\bunauthori|\bnot permitted|\bblocked\b|\bservice (?:refused|unavailable)",
            r"\bverboten|\babgelehnt|\brechazad|\brefus[ée]e?\b",
        ),
    ),
)
"""Words that turn something down without saying what: a clearer word beside them counts more."""
