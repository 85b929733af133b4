from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.conftest import ROOT

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.audience import Reason
from iki_newsletter.report.labels import load_labels
from iki_newsletter.report.shares import Growth, Share
from iki_newsletter.report.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

LABELS = ROOT / "templates" / "report" / "labels"
LANGUAGES = ("es", "de", "en")


def keys_of(plain: Any, path: str = "") -> set[str]:
    """List the keys of nested mappings, but for plural forms, which differ by language."""
    if not isinstance(plain, dict) or ("other" in plain and "one" in plain):
        return {path}
    return {key for name, value in plain.items() for key in keys_of(value, f"{path}.{name}")}


def sentences_of(plain: Any) -> set[str]:
    """List the labels of several words, without what is filled in."""
    if isinstance(plain, dict):
        return {each for key, value in plain.items() if key != "dates" for each in sentences_of(value)}
    return {str(plain)} if len(re.findall(r"\w{3,}", re.sub(r"\{\w+\}", "", str(plain)))) > 1 else set()


def test_the_languages_are_complete() -> None:
    """Each has exactly the labels of the others, all can be read, and no sentence is left in another language."""
    plain = [yaml.safe_load((LABELS / f"{language}.yaml").read_text("utf-8")) for language in LANGUAGES]
    assert keys_of(plain[0]) == keys_of(plain[1]) == keys_of(plain[2])
    for language in LANGUAGES:
        load_labels(LABELS / f"{language}.yaml")
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert not sentences_of(plain[one]) & sentences_of(plain[other])


def test_every_reason_has_a_name() -> None:
    """No reason for leaving somebody out is shown by its own English word in another language."""
    for language in ("es", "de"):
        words = load_labels(LABELS / f"{language}.yaml").words
        assert not {reason.value for reason in Reason} & {words.of(reason.value) for reason in Reason}


@pytest.mark.parametrize(
    ("language", "number", "share", "few", "change", "day", "short"),
    [
        ("es", "1,234", "3 de 412 (0.7%)", "3 de 12", "+12 (+2.9%)", "12 de junio de 2018", "jun 18"),
        ("de", "1.234", "3 von 412 (0,7 %)", "3 von 12", "+12 (+2,9 %)", "12. Juni 2018", "Juni 18"),
        ("en", "1,234", "3 of 412 (0.7%)", "3 of 12", "+12 (+2.9%)", "12 June 2018", "Jun 18"),
    ],
)
def test_figures_are_written_as_readers_write_them(
    language: str, number: str, share: str, few: str, change: str, day: str, short: str
) -> None:
    """Numbers, shares with their counts, changes with their sign, days and months, on one line each."""
    write = Writer(load_labels(LABELS / f"{language}.yaml"))
    written = [
        write.number(1234),
        write.share(Share(3, 412)),
        write.share(Share(3, 12)),
        write.change(Growth("2018-05", 412, 424)),
        write.day(dt.date(2018, 6, 12)),
        write.short_month("2018-06"),
    ]
    assert [each.replace("\u00a0", " ") for each in written] == [number, share, few, change, day, short]
    assert not any(" " in each for each in written)


def test_changes_have_their_sign() -> None:
    """Fewer is a true minus, the same is neither more nor fewer, and nothing to compare with is a dash."""
    write = Writer(load_labels(LABELS / "en.yaml"))
    assert write.change(Growth("a", 400, 396)) == "\u22124\u00a0(\u22121.0%)"
    assert write.change(Growth("a", 400, 400)) == "±0\u00a0(±0.0%)"
    assert write.change(Growth("a", 10, 8)) == "\u22122"
    assert write.change(None) == "–"


def test_wrong_labels_are_told_with_their_place(tmp_path: Path) -> None:
    """A sentence without what is to be filled in is found, with its line."""
    file = tmp_path / "xx.yaml"
    file.write_text((LABELS / "en.yaml").read_text("utf-8").replace("As of {date}", "As of today"), "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_labels(file)
    assert "`page.as_of` has not exactly {date} to fill in." in "\n".join(caught.value.lines())
