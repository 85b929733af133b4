"""What mail servers call themselves and their reports, and how such a report begins, in many languages."""

from __future__ import annotations

import re
from typing import Final

SENDERS: Final = re.compile(
    r"mailer[-_ ]?daemon|mail[-_ ]?daemon|post[-_ ]?master|mdaemon|mail ?delivery|delivery ?(?:subsystem|system|"
    r"service)|mail ?(?:system|administrator|server|router|gateway|agent)|system administrator|\bmmdf\b|\bpmdf\b|"
    r"\blistserv\b|microsoft ?exchange|\bsmtp ?(?:gateway|daemon)|internet ?mail ?(?:delivery|service)|"
    r"bounce[ds]?\b|<>|^\s*$|sistema de (?:correo|entrega)|exim\b|qmail|postoffice|daemon@|email ?gateway",
    re.IGNORECASE,
)
_WESTERN: Final = (
    r"virus (?:found|detected|alert|in )|(?:message|mail|e-?mail) (?:was )?(?:quarantined|refused|bounced)|"
    r"undeliver|delivery (?:status|failure|failed|problem|error|report|has failed|incomplete|notification|delay|"
    r"unsuccessful)|"
    r"(?:mail|message|e-?mail)(?: system)? (?:delivery|status|could not|not delivered|failure|error|undeliver|"
    r"blocked|rejected|delayed|bounced)|"
    r"returned (?:mail|e-?mail|message|to sender)|return(?:ed)? to sender|failure notice|failed (?:mail|"
    r"delivery|to deliver|message)|nondeliver|non[- ]deliver|"
    r"could ?n(?:'|o)t be delivered|not (?:be )?delivered|unzustellbar|nicht (?:zugestellt|zustellbar)|"
    r"zustell(?:ung|bericht|fehler)|"
    r"unable to deliver|cannot deliver|can't deliver|user unknown|unknown user|address not found|"
    r"mailbox (?:full|unavailable)|no such user|"
    r"no (?:se )?(?:ha )?(?:podido )?entrega|no entregad|devuelto|devolución|rechazad|error de entrega|"
    r"aviso de no entrega|estado de (?:la )?entrega|"
    r"non[- ](?:remis|délivr|distribu)|échec de (?:la )?(?:remise|distribution|livraison)|retour(?:né)? à l'exp|"
    r"message non|courrier non|"
    r"não (?:foi )?(?:entreg|pôde)|falha na entrega|devolvid|mancata consegna|impossibile (?:recapitare|"
    r"consegnare)|niet (?:bezorgd|afgeleverd)|onbestelbaar|"
    r"warning: (?:could not|message|e-?mail)|delayed(?: mail| message|:)|\bbounce|mail failure|mail error|"
    r"delivery of .{0,60} failed|problem delivering|message status|"
    r"no se (?:puede|pudo) entregar|no (?:pudo|puede) (?:ser )?entreg|non (?:recapitabil|consegnat)|mancato recapito|"
    r"não (?:é )?possível entregar|não entregue|kan niet worden (?:bezorgd|afgeleverd)|remise impossible"
)
_NORTHERN: Final = (
    r"(?:kunde|kan|går) inte (?:att )?lever|olevererbar|ej levererat|(?:kan|kunne) ikke lever|ikke[- ](?:leveret|"
    r"levert)|ei voi(?:tu|da)? toimittaa|toimitus epäonnistui|toimittamat"
)
_EASTERN: Final = (
    r"(?:не (?:был[оа]? |может быть |удалось )?|недо|невозможно )достав|ошибк\w+ доставк|возвра(?:т|"
    r"щен)\w* (?:письм|почт|сообщ)|не доставлен|не вдалося достав|niedor[ęe]cz|niedostarcz|nie (?:można |"
    r"udało się )?(?:dor[ęe]cz|dostarcz)|zwrot (?:wiadomo|poczt)|nedoru[čc]|nelze doru[čc]|nie je možné doru|"
    r"kézbesíthet|(?:nem|sikertelen) kézbes|nelivrabil|nu (?:a putut|s-a putut|poate) (?:fi )?livra|neisporu[čc]|"
    r"nije isporu[čc]|ni bilo mogo[čc]e dostaviti|teslim edileme|iletilemedi|δεν (?:παραδόθηκε|"
    r"ήταν δυνατή η παράδοση)|αδύνατη η παράδοση|μη παραδοτέ|не може да бъде достав|nepristatyt|nepieg[āa]d|"
    r"kohaletoimetamat"
)
_ASIAN: Final = (
    r"エラー通知|メールエラー|配信(?:不能|できま|エラー|に失敗)|送信(?:できま|エラー|に失敗)|不達|配達(?:不能|"
    r"できま)|送達|退信|(?:无法|無法|未能)(?:投递|送达|傳遞|遞送|投遞|发送)|未送达|未傳遞|(?:投递|傳遞|遞送|"
    r"发送)失败|傳遞失敗|반송|(?:전송|배달|전달|발송) ?(?:실패|불가|되지|할 수 없)|تعذر (?:ال)?تسليم|"
    r"لم يتم (?:ال)?تسليم|غير قابل للتسليم|לא (?:ניתן ל?מסור|ניתן למסירה|נמסר)|ไม่สามารถส่ง|ส่งไม่(?:ได้|สำเร็จ)|"
    r"không (?:gửi được|thể gửi|thể phân phối)|(?:tidak|gagal) (?:terkirim|dapat dikirim)"
)
TITLES: Final = re.compile(f"{_WESTERN}|{_NORTHERN}|{_EASTERN}|{_ASIAN}", re.IGNORECASE)
"""Subjects of reports."""
_BEGINS: Final = (
    r"(?:could ?n[o']t|can ?not|can't|was not|wasn't|were not|unable to|failed to|not) (?:be )?deliver|undeliver|"
    r"delivery (?:has )?failed|did not reach the following|(?:following|these) (?:recipients?|address(?:es)?)|"
    r"invalid (?:user|recipient)|mailbox is full|error message below|(?:^|\n)\s*(?:<<< [245]\d\d|>>> rcpt to)|"
    r"(?:^|\n)\s*5\d\d[ -]|nicht zugestellt|no (?:pudo|ha podido|se ha podido) (?:ser )?entreg|"
    r"pas (?:pu )?être (?:remis|distribu)"
)
TELLS: Final = re.compile(
    f"{_BEGINS}|{_NORTHERN}|{_EASTERN}|{_ASIAN}",
    re.IGNORECASE,
)
"""How such a report begins."""
