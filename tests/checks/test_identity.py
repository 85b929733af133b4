from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.checks.letters import LANGUAGES, said, sound_letter, with_edition, with_settings

if TYPE_CHECKING:
    from iki_newsletter.checks.letter import Letter


IDENTITY = sound_letter().newsletter.identity
IMPRINT = "Musterverlag, Musterweg 1, 12345 Musterstadt, E-Mail: post@example.org. Verantwortlich: Erika Beispiel"
AT_IMPRINT = "newsletter.yaml: de: |"


def identified(language: str = "de", **changes: Any) -> Letter:
    """Give a letter judged by other words about who sends it."""
    return with_settings(sound_letter(language), identity=IDENTITY.model_copy(update=changes))


def sent_on(day: str, letter: Letter) -> Letter:
    """Give the letter of an issue that is sent on another day."""
    issue = replace(letter.page.issue, sends_on=dt.date.fromisoformat(day))
    return replace(letter, page=replace(letter.page, issue=issue))


def whats(letter: Letter, code: str) -> list[str]:
    """Give what is wrong by one rule."""
    return [what for _, what in said(letter, code)]


def test_german_readers_get_an_imprint() -> None:
    """Another language's does not serve them; readers of other editions are not asked for."""
    without = {"es": "Aviso", "en": "Imprint"}
    assert whats(identified(impressum=without), "E501") == ["de: There is no imprint in de."]
    assert whats(identified("es", impressum={}), "E501") == []


@pytest.mark.parametrize(
    ("code", "language", "key"), [("E501", "de", "impressum"), ("E504", "es", "privacy"), ("E505", "en", "postal")]
)
def test_what_stands_in_the_settings_is_also_shown(code: str, language: str, key: str) -> None:
    """A template that leaves it out is told for each part."""
    letter = sound_letter(language)
    words = getattr(IDENTITY, key)[language].split()
    marks = [word for word in words if len(word) > 6]

    def without(part: str) -> str:
        for word in marks:
            part = part.replace(word, "…")
        return part

    changed = with_edition(letter, html=without, text=without)
    assert [place for place, _ in said(changed, code)] == ["edition.html.j2", "edition.txt.j2"]


@pytest.mark.parametrize(
    ("imprint", "lacks"),
    [
        (IMPRINT, ""),
        (IMPRINT.replace("12345 Musterstadt", "Musterstadt"), "no postal address with its postal code"),
        (IMPRINT.replace("post@example.org", "www.example.org"), "no mail address"),
        (
            IMPRINT.replace("Verantwortlich", "Redaktion"),
            "nobody who is responsible for the content (“verantwortlich”)",
        ),
        (IMPRINT.replace("Verantwortlich", "V. i. S. d. P."), ""),
        (IMPRINT.replace("12345 Musterstadt", "C.P. 06700, Ciudad Ejemplo"), ""),
        (IMPRINT.replace("12345 Musterstadt", "CDMX, C.P. 03100. Tel. +52 55 1234 5678"), ""),
        (IMPRINT.replace("12345 Musterstadt", "C.P. 03100 (México)"), ""),
        (IMPRINT.replace("12345 Musterstadt", "London SW1A 2AA"), ""),
        (IMPRINT.replace("12345 Musterstadt", "Tel. 12345"), "no postal address with its postal code"),
        (IMPRINT.replace("12345 Musterstadt", "+49 228 12345 678"), "no postal address with its postal code"),
        (IMPRINT.replace("12345 Musterstadt", "(030) 123456"), "no postal address with its postal code"),
    ],
)
def test_an_imprint_names_what_the_law_asks(imprint: str, lacks: str) -> None:
    """Where to write, how to reach them at once, who answers for the content."""
    found = said(identified(impressum={"de": imprint}), "E502")
    assert [what for _, what in found] == ([f"de: The imprint names {lacks}."] if lacks else [])
    assert all(place.startswith(AT_IMPRINT) for place, _ in found)


@pytest.mark.parametrize(
    ("day", "cited", "good"),
    [
        ("2017-06-01", "§ 5 TMG und § 55 Abs. 2 RStV", True),
        ("2017-06-01", "§ 5 DDG", False),
        ("2020-11-06", "§ 55 Abs. 2 RStV", True),
        ("2020-11-07", "§ 55 Abs. 2 RStV", False),
        ("2020-11-06", "§ 18 Abs. 2 MStV", False),
        ("2020-11-07", "§ 18 Abs. 2 MStV", True),
        ("2024-05-13", "§ 5 TMG", True),
        ("2024-05-14", "§ 5 TMG", False),
        ("2024-05-13", "§ 5 Digitale-Dienste-Gesetz", False),
        ("2024-05-14", "§ 5 Digitale-Dienste-Gesetz", True),
        ("2026-11-22", "Telemediengesetz", False),
        ("2026-11-22", "§ 5 Abs. 1 Nr. 2 TMG", False),
        ("2026-11-22", "§§ 5, 6 TMG", False),
        ("2026-11-22", "TMG Research gGmbH", True),
        ("2026-11-22", "§ 5 DDG: TMG Research gGmbH", True),
        ("2026-11-22", "no law", True),
    ],
)
def test_an_imprint_cites_the_law_of_the_day_or_none(day: str, cited: str, *, good: bool) -> None:
    """TMG became DDG on 14 May 2024, RStV became MStV on 7 November 2020."""
    letter = sent_on(day, identified(impressum={"de": f"{IMPRINT} ({cited})"}))
    assert bool(whats(letter, "E503")) is not good


