"""The values of the cells of tables: typed, or computed by a formula."""

from __future__ import annotations

from xlreport.form.parts import Cell
from xlreport.layout.count_formulas import count_formula
from xlreport.layout.formulas import total_formulas
from xlreport.layout.layout import Layout
from xlreport.writing._check_formulas import LineFigures, plain_number
from xlreport.writing.content import Content, Formula, Value


def cell_value(layout: Layout, content: Content, figures: LineFigures, cell: Cell) -> Value | None:
    """Return what stands in a cell: what is given, else the formula of a total; None if blank."""
    value = content.values.get(cell.index)
    if value is not None or not cell.total:
        return value
    number = figures.numbers[cell.index]
    shows_nothing = number is None and cell.index in layout.form.share_of
    formula = _total_formula(layout, content, cell.index)
    return Formula(formula, "" if shows_nothing else plain_number(number or 0))


def _total_formula(layout: Layout, content: Content, index: int) -> str:
    count = layout.form.count_of.get(index)
    if count is None:
        return total_formulas(layout)[index]
    return count_formula(layout, count, len(content.lists.get(count.list, ())))
