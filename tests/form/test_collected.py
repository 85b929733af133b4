from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from PIL import Image
from tests.form.test_filling import fill
from tests.form.texts import TITLES
from tests.intake.by_mail import EDITORS, arrived, sent, source_of
from tests.intake.parcels import mail
from tests.servers.dovecot import PASSWORD, dovecot
from tests.servers.postfix import postfix

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run
    from tests.form.office import Office

ISSUE = "issues/2017-06"


@pytest.mark.parametrize(
    ("kind", "language"),
    [("news", "es"), ("event", "de"), ("interview", "en")],
)
def test_what_the_form_saves_is_collected(
    office: Office, iki: Callable[..., Run], workspace: Path, kind: str, language: str
) -> None:
    """Of every kind: taken, in the language it was filled in, known the second time; and the issue still builds."""
    fill(office, kind, language)
    saved = office.save()
    run = iki("collect", "2017-06", saved, "--json")
    assert run.code == 0, run.err
    (told,) = run.data["collected"]
    assert (told["fate"], told["kind"]) == ("taken", kind)
    assert told["languages"][0] == language
    assert not any(problem["level"] == "block" for problem in told["problems"]), told["problems"]
    assert iki("collect", "2017-06", saved, "--json").data["collected"][0]["fate"] == "known"


def test_a_picture_and_a_second_thought(
    office: Office, iki: Callable[..., Run], workspace: Path, tmp_path: Path
) -> None:
    """A picture arrives with the text; changed in the form and saved again, it takes the old version's place."""
    photograph = tmp_path / "Manglar.jpg"
    Image.new("RGB", (1600, 1000), "green").save(photograph)
    fill(office, "news", "es")
    office.give_files("add-picture", photograph)
    office.until("page.draft.fields.images?.length")
    office.write(**{"images.0.alt.es": "Un manglar", "images.0.credit": "Ana Ejemplo", "images.0.rights": "own"})
    first = iki("collect", "2017-06", office.save(), "--json").data["collected"][0]
    path = workspace / ISSUE / f"contributions/{first['name']}.yaml"
    file = yaml.safe_load(path.read_text("utf-8"))["images"][0]["file"]
    assert (workspace / ISSUE / file).is_file()

    office.write(**{"title.es": "Otra cosa muy distinta pasó ayer"})
    office.ask("new Promise((done) => setTimeout(() => done(1), 1100))")  # a version has the second it was saved in
    again = iki("collect", "2017-06", office.save(), "--json").data["collected"][0]
    assert (again["fate"], again["name"]) == ("replaced", first["name"])
    assert "Otra cosa" in path.read_text("utf-8")
    assert iki("compile", "2017-06").code == 0


def test_three_projects_take_part_by_real_mail(
    office: Office, iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filled in, saved, posted, collected from the mailbox, answered, compiled, and read in the issue."""
    monkeypatch.setenv("IKI_NEWS_IMAP_PASSWORD", PASSWORD)
    mails = {}
    for project, kind, language in (("ecovalor", "news", "es"), ("viclim", "event", "de"), ("biomar", "video", "en")):
        office.ask("newDraft().then(() => 1)")
        fill(office, kind, language, project)
        office.ask("page.saved = null")
        for old in office.downloads.iterdir():
            old.unlink()
        saved = office.save()
        sender = f"{project}@offices.example"
        mails[sender] = mail((saved.name, saved.read_bytes()), sender=sender)

    with dovecot(EDITORS, *mails) as box, postfix(**box.for_postfix) as server:
        sent(server.port, mails)
        arrived(box, EDITORS, len(mails))
        smtp = f"smtp://127.0.0.1:{server.port}"
        run = iki("collect", "2017-06", source_of(box), "--answer", "--yes", "--smtp", smtp, "--json")
        answers = [arrived(box, address, 1) for address in mails]

    assert run.code == 0, run.err
    assert sorted((each["fate"], each["name"]) for each in run.data["collected"]) == [
        ("taken", "biomar-video"),
        ("taken", "ecovalor-news"),
        ("taken", "viclim-event"),
    ]
    assert [len(found) for found in answers] == [1, 1, 1]
    compiled = iki("compile", "2017-06")
    assert compiled.code == 0, compiled.err
    shown = " ".join(iki("preview", "2017-06", "--language", "es", "--plain").out.split())
    assert all(title in shown for title in TITLES.values())