def test_a_wrong_law_is_told_with_the_right_one() -> None:
    """What was in force stands beside it, in whatever language the imprint is."""
    letter = sent_on("2026-11-22", identified("en", impressum={"en": "Imprint by § 5 TMG"}))
    assert whats(letter, "E503") == [
        "en: The imprint cites `TMG`, and the issue is sent on 2026-11-22, after 2024-05-13."
    ]


def test_spanish_readers_get_the_privacy_notice() -> None:
    """Mexican law asks for it; the German edition's stands under German law."""
    assert whats(identified("es", privacy={}), "E504") == [
        "es: There is no privacy notice (aviso de privacidad) in es."
    ]
    assert whats(identified("de", privacy={}), "E504") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reader_gets_a_postal_address(language: str) -> None:
    """Another language's serves, since it is the same place."""
    assert whats(identified(language, postal={}), "E505") == [f"{language}: The newsletter has no postal address."]
    assert whats(identified(language, postal={language: "Redaktion"}), "E505") == [
        f"{language}: The postal address has neither a house number nor a postal code."
    ]
    assert (
        whats(identified(language, postal={"fr": "1 rue Exemple", language: IDENTITY.postal[language]}), "E505") == []
    )


@pytest.mark.parametrize(("day", "good"), [("2015-12-31", False), ("2017-12-31", True), ("2025-01-01", False)])
def test_a_funding_notice_is_valid_on_the_day_of_sending(day: str, *, good: bool) -> None:
    """Ministries change their names, and a notice's period ends."""
    found = whats(sent_on(day, sound_letter()), "E506")
    assert found == ([] if good else [f"de: No funding notice is valid on {day}, the day that the issue is sent on."])


def test_the_notice_of_another_day_does_not_serve() -> None:
    """The edition still shows the one of 2017."""
    assert [place for place, _ in said(sent_on("2023-05-05", sound_letter("en")), "E506")] == [
        "edition.html.j2",
        "edition.txt.j2",
    ]


OFFICE = {
    "es": "Oficina México, Av. Reforma 222, 06600 CDMX",
    "de": "Büro Mexiko, Av. Reforma 222, 06600 Mexiko-Stadt",
    "en": "Mexico office, Av. Reforma 222, 06600 Mexico City",
}


def shows(letter: Letter, text: str) -> Letter:
    """Give a letter whose footer ends with a text of its own: in a block beside the next one, and as a last line."""

    def in_html(page: str) -> str:
        return page.replace("</body>", f"<p>{text}</p><p>Ende</p></body>")

    return with_edition(letter, html=in_html, text=lambda part: f"{part}\n{text}\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_one_block_end_with_it(language: str) -> None:
    """The last word of an address and the first of what stands below are two, although no blank is between them."""
    letter = with_settings(
        shows(sound_letter(language), OFFICE[language]), identity=IDENTITY.model_copy(update={"postal": OFFICE})
    )
    assert whats(letter, "E505") == []


@pytest.mark.parametrize(
    ("shown", "good"),
    [
        ("Das BMU fördert uns.", True),
        ("Das BMUB fördert uns.", False),
        ("Uns fördert Das BMU.", False),
        ("Das BMU fördert", False),
        ("El BMU nos apoya.", False),
    ],
)
def test_a_funding_notice_stands_whole_and_in_the_readers_language(shown: str, *, good: bool) -> None:
    """One letter makes another ministry of it, and words from elsewhere on the page make no notice."""
    (notice, *_) = sound_letter().newsletter.funding_notices
    wanted = notice.model_copy(update={"text": {"de": "Das **BMU** fördert uns.", "es": "El BMU nos apoya."}})
    letter = with_settings(shows(sound_letter("de"), shown), funding_notices=(wanted,))
    assert (whats(letter, "E506") == []) is good


def test_a_notice_in_markdown_is_found_as_its_parts_show_it() -> None:
    """Lists lose their marks, and a link's target stands in the text part only."""
    text = "- Uns fördert das [BMU](https://example.org/bmu_(de)) seit 2018.\n- Danke &amp; Gruß"
    (notice, *_) = sound_letter().newsletter.funding_notices
    wanted = notice.model_copy(update={"text": {"de": text}})
    html = (
        '<ul><li>Uns fördert das <a href="https://example.org/bmu_(de)">BMU</a> seit 2018.</li><li>Danke &amp; Gruß'
    )
    plain = "Uns fördert das BMU <https://example.org/bmu_(de)> seit\n2018.\nDanke & Gruß"
    letter = with_edition(
        html=lambda page: page.replace("</body>", f"{html}</li></ul></body>"), text=lambda part: f"{part}\n{plain}\n"
    )
    assert whats(with_settings(letter, funding_notices=(wanted,)), "E506") == []


def test_a_newsletter_without_any_funding_notice_is_told() -> None:
    """It is there to be funded by somebody who wants to be named."""
    assert len(whats(with_settings(funding_notices=()), "E506")) == 1
