"""Rules over what belongs to an event: its agenda, its materials, the contributions that are part of it (C)."""

from __future__ import annotations

from typing import Final

from iki_newsletter.model.rule import Level, Rule

RULES: Final = (
    # --- files among the materials -------------------------------------------------------------------------
    Rule(
        "C117",
        Level.ERROR,
        "A file that is not there cannot be offered: the event's page goes without it.",
        "Put the file into the issue's `materials` folder, or take it out of the contribution.",
    ),
    Rule(
        "C118",
        Level.ERROR,
        "A file of more than 25 MB takes minutes on a slow line: the event's page goes without it.",
        "Save it smaller (most often its pictures are too large), or put it on the web and write its `url`.",
    ),
    Rule(
        "C119",
        Level.WARN,
        "A file that no event names is offered to nobody.",
        "Name it in an event's `materials`, or delete it.",
    ),
    # --- what is part of an event --------------------------------------------------------------------------
    Rule(
        "C205",
        Level.WARN,
        "An event's page gathers what is part of it, and knows it by the event's name alone.",
        "Write the event's file name without .yaml; of another issue's event, as in `2017-06/reef-course`.",
    ),
    Rule(
        "C206",
        Level.ERROR,
        "Where events are part of each other in a circle, none of them is the whole.",
        "Take `part_of` out of one of them.",
    ),
    # --- the agenda ----------------------------------------------------------------------------------------
    Rule(
        "C311",
        Level.ERROR,
        "A session is held on a day of its event.",
        "Mend the session's `on`, or the event's `starts_on` and `ends_on`.",
    ),
    Rule(
        "C312",
        Level.ERROR,
        "A session cannot end before it starts.",
        "Mend `starts_at` or `ends_at`; what goes on after midnight is a session of the next day.",
    ),
    Rule(
        "C313",
        Level.ERROR,
        "Of an event of several days, nobody knows on which of them a session without a day is held.",
        "Add the day to the session, as in `on: 2017-06-06`.",
    ),
    Rule(
        "C314",
        Level.WARN,
        "An agenda is read from top to bottom: what stands too low is missed.",
        "Move the session to its place, or mend its day or its hour.",
    ),
    Rule(
        "C315",
        Level.WARN,
        "No room holds two sessions at once.",
        "Mend the hours, or write in `place` which room each of them is in.",
    ),
    Rule(
        "C503",
        Level.ERROR,
        "A material lies on the web or in the issue's folder: at neither nobody finds it, at both they may differ.",
        "Write `url` or `file`, one of the two.",
    ),
)
