"""The workspace: the folder a team works in, and where things are in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iki_newsletter.errors import NotThereError, WorkspaceNotFoundError

_LEDGER: Final = "ledger.sqlite3"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths of a workspace; `root` is absolute and holds a `newsletter.yaml`."""

    root: Path

    @property
    def newsletter(self) -> Path:
        """The newsletter's settings."""
        return self.root / "newsletter.yaml"

    @property
    def portfolio(self) -> Path:
        """The register of projects."""
        return self.root / "portfolio.yaml"

    @property
    def issues(self) -> Path:
        """One folder per issue."""
        return self.root / "issues"

    @property
    def templates(self) -> Path:
        """What mails look like and the words they use."""
        return self.root / "templates"

    @property
    def var(self) -> Path:
        """What must be kept and never be shared: the ledger and the secret."""
        return self.root / "var"

    @property
    def build(self) -> Path:
        """What can be made again."""
        return self.root / "build"

    @property
    def outbox(self) -> Path:
        """Where the embedded sandbox server keeps the mail it takes, as a Maildir."""
        return self.build / "outbox"

    def form(self, issue_id: str | None = None) -> Path:
        """Give where the form that projects fill in is written: for one issue, or for any."""
        return (self.build / issue_id if issue_id else self.build) / "form.html"

    @property
    def ledger(self) -> Path:
        """The ledger."""
        return self.var / _LEDGER

    @property
    def sandbox_ledger(self) -> Path:
        """The sandbox's ledger, beside its Maildir."""
        return self.outbox / _LEDGER

    def key_file(self, name: str) -> Path:
        """Give the file of a key as newsletter.yaml names it, from the workspace's root; `~` is the user's home."""
        try:
            return self.root / Path(name).expanduser()
        except RuntimeError:  # a user who is not known here
            return self.root / name

    def shares(self, path: Path) -> bool:
        """Tell whether a file lies where what is in it is shared and kept: in the workspace, but for `var/`."""
        resolved = path.resolve()
        return resolved.is_relative_to(self.root.resolve()) and not resolved.is_relative_to(self.var.resolve())

    def issue(self, issue_id: str) -> Path:
        """Give an issue's folder; raises NotThereError, naming the issues there are."""
        folder = self.issues / issue_id
        if issue_id in self.issue_ids():
            return folder
        there = ", ".join(self.issue_ids()[-5:])
        instead = f"There are: {there}." if there else f"Make it: iki-news new issue {issue_id}"
        raise NotThereError(f"There is no issue {issue_id} (no folder {folder}).", instead=instead)

    def issue_ids(self) -> list[str]:
        """List the issues by their folders' names, oldest first."""
        if not self.issues.is_dir():
            return []
        return sorted(folder.name for folder in self.issues.iterdir() if (folder / "issue.yaml").is_file())


def find_workspace(start: Path) -> Workspace:
    """Find the nearest folder from `start` upward with a `newsletter.yaml`; raises WorkspaceNotFoundError."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "newsletter.yaml").is_file():
            return Workspace(folder)
    raise WorkspaceNotFoundError(
        f"Here is no newsletter: neither {start} nor a folder above it has a newsletter.yaml.",
        instead="Go to your newsletter's folder, name it with -C DIR, or make a new one: iki-news init DIR",
    )
