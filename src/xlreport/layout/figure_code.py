"""The figure code (核对码) of a return: seven digits, by which its paper and its file match.

A template prints it on the cover and above every table, as a formula over the cells that hold
figures, so that a signed sheet shows the code of exactly the figures printed on it. The reader
computes the same from the file. It is made of numbers alone: a blank and a text count as 0, totals
and shares follow from their parts. Every number is multiplied by a weight of its place; all is
added up modulo a prime, in steps so small that binary floating-point numbers hold each exactly.
So one changed cell and two swapped cells always change the code, and of a million other changes
hardly one does not. It is no signature: whoever has the formula can make a matching file.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from xlreport.base.address import Area, Coordinate, a1, a1_range, quoted, rectangles
from xlreport.form.form import Form
from xlreport.form.parts import Cell
from xlreport.layout.grid import TABLE_TOP, lay_table

FIGURE_CODE_CAPTION = "核对码"

_PRIME = 9_999_991  # seven digits
_WEIGHT_PRIME, _ROOT = 99_991, 20_013  # a primitive root: as many weights as there are remainders
_FIRST_POWER = 1_000  # small powers would be small weights
_SPREAD = 738_011  # a small difference in the sum becomes one in all digits
_MOST = 2**53  # beyond it a floating-point number is not exact
_LONGEST_FORMULA = 8_000  # characters; Excel takes 8,192
_AMOUNT = "0123456789.元万亿"
_AMOUNT_LENGTH = 16


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell that counts in the figure code: its place, its weight, its decimal places.

    Of an amount that is typed with its unit, the `is_text` counts.
    """

    index: int
    row: int
    column: int
    weight: int
    places: int
    is_text: bool

    def share(self, number: float) -> float:
        """Return what a number adds to the sum, as the formula computes it."""
        if self.is_text:
            return self.share_of_text(f"{number:.15g}" if number else "")
        if not self.places:
            return number * self.weight
        scaled = number * 10**self.places
        return _rounded(scaled) % _PRIME * self.weight if abs(scaled) < _MOST else math.inf

    def share_of_text(self, text: str) -> int:
        """Return what a text adds to the sum: 0, except of an amount typed with its unit."""
        if not self.is_text:
            return 0
        signs = ("0" * _AMOUNT_LENGTH + text)[-_AMOUNT_LENGTH:]
        found = (_AMOUNT.find(sign) for sign in signs)
        numbers = (len(_AMOUNT) if number < 0 else number for number in found)
        return sum(map(int.__mul__, numbers, _sign_weights())) * self.weight


@cache
def figure_cells(form: Form) -> Mapping[int, FigureCell]:
    """Return the cells that count in the figure code, by index; none of a form without a code."""
    return {cell.index: cell for cells in _by_sheet(form).values() for cell in cells}


def code_of(total: float) -> str:
    """Return the figure code, such as 370-0512, of a sum of shares; empty if that is too large."""
    if abs(total) >= _MOST:
        return ""
    code = _rounded(total) % _PRIME * _SPREAD % _PRIME
    return f"{code // 10_000:03d}-{code % 10_000:04d}"


@cache
def figure_formula(form: Form) -> str:
    """Return the formula of the figure code without its "="; empty where the form has no code.

    A form without figures has none, nor has one whose formula would be longer than Excel takes.
    """
    terms = [term for sheet, cells in _by_sheet(form).items() for term in _terms(sheet, cells)]
    total = f"ROUND({'+'.join(terms)},0)"
    formula = f'TEXT(MOD(MOD({total},{_PRIME})*{_SPREAD},{_PRIME}),"000-0000")'
    return formula if terms and len(formula) <= _LONGEST_FORMULA else ""


def has_figure_code(form: Form) -> bool:
    """Tell whether the templates of a form print the code."""
    return bool(figure_formula(form))


@cache
def _by_sheet(form: Form) -> Mapping[str, tuple[FigureCell, ...]]:
    """Return the cells that count, by sheet."""
    cells: dict[str, tuple[FigureCell, ...]] = {}
    for table in form.tables:
        blocks = (block for block in lay_table(table).blocks if block.cell >= 0)
        places = {block.cell: (TABLE_TOP + block.top, block.left) for block in blocks}
        cells[table.sheet] = tuple(
            _figure_cell(cell, *places[cell.index]) for cell in table.cells if _counts(form, cell)
        )
    return cells


def _figure_cell(cell: Cell, row: int, column: int) -> FigureCell:
    measure = cell.measure
    weight = _power(_FIRST_POWER + cell.index)
    return FigureCell(cell.index, row, column, weight, measure.scale, measure.unit_required)


def _power(exponent: int) -> int:
    """Return a power of the root by which cells are weighed; no two cells have the same."""
    return pow(_ROOT, exponent, _WEIGHT_PRIME)


def _counts(form: Form, cell: Cell) -> bool:
    """Tell whether a cell counts: a number that a person fills in, or that a list gives."""
    is_given = not cell.total or cell.index in form.count_of
    return is_given and cell.measure.is_number


def _terms(sheet: str, cells: tuple[FigureCell, ...]) -> Iterator[str]:
    """Yield the terms of the formula for the cells of one sheet, whole rectangles first."""
    whole = {(cell.row, cell.column): cell for cell in cells if not (cell.places or cell.is_text)}
    for area in rectangles(whole):
        yield _term_of_area(sheet, area, whole)
    for cell in cells:
        at = f"{quoted(sheet)}!{a1(cell.row, cell.column)}"
        if cell.is_text:
            yield f"{_text_number(at)}*{cell.weight}"
        elif cell.places:
            scaled = f"ROUND(SUM({at})*{10**cell.places},0)"
            yield f"MOD({scaled},{_PRIME})*{cell.weight}"


def _term_of_area(sheet: str, area: Area, cells: Mapping[Coordinate, FigureCell]) -> str:
    """Return the sum of a rectangle of whole numbers, each times its weight.

    As an argument of its own, SUMPRODUCT takes a text among the numbers for 0; SUM does for one
    cell. The weights are written out: not every program computes with arrays inside SUMPRODUCT.
    """
    at = f"{quoted(sheet)}!{a1_range(*area)}"
    rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
    weights = ";".join(",".join(str(cells[r, c].weight) for c in columns) for r in rows)
    is_one = len(rows) == len(columns) == 1
    return f"SUM({at})*{weights}" if is_one else f"SUMPRODUCT({at},{{{weights}}})"


def _text_number(at: str) -> str:
    """Return the formula of the number that an amount typed with its unit counts as."""
    text = f'RIGHT(REPT("0",{_AMOUNT_LENGTH})&{at},{_AMOUNT_LENGTH})'
    signs = (f"MID({text},{number},1)" for number in range(1, _AMOUNT_LENGTH + 1))
    terms = (
        f'(FIND({sign},"{_AMOUNT}"&{sign})-1)*{weight}'
        for sign, weight in zip(signs, _sign_weights(), strict=True)
    )
    return f"({'+'.join(terms)})"


@cache
def _sign_weights() -> tuple[int, ...]:
    return tuple(map(_power, range(_FIRST_POWER, _FIRST_POWER + _AMOUNT_LENGTH)))


def _rounded(number: float) -> int:
    """Round as a spreadsheet does, a half away from 0."""
    return number if isinstance(number, int) else int(math.copysign(abs(number) + 0.5, number))
