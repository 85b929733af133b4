from __future__ import annotations

import datetime as dt
import re

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from iki_newsletter.content.blank import blank_contribution, blank_plan
from iki_newsletter.content.yaml_lines import comment, commented, lines
from iki_newsletter.model.contribution import Kind
from iki_newsletter.model.issue import IssuePlan
from iki_newsletter.model.newsletter import Newsletter
from iki_newsletter.model.portfolio import Portfolio, Project

NEWSLETTER = TypeAdapter(Newsletter).validate_python(
    {
        "title": "Horizons",
        "languages": ["es", "de"],
        "sender": {"name": "Horizons", "address": "news@example.org"},
        "list_id": "news.example.org",
        "sections": [{"id": "all", "title": "Everything", "takes": {}}],
    }
)
PORTFOLIO = Portfolio(funding_areas=(), organisations=(), projects=())
PRINTED = st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Zl", "Zp"])


@settings(max_examples=100, deadline=None)
@given(title=st.text(min_size=1, max_size=60).filter(str.strip))
@example(title="Reefs: life # 1")
@example(title="one\u2028two\x85three\rfour")
def test_any_title_keeps_to_its_comment(title: str) -> None:
    """Whatever a project is called, its title opens no line of its own in the file."""
    project = Project(id="reef", organisation="Coral Institute", scope="bilateral").model_copy(update={"es": title})
    text = blank_contribution(Kind.NEWS, project, PORTFOLIO, NEWSLETTER, "es", dt.date(2017, 6, 19))
    assert [line[:5] for line in text.splitlines()[:6]] == ["# yam", "# ree", "# Cor", "# Wri", "# Lan", "kind:"]


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=PRINTED, max_size=60))
@example(text="Convenio: sí # no")
@example(text="- [x]")
@example(text="")
@example(text="no")
def test_any_text_is_quoted_where_it_must_be(text: str) -> None:
    """What is written as a value is read back as the same string."""
    written = "\n".join(lines("key", [{"value": text}]))
    assert yaml.load(written, yaml.BaseLoader) == {"key": [{"value": text}]}  # noqa: S506 - it makes strings only


def test_the_same_value_twice_is_written_twice() -> None:
    """Files with anchors and aliases are not read."""
    day = {"on": dt.date(2017, 6, 12)}
    assert lines("days", [day, day]) == ["days:", "  - on: 2017-06-12", "  - on: 2017-06-12"]


def test_a_comment_is_one_line() -> None:
    """Line ends of every kind become spaces."""
    assert comment("a\r\nb\u2028c\x85d ") == "# a b c d"


def test_a_commented_block_can_be_taken_back() -> None:
    """Without its marks it is the same block, its indentation included."""
    block = lines("links", [{"url": "https://example.org", "text": {"es": "Sí"}}])
    assert [line.removeprefix("# ") for line in commented(block)] == block


def test_the_plan_offers_every_field() -> None:
    """Taken all together they load, so that no offer leads astray."""
    text = blank_plan("2017-07", 2, dt.date(2017, 7, 10), dt.date(2017, 6, 28), NEWSLETTER)
    head, offered = text.split("# What else there is")
    taken = re.sub(r"^# (?!\()", "", offered, flags=re.MULTILINE).split("\n", 1)[1]
    plan = TypeAdapter(IssuePlan).validate_python(yaml.load(head + taken, yaml.BaseLoader))  # noqa: S506 - strings only
    assert plan.model_fields_set == set(IssuePlan.model_fields)
