from __future__ import annotations

import datetime as dt
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine
import yaml
from tests.translations.conftest import translate_docx
from tools.write_reference import STRANGERS, pages

from iki_newsletter.audience.columns import column_of, titles_understood
from iki_newsletter.audience.headings import Asks, what_asks
from iki_newsletter.delivery.server import Encryption, parse_smtp_url
from iki_newsletter.model.newsletter import Smtp
from iki_newsletter.model.preset import LIMITS, Preset, ServerLimits

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
FENCED = re.compile(r"^```(?P<kind>\S+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_tutorial_works_as_it_is_written(
    iki: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of the tutorial, typed in turn with the files as it shows them, ends well."""
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "tutorial" / "first-issue.md").read_text("utf-8")
    runs: list[Run] = []

    for block in FENCED.finditer(page):
        if block["kind"] == "yaml":
            Path(block["file"]).write_text(block["text"], "utf-8")
        for line in block["text"].splitlines() if block["kind"] == "console" else ():
            program, *arguments = shlex.split(line.removeprefix("$ "))
            if program == "cd":
                monkeypatch.chdir(arguments[0])
            else:
                run = iki(*arguments)
                assert (program, run.code) == ("iki-news", 0), f"{line}\n{run.out}\n{run.err}"
                runs.append(run)

    assert len(runs) > 8
    assert "already; nothing was sent" in runs[-1].out


def test_the_import_is_shown_as_it_is(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page about lists shows a file and what the command says of it, word by word."""
    monkeypatch.setenv("COLUMNS", "100")
    page = (ROOT / "docs" / "how-to" / "keep-the-list.md").read_text("utf-8")
    file, shown = FENCED.finditer(page)
    Path(file["file"]).write_text(file["text"], "utf-8")
    (workspace / "subscribers.example.csv").rename(workspace / "subscribers.csv")
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("subscribers.example.csv", "subscribers.csv"), "utf-8")
    command, _, said = shown["text"].partition("\n")

    run = iki(*shlex.split(command.removeprefix("$ "))[1:])

    assert run.code == 0
    assert [line.rstrip() for line in (run.err + run.out).splitlines()] == said.splitlines()


