"""The formulas of the 检查 sheet, each with the value that it computes.

They use only functions of Excel 2007. A sum counts text in a cell as 0, as SUM does. The verdict
on a line with such a cell is "？", because the reader judges no rule over a cell without a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xlreport.base.address import Coordinate, a1, rectangles
from xlreport.base.sign import Sign
from xlreport.form.duties import cells_without
from xlreport.form.form import Form
from xlreport.form.measure import Blank, Kind, Measure, to_number
from xlreport.form.rule import Terms
from xlreport.layout.check_line import BalanceLine, CheckLine
from xlreport.layout.choice_lists import choice_lists
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import area_reference, by_factor, times
from xlreport.layout.kind_formulas import alike, count_wrong, may_be_negative
from xlreport.layout.layout import Layout
from xlreport.writing._declared import all_declared
from xlreport.writing.content import Formula

_DECIMALS = 6  # enough for money in 万元; binary fractions do not add up exactly
RIGHT, WRONG, HALF = Sign.DONE.mark, Sign.OPEN.mark, Sign.NIL.mark
UNJUDGED, UNKNOWN = "—", "？"  # signs of the 检查 sheet alone


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The contents of the value cells as Excel sees them, by cell index.

    `numbers` are in the cell's unit, None in a cell without a number. Cells in `wrong` hold what
    their kind does not allow, those in `words` what is no number, as their kind has it. `nil` are
    the keys of the tables declared nil. `last` are last year's figures (scaled integers), None
    where the workbook shows none. `locked` are the cells that nobody fills in: of duties that the
    department does not have, and in a summary those that are not added up. `declared` are the keys
    of all duties that the workbook says it does not have.
    """

    numbers: Sequence[Decimal | None]
    wrong: frozenset[int]
    nil: frozenset[str]
    last: Sequence[int | None] | None
    words: frozenset[int] = frozenset()
    locked: frozenset[int] = frozenset()
    declared: frozenset[str] = frozenset()

    def is_filled(self, index: int) -> bool:
        """Tell whether a cell holds anything."""
        return self.numbers[index] is not None or index in self.wrong or index in self.words

    def is_nonzero(self, index: int) -> bool:
        """Tell whether a cell holds anything but 0."""
        return bool(self.numbers[index]) or index in self.wrong or index in self.words


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a balance: its formula and the value of it."""

    formula: str
    value: Decimal


def line_formulas(layout: Layout, line: CheckLine, figures: LineFigures) -> dict[Field, Formula]:
    """Return the formulas of a line's fields: left, right, difference, verdict."""
    if figures.locked.issuperset(line.inputs):
        return {Field(FieldKind.VERDICT, line.number): Formula(f'"{UNJUDGED}"', UNJUDGED)}
    if not isinstance(line, BalanceLine):
        return _number_formulas(layout, line, figures)
    is_idle = line.within and layout.summed
    if is_idle or (line.last and not _has_last_year(line, figures)):
        return {Field(FieldKind.VERDICT, line.number): Formula(f'"{UNJUDGED}"', UNJUDGED)}
    return _balance_formulas(layout, line, figures)


def _has_last_year(line: BalanceLine, figures: LineFigures) -> bool:
    """Tell whether last year's report has any of the figures that a line compares with."""
    last = figures.last or ()
    return any(last[index] is not None for index in line.balance.last_cells)


