"""What a YAML text says, as plain data, and the same with one value set or taken away: what an edit must come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

if TYPE_CHECKING:
    from iki_newsletter.model.fields import Keys

Data: TypeAlias = "str | list[Data] | dict[str, Data]"


def data_of(node: yaml.Node | None) -> Data:
    """Give a node's data as the reader sees it: strings, stripped; a key without a value is absent."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): data_of(value) for key, value in node.value if not is_empty(value)}
    if isinstance(node, yaml.SequenceNode):
        return [data_of(entry) for entry in node.value]
    return str(node.value).strip() if node is not None else {}


def is_empty(node: yaml.Node) -> bool:
    """Tell a key without a value."""
    return isinstance(node, yaml.ScalarNode) and not node.value and not node.style


def plain(value: Any) -> Data:
    """Give a value as it will be read back: texts, stripped, in lists and by key."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return str(value).strip()


def value_at(data: Data | None, keys: Keys) -> Data | None:
    """Give the value at some keys, None where there is none."""
    for key in keys:
        if isinstance(data, dict):
            data = data.get(str(key))
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            return None
    return data


def with_value(data: Data, keys: Keys, value: Data) -> Data:
    """Give the data with another value at some keys; mappings that lead there are made."""
    if not keys:
        return value
    first, *rest = keys
    if isinstance(data, list) and isinstance(first, int):
        return [with_value(each, tuple(rest), value) if at == first else each for at, each in enumerate(data)]
    known = data if isinstance(data, dict) else {}
    return known | {str(first): with_value(known.get(str(first), {}), tuple(rest), value)}


def without_value(data: Data, keys: Keys) -> Data:
    """Give the data without the key at the end of some keys."""
    first, *rest = keys
    if isinstance(data, list) and isinstance(first, int):
        return [without_value(each, tuple(rest)) if at == first else each for at, each in enumerate(data)]
    if not isinstance(data, dict) or first not in data:
        return data
    if rest:
        return data | {str(first): without_value(data[str(first)], tuple(rest))}
    return {key: value for key, value in data.items() if key != first}
