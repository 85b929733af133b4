"""What the portfolio does: projects and contributions, counted into grids, and what is said of them."""

from __future__ import annotations
