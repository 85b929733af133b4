from __future__ import annotations

import codecs
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.audience.columns import Column
from iki_newsletter.audience.listedit import ListEdit
from iki_newsletter.audience.listfile import read_list
from iki_newsletter.errors import NotThereError, RefusedError

LISTS = Path(__file__).with_name("lists")
ODD = (
    "\ufeff",
    "email;name;Notas;status\r\n",
    'ana@example.org;Ana;"dos\r\nlíneas; y ""más""";\r\n',
    "  EVA@example.org ;'Eva;;\r\n",
    ";;;\r\n",
    'uwe@example.org;"Uwe";=A1;aktiv',
)  # fmt: skip
"""A list that no program would write so: mixed quoting, spaces, an empty row, a formula, no last line end."""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """Give that list."""
    path = tmp_path / "list.csv"
    path.write_bytes("".join(ODD).encode())
    return path


def test_nothing_changed_is_nothing_written(odd: Path) -> None:
    """Whoever opens a list and changes nothing leaves the very file, untouched."""
    before = odd.stat().st_mtime_ns
    edit = ListEdit.open(odd)
    edit.set(2, Column.NAME, "Ana")

    assert edit.content() == "".join(ODD).encode()
    assert not edit.write()
    assert odd.stat().st_mtime_ns == before


def test_a_row_goes_and_the_others_stay(odd: Path) -> None:
    """Every row of an address is found, however it is written, and each of the others keeps its bytes."""
    edit = ListEdit.open(odd)
    (line,) = edit.rows_of("ana@example.org")
    edit.remove(line)

    assert edit.write()
    assert odd.read_bytes() == "".join([*ODD[:2], *ODD[3:]]).encode()
    assert edit.rows_of("ana@example.org") == []
    assert edit.rows_of("nobody@example.org") == []


def test_a_status_is_set(odd: Path) -> None:
    """The row is written anew in the file's dialect; its other cells say what they said."""
    edit = ListEdit.open(odd)
    (line,) = edit.rows_of("eva@example.org")
    edit.set(line, Column.STATUS, "unsubscribed")

    assert edit.value(line, Column.STATUS) == "unsubscribed"
    edit.write()
    assert odd.read_bytes() == "".join([*ODD[:3], "  EVA@example.org ;'Eva;;unsubscribed\r\n", *ODD[4:]]).encode()


def test_new_rows_come_last_in_the_columns_that_are_there(odd: Path) -> None:
    """The last line gets its end; a column that the list has not is added at the right, and other rows stay short."""
    edit = ListEdit.open(odd)
    edit.append({Column.EMAIL: "luz@example.org", Column.NAME: "=Luz; Sol", Column.GROUPS: "a, b"})
    edit.write()

    assert (
        odd.read_bytes()
        == "".join(
            [
                ODD[0],
                "email;name;Notas;status;groups\r\n",
                *ODD[2:],
                "\r\n",
                'luz@example.org;"\'=Luz; Sol";;;a, b\r\n',
            ]
        ).encode()
    )


