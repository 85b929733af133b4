from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from iki_newsletter.checks.check import Material
from iki_newsletter.checks.engine import find_in_material
from iki_newsletter.content.loading import load_issue_plan
from iki_newsletter.model.contribution import Contribution
from iki_newsletter.model.rulebook import RULES
from iki_newsletter.reading.findings import Findings
from iki_newsletter.reading.reader import read_bytes_as
from iki_newsletter.reading.scan import scan
from iki_newsletter.render.markdown import MAX_BYTES as MAX_MARKDOWN
from iki_newsletter.workflow.sources import Register, read_register
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from tests.judges.browser import Page

    from iki_newsletter.model.issue import IssuePlan
    from iki_newsletter.model.origin import Loaded

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = Path("contribution.yaml")

# --- contributions, right and wrong ---------------------------------------------------------------------------

MARKS = [
    "**bold**",
    "*it*",
    "_it_",
    "snake_case_word",
    "Forscher*innen",
    "[a](b)",
    "[a](https://example.org)",
    "![a](b.png)",
    "http://example.org",
    "<https://example.org>",
    "<mailto:a@example.org>",
    "<br>",
    "<b>",
    "# head",
    "`code [a](b)`",
    "[ref]",
    "[ref]: http://example.org/x",
    "[a](<b c>)",
    r"\[a](b)",
    r"\*not\*",
    "[a](www.example.org)",
    "- one",
    "> said",
    "[a [b](c)](https://example.org)",
    "mailto:a@example.org",
    "[a](mailto:a@example.org)",
    "2 * 3 * 4",
    '[a](https://example.org "t")',
    "[x]",
    "a < b > c",
    "<write here>",
    "https://www.example.org/write-here",
    "0:00",
    "[a](HTTPS://example.org)",
    "[a](#top)",
    "[](https://example.org)",
    "[a]()",
    "HTTP://EXAMPLE.ORG",
    "__x__",
]
ODD = [
    "\u202e",
    "\u200b",
    "\ufeff",
    "\u0378",
    "\ue000",
    "\u2028",
    "\x07",
    "\u00ad",
    "\u200d",
    "\t",
    "\x85",
    "\U000e0001",
]
GOOD = [
    "El taller reunió a doce municipios.",
    "Zwölf Kanäle: „offen“",
    "ñandú",
    "e\u0301",
    "👩‍🌾",
    "no",
    "2017",
    "- x",
    "a: b # c",
]
BLANK = ["", " ", "\n", "\u00a0", "\u2003x\u2003"]

pieces = st.one_of(
    st.sampled_from(GOOD + GOOD + MARKS),
    st.sampled_from(ODD).map(lambda odd: f"a{odd}b"),
    st.text(max_size=12).map(lambda text: text.replace("\r", "")),
)
lines = st.lists(pieces, min_size=1, max_size=4).map(" ".join)
plain = st.sampled_from(GOOD)
words = st.one_of(
    plain,
    plain,
    lines,
    st.lists(lines, min_size=1, max_size=5).map("\n".join),
    st.lists(lines, min_size=1, max_size=3).map("\n\n".join),
    st.sampled_from([*BLANK, "x" * 20_000, "x" * 20_001, "é" * 20_000, "e\u0301" * 20_000]),
)
texts = st.one_of(words, st.dictionaries(st.sampled_from(["es", "de", "en"]), words, max_size=3))
days = st.sampled_from(
    [
        "2017-06-12",
        "2017-06-13",
        "2017-07-01",
        "2017-02-29",
        "2016-02-29",
        "1900-01-01",
        "0000-01-01",
        "2017-6-1",
        "12.06.2017",
        "2017-13-01",
        "",
        " 2017-06-12 ",
        "２０１７-06-12",
        "9999-12-31",
    ]
)
addresses = st.sampled_from(
    [
        "https://example.org",
        "https://example.org/a?b=c#d",
        "http://example.org",
        "example.org",
        "https://a b",
        "https://",
        "https://é.example",
        "https://example.org/(x)",
        "https://ex<ample",
        " https://example.org ",
        "https://" + "x" * 1993,
        "https://" + "x" * 1992,
        "https://www.example.org/write-here",
    ]
)
ids = st.sampled_from(["klimaallianz", "sicem", "no-such-project", "Klimaallianz", "a--b", "x" * 65, " sicem "])
line = st.one_of(plain, lines, st.sampled_from([*BLANK, "x" * 400, "x" * 401, "a\nb"]))
numbers = st.sampled_from(
    ["1", "17", "18", "0", "-1", "+5", " 7 ", "1_0", "1.0", "1.5", "1e1", "٣", "", "007", "x", "1__0", "2017", "1899"]
)
tongues = st.sampled_from(["es", "de", "en", "pt-BR", "ES", "español", "yua", ""])


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Give a short list."""
    return st.lists(strategy, max_size=2)


def shape(needed: dict[str, Any], optional: dict[str, Any] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Give a mapping, now and then with one of its keys missing or one too many."""
    whole = st.fixed_dictionaries(needed, optional=optional or {})
    broken = st.tuples(whole, st.sampled_from([*needed, "titel", "constructor"]), st.integers(0, 14)).map(
        lambda drawn: (
            drawn[0]
            if drawn[2]
            else {key: value for key, value in drawn[0].items() if key != drawn[1]}
            | ({} if drawn[1] in needed else {drawn[1]: "x"})
        )
    )
    return st.one_of(whole, broken)


