from __future__ import annotations

import pytest

from iki_newsletter.letterbox.authentication import may_be_forged

OURS = ("received", "from mail.example.org (mail.example.org [192.0.2.7]) by mx.ours.example (Postfix) with ESMTPS")
INNER = ("received", "from mx.ours.example by imap.ours.example with LMTP")
LOCAL = ("received", "from localhost by localhost (filter)")
NUMBERED = ("received", "by 2002:a17:906:1 with SMTP id x")
THEIRS = ("received", "from laptop by list.example.org (Postfix) with ESMTPSA")
FAIL = (
    "authentication-results",
    "mx.ours.example; spf=pass smtp.mailfrom=example.org; dmarc=fail (p=none) header.from=a",
)
PASS = ("authentication-results", "mx.ours.example; dmarc=pass header.from=example.org")


@pytest.mark.parametrize(
    "headers",
    [
        (FAIL, OURS),
        (OURS, FAIL),
        (INNER, LOCAL, OURS, FAIL, THEIRS),
        (NUMBERED, OURS, FAIL),
        (*(OURS,) * 20, FAIL),
        (OURS, ("received", f"from {'x' * 1000} by list.example.org"), FAIL),
        (FAIL, PASS),
        (("authentication-results", 'mx.ours.example 1; DMARC / 1 = Fail reason="a;b"'),),
        (("authentication-results", "mx.ours.example; (checked; (twice)) dmarc=fail"),),
    ],
)
def test_our_own_server_is_heard(headers: tuple[tuple[str, str], ...]) -> None:
    """Wherever it writes its header, and however."""
    assert may_be_forged(headers)


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (PASS, FAIL),
        (OURS, THEIRS, FAIL),
        (("authentication-results", "mx.ours.example; none"),),
        (("authentication-results", "dmarc=fail"),),
        (("authentication-results", "mx.ours.example; x-dmarc=fail"),),
        (("authentication-results", "mx.ours.example; dmarc=failed"),),
        (("authentication-results", 'mx.ours.example; spf=pass reason="no; dmarc=fail"'),),
        (("authentication-results", "mx.ours.example; spf=pass (none; dmarc=fail)"),),
        (("authentication-results", "mx.ours.example; ((((" * 200),),
        (*(OURS,) * 21, FAIL),
    ],
)
def test_nobody_else_is(headers: tuple[tuple[str, str], ...]) -> None:
    """What another server said before, or a comment says, is no reason to doubt anybody."""
    assert not may_be_forged(headers)


def test_a_mail_full_of_quotation_marks_holds_nobody_up() -> None:
    """Each of its Received headers is as long as headers may be, and each mark in it begins another quotation."""
    hostile = ("received", '"' + '\\"' * 1_999)
    assert not may_be_forged((*(hostile,) * 299, FAIL))
