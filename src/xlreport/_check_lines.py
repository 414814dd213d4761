"""The lines of the 检查 sheet: which rules it shows, over which cells, in which order.

They come from the very relations that the reader judges; the sheet and the reader cannot differ
about what a rule says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from xlreport._finding import Severity
from xlreport._form import Form
from xlreport._rule import Balance, Every
from xlreport._values import Kind


@dataclass(frozen=True, slots=True)
class CheckLine:
    """Is one line of the 检查 sheet.

    `number` counts from 1; `inputs` are the input cells on which the verdict rests, `cells` those
    that turn red. A line without `balance` counts the cells of one table that hold no number of
    the right kind. `last` lines compare with last year.
    """

    number: int
    id: str
    say: str
    place: str
    severity: Severity
    inputs: tuple[int, ...]
    cells: tuple[int, ...]
    balance: Balance | None = None
    last: bool = False

    @property
    def name(self) -> str:
        """Give the defined name of the line's verdict; it must not look like a cell."""
        return f"check_{self.number}"


@cache
def check_lines(form: Form) -> tuple[CheckLine, ...]:
    """List the lines of a form: numbers, errors, warnings, then comparisons with last year."""
    lines = [*_number_lines(form), *_balance_lines(form)]
    # Totals are locked, so their rules hold as a rule: they come after those a clerk can break.
    ranked = sorted(lines, key=lambda line: (line.last, line.severity.rank, _is_total(line)))
    return tuple(replace(line, number=number) for number, line in enumerate(ranked, 1))


def _is_total(line: CheckLine) -> bool:
    return line.balance is not None and line.balance.rule.fill


def _number_lines(form: Form) -> list[CheckLine]:
    """Make one line a table for whole numbers, and one for money where it has any."""
    lines = []
    for table in form.tables:
        for name, kinds in (("INT", {Kind.COUNT, Kind.CHANGE}), ("NEG", {Kind.MONEY})):
            cells = tuple(
                cell.index
                for cell in table.cells
                if not cell.total and cell.measure.kind in kinds and not cell.measure.unit_required
            )
            if cells:
                say = next((c.say for c in form.checks if c.id.value == name), _NUMBERS[name])
                lines.append(CheckLine(0, name, say, table.sheet, Severity.ERROR, cells, cells))
    return lines


_NUMBERS = {"INT": "件数为不小于0的整数", "NEG": "金额不小于0"}


def _balance_lines(form: Form) -> list[CheckLine]:
    lines = []
    for balance in form.balances:
        rule = balance.rule
        inputs = tuple(dict.fromkeys(i for cell in balance.cells for i in _inputs_of(form, cell)))
        if any(form.cells[index].measure.unit_required for index in inputs):
            continue  # text with a unit is no number to a formula
        first = form.cells[balance.cells[0]]
        axis = "（列）" if rule.every is Every.COLUMN else ""
        where = f"{balance.place}{axis}" if balance.place else first.column_path
        place = f"{first.path.partition(' › ')[0]}　{where}"
        lines.append(
            CheckLine(
                *(0, rule.id, rule.say, place, rule.severity, inputs, balance.cells, balance),
                last=bool(balance.last_cells),
            )
        )
    return lines


def _inputs_of(form: Form, index: int) -> Sequence[int]:
    """List the inputs that a cell is computed from; an input is its own."""
    fill = form.fills.get(index)
    if fill is None:
        return [index]
    return [found for other, _ in fill.right for found in _inputs_of(form, other)]
