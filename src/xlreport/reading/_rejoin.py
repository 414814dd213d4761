"""Join tables and rows that page breaks cut, where the labels of the form prove the cut.

In many published reports a table that continues after a page break becomes two tables, often with
the header repeated, and a label at the break becomes two halves in two rows. Pieces are joined
only if the result has the labels of the official table.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xlreport.base.address import Area, Coordinate
from xlreport.form.form import Form
from xlreport.form.label import normalise_label, spellings
from xlreport.form.parts import Table
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import LIMITS
from xlreport.reading._label_sheet import read_labels
from xlreport.reading._tables import match_table

_MOST_PIECES: Final = 6  # of one table; 28 rows seldom take more than three pages
_MOST_BEGINNINGS: Final = 12  # of one table, with copies for print and phone
_MOST_HEADER_ROWS: Final = 6
_MOST_ROWS: Final = 400  # of a sheet, searched for cut rows


def rejoin(form: Form, sheets: Sequence[RawSheet]) -> list[RawSheet]:
    """Join the pieces of a form's tables; other sheets stay unchanged."""
    joined = list(sheets)
    for table in form.tables:
        labels = _labels(form, table)
        joined = [_mend_rows(sheet, labels) for sheet in joined]
        run = _best_run(form, table, joined, labels)
        if run is not None:
            joined[run.first : run.last + 1] = [run.joined]
    return joined


@dataclass(frozen=True, slots=True)
class _Run:
    """Sheets from `first` to `last` (by number), and the one sheet they are joined to."""

    first: int
    last: int
    joined: RawSheet


def _best_run(
    form: Form, table: Table, sheets: Sequence[RawSheet], labels: Collection[str]
) -> _Run | None:
    """Find the run of sheets that, joined, match more of a table than any single sheet."""
    begins = [number for number, sheet in enumerate(sheets) if _has_any(sheet, labels)]
    del begins[_MOST_BEGINNINGS:]
    most = max((_size(form, table, sheets[number]) for number in begins), default=0)
    best: _Run | None = None
    for first in begins if most < len(table.cells) else ():
        whole = sheets[first]
        for last in range(first + 1, min(first + _MOST_PIECES, len(sheets))):
            appended = _append(whole, sheets[last])
            if appended is None:
                break
            whole = _mend_rows(appended, labels)
            size = _size(form, table, whole)
            if size > most:
                most, best = size, _Run(first, last, whole)
    return best


def _size(form: Form, table: Table, sheet: RawSheet) -> int:
    matches = match_table(form, table, [read_labels(sheet)])
    return max((len(match.coordinates) for match in matches), default=0)


def _labels(form: Form, table: Table) -> frozenset[str]:
    """Collect the spellings of all labels of a table."""
    parts = table.parts
    nodes = (node for p in parts for outline in (p.rows, p.columns) for node in outline.walk())
    texts = {*(node.text for node in nodes), *(part.band for part in parts)} - {""}
    return frozenset(spelling for text in texts for spelling in spellings(form, text))


def _has_any(sheet: RawSheet, labels: Collection[str]) -> bool:
    return any(normalise_label(cell.text) in labels for cell in sheet.cells.values())


def _append(upper: RawSheet, lower: RawSheet) -> RawSheet | None:
    """Append a table below another, without a repeated header; None unless equally wide.

    With different widths their columns cannot be assigned to one another.
    """
    height, width = _extent(upper)
    if _extent(lower)[1] != width or not lower.cells or height + _extent(lower)[0] > LIMITS.rows:
        return None
    repeated = _repeated_rows(upper, lower)
    shift = height - repeated
    cells = dict(upper.cells)
    cells |= {(r + shift, c): cell for (r, c), cell in lower.cells.items() if r >= repeated}
    below = (
        Area(top + shift, left, bottom + shift, right)
        for top, left, bottom, right in lower.merges
        if top >= repeated
    )
    return replace(upper, cells=cells, merges=(*upper.merges, *below))


def _repeated_rows(upper: RawSheet, lower: RawSheet) -> int:
    """Count the first rows of a table that repeat, label for label, header rows of another."""
    above, below = _texts_by_row(upper), _texts_by_row(lower)
    most = 0
    for first in range(_MOST_HEADER_ROWS):
        count = 0
        while count < _MOST_HEADER_ROWS and _is_same_header(
            above.get(first + count), below.get(count)
        ):
            count += 1
        most = max(most, count)
    return most


