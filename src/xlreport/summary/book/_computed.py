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


def computed_cells(form: Form) -> tuple[Cell, ...]:
    """List the cells that have a sum over the departments, or a quotient of sums."""
    apart = {cell.index for cell in form.not_added}
    return tuple(cell for cell in form.cells if cell.index not in apart)


def number_format(measure: Measure, *, signed: bool = False) -> Mapping[str, Any]:
    """Return the look of a computed number: a percentage shows its places, a change its sign."""
    if measure.kind is Kind.PERCENTAGE:
        places = f"0.{'0' * measure.places}%" if measure.places else "0%"
        return {"num_format": f"+{places};-{places};{places}" if signed else places}
    if measure.scale or not measure.is_number:  # as many decimal places as there are
        return {"num_format": "+General;-General;General"} if signed else {}
    return {"num_format": "+#,##0;-#,##0;0" if signed else "#,##0"}


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
