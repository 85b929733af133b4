"""The projects in the words of IATI 2.03: what is said is the register's, in the codes of the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import ROOT
from tests.report.portfolio.made import AS_OF, make_portfolio
from tests.report.portfolio.recount import Recount

from iki_newsletter.workflow.portfolio_report import Asked, report_portfolio
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from pathlib import Path

# https://iatistandard.org/en/iati-standard/203/codelists/, with the correction of 4 December 2018 to ActivityStatus.
SCOPE = {"global": "1", "regional": "2", "bilateral": "4"}
STATUS = {"begins": "1", "running": "2", "ended": "4"}
KEYS = {
    "id", "iati-identifier", "other-identifier", "title", "participating-org", "political_partners",
    "activity-status", "activity-scope", "recipient-country", "location", "tag", "scope",
    "funding_area", "ndc", "term", "grant",
}  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_made_up(tmp_path: Path, seed: int) -> None:
    """Each activity says what the register says, and leaves out what it does not; codes are those of the lists."""
    workspace = make_portfolio(tmp_path / "newsletter", seed)
    recount = Recount(workspace.root, AS_OF, AS_OF, AS_OF)
    activities = {each["id"]: each for each in report_portfolio(workspace, Asked(AS_OF)).as_json()["activities"]}
    assert set(activities) == set(recount.projects)
    for name, said in activities.items():
        _compare(said, recount.projects[name], recount)


def _compare(said: dict[str, Any], each: dict[str, Any], recount: Recount) -> None:
    assert set(said) <= KEYS
    assert not [key for key, value in said.items() if value in (None, [], {}, "")]
    assert said.get("iati-identifier") == each.get("iati")
    signature = each.get("signature")
    assert said.get("other-identifier", []) == ([{"ref": signature, "type": "A9"}] if signature else [])
    names = dict.fromkeys([each["organisation"], *each.get("implementing_partners", [])])
    assert said["participating-org"] == [{"role": "4", "narrative": name} for name in names]
    assert said.get("political_partners", []) == each.get("partners", [])
    assert said["activity-scope"] == {"code": SCOPE[each["scope"]]}
    code = STATUS.get(str(recount.status(each)))
    assert said.get("activity-status") == ({"code": code} if code else None)
    countries = each.get("countries") or (["MX"] if each["scope"] == "bilateral" else [])
    assert said.get("recipient-country", []) == [{"code": country} for country in countries]
    assert said.get("tag", []) == [{"vocabulary": "2", "code": goal} for goal in each.get("sdg", [])]
    begins, ends = recount.span(each)
    assert said.get("term", {}) == {key: month for key, month in (("begins", begins), ("ends", ends)) if month}
    grant = {"value": float(each["eur"]), "currency": "EUR"} if "eur" in each else None
    assert said.get("grant") == (grant and {**grant, "of_mexico_alone": each["scope"] == "bilateral"})


def test_the_register_has_no_identifier_yet() -> None:
    """None was found for the projects of the repository, and so none stands in its report."""
    activities = report_portfolio(Workspace(ROOT), Asked(AS_OF)).as_json()["activities"]
    assert activities
    assert not [each for each in activities if "iati-identifier" in each]
