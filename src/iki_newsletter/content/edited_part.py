"""A mapping of a YAML file that is being edited, to be read and changed like any dictionary."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iki_newsletter.model.fields import Keys


class Edited(Protocol):
    """What can be edited by the keys that lead to a value."""

    def value(self, *keys: str | int) -> Any:
        """Give the value at these keys, None where there is none."""
        ...

    def put(self, keys: Keys, value: Any) -> None:
        """Set the value at these keys."""
        ...

    def remove(self, keys: Keys) -> None:
        """Take a key out."""
        ...


class Part(MutableMapping[str, Any]):
    """The mapping at some keys; a mapping in it is such a part again, a list is a copy."""

    def __init__(self, file: Edited, keys: Keys = ()) -> None:
        self._file = file
        self._keys = keys

    def __getitem__(self, key: str) -> Any:
        value = self._file.value(*self._keys, key)
        if value is None:
            raise KeyError(key)
        return Part(self._file, (*self._keys, key)) if isinstance(value, dict) else value

    def __setitem__(self, key: str, value: Any) -> None:
        self._file.put((*self._keys, key), value)

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._file.remove((*self._keys, key))

    def __iter__(self) -> Iterator[str]:
        return iter(self._file.value(*self._keys) or {})

    def __len__(self) -> int:
        return len(self._file.value(*self._keys) or {})
