from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_newsletter.audience.contacts import read_contacts
from iki_newsletter.errors import FilesWrongError, NotThereError
from iki_newsletter.model.contact import Contact, by_person
from iki_newsletter.model.subscriber import Subscriber

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.audience.contacts import ContactsReading

PROJECTS = ("ecovalor", "biomar", "klimaallianz-3")


def reading(path: Path, text: str, encoding: str = "utf-8") -> ContactsReading:
    """Read a list with this text."""
    path.write_bytes(text.encode(encoding))
    return read_contacts(path, ("es", "de", "en"), PROJECTS)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("project,name,email,language,role\necovalor,Valeria Muñoz,v@eco.example,de,Enlace\n", "utf-8"),
        ("Projekt;Name;E-Mail;Sprache;Funktion\r\nEcovalor;Valeria Muñoz;v@eco.example;Deutsch;Enlace\r\n", "cp1252"),
        (
            "correo\tproyecto\tnombre\tidioma\tcargo\nv@eco.example\tECOVALOR\tValeria Muñoz\talemán\tEnlace\n",
            "utf-16",
        ),
    ],
)
def test_contacts_are_understood_in_any_dialect(tmp_path: Path, text: str, encoding: str) -> None:
    """Headers in three languages, in any order, as Excel writes them in Mexico and in Germany."""
    found = reading(tmp_path / "contacts.csv", text, encoding)
    (contact,) = found.contacts
    person = contact.person
    assert (contact.project, person.name, person.key, person.language, contact.role) == (
        "ecovalor",
        "Valeria Muñoz",
        "v@eco.example",
        "de",
        "Enlace",
    )
    assert not found.problems


def test_a_row_that_cannot_be_used_says_why_and_the_others_count(tmp_path: Path) -> None:
    """Each with its line and rule; the nearest project is proposed."""
    found = reading(
        tmp_path / "contacts.csv",
        "project,email,language\n"
        "ecovallor,a@x.example,es\n"
        "ecovalor,no address,es\n"
        ",b@x.example,es\n"
        "ecovalor,,es\n"
        "biomar,c@x.example,fr\n"
        "biomar,C@X.example,es\n"
        "biomar,d@gmial.com,es\n"
        "biomar,e@x.example,es,one too many\n",
    )
    told = [(problem.position.line, problem.code) for problem in found.problems]
    assert told == [
        (2, "L142"),
        (3, "L110"),
        (4, "L142"),
        (5, "L111"),
        (6, "L122"),
        (7, "L114"),
        (8, "L120"),
        (9, "L112"),
    ]
    assert "Did you mean `ecovalor`?" in found.problems[0].lines()[1]
    assert [contact.person.key for contact in found.contacts] == ["c@x.example", "d@gmial.com"]
    assert found.unused == 6
    (missing,) = found.without(PROJECTS)
    assert "`ecovalor`, `klimaallianz-3`" in missing.what


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    """No file, no addresses, no projects: nobody is written to by it."""
    with pytest.raises(NotThereError, match="no list of contacts"):
        read_contacts(tmp_path / "contacts.csv", ("es",), PROJECTS)
    for text, code in (("project,name\necovalor,Ana\n", "L102"), ("email\na@x.example\n", "L141"), ("", "L101")):
        with pytest.raises(FilesWrongError) as refused:
            reading(tmp_path / "contacts.csv", text)
        assert [getattr(problem, "code", "") for problem in refused.value.problems] == [code]


@given(st.lists(st.tuples(st.sampled_from(PROJECTS), st.sampled_from("abcd"))))
def test_everybody_is_gathered_once_with_all_their_projects(rows: list[tuple[str, str]]) -> None:
    """No two mails to one person, no project lost, nobody written to about a project that is not wanted."""
    contacts = [Contact(project, Subscriber(key, key, key, "es")) for project, key in rows]
    wanted = PROJECTS[:2]
    parties = by_person(contacts, wanted)
    assert len({party.person.key for party in parties}) == len(parties)
    gathered = {(project, party.person.key) for party in parties for project in party.projects}
    assert gathered == {(project, key) for project, key in rows if project in wanted}
