"""Read a subscriber list, or the list of contacts, as a newsletter's settings ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iki_newsletter.audience.contacts import read_contacts
from iki_newsletter.audience.listfile import read_list
from iki_newsletter.errors import NotThereError
from iki_newsletter.model.position import relative_to_here

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.audience.contacts import ContactsReading
    from iki_newsletter.audience.listfile import ListReading
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workflow.sources import Register
    from iki_newsletter.workspace.folder import Workspace


def read_list_for(newsletter: Newsletter, path: Path) -> ListReading:
    """Read a list with the newsletter's languages and groups; raises what `read_list` raises.

    Where consent is required, a list that names none has nobody to write to, which needs no warning besides.
    """
    return read_list(
        path,
        newsletter.languages,
        groups=newsletter.groups,
        asks_consent=newsletter.consent != "required",
    )


def own_list(workspace: Workspace, newsletter: Newsletter) -> Path:
    """Give the path of the list that newsletter.yaml names; raises NotThereError, and says where one comes from."""
    path = workspace.root / newsletter.subscribers
    if not path.is_file():
        raise NotThereError(
            f"There is no list {relative_to_here(path)}.",
            instead="Make one from a file: iki-news subscribers import FILE",
        )
    return path


def contacts_path(workspace: Workspace, newsletter: Newsletter) -> Path:
    """Give the list of contacts that newsletter.yaml names."""
    return workspace.root / newsletter.contacts


def is_of_contacts(workspace: Workspace, newsletter: Newsletter, path: Path) -> bool:
    """Tell whether a list is the one of contacts, and not of subscribers."""
    return path.resolve() == contacts_path(workspace, newsletter).resolve()


def read_contacts_for(register: Register, path: Path | None = None) -> ContactsReading:
    """Read the contacts as this newsletter and portfolio ask; raises what `read_contacts` does.

    Without a `path` they are those that newsletter.yaml names.
    """
    chosen = path or contacts_path(register.workspace, register.newsletter)
    return read_contacts(chosen, register.newsletter.languages, list(register.portfolio.projects_by_id))