def _is_same_header(one: Mapping[int, str] | None, other: Mapping[int, str] | None) -> bool:
    return bool(one) and one == other and not any(map(_is_figure, (one or {}).values()))


def _mend_rows(sheet: RawSheet, labels: Collection[str]) -> RawSheet:
    """Join pairs of rows between which an official label was cut, from the last row upwards."""
    rows = _texts_by_row(sheet)
    for row in sorted(rows, reverse=True)[-_MOST_ROWS:]:
        if _is_cut(rows.get(row - 1, {}), rows[row], labels):
            sheet = _join_rows(sheet, row)
    return _mend_headers(sheet, labels)


def _mend_headers(sheet: RawSheet, labels: Collection[str]) -> RawSheet:
    """Join labels cut into two cells, one below the other, in rows without figures."""
    above: dict[int, Coordinate] = {}
    emptied = []
    cells = dict(sheet.cells)
    for row, texts in sorted(_texts_by_row(sheet).items())[:_MOST_ROWS]:
        if any(map(_is_figure, texts.values())):
            above.clear()
            continue
        seen = {
            column: cells[coordinate].text
            for column, coordinate in above.items()
            if column in texts
        }
        cut = {column for column, text in seen.items() if _is_half(text, texts[column], labels)}
        # A whole label may be repeated where its neighbours were cut.
        same = {column for column, text in seen.items() if cut and _is_same(text, texts[column])}
        for column in cut | same:
            if column in cut:
                text = seen[column] + texts[column]
                cells[above[column]] = cells[above[column]]._replace(text=text)
            cells[row, column] = cells[row, column]._replace(text="")
        if cut and len(cut | same) == len(texts):
            emptied.append(row)
        above |= {column: (row, column) for column in texts if column not in cut | same}
    sheet = replace(sheet, cells=cells)
    for row in reversed(emptied):
        sheet = _join_rows(sheet, row)
    return sheet


def _is_half(upper: str, lower: str, labels: Collection[str]) -> bool:
    """Tell whether two texts together are an official label and the first alone is not."""
    whole = normalise_label(upper + lower)
    return whole in labels and normalise_label(upper) not in labels


def _is_cut(upper: Mapping[int, str], lower: Mapping[int, str], labels: Collection[str]) -> bool:
    """Tell whether two rows are one: a label was cut, and no other cell has two contents."""
    shared = [column for column in lower if column in upper]
    cut = {column for column in shared if _is_half(upper[column], lower[column], labels)}
    return bool(cut) and all(
        column in cut or (_is_same(upper[column], lower[column]) and not _is_figure(upper[column]))
        for column in shared
    )


def _is_same(one: str, other: str) -> bool:
    return normalise_label(one) == normalise_label(other)


def _join_rows(sheet: RawSheet, row: int) -> RawSheet:
    """Merge a row into the one above it, and move the rows below up."""
    cells = {coordinate: cell for coordinate, cell in sheet.cells.items() if coordinate[0] < row}
    for (at, column), cell in sheet.cells.items():
        above = cells.get((row - 1, column))
        if at > row:
            cells[at - 1, column] = cell
        elif at == row and above is not None and above.text and not _is_same(above.text, cell.text):
            cells[row - 1, column] = above._replace(text=above.text + cell.text)
        elif at == row and (cell.text or above is None):
            cells[row - 1, column] = cell
    merges = dict.fromkeys(
        Area(top - (top >= row), left, bottom - (bottom >= row), right)
        for top, left, bottom, right in sheet.merges
    )
    several = tuple(m for m in merges if (m.top, m.left) != (m.bottom, m.right))
    return replace(sheet, cells=cells, merges=several)


def _texts_by_row(sheet: RawSheet) -> dict[int, dict[int, str]]:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.text:
            rows.setdefault(row, {})[column] = cell.text
    return rows


def _extent(sheet: RawSheet) -> Coordinate:
    """Return the numbers of rows and columns of a sheet, blank cells included."""
    ends = [*sheet.cells, *((bottom, right) for _, _, bottom, right in sheet.merges)]
    return max((r for r, _ in ends), default=-1) + 1, max((c for _, c in ends), default=-1) + 1


def _is_figure(text: str) -> bool:
    return any(sign.isdigit() for sign in text) and not any(sign.isalpha() for sign in text)
