from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from iki_newsletter.delivery.postfix_log import LogReading, read_postfix_log

NEAR = dt.datetime(2017, 6, 12, 14, 0, tzinfo=dt.UTC)
CLEANUP = "Jun 12 14:00:01 mail postfix/cleanup[7]: 4AB12C: message-id=<a@example.org>"
ACTIVE = "Jun 12 14:00:01 mail postfix/qmgr[3]: 4AB12C: from=<b@example.org>, size=912, nrcpt=1 (queue active)"
OTHER = "Jun 12 14:00:02 mail postfix/cleanup[7]: 4AB12C: message-id=<other@example.org>"
CLIENT = "Jun 12 14:00:02 mail postfix/smtpd[9]: 4AB12C: client=localhost[127.0.0.1]"
HOLD = "Jun 12 14:00:01 mail postfix/cleanup[7]: 4AB12C: hold: header Subject: x from localhost[127.0.0.1];"


def read(*lines: str, zone: dt.tzinfo = dt.UTC, near: dt.datetime = NEAR) -> LogReading:
    """Read a log for one message."""
    return read_postfix_log(lines, {"<a@example.org>"}, near, zone)


@pytest.mark.parametrize(
    ("lines", "queued"),
    [
        ((CLEANUP, ACTIVE), True),
        ((CLEANUP,), False),
        ((ACTIVE,), False),
        ((ACTIVE, CLEANUP), False),
        ((CLEANUP, OTHER, ACTIVE), False),
        ((CLEANUP, CLIENT, OTHER, ACTIVE), False),
        ((CLEANUP, CLIENT, ACTIVE), False),
        ((CLEANUP, ACTIVE.replace("4AB12C", "4AB12D")), False),
        ((CLEANUP, ACTIVE.replace("qmgr", "cleanup")), False),
        ((CLEANUP, ACTIVE.replace("(queue active)", "")), False),
        ((CLEANUP.replace("message-id", "resent-message-id"), ACTIVE), False),
        ((CLEANUP.replace("<a@", "<xa@"), ACTIVE), False),
        ((CLEANUP.replace("postfix/", "postfix-out/"), ACTIVE.replace("postfix/", "postfix-out/")), True),
        ((f"<22>{CLEANUP}", ACTIVE), True),
        ((CLEANUP.replace("Jun 12 14:00:01", "2017-06-12T14:00:01.123456+00:00"), ACTIVE), True),
        ((CLEANUP.replace("4AB12C", "3wmDz91Xyzz5"), ACTIVE.replace("4AB12C", "3wmDz91Xyzz5")), True),
        (("garbage", "", CLEANUP, "\x00", ACTIVE), True),
    ],
)
def test_only_the_queue_managers_line_proves_delivery(lines: tuple[str, ...], queued: bool) -> None:
    """The same queue id, still the same message, and active; a queue id that was used again proves nothing."""
    assert ("<a@example.org>" in read(*lines).queued) is queued


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("Jun 12 14:00:01", "2017-06-12T14:00:01+00:00"),
        ("Jun  2 04:00:01", "2017-06-02T04:00:01+00:00"),
        ("Dec 31 23:00:00", "2016-12-31T23:00:00+00:00"),
        ("2017-06-12T09:00:01.5-05:00", "2017-06-12T14:00:01.500000+00:00"),
        ("2016-06-12T14:00:01Z", "2016-06-12T14:00:01+00:00"),
    ],
)
def test_stamps(stamp: str, moment: str) -> None:
    """A traditional stamp is of the year that lies nearest; the others say it themselves."""
    assert read(f"{stamp} mail postfix/smtpd[1]: x").first == dt.datetime.fromisoformat(moment)


def test_a_leap_day_is_of_a_leap_year() -> None:
    """The 29th of February is not taken for a day of a year that has none."""
    near = dt.datetime(2017, 1, 12, tzinfo=dt.UTC)
    assert read("Feb 29 14:00:01 mail x", near=near).first == dt.datetime(2016, 2, 29, 14, 0, 1, tzinfo=dt.UTC)


def test_an_hour_that_the_clocks_show_twice_is_read_to_our_disadvantage() -> None:
    """The log then begins at the later moment and ends at the earlier."""
    line = "Oct 29 02:30:00 mail postfix/smtpd[1]: x"
    reading = read(line, zone=ZoneInfo("Europe/Berlin"), near=dt.datetime(2017, 10, 29, tzinfo=dt.UTC))
    assert reading.first == dt.datetime(2017, 10, 29, 1, 30, tzinfo=dt.UTC)
    assert reading.last == dt.datetime(2017, 10, 29, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("first", "last", "extra", "covers"),
    [
        ("13:59:58", "14:00:11", "", True),
        ("14:00:00", "14:00:11", "", False),
        ("13:59:59", "14:00:11", "", False),
        ("13:59:58", "14:00:10", "", False),
        ("13:59:58", "14:00:11", "rsyslogd: imjournal: begin to drop messages due to rate-limiting", False),
        ("13:59:58", "14:00:11", "systemd-journald[9]: Suppressed 12 messages from postfix.service", False),
    ],
)
def test_the_window_must_be_covered(first: str, last: str, extra: str, covers: bool) -> None:
    """The first line before the attempt, the last after it, and no word of lines that were dropped."""
    lines = (f"Jun 12 {first} mail a: b", f"Jun 12 14:00:02 mail {extra or 'c: d'}", f"Jun 12 {last} mail e: f")
    assert read(*lines).covers(NEAR, NEAR + dt.timedelta(seconds=10)) is covers


def test_an_empty_log_covers_nothing() -> None:
    """Without a single stamp there is no window."""
    assert not read("nothing here").covers(NEAR, NEAR)


def test_what_a_rule_holds_is_known_as_held() -> None:
    """A held message was taken, though it is not active."""
    assert read(CLEANUP, HOLD).held == {"<a@example.org>"}
