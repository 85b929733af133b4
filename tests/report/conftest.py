"""What the tests of the report share: the made newsletter, written once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.report.made import NOW, make_newsletter

from iki_newsletter.workflow.audience_report import report_audience

if TYPE_CHECKING:
    from tests.report.made import Made

    from iki_newsletter.workflow.audience_report import AudienceResult


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Give a newsletter with a year of issues."""
    return make_newsletter(tmp_path_factory.mktemp("made") / "newsletter")


@pytest.fixture(scope="package")
def result(made: Made) -> AudienceResult:
    """Give its report."""
    return report_audience(made.workspace, NOW)
