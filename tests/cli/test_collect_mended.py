from __future__ import annotations

import mailbox
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.cli.collecting import ISSUE, fates, received
from tests.intake.documents import plain
from tests.intake.parcels import mail, news, packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

LUZ = "Luz Inventada <luz@oficina.example>"


def archive(**more: object) -> bytes:
    """Pack a contribution without a form."""
    text = yaml.safe_dump(news(images=[], **more), allow_unicode=True, sort_keys=False).encode()
    return packed({"contribution.yaml": text})


@pytest.fixture
def source(iki: Callable[..., Run], tmp_path: Path, workspace: Path) -> Path:
    """Collect a mail whose text cannot be taken; gives the mail."""
    path = tmp_path / "a.eml"
    path.write_bytes(mail(("a.zip", archive(titel="x"))))
    assert fates(iki("collect", "2017-06", path, "--json")) == ["kept"]
    return path


@pytest.fixture
def mended(iki: Callable[..., Run], source: Path, workspace: Path) -> Path:
    """Mend it where it waits, and take it; gives the mail."""
    (text,) = (workspace / ISSUE / "incoming").glob("*/contribution.yaml")
    lines = text.read_text("utf-8").splitlines(keepends=True)
    text.write_text("".join(line for line in lines if not line.startswith("titel")), "utf-8")
    assert fates(iki("collect", "2017-06", text.parent, "--json")) == ["taken"]
    assert not text.parent.exists()
    return source


def test_what_was_mended_is_known_in_the_mailbox(iki: Callable[..., Run], mended: Path, workspace: Path) -> None:
    """The mail stays there for ever, and asks for nothing more; nor in another issue."""
    run = iki("collect", "2017-06", mended, "--json")
    assert (run.code, fates(run)) == (0, ["known"])
    iki("new", "issue", "2017-07")
    assert fates(iki("collect", "2017-07", mended, "--json")) == ["elsewhere"]


def test_a_newer_version_of_what_was_mended_is_taken_from_its_sender(
    iki: Callable[..., Run], mended: Path, workspace: Path
) -> None:
    """Also if it came before the editors mended the first: what counts is when that came, and from whom."""
    newer = mended.with_name("b.eml")
    raw, date = archive(body={"es": "Duró cuatro."}), "Tue, 23 May 2017 09:00:00 +0000"
    newer.write_bytes(mail(("a.zip", raw), sender=LUZ, date=date))
    assert fates(iki("collect", "2017-06", newer, "--json")) == ["edited"]
    newer.write_bytes(mail(("a.zip", raw), date=date))
    assert fates(iki("collect", "2017-06", newer, "--json")) == ["replaced"]
    assert len(received(workspace)["ecovalor-news"]["came"]) == 1
    assert fates(iki("collect", "2017-06", mended, "--json")) == ["known"]


@pytest.mark.parametrize("date", ["Mon, 22 May 2090 09:00:00 +0000", "some day"])
def test_what_waits_is_answered_once(iki: Callable[..., Run], source: Path, workspace: Path, date: str) -> None:
    """Whatever its mail says of its date, and again only when something else comes."""
    for titel, number in (("x", 1), ("x", 1), ("y", 2)):
        source.write_bytes(mail(("a.zip", archive(titel=titel)), date=date))
        for _ in range(2):
            assert iki("collect", "2017-06", source, "--answer", "--yes").code == 1
        assert len(mailbox.Maildir(workspace / "build/outbox", create=False)) == number


def test_a_document_that_was_taken_waits_no_more(iki: Callable[..., Run], source: Path, workspace: Path) -> None:
    """It lies with the originals, as others do."""
    source.write_bytes(mail(("nota.docx", plain("La vaquita", "Diez."))))
    kept = iki("collect", "2017-06", source, "--json").data["collected"][0]
    (path,) = (workspace / ISSUE / "incoming").glob("*.docx")
    assert iki(*kept["instead"].replace("PROJECT", "ecovalor").split()[1:]).code == 0
    assert not path.exists()
    assert (workspace / ISSUE / "originals/ecovalor-news.docx").is_file()
    assert fates(iki("collect", "2017-06", source, "--json")) == ["known"]


