"""A generated mailing: an edition whose messages have a given size, its subscribers, and its campaign in a ledger."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

from iki_newsletter.mail.builder import MessageBuilder
from iki_newsletter.model.campaign import Campaign
from iki_newsletter.model.edition import Edition, Slot
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.subscriber import Subscriber

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iki_newsletter.store.ledger import Ledger

ISSUE = "2017-06"
SECRET = b"a secret of thirty-two octets..."
AT = dt.datetime(2017, 6, 12, 9, 0, tzinfo=dt.UTC)
SENDER = "bounces@example.org"
_ITEM = (
    '<tr><td style="padding:24px 24px 0 24px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:26px;'
    'color:#1d2429"><h3 style="margin:0 0 8px 0">Manglares que vuelven, por vez {0}</h3><p style="margin:0 0 16px 0">'
    "Doce comunidades de una costa inventada acordaron cómo cuidar sus manglares; «el mar vuelve a dar peces», dicen."
    '</p><p><a href="https://www.example.org/{0}" style="color:#0b5c7d">Leer cómo lo hicieron</a></p></td></tr>\n'
)
_LINE = "{0}. Manglares que vuelven: doce comunidades de una costa inventada. https://www.example.org/{0}\n"
_NEAR_ENOUGH = 0.03


class Mailing:
    """An edition, a builder for it, and people to send it to."""

    def __init__(self, size: int) -> None:
        """Make an edition whose stamped messages have about `size` bytes."""
        self.newsletter = Newsletter.model_validate(
            {
                "title": "Clima y bosques",
                "languages": ["es"],
                "sender": {"name": "Red Clima de ejemplo", "address": "boletin@example.org"},
                "list_id": "boletin.example.org",
                "sections": [{"id": "news", "title": "Noticias", "takes": {"kind": "news"}}],
            }
        )
        self.edition, self.builder = self._fit(size)
        self.size = len(self.builder.stamp(person(0), AT))
        if abs(self.size - size) > max(_NEAR_ENOUGH * size, len(_ITEM)):
            raise AssertionError(f"a message of {self.size} bytes is not one of {size}")

    def begin(self, ledger: Ledger, people: Iterable[Subscriber]) -> None:
        """Plan the campaign."""
        digest = self.edition.digest
        campaign = Campaign(ISSUE, ISSUE, AT, {"es": digest})
        ledger.begin(campaign, {digest: self.edition.to_bytes()}, people, self.builder.message_id)

    def _fit(self, size: int) -> tuple[Edition, MessageBuilder]:
        items = 0
        best = self._with(items)
        while len(best[1].stamp(person(0), AT)) < size - len(_ITEM):
            items += 1
            best = self._with(items)
        return best

    def _with(self, items: int) -> tuple[Edition, MessageBuilder]:
        sentinels = {slot: f"%%{slot.name}-3f9a1c0b2d4e%%" for slot in Slot}
        edition = Edition(
            issue=ISSUE,
            language="es",
            subject="Manglares y metas",
            preheader="Lo nuevo",
            html=f"<html><body><p>{sentinels[Slot.GREETING]}</p><table>"
            + "".join(_ITEM.format(number) for number in range(items))
            + f'</table><a href="{sentinels[Slot.UNSUBSCRIBE]}">Baja</a></body></html>',
            text=f"{sentinels[Slot.GREETING]}\n\n"
            + "".join(_LINE.format(number) for number in range(items))
            + sentinels[Slot.UNSUBSCRIBE],
            sentinels=sentinels,
            wording={
                "greeting_named": "Estimada, estimado {name}:",
                "greeting_plain": "Estimadas lectoras, estimados lectores:",
                "unsubscribe_subject": "Baja del boletín",
                "preferences_subject": "Cambiar idioma",
                "test_mark": "[Prueba]",
            },
        )
        return edition, MessageBuilder(edition, self.newsletter, ISSUE, SECRET)


def person(number: int) -> Subscriber:
    """Invent a subscriber."""
    address = f"lectora{number}@example.org"
    return Subscriber(address, address, address, "es", f"Ana Ejemplo {number}", line=number + 2)


def people(number: int) -> Iterator[Subscriber]:
    """Invent subscribers, one at a time."""
    return map(person, range(number))


def peak_memory() -> float:
    """Give the most memory that this process has held, in MB; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0.0
    import resource  # noqa: PLC0415 - there is none on Windows

    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
