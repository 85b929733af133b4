from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pytest

from iki_newsletter.audience.listfile import read_list
from iki_newsletter.model.audience import Reason
from iki_newsletter.model.suppression import Suppression
from iki_newsletter.store.database import Database
from iki_newsletter.store.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

LIST = (
    "E-Mail;Name;Sprache;Status;Telefon\r\n"
    "ana@example.org;Ana Ñandú;Spanisch;;+52 55 1234\r\n"
    "uwe@example.org;Uwe;Deutsch;abgemeldet;\r\n"
    "eva@example.org;Eva;;;\r\n"
)
FILE = (
    "Correo\tNombre\tGrupos\n"
    "ana@example.org\tAna María Ñandú\tpartners\n"
    "UWE@example.org\tUwe\t\n"
    "luz@example.org\tLuz\tpublic\n"
    "nobody\tNobody\t\n"
    "dead@example.org\tDea\t\n"
)


@pytest.fixture
def listed(workspace: Path) -> Path:
    """Give the workspace's own list, in Windows-1252 and with a column that nobody knows."""
    settings = workspace / "newsletter.yaml"
    text = settings.read_text("utf-8").replace("subscribers: subscribers.example.csv", "subscribers: subscribers.csv")
    settings.write_text(text, "utf-8")
    path = workspace / "subscribers.csv"
    path.write_bytes(LIST.encode("cp1252"))
    (workspace / "fair.csv").write_text(FILE, "utf-16")
    return path


@pytest.fixture
def suppressed(workspace: Path) -> None:
    """Let the workspace's database know that somebody unsubscribed."""
    with Database.open(workspace / "var" / "ledger.sqlite3") as database:
        when = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
        Suppressions(database).add(Suppression("dead@example.org", Reason.UNSUBSCRIBED, when))


@pytest.mark.usefixtures("suppressed")
def test_a_file_is_taken_into_the_list(iki: Callable[..., Run], listed: Path) -> None:
    """Before anything is written it is shown; then what changes is written, and every other row keeps its bytes."""
    shown = iki("subscribers", "import", "fair.csv", "--dry-run")
    assert listed.read_bytes() == LIST.encode("cp1252")
    run = iki("subscribers", "import", "fair.csv", "--yes")

    assert (shown.code, run.code) == (0, 0)
    for each in (shown, run):
        said = " ".join(each.out.split())
        assert "New 1" in said
        assert "Stay out 2" in said
        assert "name: Ana Ñandú → Ana María Ñandú; groups: (nothing) → partners" in said
        assert "UWE@example.org (line 3): unsubscribed" in said
        assert "dead@example.org (line 6): unsubscribed" in said
        assert "fair.csv:5: “nobody” is no address" in each.err
    assert "dry run" in shown.out
    assert "Wrote subscribers.csv: 2 rows." in run.out
    assert listed.read_bytes().decode("cp1252") == (
        "E-Mail;Name;Sprache;Status;Telefon;groups\r\n"
        "ana@example.org;Ana María Ñandú;Spanisch;;+52 55 1234;partners\r\n"
        "uwe@example.org;Uwe;Deutsch;abgemeldet;\r\n"
        "eva@example.org;Eva;;;\r\n"
        "luz@example.org;Luz;;;;public\r\n"
    )


@pytest.mark.usefixtures("listed", "suppressed")
def test_programs_get_counts_and_rows(iki: Callable[..., Run]) -> None:
    """The object is the same for a dry run and a real one, but for what was written."""
    shown = iki("subscribers", "import", "fair.csv", "--dry-run", "--json").data
    written = iki("subscribers", "import", "fair.csv", "--yes", "--json").data
    again = iki("subscribers", "import", "fair.csv", "--yes", "--json").data

    assert shown | {"written": True} == written
    assert {key: value for key, value in written.items() if isinstance(value, int)} == {
        "new": 1, "changed": 1, "unsubscribed": 0, "stay_out": 2, "unchanged": 0, "inactive": 0, "not_in_file": 1,
        "rejected": 1, "written": True,
    }  # fmt: skip
    assert written["rows"][0] == {
        "what": "changed",
        "address": "ana@example.org",
        "line": 2,
        "list_line": 2,
        "changes": [
            {"field": "name", "old": "Ana Ñandú", "new": "Ana María Ñandú"},
            {"field": "groups", "old": "", "new": "partners"},
        ],
    }
    assert [row["what"] for row in written["rows"]] == ["changed", "stay_out", "new", "stay_out"]
    assert [(problem["code"], problem["line"]) for problem in written["problems"]] == [("L110", 5)]
    assert (again["new"], again["changed"], again["unchanged"], again["written"]) == (0, 0, 2, False)


