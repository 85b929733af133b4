"""What was public stays where it was: every page in its language, every file that mails and programs ask for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.archive.made_site import WEB, WORKSHOP, content, dead_links, make_newsletter, read

from iki_newsletter.errors import ConfigurationError, RefusedError, UsageError
from iki_newsletter.workflow.publish import publish
from iki_newsletter.workflow.published import FILE, read_published
from iki_newsletter.workflow.site_folder import SiteFolder
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ACCOUNTS = "2017-07/ecovalor-accounts"
SPANISH = "2017-06/accounting-rules-mitigation-goals"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a newsletter of which both issues are public."""
    root = make_newsletter(tmp_path_factory.mktemp("published") / "newsletter")
    publish(Workspace(root), named=("2017-06", "2017-07"))
    return root


@pytest.fixture
def root(published: Path, tmp_path: Path) -> Path:
    """Give a copy of it to change; files keep their times."""
    return shutil.copytree(published, tmp_path / "newsletter")


def edit(path: Path, old: str, new: str) -> None:
    """Change a text in a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("path", ["../outside", "a/../../outside", "/outside", "a//b", "a\\b", ""])
def test_no_path_leads_out_of_the_site(tmp_path: Path, path: str) -> None:
    """Whatever a path is made from, nothing is written beside the site's folder, nor is the site touched."""
    with pytest.raises(UsageError, match="no path"):
        SiteFolder(tmp_path / "site").replace({"index.html": b"", path: b"out"})
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_names_other_places_is_refused(root: Path) -> None:
    """published.yaml names addresses of this site alone: what leads elsewhere is no address."""
    edit(root / FILE, "- ecovalor-accounts\n", "- ../../../PWNED\n")
    with pytest.raises(ConfigurationError, match=r"published\.yaml"):
        publish(Workspace(root))


def test_a_language_that_was_dropped_leads_to_one_that_stays(root: Path) -> None:
    """Without German, all paths of the German site are there and lead to the same in the first language."""
    before = content(root / "build/site").keys()
    edit(root / "newsletter.yaml", "languages: [es, de, en]", "languages: [es, en]")
    result = publish(Workspace(root))
    assert before <= content(result.folder).keys()
    assert f"../../es/{SPANISH}.html" in read(result.folder / f"de/{SPANISH}.html").links
    assert any("lead to another" in note for note in result.notes)
    assert list(dead_links(result.folder, WEB)) == []


def test_a_page_that_a_language_has_no_more_leads_to_another(root: Path) -> None:
    """Once `untranslated` leaves out what was shown, the pages that were there lead to a language that has it."""
    edit(root / "newsletter.yaml", "untranslated: show", "untranslated: leave-out")
    site = publish(Workspace(root)).folder
    assert f"../../es/{SPANISH}.html" in read(site / f"de/{SPANISH}.html").links
    assert list(dead_links(site, WEB)) == []


def test_pages_of_some_languages_are_remembered_as_such(tmp_path: Path) -> None:
    """What was never public in a language gets no page in it, and a redirect leads to one that its target has."""
    root = make_newsletter(tmp_path / "newsletter")
    edit(root / "newsletter.yaml", "untranslated: show", "untranslated: leave-out")
    (root / FILE).write_text("languages: [es, de, en]\nissues: {2016-01: [rules]}\n", "utf-8")
    (root / "redirects.yaml").write_text(f"2016-01: gone\n2016-01/rules: {SPANISH}\n", "utf-8")
    site = publish(Workspace(root), named=["2017-06"]).folder
    assert yaml.safe_load((root / FILE).read_text("utf-8"))["only"][SPANISH] == ["es"]
    assert not (site / f"de/{SPANISH}.html").exists()
    assert f"../../es/{SPANISH}.html" in read(site / "de/2016-01/rules.html").links
    assert list(dead_links(site, WEB)) == []
    publish(Workspace(root))
    assert not (site / f"de/{SPANISH}.html").exists()


