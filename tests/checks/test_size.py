from __future__ import annotations

from typing import Any


def test_an_edition_that_gmail_cuts_names_what_weighs_most(desk: Any, proof: Any) -> None:
    """An item weighs what stands with its heading, and nothing of what is around it."""
    desk.put(name="long")
    desk.put(name="short")
    html = (
        f"<p>{'x' * 60_000}</p><h2>Todo</h2><p>GIZ</p><h3 id='long'>Uno largo</h3><p>{'x' * 39_900}</p>"
        "<h3 id='short'>Uno corto</h3><p>x</p>"
    )
    ((code, what),) = proof.found(html)
    assert code == "E401"
    assert "What weighs most: “Uno largo” 39,9" in what
    assert "“Uno corto” 37." in what
    assert proof.found(html.replace("x" * 39_900, "x")) == []