def _balance_formulas(
    layout: Layout, line: BalanceLine, figures: LineFigures
) -> dict[Field, Formula]:
    """Return the formulas of a line that compares both sides of a balance."""
    left_cell, right_cell, difference_cell = _addresses(layout, line.number)
    operator = line.balance.relation.operator
    left, right = _sides(layout, line, figures)
    decimals = max(_DECIMALS, layout.form.cells[line.cells[0]].measure.scale)
    gap = round(left.value - right.value, decimals)
    difference = f"ROUND({left_cell}-{right_cell},{decimals})"
    unread = "+".join(_counts_of_wrong(layout, line.inputs))
    blank = _blank_condition(layout, line, figures)
    verdict = (
        f'IF({blank.text},"{UNJUDGED}",IF({unread}>0,"{UNKNOWN}",'
        f'IF({difference_cell}{operator}0,"{RIGHT}","{WRONG}")))'
    )
    holds = {"=": gap == 0, "<=": gap <= 0, ">=": gap >= 0}[operator]
    sign = RIGHT if holds else WRONG
    if blank.value:
        sign = UNJUDGED
    elif figures.wrong.intersection(line.inputs):
        sign = UNKNOWN
    return {
        Field(FieldKind.LEFT, line.number): Formula(left.formula, plain_number(left.value)),
        Field(FieldKind.RIGHT, line.number): Formula(right.formula, plain_number(right.value)),
        Field(FieldKind.DIFFERENCE, line.number): Formula(difference, plain_number(gap)),
        Field(FieldKind.VERDICT, line.number): Formula(verdict, sign),
    }


def _blank_condition(layout: Layout, line: BalanceLine, figures: LineFigures) -> Formula:
    """Return the condition that nothing is filled in by which a line could be judged.

    Where both sides are blank most lines hold. They would not where the balance has a whole
    number or last year's figures; there a blank counts as 0 only where the reader takes it for
    one: in a row that holds a number, in a table declared nil, and where the form says so.
    """
    form, inputs = layout.form, line.inputs
    tables: tuple[str, ...] = ()
    if line.last or line.balance.constant:
        policies = {form.cells[index].measure.blank for index in inputs}
        if Blank.ZERO in policies:
            return Formula("FALSE", 0)
        inputs = _beside(form, inputs)
        # A table that is counted from a list is never declared nil.
        may_be_nil = {table.key for table in form.filled_tables}
        of_inputs = dict.fromkeys(form.cells[index].table for index in inputs)
        tables = tuple(key for key in of_inputs if key in may_be_nil)
    declared = [address_of(layout, Field(FieldKind.DECLARED, table)) for table in tables]
    conditions = [f"COUNT({','.join(areas_of(layout, inputs))})=0"]
    conditions += [f'{cell}=""' for cell in declared]
    has_no_number = all(figures.numbers[index] is None for index in inputs)
    text = f"AND({','.join(conditions)})" if tables else conditions[0]
    value = has_no_number and figures.nil.isdisjoint(tables)
    unasked = all_declared(layout, {*line.inputs} - figures.locked) if tables else ""
    if not unasked:
        return Formula(text, value)
    return Formula(f"OR({text},{unasked})", value or _is_unasked(form, line, figures))


def _is_unasked(form: Form, line: BalanceLine, figures: LineFigures) -> bool:
    """Tell whether the department has no input of a line."""
    return cells_without(form, figures.declared).issuperset(line.inputs)


def _beside(form: Form, inputs: Sequence[int]) -> tuple[int, ...]:
    """List inputs, and all numbers in the rows of those of which a blank beside a number is 0."""
    cells = [form.cells[index] for index in inputs]
    rows = {
        (cell.table, cell.row)
        for cell in cells
        if cell.measure.blank is Blank.ASKED and cell.measure.counts_from_zero
    }
    beside = (c.index for c in form.inputs if (c.table, c.row) in rows and c.measure.is_number)
    return tuple(sorted({*inputs, *beside}))


def _sides(layout: Layout, line: BalanceLine, figures: LineFigures) -> tuple[_Side, _Side]:
    """Return both sides of a balance; last year's figures are constants in the formulas.

    The whole number of a relation is moved to the right side, as in the findings.
    """
    balance = line.balance
    last = figures.last or [0] * len(figures.numbers)
    measure = layout.form.cells[line.cells[0]].measure
    left_constant = sum((last[term.cell] or 0) * term.factor for term in balance.left_last)
    right_constant = sum((last[term.cell] or 0) * term.factor for term in balance.right_last)
    return (
        _side(layout, balance.left, left_constant, measure, figures),
        _side(layout, balance.right, right_constant - balance.constant, measure, figures),
    )


