"""Entries of several arrays are listed in the order of the file."""

from __future__ import annotations

import pytest

from xlreport.base.toml_fields import read_toml
from xlreport.base.toml_order import order_entries

MIXED = "[[text]]\na = 1\n[[table]]\nb = 1\n[[ text ]]  # c\na = 2\n\t[[table]]\n[[table.part]]\n"
IN_A_STRING = "[[table]]\nb = 1\nsay = '''\n[[text]]\n'''\n[[text]]\na = 1\n[[table]]\nb = 2\n"
QUOTED = '["text"]\n'.replace("[", "[[").replace("]", "]]") + "a = 1\n[[table]]\nb = 1\n"
INLINE = "table = [{b = 1}, {b = 2}]\ntext = [{a = 1}]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MIXED, [("text", 0), ("table", 0), ("text", 1), ("table", 1)]),
        (IN_A_STRING, [("table", 0), ("text", 0), ("table", 1)]),
        (QUOTED, [("text", 0), ("table", 0)]),
        (INLINE, [("table", 0), ("table", 1), ("text", 0)]),
        ("id = 1\n", []),
    ],
)
def test_entries_are_listed_as_they_stand(text: str, expected: list[tuple[str, int]]) -> None:
    location, content = read_toml("f.toml", text.encode())
    assert expected == order_entries(content, location, ("table", "text"))
