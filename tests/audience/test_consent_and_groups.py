from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from iki_newsletter.audience.listfile import read_list

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = ("projects", "Öffentlichkeit")


@pytest.mark.parametrize(
    "head",
    [
        "email,consent_source,consent_at,consent_basis,consent_wording",
        "Correo,Fuente del consentimiento,Fecha de consentimiento,Base legal,Texto del consentimiento",
        "E-Mail,Einwilligungsquelle,Einwilligung am,Rechtsgrundlage,Einwilligungstext",
        "email,source of consent,consent date,legal basis,wording",
    ],
)
def test_a_consent_is_read_as_a_whole(head: str, tmp_path: Path) -> None:
    """Where, when, by what right and in what words somebody agreed arrives; a wording of two lines becomes one."""
    path = tmp_path / "list.csv"
    path.write_text(f'{head}\nana@example.org,feria,2017-05-22,consent,"Yes,\r\nsend it: ""all"""\n', "utf-8")

    (ana,) = read_list(path, ["es"], asks_consent=True).subscribers

    assert (ana.consent_source, ana.consent_at) == ("feria", dt.date(2017, 5, 22))
    assert (ana.consent_basis, ana.consent_wording) == ("consent", 'Yes, send it: "all"')


def test_of_a_long_wording_the_beginning_is_kept(tmp_path: Path) -> None:
    """A thousand characters are enough to know it by."""
    path = tmp_path / "list.csv"
    path.write_text(f"email,wording\nana@example.org,{'ñ' * 1200}\n", "utf-8")

    (ana,) = read_list(path, ["es"]).subscribers

    assert ana.consent_wording == "ñ" * 1000


@pytest.mark.parametrize("column", ["consent_source", "consent_at", "consent_basis", "consent_wording"])
def test_any_column_of_consents_is_enough_not_to_be_warned(column: str, tmp_path: Path) -> None:
    """The warning is for lists that know nothing of consents; it stands once, at the head's line."""
    path = tmp_path / "list.csv"
    path.write_text("\nemail,name\nana@example.org,Ana\neva@example.org,Eva\n", "utf-8")
    told = read_list(path, ["es"], asks_consent=True)
    unasked = read_list(path, ["es"])
    path.write_text(f"email,{column}\nana@example.org,\n", "utf-8")

    assert [(problem.code, problem.position.line) for problem in told.problems] == [("L131", 2)]
    assert len(told.subscribers) == 2
    assert not unasked.problems
    assert not read_list(path, ["es"], asks_consent=True).problems


def test_a_group_that_nobody_knows_is_told(tmp_path: Path) -> None:
    """Case and accents do not count; a near one is asked for, and the person stays in the group all the same."""
    path = tmp_path / "list.csv"
    path.write_text('email,groups\na@example.org,"PROJECTS; offentlichkeit"\nb@example.org,"proyects|xyz"\n', "utf-8")

    reading = read_list(path, ["es"], groups=GROUPS)

    assert [row.groups for row in reading.subscribers] == [("PROJECTS", "offentlichkeit"), ("proyects", "xyz")]
    assert [(problem.code, problem.position.line, problem.cure) for problem in reading.problems] == [
        ("L132", 3, "Did you mean `projects`?"),
        ("L132", 3, "Write one of `groups` in newsletter.yaml, or add this one there."),
    ]
    assert not read_list(path, ["es"]).problems