def test_the_call_is_shown_as_it_is(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page about calls shows a list that is understood, and what the command says, word by word."""
    monkeypatch.setenv("COLUMNS", "100")
    file, shown = FENCED.finditer((ROOT / "docs" / "how-to" / "call-for-contributions.md").read_text("utf-8"))
    command, _, said = shown["text"].partition("\n")
    run = iki(*shlex.split(command.removeprefix("$ "))[1:])
    assert [line.rstrip() for line in run.out.splitlines()] == said.splitlines()
    (workspace / "contacts.example.csv").write_text(file["text"], "utf-8")
    assert iki("call", "2017-06", "--dry-run", "--json").data["to_send"] == 3


@time_machine.travel(dt.datetime(2017, 5, 19, 15, tzinfo=dt.UTC))
def test_the_status_begins_as_it_is_shown(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five days before the deadline."""
    monkeypatch.setenv("COLUMNS", "100")
    (shown,) = FENCED.finditer((ROOT / "docs" / "how-to" / "see-where-an-issue-stands.md").read_text("utf-8"))
    command, _, said = shown["text"].partition("\n")
    run = iki(*shlex.split(command.removeprefix("$ "))[1:])
    assert [line.rstrip() for line in run.out.splitlines()][:2] == said.splitlines()


def _shown_runs(page: str) -> list[str]:
    return [block["text"] for block in FENCED.finditer((ROOT / "docs" / "how-to" / page).read_text("utf-8"))]


def _is_shown(iki: Callable[..., Run], block: str) -> None:
    command, _, said = block.partition("\n")
    run = iki(*shlex.split(command.removeprefix("$ "))[1:])
    assert [line.rstrip() for line in (run.err + run.out).splitlines()] == [
        line.rstrip() for line in said.splitlines()
    ]


def test_arranging_is_shown_as_it_is(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of the page, one after the other, says what the page says, word by word."""
    monkeypatch.setenv("COLUMNS", "100")
    runs = _shown_runs("arrange-an-issue.md")
    assert len(runs) == 5
    for block in runs:
        _is_shown(iki, block)


def test_translating_is_shown_as_it_is(
    iki: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of the page says what the page says; between them a translator and an editor do their part."""
    monkeypatch.setenv("COLUMNS", "100")
    status, export, take_in, texts, check, accept = _shown_runs("translate-an-issue.md")
    item = workspace / "issues" / "2017-06" / "contributions" / "accounting-rules-mitigation-goals.yaml"
    _is_shown(iki, status)
    _is_shown(iki, export)
    translate_docx(
        workspace / "issues" / "2017-06" / "translations" / "2017-06-de.docx", lambda _, source: f"DE {source}"
    )
    _is_shown(iki, take_in)
    assert texts in item.read_text("utf-8")
    item.write_text(item.read_text("utf-8").replace("es: Contar", "es: Saber contar"), "utf-8")
    _is_shown(iki, check)
    _is_shown(iki, accept)


@pytest.mark.parametrize("name", sorted(pages()))
def test_reference_pages_are_current(name: str) -> None:
    """What is made from the program says what the program does: `make reference` writes it anew."""
    assert (ROOT / "docs" / "reference" / name).read_text("utf-8") == pages()[name]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    """Every relative link of the documentation names a file that is there."""
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if not target.startswith(("https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_in_the_documentation_exists(page: Path) -> None:
    """A command or option that a page names is one that the program has."""
    reference = pages()["commands.md"]
    for command in re.findall(r"`(?:\$ )?iki-news (?:-C \S+ )?([^`]+)`", page.read_text("utf-8")):
        words = command.split()
        two = " ".join(words[:2])
        path = two if f"## iki-news {two}\n" in reference else words[0]
        if words[0].startswith("-") or words in (["new"], ["ledger"], ["subscribers"], ["translations"]):
            continue
        section = reference.partition(f"## iki-news {path}\n")[2].partition("\n## ")[0]
        assert section, f"{page.name}: iki-news {command}"
        for option in re.findall(r"--[a-z-]+", command):
            assert f"`{option}`" in section, f"{page.name}: iki-news {command}"


def test_the_package_runs_as_a_module() -> None:
    """`python -m iki_newsletter` is the same program."""
    ended = subprocess.run(
        [sys.executable, "-m", "iki_newsletter", "--version"], check=True, capture_output=True, text=True
    )
    assert re.fullmatch(r"iki-news \d+\.\d+\.\d+\n", ended.stdout)


def test_the_table_of_presets_is_what_the_program_keeps_to() -> None:
    """A limit that is changed in one place only would mislead whoever plans a mailing by the page."""
    page = (ROOT / "docs" / "reference" / "files.md").read_text("utf-8")
    heads, *rows = re.findall(
        r"^\| (`?(?:preset|none|[a-z0-9]+-[a-z0-9]+|relay)`? \| .* \| .* \| .* \| .* \| .*) \|$", page, re.MULTILINE
    )
    names = [name.strip("` ") for name in heads.split("|")][1:-1]
    told = {cells[0].strip("` "): [cell.strip() for cell in cells[1:]] for cells in (row.split("|") for row in rows)}
    known: dict[str, ServerLimits] = {preset.value: limits for preset, limits in LIMITS.items()}
    assert told == {
        name: [*(str(getattr(limits, key) or "–") for key in names), "yes" if limits.takes_any_sender else "no"]
        for name, limits in (known | {"none": ServerLimits()}).items()
    }


def test_the_examples_of_signing_in_can_be_taken_as_they_stand() -> None:
    """Each `smtp:` of the page is right and signs in over encryption: to a relay by password, else by token."""
    page = (ROOT / "docs" / "how-to" / "sign-in-to-the-server.md").read_text("utf-8")
    blocks = re.findall(r"^( +)smtp:\n((?:\1  .+\n)+)", page, re.MULTILINE)
    examples = [Smtp.model_validate(yaml.safe_load(textwrap.dedent(lines))) for _, lines in blocks]
    assert [example.preset for example in examples] == [Preset.RELAY, Preset.MICROSOFT_365, Preset.GOOGLE_WORKSPACE]
    relay, *others = examples
    server = parse_smtp_url(relay.url)
    assert (server.encryption, relay.token_command) == (Encryption.STARTTLS, None)
    assert f"keyring set iki-news {server.user}@{server.host}" in page
    for example in others:
        server = parse_smtp_url(example.url)
        assert server.user == "newsletter@example.org"
        assert server.encryption is Encryption.STARTTLS
        assert example.token_command


def test_the_examples_of_columns_ask_what_the_page_says() -> None:
    """Each title that the page of lists gives as an example is heeded as the page says."""
    asked = [{what_asks(title) for title in titles} for _, titles, _ in STRANGERS]

    assert asked == [{Asks.SUBSCRIBED}, {Asks.LEFT, Asks.STOPPED}, {Asks.OTHER}]
    assert not any(column_of(title) for _, titles, _ in STRANGERS for title in titles)


def test_the_columns_of_the_page_are_those_that_are_understood() -> None:
    """The table of columns in the page of files names every column that a list can have by a name of its own."""
    page = (ROOT / "docs" / "reference" / "files.md").read_text("utf-8").partition("## The subscriber list")[2]

    assert {name for name in titles_understood() if f"`{name}`" not in page} == {
        "first_name",
        "last_name",
        "second_last_name",
    }
