"""How people's machines say that they are away, language by language: in the subject, and in the words themselves.

Words count only in the present or future tense and the first person, or of an office: who writes "I was on holiday"
is back, and is a person.
"""

from __future__ import annotations

from typing import Final

_UNTIL: Final = r"(?:until|till|through|from|as of|between)"

SUBJECTS: Final = (
    # Catalan, Galician, Basque.
    r"resposta autom|fora de l['’]oficina|fóra da oficina|erantzun automatiko|bulegotik kanpo",
    # Danish, Norwegian, Swedish, Icelandic, Finnish.
    r"ikke til stede|ikke tilstede|fraværs|automatisk svar|sjálfvirkt svar|automaattivastaus|poissaolo|frånvaro",
    # Estonian, Latvian, Lithuanian.
    r"automaatvastus|automaatne vastus|automātisk\w+ atbilde|automatinis atsakym|kontorist väljas|ne biure",
    # Slovak, Hungarian, Romanian.
    r"automatick[áa] odpove|mimo kancel|automatikus v[áa]lasz|irodán kívül|r[ăa]spuns automat|în afara biroului",
    # Bulgarian, Russian, Ukrainian, Serbian, Croatian, Slovene, Macedonian.
    (
        r"автоматичен отговор|а[ву]томатски одговор|извън офиса|вне офиса|поза офісом|поза межами офісу|"
        r"надвор од канцеларија"
    ),
    (
        r"automatski odgovor|automatsk[ia] odgov|samodejni odgovor|izvan ureda|van kancelarije|odsoten|odsotnost|"
        r"odsutan|odsutnost"
    ),
    # Greek, Turkish.
    r"αυτόματη απ[άα]ντηση|απουσία|otomatik (?:yan[ıi]t|cevap)|ofis d[ıi][şs][ıi]nda|izindeyim",
    # Arabic, Hebrew, Persian, Hindi.
    (
        r"رد تلقائي|رد آلي|خارج المكتب|מענה אוטומטי|תשובה אוטומטית|מחוץ למשרד|הודעת היעדרות|پاسخ خودکار|"
        r"خارج از (?:دفتر|محل کار)"
    ),
    r"स्वचालित (?:उत्तर|जवाब|प्रतिक्रिया)|कार्यालय से बाहर",
    # Japanese, Chinese, Korean.
    (
        r"自動(?:応答|返信|回覆|回复|答覆)|自动(?:答复|回复|应答|回覆)|不在(?:通知|のお知らせ|届|办公室|辦公室)|"
        r"休暇(?:中|のお知らせ)|外出通知|休假通知|외출 중|부재 ?중|자동 ?(?:회신|응답|답장)|휴가 중"
    ),
    # Vietnamese, Thai, Indonesian, Malay, Swahili.
    (
        r"tr[ảa] l[ờo]i tự động|v[ắa]ng m[ặa]t|ตอบกลับอัตโนมัติ|ไม่อยู่ที่(?:สำนักงาน|ทำงาน)|"
        r"balasan otomatis|jawapan automatik|di luar kantor|jibu (?:la )?(?:k?i?otomatiki|moja kwa moja)"
    ),
)
"""What stands in the subject of such an answer."""