def test_a_dry_run_says_where_a_document_would_lie(iki: Callable[..., Run], source: Path, workspace: Path) -> None:
    """Nothing lies there yet."""
    source.write_bytes(mail(("nota.docx", plain("La vaquita", "Diez."))))
    run = iki("collect", "2017-06", source, "--dry-run", "--json")
    assert run.data["collected"][0]["instead"].startswith("It would lie in issues/2017-06/incoming/nota-")
    assert not list((workspace / ISSUE / "incoming").glob("*.docx"))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("La vaquita sigue ahí.".encode(), "plain text"),
        (b"{\\rtf1 La vaquita}", "RTF"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (b"PK\x03\x04" + bytes(600), "ZIP"),
    ],
)
def test_what_is_only_called_a_document_is_refused(
    iki: Callable[..., Run], source: Path, workspace: Path, raw: bytes, words: str
) -> None:
    """It is not laid by to be refused later, and it says what to save."""
    source.write_bytes(mail(("nota.docx", raw)))
    run = iki("collect", "2017-06", source, "--json")
    (told,) = run.data["collected"]
    assert told["fate"] == "refused"
    assert words in told["why"]
    assert ".docx" in told["instead"]
    assert not list((workspace / ISSUE / "incoming").glob("*.docx"))


@pytest.mark.parametrize(
    ("title", "sender", "why"),
    [
        ("Diez reservas calculan el precio de su agua", LUZ, "a title much like its own"),
        ("Otra cosa", "ana@example.org", "the same sender"),
        ("Otra cosa", LUZ, ""),
    ],
)
def test_a_changed_title_looks_like_a_newer_version(
    iki: Callable[..., Run], mended: Path, workspace: Path, title: str, sender: str, why: str
) -> None:
    """It is taken under another name, since nothing says what it is, and the editors are told."""
    text = yaml.safe_dump(news(images=[], title=title)).encode()
    mended.write_bytes(mail(("nota.yaml", text), sender=sender))
    (told,) = iki("collect", "2017-06", mended, "--json").data["collected"]
    assert (told["fate"], told["name"]) == ("taken", "ecovalor-news-2")
    assert any("iki-news drop 2017-06 ecovalor-news" in note and why in note for note in told["notes"]) == bool(why)


def test_titles_as_long_as_texts_hold_nobody_up(iki: Callable[..., Run], source: Path, workspace: Path) -> None:
    """Of two titles only the beginnings are compared, and that tells a changed one as well."""
    head, names = "Noticias del mes y de todas las oficinas " * 5, ("ecovalor-news", "ecovalor-news-2")
    told = []
    for end, sender in (("ab" * 9_000, LUZ), ("aab" * 6_000, "ana@example.org")):
        text = yaml.safe_dump(news(images=[], title=head + end), width=50_000).encode()
        source.write_bytes(mail(("nota.yaml", text), sender=sender))
        told += iki("collect", "2017-06", source, "--json").data["collected"]
    assert [(each["fate"], each["name"]) for each in told] == [("taken", name) for name in names]
    assert any("a title much like its own" in note for note in told[1]["notes"])


@pytest.mark.parametrize("at", ["2017-05-22T09:00:00", "2017-05-22"])
def test_a_moment_without_a_zone_says_nothing(
    iki: Callable[..., Run], source: Path, workspace: Path, at: str
) -> None:
    """Somebody has been at `.came`: what waits is taken like what anybody laid there, beside what came since."""
    source.write_bytes(mail(("a.zip", archive(body="Duró dos.")), date="Tue, 23 May 2017 09:00:00 +0000"))
    assert fates(iki("collect", "2017-06", source, "--json")) == ["taken"]
    (came,) = (workspace / ISSUE / "incoming").glob("*/.came")
    words = came.read_text("ascii").split()
    came.write_text(" ".join([words[0], at, *words[2:]]) + "\n", "ascii")
    text = came.with_name("contribution.yaml")
    lines = text.read_text("utf-8").splitlines(keepends=True)
    text.write_text("".join(line for line in lines if not line.startswith("titel")), "utf-8")
    run = iki("collect", "2017-06", came.parent, "--json")
    assert fates(run) == ["replaced"], run.err
