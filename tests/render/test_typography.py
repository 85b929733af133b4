from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.render.labels import Typography
from iki_newsletter.render.typography import NBSP, SOFT_HYPHEN, Typesetter

GERMAN = Typesetter(
    Typography(
        quotes="„“",
        together=("z. B.", "Nr."),
        after_numbers=("Juni", "Mio."),
        parts="wissens management strategie küsten schutz schutzgebiets",
    )
)
SPANISH = Typesetter(Typography(quotes="“”", together=("núm.",), after_numbers=("de junio",)))


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ('"Horizonte" stellt vor', "„Horizonte“ stellt vor"),
        ('Er sagt: "Gut so", und geht ("ja")', "Er sagt: „Gut so“, und geht („ja“)"),
        ("Mexico's coast", "Mexico’s coast"),
        ("8 % von 40 km² und 3 t", f"8{NBSP}% von 40{NBSP}km² und 3{NBSP}t"),
        ("EUR 4.75 million", f"EUR{NBSP}4.75 million"),
        ("z. B. hier", f"z.{NBSP}B.{NBSP}hier"),
        ("Nr. 4", f"Nr.{NBSP}4"),
        ("6. und 7. Juni 2017", f"6. und 7.{NBSP}Juni 2017"),
        ("4,75 Mio. Euro", f"4,75{NBSP}Mio. Euro"),
    ],
)
def test_sets_what_is_safe(written: str, set_: str) -> None:
    """Quotation marks curl, units and abbreviations keep their neighbour."""
    assert GERMAN.set(written) == set_


@pytest.mark.parametrize(
    "written",
    [
        'a 12" pipe',
        'one "open',
        'a" b "c',
        "'quoted'",
        "3 tons",
        "5 metres",
        "the z. Bären",
        "7. Junitag",
        "„schon gesetzt“",
    ],
)
def test_leaves_alone_what_is_not_sure(written: str) -> None:
    """Inches, a mark without its pair, single quotes and words that begin like a unit stay as they were typed."""
    assert GERMAN.set(written) == written


def test_each_language_has_its_marks() -> None:
    """The same straight marks become what each language uses."""
    assert SPANISH.set('"sí", el 7 de junio, 7 de junior') == f"“sí”, el 7{NBSP}de{NBSP}junio, 7 de junior"
    assert GERMAN.set('"ja"') == "„ja“"


def test_long_words_of_headlines_may_break_where_their_parts_meet() -> None:
    """A compound made up of known parts gets soft hyphens, in headlines only; others and short ones get none."""
    broken = SOFT_HYPHEN.join(["Wissens", "management", "strategie"])

    assert GERMAN.headline("Die Wissensmanagementstrategie") == f"Die {broken}"
    assert GERMAN.headline("Küstenschutz") == "Küstenschutz"
    assert GERMAN.headline("Wissensmanagementxyz bleibt") == "Wissensmanagementxyz bleibt"
    assert SOFT_HYPHEN not in GERMAN.set("Die Wissensmanagementstrategie")


@settings(max_examples=150)
@given(st.text(alphabet="ab 1\"'%.(km", max_size=40))
def test_setting_changes_no_word(written: str) -> None:
    """Only quotation marks, apostrophes and spaces may look different, and setting twice is as good as once."""
    set_ = GERMAN.set(written)

    back = set_.replace("„", '"').replace("“", '"').replace("’", "'").replace(NBSP, " ")
    assert back == written
    assert GERMAN.set(set_) == set_