def _side(
    layout: Layout, terms: Terms, constant: int, measure: Measure, figures: LineFigures
) -> _Side:
    """Return the sum of cells and of a constant, which is a scaled integer."""
    formula = _sums(layout, terms)
    if constant or not formula:
        number = to_number(constant, measure)
        formula += f"+{number!r}" if constant >= 0 else repr(number)
    value = sum((figures.numbers[term.cell] or Decimal()) * term.factor for term in terms)
    return _Side(formula.removeprefix("+"), Decimal(constant).scaleb(-measure.scale) + value)


@cache
def _sums(layout: Layout, terms: Terms) -> str:
    """Return the formula that adds cells up; "" without any."""
    return "".join(
        times(factor, f"SUM({','.join(areas_of(layout, tuple(cells)))})")
        for factor, cells in by_factor(terms).items()
    )


def _number_formulas(layout: Layout, line: CheckLine, figures: LineFigures) -> dict[Field, Formula]:
    """Return the formulas of a line that counts the cells with a number of the right kind."""
    _, right_cell, difference_cell = _addresses(layout, line.number)
    inputs = tuple(index for index in line.inputs if index not in figures.locked)
    counts = _counts_of_wrong(layout, inputs, signed=False)
    measures = ((index, layout.form.cells[index].measure) for index in inputs)
    amounts = (index for index, measure in measures if not may_be_negative(measure))
    negative = {index for index in amounts if (figures.numbers[index] or 0) < 0}
    wrong = len(figures.wrong.intersection(inputs) | negative)
    count = len(inputs)
    verdict = f'IF({difference_cell}=0,"{RIGHT}","{WRONG}")'
    return {
        Field(FieldKind.LEFT, line.number): Formula(
            f"{right_cell}-{difference_cell}", count - wrong
        ),
        Field(FieldKind.RIGHT, line.number): Formula(str(count), count),
        Field(FieldKind.DIFFERENCE, line.number): Formula("+".join(counts), wrong),
        Field(FieldKind.VERDICT, line.number): Formula(verdict, WRONG if wrong else RIGHT),
    }


@cache
def _counts_of_wrong(
    layout: Layout, inputs: tuple[int, ...], *, signed: bool = True
) -> Sequence[str]:
    """Return the formulas that count the wrong cells among some inputs, one for each area.

    Where they are not `signed`, amounts below 0 are wrong, too.
    """
    counts = []
    for like, indexes in alike(layout.form, inputs, signed=signed).items():
        for area in areas_of(layout, indexes, by_column=like.kind is Kind.CHOICE):
            may_be = signed or may_be_negative(like)
            counts.append(count_wrong(area, like, choice_lists(layout.form), signed=may_be))
    return counts


@cache
def _addresses(layout: Layout, number: int) -> tuple[str, str, str]:
    """Return the addresses of the left side, right side and difference of a line."""
    left, right, difference = (
        address_of(layout, Field(kind, number))
        for kind in (FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE)
    )
    return left, right, difference


def address_of(layout: Layout, field: Field) -> str:
    """Return the address of a field within its sheet."""
    position = layout.fields[field]
    return a1(position.row, position.column)


@cache
def areas_of(layout: Layout, indexes: tuple[int, ...], *, by_column: bool = False) -> list[str]:
    """Return references from another sheet to the fewest rectangles that hold these cells.

    `by_column` makes each a column wide.
    """
    sheets: dict[tuple[str, int], list[Coordinate]] = {}
    for index in indexes:
        position = layout.positions[index]
        group = position.sheet, position.column if by_column else -1
        sheets.setdefault(group, []).append((position.row, position.column))
    return [
        area_reference(sheet, area)
        for (sheet, _), cells in sheets.items()
        for area in rectangles(cells)
    ]


def plain_number(value: Decimal | int) -> int | float:
    """Return a number as a cell holds it."""
    return int(value) if value == int(value) else float(value)
