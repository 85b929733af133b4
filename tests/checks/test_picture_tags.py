from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("alt", ['alt="Un arrecife"', 'alt=""'])
def test_a_described_picture_of_a_size(proof: Any, alt: str) -> None:
    """A description may be empty, where a picture says nothing."""
    assert proof.found(f'<img src="cid:a" {alt} width="552" height="311">') == []


@pytest.mark.parametrize(
    ("attributes", "code", "what"),
    [
        ('width="5" height="3"', "E331", "the picture `cid:a` has no `alt`."),
        ('alt="" height="3"', "E332", "There is no `width` in the picture `cid:a`."),
        ('alt="" width="100%" height="3"', "E332", "There is `width` “100%” of the picture `cid:a`."),
        ('alt="" width="5" height="0"', "E332", "There is `height` “0” of the picture `cid:a`."),
    ],
)
def test_pictures_without_description_or_size(proof: Any, attributes: str, code: str, what: str) -> None:
    """A picture lacks its description, or a side that is a whole number of pixels."""
    assert proof.found(f'<img src="cid:a" {attributes}>') == [(code, what)]
