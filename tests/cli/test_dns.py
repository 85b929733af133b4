from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from tests.servers.nameserver import Nameserver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

DOMAIN = "klimaallianz.example"
DKIM = f"dkim: {{domain: {DOMAIN}, selector: iki-news, key: var/dkim.pem}}\n"


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no key of the user's own into a test."""
    monkeypatch.delenv("IKI_NEWS_DKIM_KEY", raising=False)


def add(workspace: Path, line: str) -> None:
    """Add a line to the settings."""
    with (workspace / "newsletter.yaml").open("a", encoding="utf-8") as file:
        file.write(line)


def strings(record: dict[str, list[str]]) -> list[tuple[str, ...]]:
    """Give a record's strings as the name server takes them."""
    return [tuple(record["strings"])]


def test_from_nothing_to_all_is_well(iki: Callable[..., Run], workspace: Path) -> None:
    """Make a key, write the line it names, publish what is printed: then `--check` finds everything."""
    made = iki("dns", "--make-key")
    assert made.code == 0
    assert DKIM.strip() in made.err
    add(workspace, DKIM)
    add(workspace, "")
    (workspace / "newsletter.yaml").write_text(
        (workspace / "newsletter.yaml")
        .read_text("utf-8")
        .replace("sandbox:", "smtp+starttls://u@smtp.office365.com"),
        "utf-8",
    )
    printed = iki("dns", "--json").data

    with Nameserver() as server:
        before = iki("dns", "--check", "--resolver", server.address, "--json")
        server.texts = {record["name"]: strings(record) for record in printed["records"]}
        after = iki("dns", "--check", "--resolver", server.address)

    assert before.code == 1
    assert [record["state"] for record in before.data["records"]] == ["missing"] * 3
    assert (after.code, after.err) == (0, "")
    assert after.out.count("found") == 4
    assert f"{DOMAIN}: 3 found." in after.out


def test_a_key_is_made_once(iki: Callable[..., Run], workspace: Path) -> None:
    """0600, never overwritten; the second call says what to do instead."""
    assert iki("dns", "--make-key").code == 0
    key = workspace / "var" / "dkim.pem"
    content = key.read_bytes()
    unnamed = iki("dns", "--make-key")
    add(workspace, DKIM)
    named = iki("dns", "--make-key")
    assert (unnamed.code, named.code) == (2, 2)
    assert f"Once the DNS has it, name it in newsletter.yaml: {DKIM.strip()}" in unnamed.err
    assert all("`iki-news dns` prints its record" in run.err for run in (unnamed, named))
    assert "another selector" in named.err
    assert key.read_bytes() == content
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_key_that_is_not_used_yet_is_published_first(iki: Callable[..., Run], workspace: Path) -> None:
    """Its record is printed and looked up before newsletter.yaml names it, which is what is left to do then."""
    assert iki("dns", "--json").data["to_write"] is None
    iki("dns", "--make-key")
    printed = iki("dns")
    records = iki("dns", "--json").data["records"]
    with Nameserver({record["name"]: strings(record) for record in records}) as server:
        before = iki("dns", "--check", "--resolver", server.address)
        add(workspace, DKIM)
        after = iki("dns", "--check", "--resolver", server.address)

    assert f"iki-news._domainkey.{DOMAIN}. IN TXT" in printed.out
    assert "newsletter.yaml does not use var/dkim.pem yet" in printed.err
    assert DKIM.strip() in printed.err
    assert (before.code, after.code) == (1, 0)
    assert "The key is there." in before.out
    assert "Mails are not signed yet" in before.out
    assert "not signed yet" not in after.out + after.err


def test_every_key_that_is_missing_is_made(iki: Callable[..., Run], workspace: Path) -> None:
    """With Ed25519 asked for, its key is made beside the one that is there."""
    iki("dns", "--make-key")
    add(workspace, DKIM.replace("}", ", ed25519: {selector: iki-ed, key: var/ed.pem}}"))
    run = iki("dns", "--make-key", "--json")
    assert [path.rpartition("/")[2].rpartition("\\")[2] for path in run.data["made"]] == ["ed.pem"]
    assert [record["name"].partition(".")[0] for record in run.data["records"][1:3]] == ["iki-news", "iki-ed"]


def test_what_is_printed_can_be_handed_on(iki: Callable[..., Run], workspace: Path) -> None:
    """On stdout stand lines of a zone file, unfolded, and comments; without a key there is a note.

    For web forms every value stands there in one piece as well.
    """
    lines = iki("dns").out.splitlines()
    assert [line for line in lines if not line.startswith(";")] == [
        f'{DOMAIN}. IN TXT "v=spf1 ip4:ADDRESS ~all"',
        f'_dmarc.{DOMAIN}. IN TXT "v=DMARC1; p=none"',
    ]
    assert "no `dkim`" in lines[0]
    iki("dns", "--make-key")
    pieces = [line.partition("in one piece: ")[2] for line in iki("dns").out.splitlines() if "in one piece" in line]
    assert pieces == [record["value"] for record in iki("dns", "--json").data["records"]]
    assert len(pieces[1]) > 255


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"dkim: {{domain: {DOMAIN}, signed_by: relay}}\n", "The relay signs"),
        (f"dkim: {{domain: {DOMAIN}, selector: iki-news}}\n", "names no file for the key"),
    ],
)
def test_no_key_is_made_where_none_is_read(iki: Callable[..., Run], workspace: Path, line: str, words: str) -> None:
    """Neither for a relay, nor where the environment has the key."""
    add(workspace, line)
    run = iki("dns", "--make-key")
    assert (run.code, words in run.err) == (2, True)


def test_a_missing_key_and_a_dead_resolver(iki: Callable[..., Run], workspace: Path) -> None:
    """The first names the command that makes one; the second can be tried again, and is no finding."""
    add(workspace, DKIM)
    missing = iki("dns", "--json")
    iki("dns", "--make-key")
    with Nameserver(is_broken=True) as server:
        dead = iki("dns", "--check", "--resolver", server.address)
    assert (missing.code, "--make-key" in missing.data["instead"]) == (2, True)
    assert (dead.code, "gives no answer" in dead.err) == (75, True)


def test_what_is_wrong_is_shown_beside_what_should_be(iki: Callable[..., Run], workspace: Path) -> None:
    """The text that is there, the line that should be, and exit 1."""
    with Nameserver({DOMAIN: [("v=spf1 -all",)] * 2, f"_dmarc.{DOMAIN}": [("v=DMARC1; p=none",)]}) as server:
        server.texts[DOMAIN] = [("v=spf1 -all",), ("v=spf1 mx -all",)]
        run = iki("dns", "--check", "--resolver", server.address)
    assert run.code == 1
    assert "  there: v=spf1 mx -all\n" in run.out
    assert f'  should: {DOMAIN}. IN TXT "v=spf1 ip4:ADDRESS ~all"\n' in run.out
