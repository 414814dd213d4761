"""The lines of the 检查 sheet: the numbers of each table, and every rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from xlreport.base.finding import Severity
from xlreport.form.check_kind import CheckKind
from xlreport.form.form import Form
from xlreport.form.measure import Kind
from xlreport.form.parts import Check, Table
from xlreport.form.rule import Balance, Every
from xlreport.layout.kind_formulas import is_told

_OVER_NUMBERS: Mapping[CheckKind, frozenset[Kind]] = {
    CheckKind.WHOLE: frozenset({Kind.COUNT, Kind.CHANGE}),
    CheckKind.NOT_NEGATIVE: frozenset({Kind.MONEY}),
}
_OTHER_KINDS: Mapping[Kind, str] = {
    Kind.DECIMAL: "小数",
    Kind.PERCENTAGE: "百分比",
    Kind.DATE: "日期",
    Kind.TEXT: "代码等文字",
    Kind.YES_NO: "是否",
    Kind.CHOICE: "选项",
}
_ENTRIES = "KIND"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One line of the 检查 sheet.

    `number` counts from 1. `id` and `sentence` are those of the rule. `sheet` is the sheet of the
    table, `row` or `column` the label that it is about, both empty for a whole table; `label` is
    the one of them that there is. `inputs` are the input cells on which the verdict rests, `cells`
    those that turn red.
    """

    number: int = 0
    id: str
    sentence: str
    sheet: str
    label: str = ""
    row: str = ""
    column: str = ""
    severity: Severity
    inputs: tuple[int, ...]
    cells: tuple[int, ...]

    @property
    def name(self) -> str:
        """Return the defined name of the line's verdict, one that does not look like a cell."""
        return f"check_{self.number}"

    @property
    def location(self) -> str:
        """Return the sheet and the label, as messages name them."""
        return f"{self.sheet}　{self.label}" if self.label else self.sheet

    @property
    def is_settled_by_words(self) -> bool:
        """Tell whether a figure may stand once it is explained; errors have to be corrected."""
        return self.severity is not Severity.ERROR

    @property
    def last(self) -> bool:
        """Tell whether the line compares with earlier figures."""
        return False

    @property
    def within(self) -> bool:
        """Tell whether the line is judged within a return only, and not in a summary."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine(CheckLine):
    """A line that counts the cells of a table that hold something of another kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine(CheckLine):
    """A line that compares the two sides of a balance."""

    balance: Balance

    @property
    def last(self) -> bool:
        """Tell whether the line compares with earlier figures."""
        return bool(self.balance.left_last or self.balance.right_last)

    @property
    def within(self) -> bool:
        """Tell whether the line is judged within a return only, and not in a summary."""
        return self.balance.within


@cache
def check_lines(form: Form) -> tuple[CheckLine, ...]:
    """List the lines of a form: errors, then warnings, then comparisons with earlier reports."""
    lines = [*_number_lines(form), *_balance_lines(form)]
    # Totals are locked cells, so their rules rarely fail. List them after the rules a clerk can
    # break.
    ranked = sorted(lines, key=lambda line: (line.last, line.severity.rank, _is_total(line)))
    return tuple(replace(line, number=number) for number, line in enumerate(ranked, 1))


def balance_lines(form: Form) -> list[BalanceLine]:
    """List the lines of a form that compare the two sides of a balance."""
    return [line for line in check_lines(form) if isinstance(line, BalanceLine)]


@cache
def rules_to_keep(form: Form) -> tuple[tuple[CheckLine, ...], ...]:
    """List the rules of a form that must be kept, each with its lines; no comparisons."""
    rules: dict[tuple[str, str], list[CheckLine]] = {}
    for line in check_lines(form):
        if not (line.last or line.is_settled_by_words):
            rules.setdefault((line.id, line.sentence), []).append(line)
    return tuple(map(tuple, rules.values()))


def _is_total(line: CheckLine) -> bool:
    return isinstance(line, BalanceLine) and line.balance.rule.fill


def _number_lines(form: Form) -> Iterator[NumberLine]:
    """Yield the lines of each table: one for each check of numbers, one for all other kinds."""
    for table in form.tables:
        for kind, kinds in _OVER_NUMBERS.items():
            for check in form.checks:
                cells = _inputs_of_check(table, check, kinds) if check.kind is kind else ()
                if cells:
                    yield NumberLine(
                        id=check.id,
                        sentence=check.say,
                        sheet=table.sheet,
                        severity=check.severity,
                        inputs=cells,
                        cells=cells,
                    )
        cells = tuple(
            cell.index
            for cell in table.cells
            if not cell.total and cell.measure.kind in _OTHER_KINDS and is_told(cell.measure)
        )
        if cells:
            yield NumberLine(
                id=_ENTRIES,
                sentence=_say_kinds(table, cells),
                sheet=table.sheet,
                severity=Severity.ERROR,
                inputs=cells,
                cells=cells,
            )


def _say_kinds(table: Table, cells: Sequence[int]) -> str:
    kinds = {cell.measure.kind for cell in table.cells if cell.index in cells}
    names = "、".join(name for kind, name in _OTHER_KINDS.items() if kind in kinds)
    return f"{names}按单元格的提示填写"


def _inputs_of_check(table: Table, check: Check, kinds: Collection[Kind]) -> tuple[int, ...]:
    """List the inputs of a check that Excel sees as numbers, not as text with a unit."""
    return tuple(
        cell.index
        for cell in table.cells
        if not cell.total
        and cell.index in check.cells
        and cell.measure.kind in kinds
        and not cell.measure.unit_required
    )


def _balance_lines(form: Form) -> Iterator[BalanceLine]:
    """Yield one line a balance, unless a formula cannot compute with its inputs."""
    for balance in form.balances:
        inputs = _inputs_of(form, balance.cells)
        if any(form.cells[index].measure.unit_required for index in inputs):
            continue  # a formula cannot compute with text that holds a unit
        first = form.cells[balance.cells[0]]
        yield BalanceLine(
            id=balance.rule.id,
            sentence=balance.rule.say,
            sheet=form.table(first.table).sheet,
            label=_label(balance) or first.column_path,
            row=balance.place if balance.rule.every is not Every.COLUMN else "",
            column=_column(balance, first.column_path),
            severity=balance.rule.severity,
            inputs=inputs,
            cells=balance.cells,
            balance=balance,
        )


def _label(balance: Balance) -> str:
    """Return the row or column of a repeated rule, empty for a rule that occurs once."""
    axis = "（列）" if balance.rule.every is Every.COLUMN else ""
    return f"{balance.place}{axis}" if balance.place else ""


def _column(balance: Balance, path: str) -> str:
    """Return the column of a rule; of one that occurs once, the path to its first column."""
    if not balance.place:
        return path
    return balance.place if balance.rule.every is Every.COLUMN else ""


def _inputs_of(form: Form, cells: Sequence[int]) -> tuple[int, ...]:
    """List each input once that any of these cells is, or is computed from."""
    inputs: dict[int, None] = {}
    for index in cells:
        terms = form.terms_of(index)
        parts = _inputs_of(form, [term.cell for term in terms]) if terms else [index]
        inputs |= dict.fromkeys(parts)
    return tuple(inputs)
