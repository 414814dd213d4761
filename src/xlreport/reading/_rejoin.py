"""What page breaks cut: tables in two, rows in two; joined where the form's labels prove it.

A table that goes on after a page break becomes two tables in many a published report, often
with its header repeated, and a label that stood at the break two halves in two rows. Nothing is
joined that does not then read as the official table does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from xlreport.base.address import Area, Coordinate
from xlreport.form.form import Form
from xlreport.form.label import normalise_label, spellings
from xlreport.form.parts import Table
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import LIMITS
from xlreport.reading._labels import read_labels
from xlreport.reading._tables import match_table

_MOST_PIECES: Final = 6  # of one table; 28 rows seldom come on more than three pages
_MOST_PLACES: Final = 12  # at which a table may begin; copies for print and phone among them
_MOST_HEADER_ROWS: Final = 6
_MOST_ROWS: Final = 400  # of a sheet that is looked through for cut rows


def rejoin(form: Form, sheets: Sequence[RawSheet]) -> list[RawSheet]:
    """Join what belongs together of the tables of a form; the other sheets stay as they are."""
    joined = list(sheets)
    for table in form.tables:
        labels = _labels(form, table)
        joined = [_mend_rows(sheet, labels) for sheet in joined]
        found = _best_run(form, table, joined, labels)
        if found is not None:
            first, last, whole = found
            joined[first : last + 1] = [whole]
    return joined


def _best_run(
    form: Form, table: Table, sheets: Sequence[RawSheet], labels: Collection[str]
) -> tuple[int, int, RawSheet] | None:
    """Find the tables one after another in which, joined, more of a table stands than in any one.

    Gives the numbers of the first and the last, and what they are joined to.
    """
    begins = [number for number, sheet in enumerate(sheets) if _has_any(sheet, labels)]
    del begins[_MOST_PLACES:]
    most = max((_size(form, table, sheets[number]) for number in begins), default=0)
    best = None
    for first in begins if most < len(table.cells) else ():
        whole = sheets[first]
        for last in range(first + 1, min(first + _MOST_PIECES, len(sheets))):
            appended = _append(whole, sheets[last])
            if appended is None:
                break
            whole = _mend_rows(appended, labels)
            size = _size(form, table, whole)
            if size > most:
                most, best = size, (first, last, whole)
    return best


def _size(form: Form, table: Table, sheet: RawSheet) -> int:
    matches = match_table(form, table, [read_labels(sheet)])
    return max((len(match.spots) for match in matches), default=0)


def _labels(form: Form, table: Table) -> frozenset[str]:
    """Collect the spellings of all labels of a table."""
    parts = table.parts
    nodes = (node for p in parts for outline in (p.rows, p.columns) for node in outline.walk())
    texts = {*(node.text for node in nodes), *(part.band for part in parts)} - {""}
    return frozenset(spelling for text in texts for spelling in spellings(form, text))


def _has_any(sheet: RawSheet, labels: Collection[str]) -> bool:
    return any(normalise_label(cell.text) in labels for cell in sheet.cells.values())


def _append(upper: RawSheet, lower: RawSheet) -> RawSheet | None:
    """Put a table below another, without the header that it repeats; None unless equally wide.

    Where their widths differ nobody can say which column went on as which.
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
    """Count the rows at the head of a table that stand, label for label, at the head of another."""
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
    """Join each two rows over which one official label was cut; from below, so that none moves."""
    rows = _texts_by_row(sheet)
    for row in sorted(rows, reverse=True)[-_MOST_ROWS:]:
        if _is_cut(rows.get(row - 1, {}), rows[row], labels):
            sheet = _join_rows(sheet, row)
    return _mend_headers(sheet, labels)


def _mend_headers(sheet: RawSheet, labels: Collection[str]) -> RawSheet:
    """Join labels that stand in two cells, one below the other, of rows without figures."""
    above: dict[int, Coordinate] = {}
    emptied = []
    cells = dict(sheet.cells)
    for row, texts in sorted(_texts_by_row(sheet).items())[:_MOST_ROWS]:
        if any(map(_is_figure, texts.values())):
            above.clear()
            continue
        seen = {column: cells[spot].text for column, spot in above.items() if column in texts}
        cut = {column for column, text in seen.items() if _is_half(text, texts[column], labels)}
        # A label that is whole already may be said twice where its neighbours were cut.
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
    """Tell whether two texts are one official label, of which the first alone is none."""
    whole = normalise_label(upper + lower)
    return whole in labels and normalise_label(upper) not in labels


def _is_cut(upper: Mapping[int, str], lower: Mapping[int, str], labels: Collection[str]) -> bool:
    """Tell whether two rows are one: a label cut in two, and no two things in one place."""
    shared = [column for column in lower if column in upper]
    cut = {column for column in shared if _is_half(upper[column], lower[column], labels)}
    return bool(cut) and all(
        column in cut or (_is_same(upper[column], lower[column]) and not _is_figure(upper[column]))
        for column in shared
    )


def _is_same(one: str, other: str) -> bool:
    return normalise_label(one) == normalise_label(other)


def _join_rows(sheet: RawSheet, row: int) -> RawSheet:
    """Put what stands in a row into the one above it, and move all below up."""
    cells = {spot: cell for spot, cell in sheet.cells.items() if spot[0] < row}
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
    """Give how many rows and columns a sheet has, blank cells included."""
    ends = [*sheet.cells, *((bottom, right) for _, _, bottom, right in sheet.merges)]
    return max((r for r, _ in ends), default=-1) + 1, max((c for _, c in ends), default=-1) + 1


def _is_figure(text: str) -> bool:
    return any(sign.isdigit() for sign in text) and not any(sign.isalpha() for sign in text)