@pytest.mark.parametrize(
    ("codec", "mark"), [("cp1252", b""), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-8", b""), ("cp850", b"")]
)
def test_a_file_keeps_its_encoding(codec: str, mark: bytes, tmp_path: Path) -> None:
    """What is added is written as the rest; a letter that the encoding has not is told, and never a question mark."""
    path = tmp_path / "list.csv"
    start = "Correo\tNombre\r\nana@example.org\tAna Ñandú Größmann\r\n"
    path.write_bytes(mark + start.encode(codec))
    edit = ListEdit.open(path)
    edit.append({Column.EMAIL: "uwe@example.org", Column.NAME: "Jürgen"})
    edit.write()
    assert path.read_bytes() == mark + (start + "uwe@example.org\tJürgen\r\n").encode(codec)

    edit = ListEdit.open(path)
    edit.append({Column.EMAIL: "l@example.org", Column.NAME: "Łucja"})
    if codec.startswith("cp"):
        with pytest.raises(RefusedError, match="which has no “Ł”") as refused:
            edit.write()
        assert "--as-utf-8" in refused.value.instead
    assert edit.write(as_utf_8=True)
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    assert [row.name for row in read_list(path, ["es"]).subscribers] == ["Ana Ñandú Größmann", "Jürgen", "Łucja"]


def test_the_line_for_excel_stays_the_first(tmp_path: Path) -> None:
    """`sep=;` is no row, and stands where it stood."""
    path = tmp_path / "list.csv"
    path.write_text("sep=;\nemail;name\nana@example.org;Ana\n", "utf-8")
    edit = ListEdit.open(path)
    edit.remove(*edit.rows_of("ana@example.org"))
    edit.append({Column.EMAIL: "eva@example.org", Column.STATUS: "unsubscribed"})
    edit.write()

    assert path.read_text("utf-8") == "sep=;\nemail;name;status\neva@example.org;;unsubscribed\n"


def test_ascii_gets_a_mark_with_its_first_other_letter(tmp_path: Path) -> None:
    """Excel takes UTF-8 without a mark for something else."""
    path = tmp_path / "list.csv"
    path.write_bytes(b"email,name\nana@example.org,Ana\n")
    edit = ListEdit.open(path)
    edit.append({Column.EMAIL: "o@example.org", Column.NAME: "Óscar"})
    edit.write()

    assert path.read_bytes() == codecs.BOM_UTF8 + "email,name\nana@example.org,Ana\no@example.org,Óscar\n".encode()


def test_octets_that_are_no_characters_are_kept(tmp_path: Path) -> None:
    """A broken letter in a row that nobody touches stays as broken as it was."""
    path = tmp_path / "list.csv"
    start = b"email,name\n" + "Jürgen Müller ".encode() * 9 + b"\n,\xff\x81\n"
    path.write_bytes(start + b"ana@example.org,Ana\n")
    edit = ListEdit.open(path)
    edit.remove(*edit.rows_of("ana@example.org"))
    edit.write()

    assert path.read_bytes() == start


def test_a_list_that_changed_meanwhile_is_not_overwritten(odd: Path) -> None:
    """An editor has saved in Excel while somebody read what would change: the editor's work stays."""
    edit = ListEdit.open(odd)
    edit.remove(2)
    odd.write_bytes(b"email\nnew@example.org\n")

    with pytest.raises(RefusedError, match="was changed while"):
        edit.write()
    assert odd.read_bytes() == b"email\nnew@example.org\n"


def test_a_list_made_here_has_every_column(tmp_path: Path) -> None:
    """For its owner alone, with the mark that Excel needs; a file that came meanwhile is not overwritten."""
    path = tmp_path / "list.csv"
    edit, other = ListEdit.new(path), ListEdit.new(path)
    edit.append({Column.EMAIL: "ana@example.org", Column.NAME: "Ana Ñ", Column.CONSENT_WORDING: "Sí, “todo”"})
    edit.write()

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text("utf-8-sig").splitlines()[0] == (
        "email,name,salutation,language,organisation,groups,consent_source,consent_at,consent_basis,consent_wording,"
        "status"
    )
    assert [row.consent_wording for row in read_list(path, ["es"]).subscribers] == ["Sí, “todo”"]
    with pytest.raises(RefusedError):
        other.write()


def test_a_second_table_is_edited_by_its_own_columns(tmp_path: Path) -> None:
    """As it is read: a cell is set where that table has it, and a new row fits the last one."""
    path = tmp_path / "list.csv"
    path.write_text("email,name\nana@example.org,Ana\n\nname,status,email\nEva,,eva@example.org\n", "utf-8")
    edit = ListEdit.open(path)
    (line,) = edit.rows_of("eva@example.org")
    edit.set(line, Column.STATUS, "unsubscribed")
    edit.append({Column.EMAIL: "luz@example.org", Column.NAME: "Luz"})
    edit.write()

    assert path.read_text("utf-8").endswith("Eva,unsubscribed,eva@example.org\nLuz,,luz@example.org\n")


def test_an_address_beside_another_is_found(tmp_path: Path) -> None:
    """Who asks to be erased is, also where their address shares a cell."""
    path = tmp_path / "list.csv"
    path.write_text('email\n"ana@example.org; eva@example.org"\nEVA@example.org\n', "utf-8")

    assert ListEdit.open(path).rows_of("eva@example.org") == [2, 3]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('email,name\nana@example.org,"Ana\neva@example.org,Eva\n', "quotation mark"),
        ("email\nana@example.org,Ana\n", "more cells than the list has columns"),
    ],
)
def test_what_cannot_be_edited_safely_is_refused(content: str, says: str, tmp_path: Path) -> None:
    """Where rows end, or what an added column would take in, must be sure."""
    path = tmp_path / "list.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(RefusedError, match=says):
        ListEdit.open(path).set(2, Column.STATUS, "unsubscribed")
    assert path.read_text("utf-8") == content


