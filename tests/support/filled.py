"""Returns filled in at random: right by every rule of their form, whatever form it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import settings
from hypothesis import strategies as st

from xlreport.base.period import Period
from xlreport.form.check_kind import CheckKind
from xlreport.form.form import Form
from xlreport.form.measure import Kind, format_value, to_number
from xlreport.form.rule import Balance
from xlreport.form.totals import fill_totals
from xlreport.formats.sources import Source
from xlreport.layout.layout import lay_form
from xlreport.reading.one_return import Return
from xlreport.writing.content import Value

Inputs = dict[int, int]

# All forms that come with the library, and the one with its annex.
FORM_NAMES = ["ogi-2021", "ogi-2019", "ogi-supplement", "ogi-2021+ogi-supplement"]

# As many examples as a quick run allows, the same ones each time.
some = settings(max_examples=60, deadline=None, derandomize=True)
few = settings(max_examples=15, deadline=None, derandomize=True)
_LARGEST_AMOUNT = 10**9


def find(form: Form, name: str) -> int:
    """Find a cell by `table.row.column`."""
    table, row, column = name.split(".")
    return form.index[table, row, column]


def cells_at(form: Form, numbers: Mapping[str, int], rest: int | None = 0) -> Inputs:
    """Give all inputs `rest` (or none, where it is None) but those named `table.row.column`."""
    base = {} if rest is None else {cell.index: rest for cell in form.inputs}
    return base | {find(form, name): value for name, value in numbers.items()}


def fill_form(
    form: Form, seed: int, *, largest: int = 9, fixed: Mapping[int, int] | None = None
) -> Inputs:
    """Fill every input with a scaled integer so that each linear rule within the form holds.

    Random figures first; then one input of each broken rule is raised until none is broken.
    The inputs in `fixed` keep their values; where a check expects 0, it is 0.
    """
    random = Random(seed)
    kept = dict.fromkeys(_expected_zeros(form), 0) | dict(fixed or {})
    inputs: Inputs = {}
    for cell in form.inputs:
        low = -largest if cell.measure.kind is Kind.CHANGE else 0
        high = _LARGEST_AMOUNT if cell.measure.kind is Kind.MONEY else largest
        inputs[cell.index] = kept.get(cell.index, random.randint(low, high))
    rules = [b for b in form.balances if not b.rule.fill and not b.last_cells]
    for _ in range(1000):
        values = all_values(form, inputs)
        broken = next((balance for balance in rules if not holds(balance, values)), None)
        if broken is None:
            return inputs
        gap = difference(broken, values)
        factors = input_factors(form, broken)
        able = sorted(i for i, factor in factors.items() if factor * gap < 0 and i not in kept)
        inputs[random.choice(able)] += abs(gap)
    raise AssertionError(f"no filling of {form.id} found")


@cache
def _expected_zeros(form: Form) -> frozenset[int]:
    """Give the inputs that are 0 where the form's checks expect no figure."""
    cells = {i for check in form.checks if check.kind is CheckKind.ZERO for i in check.cells}
    parts = {term.cell for index in cells for term in form.terms_of(index)}
    return frozenset(i for i in cells | parts if not form.cells[i].total)


def fillings(form: Form, largest: int = 9) -> st.SearchStrategy[Inputs]:
    """Draw consistent fillings."""
    return st.integers(0, 2**32).map(lambda seed: fill_form(form, seed, largest=largest))


def all_values(form: Form, inputs: Mapping[int, int]) -> list[int | None]:
    """Give the values of all cells: inputs, and the totals computed."""
    values: list[int | None] = [inputs.get(cell.index) for cell in form.cells]
    fill_totals(form, values)
    return values


def difference(balance: Balance, values: list[int | None]) -> int:
    """Give left minus right of a relation within one year, numbers included."""
    sides = [(balance.left, 1), (balance.right, -1)]
    summed = sum(sign * f * (values[i] or 0) for terms, sign in sides for i, f in terms)
    return summed + balance.constant


def holds(balance: Balance, values: list[int | None]) -> bool:
    """Tell whether a relation within one year holds."""
    gap = difference(balance, values)
    return {"=": gap == 0, "<=": gap <= 0, ">=": gap >= 0}[balance.relation.operator]


@cache
def input_factors(form: Form, balance: Balance) -> Mapping[int, int]:
    """Give left minus right of a relation over inputs alone, the totals taken apart."""
    factors: Counter[int] = Counter()

    def add(index: int, factor: int) -> None:
        if index in form.fills:
            for other, own in form.fills[index].right:
                add(other, own * factor)
        else:
            factors[index] += factor

    for terms, sign in ((balance.left, 1), (balance.right, -1)):
        for index, factor in terms:
            add(index, sign * factor)
    return factors


def as_typed(form: Form, inputs: Mapping[int, int]) -> dict[int, Value]:
    """Give scaled values as a clerk types them: numbers, and text where the unit is asked for."""
    typed: dict[int, Value] = {}
    for index, value in inputs.items():
        measure = form.cells[index].measure
        typed[index] = to_number(value, measure)
        if measure.unit_required:
            typed[index] = f"{format_value(value, measure)}{measure.unit}" if value else "0"
    return typed


def as_return(  # noqa: PLR0913 - the fields that tests are about
    form: Form,
    inputs: Mapping[int, int],
    *,
    code: str = "D01",
    name: str = "",
    year: int | None = None,
    revision: int = 1,
    typed: Mapping[int, int] | None = None,
    unreadable: Collection[int] = (),
    nil: frozenset[str] = frozenset(),
    modified: str = "",
    file: str = "",
) -> Return:
    """Make the return that reading such a workbook gives, without the workbook.

    `typed` are totals that somebody typed over, `unreadable` inputs that hold no number.
    """
    values = all_values(form, {i: v for i, v in inputs.items() if i not in unreadable})
    judged = list(values)
    for index, value in (typed or {}).items():
        judged[index] = value
    seen = {
        cell.index: format_value(value or 0, cell.measure)
        for cell, value in zip(form.cells, judged, strict=True)
        if cell.total or value is not None
    }
    return Return(
        Source(Path(file or f"{code}.xlsx")),
        "",
        form=form,
        period=Period(year or form.first_year, form.period),
        code=code,
        department=name or f"{code}局",
        revision=revision,
        modified=modified,
        nil=nil,
        judged=tuple(judged),
        values=tuple(values),
        seen=seen | dict.fromkeys(unreadable, "若干"),
        typed_totals=frozenset(typed or {}),
        unreadable=frozenset(unreadable),
        positions=lay_form(form).positions,
    )