def mostly(right: Any, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Give the right value most of the time: else hardly a contribution would be right as a whole."""
    return st.integers(0, 11).flatmap(lambda number: strategy if number == 0 else st.just(right))


COMMON = {
    "project": mostly("klimaallianz", ids),
    "language": st.sampled_from(["es", "es", "de", "en"]),
    "received_on": mostly("2017-05-22", days),
    "title": mostly("Doce municipios", texts),
    "teaser": mostly({"es": "Un taller.", "de": "Ein Kurs.", "en": "A course."}, texts),
}
OPTIONAL = {
    "released": mostly({"by": "Ana", "on": "2017-05-01"}, shape({"by": line, "on": days})),
    "links": some(mostly({"url": "https://example.org", "text": "x"}, shape({"url": addresses, "text": texts}))),
    "images": some(
        mostly(
            {"file": "images/a.jpg", "credit": "Ana", "rights": "own", "alt": "Un río"},
            shape(
                {
                    "file": st.sampled_from(
                        ["images/a.jpg", "images/a.gif", "a.jpg", "images/../a.jpg", "images/A_1.webp"]
                    ),
                    "credit": texts,
                    "rights": st.sampled_from(["own", "granted", "stolen", "open-licence"]),
                    "alt": texts,
                },
                {"caption": texts},
            ),
        )
    ),
    "states": some(mostly("Jalisco", st.sampled_from(["Michoacán", "Michoaca\u0301n", "Michoacan", "México", ""]))),
    "sdg": some(mostly("13", numbers)),
    "weight": mostly("10", numbers),
    "other_projects": some(mostly("sicem", ids)),
    "area": mostly("II", st.sampled_from(["I", "V", "i", ""])),
    "tags": some(mostly("agua", ids)),
    "source": mostly({"url": "https://example.org", "on": "2017-05-01"}, shape({"url": addresses, "on": days})),
    "expires_on": mostly("2017-12-31", days),
    "embargo_until": mostly("2017-12-30", days),
}
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "news": ({"body": words}, {}),
    "profile": ({}, {}),
    "event": (
        {"starts_on": mostly("2017-06-12", days), "place": mostly("Morelia", texts)},
        {
            "ends_on": days,
            "starts_at": st.sampled_from(["09:30", "9:30", "24:00", "9:5", "23:59", "", "9.30", "٠٩:٣٠"]),
            "timezone": st.sampled_from(["America/Mexico_City", "UTC", "America/Guadalajara", "", " UTC "]),
            "online": mostly("https://example.org", addresses),
            "registration": mostly({"url": "https://example.org"}, shape({"url": addresses}, {"until": days})),
        },
    ),
    "publication": (
        {
            "url": mostly("https://example.org", addresses),
            "year": mostly("2017", numbers),
            "languages": mostly(["es"], some(tongues)),
        },
        {"authors": some(line), "pages": mostly("40", numbers), "licence": line},
    ),
    "call": (
        {"deadline": mostly("2017-08-01", days), "url": mostly("https://example.org", addresses), "eligible": texts},
        {},
    ),
    "interview": (
        {
            "interviewee": shape(
                {
                    "name": mostly("Ana", line),
                    "role": mostly("Bióloga", texts),
                    "consent": mostly("given", st.sampled_from(["yes", ""])),
                }
            ),
            "body": words,
        },
        {},
    ),
    "video": (
        {
            "url": mostly("https://example.org", addresses),
            "duration": mostly("4:30", st.sampled_from(["1:04:30", "430", "4:60", "٤:٣٠", "0:00", "100:00"])),
        },
        {"subtitles": some(tongues)},
    ),
}


def of_kind(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Give contributions of a kind."""
    needed, optional = KINDS[kind]
    rare = OPTIONAL | optional
    few = st.lists(st.sampled_from(sorted(rare)), max_size=3, unique=True)
    return few.flatmap(
        lambda names: shape({"kind": st.just(kind)} | COMMON | needed | {name: rare[name] for name in names})
    )


contributions = st.one_of(
    *map(of_kind, KINDS), st.sampled_from([{}, {"kind": "story"}, {"kind": ""}, {"title": "x"}])
)

# --- the program's verdict ------------------------------------------------------------------------------------


@cache
def register() -> Register:
    """Read the repository's settings and portfolio, once."""
    return read_register(Workspace(ROOT))


@cache
def june() -> Loaded[IssuePlan]:
    """Read what the editors decided about the June issue, once."""
    plan, _ = load_issue_plan(ROOT / "issues" / "2017-06")
    assert plan is not None
    return plan


@cache
def adapter() -> TypeAdapter[Contribution]:
    """Make what contributions are checked by, once."""
    return TypeAdapter(Contribution)


def refusals(raw: bytes) -> list[str]:
    """Give the codes of what would stop this contribution as a file by itself."""
    loaded, problems = read_bytes_as(raw, NOWHERE, adapter())
    found = [problem.code for problem in problems]
    if loaded is None:
        return found
    settings_, portfolio = register().newsletter, register().portfolio
    if loaded.value.project not in portfolio.projects_by_id:
        found.append("C201")
    of_material = find_in_material(Material(june(), (loaded,), portfolio, settings_))
    found += [problem.code for problem in of_material if problem.code.startswith("C")]
    return [code for code in found if RULES[code].level.stops]


def on_purpose(case: dict[str, Any]) -> bool:
    """Tell whether the form refuses more than the program does: docs/reference/form.md says what, and why."""
    body = case.get("body", "")
    bodies = body.values() if isinstance(body, dict) else [body]
    if any(len(nfc(each).strip().encode()) > MAX_MARKDOWN for each in bodies):
        return True
    return str(case.get("expires_on", "9999")) < str(case.get("embargo_until", ""))


def nfc(data: Any) -> Any:
    """Compose the characters of data, as the reader does."""
    if isinstance(data, str):
        return unicodedata.normalize("NFC", data)
    if isinstance(data, list):
        return [nfc(each) for each in data]
    return {key: nfc(value) for key, value in data.items()}


def judged(page: Page, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Have the page judge many contributions in one call."""
    found: list[dict[str, Any]] = page.ask(f"verdicts({json.dumps(cases)})")
    return found


@pytest.fixture(scope="module")
def ready(page: Page, form_file: Path) -> Page:
    """Give the form, opened."""
    page.show(form_file, 1280)
    return page


@settings(
    max_examples=7,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(cases=st.lists(contributions, min_size=30, max_size=50))
def test_the_form_refuses_what_the_loader_refuses(ready: Page, cases: list[dict[str, Any]]) -> None:
    """Of generated contributions, the page and the program refuse the same ones; what it writes is read as meant."""
    for case, verdict in zip(cases, judged(ready, cases), strict=True):
        raw = verdict["yaml"].encode()
        refused = refusals(raw)
        assert bool(verdict["problems"]) == (bool(refused) or on_purpose(case)), (case, verdict["problems"], refused)
        if "C104" not in refused and raw != b"\n":
            findings = Findings(NOWHERE, "C")
            assert scan(verdict["yaml"], findings).data == nfc(case)
            assert verdict["same"], case
