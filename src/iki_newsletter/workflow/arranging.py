"""Arrange an issue: move its items, put one in focus, leave one out; what editors wrote in issue.yaml stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from iki_newsletter.content.editing import YamlFile
from iki_newsletter.content.ordering import in_order
from iki_newsletter.errors import NotThereError, RefusedError, UsageError
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.suggestion import did_you_mean
from iki_newsletter.workflow.build import merge_issue
from iki_newsletter.workflow.sources import read_register

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from iki_newsletter.model.issue import Issue, Item, Section
    from iki_newsletter.workflow.sources import Sources
    from iki_newsletter.workspace.folder import Workspace

_LONGEST_REASON: Final = 400


class Where(NamedTuple):
    """Where an item is moved to: exactly one of these."""

    before: str | None = None
    after: str | None = None
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """What was changed."""

    path: Path
    what: str
    """One sentence."""
    is_changed: bool
    order: tuple[str, ...] = ()
    """The section's items as readers will meet them."""

    def as_json(self) -> dict[str, Any]:
        """Give it to programs."""
        return {
            "file": str(self.path),
            "what": self.what,
            "changed": self.is_changed,
            "order": list(self.order),
        }


def move(workspace: Workspace, issue_id: str, name: str, where: Where, section: str | None = None) -> Arranged:
    """Move an item within its section, by `order` in issue.yaml: as few names are written there as it takes.

    Raises UsageError where it cannot stand there, NotThereError for a name that the issue has not.
    """
    if sum((where.before is not None, where.after is not None, where.first, where.last)) != 1:
        raise UsageError(
            "Where it goes must be said once.",
            instead="Choose one of --before OTHER, --after OTHER, --first, --last.",
        )
    desk = _Desk(workspace, issue_id)
    home = desk.home_of(name)
    desk.refuse_other_section(section, home, name)
    names = [item.name for item in home.items]
    wanted = _moved(names, name, desk.place(where, home, name))
    named = desk.plan.order.get(home.id, ())
    with_names = _shortest(wanted, named, home.items, desk.sources.recent)
    ids = [each.id for each in desk.sources.register.newsletter.sections]
    before = ids[: ids.index(home.id)] if desk.plan.order else _before("order")
    if wanted != names:
        desk.file.arrange(("order", home.id), with_names, after=before)
    what = f"{name} is number {wanted.index(name) + 1} of {len(wanted)} in {home.id}"
    return desk.done(what, tuple(wanted))


def feature(workspace: Workspace, issue_id: str, name: str | None) -> Arranged:
    """Put an item before all sections, or none; its place in an order goes, since it would come to nothing.

    Raises UsageError for an item that is left out, NotThereError for one that the issue has not.
    """
    desk = _Desk(workspace, issue_id)
    if name is None:
        desk.part_from_focus()
        desk.file.remove(("focus",))
        return desk.done(f"No item is in focus{desk.no_longer_named()}")
    desk.item(name)
    if desk.plan.focus != name:
        desk.part_from_focus()
        desk.file.put(("focus",), name, after=_before("focus"))
    for section, names in desk.plan.order.items():
        if name in names:
            desk.file.arrange(("order", section), [each for each in names if each != name])
    return desk.done(f"{name} is in focus")


def drop(workspace: Workspace, issue_id: str, name: str, reason: str) -> Arranged:
    """Leave a contribution out of the issue, with the reason in issue.yaml; its file stays.

    Raises UsageError for an item in focus or a reason that is none, NotThereError for one that the issue has not.
    """
    reason = reason.strip()
    if not reason or "\n" in reason or len(reason) > _LONGEST_REASON:
        raise UsageError(
            f"The reason must be one line of at most {_LONGEST_REASON} characters.",
            instead='Say in a few words why, as in --reason "It came too late."',
        )
    desk = _Desk(workspace, issue_id)
    desk.refuse_unknown(name)
    if desk.plan.focus == name:
        raise UsageError(
            f"{name} is in focus.", instead=f"Take it from there first: iki-news feature {issue_id} --none"
        )
    before = desk.plan.leave_out.get(name)
    if before != reason:
        desk.file.put(("leave_out", name), reason, after=() if desk.plan.leave_out else _before("leave_out"))
    replaced = f"; the reason before was “{before.rstrip('.')}”" if before not in (None, reason) else ""
    return desk.done(f"{name} is left out{replaced}")


def take_back(workspace: Workspace, issue_id: str, name: str) -> Arranged:
    """Take a contribution in again that the editors left out; raises NotThereError for one the issue has not."""
    desk = _Desk(workspace, issue_id)
    if name not in desk.plan.leave_out:
        desk.refuse_unknown(name)
    desk.file.remove(("leave_out", name), is_entry=True)
    done = desk.done(f"{name} is in the issue")
    # Something else may keep it out: a day that is past, a project that nobody knows.
    why = next((each.reason for each in _Desk(workspace, issue_id).issue.left_out if each.name == name), None)
    if why is not None:
        return replace(
            done, what=f"You leave {name} out no longer; it is not in the issue for another reason: {why}."
        )
    return replace(done, what=f"{name} is in the issue again.") if done.is_changed else done


