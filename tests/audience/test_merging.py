from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.audience.applying import apply_steps, name_cells
from iki_newsletter.audience.columns import Column, column_title
from iki_newsletter.audience.guessing import guess_language
from iki_newsletter.audience.listedit import ListEdit
from iki_newsletter.audience.listfile import read_list
from iki_newsletter.audience.merging import Consent, Kind, Merge, Wishes, merge
from iki_newsletter.audience.values import compose_name
from iki_newsletter.store.suppressed import Suppressed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LANGUAGES: Final = ("es", "de", "en")
LISTS: Final = Path(__file__).with_name("lists")
LIST: Final = """\
email,name,language,groups,consent_source,consent_at,status
ana@example.org,Ana,es,projects,form,2017-05-02,
eva@example.org,Eva,,,,,
uwe@example.org,Uwe,de,,form,,baja
max@example.org,Max,de,,form,,bounced
luz@example.org,Luz,es,partners,form,,
"""


@pytest.fixture
def merged(tmp_path: Path) -> Callable[..., Merge]:
    """Give the function that merges a file's text into the list above, writes it, and gives what it did."""

    def merge_into_it(file: str, wishes: Wishes | None = None, suppressed: Mapping[str, str] | None = None) -> Merge:
        (tmp_path / "list.csv").write_text(LIST, "utf-8")
        return merge_files(tmp_path / "list.csv", file, wishes or Wishes(), suppressed or {})

    return merge_into_it


def merge_files(path: Path, file: str, wishes: Wishes, suppressed: Mapping[str, str]) -> Merge:
    """Merge a file's text into the list at a path, and write it."""
    other = path.with_name("file.csv")
    other.write_text(file, "utf-8", newline="")
    edit = ListEdit.open(path)
    listed = read_list(path, LANGUAGES, as_written=True)
    done = merge(
        listed, read_list(other, LANGUAGES, as_written=True), Suppressed(suppressed.items()), wishes, edit.value
    )
    apply_steps(edit, (step for step in done.steps if step.changes))
    edit.write()
    return done


def kinds(done: Merge) -> list[tuple[str, str]]:
    """List who became what."""
    return [(step.address.partition("@")[0], step.kind.value) for step in done.steps]


def changes(done: Merge) -> list[tuple[str, str, str]]:
    """List the changed cells."""
    return [(change.field, change.old, change.new) for step in done.steps for change in step.changes]


def test_what_a_file_says_replaces_what_the_list_says(merged: Callable[..., Merge], tmp_path: Path) -> None:
    """Values that are there replace, empty ones do not; groups come together; who is not in the file stays."""
    done = merged('email,name,language,groups\nANA@example.org,Ana María,,"partners; Projects"\nluz@example.org,,,\n')

    assert kinds(done) == [("ANA", "changed")]
    assert changes(done) == [("name", "Ana", "Ana María"), ("groups", "projects", "projects, partners")]
    assert (done.unchanged, done.not_in_file, done.rejected) == (1, 3, 0)
    assert (tmp_path / "list.csv").read_text("utf-8") == LIST.replace(
        "ana@example.org,Ana,es,projects,", 'ana@example.org,Ana María,es,"projects, partners",'
    ).replace("email", "\ufeffemail")


def test_nobody_comes_back_by_a_file(merged: Callable[..., Merge], tmp_path: Path) -> None:
    """Who has left, or is not active, stays so, whatever a file says; also who is suppressed, on the list or not."""
    suppressed = {"luz@example.org": "complained", "new@example.org": "erased"}
    people = ("uwe", "max", "luz", "new")
    done = merged("email,status\n" + "".join(f"{each}@example.org,active\n" for each in people), None, suppressed)

    assert kinds(done) == [(each, "stays out") for each in people]
    assert [step.reason for step in done.steps] == ["unsubscribed", "inactive", "complained", "erased"]
    assert (tmp_path / "list.csv").read_text("utf-8") == LIST


