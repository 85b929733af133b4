from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from PIL import Image
from tests.form.test_filling import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run
    from tests.form.office import Office

ISSUE = "issues/2017-06"


@pytest.mark.parametrize(
    ("kind", "language"),
    [("news", "es"), ("event", "de"), ("interview", "en")],
)
def test_what_the_form_saves_is_collected(
    office: Office, iki: Callable[..., Run], workspace: Path, kind: str, language: str
) -> None:
    """Of every kind: taken, in the language it was filled in, known the second time; and the issue still builds."""
    fill(office, kind, language)
    saved = office.save()
    run = iki("collect", "2017-06", saved, "--json")
    assert run.code == 0, run.err
    (told,) = run.data["collected"]
    assert (told["fate"], told["kind"]) == ("taken", kind)
    assert told["languages"][0] == language
    assert not any(problem["level"] == "block" for problem in told["problems"]), told["problems"]
    assert iki("collect", "2017-06", saved, "--json").data["collected"][0]["fate"] == "known"


def test_a_picture_and_a_second_thought(
    office: Office, iki: Callable[..., Run], workspace: Path, tmp_path: Path
) -> None:
    """A picture arrives with the text; changed in the form and saved again, it takes the old version's place."""
    photograph = tmp_path / "Manglar.jpg"
    Image.new("RGB", (1600, 1000), "green").save(photograph)
    fill(office, "news", "es")
    office.give_files("add-picture", photograph)
    office.until("page.draft.fields.images?.length")
    office.write(**{"images.0.alt.es": "Un manglar", "images.0.credit": "Ana Ejemplo", "images.0.rights": "own"})
    first = iki("collect", "2017-06", office.save(), "--json").data["collected"][0]
    path = workspace / ISSUE / f"contributions/{first['name']}.yaml"
    file = yaml.safe_load(path.read_text("utf-8"))["images"][0]["file"]
    assert (workspace / ISSUE / file).is_file()

    office.write(**{"title.es": "Otra cosa muy distinta pasó ayer"})
    office.ask("new Promise((done) => setTimeout(() => done(1), 1100))")  # a version has the second it was saved in
    again = iki("collect", "2017-06", office.save(), "--json").data["collected"][0]
    assert (again["fate"], again["name"]) == ("replaced", first["name"])
    assert "Otra cosa" in path.read_text("utf-8")
    assert iki("compile", "2017-06").code == 0
