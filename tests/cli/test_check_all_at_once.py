from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"


def break_contributions(workspace: Path, number: int = 5) -> set[str]:
    """Misspell a key in so many contributions; gives their names."""
    broken = sorted((workspace / "issues" / ISSUE / "contributions").glob("*.yaml"))[:number]
    for path in broken:
        path.write_text(path.read_text("utf-8").replace("project:", "projekt:", 1), "utf-8")
    return {path.name for path in broken}


def change(path: Path, old: str, new: str) -> int:
    """Change the first such text in a file; gives its line."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def named(run: Run, code: str) -> set[str]:
    """Give the files in which something was found by a rule."""
    return {each["path"].rpartition("/")[2] for each in run.data["problems"] if each["code"] == code}


def test_a_wrong_setting_hides_no_contribution(iki: Callable[..., Run], workspace: Path) -> None:
    """A wrong time zone is one problem among others, of the same file, of issue.yaml and of five contributions."""
    broken = break_contributions(workspace)
    change(workspace / "newsletter.yaml", 'url: "sandbox:"', "url: smtp.office365.com:587")
    change(workspace / "newsletter.yaml", "timezone: America/Mexico_City", "timezone: Mexico")
    change(workspace / "issues" / ISSUE / "issue.yaml", "sends_on:", "sends:")
    run = iki("check", ISSUE, "--json")

    assert run.code == 2
    assert named(run, "W113") == named(run, "W133") == {"newsletter.yaml"}
    assert named(run, "C106") == broken
    assert "issue.yaml" in named(run, "I106")
    assert "newsletter.yaml must be mended before the rest can be looked at" in " ".join(run.err.split())


@pytest.mark.parametrize("slip", ["{% if %}", "{{ view.titel }}"])
def test_a_template_error_hides_no_contribution(iki: Callable[..., Run], workspace: Path, slip: str) -> None:
    """Whether it shows at once or only when an issue is rendered, it stands beside the others, with its line."""
    broken = break_contributions(workspace)
    line = change(workspace / "templates" / "mail" / "edition.html.j2", "</body>", f"{slip}</body>")
    run = iki("check", ISSUE, "--json")

    places = {(each["path"], each["line"]) for each in run.data["problems"] if each["code"] == "W141"}
    assert run.code == 2
    assert places == {("templates/mail/edition.html.j2", line)}
    assert named(run, "C106") == broken


def test_every_kind_at_once(iki: Callable[..., Run], workspace: Path) -> None:
    """Settings, portfolio, theme, two templates and a contribution: one round of mending is enough."""
    broken = break_contributions(workspace, 1)
    for name in ("newsletter.yaml", "portfolio.yaml", "templates/theme.yaml"):
        path = workspace / name
        path.write_text(path.read_text("utf-8") + "\nnonsense: 1\n", "utf-8")
    run = iki("check", "--json")
    change(workspace / "templates" / "theme.yaml", "\nnonsense: 1", "")
    for name in ("edition.html.j2", "edition.txt.j2"):
        path = workspace / "templates" / "mail" / name
        path.write_text(path.read_text("utf-8") + "{% endfor %}", "utf-8")
    again = iki("check", "--json")

    assert named(run, "W106") == {"newsletter.yaml", "portfolio.yaml", "theme.yaml"}
    assert named(again, "W106") == {"newsletter.yaml", "portfolio.yaml"}
    assert named(again, "W141") == {"edition.html.j2", "edition.txt.j2"}
    assert named(run, "C106") == named(again, "C106") == broken


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("smtp.office365.com:587", "`smtp.office365.com:587`"),
        ("smtp://ana:secret@mail.elsewhere.net", "`smtp://ana:…@mail.elsewhere.net`"),
        ("ana:secret@mail.elsewhere.net:587", "`ana:…@mail.elsewhere.net:587`"),
    ],
)
def test_a_servers_address_is_named_with_its_line(
    iki: Callable[..., Run], workspace: Path, url: str, shown: str
) -> None:
    """The whole value is shown, but for a password, by `check` beside the contributions and by `send`."""
    line = change(workspace / "newsletter.yaml", 'url: "sandbox:"', f'url: "{url}"')
    broken = break_contributions(workspace, 1)
    checked, sent = iki("check", ISSUE, "--json"), iki("send", ISSUE, "--yes")

    assert (checked.code, sent.code) == (2, 2)
    assert f"newsletter.yaml:{line}:" in checked.err
    assert f"newsletter.yaml:{line}:" in sent.err
    assert "secret" not in checked.err + checked.out + sent.err
    if "://" not in url:
        assert shown in checked.err
        assert shown in sent.err
        assert named(checked, "C106") == broken


@pytest.mark.parametrize(
    ("url", "instead"),
    [
        ("smtps://ana@mail.elsewhere.net:587", "smtp+starttls://ana@mail.elsewhere.net:587"),
        ("smtp+starttls://ana@mail.elsewhere.net:465", "smtps://ana@mail.elsewhere.net:465"),
        ("smtp+starttls://ana@mail.elsewhere.net:587", ""),
        ("smtps://ana@mail.elsewhere.net:465", ""),
    ],
)
def test_a_port_that_expects_another_encryption_is_told(
    iki: Callable[..., Run], workspace: Path, url: str, instead: str
) -> None:
    """The two ways are easily mixed up, and then nothing answers."""
    change(workspace / "newsletter.yaml", 'url: "sandbox:"', f'url: "{url}"')
    found = [each for each in iki("check", ISSUE, "--json").data["problems"] if each["code"] == "W132"]

    assert bool(found) == bool(instead)
    assert all(instead in each["instead"] and each["level"] == "warn" for each in found)
