"""Projects in the words of the International Aid Transparency Initiative (IATI 2.03), as far as these fit.

The code lists are those of https://iatistandard.org/en/iati-standard/203/codelists/. What the register does not say
is left out: no identifier, no day and no role is made up. Keys with a hyphen are IATI's, and so are `title`,
`location` and `tag`; the others are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from iki_newsletter.model.federal_state import state_named
from iki_newsletter.report.portfolio.material import Status

if TYPE_CHECKING:
    from iki_newsletter.model.portfolio import Project
    from iki_newsletter.report.portfolio.material import Material

ACTIVITY_SCOPE: Final = {"global": "1", "regional": "2", "bilateral": "4"}
"""4 is "National": one country."""
ACTIVITY_STATUS: Final = {Status.BEGINS: "1", Status.RUNNING: "2", Status.ENDED: "4"}
"""Pipeline/identification, Implementation, Closed. Whether a term that is open at its end still runs is not known."""
IMPLEMENTING: Final = "4"
"""Of OrganisationRole. A political partner has no code there, nor is the funding ministry in the register."""
OTHER_IDENTIFIER: Final = "A9"
"""Of OtherIdentifierType: the signature that the IKI gives a project."""
SDG: Final = "2"
"""Of TagVocabulary: the goals, not their targets."""
HOME: Final = "MX"
"""The country of every bilateral project."""


def activity(project: Project, material: Material) -> dict[str, Any]:
    """Say a project as an activity; what is not known has no key."""
    status = material.status(project)
    names = [project.organisation, *project.implementing_partners]
    countries = project.countries or ((HOME,) if project.scope == "bilateral" else ())
    said: dict[str, Any] = {
        "id": project.id,
        "iati-identifier": project.iati,
        "other-identifier": [{"ref": project.signature, "type": OTHER_IDENTIFIER}] if project.signature else [],
        "title": dict(project.name.by_language),
        "participating-org": [{"role": IMPLEMENTING, "narrative": name} for name in dict.fromkeys(names)],
        "political_partners": list(project.partners),
        "activity-status": {"code": ACTIVITY_STATUS[status]} if status in ACTIVITY_STATUS else None,
        "activity-scope": {"code": ACTIVITY_SCOPE[project.scope]},
        "recipient-country": [{"code": country} for country in countries],
        "location": [{"name": state_named(name)} for name in project.states],
        "tag": [{"vocabulary": SDG, "code": str(goal)} for goal in project.sdg],
        "scope": project.scope,
        "funding_area": project.funding_area,
        "ndc": list(project.ndc),
        "term": {key: month for key, month in (("begins", project.begins), ("ends", project.ends)) if month},
        "grant": _grant(project),
    }
    return {key: value for key, value in said.items() if value not in (None, [], {})}


def _grant(project: Project) -> dict[str, Any] | None:
    if project.eur is None:
        return None
    return {"value": project.eur, "currency": "EUR", "of_mexico_alone": project.scope == "bilateral"}
