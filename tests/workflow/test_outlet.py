from __future__ import annotations

from pathlib import Path

import pytest

from iki_newsletter.errors import UsageError
from iki_newsletter.model.newsletter import Smtp
from iki_newsletter.model.preset import Preset
from iki_newsletter.workflow.outlet import choose_outlet, ledger_of
from iki_newsletter.workspace.folder import Workspace

OURS = "smtp+starttls://ana@mail.example.org:587"
SMTP = Smtp(url=OURS, preset=Preset.MICROSOFT_365, token_command=("fetch-token",), rate="10/m")
WORKSPACE = Workspace(Path("newsletter"))


@pytest.mark.parametrize(
    "url",
    [None, OURS, "smtp+starttls://ana@mail.example.org", "SMTP+STARTTLS://ana@Mail.Example.Org:587/"],
    ids=str,
)
def test_the_newsletters_own_server_has_its_settings(url: str | None) -> None:
    """However its address is written: the token command, the preset's limits and the newsletter's own."""
    outlet = choose_outlet(WORKSPACE, SMTP, url)
    assert outlet.settings is SMTP
    assert (outlet.settings.limits.connections, outlet.settings.limits.rate) == (3, "10/m")
    assert outlet.left_aside == ""


@pytest.mark.parametrize(
    "url",
    [
        "smtp+starttls://ana@mail.elsewhere.example:587",
        "smtp+starttls://ana@mail.example.org.elsewhere.example:587",
        "smtp+starttls://ana@mail.example.org:2525",
        "smtp+starttls://eva@mail.example.org:587",
        "smtp+starttls://mail.example.org:587",
        "smtps://ana@mail.example.org:587",
        "smtp://mail.example.org:587",
    ],
)
def test_another_server_gets_no_token_and_no_limits(url: str) -> None:
    """Another host, port, user or encryption is another server; what is not used is named."""
    outlet = choose_outlet(WORKSPACE, SMTP, url)
    assert outlet.settings.token_command is None
    assert outlet.settings.limits == Smtp().limits
    assert outlet.left_aside.startswith("preset, rate, token_command of newsletter.yaml")


@pytest.mark.parametrize(
    ("named", "given", "is_ours"),
    [
        (OURS, None, True),
        (OURS, OURS, True),
        (OURS, "smtp+starttls://ana@mail.elsewhere.example", False),
        (OURS, "smtps://ana@mail.example.org", False),
        ("sandbox:", "smtps://ana@mail.example.org", True),
        ("smtp://localhost:25", "smtps://ana@mail.example.org", True),
        ("smtp://[::1]", "smtps://ana@mail.example.org", True),
        ("smtps://ana@localhost", "smtps://ana@mail.example.org", False),
        ("smtp://mail.example.org", "smtps://ana@mail.example.org", False),
        ("http://mail.example.org", "smtps://ana@mail.example.org", False),
    ],
)
def test_whose_the_environments_password_is(named: str, given: str | None, is_ours: bool) -> None:
    """The server's that newsletter.yaml names, and another's only where that one is here and needs none."""
    assert choose_outlet(WORKSPACE, Smtp.model_construct(url=named), given).is_ours is is_ours


def test_nothing_is_left_aside_where_nothing_is_said() -> None:
    """A newsletter.yaml with a server's address alone has nothing that could be missed."""
    assert choose_outlet(WORKSPACE, Smtp(url=OURS), "smtp://localhost").left_aside == ""


@pytest.mark.parametrize("url", [None, "sandbox:"])
def test_the_sandbox_has_no_limits(url: str | None) -> None:
    """It is tried out as fast as it goes, with a ledger of its own, also where a preset is set already."""
    smtp = SMTP if url else SMTP.model_copy(update={"url": "sandbox:"})
    outlet = choose_outlet(WORKSPACE, smtp, url)
    assert outlet.is_sandbox
    assert outlet.settings.limits == Smtp().limits
    assert outlet.settings.token_command is None
    assert outlet.ledger == ledger_of(WORKSPACE, "sandbox:") == WORKSPACE.outbox / "ledger.sqlite3"
    assert ledger_of(WORKSPACE, OURS) == WORKSPACE.var / "ledger.sqlite3"


def test_a_wrong_address_in_the_file_does_not_stand_in_the_way_of_another() -> None:
    """With --smtp the file's address is not needed; without, it is told what is wrong."""
    wrong = SMTP.model_copy(update={"url": "http://mail.example.org"})
    assert choose_outlet(WORKSPACE, wrong, OURS).settings.token_command is None
    with pytest.raises(UsageError):
        choose_outlet(WORKSPACE, wrong)
