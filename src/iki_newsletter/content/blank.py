"""New files to fill in: a contribution of any kind, and an issue's plan, written from the models they load into.

What stands in them is for contributors and editors; readers see none of it, since a check asks for every
placeholder to be replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, get_args

from iki_newsletter.content.filler import Filler
from iki_newsletter.content.yaml_lines import comment, commented, lines
from iki_newsletter.model import placeholder
from iki_newsletter.model.contribution import Contribution, ContributionBase, Image, Kind
from iki_newsletter.model.fields import descriptions
from iki_newsletter.model.issue import IssuePlan

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from iki_newsletter.model.newsletter import Newsletter
    from iki_newsletter.model.portfolio import Portfolio, Project
    from iki_newsletter.model.shape import Shape

_SCHEMA: Final = "# yaml-language-server: $schema={up}/schemas/{name}.schema.json"
_TO_DO: Final = (
    f"Write over {placeholder.MARK} with its hint, {placeholder.DAY} and {placeholder.ADDRESS} wherever they stand.",
    "Languages that you cannot write may be left out, all but the original's.",
)
_CONSENT: Final = (
    "`consent: given` says that you have the interviewee's consent to these words; without it, ask first."
)


@dataclass(frozen=True, slots=True)
class Prefill:
    """What is known of a contribution before anybody fills it in."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field to language to text."""
    languages: tuple[str, ...] = ()
    """The languages that texts are wanted in, the original's first; none where that is the newsletter's to say."""
    images: tuple[Mapping[str, Any], ...] = ()
    """What is known of each picture, by its keys."""
    remarks: tuple[str, ...] = ()
    """What stands at the head of the file, as comments."""

    def filled(self, filler: Filler, model: type[Shape]) -> dict[str, Any]:
        """Give the fields with what is told in them, and placeholders where that is not all."""
        blank = filler.fill(model)
        known: dict[str, Any] = {name: blank[name] | dict(text) for name, text in self.texts.items() if name in blank}
        if self.images:
            empty = filler.fill(Image)
            needed = [name for name, part in Image.model_fields.items() if part.is_required()]
            known["images"] = [{name: empty[name] for name in needed} | dict(image) for image in self.images]
        return known


def blank_contribution(
    kind: Kind,
    project: Project,
    portfolio: Portfolio,
    newsletter: Newsletter,
    language: str,
    received_on: dt.date,
    told: Prefill | None = None,
) -> str:
    """Write a contribution to fill in: it loads as it stands, and a check names every place still to be written.

    What is `told` already stands in its place; of a text that is told in some languages, the others are asked for.
    """
    model = model_of(kind)
    languages = (language, *(other for other in newsletter.languages if other != language))
    told = told or Prefill()
    filler = Filler(told.languages or languages)
    known = {
        "kind": kind.value,
        "project": project.id,
        "language": language,
        "received_on": received_on,
        "year": received_on.year,
        "states": list(project.states),
        "sdg": list(project.sdg),
        "area": project.funding_area,
        **told.filled(filler, model),
    }
    live = [
        "kind",
        "project",
        "language",
        "received_on",
        *_required(model),
        *(["place"] if kind is Kind.EVENT else []),
        *(["images"] if told.images else []),
    ]
    return _written(
        "contribution",
        depth=3,
        heading=[
            *_about(project, portfolio, newsletter),
            *_TO_DO,
            *([_CONSENT] if kind is Kind.INTERVIEW else []),
            *told.remarks,
        ],
        model=model,
        live=live,
        known=known,
        filler=filler,
    )


def blank_plan(issue_id: str, number: int, sends_on: dt.date, deadline: dt.date, newsletter: Newsletter) -> str:
    """Write an issue's plan to fill in."""
    known = {"number": number, "month": f"{sends_on:%Y-%m}", "sends_on": sends_on, "deadline": deadline}
    return _written(
        "issue",
        depth=2,
        heading=[f"Issue {issue_id}. The dates are proposals. Write over every {placeholder.MARK} and its hint."],
        model=IssuePlan,
        live=[*known, *_required(IssuePlan)],
        known=known,
        filler=Filler(newsletter.languages),
    )


def model_of(kind: Kind) -> type[Shape]:
    """Give the shape that contributions of this kind load into."""
    models: tuple[type[Shape], ...] = get_args(get_args(Contribution)[0])
    return next(model for model in models if get_args(model.model_fields["kind"].annotation) == (kind,))


def _written(
    schema: str,
    *,
    depth: int,
    heading: Sequence[str],
    model: type[Shape],
    live: Sequence[str],
    known: Mapping[str, Any],
    filler: Filler,
) -> str:
    values = filler.fill(model) | {name: value for name, value in known.items() if value}
    written = [_SCHEMA.format(up="/".join([".."] * depth), name=schema), *map(comment, heading)]
    for name in dict.fromkeys(live):
        written += lines(name, values[name])
    written += ["", "# What else there is; take the # and the space after it away from what you need."]
    for name in (name for name in _own_first(model) if name not in live):
        description = descriptions(model).get(name)
        written += ["#", *([comment(f"({description})")] if description else [])]
        written += commented(lines(name, values[name]))
    return "\n".join(written) + "\n"


def _own_first(model: type[Shape]) -> list[str]:
    """List a shape's fields, first those that it does not share with other kinds."""
    return sorted(model.model_fields, key=lambda name: name in ContributionBase.model_fields)


def _required(model: type[Shape]) -> list[str]:
    return [name for name, field in model.model_fields.items() if field.is_required()]


def _about(project: Project, portfolio: Portfolio, newsletter: Newsletter) -> list[str]:
    area = portfolio.areas_by_key.get(project.funding_area) if project.funding_area else None
    where = f"area {area.key}, {area.name.in_order(newsletter.languages)}" if area else "no funding area known"
    return [f"{project.label}: {project.name.in_order(newsletter.languages)}", f"{project.organisation}; {where}"]
