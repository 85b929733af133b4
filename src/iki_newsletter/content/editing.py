"""Changing single values of a YAML file: every byte that is not about them stays as it is, comments and all.

A file is not dumped anew: the places of its values are looked up and the text is changed there. After each change the
text is read again and must say what it said before but for that change, and hold every comment that it held; else
nothing is written.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import yaml

from iki_newsletter.content.beside import above, in_brackets, same_words, saying_whose
from iki_newsletter.content.cutting import comments_in, cut_in_brackets, cut_lines
from iki_newsletter.content.splicing import (
    Pair,
    colon_of,
    comment_of,
    dash_of,
    end_of,
    in_flow,
    indented,
    is_flow,
    line_end,
    line_start,
    reordered,
    shifted,
    start_of,
)
from iki_newsletter.content.yaml_data import data_of, plain, value_at, with_value, without_value
from iki_newsletter.errors import FilesWrongError, NotThereError, RefusedError
from iki_newsletter.model.position import relative_to_here
from iki_newsletter.workspace.writing import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from iki_newsletter.content.yaml_data import Data
    from iki_newsletter.model.fields import Keys


@contextmanager
def edit_yaml(path: Path) -> Iterator[YamlFile]:
    """Open a file for changes, and write it at the end if there were any and nobody else has changed it meanwhile.

    Raises RefusedError for a change that cannot be made without touching more; then the file stays as it was.
    """
    file = YamlFile(path)
    yield file
    file.save()


class YamlFile:
    """A YAML file while it is edited, as its uppermost mapping; `text` is what it would hold.

    Values are text, stripped, as our own reader gives them. Raises NotThereError where there is no file, and
    FilesWrongError for one that holds no mapping.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._composed: tuple[str, yaml.Node] | None = None
        try:
            self._before = path.read_bytes()
            self.text = self._before.decode("utf-8")
            is_mapping = isinstance(self._root(), yaml.MappingNode)
        except FileNotFoundError:
            raise NotThereError(f"There is no file {relative_to_here(path)}.") from None
        except (UnicodeDecodeError, yaml.YAMLError):
            is_mapping = False
        if not is_mapping:
            raise FilesWrongError(f"{relative_to_here(path)} must be mended first: iki-news check names its lines.")
        self._line_end = "\r\n" if "\r\n" in self.text else "\n"

    @property
    def is_changed(self) -> bool:
        """Tell whether there is something to write."""
        return self.text.encode("utf-8") != self._before

    def value(self, *keys: str | int) -> Any:
        """Give the value at these keys, None where there is none."""
        return value_at(data_of(self._root()), keys)

    def save(self) -> None:
        """Write what was changed; raises RefusedError where the file is not what it was when it was read."""
        if not self.is_changed:
            return
        if self.path.read_bytes() != self._before:
            raise RefusedError(
                f"{relative_to_here(self.path)} has changed meanwhile; nothing was written to it.",
                instead="Run the same command again.",
            )
        write_atomically(self.path, self.text.encode("utf-8"))
        self._before = self.text.encode("utf-8")

    def put(self, keys: Keys, value: Any, *, after: Sequence[str] = ()) -> None:
        """Set the value at these keys: text, or texts by key, or a list.

        A key that is new stands behind the last of those named in `after` that is there, else at its mapping's end.
        """
        node = self._node(keys)
        if value and isinstance(value, dict) and isinstance(node, yaml.MappingNode) and node.value:
            self._put_each(keys, node, value)
            return
        wanted = with_value(data_of(self._root()), keys, plain(value))
        missing = next((n for n in range(1, len(keys)) if value_at(data_of(self._root()), keys[:n]) is None), None)
        if missing is not None:
            for key in reversed(keys[missing:]):
                value = {key: value}
            keys = keys[:missing]
        pair, parent = self._pair(keys), self._node(keys[:-1])
        if pair is not None:
            text = self._replaced(pair, value)
        elif isinstance(parent, yaml.MappingNode):
            text = self._inserted(parent, str(keys[-1]), value, after)
        else:
            raise self._refusal(keys)
        self._take(text, wanted, keys)

    def remove(self, keys: Keys, *, is_entry: bool = False) -> None:
        """Take a key and its value out, and the mapping around it when it held nothing else; comments stay.

        Of an entry that people know by its key, they say from then on whose they were.
        """
        pair = self._pair(keys)
        if pair is None:
            return
        outer = keys[:-1]
        wanted = without_value(data_of(self._root()), keys)
        text, names = self._without_pair(pair, is_entry=is_entry, has_above=bool(outer))
        if outer and len(pair.parent.value) == 1:
            wanted = without_value(wanted, outer)
            self._take(text, wanted if not is_flow(pair.parent) else None, keys, names)
            self.remove(outer, is_entry=is_entry)
            return
        self._take(text, wanted, keys, names)

    def part_from_comment(self, keys: Keys, whose: str) -> None:
        """Put the comment beside a value into a line of its own above it, which says whose it was."""
        pair = self._pair(keys)
        words = comment_of(pair, self.text) if pair and not is_flow(pair.parent) else ""
        if pair is None or not words:
            return
        at, start = self.text.index(words, colon_of(pair, self.text)), start_of(pair.key)
        line = f"{saying_whose(words, whose)}{self._line_end}{' ' * int(pair.key.start_mark.column)}"
        text = self.text[:start] + line + self.text[start:at].rstrip() + self.text[at + len(words) :]
        self._take(text, data_of(self._root()), keys, [whose])

    def wrap(self, keys: Keys, key: str) -> None:
        """Make a text a mapping that holds it under `key`, written as it was."""
        pair = self._pair(keys)
        if pair is None or not isinstance(pair.value, yaml.ScalarNode):
            raise self._refusal(keys)
        wanted = with_value(data_of(self._root()), keys, {key: data_of(pair.value)})
        start, end, colon = start_of(pair.value), end_of(pair.value, self.text), colon_of(pair, self.text)
        raw, between = self.text[start:end], self.text[colon:start]
        if is_flow(pair.parent):
            text = self.text[:start] + f"{{{key}: {raw}}}" + self.text[end:]
        else:
            column = int(pair.key.start_mark.column)
            lead = between if "\n" in between else f"{self._line_end}{' ' * (column + 2)}"
            text = f"{self.text[:colon]}{lead}{key}: {shifted(raw, 2)}{self.text[end:]}"
        self._take(text, wanted, keys)

    def arrange(self, keys: Keys, names: Sequence[str], *, after: Sequence[str] = ()) -> None:
        """Make a list hold these names in this order; the comments of an entry, beside it and above it, go with it.

        Those of one that is taken out stay, and say whose they were.
        """
        if not names:
            self.remove(keys, is_entry=True)
            return
        node = self._node(keys)
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.put(keys, list(names), after=after)
            return
        there = [str(entry.value) for entry in node.value]
        if is_flow(node) and comments_in(self.text, start_of(node), int(node.end_mark.index)):
            wanted = with_value(data_of(self._root()), keys, list(names))
            text = in_brackets(self.text, node, names, self._line_end) if there != list(names) else self.text
            self._take(text, wanted, keys, there)
        else:
            self._arrange(keys, there, names)

    def _arrange(self, keys: Keys, there: list[str], names: Sequence[str]) -> None:
        """Arrange a list in lines, or one in brackets without comments, that holds what is `there`."""
        for name in names:
            if name not in there:
                self._append(keys, name)
                there.append(name)
        for number in reversed(range(len(there))):
            if there[number] not in names or there[number] in there[:number]:
                self._take_out(keys, number)
                there.pop(number)
        wanted = with_value(data_of(self._root()), keys, list(names))
        node = self._node(keys)
        if not isinstance(node, yaml.SequenceNode):
            raise self._refusal(keys)
        if not is_flow(node) and not self.text.endswith("\n"):
            self.text += self._line_end
        spans = [self._span(entry, node) for entry in node.value]
        self._take(reordered(self.text, spans, [there.index(name) for name in names]), wanted, keys)

    # --- changing the text -----------------------------------------------------------------------------------

    def _put_each(self, keys: Keys, node: yaml.MappingNode, value: dict[str, Any]) -> None:
        """Make a mapping that is there say what another does, key by key: so its style and comments stay."""
        names = list(value)
        for number, name in enumerate(names):
            self.put((*keys, name), value[name], after=names[:number])
        for key in [str(key.value) for key, _ in node.value]:
            if key not in value:
                self.remove((*keys, key))

    def _take_out(self, keys: Keys, number: int) -> None:
        """Take an entry out of a list, which may be its last one until others come."""
        node = self._node(keys)
        if not isinstance(node, yaml.SequenceNode):
            raise self._refusal(keys)
        names = cast("list[Data]", data_of(node))
        wanted = with_value(data_of(self._root()), keys, [*names[:number], *names[number + 1 :]])
        if is_flow(node):
            spans = [self._span(entry, node) for entry in node.value]
            text = cut_in_brackets(self.text, spans, number, self._line_end)
        else:
            start, end = self._span(node.value[number], node)
            whose = str(node.value[number].value)
            column = int(node.start_mark.column)
            text = cut_lines(
                self.text, start, end - 1, column, self._line_end, lambda _, words: saying_whose(words, whose)
            )
        self._take(text, wanted, keys, [str(node.value[number].value)])

    def _replaced(self, pair: Pair, value: Any) -> str:
        start, end = start_of(pair.value), end_of(pair.value, self.text)
        if is_flow(pair.parent) or (is_flow(pair.value) and not isinstance(value, dict)):
            return self.text[:start] + in_flow(value) + self.text[end:]
        colon, column = colon_of(pair, self.text), int(pair.key.start_mark.column)
        first, *rest = indented("k", value, column)
        comment = comment_of(pair, self.text)
        is_block = isinstance(pair.value, yaml.ScalarNode) and pair.value.style in {"|", ">"}
        remark = f" {comment}" if comment and (is_block or rest) else ""
        if rest and comment and not is_block:
            end = self.text.index(comment, end) + len(comment)
        lead = self.text[colon:start]
        if "#" in lead:  # a comment stands between key and value: it comes first, in a line of its own
            words = self._line_end.join(" " * column + line.strip() for line in lead.splitlines() if "#" in line)
            at = line_start(self.text, start_of(pair.key))
            if self.text[at : start_of(pair.key)].strip():
                raise self._refusal((str(pair.key.value),))
            before = f"{self.text[:at]}{words}{self._line_end}{self.text[at:colon]}"
        else:
            before = self.text[:colon]
        written = self._line_end.join([first[column + 2 :] + remark, *rest])
        return before + written + self.text[end:]

    def _inserted(self, parent: yaml.MappingNode, key: str, value: Any, after: Sequence[str]) -> str:
        if is_flow(parent):
            if not parent.value:
                at = start_of(parent) + 1
                return f"{self.text[:at]}{in_flow(key)}: {in_flow(value)}{self.text[at:]}"
            at = end_of(parent.value[-1][1], self.text)
            return f"{self.text[:at]}, {in_flow(key)}: {in_flow(value)}{self.text[at:]}"
        there = {str(each.value): node for each, node in parent.value}
        behind = next((name for name in reversed(after) if name in there), None)
        last = there[behind] if behind else parent
        at = line_end(self.text, end_of(last, self.text))
        new = indented(key, value, int(parent.start_mark.column))
        before = self.text[:at]
        if not before.endswith("\n"):
            before += self._line_end
        return before + "".join(line + self._line_end for line in new) + self.text[at:]

    def _without_pair(self, pair: Pair, *, is_entry: bool, has_above: bool) -> tuple[str, list[str]]:
        """Cut a key with its value; gives the names that comments may say from now on as well."""
        if is_flow(pair.parent):
            spans = [(start_of(key), end_of(value, self.text)) for key, value in pair.parent.value]
            number = [key for key, _ in pair.parent.value].index(pair.key)
            return cut_in_brackets(self.text, spans, number, self._line_end), []
        start, end = start_of(pair.key), end_of(pair.value, self.text)
        if self.text[line_start(self.text, start) : start].strip():
            raise self._refusal((str(pair.key.value),))
        column = int(pair.key.start_mark.column)
        if not is_entry:
            return cut_lines(self.text, start, end, column, self._line_end), []
        entries: list[tuple[int, int, str]] = []
        if isinstance(pair.value, yaml.SequenceNode) and not is_flow(pair.value):
            entries = [(*self._span(entry, pair.value), str(entry.value)) for entry in pair.value.value]

        def said(place: int, words: str) -> str:
            whose = next((name for first, last, name in entries if first <= place < last), str(pair.key.value))
            return saying_whose(words, whose)

        text = cut_lines(
            self.text, above(self.text, start) if has_above else start, end, column, self._line_end, said
        )
        return text, [str(pair.key.value), *(name for _, _, name in entries)]

    def _append(self, keys: Keys, name: str) -> None:
        node = self._node(keys)
        if not isinstance(node, yaml.SequenceNode):
            raise self._refusal(keys)
        wanted = with_value(data_of(self._root()), keys, [*(str(each.value) for each in node.value), name])
        last = node.value[-1]
        at = end_of(last, self.text)
        if is_flow(node):
            self._take(f"{self.text[:at]}, {name}{self.text[at:]}", wanted, keys)
            return
        dash = self.text[line_start(self.text, start_of(last)) : start_of(last)]
        if not dash.lstrip().startswith("-"):  # a comment stands behind the dash
            dash = f"{' ' * int(node.start_mark.column)}- "
        end = line_end(self.text, at)
        before = self.text[:end] if self.text[:end].endswith("\n") else self.text[:end] + self._line_end
        self._take(f"{before}{dash}{name}{self._line_end}{self.text[end:]}", wanted, keys)

    def _span(self, entry: yaml.Node, node: yaml.SequenceNode) -> tuple[int, int]:
        end = end_of(entry, self.text)
        if is_flow(node):
            return start_of(entry), end
        return above(self.text, dash_of(entry, node, self.text)), line_end(self.text, end)

    def _take(self, text: str, wanted: Data | None, keys: Keys, names: Sequence[str] = ()) -> None:
        """Take a changed text over, if it says what is wanted and no comment went; None asks no more than that.

        A comment may say one of `names` now, before what it said.
        """
        before, self.text = self.text, text
        try:
            is_so = wanted is None or data_of(self._root()) == wanted
            if is_so and same_words(comments_in(before), comments_in(text), names):
                return
        except yaml.YAMLError:
            pass
        self.text = before
        raise self._refusal(keys)

    # --- finding places --------------------------------------------------------------------------------------

    def _root(self) -> yaml.Node:
        if self._composed is None or self._composed[0] != self.text:
            self._composed = self.text, cast("yaml.Node", yaml.compose(self.text, Loader=yaml.SafeLoader))
        return self._composed[1]

    def _node(self, keys: Keys) -> yaml.Node | None:
        node: yaml.Node | None = self._root()
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                node = next((value for each, value in node.value if each.value == key), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
            else:
                return None
        return node

    def _pair(self, keys: Keys) -> Pair | None:
        parent = self._node(keys[:-1])
        if not isinstance(parent, yaml.MappingNode):
            return None
        return next((Pair(key, value, parent) for key, value in parent.value if key.value == keys[-1]), None)

    def _refusal(self, keys: Keys) -> RefusedError:
        named = ".".join(str(key) for key in keys)
        return RefusedError(
            f"{relative_to_here(self.path)}: `{named}` is written in a way that cannot be changed by itself.",
            instead="Nothing was written: change it by hand.",
        )
