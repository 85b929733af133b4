"""The editions to be judged, as subscribers get them: our first issue and the golden one of 44 items."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.conftest import ROOT, copy_workspace

from iki_newsletter.workflow.compile import compile_issue
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

ISSUES: Final = {"2017-06": ROOT, "2018-03": ROOT / "tests" / "golden" / "full-issue" / "input"}
LANGUAGES: Final = ("es", "de", "en")
NAMES: Final = tuple(f"{issue}-{language}" for issue in ISSUES for language in LANGUAGES)

_STYLE: Final = re.compile(r"<style.*?</style>", re.DOTALL)


@dataclass(frozen=True)
class Sent:
    """An edition as it arrives: `html` is the message's part, `page` the same with its pictures in it."""

    html: Path
    page: Path
    bare: Path
    """The page as webmails show it that drop every style element."""
    outlook: Path
    """The page as Outlook's webmail marks it in dark mode."""


def known(folder: Path, name: str) -> Sent:
    """Say where an edition's files are, by its name, such as 2017-06-de."""
    return Sent(*(folder / f"{name}.{kind}.html" for kind in ("part", "page", "bare", "outlook")))


def write_all(folder: Path) -> None:
    """Compile the issues and write every edition's files."""
    for issue, source in ISSUES.items():
        workspace = copy_workspace(source, folder / f"workspace-{issue}")
        built = compile_issue(Workspace(workspace), issue).folder
        for language in LANGUAGES:
            message = email.message_from_bytes((built / f"{language}.eml").read_bytes(), policy=email.policy.default)
            _write(message, (built / f"{language}.html").read_text("utf-8"), known(folder, f"{issue}-{language}"))


def _write(message: EmailMessage, page: str, sent: Sent) -> None:
    part = message.get_body(("html",))
    assert part is not None
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    sent.html.write_bytes(content)
    sent.page.write_text(page, "utf-8")
    sent.bare.write_text(_STYLE.sub("", page), "utf-8")
    sent.outlook.write_text(page.replace("<html ", "<html data-ogsc data-ogsb ", 1), "utf-8")
