from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from iki_newsletter.checks.css import Declaration, Rule, all_rules, read_declarations, read_sheet


def test_a_sheet_is_read_with_its_rules_in_rules() -> None:
    """Comments go, quotation marks and addresses keep their braces and semicolons, importance is told apart."""
    sheet = (
        '@import "a.css"; /* p { } */ p::after { content: "}"; top:0!important } @media print { td { a: url(b;c) } }'
    )
    assert read_sheet(sheet) == (
        Rule('@import "a.css"'),
        Rule("p::after", (Declaration("content", '"}"'), Declaration("top", "0", important=True))),
        Rule("@media print", (), (Rule("td", (Declaration("a", "url(b;c)"),)),)),
    )
    assert [rule.opening for rule in all_rules(read_sheet(sheet))][-1] == "td"


def test_a_style_attribute_is_read() -> None:
    """Names are in lower case, and what is no declaration is passed over."""
    assert read_declarations("COLOR:#FFF; nothing; top : 0") == (
        Declaration("color", "#FFF"),
        Declaration("top", "0"),
    )


@settings(max_examples=60)
@given(st.text("ab{}();:@\"'!/* \n", max_size=60))
def test_anything_is_read(css: str) -> None:
    """Whatever somebody writes as style, reading it ends and says something."""
    assert isinstance(read_sheet(css), tuple)
    assert isinstance(read_declarations(css), tuple)