def test_options_speak_for_rows_that_do_not(iki: Callable[..., Run], listed: Path) -> None:
    """Groups, consent and language as they were asked for; a guess is told with its evidence."""
    (listed.parent / "new.csv").write_text("email,Anrede\npia@example.org,Sra.\nmax@example.org,\n", "utf-8")
    consent = ("--consent-source", "=fair", "--consent-on", "22.5.2017", "--consent-basis", "consent")
    run = iki(
        "subscribers", "import", "new.csv", "--yes", "--group", "Public", "--group", "ministry", *consent,
        "--consent-wording", "Sí,\nquiero", "--language", "Deutsch", "--guess-languages",
    )  # fmt: skip

    assert run.code == 0
    assert "language guessed by the title “Sra.”" in " ".join(run.out.split())
    pia, luz = [each for each in read_list(listed, ["es", "de"]).subscribers if each.key[:3] in {"pia", "max"}]
    assert (pia.language, luz.language) == ("es", "de")
    assert (pia.groups, pia.consent_source, pia.consent_at) == (("public", "ministry"), "=fair", dt.date(2017, 5, 22))
    assert (pia.consent_basis, pia.consent_wording) == ("consent", "Sí, quiero")
    assert b";'=fair;" in listed.read_bytes()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("fair.csv", "--group", "pubic"), "Did you mean `public`?"),
        (("fair.csv", "--consent-on", "soon"), "is no day"),
        (("fair.csv", "--language", "fr"), "There is no edition in fr."),
        (("subscribers.csv",), "the newsletter's own list"),
        (("none.csv",), "There is no list none.csv"),
        (("fair.csv",), "nobody is here to ask"),
    ],
)
def test_wrong_calls_are_explained(
    iki: Callable[..., Run], listed: Path, options: tuple[str, ...], says: str
) -> None:
    """What is wrong and what to write instead; the list stays as it is."""
    run = iki("subscribers", "import", *options)

    assert run.code == 2
    assert says in run.err
    assert listed.read_bytes() == LIST.encode("cp1252")


def test_a_letter_that_the_list_has_not_is_asked_about(iki: Callable[..., Run], listed: Path) -> None:
    """Nobody's name becomes a question mark: the list is written as UTF-8 when that is asked for."""
    (listed.parent / "new.csv").write_text("email,name\nlena@example.org,Łucja\n", "utf-8")
    shown = iki("subscribers", "import", "new.csv", "--dry-run")
    refused = iki("subscribers", "import", "new.csv", "--yes")
    before = listed.read_bytes()
    done = iki("subscribers", "import", "new.csv", "--yes", "--as-utf-8")

    assert (shown.code, refused.code, done.code) == (0, 1, 0)
    assert before == LIST.encode("cp1252")
    for each in (shown, refused):
        assert "is in Windows-1252, which has no “Ł”" in each.err
        assert "--as-utf-8" in each.err
    assert listed.read_text("utf-8-sig") == LIST.replace("\r\n", "\n") + "lena@example.org;Łucja;;;\n"


def test_a_workbook_is_taken_in(iki: Callable[..., Run], listed: Path) -> None:
    """What comes in may be a workbook; the list stays in its own dialect."""
    book = openpyxl.Workbook()
    for row in (["Teilnehmer"], ["Vorname", "Nachname", "E-Mail"], ["Eva", "Muestra", "eva@example.org"]):
        book.worksheets[0].append(row)
    book.save(listed.with_name("fair.xlsx"))

    assert iki("subscribers", "import", "fair.xlsx", "--yes").code == 0
    assert listed.read_bytes() == LIST.replace("org;Eva;", "org;Eva Muestra;").encode("cp1252")


