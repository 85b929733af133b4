from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iki_newsletter.errors import ConfigurationError, ExitCode
from iki_newsletter.workspace.folder import Workspace
from iki_newsletter.workspace.settings import load_newsletter, read_newsletter

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
title: {es: Mareas, de: Gezeiten}
languages: [es, de]
timezone: America/Mexico_City
sender:
  name: Mareas
  address: mareas@example.org
list_id: mareas.example.org
sections:
  - {id: news, title: {es: Noticias, de: Neues}, takes: {kind: news}}
  - {id: events, title: {es: Agenda, de: Termine}, takes: {kind: event}}
funding_notices:
  - {from: 2016-01-01, until: 2018-03-13, text: {es: a, de: b}}
smtp: {url: "sandbox:"}
"""


def problems_of(tmp_path: Path, text: str) -> list[tuple[str, int, str]]:
    """Read settings and give their problems; loading them raises exactly when there are some."""
    (tmp_path / "newsletter.yaml").write_text(text, encoding="utf-8")
    problems = read_newsletter(Workspace(tmp_path))[1]
    if problems:
        with pytest.raises(ConfigurationError) as raised:
            load_newsletter(Workspace(tmp_path))
        assert raised.value.problems == tuple(problems)
        assert raised.value.exit_code is ExitCode.USAGE
    else:
        load_newsletter(Workspace(tmp_path))
    return [(each.code, each.position.line, each.what) for each in problems]


def test_right_settings_are_given_with_their_places(tmp_path: Path) -> None:
    """What stands in the file is there, what does not has its default."""
    (tmp_path / "newsletter.yaml").write_text(SETTINGS, encoding="utf-8")
    loaded = load_newsletter(Workspace(tmp_path))
    assert loaded.value.languages == ("es", "de")
    assert loaded.value.smtp.url == "sandbox:"
    assert loaded.value.untranslated == "show"
    assert loaded.origin.at("sender", "address").line == 6


WRONG = [
    ("[es, de]", "[es, de, es]", [("W111", 2, "`es` stands among the languages already.")]),
    ("id: events", "id: news", [("W111", 10, "Section `news` is there already, in line 9.")]),
    ("America/Mexico_City", "America/Mexico", [("W113", 3, "`America/Mexico` is no time zone.")]),
    ("America/Mexico_City", "America", [("W113", 3, "`America` is no time zone.")]),
    ("America/Mexico_City", "../../etc/passwd", [("W113", 3, "`../../etc/passwd` is no time zone.")]),
    ("America/Mexico_City", "/etc/localtime", [("W113", 3, "`/etc/localtime` is no time zone.")]),
    ("{es: Mareas, de: Gezeiten}", "{es: Mareas}", [("W114", 1, "`title` has no text in `de`.")]),
    ("{es: Agenda, de: Termine}", "{de: Termine}", [("W114", 10, "`title` has no text in `es`.")]),
    ("{es: a, de: b}", "{en: c}", [("W114", 12, "`text` has no text in `es`, `de`.")]),
    ("mareas@example.org\n", "mareas@example..org\n", [("W115", 6, "`mareas@example..org` is no mail address.")]),
    (
        "mareas@example.org\n",
        "a@b\n  reply_to: .a@example.org\n",
        [("W115", 7, "`.a@example.org` is no mail address.")],
    ),
    (
        "mareas@example.org\n",
        "Mareas <m@example.org>\n",
        [("W108", 6, "`Mareas <m@example.org>` is no mail address.")],
    ),
    ("sandbox:", "smtps://u:secret@example.org", [("W116", 13, "`smtp.url` holds a password.")]),
    ("sandbox:", "smtp://:secret@example.org", [("W116", 13, "`smtp.url` holds a password.")]),
    ("2018-03-13", "2015-03-13", [("W117", 12, "The notice ends on 2015-03-13, before it starts on 2016-01-01.")]),
    (
        "mareas@example.org\n",
        "mareas@example.org\n  verp: true\n",
        [("W120", 7, "`verp` needs an address in `bounces`.")],
    ),
    (
        "mareas@example.org\n",
        "mareas@example.org\n  verp: true\n  bounces: mail-that-could-not-be-delivered@example.org\n",
        [("W120", 8, "`mail-that-could-not-be-delivered@example.org` has no room for a code before the @.")],
    ),
    ("smtp: {url", "smtp: {password: x, url", [("W106", 13, "`password` is not a key that `smtp` has.")]),
    ("title: {es: Mareas, de: Gezeiten}\n", "", [("W107", 1, "`title` is missing.")]),
    ("list_id: mareas.example.org", "list_id: Mareas México", [("W108", 7, "`Mareas México` is no list id.")]),
    (
        "timezone:",
        "time_zone:",
        [("W106", 3, "`time_zone` is not a key that a newsletter has; did you mean `timezone`?")],
    ),
    ("{kind: event}", "{kind: [event, evnt]}", [("W108", 10, None)]),
    ("{kind: event}", "{area: [I, V]}", [("W108", 10, "An entry of `sections.takes.area` cannot be `V`.")]),
]


@pytest.mark.parametrize(("right", "wrong", "expected"), WRONG)
def test_wrong_settings_are_told_at_their_place(
    tmp_path: Path, right: str, wrong: str, expected: list[tuple[str, int, str | None]]
) -> None:
    """One mistake gives one problem, at its line, and loading raises the error that carries it."""
    found = problems_of(tmp_path, SETTINGS.replace(right, wrong, 1))
    assert [(code, line) for code, line, _ in found] == [(code, line) for code, line, _ in expected]
    for (_, _, what), (_, _, sentence) in zip(found, expected, strict=True):
        assert sentence in (None, what)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("{es: Mareas, de: Gezeiten}", "Mareas"),
        ("{es: Mareas, de: Gezeiten}", "{es: Mareas, de: Gezeiten, en: Tides}"),
        ("sandbox:", "smtp+starttls://user@example.org:587"),
        ("America/Mexico_City", "UTC"),
        ("mareas@example.org\n", "mareas@klimaallianz.example\n"),
        ("mareas@example.org\n", "redacción@example.org\n"),
        ("mareas@example.org\n", "mareas@example.org\n  verp: true\n  bounces: bounces@example.org\n"),
    ],
)
def test_settings_of_all_sorts_are_right(tmp_path: Path, right: str, wrong: str) -> None:
    """A name that is the same in all languages, spare languages, a user without a password are fine."""
    assert problems_of(tmp_path, SETTINGS.replace(right, wrong, 1)) == []


def test_a_password_is_never_repeated(tmp_path: Path) -> None:
    """Messages end in logs and screenshots: whatever else is wrong with the URL, the password stays out."""
    text = SETTINGS.replace('"sandbox:"', '"smtp://u:hunter2@example.org\\nX"')
    (tmp_path / "newsletter.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        load_newsletter(Workspace(tmp_path))
    assert "hunter2" not in "\n".join(raised.value.lines())


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    """Everything is checked in one run, in the order of the file."""
    text = (
        SETTINGS.replace("[es, de]", "[es, de, de]")
        .replace("America/Mexico_City", "Mexico")
        .replace("events", "news")
    )
    assert [code for code, _, _ in problems_of(tmp_path, text)] == ["W111", "W113", "W111"]


def test_missing_settings_are_told(tmp_path: Path) -> None:
    """A workspace whose file went is told so, not with a traceback."""
    with pytest.raises(ConfigurationError) as raised:
        load_newsletter(Workspace(tmp_path))
    assert [problem.code for problem in raised.value.problems] == ["W103"]  # type: ignore[attr-defined]
