"""The long forms of the crash tests: `make torture` runs them, no other test run does."""

from __future__ import annotations

import os

from tests.delivery.conftest import bench

__all__ = ["bench"]

collect_ignore_glob = [] if os.environ.get("IKI_NEWS_TORTURE") else ["*.py"]
