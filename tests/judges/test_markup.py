from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from tests.judges.editions import NAMES
from tests.judges.tools import HERE, from_npm, program

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.judges.editions import Sent

# What vnu only warns of, and mails need: Outlook for Windows and the webmails that drop style elements lay out by
# these attributes. Any other warning counts as an error does.
MEANT = {
    f"The “{name}” attribute on the “{tag}” element is obsolete."
    for tag, names in {
        "body": ("bgcolor",),
        "table": ("align", "bgcolor", "border", "cellpadding", "cellspacing", "width"),
        "td": ("align", "bgcolor", "valign", "width"),
    }.items()
    for name in names
}
# The one error that is left out: Gmail and Outlook for Windows jump to nothing but an empty anchor with a name.
ANCHOR = re.compile(r'<a id="([a-z0-9-]+)" name="\1"')
OF_ANCHORS = ("missing required attribute “href”", "The “name” attribute")


@pytest.fixture(scope="module")
def vnu(once: Callable[..., tuple[Path, Any]], editions: Mapping[str, Sent]) -> dict[str, list[str]]:
    """Let the Nu Html Checker read all editions in one run; give what it says by edition."""
    command = [program("java", package="default-jre-headless"), "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar"]
    command += [str(from_npm("vnu-jar/build/dist/vnu.jar")), "--format", "json", "--stdout", "--exit-zero-always"]

    def judge(_: Path) -> dict[str, list[str]]:
        paths = [str(editions[name].html) for name in NAMES]
        said = subprocess.run([*command, *paths], capture_output=True, check=True, timeout=300).stdout
        found: dict[str, list[str]] = {name: [] for name in NAMES}
        for message in json.loads(said)["messages"]:
            if not meant(message):
                name = message["url"].rpartition("/")[2].partition(".")[0]
                found[name].append(f"{message.get('lastLine')}: {message['message']} {message.get('extract')}")
        return found

    verdict: dict[str, list[str]] = once("vnu", judge)[1]
    return verdict


@pytest.mark.parametrize("name", NAMES)
def test_the_nu_html_checker_finds_nothing(vnu: Mapping[str, list[str]], name: str) -> None:
    """Vnu finds no error in an edition, and warns of nothing but what mails need."""
    assert vnu[name] == []


def meant(message: Mapping[str, Any]) -> bool:
    """Tell whether what vnu says is meant to be so."""
    said = message["message"]
    if message.get("subType") == "warning" and any(said.startswith(each) for each in MEANT):
        return True
    return any(each in said for each in OF_ANCHORS) and ANCHOR.search(message["extract"]) is not None


@pytest.fixture(scope="module")
def html_validate(once: Callable[..., tuple[Path, Any]], editions: Mapping[str, Sent]) -> dict[str, list[str]]:
    """Let html-validate read all editions in one run; give what it says by edition."""
    command = [program("node", package="nodejs"), str(from_npm("html-validate/bin/html-validate.mjs"))]
    command += ["--formatter", "json", "--config", str(HERE / "html-validate.json")]

    def judge(_: Path) -> dict[str, list[str]]:
        paths = [str(editions[name].html) for name in NAMES]
        said = subprocess.run([*command, *paths], capture_output=True, check=False, timeout=300)
        assert said.stdout, said.stderr
        found: dict[str, list[str]] = {name: [] for name in NAMES}
        for file in json.loads(said.stdout):
            name = file["filePath"].replace("\\", "/").rpartition("/")[2].partition(".")[0]
            found[name] += [f"{each['line']}: {each['ruleId']}: {each['message']}" for each in file["messages"]]
        return found

    verdict: dict[str, list[str]] = once("html-validate", judge)[1]
    return verdict


@pytest.mark.parametrize("name", NAMES)
def test_html_validate_finds_nothing(html_validate: Mapping[str, list[str]], name: str) -> None:
    """html-validate finds nothing in an edition by its recommended rules, but for what README.md here lists."""
    assert html_validate[name] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_is_not_clipped(editions: Mapping[str, Sent], name: str) -> None:
    """The HTML is 100,000 bytes at most as it arrives, also of the issue with 44 items: Gmail clips near 102 kB."""
    assert len(editions[name].html.read_bytes()) <= 100_000
