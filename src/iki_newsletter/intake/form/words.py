"""The form's words, `templates/form/LANG.yaml`: what a workspace's file does not have comes from the starter's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from iki_newsletter.errors import ConfigurationError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.reading.reader import read_shape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Groups = dict[str, dict[str, str]]
"""Words by their key, in groups."""
_SHAPE: Final = TypeAdapter(Groups)


def read_words(own: Path, starter: Path) -> Mapping[str, Groups]:
    """Read the words of every language that there are any in, from two `form` folders.

    A workspace that was made before a word was needed has that word from the starter, where the starter has the
    language. Raises ConfigurationError for a file that cannot be read.
    """
    known = {path.stem: _read(path) for path in sorted(starter.glob("*.yaml"))}
    for path in sorted(own.glob("*.yaml")):
        known[path.stem] = _over(_read(path), known.get(path.stem, {}))
    return known


def _read(path: Path) -> Groups:
    loaded, problems = read_shape(path, _SHAPE, family="W")
    if loaded is None:
        raise ConfigurationError(f"{relative_to_here(path)} must be mended first.", problems=problems)
    return loaded.value


def _over(given: Groups, known: Groups) -> Groups:
    return {name: known.get(name, {}) | given.get(name, {}) for name in known.keys() | given.keys()}
