"""Publishing again and again: what is public stays so, drafts never are, and nothing is ever half."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.archive.made_site import WEB, WORKSHOP, content, dead_links, make_newsletter, pages, read

from iki_newsletter.errors import (
    AlreadyThereError,
    ConfigurationError,
    FilesWrongError,
    NotThereError,
    RefusedError,
    UsageError,
)
from iki_newsletter.workflow.build import merge_issue
from iki_newsletter.workflow.check import check_issues
from iki_newsletter.workflow.publish import look, publish
from iki_newsletter.workflow.publishing import Publishing
from iki_newsletter.workflow.sources import read_register
from iki_newsletter.workspace.folder import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BOTH = ("2017-06", "2017-07")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a newsletter of which both issues are public."""
    root = make_newsletter(tmp_path_factory.mktemp("published") / "newsletter")
    publish(Workspace(root), named=BOTH)
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


def report_of(root: Path) -> Path:
    """Give the file of the report on the workshop."""
    return root / "issues/2017-07/contributions/workshop-report.yaml"


EDITS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda root: None,
    "a text": lambda root: edit(report_of(root), "Tres acuerdos.", "Cuatro acuerdos."),
    "what it is part of": lambda root: edit(report_of(root), f"part_of: {WORKSHOP}\n", ""),
    "a state": lambda root: edit(report_of(root), "states: [Oaxaca, ", "states: [Puebla, Oaxaca, "),
    "an issue's day": lambda root: edit(root / "issues/2017-07/issue.yaml", "2017-07-03", "2017-07-04"),
    "a project's name": lambda root: edit(root / "portfolio.yaml", "short: CONECC", "short: CONECC II"),
    "a word of the site": lambda root: edit(root / "templates/site/de.yaml", "Auf einen Blick", "Kurz gesagt"),
    "a colour": lambda root: edit(root / "templates/theme.yaml", "#0b5a5e", "#0b5a5d"),
    "the address": lambda root: edit(root / "newsletter.yaml", WEB, "https://other.example.org"),
    "a material": lambda root: (root / "issues/2017-07/materials/agenda.pdf").write_bytes(b"%PDF-1.4 another"),
    "a picture": lambda root: shutil.copy(
        root / "issues/2017-06/images/ecovalor.png", root / "issues/2017-06/images/selva-maya.png"
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_is_made_anew_is_what_would_be_made_at_once(root: Path, name: str) -> None:
    """After any edit, publishing on top of what is there gives the same bytes as publishing from nothing."""
    EDITS[name](root)
    result = publish(Workspace(root))
    again = content(result.folder)
    assert (result.kept == result.files) == (name == "nothing")
    if name == "a picture":  # mails ask for the old one, which only the site has
        shutil.rmtree(root / "build/cache")
    else:
        shutil.rmtree(root / "build")
    assert content(publish(Workspace(root)).folder) == again
    assert list(dead_links(result.folder)) == []


def test_an_issue_that_did_not_change_is_not_made_again(root: Path) -> None:
    """After an edit in July, the files of June are the very same ones on disk, but for what shows the edit."""
    site = root / "build/site"
    before = {path: (site / path).stat().st_ino for path in content(site) if "2017-06" in path}
    edit(report_of(root), "teaser: {es: Tres acuerdos.", "teaser: {es: Cuatro acuerdos.")
    publish(Workspace(root))
    changed = {path for path, number in before.items() if (site / path).stat().st_ino != number}
    assert changed == {f"es/{WORKSHOP}.html"}


def test_what_somebody_changed_in_the_site_is_mended(root: Path) -> None:
    """A file that was changed or deleted in the site is made anew, though nothing it is made from has changed."""
    site = root / "build/site"
    before = content(site)
    page = site / f"es/{WORKSHOP}.html"
    page.unlink()
    page.write_text("changed", "utf-8")
    (site / "2017-07/de.html").unlink()
    publish(Workspace(root))
    assert content(site) == before


@pytest.mark.parametrize(
    "cache", [b"", b"{}", b'{"key": 1}', b"\xff\xfe", b'{"version": 1, "files": {"x": [1]}}', b"[]"]
)
def test_a_damaged_memory_is_no_memory(root: Path, cache: bytes) -> None:
    """Whatever stands in the cache, the site comes out the same."""
    before = content(root / "build/site")
    for file in (root / "build/cache/site").iterdir():
        file.write_bytes(cache)
    publish(Workspace(root))
    assert content(root / "build/site") == before


def lose_item(root: Path) -> None:
    """Rename a contribution's file."""
    file = root / "issues/2017-06/contributions/ecovalor-valuation.yaml"
    file.rename(file.with_name("ecovalor-values.yaml"))
    edit(root / "issues/2017-06/issue.yaml", "ecovalor-valuation", "ecovalor-values")


def lose_project(root: Path) -> None:
    """Give a project another id."""
    edit(root / "portfolio.yaml", "id: conecc\n", "id: conecc-mexico\n")


def lose_issue(root: Path) -> None:
    """Take a whole issue away."""
    shutil.rmtree(root / "issues/2017-07")


def drop_item(root: Path) -> None:
    """Leave a contribution out of its issue."""
    plan = root / "issues/2017-07/issue.yaml"
    plan.write_text(plan.read_text("utf-8") + "leave_out: {workshop-report: the project asked for it}\n", "utf-8")


LOSSES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "renamed": (lose_item, "2017-06/ecovalor-valuation", "2017-06/ecovalor-valuation: 2017-06/ecovalor-values"),
    "project": (lose_project, "projects/conecc", "projects/conecc: projects/conecc-mexico"),
    "issue": (lose_issue, "2017-07", "2017-07: "),
    "dropped": (drop_item, "2017-07/workshop-report", "2017-07/workshop-report: "),
}


