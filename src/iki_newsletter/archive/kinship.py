"""Who works on the same: which projects share goals, states, partners or their area, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iki_newsletter.model.portfolio import Project

_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Kin:
    """Another project, and what it has in common with one."""

    project: Project
    states: tuple[str, ...]
    partners: tuple[str, ...]
    sdg: tuple[int, ...]
    is_of_same_area: bool

    @property
    def nearness(self) -> int:
        """How much it is: a place or a partner in common means that people may meet."""
        return 3 * len(self.states) + 3 * len(self.partners) + 2 * len(self.sdg) + self.is_of_same_area


def kin_of(project: Project, all_projects: Iterable[Project]) -> tuple[Kin, ...]:
    """Give the projects nearest to one, nearest first; never more than eight."""
    found = [_compared(project, other) for other in all_projects if other.id != project.id]
    near = [kin for kin in found if kin.nearness]
    return tuple(sorted(near, key=lambda kin: (-kin.nearness, kin.project.id))[:_MOST])


def _compared(project: Project, other: Project) -> Kin:
    partners = {*other.partners, *other.implementing_partners}
    return Kin(
        other,
        tuple(state for state in project.federal_states if state in other.federal_states),
        tuple(
            dict.fromkeys(each for each in (*project.partners, *project.implementing_partners) if each in partners)
        ),
        tuple(sorted({*project.sdg} & {*other.sdg})),
        project.funding_area is not None and project.funding_area == other.funding_area,
    )