def test_a_list_that_was_saved_meanwhile_is_left_alone(
    iki: Callable[..., Run], listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor saves while somebody thinks about the question: the editor's work is not lost."""

    def save_meanwhile(*_: object, **__: object) -> bool:
        listed.write_text("email\nelse@example.org\n", "utf-8")
        return True

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.confirm", save_meanwhile)
    run = iki("subscribers", "import", "fair.csv")

    assert run.code == 1
    assert "was changed while this command worked" in run.err
    assert listed.read_text("utf-8") == "email\nelse@example.org\n"


def test_a_workbook_is_compared_and_never_written(iki: Callable[..., Run], listed: Path) -> None:
    """A dry run shows what would change; writing says how to save the list as CSV."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["email", "name"])
    book.worksheets[0].append(["ana@example.org", "Ana"])
    book.save(listed.with_suffix(".xlsx"))
    content = listed.with_suffix(".xlsx").read_bytes()
    settings = listed.with_name("newsletter.yaml")
    settings.write_text(settings.read_text("utf-8").replace("subscribers.csv\n", "subscribers.xlsx\n"), "utf-8")
    shown = iki("subscribers", "import", "fair.csv", "--dry-run", "--json")
    run = iki("subscribers", "import", "fair.csv", "--yes")

    assert (shown.code, run.code) == (0, 1)
    assert (shown.data["new"], shown.data["changed"]) == (3, 1)
    assert "subscribers.xlsx is a workbook, and is not written" in run.err
    assert "`subscribers: subscribers.csv`" in run.err
    assert listed.with_suffix(".xlsx").read_bytes() == content


def test_the_first_import_makes_the_list(iki: Callable[..., Run], listed: Path) -> None:
    """Where there is none yet, the file is where everybody comes from; only its owner can read what was made."""
    listed.unlink()
    run = iki("subscribers", "import", "fair.csv", "--yes", "--consent-source", "fair")

    assert run.code == 0
    assert "not there yet" in " ".join(run.out.split())
    assert listed.stat().st_mode & 0o777 == 0o600
    assert listed.read_bytes().startswith(b"\xef\xbb\xbfemail,name,salutation,language,")
    check = iki("check", "--list", "subscribers.csv")
    assert (check.code, check.err) == (0, "")


def test_the_example_list_is_not_written(iki: Callable[..., Run], workspace: Path) -> None:
    """It is kept in git: real people do not belong there, and the words say what to do."""
    (workspace / "fair.csv").write_text("email\nluz@example.org\n", "utf-8")
    before = (workspace / "subscribers.example.csv").read_bytes()
    run = iki("subscribers", "import", "fair.csv", "--yes")

    assert run.code == 1
    assert "Write `subscribers: subscribers.csv` in newsletter.yaml" in run.err
    assert (workspace / "subscribers.example.csv").read_bytes() == before
    assert iki("subscribers", "import", "fair.csv", "--dry-run").code == 0


def test_who_answers_no_changes_nothing(
    iki: Callable[..., Run], listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question comes after what would change."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    run = iki("subscribers", "import", "fair.csv")

    assert run.code == 130
    assert "Nothing was written." in run.err
    assert listed.read_bytes() == LIST.encode("cp1252")


def test_long_imports_name_the_first_of_each_kind(iki: Callable[..., Run], listed: Path) -> None:
    """Twelve new people are ten lines and a hint; -v names all."""
    (listed.parent / "new.csv").write_text(
        "email\n" + "".join(f"n{each}@example.org\n" for each in range(12)), "utf-8"
    )
    short = iki("subscribers", "import", "new.csv", "--dry-run")
    whole = iki("-v", "subscribers", "import", "new.csv", "--dry-run")

    assert short.out.count("@example.org") == 10
    assert "and 2 others" in short.out
    assert whole.out.count("@example.org") == 12


def test_who_would_be_left_out_by_another_column_is_told(iki: Callable[..., Run], listed: Path) -> None:
    """Where a list marks its subscribers by a yes, a new row has none, and nobody would notice."""
    listed.write_text("email;Activo\nana@example.org;sí\neva@example.org;sí\n", "utf-8")
    run = iki("subscribers", "import", "fair.csv", "--yes")

    assert run.code == 0
    assert "of the new get nothing yet" in " ".join(run.out.split())
