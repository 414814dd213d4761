"""The empty-value policy: when a blank cell counts as 0.

A blank in a row that holds a number is 0, with a notice; in a table declared nil it is 0;
anything else stays missing, and a wholly blank table without a declaration is an error.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from xlreport.form.form import Form
from xlreport.form.measure import Blank
from xlreport.form.parts import Cell, Table

POLICY = (
    ("没有数据的格子", "填0"),
    ("同一行已填有数字，其余格子空着", "空着的按0计，并提示"),
    ("整行空着", "视为没有填写，提示补填"),
    ("整张表空着，封面没有选“零报送”", "视为没有填写，退回"),
    ("整张表空着，封面选了“零报送”", "全部按0计"),
    ("填“/”“—”“无”等", "视为空着，并提示"),
)
"""The policy as a clerk reads it: pairs of a case and its treatment."""


_WHOLLY_BLANK = POLICY[3]
_ONLY_WHERE_ASKED = POLICY[1:3]
_OTHER_POLICIES = {
    Blank.ZERO: ("标明“空着也按0计”的格子空着", "按0计"),
    Blank.ERROR: ("标明“不能空着”的格子空着", "视为没有填写，退回"),
    Blank.NOT_YET: ("标明“先空着”的格子空着", "视为还没有数，不提示"),
}
_ENTRIES = ("日期、选项、文字、百分比、平均数等空着", "视为没有填写，提示补填")


def whole_policy() -> tuple[tuple[str, str], ...]:
    """Return the policy for forms of all kinds: pairs of a case and its treatment."""
    return (*POLICY, _ENTRIES, *_OTHER_POLICIES.values())


def policy_of(form: Form) -> tuple[tuple[str, str], ...]:
    """Return the policy as it concerns a form: pairs of a case and its treatment."""
    measures = [cell.measure for cell in form.inputs]
    asked = [measure for measure in measures if measure.blank is Blank.ASKED]
    others = {measure.blank for measure in measures}
    lines = [line for policy, line in _OTHER_POLICIES.items() if policy in others]
    if any(not measure.counts_from_zero for measure in asked):
        lines.insert(0, _ENTRIES)
    idle = () if asked else _ONLY_WHERE_ASKED
    if not may_be_empty(form):
        idle = (*idle, _WHOLLY_BLANK)
    return (*(line for line in POLICY if line not in idle), *lines)


def may_be_empty(form: Form) -> bool:
    """Tell whether a blank table of a form is sent back: some blank in it is asked for."""
    return any(cell.measure.blank in (Blank.ASKED, Blank.ERROR) for cell in form.inputs)


@dataclass(frozen=True, slots=True)
class Blanks:
    """The policy applied to one table: the indexes of cells that count as 0 or stay missing.

    `zeros` are reported, those in `silent` are 0 because the form says so. `missing` are asked
    for, `required` must be filled in; cells that may be blank are in none of these.
    `declared` marks a table declared nil, `contradiction` lists its cells that hold anything but
    0 all the same, `empty` marks a blank table without a declaration.
    """

    zeros: tuple[int, ...]
    missing: tuple[int, ...]
    declared: bool = False
    contradiction: tuple[int, ...] = ()
    empty: bool = False
    silent: tuple[int, ...] = ()
    required: tuple[int, ...] = ()


def settle_blanks(
    table: Table,
    values: Sequence[int | None],
    unreadable: Container[int],
    words: Container[int] = frozenset(),
    *,
    nil: bool,
    summary: bool = False,
) -> Blanks:
    """Apply the policy to the inputs of a table; `values` are by cell index.

    Cells in `words` hold a text. In a summary a blank cell stays missing: no department has a
    value for it, or it has no sum. What cannot be 0, such as a date or an average, stays missing.
    """
    inputs = [cell for cell in table.cells if not cell.total and (cell.measure.adds or not summary)]
    if not inputs:
        return Blanks((), (), declared=nil)
    blank = [
        cell
        for cell in inputs
        if values[cell.index] is None and cell.index not in unreadable and cell.index not in words
    ]
    if nil:
        filled = (
            c for c in inputs if c.index in unreadable or c.index in words or _says(c, values)
        )
        zeros = _indexes(cell for cell in blank if cell.measure.counts_from_zero)
        return Blanks(zeros, (), declared=True, contradiction=_indexes(filled))
    if not blank:
        return Blanks((), ())
    of = {policy: [c for c in blank if c.measure.blank is policy] for policy in Blank}
    silent, required, asked = of[Blank.ZERO], of[Blank.ERROR], of[Blank.ASKED]
    if summary:  # there is no department to be asked
        silent, required, asked = [], [], [*silent, *required, *asked]
    rows = {
        cell.row
        for cell in table.cells
        if values[cell.index] is not None and cell.measure.is_number and not summary
    }
    zeros = _indexes(c for c in asked if c.row in rows and c.measure.counts_from_zero)
    is_empty = len(blank) == len(inputs) and all(
        values[c.index] is None and c.index not in words for c in table.cells
    )
    return Blanks(
        zeros,
        tuple(index for index in _indexes(asked) if index not in zeros),
        empty=is_empty and bool(asked or required),
        silent=_indexes(silent),
        required=_indexes(required),
    )


def _indexes(cells: Iterable[Cell]) -> tuple[int, ...]:
    return tuple(cell.index for cell in cells)


def _says(cell: Cell, values: Sequence[int | None]) -> bool:
    """Tell whether a cell of a table declared nil says that there was something."""
    value = values[cell.index]
    return bool(value) or (value is not None and not cell.measure.is_number)