WORDS: Final = (
    # English.
    (
        rf"\b(?:our |the )?(?:offices?|team|secretariat) (?:is|are|will be) (?:currently )?closed\b|"
        rf"\bclosed {_UNTIL}\b.{{0,40}}"
        r"\d.{0,80}\bmails?\b"
    ),
    r"\bi am (?:currently )?(?:on|taking) (?:\w+ ){0,3}(?:leave|holidays?|vacation|sabbatical)\b",
    # German.
    (
        r"\b(?:derzeit|zurzeit|zur zeit|momentan|aktuell|gerade) bin ich\b.{0,60}\b(?:im urlaub|auf dienstreise|"
        r"in elternzeit|abwesend|nicht (?:im|am|erreichbar)|außer haus|unterwegs|krank|im mutterschutz)"
    ),
    r"\b(?:unser büro|das büro|unsere geschäftsstelle|die geschäftsstelle|unser sekretariat)\b.{0,60}\bgeschlossen\b",
    # Spanish, Catalan, Galician, Basque.
    r"\b(?:la|nuestra) oficina (?:permanecerá|permanece|está|estará) cerrada",
    (
        r"\b(?:soc|estic|seré|estaré)\b.{0,30}\b(?:de vacances|fora de l['’]oficina|de baixa|absent)|\best(?:ou|"
        r"arei)\b.{0,30}\b(?:fóra|de vacacións)|\b(?:oporretan|bulegotik kanpo) (?:nago|egongo naiz)"
    ),
    # French.
    (
        r"\bn(?:os|otre) bureaux? (?:sont|est|seront|sera) fermés?\b|\b(?:en congé|en vacances|"
        r"absente?)\b.{0,60}\bje ne (?:consulte|lis|traite)|\bje ne (?:consulte|lis)(?:rai)? pas mes (?:e-?mails|"
        r"courriels|messages)"
    ),
    # Portuguese, Italian.
    r"\b(?:o|nosso) escritório (?:está|estará|permanecerá) fechado|\bl['’]ufficio (?:è|sarà|resterà|rimarrà) chiuso",
    # Dutch.
    (
        r"\b(?:momenteel|op dit moment|tot|van)\b.{0,40}\bben ik\b.{0,40}\b(?:op vakantie|afwezig|met verlof|"
        r"niet (?:aanwezig|bereikbaar))|\bik ben\b.{0,20}\b(?:met|op) (?:\w*verlof|vakantie)|"
        r"\bons kantoor is\b.{0,30}\bgesloten"
    ),
    # Swedish, Danish, Norwegian, Icelandic.
    (
        r"\bjag (?:är|har)\b.{0,20}\b(?:föräldraledig|sjukskriven|tjänstledig|på resande fot|semester\b)|"
        r"\bläser inte min e-?post"
    ),
    (
        r"\bjeg (?:holder|har|er på|afholder)\b.{0,20}\b(?:ferie|barsel\w*|permisjon|orlov|foreldrepermisjon|"
        r"sykemeldt|fri)\b.{0,20}\b(?:til|frem|indtil|fra|i dag|nå|nu|og)\b|\bjeg er (?:ute i|i) permisjon|"
        r"\bjeg er på barsel"
    ),
    r"\bég er\b.{0,20}\b(?:í (?:fríi|orlofi|leyfi)|ekki við)",
    # Finnish, Estonian, Latvian, Lithuanian.
    (
        r"\bolen\b.{0,30}\b\w*(?:lomalla|vapaalla|poissa|matkalla)\b|\bolen\b.{0,20}\b(?:\w*puhkusel|ära)\b|"
        r"\besmu\b.{0,20}\b(?:atvaļinājumā|prombūtnē)|\b(?:atostogauju|esu atostogose|šiuo metu nesu)\b"
    ),
    # Polish.
    (
        r"\b(?:przebywam|jestem|będę)\b.{0,30}\b(?:na (?:\w+ )?(?:urlopie|zwolnieniu|delegacji)|w delegacji|nieobecn|"
        r"poza biurem)|\bbiuro (?:jest|będzie) (?:\w+ )?(?:nieczynne|zamknięte)"
    ),
    # Czech, Slovak.
    (
        r"(?<!byl )(?<!byla )(?<!bol )(?<!bola )\b(?:jsem|som|budu|budem)\b.{0,20}\b(?:na dovolen|mimo kancel|"
        r"na mate[řr]sk|na služebn|na služobn)|\bčerpám\b.{0,20}\b(?:dovolen)"
    ),
    # Hungarian, Romanian.
    r"\bszabads[áa]gon vagyok|\bjelenleg (?:szabads|nem vagyok)|\bh[áa]zon k[íi]v[üu]l vagyok|\birodánk zárva",
    r"\b(?:sunt|voi fi)\b.{0,20}\b(?:în concediu|in concediu|plecată? din|în afara biroului|absent)",
    # Bulgarian, Russian, Ukrainian.
    (
        r"\bв отпуск(?:а)? (?:съм|до)|\bизвън офиса (?:съм|до)|\b(?:сейчас |нахожусь |буду |я )+в (?:отпуске|"
        r"командировке|декрете|отъезде)\b|\bменя (?:нет|не будет) (?:в офисе|на месте|на работе)|"
        r"\bнахожусь в (?:отпуске|командировке)|\b(?:офис|бюро) (?:закрыт|не работает)"
    ),
    r"(?<!була )(?<!був )\b(?:я|зараз|перебуваю|буду)\b[^.!?]{0,20}\b[ву] (?:відпустці|відрядженні|декреті)\b(?! й)",
    # Serbian, Croatian, Bosnian, Slovene.
    (
        r"\b(?:trenutno sam|nalazim se|bit ću|biću)\b.{0,20}\b(?:na godišnjem|na odmoru|odsut|na putu|na bolovanju)|"
        r"\b(?:тренутно сам|налазим се|бићу)\b.{0,20}\b(?:на годишњем|на одмору|одсут|на путу)|"
        r"\b(?:sem|bom)\b.{0,15}\b(?:na (?:\w+ )?dopustu|odsot)"
    ),
    # Greek, Turkish.
    r"\b(?:βρίσκομαι|είμαι|θα είμαι) (?:σε (?:\w+ )?άδεια|εκτός γραφείου)|\b(?:απουσιάζω|θα απουσιάζω)\b",
    (
        r"\b(?:izindeyim|tatildeyim|ofis d[ıi][şs][ıi]nday[ıi]m|izinde olaca[ğg][ıi]m|seyahatteyim|"
        r"yurt d[ıi][şs][ıi]nday[ıi]m)\b"
    ),
    # Arabic, Hebrew, Persian, Hindi.
    r"(?:أنا|سأكون|حاليا|حالياً)[^.!؟]{0,20}(?:في إجازة|خارج المكتب|خارج البلاد)",
    r"(?:אני|אהיה|אנחנו)[^.!?]{0,15}(?:בחופשה|בחופשת|מחוץ למשרד|בחו\"ל)",
    (
        r"(?:من|تا)[^.!؟]{0,30}(?:در مرخصی|خارج از دفتر)[^.!؟]{0,10}(?:هستم|خواهم بود)|(?:अवकाश|छुट्टी) पर (?:हूँ|"
        r"हूं|रहूँगा|रहूंगी|रहूँगी)"
    ),
    # Japanese, Chinese, Korean.
    (
        r"休暇を(?:いただいております|頂いております|取得して(?:おります|います))|(?:外出|出張|休暇|不在|"
        r"休業)(?:中)?(?:のため|につき|中です|にしております)|不在とな(?:ります|っております)|戻り次第"
    ),
    (
        r"(?:我|本人)[^。！？]{0,10}(?:正在|目前|现在|現在|将|將)[^。！？]{0,10}(?:休假|度假|出差|外出|不在|请假|"
        r"請假)|(?:休假|出差|外出)(?:中|期间|期間)|(?:返回|回到|回来|回來)(?:办公室|辦公室)?后会?(?:尽快|"
        r"立即)?(?:回复|答复)|回來後會?(?:儘快|盡快)?回[覆復]"
    ),
    (
        r"(?:휴가|출장|부재|외근|병가|육아휴직|출산휴가) ?중(?:입니다|이라|이므로|이오니|이며|에 있)|"
        r"휴가(?:로 인해| 관계로)|자리를 비우"
    ),
    # Vietnamese, Thai, Indonesian, Malay, Swahili.
    (
        r"\btôi (?:đang|sẽ|hiện)\b.{0,20}(?:nghỉ phép|đi công tác|vắng mặt|không có mặt)|(?:ขณะนี้|ตอนนี้|ดิฉัน|ผม|"
        r"ฉัน)[^.]{0,15}(?:ลาพักร้อน|ลาคลอด|ลางาน|ไม่อยู่)"
    ),
    (
        r"\bsaya (?:sedang|akan|masih)\b.{0,20}\b(?:cuti|di luar kantor|dinas luar|bercuti)|\b(?:niko|"
        r"nitakuwa) (?:katika |kwenye )?likizo"
    ),
    # Those that ask to be asked first.
    r"\b(?:this )?account is protected by\b|\bhave your (?:e-?mail )?address added to\b",
)
"""What such an answer says first."""
