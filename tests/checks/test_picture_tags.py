from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("alt", ['alt="Un arrecife"', 'alt=""'])
def test_a_described_picture_of_a_size(proof: Any, alt: str) -> None:
    """A description may be empty, where a picture says nothing."""
    assert proof.found(f'<img src="cid:a" {alt} width="552" height="311">') == []


@pytest.mark.parametrize(
    ("attributes", "code", "lack"),
    [
        ('width="5" height="3"', "E331", "no `alt`"),
        ('alt="" height="3"', "E332", "no `width`"),
        ('alt="" width="100%" height="3"', "E332", "the `width` “100%”, which is no number of pixels"),
        ('alt="" width="5" height="0"', "E332", "the `height` “0”, which is no number of pixels"),
    ],
)
def test_pictures_without_description_or_size(proof: Any, attributes: str, code: str, lack: str) -> None:
    """A picture lacks its description, or a side that is a whole number of pixels."""
    assert proof.found(f'<img src="cid:a" {attributes}>') == [(code, f"The picture `cid:a` has {lack}.")]


def test_the_picture_at_fault_is_pointed_at(proof: Any, shown: Callable[[Any], str]) -> None:
    """What has the same width and is no picture is another matter; a picture is called by what it shows."""
    table = '<table role="presentation" width="100%"><tr><td>Hola</td></tr></table>'
    [problem] = proof.problems(f'{table}\n<img src="cid:a" alt="Un arrecife" width="100%" height="3">')
    assert shown(problem.position).startswith("<img")
    assert "The picture “Un arrecife” has" in problem.what
