"""How much faster stamping is than rendering and building every message: two rates and their ratio.

Both ways make the same personal message of about 50 KB of HTML. The slow way renders the Jinja templates for each
subscriber and builds the message with `email.message`; stamping fills the skeleton that was built once.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import sys
import time
from pathlib import Path
from typing import Any

import jinja2

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.mail.slow_way import build_slowly  # noqa: E402

from iki_newsletter.mail.builder import MessageBuilder  # noqa: E402 - the path comes first
from iki_newsletter.mail.personal import personal_values  # noqa: E402
from iki_newsletter.model.edition import Edition, Slot  # noqa: E402
from iki_newsletter.model.newsletter import Newsletter  # noqa: E402
from iki_newsletter.model.subscriber import Subscriber  # noqa: E402

SECRET = b"a secret of thirty-two octets..."
AT = dt.datetime(2017, 6, 12, 9, 0, tzinfo=dt.UTC)
SLOW_SECONDS = 2.0
STAMPS = 20_000
ROUNDS = 5

HTML = """<!DOCTYPE HTML>
<html lang="es" dir="ltr"><head><meta charset="utf-8"><title>{{ subject }}</title></head>
<body style="margin:0;background-color:#ffffff"><table role="presentation" width="600">
<tr><td style="padding:24px;font-family:Georgia,serif"><p>{{ greeting }}</p></td></tr>
{% for item in items -%}
<tr><td style="padding:24px 24px 0 24px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:26px;\
color:#1d2429;background-color:#ffffff"><p style="margin:0 0 8px 0;font-size:13px;line-height:18px;color:#54616b">
{{ item.project }} · {{ item.organisation }} · {{ item.area }}</p>
<h3 style="margin:0 0 8px 0;font-family:Georgia,'Times New Roman',serif;font-size:22px;line-height:28px">
{{ item.title }}</h3><p style="margin:0 0 16px 0">{{ item.teaser }}</p>
<p style="margin:0 0 24px 0"><a href="{{ item.url }}" style="color:#0b5c7d">{{ item.link }}</a></p></td></tr>
{% endfor -%}
<tr><td>{{ address }} <a href="{{ unsubscribe }}">Darse de baja</a> <a href="{{ preferences }}">Idioma</a></td></tr>
</table></body></html>
"""
TEXT = """{% autoescape false %}{{ greeting }}

{% for item in items -%}
{{ loop.index }}. {{ item.title }}
{{ item.teaser }}
{{ item.url }}

{% endfor -%}
{{ address }}
{{ unsubscribe }}
{{ preferences }}
{% endautoescape %}"""
SUBJECT = "Manglares, maíz y metas"
ENVIRONMENT = jinja2.Environment(autoescape=True)
HTML_TEMPLATE = ENVIRONMENT.from_string(HTML)
TEXT_TEMPLATE = ENVIRONMENT.from_string(TEXT)


def main() -> None:
    """Measure and print; `--json` gives one object for programs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    figures = measure()
    if parser.parse_args().json:
        print(json.dumps(figures))
    else:
        print(
            f"stamping {figures['stamped']:,.0f}/s,"
            f" rendering and building {figures['built']:,.0f}/s"
            f" ({figures['message_bytes']:,} bytes a message): {figures['ratio']:,.0f} times as fast"
        )


def measure() -> dict[str, Any]:
    """Give both rates, `stamped` and `built`, in messages a second, the best of a few rounds, and their ratio."""
    newsletter, edition, subscribers = make_newsletter(), make_edition(), make_subscribers()
    builder = MessageBuilder(edition, newsletter, "2017-06", SECRET)
    slow = stamped = 0.0
    for _ in range(ROUNDS):
        slow = max(slow, _slow_rate(newsletter, edition, subscribers, builder, SLOW_SECONDS / ROUNDS))
        stamped = max(stamped, _stamp_rate(builder, subscribers, STAMPS // ROUNDS))
    size = len(builder.stamp(subscribers[0], AT))
    return {
        "benchmark": "stamping",
        "stamped": round(stamped, 1),
        "built": round(slow, 1),
        "message_bytes": size,
        "ratio": round(stamped / slow, 1),
        "needed": 200,
    }


def make_newsletter() -> Newsletter:
    """Give the settings of an invented newsletter."""
    return Newsletter.model_validate(
        {
            "title": "Clima y bosques",
            "languages": ["es"],
            "sender": {"name": "Red Clima de ejemplo", "address": "boletin@example.org"},
            "list_id": "boletin.example.org",
            "sections": [{"id": "news", "title": "Noticias", "takes": {"kind": "news"}}],
        }
    )


def make_edition() -> Edition:
    """Render an edition of forty items whose slots hold sentinels."""
    sentinels = {slot: f"%%{slot.name}-3f9a1c0b2d4e%%" for slot in Slot}
    html, text = _render({slot.value: mark for slot, mark in sentinels.items()})
    wording = {
        "greeting_named": "Estimada, estimado {name}:",
        "greeting_plain": "Estimadas lectoras, estimados lectores:",
        "unsubscribe_subject": "Baja del boletín",
        "preferences_subject": "Cambiar idioma",
        "test_mark": "[Prueba]",
    }
    return Edition(
        issue="2017-06",
        language="es",
        subject=SUBJECT,
        preheader="Lo nuevo",
        html=html,
        text=text,
        sentinels=sentinels,
        wording=wording,
    )


def make_subscribers() -> list[Subscriber]:
    """Invent subscribers: every third without a name, every third with letters beyond ASCII."""
    names = ("", "Ana Ejemplo", "José Muñoz Inventado")
    addresses = [f"lectora{number}@example.org" for number in range(1000)]
    return [Subscriber(address, address, address, "es", names[i % 3]) for i, address in enumerate(addresses)]


def _stamp_rate(builder: MessageBuilder, subscribers: list[Subscriber], count: int) -> float:
    chosen = (subscribers * (count // len(subscribers) + 1))[:count]
    begun = time.perf_counter()
    for subscriber in chosen:
        builder.stamp(subscriber, AT)
    return count / (time.perf_counter() - begun)


def _slow_rate(
    newsletter: Newsletter, edition: Edition, subscribers: list[Subscriber], builder: MessageBuilder, seconds: float
) -> float:
    done, begun, spent = 0, time.perf_counter(), 0.0
    while spent < seconds:
        subscriber = subscribers[done % len(subscribers)]
        values = personal_values(edition, newsletter, subscriber, SECRET)
        html, text = _render({slot.value: value for slot, value in values.items()})
        personal = dataclasses.replace(edition, html=html, text=text, sentinels={})
        build_slowly(personal, newsletter, subscriber, SECRET, AT, builder.message_id(subscriber)).as_bytes()
        done += 1
        spent = time.perf_counter() - begun
    return done / spent


def _render(personal: dict[str, str]) -> tuple[str, str]:
    context = personal | {"subject": SUBJECT, "items": ITEMS}
    return HTML_TEMPLATE.render(context), TEXT_TEMPLATE.render(context)


ITEMS = [
    {
        "project": f"Proyecto inventado {number}",
        "organisation": "Organización de ejemplo",
        "area": "Adaptación",
        "title": f"Una comunidad inventada siembra manglares por vez número {number}",
        "teaser": "Doce comunidades de una costa inventada acordaron cómo cuidar sus manglares; «el mar vuelve a dar "
        "peces», dicen, y cuentan en qué fallaron antes de lograrlo. " * 2,
        "url": f"https://www.example.org/proyectos/{number}",
        "link": "Leer cómo lo hicieron",
    }
    for number in range(40)
]


if __name__ == "__main__":
    main()