@pytest.mark.parametrize("name", LOSSES)
def test_nothing_public_is_lost_in_silence(root: Path, name: str) -> None:
    """Publishing refuses, names what would be lost and what to write, and leaves the site and the record alone."""
    lose, address, advice = LOSSES[name]
    before, record = content(root / "build/site"), (root / "published.yaml").read_bytes()
    lose(root)
    with pytest.raises(RefusedError) as refused:
        publish(Workspace(root))
    assert address in refused.value.what
    assert advice in refused.value.instead
    assert content(root / "build/site") == before
    assert (root / "published.yaml").read_bytes() == record


def test_what_moved_leads_on(root: Path) -> None:
    """An entry in redirects.yaml makes a small page in each language that leads on, and is left out of searches."""
    lose_item(root)
    (root / "redirects.yaml").write_text("2017-06/ecovalor-valuation: 2017-06/ecovalor-values\n", "utf-8")
    site = publish(Workspace(root)).folder
    old = read(site / "de/2017-06/ecovalor-valuation.html")
    assert "ecovalor-values.html" in old.links
    assert old.canonical == f"{WEB}/de/2017-06/ecovalor-values.html"
    assert old.robots == "noindex"
    assert list(dead_links(site, WEB)) == []
    publish(Workspace(root))  # what was public once is remembered, and the entry still holds


def test_what_is_gone_says_so(root: Path) -> None:
    """`gone` makes a page that says that it was withdrawn, and takes the contribution out of everything else."""
    (root / "redirects.yaml").write_text("2017-07/workshop-report: gone\n", "utf-8")
    site = publish(Workspace(root)).folder
    page = (site / "en/2017-07/workshop-report.html").read_text("utf-8")
    assert "withdrawn" in page
    assert 'content="noindex"' in page
    for path, raw in content(site).items():
        assert b"Three agreements" not in raw, path
    assert "nothing to show" in (site / "en/states/oaxaca.html").read_text("utf-8")


