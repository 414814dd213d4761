"""The findings about figures that a person would doubt or miss: struck out, hidden, pale or tiny.

They are read all the same, as nobody can tell whether they are meant; a warning names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.formats.cell import RawSheet
from xlreport.layout.layout import Layout
from xlreport.reading._locate import TableLocation
from xlreport.reading.one_return import refer

_HIDDEN: Final = "在隐藏的行或列里"
_LOOKS: Final = {
    "struck": "整个加了删除线",
    "pale": "的颜色与底色几乎相同，看不出来",
    "tiny": "的字号过小，看不出来",
}


def doubtful_findings(
    layout: Layout,
    locations: Sequence[TableLocation],
    typed: Sequence[int | None],
    seen: Mapping[int, str],
) -> Iterator[Finding]:
    """Yield a finding for each table and each way in which figures of it look doubtful.

    `typed` are the values that were read, by cell index. Totals are left out, as they are computed
    anew, and so is 0, which adds nothing.
    """
    for table, location in zip(layout.form.tables, locations, strict=True):
        raw = location.raw
        if raw is None or not (raw.looks or raw.hidden_rows or raw.hidden_columns):
            continue
        groups: dict[str, list[CellReference]] = {}
        for cell in table.cells:
            position = layout.positions[cell.index]
            how = _doubt(raw, position.row, position.column)
            is_read = typed[cell.index] if cell.measure.is_number else cell.index in seen
            if how and not cell.total and is_read:
                reference = refer(layout.form, layout.positions, cell.index, seen[cell.index])
                groups.setdefault(how, []).append(reference)
        for how, references in groups.items():
            yield make_finding("FIGURES-DOUBTFUL", *references, table=table.heading, how=how)


def _doubt(raw: RawSheet, row: int, column: int) -> str:
    """Say how the cell looks that a person would miss or doubt; "" for any other."""
    look = raw.looks.get((row, column))
    if look is not None:
        return _LOOKS[look]
    return _HIDDEN if row in raw.hidden_rows or column in raw.hidden_columns else ""
