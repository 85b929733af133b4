from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.mail.judges import dkimpy_says, records
from tests.servers.postbox import Postbox

from iki_newsletter.model.newsletter import Algorithm, Dkim
from iki_newsletter.store.signing_keys import load_signing_keys, make_signing_key
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Run

ISSUE = "2018-05"
SMALL_ISSUE = Path(__file__).parents[1] / "golden" / "small-issue" / "input"
DOMAIN = "example.org"
BOTH = f"{{domain: {DOMAIN}, selector: iki1, key: var/rsa, ed25519: {{selector: iki2, key: var/ed}}}}"
CORRECTION = "subject: {es: Corrección, en: Correction}\ntext: {es: El 22., en: The 22nd.}\n"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """Give a real server to send to."""
    with Postbox() as box:
        yield box


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: Callable[[Path, Path], Path]) -> Path:
    """Give a small issue with a list of three."""
    folder = copied(SMALL_ISSUE, tmp_path / "newsletter")
    (folder / "list.csv").write_text("email\na@example.org\nb@example.org\nc@example.org\n", "utf-8")
    monkeypatch.chdir(folder)
    for variable in ("IKI_NEWS_DKIM_KEY", "IKI_NEWS_DKIM_ED25519_KEY"):
        monkeypatch.delenv(variable, raising=False)
    return folder


def ask_for_signatures(folder: Path, dkim: str) -> None:
    """Put a signature into the settings, in place of the one that is there."""
    file = folder / "newsletter.yaml"
    kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("dkim:")]
    file.write_text("\n".join([*kept, f"dkim: {dkim}", ""]), "utf-8")


def published(folder: Path, dkim: str = BOTH) -> dict[str, str]:
    """Give what the DNS would have of the keys."""
    settings = Dkim.model_validate(yaml.safe_load(dkim))
    return records(*load_signing_keys(Workspace(folder), settings, {}), domain=DOMAIN)


@pytest.fixture
def keys(workspace: Path) -> None:
    """Make both keys and ask for both signatures."""
    make_signing_key(workspace / "var" / "rsa")
    make_signing_key(workspace / "var" / "ed", Algorithm.ED25519)
    ask_for_signatures(workspace, BOTH)


def command(postbox: Postbox, *more: str) -> tuple[str, ...]:
    """Give the command that sends for real."""
    return ("send", ISSUE, "--to", "list.csv", "--smtp", postbox.url, "--yes", *more)


def test_everything_that_goes_out_is_signed(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox, keys: None
) -> None:
    """A campaign, a test, a correction and the sandbox's mails carry both signatures, which verify as they arrive."""
    (workspace / "correction.yaml").write_text(CORRECTION, "utf-8")

    sent = iki(*command(postbox))
    tested = iki("send", ISSUE, "--test", "me@example.org", "--smtp", postbox.url)
    corrected = iki(*command(postbox, "--correction", "correction.yaml"))
    tried = iki("send", ISSUE, "--to", "list.csv", "--smtp", "sandbox:", "--yes")

    assert (sent.code, tested.code, corrected.code, tried.code) == (0, 0, 0, 0)
    assert f"Signed    for {DOMAIN}, with iki1 and iki2" in sent.out
    kept = [file.read_bytes() for file in (workspace / "build" / "outbox" / "new").iterdir()]
    known = published(workspace)
    assert len(postbox.received) == 3 + 2 + 3
    assert len(kept) == 3
    for message in [*(each.content for each in postbox.received), *kept]:
        assert dkimpy_says(message, known) == [True, True]


def test_a_resumed_campaign_signs_with_what_is_configured_now(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox, keys: None
) -> None:
    """The rest of a campaign that began unsigned, or with another key, is signed by today's settings."""
    new = f"{{domain: {DOMAIN}, selector: iki3, key: var/new}}"
    make_signing_key(workspace / "var" / "new")

    iki(*command(postbox, "--limit", "1"))
    ask_for_signatures(workspace, new)
    finished = iki(*command(postbox))

    assert finished.code == 0
    first, *rest = (each.content for each in postbox.received)
    assert dkimpy_says(first, published(workspace)) == [True, True]
    assert [dkimpy_says(each, published(workspace, new)) for each in rest] == [[True], [True]]


def test_nothing_goes_out_unsigned_where_signatures_are_asked_for(
    iki: Callable[..., Run], workspace: Path, postbox: Postbox
) -> None:
    """A missing key ends the command before anything is planned; the sandbox goes without, and says so."""
    ask_for_signatures(workspace, BOTH)

    for run in (
        iki(*command(postbox)),
        iki(*command(postbox, "--dry-run")),
        iki("send", ISSUE, "--test", "me@example.org", "--smtp", postbox.url),
    ):
        assert run.code == 2
        assert "is missing" in run.err
        assert "iki-news dns --make-key" in run.err
    tried = iki("send", ISSUE, "--to", "list.csv", "--smtp", "sandbox:", "--yes")

    assert postbox.received == []
    assert not (workspace / "var" / "ledger.sqlite3").exists()
    assert tried.code == 0
    assert "Signed    none: the key is not here" in tried.out


def test_a_relay_that_signs_needs_nothing_from_us(iki: Callable[..., Run], workspace: Path, postbox: Postbox) -> None:
    """The settings say that the relay signs: the plan repeats it, and the mails go to it unsigned."""
    ask_for_signatures(workspace, f"{{domain: {DOMAIN}, signed_by: relay}}")
    sent = iki(*command(postbox))
    assert sent.code == 0
    assert f"for {DOMAIN}, by the relay" in sent.out
    assert all(b"DKIM-Signature" not in each.content for each in postbox.received)


def test_a_compiled_issue_is_the_same_with_and_without_a_key(iki: Callable[..., Run], workspace: Path) -> None:
    """The sample message in build/ stays unsigned: the same files give the same bytes, whoever has the key."""
    iki("compile", ISSUE)
    before = (workspace / "build" / ISSUE / "manifest.json").read_bytes()
    make_signing_key(workspace / "var" / "rsa")
    ask_for_signatures(workspace, f"{{domain: {DOMAIN}, selector: iki1, key: var/rsa}}")
    assert iki("compile", ISSUE).code == 0
    assert (workspace / "build" / ISSUE / "manifest.json").read_bytes() == before
