from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.intake.parcels import ID, about, news, packed, parcel

from iki_newsletter.errors import NotTakenError
from iki_newsletter.intake.parcel import read_parcel
from iki_newsletter.intake.rewriting import rewritten
from iki_newsletter.intake.sent import Sent
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.reading.reader import read_bytes_as

NOW = dt.datetime(2017, 6, 30, tzinfo=dt.UTC)
ADAPTER: TypeAdapter[Contribution] = TypeAdapter(Contribution)
PATH = Path("contribution.yaml")


def sent(raw: bytes, name: str = "a.zip") -> Sent:
    """Give a file as it came."""
    return Sent(name, name, raw, NOW)


def test_a_parcel_says_what_it_is() -> None:
    """Its id, when it was saved, for which issue and in which language; its pictures by the names in its text."""
    told = read_parcel(sent(parcel()), PATH)
    assert (told.id, told.issue, told.language) == (ID, "2017-06", "es")
    assert told.saved_at == dt.datetime(2017, 5, 20, 14, 3, 11, tzinfo=dt.UTC)
    assert list(told.pictures) == ["images/reserva.jpg"]
    assert told.loaded is not None
    assert told.loaded.value.project == "ecovalor"


def test_what_systems_add_and_a_folder_around_everything_do_not_matter() -> None:
    """Whoever unpacks a parcel and packs it again has still a parcel, with the same content."""
    text = yaml.safe_dump(news(images=[])).encode()
    form = json.dumps(about()).encode()
    plain = read_parcel(sent(packed({"contribution.yaml": text, "form.json": form})), PATH)
    around = {
        "ecovalor-news/contribution.yaml": text,
        "ecovalor-news/form.json": form,
        "ecovalor-news/.DS_Store": b"x",
        "__MACOSX/ecovalor-news/._form.json": b"x",
    }
    again = read_parcel(sent(packed(around)), PATH)
    assert (again.id, again.content) == (plain.id, plain.content)


def test_what_has_no_id_is_known_by_project_kind_and_title() -> None:
    """The same title gives the same id whatever else changes, another title another one."""

    def parcel_id(**more: Any) -> str:
        return read_parcel(sent(yaml.safe_dump(news(**more)).encode(), "a.yaml"), PATH).id

    assert parcel_id() == parcel_id(body="Otro texto")
    assert parcel_id() != parcel_id(title="Otro título")
    assert parcel_id() != parcel_id(project="viclim")


def test_the_content_differs_by_every_picture() -> None:
    """A picture that changed makes another content, though the text is the same."""
    first = read_parcel(sent(parcel(pictures={"images/reserva.jpg": b"a"})), PATH)
    second = read_parcel(sent(parcel(pictures={"images/reserva.jpg": b"b"})), PATH)
    assert first.content != second.content


def test_a_form_may_say_more_than_we_know() -> None:
    """A later form with the same number adds keys; they are passed over."""
    assert read_parcel(sent(parcel(colour="green")), PATH).id == ID


@settings(max_examples=200)
@given(st.binary(max_size=400), st.binary(max_size=400))
def test_any_text_and_form_give_a_parcel_or_our_own_error(text: bytes, form: bytes) -> None:
    """Only NotTakenError escapes; a wrong text is told in problems."""
    try:
        told = read_parcel(sent(packed({"contribution.yaml": text, "form.json": form})), PATH)
    except NotTakenError:
        return
    assert (told.loaded is None) == bool(told.problems)


STYLES = [
    yaml.safe_dump(news(), allow_unicode=True),
    yaml.safe_dump(news(), allow_unicode=True, default_flow_style=True),
    yaml.safe_dump(news(), default_style='"'),
    yaml.safe_dump(news(), default_style="'", allow_unicode=True),
    yaml.safe_dump(news(), allow_unicode=True).replace("\n", "\r\n"),
    "\ufeff" + yaml.safe_dump(news(), allow_unicode=True),
    yaml.safe_dump(news(), allow_unicode=True).replace("images/reserva.jpg", "images/reserva.jpg  # de Ana"),
]


@pytest.mark.parametrize("text", STYLES)
def test_pictures_are_renamed_in_place(text: str) -> None:
    """However it is written, only the picture's name and the day change; comments and order stay."""
    loaded, _ = read_bytes_as(text.encode(), PATH, ADAPTER)
    assert loaded is not None
    files = {"images/reserva.jpg": "images/ecovalor-news-reserva.png"}
    again = rewritten(text.encode(), loaded, files, dt.date(2017, 5, 28), ADAPTER).decode()
    head, _, rest = again.partition("\n")
    assert head.startswith("# yaml-language-server")
    before = text.removeprefix("\ufeff").replace("\r\n", "\n")
    meant = before.replace("images/reserva.jpg", "images/ecovalor-news-reserva.png").replace(
        "2017-05-20", "2017-05-28"
    )
    assert rest == meant


def test_a_name_that_cannot_be_replaced_is_refused() -> None:
    """A name written with an escape is nothing to guess at."""
    text = yaml.safe_dump(news(), default_style='"').replace("images/reserva", "images\\x2freserva")
    loaded, _ = read_bytes_as(text.encode(), PATH, ADAPTER)
    assert loaded is not None
    with pytest.raises(NotTakenError, match="cannot be changed"):
        rewritten(text.encode(), loaded, {"images/reserva.jpg": "images/a.jpg"}, dt.date(2017, 5, 20), ADAPTER)
