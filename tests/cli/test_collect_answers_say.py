"""What answers say: nothing that is not so, in words that their readers know, and in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.cli.collecting import fates
from tests.intake.documents import plain
from tests.intake.parcels import mail, news, parcel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

LATE = "Mon, 29 May 2017 18:00:00 +0000"


@pytest.fixture
def answered(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> Callable[..., str]:
    """Collect mails, by their names, and give what a dry run of the answers shows, without line ends."""
    source = tmp_path / "mails"
    source.mkdir()

    def run(**mails: bytes) -> str:
        for name, content in mails.items():
            (source / f"{name}.eml").write_bytes(content)
        said = iki("collect", "2017-06", source, "--answer", "--dry-run")
        return " ".join(said.out.split())

    run.source = source  # type: ignore[attr-defined]
    return run


def contacts(workspace: Path, *rows: str) -> None:
    """Write the list of contacts."""
    path = workspace / "contacts.example.csv"
    path.write_text("\n".join(["project,name,email,language", *rows]) + "\n", "utf-8")


def event(**more: Any) -> dict[str, Any]:
    """Give an event that ends before it starts."""
    written = news(kind="event", starts_on="2017-08-31", ends_on="2017-08-13", place="Puebla", images=[])
    del written["body"]
    return written | more


@pytest.mark.parametrize(
    ("language", "said", "nothing"),
    [
        ("es", "El evento termina antes de empezar.", "No le falta nada"),
        ("de", "Die Veranstaltung endet, bevor sie beginnt.", "Es fehlt nichts"),
        ("en", "The event ends before it begins.", "Nothing is missing"),
    ],
)
def test_whoever_sent_what_stops_sending_is_told(
    answered: Callable[..., str], language: str, said: str, nothing: str
) -> None:
    """An event that ends before it starts is named in the answer, beside what is still to be written."""
    out = answered(a=mail(("a.zip", parcel(event(place="<write here> the place"), {}, language=language))))
    assert said in out
    assert nothing not in out
    assert "`" not in out[out.index("To ana@example.org") :]


def test_what_was_not_taken_is_not_said_to_be_in_the_issue(
    answered: Callable[..., str], iki: Callable[..., Run], workspace: Path
) -> None:
    """A newer version of what was edited here has arrived, and the editors compare it with what they have."""
    for language in ("es", "de", "en"):
        source = answered.source  # type: ignore[attr-defined]
        (source / "a.eml").write_bytes(mail(("a.zip", parcel(language=language))))
    iki("collect", "2017-06", answered.source)  # type: ignore[attr-defined]
    path = workspace / "issues/2017-06/contributions/ecovalor-news.yaml"
    path.write_bytes(path.read_bytes() + b"# seen by Hanna\n")
    wanted = {"es": "la redacción la comparará", "de": "vergleicht ihn die Redaktion", "en": "will compare it"}
    for language, words in wanted.items():
        newer = parcel(news(title="Once"), saved_at="2017-05-21T08:00:00Z", language=language)
        out = answered(a=mail(("a.zip", newer)))
        assert words in out
        assert not any(each in out for each in ("automáticamente", "automatisch", "automatically"))


def test_what_came_late_stays_late(answered: Callable[..., str], iki: Callable[..., Run], workspace: Path) -> None:
    """Collected first and answered later, also of a document, the answer says what it would have said at once."""
    contacts(workspace, "ecovalor,Ana Inventada,ana@example.org,es")
    document = mail(("nota.docx", plain("La vaquita", "Diez.", "Un mes.")), date=LATE)
    at_once = answered(a=document)
    assert "Llegó después del" in at_once
    iki("collect", "2017-06", answered.source)  # type: ignore[attr-defined]
    assert "Llegó después del" in answered()


@pytest.mark.parametrize(
    ("row", "form", "wanted"),
    [
        ("ecovalor,Ana Inventada,ana@example.org,de", "en", "Thank you"),
        ("ecovalor,Ana Inventada,ana@example.org,de", None, "Danke"),
        ("ecovalor,Ana Inventada,ana@example.org,", None, "Thank you"),
        ("ecovalor,Luz,luz@example.org,de", None, "Thank you"),
        ("ecovalor,Luz,luz@example.org,de", "fr", "Thank you"),
    ],
)
def test_the_language_is_the_forms_the_contacts_or_the_contributions(
    answered: Callable[..., str], workspace: Path, row: str, form: str | None, wanted: str
) -> None:
    """In this order; a row that says none, and a language that is none of ours, say nothing."""
    contacts(workspace, row)
    texts = {name: {"en": "Ten reserves", "es": "Diez"} for name in ("title", "teaser", "body")}
    written = news(language="en", images=[], **texts)
    if form:
        out = answered(a=mail(("a.zip", parcel(written, {}, language=form))))
    else:
        out = answered(a=mail(("a.yaml", yaml.safe_dump(written, allow_unicode=True).encode())))
    assert wanted in out
    if row.startswith("ecovalor,Ana"):
        assert "Ana Inventada" in out, "who is known by name is greeted by it"


def test_senders_of_documents_read_of_no_form_and_no_keys(answered: Callable[..., str], workspace: Path) -> None:
    """What a document does not say is asked for in plain words; without a title the subject names none."""
    contacts(workspace, "ecovalor,Ana Inventada,ana@example.org,es")
    document = plain("La vaquita", "Diez.", "Un mes.")
    picture = news()["images"][0]
    assert picture
    out = answered(a=mail(("nota.docx", document), ("foto.jpg", _photo())))
    letter = out[out.index("To ana@example.org") :]
    assert "quién tomó la imagen y qué se ve en la imagen, en una frase" in letter
    assert not any(each in letter for each in ("formulario", "images.", "<write here>", "`"))


def _photo() -> bytes:
    from tests.intake.parcels import picture  # noqa: PLC0415

    return picture("blue")


def test_a_title_that_is_not_written_is_in_no_subject(answered: Callable[..., str]) -> None:
    """Nor is one that could not be read: the subject has a wording without a title."""
    blank = news(title={"es": "<write here> (es) a short headline"}, language="es")
    out = answered(a=mail(("a.zip", parcel(blank))), b=mail(("b.zip", parcel("kind: news\ntitel: x\n", id="z" * 16))))
    assert out.count("recibimos su aportación") >= 4
    assert "«–»" not in out
    assert "write here" not in out[out.index("Answers to send") :]


def test_who_gets_no_answer_is_named(answered: Callable[..., str], workspace: Path) -> None:
    """Senders of what was refused, or of which nobody knows the project, are to be written to by hand."""
    out = answered(
        a=mail(("boletin.pdf", b"%PDF-1.4")),
        b=mail(("nota.docx", plain("Otra nota", "Una.")), sender="nadie@example.com"),
    )
    assert "Answers to send: 0" in out
    told = out[out.index("These senders get no answer") :]
    assert "ana@example.org: " in told
    assert "boletin.pdf (refused" in told
    assert "nadie@example.com: " in told
    assert "(it names no project)" in told


def test_what_was_left_out_is_not_said_to_be_in_the_issue(
    answered: Callable[..., str], iki: Callable[..., Run], workspace: Path
) -> None:
    """Whoever sent it is not told that it will appear; the editors have something to explain."""
    (answered.source / "a.eml").write_bytes(mail(("a.zip", parcel())))  # type: ignore[attr-defined]
    iki("collect", "2017-06", answered.source)  # type: ignore[attr-defined]
    iki("drop", "2017-06", "ecovalor-news", "--reason", "It is for July.")
    out = answered()
    assert "Answers to send: 0" in out
    assert "left out of the issue" in out


def test_several_answers_are_summed_up_once(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> None:
    """One line of progress for all, one sum, and the projects by name."""
    source = tmp_path / "mails"
    source.mkdir()
    for number, project in enumerate(("ecovalor", "viclim", "biomar")):
        written = news(project=project, images=[])
        content = mail(("a.zip", parcel(written, {}, id="abcdefgh" * 2 if not number else str(number + 1) * 16)))
        (source / f"{number}.eml").write_bytes(content)
    run = iki("collect", "2017-06", source, "--answer", "--yes")
    assert run.out.count("3 planned: 3 sent.") == 1
    assert "1 of 1" not in run.out
    assert "3 of 3" in run.out
    assert "ecovalor, viclim, biomar" in " ".join(run.out.split())
    assert fates(iki("collect", "2017-06", source, "--json")) == ["known"] * 3


def test_moments_are_told_on_the_newsletters_clock(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> None:
    """In its time zone, which is named; and what to type for a document that is in another language does work."""
    source = tmp_path / "a.zip"
    source.write_bytes(parcel(saved_at="2017-05-21T03:00:00Z"))
    iki("collect", "2017-06", source)
    source.write_bytes(parcel(news(title="Once"), saved_at="2017-05-20T08:00:00Z"))
    told = iki("collect", "2017-06", source, "--json").data["collected"][0]
    assert told["why"] == "A newer version is here, of 2017-05-20 22:00 (America/Mexico_City)."


def test_a_documents_language_can_be_said_afterwards(
    iki: Callable[..., Run], tmp_path: Path, workspace: Path
) -> None:
    """`collect` says which it took it for, and a way that works to say otherwise."""
    contacts(workspace, "ecovalor,Ana Inventada,ana@example.org,es")
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("notiz.docx", plain("Der Schweinswal ist noch da", "Zehn.", "Einen Monat lang."))))
    notes = iki("collect", "2017-06", source, "--json").data["collected"][0]["notes"]
    (note,) = (each for each in notes if each.startswith("It names no language, and is taken to be in es."))
    file, command = note.partition("take ")[2].split(" away, then: iki-news ")
    (workspace / file).unlink()
    run = iki(*command.replace("LANGUAGE", "de").split())
    assert run.code == 0, run.err
    assert yaml.safe_load((workspace / file).read_text("utf-8"))["language"] == "de"


def test_what_lies_here_already_is_not_said_to_come(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> None:
    """A dry run of what waits says where it lies, nothing lies there twice, and of nothing nothing is told."""
    source = tmp_path / "a.eml"
    source.write_bytes(mail(("nota.docx", plain("La vaquita", "Diez.")), sender="nadie@example.com"))
    incoming = workspace / "issues/2017-06/incoming"
    assert "It would lie in" in iki("collect", "2017-06", source, "--dry-run").err
    iki("collect", "2017-06", source)
    for again in (source, incoming):
        run = iki("collect", "2017-06", again, "--dry-run")
        assert "would lie" not in run.err
        iki("collect", "2017-06", again)
        assert len(list(incoming.glob("*.docx"))) == 1
    empty = tmp_path / "empty"
    empty.mkdir()
    run = iki("collect", "2017-06", empty)
    assert run.out == "There is nothing to collect.\n"
