"""A worksheet that takes a row of figures at once and turns it into XML only when it is written.

XlsxWriter makes an object for each cell and keeps all of them to the end: 140 MB for the million
figures of a province, which the summary holds in memory already.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from xlsxwriter.format import Format

from xlreport.base.address import column_name
from xlreport.base.text import visible
from xlreport.form.measure import Measure, to_number
from xlreport.writing.book import Sheet2007
from xlreport.writing.cell import in_xml


class _Figures(NamedTuple):
    """A row of figures, put into XlsxWriter's table in place of its last cell."""

    column: int
    values: Sequence[int | str | None]
    measures: Sequence[Measure]
    look: Format


class FigureSheet(Sheet2007):
    """A worksheet that takes a row of figures at once."""

    def write_figures(
        self,
        row: int,
        column: int,
        values: Sequence[int | str | None],
        measures: Sequence[Measure],
        look: Format,
    ) -> int:
        """Write scaled integers from a cell to the right as numbers in their units, None as blanks.

        A text is written as it is.
        The XML is that of `write_number` and `write_blank`, but other parts of XlsxWriter, such as
        charts, do not see these cells. Return 0, or a negative number where the row does not fit
        on the sheet. `values` are not copied.
        """
        last = column + len(values) - 1
        if refused := self._check_dimensions(row, column) or self._check_dimensions(row, last):
            return int(refused)
        self.table[row][last] = _Figures(column, values, measures, look)
        return 0

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, _Figures):
            self.fh.write("".join(_cells(row + 1, cell)))
        else:
            super()._write_cell(row, col, cell)


def _cells(row: int, figures: _Figures) -> list[str]:
    """Return the XML of each cell of a row of figures, as XlsxWriter writes it."""
    rest = f'{row}" s="{figures.look._get_xf_index()}"'
    names = _names(figures.column, len(figures.values))
    return [
        f'<c r="{name}{rest}/>'
        if value is None
        else f'<c r="{name}{rest}{_text(value)}'
        if isinstance(value, str)
        else f'<c r="{name}{rest}><v>{to_number(value, measure):.16G}</v></c>'
        for name, value, measure in zip(names, figures.values, figures.measures, strict=True)
    ]


def _text(text: str) -> str:
    """Return the rest of the XML of a cell that holds a text, without hidden signs."""
    return f' t="inlineStr"><is><t xml:space="preserve">{in_xml(visible(text))}</t></is></c>'


@cache
def _names(column: int, count: int) -> tuple[str, ...]:
    return tuple(column_name(column + number) for number in range(count))
