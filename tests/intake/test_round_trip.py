from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.intake.by_mail import EDITORS, arrived, sent, source_of
from tests.intake.documents import plain
from tests.intake.parcels import mail, parcel, picture
from tests.servers.dovecot import PASSWORD, dovecot
from tests.servers.postfix import postfix

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

VALERIA, FATIMA, WENDY = "valeria@ecovalor.example", "fatima@viclim.example", "wendy@biomar.example"
CONTACTS = f"project,name,email,language\necovalor,Valeria Inventada,{VALERIA},es\nbiomar,Wendy Muestra,{WENDY},es\n"
EVENT = {
    "kind": "event",
    "project": "viclim",
    "language": "de",
    "received_on": "2017-05-20",
    "title": {"de": "Städte rechnen mit dem Klima", "es": "Las ciudades cuentan con el clima"},
    "teaser": {"de": "Ein Tag für Städte.", "es": "Un día para ciudades."},
    "starts_on": "2017-06-20",
    "place": {"de": "Haus der Kultur, Toluca", "es": "Casa de Cultura, Toluca"},
}


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the mailbox's password come from the environment."""
    monkeypatch.setenv("IKI_NEWS_IMAP_PASSWORD", PASSWORD)


@pytest.mark.usefixtures("password")
def test_from_the_parcel_to_the_preview_by_real_mail(iki: Callable[..., Run], workspace: Path) -> None:
    """Three offices, a real Postfix and Dovecot: two parcels and a Word file are collected, answered, and read."""
    (workspace / "contacts.example.csv").write_text(CONTACTS, encoding="utf-8")
    mails = {
        VALERIA: mail(("ecovalor-news-abcd.zip", parcel()), sender=f"Valeria <{VALERIA}>"),
        FATIMA: mail(
            ("viclim-event-zyxw.zip", parcel(EVENT, {}, id="zyxwvutsrqponmlk", language="de", issue=None)),
            sender=f"Fátima <{FATIMA}>",
        ),
        WENDY: mail(
            ("nota.docx", plain("La vaquita sigue ahí", "Se contaron diez.", "El recuento duró un mes.")),
            ("golfo.jpg", picture("blue")),
            sender=f"Wendy <{WENDY}>",
        ),
    }
    with dovecot(EDITORS, VALERIA, FATIMA, WENDY) as box, postfix(**box.for_postfix) as server:
        sent(server.port, mails)
        before = arrived(box, EDITORS, len(mails))
        source = source_of(box)
        smtp = f"smtp://127.0.0.1:{server.port}"
        run = iki("collect", "2017-06", source, "--answer", "--yes", "--smtp", smtp, "--json")
        again = iki("collect", "2017-06", source, "--answer", "--yes", "--smtp", smtp, "--json")
        answers = {address: arrived(box, address, 1) for address in mails}
        assert box.messages(EDITORS) == before

    assert run.code == 0, run.err
    assert sorted(each["name"] for each in run.data["collected"]) == ["biomar-news", "ecovalor-news", "viclim-event"]
    assert [each["fate"] for each in again.data["collected"]] == ["known"] * 3
    assert again.data["answers"]["to_send"] == 0
    assert all(len(found) == 1 for found in answers.values())
    assert b"Danke" in answers[FATIMA][0]
    assert b"Gracias" in answers[VALERIA][0]

    # What the Word file does not say, check asks for; a person writes it, and the issue is whole.
    path = workspace / "issues/2017-06/contributions/biomar-news.yaml"
    assert iki("compile", "2017-06").code == 1
    path.write_text(re.sub(r"<write here>.*", "Una laguna, de Ana Inventada", path.read_text("utf-8")), "utf-8")
    compiled = iki("compile", "2017-06")
    assert compiled.code == 0, compiled.err
    german = " ".join(iki("preview", "2017-06", "--language", "de", "--plain").out.split())
    spanish = " ".join(iki("preview", "2017-06", "--language", "es", "--plain").out.split())
    assert "Zehn Schutzgebiete berechnen ihr Wasser" in german
    assert "Haus der Kultur, Toluca" in german
    assert "La vaquita sigue ahí" in spanish
