"""The names of the sheets of tables: a form file's own, or made from the heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Final

from xlreport.base.toml_fault import keep
from xlreport.base.toml_location import TomlLocation, field, item
from xlreport.form.heading import heading_number
from xlreport.form.sheet_names import OWN_SHEETS

_LONGEST: Final = 31  # Excel's limit, in UTF-16 code units
# Excel refuses these, in East Asian versions in full width too.
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\［］：＊？／＼\x00-\x1f]+")
_EDGES: Final = " '＇\u3000"
_NO_NAME: Final = "表"


def name_sheets(tables: Sequence[object], file: TomlLocation, taken: set[str]) -> list[str]:
    """Name the sheets of a file's `[[table]]` entries, in order, and add them to the `taken` ones.

    The names that the file states come first, so that no name made from a heading is in their
    way. An entry without a heading gets a name too; its fault is found when the table is read.
    Keeps a fault for a stated name that Excel refuses, or that another sheet has.
    """
    fields: list[Mapping[str, Any]] = [raw if isinstance(raw, dict) else {} for raw in tables]
    names: dict[int, str] = {}
    for number, raw in enumerate(fields):
        if isinstance(name := raw.get("sheet"), str):
            location = field(item(file, "table", number + 1, raw.get("key", "")), "sheet")
            _check_name(name, taken, location)
            names[number] = name
            taken.add(_folded(name))
    for number, raw in enumerate(fields):
        if number not in names:
            candidates = _candidates(str(raw.get("heading", "")))
            names[number] = next(name for name in candidates if _is_free(name, taken))
            taken.add(_folded(names[number]))
    return [names[number] for number in range(len(fields))]


def _check_name(name: str, taken: set[str], location: TomlLocation) -> None:
    is_legal = name and name == _legal(name) and _length(name) <= _LONGEST
    if not is_legal or not _is_free(name, set()):
        keep("bad-sheet", location, name=name, longest=_LONGEST, own="、".join(OWN_SHEETS))
    elif _folded(name) in taken:
        keep("sheet-taken", location, name=name)


def _candidates(heading: str) -> Iterator[str]:
    """Yield names for a heading: its number, the whole of it, then the whole with a count."""
    number, whole = _legal(heading_number(heading)), _legal(heading) or _NO_NAME
    yield from (_cut(name, _LONGEST) for name in (number, whole) if name)
    for suffix in count(2):
        yield f"{_cut(whole, _LONGEST - len(f'{suffix}') - 2)}（{suffix}）"


def _is_free(name: str, taken: set[str]) -> bool:
    folded = _folded(name)
    return folded not in taken and folded not in {_folded(own) for own in (*OWN_SHEETS, "History")}


def _folded(name: str) -> str:
    """Return the name as Excel compares it: neither case nor width makes a difference."""
    return unicodedata.normalize("NFKC", name).casefold()


def _legal(text: str) -> str:
    return _FORBIDDEN.sub(" ", text).strip(_EDGES)


def _cut(name: str, longest: int) -> str:
    while _length(name) > longest:
        name = name[:-1].rstrip(_EDGES)
    return name


def _length(name: str) -> int:
    return len(name.encode("utf-16-le")) // 2
