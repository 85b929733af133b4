from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iki_newsletter.workspace.folder import Workspace
from iki_newsletter.workspace.settings import read_newsletter

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
title: Mareas
languages: [es]
sender: {{name: Mareas, address: {address}}}
list_id: mareas.example.org
sections:
  - {{id: news, title: Noticias, takes: {{kind: news}}}}
dkim: {dkim}
"""
RIGHT = "{domain: example.org, selector: iki1, key: var/dkim.pem}"


def problems_of(tmp_path: Path, dkim: str, address: str = "mareas@example.org") -> list[tuple[str, str, str]]:
    """Read settings with this signature; gives each problem's code, what stands at its place, and what is wrong."""
    text = SETTINGS.format(dkim=dkim, address=address)
    (tmp_path / "newsletter.yaml").write_text(text, encoding="utf-8")
    lines = text.splitlines()
    problems = read_newsletter(Workspace(tmp_path))[1]
    return [(each.code, lines[each.position.line - 1][each.position.column - 1 :], each.what) for each in problems]


@pytest.mark.parametrize(
    "dkim",
    [
        RIGHT,
        "{domain: EXAMPLE.org, selector: iki1}",
        "{domain: example.org, selector: a.b-c, key: ../dkim.pem, ed25519: {selector: iki2}}",
        "{domain: example.org, signed_by: relay}",
        "{domain: example.org, signed_by: relay, selector: selector1}",
    ],
)
def test_who_signs_is_clear(tmp_path: Path, dkim: str) -> None:
    """A key in var/, elsewhere or in the environment, two keys, and a relay are all fine."""
    assert problems_of(tmp_path, dkim) == []


@pytest.mark.parametrize(
    ("domain", "address", "is_aligned"),
    [
        ("example.org", "a@example.org", True),
        ("example.org", "a@news.example.org", True),
        ("news.example.org", "a@example.org", True),
        ("xn--mxico-bsa.example", "a@méxico.example", True),
        ("example.com", "a@example.org", False),
        ("ample.org", "a@example.org", False),
        ("a.example.org", "a@b.example.org", False),
    ],
)
def test_the_signature_is_the_senders_own(tmp_path: Path, domain: str, address: str, *, is_aligned: bool) -> None:
    """The signing domain is the sender's, or above or below it; any other says nothing for the sender."""
    found = problems_of(tmp_path, RIGHT.replace("example.org", domain), address)
    assert [(code, at.partition(",")[0]) for code, at, _ in found] == ([] if is_aligned else [("W122", domain)])


@pytest.mark.parametrize(
    ("dkim", "expected"),
    [
        (RIGHT.replace("var/", ""), ("W123", "dkim.pem}", "The key `dkim.pem` lies among the shared files.")),
        (
            RIGHT.replace("var/", "issues/"),
            ("W123", "issues/dkim.pem}", "The key `issues/dkim.pem` lies among the shared files."),
        ),
        (
            "{domain: example.org, key: var/a}",
            (
                "W124",
                "{domain: example.org, key: var/a}",
                "`dkim` has no `selector`, so nobody could find the signature's key.",
            ),
        ),
        (
            "{domain: example.org, signed_by: relay, key: var/a}",
            ("W124", "var/a}", "`signed_by: relay` and `key` contradict each other."),
        ),
        (
            "{domain: example.org, selector: iki1, ed25519: {selector: iki1}}",
            ("W111", "iki1}}", "The selector `iki1` is the other key's already."),
        ),
        (RIGHT.replace("iki1", "iki_1"), ("W108", "iki_1, key: var/dkim.pem}", "`iki_1` is no selector.")),
        (
            RIGHT.replace("example.org", "localhost"),
            ("W108", "localhost, selector: iki1, key: var/dkim.pem}", "`localhost` is no domain."),
        ),
        ("{selector: iki1}", ("W107", "{selector: iki1}", "`domain` is missing in `dkim`.")),
        (
            RIGHT.replace("key", "signed_by: us, key"),
            ("W108", "us, key: var/dkim.pem}", "`dkim.signed_by` cannot be `us`."),
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, dkim: str, expected: tuple[str, str, str]) -> None:
    """Each mistake gives one problem, at the value that is wrong."""
    assert problems_of(tmp_path, dkim) == [expected]
