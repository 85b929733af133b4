"""What the options of an import say for rows that do not say it themselves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from iki_newsletter.audience.columns import fold
from iki_newsletter.audience.guessing import guess_language
from iki_newsletter.audience.merging import Consent, Wishes
from iki_newsletter.audience.person import LONGEST_WORDING
from iki_newsletter.audience.values import read_date, read_language, split_groups, tidy
from iki_newsletter.errors import UsageError
from iki_newsletter.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.workflow.importing import ImportOptions


def wishes_of(newsletter: Newsletter, options: ImportOptions) -> Wishes:
    """Read them; raises UsageError for what was asked and cannot be."""
    day = read_date(tidy(options.consent_on)) if options.consent_on else None
    if options.consent_on and day is None:
        raise UsageError(f"“{options.consent_on}” is no day.", instead="Write it as in --consent-on 2017-05-22.")
    texts = map(tidy, (options.consent_source, options.consent_basis, options.consent_wording))
    source, basis, wording = texts
    guess = partial(guess_language, languages=newsletter.languages) if options.guess_languages else None
    return Wishes(
        tuple(_group(newsletter, name) for given in options.groups for name in split_groups(given)),
        Consent(source, day.isoformat() if day else "", basis, wording[:LONGEST_WORDING]),
        _language(newsletter, options.language),
        guess,
    )


def _group(newsletter: Newsletter, name: str) -> str:
    known = {fold(group): group for group in newsletter.groups}
    if known and fold(name) not in known:
        hint = did_you_mean(name, newsletter.groups) or f"They are: {', '.join(newsletter.groups)}."
        raise UsageError(f"newsletter.yaml names no group {name}.", instead=hint)
    return known.get(fold(name), name)


def _language(newsletter: Newsletter, written: str) -> str:
    language = read_language(written, newsletter.languages) if written else ""
    if language is None or (language and language not in newsletter.languages):
        raise UsageError(
            f"There is no edition in {written}.", instead=f"The languages are: {', '.join(newsletter.languages)}."
        )
    return language