def test_who_leaves_by_a_file_has_left(merged: Callable[..., Merge], tmp_path: Path) -> None:
    """Their word is kept in the list: of those who are active, not active, and not on it yet."""
    people = ("ana", "max", "uwe", "new", "gone")
    file = "email,Abmeldung\n" + "".join(f"{each}@example.org,abgemeldet\n" for each in people)
    done = merged(file, None, {"gone@example.org": "unsubscribed"})

    assert kinds(done) == [("ana", "unsubscribed"), ("max", "unsubscribed"), ("new", "unsubscribed")]
    assert done.unchanged == 2
    after = read_list(tmp_path / "list.csv", LANGUAGES)
    assert [row.key for row in after.subscribers] == ["eva@example.org", "luz@example.org"]
    assert [row.key for row in after.excluded if row.reason.value == "unsubscribed"] == [
        f"{each}@example.org" for each in ("ana", "uwe", "max", "new")
    ]


def test_a_consent_is_never_replaced_and_filled_as_a_whole(merged: Callable[..., Merge]) -> None:
    """Half of one consent and half of another would prove nothing."""
    file = (
        "email,consent_source,consent_basis\nana@example.org,fair,consent\neva@example.org,fair,\nnew@example.org,,\n"
    )
    wishes = Wishes(consent=Consent("letter", "2018-01-01", "consent", "Yes"))
    done = merged(file, wishes)

    assert changes(done) == [
        ("consent_source", "", "fair"),
        ("email", "", "new@example.org"),
        ("consent_source", "", "letter"),
        ("consent_at", "", "2018-01-01"),
        ("consent_basis", "", "consent"),
        ("consent_wording", "", "Yes"),
    ]


def test_wishes_are_for_rows_that_say_nothing(merged: Callable[..., Merge]) -> None:
    """A language that is known is not replaced by one that is wished or guessed; a group is for everybody."""
    people = ("ana@example.org,,Frau", "eva@example.org,,", "new@example.org,en,Frau", "frau@example.org,,Frau")
    file = "\n".join(["email,language,Anrede", *people, ""])
    guess = partial(guess_language, languages=LANGUAGES)
    done = merged(file, Wishes(("public",), Consent(), "es", guess))

    assert [change for change in changes(done) if change[0] == "language"] == [
        ("language", "", "es"),
        ("language", "", "en"),
        ("language", "", "de"),
    ]
    assert sum(change[0] == "groups" and change[2].endswith("public") for change in changes(done)) == 4
    assert [step.evidence for step in done.steps] == ["", "", "", "the title “Frau”"]


def test_what_cannot_be_read_is_somebodys_word_all_the_same(tmp_path: Path) -> None:
    """A day that is none may be a consent, and nobody writes another over it; a file's own language is its word."""
    path = tmp_path / "list.csv"
    path.write_text("email,language,consent_at\na@example.org,klingon,in May\nb@example.org,klingon,\n", "utf-8")
    wishes = Wishes(consent=Consent("fair"), language="es")
    done = merge_files(path, "email,language\na@example.org,\nb@example.org,de\n", wishes, {})

    assert changes(done) == [("language", "", "de"), ("consent_source", "", "fair")]
    assert "a@example.org,klingon,in May" in path.read_text("utf-8")


def test_what_is_not_active_in_a_file_changes_nothing(merged: Callable[..., Merge]) -> None:
    """Only people's own word does; rows that cannot be read are counted."""
    done = merged("email,status\nana@example.org,bounced\nnew@example.org,pending\nnobody,\n")

    assert done == Merge((), 0, 2, 4, 1)


@pytest.mark.parametrize(
    ("address", "salutation", "language", "evidence"),
    [
        ("a@example.org", "Estimada Ana:", "es", "the greeting “Estimada …”"),
        ("a@example.org", "Sehr geehrte Frau Muster", "de", "the greeting “Sehr geehrte …”"),
        ("a@example.de", "Dear Ana", "en", "the greeting “Dear …”"),
        ("a@example.de", "Sra.", "es", "the title “Sra.”"),
        ("a@oficina.gob.mx", "", "es", "a domain of .mx"),
        ("a@buero.at", "", "de", "a domain of .at"),
        ("a@example.org", "", None, ""),
        ("a@example.ch", "", None, ""),
        ("a@example.org", "Dr.", None, ""),
        ("a@example.org", "Dearest", None, ""),
        ("a@example.org", "Bonjour", None, ""),
    ],
)
def test_a_guess_has_its_evidence(
    address: str, salutation: str, language: str | None, evidence: str, tmp_path: Path
) -> None:
    """Greeting, title and country speak for a language; where nothing does, nobody guesses."""
    path = tmp_path / "list.csv"
    path.write_text(f"email,salutation\n{address},{salutation}\n", "utf-8")
    (person,) = read_list(path, LANGUAGES, as_written=True).subscribers

    guess = guess_language(person, LANGUAGES)

    assert (guess or (None, "")) == (language, evidence)
    assert guess is None or guess_language(person, ["fr"]) is None


