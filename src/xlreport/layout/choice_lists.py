"""The lists of choices that a workbook keeps for its drop-downs, each under a defined name.

A list that stands in a validation has room for 255 characters only, and no item with a comma. So
all lists stand on the hidden sheet of the stamp, one in a row, below the stamp.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from xlreport.form.form import Form
from xlreport.form.measure import Kind

FIRST_LIST_ROW = 2  # of the sheet of the stamp, whose first row holds the stamp


def standard_explanations(form: Form) -> tuple[str, ...]:
    """Return the explanations that a clerk may choose from, in the order of the form file."""
    return tuple(form.explanations.values())


@cache
def choice_lists(form: Form) -> Mapping[tuple[str, ...], str]:
    """Map each list of choices of a form, in the order of its cells, to its defined name."""
    measures = [cell.measure for cell in form.cells]
    measures += [column.measure for each in form.lists for column in each.columns]
    lists = dict.fromkeys(m.choices for m in measures if m.kind is Kind.CHOICE)
    if form.explanations:
        lists[standard_explanations(form)] = None
    return {choices: f"choices_{number}" for number, choices in enumerate(lists, 1)}
