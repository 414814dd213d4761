"""Reading the tables of a form, of all its files."""

from __future__ import annotations

from collections.abc import Sequence

from xlreport.base.toml_fault import keep, kept
from xlreport.base.toml_fields import entries, keep_twins
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._read_list import is_list, read_list
from xlreport.form._read_table import read_table
from xlreport.form._sources import Source
from xlreport.form.measure import Blank
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Table
from xlreport.form.sheet_name import name_sheets
from xlreport.form.sheet_names import LIST_SHEETS

MOST_CELLS = 253
"""Cells of a form. A summary has them side by side, and a sheet is read to its 256th column."""


def read_tables(sources: Sequence[Source]) -> list[tuple[Table | OpenList, TomlLocation]]:
    """Read the tables with official rows, and those with open rows, with their locations."""
    found: list[tuple[Table | OpenList, TomlLocation]] = []
    taken: set[str] = set()
    for source in sources:
        blank = Blank(source.content.get("blank", Blank.ASKED))
        sheets = name_sheets(source.content.get("table", []), source.location, taken)
        tables = entries(source.content, "table", source.location)
        for (raw, location), sheet in zip(tables, sheets, strict=True):
            with kept(location):
                if is_list(raw):
                    found.append((read_list(raw, location, sheet, blank), location))
                    continue
                start = sum(len(each.cells) for each, _ in found if isinstance(each, Table))
                found.append((read_table(raw, location, start, sheet, blank), location))
    lists = [at for each, at in found if isinstance(each, OpenList)]
    for location in lists[len(LIST_SHEETS) :][:1]:
        keep("list-many", location, most=len(LIST_SHEETS))
    count = sum(len(each.cells) for each, _ in found if isinstance(each, Table))
    if count > MOST_CELLS:
        keep("too-many-cells", found[-1][1], count=count, most=MOST_CELLS)
    keep_twins("表", [(each.key, field(at, "key")) for each, at in found])
    return found
