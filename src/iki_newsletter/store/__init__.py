"""The workspace's database: ledger, suppressions, migrations, owner locks, the secret."""

from __future__ import annotations