class _Desk:
    """An issue and its issue.yaml, to be changed."""

    def __init__(self, workspace: Workspace, issue_id: str) -> None:
        merged = merge_issue(read_register(workspace), issue_id)
        self.issue: Issue = merged.issue
        self.sources: Sources = merged.sources
        self.plan: IssuePlan = merged.sources.plan.value
        self.file = YamlFile(merged.sources.plan.origin.path)

    def refuse_unknown(self, name: str) -> None:
        known = {item.name for item in self.issue.items} | {each.name for each in self.issue.left_out}
        if name in known:
            return
        if name in self.sources.unreadable:
            raise RefusedError(
                f"{name} must be mended first.", instead=f"See what is wrong: iki-news check {self.issue.id}"
            )
        raise NotThereError(
            f"The issue {self.issue.id} has no contribution {name}.",
            instead=did_you_mean(name, sorted(known))
            or "Names are those of the files in contributions/, without .yaml.",
        )

    def item(self, name: str) -> Item:
        """Find an item that readers get."""
        self.refuse_unknown(name)
        reason = next((each.reason for each in self.issue.left_out if each.name == name), None)
        if reason is None:
            return next(item for item in self.issue.items if item.name == name)
        instead = "Mend what keeps it out, or name another."
        if name in self.plan.leave_out:
            instead = f"Take it in again first: iki-news drop {self.issue.id} {name} --back"
        raise UsageError(f"{name} is left out of {self.issue.id}: {reason}.", instead=instead)

    def home_of(self, name: str) -> Section:
        """Find the section that an item stands in."""
        item = self.item(name)
        if self.issue.focus is item:
            raise UsageError(
                f"{name} is in focus, and stands before all sections.",
                instead=f"Take it from there first: iki-news feature {self.issue.id} --none",
            )
        return next(section for section in self.issue.sections if item in section.items)

    def refuse_other_section(self, section: str | None, home: Section, name: str) -> None:
        known = [each.id for each in self.sources.register.newsletter.sections]
        if section is None or section == home.id:
            return
        if section not in known:
            instead = did_you_mean(section, known) or f"There are: {', '.join(known)}."
            raise NotThereError(f"newsletter.yaml has no section {section}.", instead=instead)
        raise UsageError(
            f"{name} stands in {home.id}: an item goes to the first section that takes its kind and area.",
            instead="Write another `area` into the contribution, or mend `takes` of the sections in newsletter.yaml.",
        )

    def place(self, where: Where, home: Section, name: str) -> int:
        """Tell the number of items that come before the place, the item itself taken out."""
        names = [item.name for item in home.items if item.name != name]
        if where.first or where.last:
            return 0 if where.first else len(names)
        other = where.before if where.before is not None else str(where.after)
        if other == name:
            raise UsageError(f"{name} cannot stand beside itself.", instead="Name another item.")
        there = self.home_of(other)
        if there is not home:
            raise UsageError(
                f"{other} stands in {there.id}, and {name} in {home.id}: an item moves within its section.",
                instead=f"Beside it stand: {', '.join(names) or 'none'}.",
            )
        return names.index(other) + (where.before is None)

    def part_from_focus(self) -> None:
        """Keep what is written beside the item in focus, which is about to go, as being about that."""
        if self.plan.focus:
            self.file.part_from_comment(("focus",), self.plan.focus)

    def no_longer_named(self) -> str:
        """Say of the item that was in focus that the order of its section does not name it."""
        item = self.issue.focus
        if item is None or not self.plan.order or any(item.name in names for names in self.plan.order.values()):
            return ""
        move = f"iki-news move {self.issue.id} {item.name} --first, or --after OTHER"
        return f". {item.name} is in its section again, and `order` does not name it; to give it a place: {move}"

    def done(self, what: str, order: tuple[str, ...] = ()) -> Arranged:
        """Write what was changed."""
        is_changed = self.file.is_changed
        self.file.save()
        already = "" if is_changed else " already"
        return Arranged(self.file.path, f"{what}{already}.", is_changed, order)


def _moved(names: Sequence[str], name: str, place: int) -> list[str]:
    others = [each for each in names if each != name]
    return [*others[:place], name, *others[place:]]


def _shortest(
    wanted: Sequence[str], named: Sequence[str], items: Sequence[Item], recent: Mapping[str, int]
) -> list[str]:
    """Give the shortest order that brings the items into the wanted one, and names all that is named already.

    Names that are in no item of the section, as of one that is left out, stay behind the others.
    """
    elsewhere = [name for name in named if name not in wanted]
    least = max((wanted.index(name) + 1 for name in named if name in wanted), default=0)
    for count in range(least, len(wanted) + 1):
        order = list(wanted[:count])
        if [item.name for item in in_order(items, order, recent)] == list(wanted):
            return [*order, *elsewhere]
    return [*wanted, *elsewhere]


def _before(key: str) -> list[str]:
    """List the keys of issue.yaml that stand before one."""
    keys = list(IssuePlan.model_fields)
    return keys[: keys.index(key)]
