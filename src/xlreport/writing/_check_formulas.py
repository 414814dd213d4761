"""The formulas of the 检查 sheet, each with the value that it computes.

They use only functions of Excel 2007. A sum counts text in a cell as 0, as SUM does. The verdict
on a line with such a cell is "？", because the reader judges no rule over a cell without a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xlreport.base.address import a1
from xlreport.form.duties import NO_DUTY, cells_without
from xlreport.form.form import Form
from xlreport.form.measure import Kind, Measure, to_number
from xlreport.form.rule import Terms
from xlreport.layout.check_line import BalanceLine, CheckLine
from xlreport.layout.cover import NIL
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import area_reference, by_factor, rectangles, reference, times
from xlreport.layout.layout import Layout, Position
from xlreport.writing._declared import all_declared
from xlreport.writing.content import Formula

_DECIMALS = 6  # enough for money in 万元; binary fractions do not add up exactly
RIGHT, WRONG, OPEN, UNKNOWN, HALF = "√", "×", "—", "？", "○"


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The contents of the value cells as Excel sees them, by cell index.

    `numbers` are in the cell's unit, None in a cell without a number. Cells in `wrong` hold text,
    or a fraction where a whole number belongs. `nil` are the keys of the tables declared nil.
    `last` are last year's figures (scaled integers), None where the workbook shows none. `locked`
    are the cells of duties that the department does not have, `declared` the keys of all duties
    that the workbook says it does not have.
    """

    numbers: Sequence[Decimal | None]
    wrong: frozenset[int]
    nil: frozenset[str]
    last: Sequence[int | None] | None
    locked: frozenset[int] = frozenset()
    declared: frozenset[str] = frozenset()

    def is_filled(self, index: int) -> bool:
        """Tell whether a cell holds anything."""
        return self.numbers[index] is not None or index in self.wrong

    def is_nonzero(self, index: int) -> bool:
        """Tell whether a cell holds anything but 0."""
        return bool(self.numbers[index]) or index in self.wrong


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a balance: its formula and the value of it."""

    formula: str
    value: Decimal


def line_formulas(layout: Layout, line: CheckLine, figures: LineFigures) -> dict[Field, Formula]:
    """Return the formulas of a line's fields: left, right, difference, verdict."""
    if figures.locked.issuperset(line.inputs):
        return {Field(FieldKind.VERDICT, line.number): Formula(f'"{OPEN}"', OPEN)}
    if not isinstance(line, BalanceLine):
        return _number_formulas(layout, line, figures)
    is_idle = line.within and layout.summed
    if is_idle or (line.last and not _has_last_year(line, figures)):
        return {Field(FieldKind.VERDICT, line.number): Formula(f'"{OPEN}"', OPEN)}
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
    gap = round(left.value - right.value, _DECIMALS)
    difference = f"ROUND({left_cell}-{right_cell},{_DECIMALS})"
    must_be_whole = layout.form.cells[line.cells[0]].measure.kind is not Kind.MONEY
    areas = areas_of(layout, line.inputs)
    unread = "+".join(_count_unread(area, whole=must_be_whole) for area in areas)
    blank = _blank_condition(layout, line, figures)
    verdict = (
        f'IF({blank.text},"{OPEN}",IF({unread}>0,"{UNKNOWN}",'
        f'IF({difference_cell}{operator}0,"{RIGHT}","{WRONG}")))'
    )
    holds = {"=": gap == 0, "<=": gap <= 0, ">=": gap >= 0}[operator]
    sign = RIGHT if holds else WRONG
    if blank.value:
        sign = OPEN
    elif figures.wrong.intersection(line.inputs):
        sign = UNKNOWN
    return {
        Field(FieldKind.LEFT, line.number): Formula(left.formula, _plain(left.value)),
        Field(FieldKind.RIGHT, line.number): Formula(right.formula, _plain(right.value)),
        Field(FieldKind.DIFFERENCE, line.number): Formula(difference, _plain(gap)),
        Field(FieldKind.VERDICT, line.number): Formula(verdict, sign),
    }