words = st.lists(st.sampled_from(["Ana", "Ejemplo", "de", "Núñez", "O'Neill"]), min_size=1, max_size=4)


@given(words, st.sets(st.sampled_from([Column.NAME, Column.FIRST_NAME, Column.LAST_NAME, Column.SECOND_LAST_NAME])))
def test_a_name_is_read_as_it_was_written(parts: list[str], there: set[Column]) -> None:
    """Whatever columns a list has for names."""
    name = " ".join(parts)
    cells = name_cells(name, there.__contains__)
    order = (Column.FIRST_NAME, Column.NAME, Column.LAST_NAME, Column.SECOND_LAST_NAME)

    assert compose_name(*(cells.get(column, "") for column in order)) == name
    assert set(cells) <= there or Column.NAME in cells


keys = st.sampled_from(["ana", "eva", "uwe", "max", "luz", "new", "neu", "nuevo"])
cells = st.sampled_from(
    ["", "Ana", "=1+1", "+Werk", "a; b", "Zoë Ñ", "'t Veld", 'say "so"', "@x", "-", "es", "deutsch"]
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "email": keys.map(lambda key: f"{key}@example.org"),
            "status": st.sampled_from(["", "", "", "baja", "pending"]),
        }
        | {column_title(column): cells for column in (Column.NAME, Column.SALUTATION, Column.LANGUAGE)}
        | {column_title(column): cells for column in (Column.ORGANISATION, Column.GROUPS, Column.CONSENT_SOURCE)}
    ),
    max_size=6,
)


@given(rows, st.sampled_from(["email", "Correo;Vorname;Nachname", "email,name,status", LIST.splitlines()[0]]))
@settings(max_examples=150, deadline=None)
def test_a_second_import_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, people: list[dict[str, str]], head: str
) -> None:
    """Whatever the list's columns and the file's words: what was written is read as it was meant."""
    path = tmp_path_factory.getbasetemp() / "twice.csv"
    path.write_text(LIST if head == LIST.splitlines()[0] else head + "\n", "utf-8")
    names = list(people[0]) if people else ["email"]
    quoted = [",".join('"' + row[name].replace('"', '""') + '"' for name in names) for row in people]
    file = "\n".join([",".join(names), *quoted, ""])
    wishes = Wishes(("g",), Consent("s", "2017-05-02", "b", "w"), "de")
    first = merge_files(path, file, wishes, {})
    content = path.read_bytes()
    second = merge_files(path, file, wishes, {})

    assert [step for step in second.steps if step.kind is not Kind.STAYS_OUT] == []
    assert path.read_bytes() == content
    active = {row.key for row in read_list(path, LANGUAGES).subscribers}
    for step in first.steps:
        assert (step.address in active) == (step.kind in {Kind.NEW, Kind.CHANGED})


@pytest.mark.parametrize("name", sorted(path.name for path in LISTS.glob("*.csv")))
def test_real_lists_take_a_file_in_once(name: str, tmp_path: Path) -> None:
    """Each list of the corpus grows by everybody of another one, in its own dialect, and once is enough."""
    path = tmp_path / "list.csv"
    path.write_bytes((LISTS / name).read_bytes())
    file = (
        "email,name,groups,consent_source,status\nnew@example.org,Ana Núñez,press,fair,\nleft@example.org,,,,baja\n"
    )
    before = {row.key for row in read_list(path, LANGUAGES).subscribers}
    merge_files(path, file, Wishes(), {})
    content = path.read_bytes()

    after = read_list(path, LANGUAGES)
    assert {row.key for row in after.subscribers} == before | {"new@example.org"}
    assert "left@example.org" in [row.key for row in after.excluded]
    assert [row.name for row in after.subscribers if row.key == "new@example.org"] == ["Ana Núñez"]
    assert [step.kind for step in merge_files(path, file, Wishes(), {}).steps] == []
    assert path.read_bytes() == content
