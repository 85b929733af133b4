from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.model.token import make_token, opaque_id, read_token

secrets = st.binary(min_size=1, max_size=80)
keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(secrets, keys)
@settings(max_examples=50, deadline=None)
def test_an_id_is_an_hmac_in_base32(secret: bytes, key: str) -> None:
    """An id is what RFC 2104 and RFC 4648 say, so that another program can make the same."""
    raw = hmac.digest(secret, f"id:subscriber:{key}".encode(), hashlib.sha256)[:10]

    assert opaque_id(secret, key) == base64.b32encode(raw).decode().lower()


@given(secrets, keys)
@settings(max_examples=50, deadline=None)
def test_a_token_is_read_for_its_purpose_alone(secret: bytes, key: str) -> None:
    """A token gives the id it was made for, in any case and spacing, for its own purpose and secret only."""
    subscriber_id = opaque_id(secret, key)
    token = make_token(secret, "unsubscribe", subscriber_id)

    assert read_token(secret, "unsubscribe", f" {token.upper()}\n") == subscriber_id
    assert read_token(secret, "preferences", token) is None
    assert read_token(secret + b"x", "unsubscribe", token) is None


@pytest.mark.parametrize(
    "mangled", ["", "1", "1-", "2-abc-def", "1-abc-def", "ü-abc-def", "1-ü-ü", "%%UNSUBSCRIBE%%"]
)
def test_a_mangled_token_is_no_token(mangled: str) -> None:
    """Whatever a mail program makes of a token, it is never taken for somebody's."""
    assert read_token(b"secret", "unsubscribe", mangled) is None