def test_a_workbook_is_never_written(tmp_path: Path) -> None:
    """What is not read of it would be lost; the words say how to save it as CSV."""
    path = tmp_path / "subscribers.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["email"])
    book.save(path)

    with pytest.raises(RefusedError, match="workbook") as refused:
        ListEdit.open(path)
    assert "subscribers: subscribers.csv" in refused.value.instead
    with pytest.raises(NotThereError):
        ListEdit.open(tmp_path / "none.csv")


@pytest.mark.parametrize("name", sorted(path.name for path in LISTS.glob("*.csv")))
def test_real_lists_go_through_unchanged_and_grow(name: str, tmp_path: Path) -> None:
    """Whatever they look like: the file comes back byte for byte, and a new person is read with all others."""
    path = tmp_path / name
    path.write_bytes((LISTS / name).read_bytes())
    before = read_list(path, ["es"])
    edit = ListEdit.open(path)
    assert edit.content() == path.read_bytes()
    edit.append({Column.EMAIL: "new@example.org"})
    edit.write()

    after = read_list(path, ["es"])
    assert [row.key for row in after.subscribers] == [*(row.key for row in before.subscribers), "new@example.org"]
    assert len(after.excluded) == len(before.excluded)


names = st.text(st.sampled_from("aÑ ü,;\"'=+-@|\t.”"), max_size=10).map(
    lambda text: " ".join(text.split()).lstrip("' ")
)


@given(
    people=st.lists(names, min_size=1, max_size=6),
    removed=st.sets(st.integers(0, 5)),
    added=st.lists(names, max_size=3),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
    last=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_deleting_and_appending_leave_every_other_line(
    tmp_path_factory: pytest.TempPathFactory,
    people: list[str],
    removed: set[int],
    added: list[str],
    delimiter: str,
    end: str,
    last: bool,
) -> None:
    """Line by line the bytes are those of before, and the list reads as it is meant."""
    path = tmp_path_factory.getbasetemp() / "edited.csv"
    quoted = ['"' + name.replace('"', '""') + '"' for name in people]
    head = delimiter.join(["email", "name", "organisation"]) + end
    lines = [f"p{n}@example.org{delimiter}x{delimiter}{name}{end}" for n, name in enumerate(quoted)]
    whole = "".join([head, *lines])
    path.write_bytes((whole if last else whole.removesuffix(end)).encode())
    edit = ListEdit.open(path)
    for number in removed & set(range(len(people))):
        edit.remove(*edit.rows_of(f"p{number}@example.org"))
    for number, name in enumerate(added):
        edit.append({Column.EMAIL: f"n{number}@example.org", Column.ORGANISATION: name})
    edit.write()

    kept = "".join([head, *(line for number, line in enumerate(lines) if number not in removed)])
    found = path.read_bytes().decode("utf-8-sig")
    assert found.startswith(kept.removesuffix(end))
    left = [name for number, name in enumerate(people) if number not in removed]
    read = [row.organisation for row in read_list(path, ["es"]).subscribers]
    assert read[len(left) :] == added
    assert len(read) == len(left) + len(added)
