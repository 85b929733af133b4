from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.delivery.replies import Meaning, Reply, judge_message, judge_recipient
from iki_newsletter.model.delivery import State

REPLIES = st.builds(
    lambda code, status, words: Reply.of(code, (f"{status} {words}".strip(),)),
    st.integers(200, 599),
    st.sampled_from(["", "2.0.0", "4.1.1", "4.2.2", "4.7.1", "5.0.0", "5.1.1", "5.1.10", "5.2.2", "5.7.1", "5.9.9"]),
    st.sampled_from(["", "ok", "no such user", "mailbox full", "user unknown", "blocked", "try again"]),
)


@settings(max_examples=200, deadline=None)
@given(REPLIES)
def test_class_of_the_code_decides_the_state(reply: Reply) -> None:
    """4xx is always later and 5xx always no, whatever the words: nobody is given up for a passing fault."""
    for judge in (judge_recipient, judge_message):
        verdict = judge(reply)
        if reply.is_transient:
            assert verdict is not None
            assert verdict.state is State.DEFERRED
            assert verdict.meaning in {Meaning.TEMPORARY, Meaning.FULL}
        elif reply.is_permanent:
            assert verdict is not None
            assert verdict.state is State.FAILED
            assert verdict.meaning in {Meaning.DEAD, Meaning.FULL, Meaning.REFUSED}
        else:
            assert verdict is None or verdict.state is State.SENT


@settings(max_examples=200, deadline=None)
@given(REPLIES)
def test_policy_is_never_taken_for_a_dead_mailbox(reply: Reply) -> None:
    """Nobody is suppressed for what is ours or the server's doing."""
    verdict = judge_recipient(reply)
    if reply.enhanced.startswith("5.7"):
        assert verdict is not None
        assert verdict.meaning is Meaning.REFUSED


def test_words_are_kept_within_bounds() -> None:
    """A server with a long story does not fill the ledger."""
    reply = Reply.of(550, tuple("x" * 500 for _ in range(50)))
    assert len(reply.text) == 1000
