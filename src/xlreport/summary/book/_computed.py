"""What a summary computes of its departments' columns: sums, quotients of sums, or nothing.

A cell that is not added up has neither: it is counted, listed by department, or left blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xlreport.form.form import Form
from xlreport.form.measure import Kind, Measure, to_number
from xlreport.form.parts import Cell, Share
from xlreport.form.rule import Terms
from xlreport.layout.formulas import rounded, times
from xlreport.writing.content import Formula, Value

_PLACES_OF_MONEY = 2


def computed_cells(form: Form) -> tuple[Cell, ...]:
    """List the cells that have a sum over the departments, or a quotient of sums."""
    apart = {cell.index for cell in form.not_added}
    return tuple(cell for cell in form.cells if cell.index not in apart)


def number_format(measure: Measure, *, signed: bool = False) -> Mapping[str, Any]:
    """Return the look of a computed number: thousands apart, and aligned at the point.

    Money shows two places, and those beyond where they are not 0; a change shows its sign.
    """
    if not measure.is_number:
        return {}
    if measure.kind is Kind.PERCENTAGE:
        code = f"0.{'0' * measure.places}%" if measure.places else "0%"
    else:
        shown = (
            min(measure.scale, _PLACES_OF_MONEY) if measure.kind is Kind.MONEY else measure.scale
        )
        places = "0" * shown + "?" * (measure.scale - shown)
        code = f"#,##0.{places}" if places else "#,##0"
    return {"num_format": f"+{code};-{code};{code}" if signed else code}


def number_length(value: int | None, measure: Measure) -> int:
    """Return the characters that a number takes in its format; 0 for none."""
    if value is None:
        return 0
    digits = len(str(abs(value) // 10**measure.scale))
    return (value < 0) + digits + (digits - 1) // 3 + measure.scale + bool(measure.scale)


def computed(form: Form, cell: Cell, value: int | None, sum_of: Callable[[int], str]) -> Value:
    """Return a cell's formula with its value; `sum_of` gives the sum of a cell's column.

    A share of nothing is blank.
    """
    share = form.share_of.get(cell.index)
    if share is None:
        return Formula(
            rounded(sum_of(cell.index), cell.measure.scale), to_number(value or 0, cell.measure)
        )
    shown = "" if value is None else to_number(value, cell.measure)
    return Formula(_quotient(share, cell.measure, sum_of), shown)


def _quotient(share: Share, measure: Measure, sum_of: Callable[[int], str]) -> str:
    part, whole = (_side(terms, sum_of) for terms in (share.numerator, share.denominator))
    return f'IF(({whole})=0,"",ROUND(({part})/({whole}),{measure.scale}))'


def _side(terms: Terms, sum_of: Callable[[int], str]) -> str:
    return "".join(times(term.factor, sum_of(term.cell)) for term in terms).removeprefix("+")