def _blank_condition(layout: Layout, line: BalanceLine, figures: LineFigures) -> Formula:
    """Return the condition that nothing is filled in by which a line could be judged.

    Where both sides are blank most lines hold. They would not where the balance has a whole
    number or last year's figures; there a blank counts as 0 only where the reader takes it for
    one: in a row that holds a number and in a table declared nil.
    """
    form, inputs = layout.form, line.inputs
    tables: tuple[str, ...] = ()
    if line.last or line.balance.constant:
        rows = {(form.cells[index].table, form.cells[index].row) for index in inputs}
        inputs = tuple(cell.index for cell in form.inputs if (cell.table, cell.row) in rows)
        tables = tuple(dict.fromkeys(form.cells[index].table for index in inputs))
    declared = [_address(layout, Field(FieldKind.DECLARED, table)) for table in tables]
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
    formula = ""
    for factor, cells in by_factor(terms).items():
        formula += times(factor, f"SUM({','.join(areas_of(layout, tuple(cells)))})")
    if constant or not formula:
        number = to_number(constant, measure)
        formula += f"+{number!r}" if constant >= 0 else repr(number)
    value = sum((figures.numbers[term.cell] or Decimal()) * term.factor for term in terms)
    return _Side(formula.removeprefix("+"), Decimal(constant).scaleb(-measure.scale) + value)


def _number_formulas(layout: Layout, line: CheckLine, figures: LineFigures) -> dict[Field, Formula]:
    """Return the formulas of a line that counts cells without a number of the right kind."""
    left_cell, _, difference_cell = _addresses(layout, line.number)
    inputs = [index for index in line.inputs if index not in figures.locked]
    kinds = {index: layout.form.cells[index].measure.kind for index in inputs}
    changes = tuple(index for index, kind in kinds.items() if kind is Kind.CHANGE)
    amounts = tuple(index for index, kind in kinds.items() if kind is not Kind.CHANGE)
    must_be_whole = Kind.MONEY not in kinds.values()
    counts = [
        *(_count_unread(area, whole=True) for area in areas_of(layout, changes)),
        *(_count_unread_or_negative(a, whole=must_be_whole) for a in areas_of(layout, amounts)),
    ]
    negative = {index for index in amounts if (figures.numbers[index] or 0) < 0}
    wrong = len(figures.wrong.intersection(inputs) | negative)
    count = len(inputs)
    verdict = f'IF({difference_cell}=0,"{RIGHT}","{WRONG}")'
    return {
        Field(FieldKind.LEFT, line.number): Formula(str(count), count),
        Field(FieldKind.RIGHT, line.number): Formula(
            f"{left_cell}-{difference_cell}", count - wrong
        ),
        Field(FieldKind.DIFFERENCE, line.number): Formula("+".join(counts), wrong),
        Field(FieldKind.VERDICT, line.number): Formula(verdict, WRONG if wrong else RIGHT),
    }


def table_formulas(layout: Layout, key: str, figures: LineFigures) -> dict[Field, Formula]:
    """Return the formulas that show how much of a table is filled in."""
    cells = layout.form.table(key).cells
    inputs = tuple(c.index for c in cells if not c.total and c.index not in figures.locked)
    if not inputs:
        return _nothing_asked(key)
    areas = areas_of(layout, inputs)
    count = len(inputs)
    filled = sum(map(figures.is_filled, inputs))
    is_nil = key in figures.nil
    unasked = cells_without(layout.form, figures.declared)
    blank = sum(not figures.is_filled(i) for i in inputs if i not in unasked and not is_nil)
    declared = _address(layout, Field(FieldKind.DECLARED, key))
    blanks = "+".join(f"COUNTBLANK({area})" for area in areas)
    nil = reference(layout.fields[Field(FieldKind.NIL, key)], absolute=False)
    return {
        Field(FieldKind.REQUIRED, key): Formula(str(count), count),
        Field(FieldKind.FILLED, key): Formula(f"COUNTA({','.join(areas)})", filled),
        Field(FieldKind.BLANK, key): Formula(f'IF({declared}<>"",0,{blanks})', blank),
        Field(FieldKind.COMPLETE, key): _completeness(layout, key, inputs, figures),
        Field(FieldKind.DECLARED, key): Formula(f'IF({nil}="","",{nil})', NIL if is_nil else ""),
    }