def test_an_issue_that_moved_takes_its_contributions_along(root: Path) -> None:
    """One entry for a renamed issue holds for all of its contributions."""
    (root / "issues/2017-07").rename(root / "issues/2017-08")
    edit(root / "issues/2017-08/issue.yaml", "month: 2017-07", "month: 2017-08")
    (root / "redirects.yaml").write_text("2017-07: 2017-08\n", "utf-8")
    site = publish(Workspace(root), named=["2017-08"]).folder
    assert "../2017-08/workshop-report.html" in read(site / "es/2017-07/workshop-report.html").links
    assert "../2017-08/es.html" in read(site / "2017-07/es.html").links
    assert "2017-08.html" in read(site / "es/issues/2017-07.html").links


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2017-06/a: 2017-06/b\n2017-06/b: 2017-06/a\n", "circle"),
        ("2017-06/a\n", "must be mended"),
        ("2017-06/a: [x]\n", "must be mended"),
        ("'../../../../PWNED': gone\n", r"redirects\.yaml:1:\d+: `\.\./"),
        ("2017-06/a: ../../PWNED\n", "no address"),
        ("/etc/passwd: gone\n", "no address"),
        ("2017-06/images/never-public.png: gone\n", "no address"),
        ("projects/conecc: gone\n", "still there"),
    ],
)
def test_wrong_redirects_are_told(root: Path, text: str, said: str) -> None:
    """Entries that lead in a circle or cannot be read end the command with a sentence."""
    (root / "redirects.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match=said):
        publish(Workspace(root))


def test_an_entry_that_leads_nowhere_is_named(root: Path) -> None:
    """Whoever has said where a page went, and mistyped it, is told so and not asked once more as if they had not."""
    lose_item(root)
    (root / "redirects.yaml").write_text("2017-06/ecovalor-valuation: 2017-06/ecovalor-valeus\n", "utf-8")
    with pytest.raises(RefusedError, match=r"redirects\.yaml says: 2017-06/ecovalor-valeus, which has no page"):
        publish(Workspace(root))


def test_an_entry_about_what_never_was_is_refused(root: Path) -> None:
    """An address that never was public is refused at its line, with what was meant; nothing is written."""
    before, record = content(root / "build/site"), (root / "published.yaml").read_bytes()
    lose_item(root)
    (root / "redirects.yaml").write_text("# moved\n2017-06/ecovalor-valuatoin: 2017-06/ecovalor-values\n", "utf-8")
    with pytest.raises(RefusedError) as refused:
        publish(Workspace(root))
    assert "redirects.yaml:2:" in refused.value.what
    assert "Did you mean `2017-06/ecovalor-valuation`?" in refused.value.what
    assert refused.value.exit_code == 1
    assert content(root / "build/site") == before
    assert (root / "published.yaml").read_bytes() == record
    assert any("ecovalor-valuatoin" in note for note in look(Workspace(root), is_draft=False).notes)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("de/2017-06/ecovalor-valuation.html", "2017-06/ecovalor-values"),
        (f"{WEB}/es/2017-06/ecovalor-valuation.html", f"{WEB}/es/2017-06/ecovalor-values.html"),
        ("/en/2017-06/ecovalor-valuation.html?from=mail#top", "/en/2017-06/ecovalor-values"),
    ],
)
def test_an_address_as_a_browser_shows_it_is_understood(root: Path, old: str, new: str) -> None:
    """An address may be copied from a browser, with host, language and ending, and holds for all languages."""
    lose_item(root)
    (root / "redirects.yaml").write_text(f'"{old}": "{new}"\n', "utf-8")
    site = publish(Workspace(root)).folder
    for language in ("es", "de", "en"):
        assert "ecovalor-values.html" in read(site / f"{language}/2017-06/ecovalor-valuation.html").links


