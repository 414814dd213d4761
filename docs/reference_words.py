"""What the page of the library says of itself: its head, its labels, the aliases of types.

The Chinese of each text stands in docs/zh/reference/api/_page.toml, as that of the docstrings.
"""

from __future__ import annotations

from collections.abc import Mapping

_HEAD = """
# The Python library

These names are the whole public library; everything else in its packages may change.
`import xlreport as xr` is light: each name loads what it needs when it is first used.

Rows, columns and tables are named by the keys of the [forms](forms.md). An argument of another kind
than its annotation is refused with a `TypeError` that says what to call first.

The library logs under the name `xlreport`, in English: at level `WARNING` whom only the second
reading leaves out, at `INFO` what was migrated and what was odd in a file or repaired, at `DEBUG`
every file that is read or comes from the cache. `logging.basicConfig` decides what is shown.
"""
_LABELS = {
    "functions": "Functions",
    "classes": "Classes",
    "exceptions": "Exceptions",
    "aliases": "Aliases of types",
    "kind": "A kind of `{kinds}`.",
}
ALIASES: Mapping[str, str] = {
    "Figures": "Figures of one return: a mapping of keys, tables and lists, or the tidy frame.",
    "ManyFigures": "Figures of many departments: a mapping, a frame, or the path of a file.",
    "OneSource": "The path of one file, or its content, as for `Sources`.",
    "OwnCheck": "A check of one's own; it is called once for each form of which there are returns.",
    "Paths": "A path or several.",
    "Progress": "A function that is told how many of how many are done.",
    "Sources": (
        "A path or several: of workbooks, folders, zip archives, or files on a store (a URL). Or "
        "contents in memory: bytes, binary file objects, or a mapping of names to either. A file "
        "object is read to its end, and its `name` is the name of the file."
    ),
    "Target": "Where a file is written: a path, or a binary file object.",
}


def page_words() -> dict[str, str]:
    """Return the English texts by name: `head`, `label.functions`, `alias.Figures` and so on."""
    return {
        "head": _HEAD.strip("\n"),
        **{f"label.{name}": text for name, text in _LABELS.items()},
        **{f"alias.{name}": text for name, text in ALIASES.items()},
    }
