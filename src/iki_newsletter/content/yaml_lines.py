"""Writing YAML that people go on writing in: no aliases, no folding, comments beside the values."""

from __future__ import annotations

from typing import Any

import yaml

_NO_FOLDING = 10_000


class _Writer(yaml.SafeDumper):
    """A dumper whose lists of plain values stand on one line, and whose long texts stand in blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - the base class's signature
        """Indent the entries of lists too."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class's signature
        """Write every value out where it stands: files with aliases are not read."""
        return True


def _list(writer: _Writer, items: list[Any]) -> yaml.Node:
    on_one_line = not any(isinstance(item, (dict, list)) for item in items)
    return writer.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=on_one_line)


def _text(writer: _Writer, text: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


# `on` and `off` are words in YAML 1.2, and in our files: a key `'on'` would only puzzle people.
_Writer.yaml_implicit_resolvers = {
    first: resolvers for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items() if first not in "oO"
}
_Writer.add_representer(list, _list)
_Writer.add_representer(str, _text)


def lines(key: str, value: Any) -> list[str]:
    """Write one key and its value, quoted where YAML would read it as something else.

    >>> lines("title", {"es": "Convenio: sí", "de": "ja"})
    ['title:', "  es: 'Convenio: sí'", '  de: ja']
    """
    written = yaml.dump(
        {key: value},
        Dumper=_Writer,
        allow_unicode=True,
        sort_keys=False,
        width=_NO_FOLDING,
        default_flow_style=False,
    )
    return str(written).splitlines()


def comment(words: str) -> str:
    """Write words as one line of comment, whatever they hold."""
    return f"# {' '.join(words.split())}".rstrip()


def commented(block: list[str]) -> list[str]:
    """Write lines as comments, so that taking the `# ` away gives the lines again."""
    return [f"# {line}".rstrip() for line in block]
