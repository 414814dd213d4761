"""Texts that no workbook could hold: control characters, written by escapes, and too long ones."""

from __future__ import annotations

import re
from typing import Any, Final

from xlreport.base.toml_fault import keep
from xlreport.base.toml_location import TomlLocation, field, item

LONGEST_TEXT: Final = 2000
"""Characters of any text but an outline; a cell of Excel holds 32,767."""

_ODD: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_OUTLINES: Final = ("columns", "rows")


def keep_odd_texts(value: Any, location: TomlLocation) -> None:
    """Keep a fault for each text in a file that has a control character or is too long."""
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, field(location, name))
            keep_odd_texts(inner, field(location, name))
    elif isinstance(value, list):
        name = str(location.steps[-1])
        above = _parent(location)
        for number, inner in enumerate(value, 1):
            is_table = isinstance(inner, dict)
            keep_odd_texts(inner, item(above, name, number) if is_table else location)
    elif isinstance(value, str):
        _check(value, location)


def _parent(location: TomlLocation) -> TomlLocation:
    steps, names = location.steps[:-1], location.names[:-1]
    return TomlLocation(location.file, location.text, steps, names, faults=location.faults)


def _check(text: str, location: TomlLocation) -> None:
    if _ODD.search(text):
        keep("odd-sign", location)
    elif len(text) > LONGEST_TEXT and location.steps[-1] not in _OUTLINES:
        keep("long-text", location, length=len(text), most=LONGEST_TEXT)