def _nothing_asked(key: str) -> dict[Field, Formula]:
    """Return the formulas of a table of which the department has no cell to fill in."""
    counts = (FieldKind.REQUIRED, FieldKind.FILLED, FieldKind.BLANK)
    return {
        **{Field(kind, key): Formula("0", 0) for kind in counts},
        Field(FieldKind.COMPLETE, key): Formula(f'"{OPEN}"', OPEN),
        Field(FieldKind.DECLARED, key): Formula(f'"{NO_DUTY}"', NO_DUTY),
    }


def _completeness(
    layout: Layout, key: str, inputs: tuple[int, ...], figures: LineFigures
) -> Formula:
    """Return the verdict on a table: all filled in, or nothing besides 0 where declared nil."""
    filled, blank, declared = (
        _address(layout, Field(kind, key))
        for kind in (FieldKind.FILLED, FieldKind.BLANK, FieldKind.DECLARED)
    )
    formula = (
        f'IF({declared}<>"",IF({_count_nonzero(layout, inputs)}=0,"{RIGHT}","{WRONG}"),'
        f'IF({filled}=0,"{WRONG}",IF({blank}=0,"{RIGHT}","{HALF}")))'
    )
    if key in figures.nil:
        return Formula(formula, WRONG if any(map(figures.is_nonzero, inputs)) else RIGHT)
    if not any(map(figures.is_filled, inputs)):
        return Formula(formula, WRONG)
    unasked = cells_without(layout.form, figures.declared)
    is_whole = all(figures.is_filled(i) for i in inputs if i not in unasked)
    return Formula(formula, RIGHT if is_whole else HALF)


def _count_nonzero(layout: Layout, inputs: tuple[int, ...]) -> str:
    """Count the cells that hold anything but 0; a 0 typed where the unit is required is text."""
    cells = layout.form.cells
    texts = tuple(index for index in inputs if cells[index].measure.unit_required)
    numbers = tuple(index for index in inputs if not cells[index].measure.unit_required)
    counts = [f"SUMPRODUCT(--({area}<>0))" for area in areas_of(layout, numbers)]
    counts += [f'SUMPRODUCT(({area}<>0)*({area}<>"0"))' for area in areas_of(layout, texts)]
    return "+".join(counts)


@cache
def _addresses(layout: Layout, number: int) -> tuple[str, str, str]:
    """Return the addresses of the left side, right side and difference of a line."""
    left, right, difference = (
        _address(layout, Field(kind, number))
        for kind in (FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE)
    )
    return left, right, difference


def _address(layout: Layout, field: Field) -> str:
    """Return the address of a field within its sheet."""
    position = layout.fields[field]
    return a1(position.row, position.column)


@cache
def areas_of(layout: Layout, indexes: tuple[int, ...]) -> list[str]:
    """Return references from another sheet to the fewest rectangles that hold these cells."""
    sheets: dict[str, list[Position]] = {}
    for index in indexes:
        position = layout.positions[index]
        sheets.setdefault(position.sheet, []).append(position)
    return [area_reference(sheet, area) for sheet in sheets for area in rectangles(sheets[sheet])]


def _count_unread(area: str, *, whole: bool) -> str:
    """Count the cells of an area that hold text, or a fraction where `whole`."""
    texts = f"COUNTA({area})-COUNT({area})"
    return f'{texts}+SUMPRODUCT(ISNUMBER({area})*ISNUMBER(FIND(".",{area})))' if whole else texts


def _count_unread_or_negative(area: str, *, whole: bool) -> str:
    """Count the cells of an area as `_count_unread` does, and those below 0."""
    texts = f"COUNTA({area})-COUNT({area})"
    if not whole:
        return f'{texts}+COUNTIF({area},"<0")'
    return f'{texts}+SUMPRODUCT(ISNUMBER({area})*((({area}<0)+ISNUMBER(FIND(".",{area})))>0))'


def _plain(value: Decimal) -> int | float:
    """Return a number as a cell holds it."""
    return int(value) if value == value.to_integral_value() else float(value)
