from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.servers.postbox import Postbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

ISSUE = "2017-06"
REAL = "smtp+starttls://ana@smtp.elsewhere.net:587"
SAID = {
    "address",
    "reply_to",
    "bounces",
    "list_id",
    *(
        f"identity.{text}.{language}"
        for text in ("impressum", "privacy", "postal")
        for language in ("es", "de", "en")
    ),
}


def use(workspace: Path, server: str) -> None:
    """Name another server in the settings, as somebody does who wants to begin."""
    settings = workspace / "newsletter.yaml"
    text = settings.read_text("utf-8")
    assert 'url: "sandbox:"' in text
    settings.write_text(text.replace('url: "sandbox:"', f'url: "{server}"'), "utf-8")


def examples(run: Run) -> dict[str, str]:
    """Give what is called an example: the value's key, and its place."""
    found = [each for each in run.data["problems"] if each["code"] == "W131"]
    return {each["what"].split("`")[1].removeprefix("sender."): f"{each['path']}:{each['line']}" for each in found}


def test_a_new_workspace_with_a_real_server_is_told_every_example(iki: Callable[..., Run], workspace: Path) -> None:
    """Sender, list id, imprint, privacy and postal address are each named with their line, and stop sending."""
    use(workspace, REAL)
    checked = iki("check", ISSUE, "--json")
    compiled = iki("compile", ISSUE, "--json")

    lines = (workspace / "newsletter.yaml").read_text("utf-8").splitlines()
    found = examples(checked)
    assert checked.code == 1
    assert set(found) == SAID
    assert "newsletter@klimaallianz.example" in lines[int(found["address"].rpartition(":")[2]) - 1]
    assert set(examples(compiled)) == SAID


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--test", "me@elsewhere.net")])
@pytest.mark.parametrize("by_hand", [False, True])
def test_examples_never_leave_through_a_real_server(
    iki: Callable[..., Run], workspace: Path, more: tuple[str, ...], *, by_hand: bool
) -> None:
    """Not the issue, not its plan, not a test; whether the server stands in the settings or was given by hand."""
    if not by_hand:
        use(workspace, REAL)
    run = iki("send", ISSUE, "--yes", *(("--smtp", REAL) if by_hand else ()), *more)

    assert run.code == 1
    assert "newsletter@klimaallianz.example" not in run.out
    assert run.err.count("[W131]") == len(SAID)
    assert not (workspace / "var").exists()


def test_examples_may_go_where_nobody_reads_them(iki: Callable[..., Run], workspace: Path) -> None:
    """The sandbox and a server on this machine take them, also by hand while the settings name a real one."""
    assert not examples(iki("check", ISSUE, "--json"))
    use(workspace, REAL)
    (workspace / "list.csv").write_text("email\na@example.org\n", "utf-8")
    with Postbox() as server:
        for url in ("sandbox:", server.url):
            assert iki("send", ISSUE, "--to", "list.csv", "--smtp", url, "--yes").code == 0


@pytest.mark.parametrize(
    ("name", "is_example"),
    [
        ("example.org", True),
        ("mail.EXAMPLE.com", True),
        ("klima.test", True),
        ("klima.invalid", True),
        ("example.org.mx", False),
        ("bestexample.org", False),
        ("iki.example.net.mx", False),
        ("testing.org", False),
    ],
)
def test_only_names_that_are_nobodys_count(
    iki: Callable[..., Run], workspace: Path, name: str, *, is_example: bool
) -> None:
    """What only looks like an example's name may be somebody's."""
    use(workspace, REAL)
    settings = workspace / "newsletter.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("list_id: horizontes.klimaallianz.example", f"list_id: {name}"), "utf-8")

    assert ("list_id" in examples(iki("check", ISSUE, "--json"))) == is_example