def drop_material(root: Path) -> None:
    """Take an event's only material out."""
    file = root / "issues" / f"{ACCOUNTS.replace('/', '/contributions/')}.yaml"
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("materials:")], "utf-8")


def drop_web(root: Path) -> None:
    """Take the site's address out of the settings."""
    edit(root / "newsletter.yaml", f"web: {WEB}\n", "")


def drop_event(root: Path) -> None:
    """Let an event be news from now on."""
    file = root / "issues" / f"{ACCOUNTS.replace('/', '/contributions/')}.yaml"
    text = file.read_text("utf-8").replace("kind: event", "kind: news")
    file.write_text(text[: text.index("starts_on:")] + "body: {es: Ya., de: Schon., en: Now.}\n", "utf-8")


@pytest.mark.parametrize(
    ("lose", "lost"),
    [
        (drop_material, ["2017-07/materials/agenda.pdf"]),
        (drop_web, ["feed.json", "feed.xml"]),
        (drop_event, [f"{ACCOUNTS}.ics", "2017-07/materials/agenda.pdf"]),
    ],
)
def test_no_public_file_is_lost_in_silence(root: Path, lose: Callable[[Path], None], lost: list[str]) -> None:
    """Publishing refuses and says what to write; with that written, it goes on without them."""
    before, record = content(root / "build/site"), (root / FILE).read_bytes()
    lose(root)
    with pytest.raises(RefusedError) as refused:
        publish(Workspace(root))
    assert all(f"{address}: gone" in refused.value.instead for address in lost)
    assert content(root / "build/site") == before
    assert (root / FILE).read_bytes() == record
    (root / "redirects.yaml").write_text("".join(f"{address}: gone\n" for address in lost), "utf-8")
    publish(Workspace(root))


def test_a_file_that_is_there_cannot_be_gone(root: Path) -> None:
    """An entry for a file that is still made is told: it would take nothing away."""
    (root / "redirects.yaml").write_text("feed.xml: gone\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"`feed\.xml`.* still there"):
        publish(Workspace(root))


def test_a_calendar_follows_its_event(root: Path) -> None:
    """Where an event was renamed, its calendar file is at the old path too."""
    folder = root / "issues/2017-07/contributions"
    (folder / "ecovalor-accounts.yaml").rename(folder / "ecovalor-figures.yaml")
    (root / "redirects.yaml").write_text(f"{ACCOUNTS}: 2017-07/ecovalor-figures\n", "utf-8")
    site = publish(Workspace(root)).folder
    old, new = site / f"de/{ACCOUNTS}.ics", site / "de/2017-07/ecovalor-figures.ics"
    assert old.read_bytes() == new.read_bytes()


def test_a_picture_that_mails_show_stays(root: Path) -> None:
    """A corrected picture has another path; the old one keeps its bytes, and nothing is done without a copy."""
    site = root / "build/site"
    (old,) = (path for path in content(site) if "images/selva-maya-" in path)
    before = (site / old).read_bytes()
    images = root / "issues/2017-06/images"
    shutil.copy(images / "ecovalor.png", images / "selva-maya.png")
    for _ in range(2):
        publish(Workspace(root))
        assert (site / old).read_bytes() == before
        assert len([path for path in content(site) if "images/selva-maya-" in path]) == 2
    shutil.rmtree(root / "build")
    with pytest.raises(RefusedError, match="selva-maya"):
        publish(Workspace(root))
    (root / "redirects.yaml").write_text(f"{old}: gone\n", "utf-8")
    publish(Workspace(root))
    assert not (site / old).exists()


def test_the_record_grows_only(root: Path) -> None:
    """Publishing again writes the same record, and it names languages once."""
    before = (root / FILE).read_bytes()
    publish(Workspace(root))
    assert (root / FILE).read_bytes() == before
    record = read_published(Workspace(root))
    assert record.languages == ("es", "de", "en")
    assert f"{WORKSHOP}.ics" in record.file_addresses
