"""Excel formulas over the cells of a layout: totals, sums, references.

They use only functions of Excel 2007, so that WPS and old versions of Excel compute the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from xlreport.base.address import Area, a1, a1_range, quoted, rectangles
from xlreport.form.form import Form
from xlreport.form.rule import Balance, Terms
from xlreport.layout.field import Field
from xlreport.layout.layout import Layout, Position

_ONE_SUM = re.compile(r"SUM\([^()]*\)")


@cache
def total_formulas(layout: Layout) -> Mapping[int, str]:
    """Return the formula of every total and share in the layout, by cell index."""
    form = layout.form
    computed = (*form.fills, *form.share_of)
    return {index: computed_formula(form, index, layout.positions) for index in computed}


def computed_formula(form: Form, index: int, positions: Sequence[Position]) -> str:
    """Return the formula of a total or a share without its "="."""
    share = form.share_of.get(index)
    if share is None:
        return total_formula(form, form.fills[index], positions)
    whole = _side(share.denominator, positions)
    part = _side(share.numerator, positions)
    scale = form.cells[index].measure.scale
    quotient = f"{_in_brackets(part)}/{_in_brackets(whole)}"
    return f'IF({whole}=0,"",ROUND({quotient},{scale}))'


def _in_brackets(summed: str) -> str:
    """Put a sum in brackets where it needs them: an .xls loses any others."""
    return summed if _ONE_SUM.fullmatch(summed) else f"({summed})"


def total_formula(form: Form, balance: Balance, positions: Sequence[Position]) -> str:
    """Return the formula of a total without its "=": sums of ranges, rounded for money."""
    formula = _side(balance.right, positions)
    return rounded(formula, form.cells[balance.left[0].cell].measure.scale)


def by_factor(terms: Terms) -> dict[int, list[int]]:
    """Group cells by their factors, what is added before what is taken away."""
    factors = sorted(dict.fromkeys(term.factor for term in terms), key=lambda f: (f < 0, abs(f)))
    return {factor: [term.cell for term in terms if term.factor == factor] for factor in factors}


def times(factor: int, formula: str) -> str:
    """Return a formula with its sign and, unless that is 1, its factor before it."""
    return f"{factor:+}*{formula}" if abs(factor) != 1 else f"{'+-'[factor < 0]}{formula}"


def _side(terms: Terms, positions: Sequence[Position]) -> str:
    """Return the sum of some cells of one sheet, each with its factor."""
    formula = ""
    for factor, cells in by_factor(terms).items():
        addresses = [positions[index] for index in cells]
        if factor == -1:
            formula += "".join(f"-{a1(p.row, p.column)}" for p in addresses)
        else:
            formula += times(factor, sum_formula(addresses))
    return formula.removeprefix("+")


def rounded(formula: str, scale: int) -> str:
    """Return a formula rounded to the scale of money: binary fractions do not add up exactly."""
    return f"ROUND({formula},{scale})" if scale else formula


def sum_formula(positions: Sequence[Position]) -> str:
    """Return SUM over cells of one sheet, with neighbours joined into rectangles."""
    areas = rectangles((position.row, position.column) for position in positions)
    return f"SUM({','.join(a1_range(*area) for area in areas)})"


def same_formula(typed: str, expected: str) -> bool:
    """Tell whether a formula read back is the one written, however a program has respelled it."""
    return _plain(typed) == _plain(expected)


def _plain(formula: str) -> str:
    plain = formula.replace("$", "").replace(" ", "").upper()
    return plain.replace(";", ",").removeprefix("OF:=").removeprefix("=")


def reference(position: Position, *, absolute: bool = True) -> str:
    """Return the reference to a cell of another sheet."""
    return f"{quoted(position.sheet)}!{a1(position.row, position.column, absolute=absolute)}"


def area_reference(sheet: str, area: Area, *, absolute: bool = False) -> str:
    """Return the reference to a rectangle of another sheet."""
    if not absolute:
        return f"{quoted(sheet)}!{a1_range(*area)}"
    first = a1(area.top, area.left, absolute=True)
    return f"{quoted(sheet)}!{first}:{a1(area.bottom, area.right, absolute=True)}"


def column_reference(layout: Layout, fields: Sequence[Field]) -> str:
    """Return the reference from another sheet to fields below one another."""
    first, last = layout.fields[fields[0]], layout.fields[fields[-1]]
    return area_reference(first.sheet, Area(first.row, first.column, last.row, last.column))
