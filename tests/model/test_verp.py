from __future__ import annotations

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iki_newsletter.model.verp import LONGEST_LOCAL_PART, read_verp, verp_sender

CODE = "0f3a5c7e9b1d2f4a6c8e0b2d4f6a8c1e"
_ATOM = string.ascii_letters + string.digits + "!#$%&'*/=?^_`{|}~-+"
_LOCAL = st.lists(st.text(_ATOM, min_size=1, max_size=10), min_size=1, max_size=3).map(".".join)

senders = st.builds(
    "{}@{}".format, _LOCAL.filter(lambda each: len(each) <= LONGEST_LOCAL_PART), st.just("Example.org")
)
codes = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(senders, codes, st.sampled_from([str, str.upper, str.lower, str.swapcase, "<{}>".format, " {}\n".format]))
@example("bounces+again@example.org", CODE, str)
@example("b+@example.org", CODE, str.upper)
@settings(max_examples=100, deadline=None)
def test_a_code_comes_back_whatever_servers_do_to_the_address(sender: str, code: str, change: type[str]) -> None:
    """What was written into a sender is read from it, in any case and in brackets; before the @ are 64 octets."""
    returned_to = verp_sender(sender, f"<{code}@mail.example.org>")

    assert read_verp(sender, change(returned_to)) == code
    assert len(returned_to.rpartition("@")[0]) <= 64
    assert read_verp("someone-" + sender, returned_to) is None


def test_it_looks_as_people_expect() -> None:
    """The mailbox first, then a plus and the code: servers pass that on to the mailbox."""
    assert verp_sender("bounces@example.org", f"<{CODE}@example.org>") == f"bounces+{CODE}@example.org"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "<>",
        "bounces@example.org",
        "bounces+@example.org",
        f"bounces+{CODE}0@example.org",
        f"bounces+{CODE[:30]}é@example.org",
        f"bounces+{CODE}@elsewhere.example",
        f"bounces-{CODE}@example.org",
        f"more.bounces+{CODE}@example.org",
        f"bounces+{CODE}",
    ],
)
def test_any_other_address_has_no_code(address: str) -> None:
    """What somebody wrote to by hand, or another mailbox's code, is nobody's delivery."""
    assert read_verp("bounces@example.org", address) is None


@pytest.mark.parametrize(
    ("sender", "message_id"),
    [
        ("b" * (LONGEST_LOCAL_PART + 1) + "@example.org", f"<{CODE}@example.org>"),
        ("büro@example.org", f"<{CODE}@example.org>"),
        ("bounces@example.org", "<Not.Ours@example.org>"),
        ("bounces@example.org", f"<{CODE}0@example.org>"),
        ("bounces@example.org", ""),
    ],
)
def test_what_cannot_be_read_back_is_not_written(sender: str, message_id: str) -> None:
    """An address without room, or a Message-ID that is none of ours, makes no sender."""
    with pytest.raises(ValueError, match="no code"):
        verp_sender(sender, message_id)
