"""The order in which the entries of several arrays of tables stand in a TOML file.

A TOML parser gives each array by itself, and so loses which `[[text]]` stands before which
`[[table]]`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlreport.base.toml_fields import TomlTable
from xlreport.base.toml_location import TomlLocation, find_line, item

Entry = tuple[str, int]
"""The name of an array of tables, and the index of the entry in it, from 0."""


def order_entries(content: TomlTable, file: TomlLocation, names: Sequence[str]) -> list[Entry]:
    """List the entries of the arrays with these names in the order of the file."""
    wanted = [(name, index) for name in names for index in range(len(content.get(name, [])))]
    # A header may also stand within a long string, or an entry be written without one; the slow
    # search, which asks the parser, is only for such files.
    headers = _headers(file.text, names)
    if sorted(headers) == sorted(wanted):
        return headers
    return sorted(wanted, key=lambda entry: find_line(item(file, entry[0], entry[1] + 1)))


def _headers(text: str, names: Sequence[str]) -> list[Entry]:
    pattern = re.compile(rf"[ \t]*\[\[[ \t]*(?:{'|'.join(map(re.escape, names))})[ \t]*\]\]")
    seen = dict.fromkeys(names, 0)
    entries = []
    for line in text.split("\n"):
        if match := pattern.match(line):
            name = match[0].strip(" \t[]")
            entries.append((name, seen[name]))
            seen[name] += 1
    return entries
