"""Links within the archive, written relatively: they work below any path of a server, and from a folder."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from urllib.parse import quote


def relative(page: str, target: str) -> str:
    """Write how a page leads to another file; both are paths below the archive's root.

    >>> relative("es/2017-06/reef.html", "es/index.html")
    '../index.html'
    >>> relative("index.html", "es/index.html")
    'es/index.html'
    """
    return from_folder(posixpath.dirname(page), target)


@lru_cache(maxsize=4096)  # most links of a page stand on every page of its folder: the menu, the style, a project
def from_folder(folder: str, target: str) -> str:
    """Write how all pages of a folder, empty for the root, lead to another file."""
    here = folder.split("/") if folder else []
    there = [part for part in posixpath.normpath(target.lstrip("/")).split("/") if part != "."]
    shared = len(posixpath.commonprefix([here, there]))
    return quote("/".join([*[".."] * (len(here) - shared), *there[shared:]]) or ".")


def absolute(root: str, target: str) -> str:
    """Write a file's whole address; a folder's first page is called by the folder alone.

    >>> absolute("https://news.example.org", "es/index.html")
    'https://news.example.org/es/'
    """
    folder, _, name = target.rpartition("/")
    shown = (f"{folder}/" if folder else "") if name == "index.html" else target
    return f"{root}/{quote(shown)}"
