from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.cli.collecting import ISSUE, fates, received
from tests.intake.documents import plain
from tests.intake.parcels import mail, news, packed, parcel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

NAME = "contributions/ecovalor-news.yaml"
ANA, LUZ = "Ana Inventada <ana@example.org>", "Luz Inventada <luz@oficina.example>"
FAILS = "mx.klimaallianz.example; spf=pass; dmarc=fail (p=none) header.from=example.org"


def text(**more: object) -> bytes:
    """Write a contribution as a YAML file without any form."""
    return yaml.safe_dump(news(images=[], **more), allow_unicode=True).encode()


@pytest.fixture
def first(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> Path:
    """Collect a YAML file that Ana sent; gives the folder of mails, for a newer version."""
    source = tmp_path / "mails"
    source.mkdir()
    (source / "a.eml").write_bytes(mail(("nota.yaml", text()), sender=ANA))
    assert fates(iki("collect", "2017-06", source, "--json")) == ["taken"]
    return source


def newer(source: Path, sender: str, day: int = 23, **headers: str) -> Path:
    """Write a mail with a newer text of the same title; gives its path."""
    path = source / "b.eml"
    body = {"es": f"El día {day} terminó.", "de": "Es ist vorbei."}
    date = f"Tue, {day} May 2017 09:00:00 +0000"
    path.write_bytes(mail(("nota.yaml", text(body=body)), sender=sender, date=date, **headers))
    return path


def test_received_knows_the_sender_by_a_keyed_hash(first: Path, workspace: Path) -> None:
    """received.yaml is in git: it holds no address, and no hash that could be tried out."""
    assert re.fullmatch("[a-z2-7]{16}", received(workspace)["ecovalor-news"]["sender"])
    assert "ana" not in (workspace / ISSUE / "received.yaml").read_text("utf-8")


def test_the_sender_replaces_what_they_sent(iki: Callable[..., Run], first: Path, workspace: Path) -> None:
    """However the address is written, and in a dry run as well."""
    path = newer(first, "ANA <Ana@Example.org>")
    assert fates(iki("collect", "2017-06", path, "--dry-run", "--json")) == ["replaced"]
    assert fates(iki("collect", "2017-06", path, "--json")) == ["replaced"]


def test_a_stranger_does_not_replace_what_another_sent(iki: Callable[..., Run], first: Path, workspace: Path) -> None:
    """Project, kind and title can be read in any issue; the editors decide, and whom they let in may come again."""
    before = (workspace / ISSUE / NAME).read_bytes()
    path = newer(first, LUZ)
    assert fates(iki("collect", "2017-06", path, "--dry-run", "--json")) == ["edited"]
    run = iki("collect", "2017-06", path, "--json")
    assert (run.code, fates(run)) == (1, ["edited"])
    assert "neither sent the first one nor is a contact" in run.data["collected"][0]["why"]
    assert any("El día 23" in line for line in run.data["collected"][0]["difference"])
    assert (workspace / ISSUE / NAME).read_bytes() == before

    assert fates(iki("collect", "2017-06", path, "--replace", "ecovalor-news", "--json")) == ["replaced"]
    assert fates(iki("collect", "2017-06", newer(first, LUZ, 30), "--json")) == ["replaced"]


def test_a_form_does_not_make_a_stranger_the_sender(iki: Callable[..., Run], first: Path, workspace: Path) -> None:
    """An id that is made of the title can be made by anybody, and written into a form.json."""
    taken_as = received(workspace)["ecovalor-news"]["parcel"]
    forged = parcel(news(images=[]), {}, id=taken_as, saved_at="2017-05-23T08:00:00Z")
    path = first / "b.eml"
    path.write_bytes(mail(("a.zip", forged), sender=LUZ))
    assert fates(iki("collect", "2017-06", path, "--json")) == ["edited"]


@pytest.mark.parametrize("folder", ["", "lists/"])
def test_a_contact_of_the_project_replaces_it(
    iki: Callable[..., Run], first: Path, workspace: Path, folder: str
) -> None:
    """Wherever the list of contacts lies, and only of that project."""
    settings = workspace / "newsletter.yaml"
    written = settings.read_text("utf-8")
    named = re.sub(r"(?m)^contacts: .*$", f"contacts: {folder}people.csv", written)
    assert named != written
    settings.write_text(named, "utf-8")
    contacts = workspace / folder / "people.csv"
    contacts.parent.mkdir(exist_ok=True)
    path = newer(first, LUZ)
    for project, fate in (("viclim", "edited"), ("ecovalor", "replaced")):
        contacts.write_text(f"project,name,email,language\n{project},Luz Inventada,luz@oficina.example,es\n", "utf-8")
        assert fates(iki("collect", "2017-06", path, "--dry-run", "--json")) == [fate]
    assert fates(iki("collect", "2017-06", path, "--json")) == ["replaced"]


def test_a_folder_and_a_form_have_no_sender(iki: Callable[..., Run], first: Path, workspace: Path) -> None:
    """What editors lay there counts as theirs, and whoever knows a form's id is its sender."""
    (first / "nota.yaml").write_bytes(text(body={"es": "De la carpeta."}))
    assert fates(iki("collect", "2017-06", first / "nota.yaml", "--json")) == ["replaced"]
    for number, sender in enumerate((ANA, LUZ)):
        form = parcel(news(project="viclim", title=f"{number}"), saved_at=f"2017-05-2{number}T08:00:00Z")
        (first / "c.eml").write_bytes(mail(("a.zip", form), sender=sender))
        iki("collect", "2017-06", first / "c.eml")
    assert "sender" not in received(workspace)["viclim-news"]
    assert "title: '1'" in (workspace / ISSUE / "contributions/viclim-news.yaml").read_text("utf-8")


def test_the_screen_says_who_sent_it(iki: Callable[..., Run], first: Path, workspace: Path) -> None:
    """Programs get no address."""
    run = iki("-v", "collect", "2017-06", first)
    assert "a.eml: nota.yaml, by ana@example.org" in " ".join(run.out.split())
    assert "ana@example.org" not in iki("collect", "2017-06", first, "--json").out


def test_who_may_be_forged_is_a_stranger_and_gets_no_answer(
    iki: Callable[..., Run], first: Path, workspace: Path
) -> None:
    """The editor is told so in a sentence, also of what is taken all the same."""
    (workspace / "contacts.example.csv").write_text(
        "project,name,email,language\necovalor,Ana Inventada,ana@example.org,es\n", "utf-8"
    )
    path = newer(first, ANA, Authentication_Results=FAILS)
    run = iki("collect", "2017-06", path, "--answer", "--yes", "--json")
    assert fates(run) == ["edited"]
    assert "doubts that it came from its sender" in run.data["collected"][0]["why"]
    assert run.data["answers"]["to_send"] == 0
    path.write_bytes(mail(("nota.yaml", text(project="viclim")), Authentication_Results=FAILS))
    run = iki("collect", "2017-06", path, "--answer", "--yes", "--json")
    assert fates(run) == ["taken"]
    assert "dmarc=fail" in run.data["collected"][0]["notes"][0]
    assert run.data["answers"]["to_send"] == 0
    path.write_bytes(mail(("nota.docx", plain("La vaquita", "Diez.")), Authentication_Results=FAILS))
    run = iki("collect", "2017-06", path, "--json")
    assert fates(run) == ["kept"]
    assert "its sender is not believed" in run.data["collected"][0]["why"]


def test_a_zip_without_a_form_has_its_sender_too(iki: Callable[..., Run], first: Path, workspace: Path) -> None:
    """It is known by its title as well."""
    path = first / "b.eml"
    archive = packed({"contribution.yaml": text(body={"es": "Otra."})})
    path.write_bytes(mail(("a.zip", archive), sender=LUZ, date="Tue, 23 May 2017 09:00:00 +0000"))
    assert fates(iki("collect", "2017-06", path, "--json")) == ["edited"]


NOBODY = "Sistema <no-reply@example.org>"
CONTACT = "project,name,email,language\necovalor,Luz Inventada,luz@oficina.example,es\n"


@pytest.fixture(params=["folder", "machine", "doubted"])
def unknown(iki: Callable[..., Run], tmp_path: Path, workspace: Path, request: pytest.FixtureRequest) -> Path:
    """Collect a YAML file of which nobody knows who sent it first; gives the folder of mails, for a newer version."""
    source = tmp_path / "mails"
    source.mkdir()
    path = source / ("nota.yaml" if request.param == "folder" else "a.eml")
    said = {"Authentication_Results": FAILS} if request.param == "doubted" else {}
    sender = NOBODY if request.param == "machine" else LUZ
    path.write_bytes(text() if request.param == "folder" else mail(("nota.yaml", text()), sender=sender, **said))
    os.utime(path, (0, 0))
    assert fates(iki("collect", "2017-06", path, "--json")) == ["taken"]
    assert "sender" not in received(workspace)["ecovalor-news"]
    return source


def test_nobody_replaces_what_came_from_nobody_knows_whom(
    iki: Callable[..., Run], unknown: Path, workspace: Path
) -> None:
    """Only a contact of the project, and the editors themselves; who got in is the sender from then on."""
    before = (workspace / ISSUE / NAME).read_bytes()
    for sender, said, why in (
        (LUZ, {}, "whoever sent it is no contact of ecovalor"),
        (NOBODY, {}, "does not name a person"),
        (LUZ, {"Authentication_Results": FAILS}, "doubts that it came from its sender"),
    ):
        run = iki("collect", "2017-06", newer(unknown, sender, 23, **said), "--json")
        assert (run.code, fates(run)) == (1, ["edited"])
        assert why in run.data["collected"][0]["why"]
    taken_as = received(workspace)["ecovalor-news"]["parcel"]
    forged = parcel(news(images=[], title="Otra"), {}, id=taken_as, saved_at="2017-05-23T08:00:00Z")
    (unknown / "b.eml").write_bytes(mail(("a.zip", forged), sender=LUZ))
    assert fates(iki("collect", "2017-06", unknown / "b.eml", "--json")) == ["edited"]
    assert (workspace / ISSUE / NAME).read_bytes() == before

    (workspace / "contacts.example.csv").write_text(CONTACT, "utf-8")
    assert fates(iki("collect", "2017-06", newer(unknown, LUZ), "--json")) == ["replaced"]
    assert received(workspace)["ecovalor-news"]["sender"]


def test_a_form_that_may_be_forged_is_asked_about(iki: Callable[..., Run], first: Path, workspace: Path) -> None:
    """Its id is a key, and a mail that your own server doubts may come from whoever has seen it."""
    path = first / "c.eml"
    doubted = {"Authentication_Results": FAILS}
    for day, said, fate in ((20, {}, "taken"), (21, doubted, "edited"), (22, {}, "replaced")):
        form = parcel(news(project="viclim", title=f"{day}"), saved_at=f"2017-05-{day}T08:00:00Z")
        path.write_bytes(mail(("a.zip", form), sender=LUZ, **said))
        assert fates(iki("collect", "2017-06", path, "--json")) == [fate]


@pytest.mark.parametrize(
    ("sender", "headers", "contacts", "by_form", "fate"),
    [
        (ANA, {}, "", False, "replaced"),
        (LUZ, {}, "", False, "edited"),
        (LUZ, {}, "", True, "edited"),
        (LUZ, {}, CONTACT, False, "replaced"),
        (NOBODY, {}, CONTACT, False, "edited"),
        (ANA, {"Authentication_Results": FAILS}, "", True, "edited"),
    ],
    ids=["first", "stranger", "strangers-form", "contact", "machine", "doubted"],
)
def test_mending_a_strangers_version_makes_nobody_the_sender(
    iki: Callable[..., Run],
    first: Path,
    workspace: Path,
    sender: str,
    headers: dict[str, str],
    contacts: str,
    by_form: bool,
    fate: str,
) -> None:
    """What had a mistake, waited and was mended is still of who sent it: the editors are asked as if it had none."""
    (workspace / "contacts.example.csv").write_text(contacts or "project,name,email,language\n", "utf-8")
    said = news(images=[], body={"es": "Otra."}, titel="x")
    path, date = first / "b.eml", "Tue, 23 May 2017 09:00:00 +0000"
    taken_as = received(workspace)["ecovalor-news"]["parcel"]
    form = parcel(said, {}, id=taken_as, saved_at="2017-05-23T08:00:00Z")
    file = ("a.zip", form) if by_form else ("nota.yaml", yaml.safe_dump(said, allow_unicode=True).encode())
    path.write_bytes(mail(file, sender=sender, date=date, **headers))
    assert fates(iki("collect", "2017-06", path, "--json")) == ["kept"]
    (waits,) = (workspace / ISSUE / "incoming").glob("*/contribution.yaml")
    waits.write_text(waits.read_text("utf-8").replace("titel: x\n", ""), "utf-8")
    assert fates(iki("collect", "2017-06", waits.parent, "--dry-run", "--json")) == [fate]
    assert fates(iki("collect", "2017-06", waits.parent, "--json")) == [fate]
    assert waits.exists() == (fate == "edited")
