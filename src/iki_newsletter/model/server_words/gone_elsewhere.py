"""How servers say in languages other than English that a mailbox is not there, or that a domain is not."""

from __future__ import annotations

from typing import Final

_WESTERN: Final = (
    (
        r"\b(?:empfänger|empfaenger|benutzer|nutzer|postfach|konto|adresse|mailadresse|kunde|account|"
        r"teilnehmer|emailadresse|e-mail-adresse)\b(?:[^.;!?]|\.(?=\S)){0,50}?(?:unbekannt|"
        r"existiert (?:leider )?nicht|nicht (?:bekannt|gefunden|vorhanden|mehr|existent|gültig|erreichbar|"
        r"eingerichtet|zugestellt werden, weil)|ungültig|deaktiviert|gelöscht|gesperrt|geschlossen|"
        r"abgeschaltet|stillgelegt|inaktiv)"
    ),
    r"\b(?:empfänger|postfach|konto|adresse)\b.{0,60}\bnicht (?:gefunden|zugestellt werden, weil)",
    r"\bkein (?:solche[rs]? )?(?:benutzer|postfach|empfänger|konto)",
    r"\b(?:unbekannter?|ungültige[rs]?) (?:empfänger|benutzer|adresse|e-?mail)",
    (
        r"\b(?:usuari[oa]|destinatari[oa]s?|cuenta|buz[óo]n|direcci[óo]n|casilla|correo|"
        r"receptor)\b(?:[^.;!?]|\.(?=\S)){0,50}?(?:desconocid[oa]|no (?:es )?(?:existe|válid|valid|"
        r"encontrad|está activ|esta activ|activ|disponible|reconocid|registrad)|no (?:se )?(?:ha |"
        r"pudo )?(?:sido )?encontr|inexistente|inv[áa]lid|deshabilitad|desactivad|inactiv|cancelad|eliminad|"
        r"dad[oa] de baja|suspendid|ya no|incorrect|no se (?:ha )?encontr)"
    ),
    (
        r"\bno existe (?:el |la |un |una |ese |esa |tal |ning)?\w*(?: de correo)? ?(?:usuari|cuenta|buz|"
        r"direcc|destinat|casilla)"
    ),
    r"\b(?:usuario|destinatario) desconocido",
    r"\bno se (?:ha |pudo )?encontr\w+ (?:la |el )?(?:direcci|usuari|cuenta|buz|destinat)",
    (
        r"\b(?:usu[áa]rio|destinat[áa]rio|conta|caixa(?: postal)?|endere[çc]o)\b(?:[^.;!?]|"
        r"\.(?=\S)){0,50}?(?:desconhecid|não (?:existe|foi|é|encontrad|está)|nao (?:existe|encontrad)|"
        r"inexistente|inv[áa]lid|desativad|inativ|cancelad|bloquead|exclu[íi]d)"
    ),
    (
        r"\b(?:utilisateur|destinataire|adresse|compte|bo[îi]te|boite aux lettres|usager)\b(?:[^.;!?]|"
        r"\.(?=\S)){0,50}?(?:inconnu|n['’]existe (?:pas|plus)|inexistant|invalide|introuvable|désactivé|"
        r"desactive|fermé|supprimé|suspendu|n['’]est (?:pas|plus)|n['’]a (?:pas )?(?:pu )?(?:été |"
        r"être )?(?:trouv))"
    ),
    r"\bn['’]existe (?:pas|plus)|\b(?:utilisateur|destinataire|adresse)s? (?:inconnu|invalide|inexistant)",
    (
        r"\b(?:utente|destinatario|casella|indirizzo|account)\b(?:[^.;!?]|\.(?=\S)){0,50}?(?:sconosciut|"
        r"non (?:esiste|valid|trovat|attiv|è)|inesistente|disabilitat|disattivat|chius)"
    ),
    r"\bnessun (?:utente|destinatario)|\bno existe dich[oa] \w+",
    (
        r"\b(?:gebruiker|ontvanger|adres|mailbox|postvak|e-mailadres)\b.{0,70}?(?:onbekend|bestaat niet|"
        r"niet (?:worden )?(?:gevonden|bekend|geldig)|ongeldig|opgeheven)"
    ),
)
_NORTHERN: Final = (
    (
        r"\b(?:mottagar\w+|adress\w*|e-?postadress\w*|anv[äa]ndar\w+|brevl[åa]da\w*|"
        r"konto\w*)\b.{0,50}?(?:finns inte|saknas|ok[äa]nd|hittades inte|kunde inte hittas|existerar inte|"
        r"[äa]r (?:inaktiv|avst[äa]ng|ogiltig))"
    ),
    (
        r"\b(?:modtager\w*|mottaker\w*|adress\w+|e-?mailadress\w+|e-?postadress\w+|bruger\w*|bruker\w*|"
        r"postkass\w+|konto\w*)\b.{0,50}?(?:findes ikke|finnes ikke|eksisterer ikke|(?:blev|ble|"
        r"kunne) ikke (?:fundet|funnet|findes|finnes)|ukendt|ukjent|ugyldig|er (?:lukket|stengt|deaktiveret|"
        r"deaktivert))"
    ),
    (
        r"\b(?:vastaanottaja\w*|osoite\w*|s[äa]hk[öo]postiosoite\w*|k[äa]ytt[äa]j[äa]\w*|"
        r"postilaatikko\w*)\b.{0,40}?(?:ei löy|ei ole|tuntematon|ei tunneta|virheellinen|suljettu|poistettu)"
    ),
    r"\btuntematon (?:vastaanottaja|k[äa]ytt[äa]j[äa]|osoite)|\bok[äa]nd (?:mottagare|anv[äa]ndare)",
    r"\bukendt (?:modtager|bruger)|\bukjent (?:mottaker|bruker)",
)
_EASTERN: Final = (
    (
        r"(?:пользовател|адресат|получател|ящик|аккаунт|учетн|учётн|адрес|користувач|одержувач|отримувач|"
        r"скриньк|потребител)\w*.{0,50}?(?:не найден|не существу|не зарегистр|неизвест|отключ[её]н|заблокир|"
        r"удал[её]н|не знайден|не існує|невідом|не активен|не съществува|недействит|неверн)"
    ),
    (
        r"(?:неизвестн\w+|несуществующ\w+|недействительн\w+|невідом\w+) (?:пользовател|получател|адрес|"
        r"користувач|одержувач)"
    ),
    r"(?:нет|немає) так(?:ого|ой) (?:пользовател|получател|адрес|ящик|користувач)",
    r"так(?:ого|ой) (?:пользовател|адрес|получател|ящик)\w* (?:нет|не )",
    (
        r"\b(?:u[żz]ytkownik\w*|odbiorc\w+|adresat\w*|adres\w*|konto|skrzynk\w+|"
        r"konta)\b.{0,50}?(?:nie istniej|nieznan|nie znaleziono|nie został\w* znalezion|nie można znaleźć|"
        r"nieprawidłow|nieaktywn|zablokowan|usuni[ęe]t|wyłączon|zawieszon)"
    ),
    r"\bnieznan[ya] (?:u[żz]ytkownik|odbiorca|adres)",
    r"\bnie (?:ma|istnieje) (?:taki\w* )?(?:u[żz]ytkownik|odbiorc|adres|kont|skrzynk)",
    (
        r"\b(?:u[žz]ivatel\w*|p[řr][íi]jemc\w*|adres[ay]t?\w*|schr[áa]nk\w+|pou[žz][íi]vate[ľl]\w*|"
        r"pr[íi]jemc\w*|[úu][čc]et|konto)\b.{0,50}?(?:neexistuje|nebyl\w* nalezen|nenalezen|nezn[áa]m|"
        r"nebola? n[áa]jden|neplatn|zru[šs]en|zablokov)"
    ),
    r"\bnezn[áa]m[ýy] (?:u[žz]ivatel|p[řr][íi]jemce|adres[áa]t|pou[žz][íi]vate[ľl])",
    (
        r"\b(?:c[íi]mzett\w*|felhaszn[áa]l[óo]\w*|postafi[óo]k\w*|c[íi]m\w*)\b.{0,40}?(?:nem l[ée]tezik|"
        r"nem tal[áa]lhat[óo]|ismeretlen|[ée]rv[ée]nytelen|megsz[űu]nt)"
    ),
    r"\bismeretlen (?:c[íi]mzett|felhaszn)",
    (
        r"\b(?:utilizator\w*|destinatar\w*|adres[aăe]\w*|c[ăa]su[țt]a)\b.{0,50}?(?:nu exist[ăa]|"
        r"nu a fost g[ăa]sit|necunoscut|invalid)"
    ),
    (
        r"\b(?:korisni(?:k|č)\w*|primatel\w*|primalac|adresa|uporabnik\w*|prejemnik\w*|"
        r"naslov\w*)\b.{0,40}?(?:ne postoji|nije prona[đd]en|nepoznat|ne obstaja|neznan)"
    ),
    (
        r"\b(?:al[ıi]c[ıi]\w*|kullan[ıi]c[ıi]\w*|adres\w*|posta kutusu)\b.{0,50}?(?:bulunamad[ıi]|"
        r"mevcut de[ğg]il|ge[çc]ersiz|yok\b|bilinmiyor|kapat[ıi]l)"
    ),
    r"\bbilinmeyen (?:al[ıi]c[ıi]|kullan[ıi]c[ıi])",
    (
        r"(?:παραλήπτη|χρήστη|διεύθυνση|γραμματοκιβώτιο|λογαριασμό)\w*.{0,50}?(?:δεν (?:υπάρχει|βρέθηκε)|"
        r"άγνωστ|μη έγκυρ)"
    ),
    r"(?:vartotoj\w+|gav[ėe]j\w+|adres\w+)\b.{0,40}?(?:neegzistuoja|nerast|ne[žz]inom)",
    r"(?:lietot[āa]j\w+|adres[āa]t\w+|adrese)\b.{0,40}?(?:neeksist[ēe]|nav atrast|nezin[āa]m)",
    r"(?:kasutaja\w*|saaja\w*|aadress\w*)\b.{0,40}?(?:ei leitud|puudub|tundmatu)",
)
_ASIAN: Final = (
    (
        r"(?:メールアドレス|アドレス|宛先|あて先|受信者|ユーザー?|アカウント|ディレクトリ|グループ|メールボックス|"
        r"送信先)[^。]{0,60}?(?:見つかりません|見つかりませ|見つから(?:ず|な)|存在しません|存在しな|存在せず|"
        r"ありません|不明|無効|正しくありません|使われていません|登録されていません)"
    ),
    (
        r"(?:収件人|收件人|用户|用戶|邮箱|郵箱|信箱|帐号|帳號|账号|地址|使用者|收件者)[^。]{0,30}?"
        r"(?:不存在|未找到|找不到|无效|無效|已停用|已禁用|被禁用|已冻结|已注销|不正确|未知)"
    ),
    r"(?:找不到|无此|無此|没有(?:该|此)|不存在的|未知的?)(?:用户|用戶|收件人|收件者|邮箱|信箱|地址|使用者)",
    (
        r"(?:수신자|받는 ?사람|사용자|메일 ?주소|메일 ?계정|계정|주소)[^.]{0,40}?(?:존재하지|없(?:습니다|는|음)|"
        r"찾을 수 없|휴면|해지|잘못)"
    ),
    r"(?:المستخدم|المستلم|العنوان|البريد|الحساب)[^.]{0,50}?(?:غير موجود|غير معروف|غير صالح|معطل)|مستخدم غير معروف",
    r"(?:المستلم|المستخدم|عنوان)[^.]{0,30}?(?:لم يتم العثور|تعذر العثور)",
    r"تعذر العثور على[^.]{0,30}?(?:المستلم|العنوان|عنوان)",
    r"(?:הנמען|המשתמש|הכתובת|תיבת)[^.]{0,40}?(?:לא (?:קיים|קיימת|נמצא|נמצאה)|אינו קיים|אינה קיימת)",
    r"(?:ผู้รับ|ผู้ใช้|ที่อยู่)[^.]{0,40}?(?:ไม่พบ|ไม่มี|ไม่ถูกต้อง)|ไม่พบ(?:ผู้ใช้|ผู้รับ|ที่อยู่)",
    r"\b(?:người nhận|người dùng|địa chỉ|hộp thư|tài khoản)\b.{0,40}?(?:không tồn tại|không tìm thấy|không hợp lệ)",
    r"\b(?:penerima|pengguna|alamat|akun|pemakai)\b.{0,40}?(?:tidak (?:ditemukan|dikenal|ada|valid)|tak dikenal)",
)
NO_MAILBOX_ELSEWHERE: Final = _WESTERN + _NORTHERN + _EASTERN + _ASIAN
DISABLED_ELSEWHERE: Final = (
    r"\bdestinataire (?:est )?(?:archiv|suspendu|d[ée]sactiv)",
    r"\bcompte du destinataire\b.{0,10}\b(?:bloqu|suspendu|d[ée]sactiv)",
)
NO_DOMAIN_ELSEWHERE: Final = (
    r"\bno existe (?:el |ese )?(?:dominio|servidor)|\bn['’]existe pas\b.{0,20}\bdomaine",
    r"\b(?:domain|domäne|host)\b.{0,30}(?:existiert nicht|nicht gefunden|unbekannt)",
    r"\bdominio\b.{0,40}(?:no existe|inexistente|no (?:se )?(?:ha )?(?:encontr|válid)|desconocid|non esiste)",
    r"\bdomínio\b.{0,30}(?:não|inexist)|\bdomaine\b.{0,30}(?:inconnu|inexist|n['’]existe|introuvable)",
    r"\bdomein\b.{0,20}(?:bestaat niet|onbekend)",
    r"(?:домен|доменн)\w*.{0,30}(?:не найден|не существ|не знайден|не існує)",
    r"\bdomen[ay]?\b.{0,30}(?:nie istnieje|neexistuje)",
    r"(?:ドメイン|ホスト)[^。]{0,30}(?:見つかりません|存在しません|不明)|域名[^。]{0,10}(?:不存在|无效|找不到)",
)
