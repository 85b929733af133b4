"""The issue in programs that show text only: w3m and lynx for the HTML part, neomutt for both."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from tests.passage.conftest import LANGUAGES
from tests.servers.program import require

if TYPE_CHECKING:
    from pathlib import Path

    from tests.passage.conftest import Letter

HEADINGS = ["h1", "h2", "h3", "h4"]
COLUMNS = 80
NUMBER = re.compile(r"\[\d+\]")
"""How w3m and lynx mark a link."""
PROGRAMS = {
    "w3m": "w3m -dump -T text/html -I utf-8 -O utf-8 -cols 80 -o display_link_number=1",
    "lynx": "lynx -dump -force_html -assume_charset=utf-8 -display_charset=utf-8 -width=80 -stdin",
}
NEOMUTT = """
set header_cache = "" send_charset = "utf-8" charset = "utf-8" mailcap_path = "{folder}/mailcap" pipe_decode
set folder = "{folder}" record = "" certificate_file = "" history_file = "" wait_key = no
ignore *
unignore subject
unalternative_order *
alternative_order {kind}
auto_view text/html
"""
LEFT_OVER = {
    "a tag": re.compile(r"</?[a-z][a-z0-9]*[ >/]"),
    "an entity": re.compile(r"&(?:[a-z]{2,8}|#\d+);"),
    "quoted-printable": re.compile(r"(?<!=)=(?:[0-9A-F]{2}|\r?$)", re.MULTILINE),
    "a placeholder": re.compile(r"%%|\{\{|\{%"),
    "wrongly decoded UTF-8": re.compile(r"Ã.|Â.|�"),
}


def plain(text: str) -> str:
    """Give a text as every program shows it: without white space, line breaks, soft hyphens and capital letters."""
    return re.sub(r"[\s\u00ad\u200b-\u200d\u034f]+", "", text).casefold().replace("ß", "ss")


def headings_and_links(letter: Letter) -> list[str]:
    """Give the words of a letter's headings and links in the order of its HTML."""
    page = BeautifulSoup(letter.html, "html.parser")
    found = page.find_all(lambda tag: tag.name in HEADINGS or (tag.name == "a" and tag.find_parent(HEADINGS) is None))
    return [words for tag in found if (words := tag.get_text())]


def assert_in_order(wanted: list[str], shown: str) -> None:
    """Hold that all of this is shown, one after the other."""
    where, page = 0, plain(shown)
    for words in wanted:
        found = page.find(plain(words), where)
        assert found >= 0, f"{words!r} is not shown, or not where it belongs:\n{shown}"
        where = found + len(plain(words))


def assert_plain(shown: str) -> None:
    """Hold that nothing of the mail's own writing is left in what is shown; addresses may hold anything."""
    words = re.sub(r"(?:https|mailto|cid):\S+(?:\n\s+[\w%&=?.-]+$)*", "", shown, flags=re.MULTILINE)
    for what, pattern in LEFT_OVER.items():
        found = pattern.search(words)
        assert found is None, f"{what} is left: {words[max(found.start() - 60, 0) : found.end() + 60]!r}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_html_part_reads_as_text(letters: dict[str, Letter], program: str, language: str) -> None:
    """Every heading and link of the HTML part is there, in order, and each link's address is listed."""
    require(program, program)
    letter = letters[language]
    shown = subprocess.run(
        shlex.split(PROGRAMS[program]),
        input=letter.html.encode(),
        capture_output=True,
        timeout=20,
        check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    ).stdout.decode()

    page, _, references = shown.partition("\nReferences")
    assert_in_order(headings_and_links(letter), NUMBER.sub("", page))
    assert_plain(page)
    links = [str(link["href"]) for link in BeautifulSoup(letter.html, "html.parser").find_all("a", href=True)]
    assert links
    # lynx shows what is percent-encoded as it is meant.
    assert_in_order([unquote(link) for link in links if not link.startswith("#")], unquote(references))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["text/plain", "multipart/related"])
def test_neomutt_shows_it(letters: dict[str, Letter], tmp_path: Path, kind: str, language: str) -> None:
    """Neomutt shows every heading and link of the part that its reader prefers, in order, in the right letters.

    Left alone it shows the text; the HTML stands in a multipart/related with its pictures.
    """
    letter = letters[language]
    shown = shown_by_neomutt(letter, tmp_path, kind)

    wanted = headings_and_links(letter) if kind == "multipart/related" else headings(letter)
    assert_in_order([str(letter.message["Subject"]), *wanted], NUMBER.sub("", shown))
    assert_plain(shown)
    assert "[-- " not in shown, "a part that it cannot show"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_part_needs_no_program(letters: dict[str, Letter], language: str) -> None:
    """It has the headings and every link of the HTML, each link alone on its line, and the rest in 80 columns."""
    letter = letters[language]
    lines = letter.text.splitlines()

    assert_in_order(headings(letter), letter.text)
    assert_plain(letter.text)
    assert not [line for line in lines if len(line) > COLUMNS and re.search(r"\S\s+\S", line)]
    page = BeautifulSoup(letter.html, "html.parser")
    links = {str(link["href"]) for link in page.find_all("a", href=True)}
    alone = {line.strip() for line in lines}
    assert {link for link in links if not link.startswith("#")} <= alone


def headings(letter: Letter) -> list[str]:
    """Give the words of a letter's headings in the order of its HTML."""
    return [tag.get_text() for tag in BeautifulSoup(letter.html, "html.parser").find_all(HEADINGS)]


def shown_by_neomutt(letter: Letter, folder: Path, kind: str) -> str:
    """Have neomutt write down a message as it shows it, on the terminal of `script`: it runs on no less."""
    neomutt, script = require("neomutt", "neomutt"), require("script", "bsdutils")
    require("w3m", "w3m")
    box = folder / "box"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    (box / "cur" / "1.letter:2,S").write_bytes(letter.content)
    (folder / "mailcap").write_text(f"text/html; {PROGRAMS['w3m']}; copiousoutput\n", encoding="utf-8")
    (folder / "muttrc").write_text(NEOMUTT.format(folder=folder, kind=kind), encoding="utf-8")
    keys = f"<pipe-message>cat > {folder}/shown<enter><exit>"
    command = shlex.join([neomutt, "-n", "-F", f"{folder}/muttrc", "-f", str(box), "-e", f"push '{keys}'"])
    ended = subprocess.run(
        [script, "-qec", command, os.devnull],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=20,
        check=False,
        env=os.environ | {"HOME": str(folder), "TERM": "xterm", "LC_ALL": "C.UTF-8"},
    )
    assert (folder / "shown").exists(), ended.stdout.decode(errors="replace")
    return (folder / "shown").read_text(encoding="utf-8")
