"""Passwords in the system's keyring, one for each user of a server; nothing of them is kept in a file."""

from __future__ import annotations

from typing import Final

SERVICE: Final = "iki-news"
"""What passwords are filed under; each one's user is `user@host`."""


def password_of(account: str) -> str | None:
    """Give the password kept for `user@host`; None without one, and where there is no keyring or it is locked."""
    # A machine without a keyring is no fault: there are other ways.
    try:
        import keyring  # noqa: PLC0415 - slow to import, and only needed where somebody signs in

        found: str | None = keyring.get_password(SERVICE, account)
    except Exception:  # noqa: BLE001 - backends of many systems raise what they like
        return None
    return found