def test_two_entries_about_one_page_must_agree(root: Path) -> None:
    """Lines for two languages of one page that lead to different ones are told with both places."""
    (root / "redirects.yaml").write_text("de/2017-06/a.html: gone\nes/2017-06/a.html: 2017-06/b\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"redirects\.yaml:2:.*redirects\.yaml:1:"):
        publish(Workspace(root))


def test_a_damaged_record_is_not_written_over(root: Path) -> None:
    """Without knowing what was public, nothing is published."""
    (root / "published.yaml").write_text("issues: [what\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"published\.yaml"):
        publish(Workspace(root))
    assert (root / "published.yaml").read_text("utf-8") == "issues: [what\n"


def test_what_is_not_translated_may_be_left_out(root: Path) -> None:
    """With `untranslated: leave-out` a contribution has pages in its own languages only, and no link is dead."""
    edit(root / "newsletter.yaml", "untranslated: show", "untranslated: leave-out")
    site = publish(Workspace(root)).folder
    name = "2017-06/accounting-rules-mitigation-goals.html"
    assert list(read(site / "es" / name).alternates) == ["es", "x-default"]
    assert f"../../es/{name}" in read(site / "de" / name).links  # it was public, and leads to where it is now
    assert read(site / "de/2017-06/mainstreaming-eba-planning.html").alternates.keys() == {"de", "x-default"}
    assert list(dead_links(site, WEB)) == []


def test_drafts_are_never_public_by_accident(tmp_path: Path) -> None:
    """What was neither sent nor named is not published; a build of drafts says so on each page, and stays at home."""
    root = make_newsletter(tmp_path / "newsletter")
    workspace = Workspace(root)
    with pytest.raises(RefusedError, match="No issue is public"):
        publish(workspace)
    assert not (root / "build/site").exists()
    with pytest.raises(UsageError):
        publish(workspace, tmp_path / "www", is_draft=True)
    drafts = publish(workspace, is_draft=True).folder
    assert drafts == (root / "build/site-drafts").resolve()
    assert not (root / "published.yaml").exists()
    for page in pages(drafts):
        assert read(page).robots == "noindex", page
        if page.name != "404.html":
            assert re.search(r"Borrador|Entwurf|Draft|Vista previa|Vorschau|Preview", page.read_text("utf-8")), page
    public = publish(workspace, named=["2017-06"])
    assert public.waiting == ("2017-07",)
    assert [
        path for path, raw in content(public.folder).items() if "2017-07" in path or b"workshop-report" in raw
    ] == []
    assert {card.issue for card in Publishing(workspace).shelf.cards["es"]} == {"2017-06"}


def test_looking_makes_nothing_public(root: Path) -> None:
    """What --serve shows changes neither the record nor the site, and refuses nothing."""
    lose_item(root)
    before, record = content(root / "build/site"), (root / "published.yaml").read_bytes()
    shown = look(Workspace(root), is_draft=False)
    assert shown.folder.name == "site-look"
    assert content(root / "build/site") == before
    assert (root / "published.yaml").read_bytes() == record


def test_an_issue_with_a_receipt_is_public(tmp_path: Path) -> None:
    """A sending's receipt makes an issue public; where the ledger lacks its editions, it is said how it was built."""
    root = make_newsletter(tmp_path / "newsletter")
    (root / "issues/2017-06/campaign.yaml").write_text(
        f"campaign: 2017-06\nbegun_at: 2017-06-01T15:00:00Z\nledger: {'a' * 32}\neditions: {{es: {'b' * 64}}}\n",
        "utf-8",
    )
    result = publish(Workspace(root))
    assert result.issues == ("2017-06",)
    assert any("not as it was sent" in note for note in result.notes)


def test_foreign_folders_are_left_alone(root: Path, tmp_path: Path) -> None:
    """A folder that no publishing has made is refused, as is a site with a file of somebody's own in it."""
    www = tmp_path / "www"
    www.mkdir()
    (www / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(AlreadyThereError, match="www"):
        publish(Workspace(root), www)
    assert content(www) == {"mine.txt": b"mine"}
    own = root / "build/site/CNAME"
    own.write_text("news.example.org", "utf-8")
    with pytest.raises(AlreadyThereError, match="CNAME"):
        publish(Workspace(root))
    assert own.read_text("utf-8") == "news.example.org"
    with pytest.raises(UsageError):
        publish(Workspace(root), root)


def test_an_unknown_issue_is_told(root: Path) -> None:
    """Naming an issue that is not there ends with the issues that are."""
    with pytest.raises(NotThereError, match="2031-01"):
        publish(Workspace(root), named=["2031-01"])


def test_a_workspace_without_pages_uses_the_starters(root: Path) -> None:
    """A workspace that was made before there was a site is published with the program's own templates."""
    before = content(root / "build/site")
    shutil.rmtree(root / "templates/site")
    assert content(publish(Workspace(root)).folder) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("es.yaml", "entrance: Leer en español\n", "", "es.yaml"),
        ("de.yaml", 'other: "{count} Projekte"', 'other: "{number} Projekte"', "de.yaml:"),
        ("item.html.j2", "{{ item.headline }}", "{{ item.headlin }}", "item.html.j2:"),
        ("item.html.j2", "{% endblock %}", "{% endblok %}", "item.html.j2:"),
    ],
)
def test_an_editors_slip_is_told_with_its_place(root: Path, file: str, old: str, new: str, place: str) -> None:
    """What is wrong in words and templates ends with the file and the line, and the site stays as it was."""
    before = content(root / "build/site")
    edit(root / "templates/site" / file, old, new)
    with pytest.raises(ConfigurationError) as wrong:
        publish(Workspace(root))
    assert place in "\n".join(wrong.value.lines())
    assert content(root / "build/site") == before


PLACEHOLDER = "preheader: {es: <write here>, de: Was der Workshop gebracht hat, en: What came of the workshop}"


def break_plan(root: Path) -> None:
    """Leave a text of issue.yaml unwritten."""
    plan = root / "issues/2017-07/issue.yaml"
    text = re.sub(r"^preheader: .*$", PLACEHOLDER, plan.read_text("utf-8"), flags=re.MULTILINE)
    plan.write_text(text, "utf-8")


def break_item(root: Path) -> None:
    """Put a new contribution in that cannot be read."""
    (root / "issues/2017-07/contributions/broken.yaml").write_text("kind: news\nproject: nobody\n", "utf-8")


@pytest.mark.parametrize("break_it", [break_plan, break_item])
def test_what_send_refuses_does_not_become_public(tmp_path: Path, break_it: Callable[[Path], None]) -> None:
    """What something stops from being sent is not published for the first time, and its problems are named."""
    root = make_newsletter(tmp_path / "newsletter")
    break_it(root)
    with pytest.raises(FilesWrongError, match="2017-07 is not public yet") as refused:
        publish(Workspace(root), named=["2017-07"])
    assert refused.value.problems
    assert any("issues/2017-07/" in line for problem in refused.value.problems for line in problem.lines())
    assert not (root / "build/site").exists()
    assert not (root / "published.yaml").exists()


@pytest.mark.parametrize("break_it", [break_plan, break_item])
def test_a_public_issue_stays_public_with_what_is_wrong_named(root: Path, break_it: Callable[[Path], None]) -> None:
    """Of an issue that is public already the rest is published, what is wrong is told, and the exit is 1."""
    break_it(root)
    made_anew, remembered = publish(Workspace(root)), publish(Workspace(root))
    for result in (made_anew, remembered):
        assert result.exit_code == 1
        assert any("issues/2017-07/" in line for problem in result.wrong for line in problem.lines())
    assert (made_anew.folder / "es/2017-07/workshop-report.html").exists()
    assert not (made_anew.folder / "es/2017-07/broken.html").exists()


def test_nobody_is_told_to_publish_what_is_public(root: Path) -> None:
    """Before an issue is public, a web address is a reason to publish it first (W119); afterwards it is none."""
    assert not any(each.code == "W119" for each in merge_issue(read_register(Workspace(root)), "2017-07").problems)
    (root / "published.yaml").unlink()
    assert any(each.code == "W119" for each in merge_issue(read_register(Workspace(root)), "2017-07").problems)


def test_an_archive_of_ones_own_network_is_one_problem(tmp_path: Path) -> None:
    """A web address that readers cannot reach is told once, where it is written."""
    root = make_newsletter(tmp_path / "newsletter", web="https://localhost/archive")
    found = [each for each in check_issues(Workspace(root), "2017-06").problems if each.code == "E301"]
    assert [(each.position.path.name, each.editions) for each in found] == [("newsletter.yaml", ("de", "en", "es"))]


def carry(root: Path) -> None:
    """Take an event of July over into August, as `new issue` does, under a name of its own."""
    before, after = root / "issues/2017-07", root / "issues/2017-08"
    (after / "contributions").mkdir(parents=True)
    text = (before / "contributions/ecovalor-accounts.yaml").read_text("utf-8").partition("sessions:")[0]
    (after / "contributions/ecovalor-accounts-2.yaml").write_text(text, "utf-8")
    plan = (before / "issue.yaml").read_text("utf-8").replace("2017-07", "2017-08").replace("number: 2", "number: 3")
    (after / "issue.yaml").write_text(plan + "carried: {ecovalor-accounts-2: 2017-07}\n", "utf-8")


def test_a_reminder_is_no_event_of_its_own(root: Path) -> None:
    """What was taken over has a page, which leads to the first one; lists and feeds know the first alone."""
    carry(root)
    site = publish(Workspace(root), named=["2017-08"]).folder
    page = site / "es/2017-08/ecovalor-accounts-2.html"
    first = "2017-07/ecovalor-accounts"
    assert read(page).canonical == f"{WEB}/es/{first}.html"
    assert {f"../{first}.html", f"../{first}.ics"} <= set(read(page).links)
    assert read(page).alternates == {}
    assert not page.with_suffix(".ics").exists()
    assert "../2017-08/ecovalor-accounts-2.html" in read(site / "es/issues/2017-08.html").links
    named = {path for path, raw in content(site).items() if path.startswith("es/") and b"ecovalor-accounts-2" in raw}
    assert named == {
        "es/index.html",
        "es/issues/2017-08.html",
        "es/issues/index.html",
        "es/2017-08/ecovalor-accounts-2.html",
    }
    assert (site / "es/events.ics").read_bytes().count(b"BEGIN:VEVENT") == 2
    assert b"ecovalor-accounts-2" not in (site / "sitemap.xml").read_bytes()
    assert list(dead_links(site, WEB)) == []
    assert "2017-08/ecovalor-accounts-2" in (root / "published.yaml").read_text("utf-8").replace(
        "2017-08:\n  - ", "2017-08/"
    )
    again = content(site)
    shutil.rmtree(root / "build")
    assert content(publish(Workspace(root)).folder) == again


def test_a_reminder_of_what_is_gone_stands_for_itself(root: Path) -> None:
    """Where the first one is withdrawn, the copy is the event."""
    carry(root)
    gone = ("2017-07/ecovalor-accounts", "2017-07/materials/agenda.pdf")
    (root / "redirects.yaml").write_text("".join(f"{each}: gone\n" for each in gone), "utf-8")
    site = publish(Workspace(root), named=["2017-08"]).folder
    assert "../2017-08/ecovalor-accounts-2.html" in read(site / "es/events/index.html").links
    assert read(site / "es/2017-08/ecovalor-accounts-2.html").canonical.endswith("ecovalor-accounts-2.html")
    assert list(dead_links(site, WEB)) == []


def test_a_draft_is_told_from_what_is_public(root: Path) -> None:
    """Among drafts, pages of a public issue are called a preview, and only those of a draft are called one."""
    carry(root)
    site = publish(Workspace(root), is_draft=True).folder
    for path in ("en/2017-08/ecovalor-accounts-2.html", "en/issues/2017-08.html", "2017-08/en.html"):
        assert "not public yet.</strong>" in (site / path).read_text("utf-8"), path
    for path in (f"en/{WORKSHOP}.html", "en/issues/2017-07.html", "2017-07/en.html", "en/index.html"):
        page = (site / path).read_text("utf-8")
        assert "Preview:" in page, path
        assert "Draft:" not in page, path


def test_projects_are_called_by_what_people_know(root: Path) -> None:
    """A project without a short name is called by its title, and one without either is named to the editors once."""
    edit(root / "portfolio.yaml", "id: conecc\n", "id: conecc\n    web: conecc.example.org/start\n")
    text = re.sub(r"\n +short: CONECC\n", "\n", (root / "portfolio.yaml").read_text("utf-8"))
    (root / "portfolio.yaml").write_text(text, "utf-8")
    result = publish(Workspace(root))
    page = (result.folder / "es/projects/index.html").read_text("utf-8")
    assert '<a href="conecc.html">Convergencia de la Política' in page
    assert "https://conecc.example.org/start" in read(result.folder / "es/projects/conecc.html").links
    (told,) = [note for note in result.notes if "no title" in note]
    assert "conecc" not in told
