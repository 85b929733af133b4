"""How well returned mail is read: `python bench/bounces.py FOLDER LABELS`, on mails that others wrote.

LABELS has a line for each mail, with tabs between: file, kind, addresses with commas between (none where the mail
names none). Mails without a label are left out.

`bench/bounces-of-flufl.tsv` has those of `tests/data` in the source archive of flufl.bounce 6.0.0
(`pip download --no-binary :all: --no-deps flufl.bounce`). Its addresses are the ones that the package's own tests
expect, the kinds were put by hand, from the words alone. `bench/bounces-of-bounceparser.tsv` has those of `t/corpus`
in Mail-DeliveryStatus-BounceParser 1.543 (Debian: `apt-get source libmail-deliverystatus-bounceparser-perl`); there
the kinds too follow from what the package's own tests expect.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from iki_newsletter.feedback.reader import Clues, read_feedback
from iki_newsletter.model.feedback import BOUNCES, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.feedback import FeedbackEvent


class Label(NamedTuple):
    """What a mail is, by hand."""

    file: str
    kind: Kind
    addresses: frozenset[str]


class Result(NamedTuple):
    """What a mail is, and what was read."""

    label: Label
    events: tuple[FeedbackEvent, ...]

    @property
    def kinds(self) -> set[Kind]:
        """The kinds of its events."""
        return {event.kind for event in self.events}

    @property
    def has_addresses(self) -> bool:
        """Tell whether exactly the addresses that it is about were found, and as something that a server reports."""
        found = {event.address.lower() for event in self.events if event.kind in BOUNCES}
        return found == self.label.addresses


def read_labels(path: Path) -> Iterator[Label]:
    """Read the labels, without comments."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            file, kind, addresses = [*line.split("\t"), ""][:3]
            yield Label(file, Kind(kind), frozenset(filter(None, addresses.lower().split(","))))


def main() -> None:
    """Read the folder's mails and print the figures, and each mail that was read otherwise than labelled."""
    folder, labels = Path(sys.argv[1]), Path(sys.argv[2])
    results = [
        Result(label, read_feedback(label.file, (folder / label.file).read_bytes(), Clues()))
        for label in read_labels(labels)
        if (folder / label.file).is_file()
    ]
    for result in results:
        if result.kinds != {result.label.kind} or (result.label.addresses and not result.has_addresses):
            said = ", ".join(f"{event.kind} {event.address} ({event.reason})" for event in result.events)
            print(
                f"{result.label.file}: {result.label.kind} {','.join(sorted(result.label.addresses))}; read as {said}"
            )
    bounces = [result for result in results if result.label.addresses]
    dead = [result for result in results if result.label.kind is Kind.DEAD]
    others = [result for result in results if result.label.kind is not Kind.DEAD]
    print(f"{len(results)} mails: {dict(Counter(result.label.kind.value for result in results))}")
    show("recognised with the addresses", sum(result.has_addresses for result in bounces), len(bounces), "≥ 95 %")
    show("dead called dead", sum(result.kinds == {Kind.DEAD} for result in dead), len(dead), "≥ 95 %")
    show("others called dead", sum(Kind.DEAD in result.kinds for result in others), len(others), "≤ 2 %")
    show("the right kind", sum(result.kinds == {result.label.kind} for result in results), len(results), "")


def show(what: str, count: int, of: int, wanted: str) -> None:
    """Print one figure."""
    print(f"{what}: {count} of {of}, {100 * count / of if of else 0:.1f} % {wanted and f'(wanted {wanted})'}")


if __name__ == "__main__":
    main()
