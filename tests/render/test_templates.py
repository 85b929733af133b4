from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.render.specimens import make_issue, make_newsletter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.problem import Problem
from iki_newsletter.render.edition import render_edition
from iki_newsletter.render.templates import load_templates

if TYPE_CHECKING:
    from pathlib import Path

    from iki_newsletter.model.edition import Edition


def render(folder: Path) -> Edition:
    """Render with a templates folder."""
    return render_edition(make_issue(), make_newsletter(), "de", load_templates(folder))


def problems(error: ConfigurationError) -> list[Problem]:
    """Give what an error carries."""
    return [problem for problem in error.problems if isinstance(problem, Problem)]


@pytest.mark.parametrize(
    ("file", "slip", "said"),
    [
        ("edition.html.j2", "{{ view.titel }}", "titel"),
        ("edition.html.j2", "{{ nothing }}", "nothing"),
        ("edition.html.j2", "{{ 1 / 0 }}", "zero"),
        ("edition.html.j2", "{{ view.number + 1 }}", "concatenate"),
        ("edition.html.j2", "{{ view.number | shout }}", "shout"),
        ("edition.html.j2", "{{ labels.footer.why | fill }}", "address"),
        ("edition.txt.j2", "{{ view.titel }}", "titel"),
        ("edition.txt.j2", "{{ view.title.text }", "'}'"),
        ("inline.css.j2", "{{ theme.colours.light.papper }}", "`palette` has no `papper`."),
        ("modes.css.j2", " {% endfor %}", "endfor"),
        ("dark.css.j2", "{% endfor %}", "endfor"),
    ],
)
def test_an_editors_slip_is_found(own_templates: Path, file: str, slip: str, said: str) -> None:
    """A mistake in a template is named with file and line, and with what to do; there is no traceback."""
    path = own_templates / "mail" / file
    lines = path.read_text(encoding="utf-8").split("\n")
    marks = ("<body>", "{{ view.number }}", "body", ":root", "@media")
    line = next(number for number, text in enumerate(lines, 1) if text.startswith(marks))
    lines[line - 1] += slip
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(ConfigurationError) as caught:
        render(own_templates)
    (problem,) = problems(caught.value)
    assert problem.code == "W141"
    assert str(problem.position).endswith(f"{file}:{line}")
    assert said in problem.what
    assert problem.instead


def test_a_block_without_its_end_is_found(own_templates: Path) -> None:
    """Where a block was opened and not closed, the line is the one at which that shows."""
    path = own_templates / "mail" / "edition.html.j2"
    path.write_text(path.read_text(encoding="utf-8").replace("<body>", "<body>{% if view %}"), encoding="utf-8")

    with pytest.raises(ConfigurationError) as caught:
        render(own_templates)
    assert re.search(r"edition\.html\.j2:\d+: .*end", caught.value.lines()[0])


def test_a_slip_inside_a_macro_is_found(own_templates: Path) -> None:
    """The line named is the innermost: where the mistake is, not where the macro is called."""
    path = own_templates / "mail" / "edition.html.j2"
    written = path.read_text(encoding="utf-8").replace("{% if lang %} lang=", "{{ oops }}{% if lang %} lang=")
    path.write_text(written, encoding="utf-8")
    line = written[: written.index("oops")].count("\n") + 1

    with pytest.raises(ConfigurationError) as caught:
        render(own_templates)
    assert f"edition.html.j2:{line}: " in caught.value.lines()[0]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("inline.css.j2", "body {", "a:hover { color: red } body {"),
        ("edition.html.j2", "<style>", "<style>@page { margin: 0 }</style><style>"),
    ],
)
def test_style_that_cannot_be_inlined_is_explained(own_templates: Path, file: str, old: str, new: str) -> None:
    """A rule that no element can take is named with its file, and where it belongs."""
    path = own_templates / "mail" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ConfigurationError) as caught:
        render(own_templates)
    (problem,) = problems(caught.value)
    assert (problem.code, problem.position.path.name) == ("W143", file)
    assert "modes.css.j2" in problem.instead


@pytest.mark.parametrize(
    "file", ["edition.html.j2", "edition.txt.j2", "inline.css.j2", "modes.css.j2", "dark.css.j2"]
)
def test_a_missing_template_is_named(own_templates: Path, file: str) -> None:
    """A template that was deleted is named, and where to get it again."""
    (own_templates / "mail" / file).unlink()

    with pytest.raises(ConfigurationError) as caught:
        render(own_templates)
    assert f"{file}: there is no such template" in caught.value.lines()[0]


def test_missing_or_heavy_art_is_named(own_templates: Path) -> None:
    """A header that is not there, or that would weigh down every mail, is named with its cure."""
    header = own_templates / "art" / "header.png"
    header.write_bytes(bytes(200_000))
    with pytest.raises(ConfigurationError) as heavy:
        load_templates(own_templates)

    header.unlink()
    with pytest.raises(ConfigurationError) as missing:
        load_templates(own_templates)

    assert re.search(r"header\.png.*200 KB.*W144", heavy.value.lines()[0])
    assert "header.png: there is no such picture" in missing.value.lines()[0]


def test_missing_folders_are_named(tmp_path: Path) -> None:
    """An empty templates folder is explained, not a traceback."""
    with pytest.raises(ConfigurationError) as caught:
        load_templates(tmp_path)
    assert "theme.yaml" in "\n".join(caught.value.lines())


def test_all_problems_at_once(own_templates: Path) -> None:
    """What is wrong in the theme and in each language is reported in one run."""
    for name in ("theme.yaml", "labels/de.yaml", "labels/es.yaml"):
        (own_templates / name).write_text("nonsense: yes\n", encoding="utf-8")

    with pytest.raises(ConfigurationError) as caught:
        load_templates(own_templates)
    assert {problem.position.path.name for problem in caught.value.problems} == {"theme.yaml", "de.yaml", "es.yaml"}  # type: ignore[attr-defined]


def test_the_folder_stays_clean(own_templates: Path) -> None:
    """Rendering leaves nothing in the templates folder."""
    before = sorted(own_templates.rglob("*"))

    render(own_templates)

    assert sorted(own_templates.rglob("*")) == before


def test_a_changed_template_shows_at_once(own_templates: Path) -> None:
    """What was kept of a template from an earlier run never hides an editor's change."""
    path = own_templates / "mail" / "edition.txt.j2"
    for word in ("Erstens", "Zweitens"):
        path.write_text(f"{word}\n", encoding="utf-8")
        assert render(own_templates).text == f"{word}\n"


def test_words_cannot_become_markup(own_templates: Path) -> None:
    """Labels are escaped in HTML and left alone in text."""
    path = own_templates / "labels" / "de.yaml"
    written = (
        path.read_text(encoding="utf-8")
        .replace("focus: Im Fokus", "focus: <b>Fokus</b>")
        .replace("unsubscribe: Newsletter", "unsubscribe: <i>Newsletter</i>")
    )
    path.write_text(written, encoding="utf-8")

    edition = render(own_templates)

    assert "<i>" not in edition.html
    assert "&lt;i&gt;Newsletter" in edition.html
    assert "<i>Newsletter" in edition.text
