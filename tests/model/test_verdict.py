from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.model.verdict import Sense, judge, read_code, read_status

LINES = (Path(__file__).with_name("verdicts.txt")).read_text("utf-8").splitlines()
ANSWERS = [line.split("|", 2) for line in LINES if line and not line.startswith("#")]
STATUSES = st.builds("{}.{}.{}".format, st.sampled_from([4, 5]), st.integers(0, 8), st.integers(0, 30))
WORDS = st.sampled_from([words for _, _, words in ANSWERS])


@pytest.mark.parametrize(("sense", "status", "words"), ANSWERS, ids=range(len(ANSWERS)))
def test_what_servers_write_is_understood(sense: str, status: str, words: str) -> None:
    """Each answer of the table, in the words of many servers and languages, means what stands before it."""
    assert judge(status, words).sense == sense


@settings(max_examples=300, deadline=None)
@given(STATUSES, WORDS)
def test_a_passing_fault_gives_nobody_up(status: str, words: str) -> None:
    """Status 4.x is never dead and never refused, whatever the words."""
    if status.startswith("4"):
        assert judge(status, words).sense in {Sense.TEMPORARY, Sense.FULL}


@settings(max_examples=200, deadline=None)
@given(STATUSES, st.sampled_from([each for each in ANSWERS if each[0] == "refused" and "spam" in each[2].lower()]))
def test_spam_is_never_a_dead_address(status: str, answer: list[str]) -> None:
    """What is said of spam is said of us, under any status."""
    assert judge(status, answer[2]).sense is not Sense.DEAD


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=3000))
def test_any_text_is_judged(text: str) -> None:
    """There is an answer to anything, and a reason in words."""
    assert judge("", text).reason


@pytest.mark.parametrize("piece", ["user ", "no such ", "<a@", "a.", "quota ", "mailbox is ", "your ip ", "(", "=?"])
def test_long_answers_take_no_time(piece: str) -> None:
    """A server that tells a story of a megabyte is cut short."""
    begin = time.process_time()
    judge("", piece * (1_000_000 // len(piece)))
    assert time.process_time() - begin < 1


def test_names_of_hosts_say_nothing() -> None:
    """A server may be called what it likes, and so may the page that it names."""
    answer = "host spamfilter.blocked.example[192.0.2.1] said: 550 no such user, see https://mx.example/spam/policy"
    assert judge("", answer).sense is Sense.DEAD


def test_the_first_telling_status_and_code_count() -> None:
    """A status that says something is preferred, and numbers within others are none."""
    assert read_status("250 2.1.0 ok, then 550 5.0.0 failed (#5.1.1)") == "5.1.1"
    assert read_status("10.5.1.1 and 5.1.1.2 are addresses") == ""
    assert read_code("port 25: 250 ok; 552 too much") == "552"
    assert read_code("[192.0.2.550]") == ""
