"""Fillings as clerks make them, right and wrong, and what must be said of each, in plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from random import Random

from support.filled import fill_form
from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.form.measure import Kind, Values, format_value
from xlreport.form.parts import Table
from xlreport.layout.check_line import BalanceLine, CheckLine
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Position, lay_form


@dataclass(frozen=True)
class Filling:
    """What is typed into the inputs, by cell index, and the tables declared nil."""

    form: Form
    typed: Mapping[int, str]
    nil: frozenset[str] = frozenset()

    def entries(self) -> list[tuple[Position, str]]:
        """List what goes where, cover and tables."""
        layout = lay_form(self.form)
        cells = [(layout.positions[index], text) for index, text in self.typed.items()]
        return [
            *cells,
            *((layout.fields[Field(FieldKind.NIL, key)], "零报送") for key in sorted(self.nil)),
        ]

    def number(self, index: int) -> Decimal | None:
        """Give the number that a cell holds, None for a blank or a text."""
        try:
            return Decimal(self.typed.get(index, ""))
        except InvalidOperation:
            return None

    def is_unread(self, index: int) -> bool:
        """Tell whether a cell holds no number, or a fraction where a whole one belongs."""
        number = self.number(index)
        if number is None:
            return bool(self.typed.get(index))
        return self.form.cells[index].measure.kind is not Kind.MONEY and number % 1 != 0

    def is_wrong(self, index: int) -> bool:
        """Tell whether a cell holds what its kind does not allow."""
        negative = (self.number(index) or 0) < 0
        kind = self.form.cells[index].measure.kind
        return self.is_unread(index) or (negative and kind is not Kind.CHANGE)


def as_text(form: Form, index: int, value: int) -> str:
    """Write a scaled value as it is typed."""
    measure = form.cells[index].measure
    unit = measure.unit if measure.unit_required and value else ""
    return format_value(value, measure) + unit


def clerks_filling(form: Form, seed: int) -> Filling:
    """Fill in a form as one of five clerks: right, out of balance, wrong kind, gaps, nil."""
    random = Random(seed)
    typed = {i: as_text(form, i, value) for i, value in fill_form(form, seed).items()}
    numeric = [c.index for c in form.inputs if not c.measure.unit_required]
    habit = seed % 5
    if habit in {1, 2}:
        for index in random.sample(numeric, random.choice([1, 3, 12])):
            typed[index] = str(random.randint(0, 20))
    if habit == 2:
        for index in random.sample(numeric, random.choice([1, 5])):
            typed[index] = random.choice(["-1", "-20", "2.5", "0.1", "-0.5", "1000000"])
    if habit >= 3:
        share = random.choice([0.05, 0.5, 0.9])
        typed = {index: text for index, text in typed.items() if random.random() >= share}
    nil = _declare_nil(form, typed, random) if habit == 4 else frozenset[str]()
    return Filling(form, typed, nil)


def _declare_nil(form: Form, typed: dict[int, str], random: Random) -> frozenset[str]:
    """Declare some tables nil: left blank, filled with zeros, or filled in all the same."""
    nil = set()
    for table in form.tables:
        habit = random.choice(["no declaration", "blank", "zeros", "contradiction"])
        if habit == "no declaration":
            continue
        nil.add(table.key)
        for index in [cell.index for cell in table.cells if cell.index in typed]:
            if habit == "blank":
                del typed[index]
            elif habit == "zeros":
                typed[index] = "0"
    return frozenset(nil)


def verdict(filling: Filling, line: CheckLine, *, fails: bool, last: Values | None = None) -> str:
    """Say what a line of the 检查 sheet must show; `fails` is what the library finds."""
    form, seen = filling.form, set(line.inputs)
    declared = False
    if not isinstance(line, BalanceLine):
        return "×" if any(filling.is_wrong(index) for index in line.inputs) else "√"
    if line.last or line.balance.constant:  # where blanks on both sides need not be right
        rows = {(form.cells[index].table, form.cells[index].row) for index in seen}
        seen = {cell.index for cell in form.inputs if (cell.table, cell.row) in rows}
        declared = any(table in filling.nil for table, _ in rows)
    blank = not declared and all(filling.number(index) is None for index in seen)
    known = any(last is not None and last[i] is not None for i in line.balance.last_cells)
    if blank or (line.last and not known):
        return "—"
    if any(filling.is_unread(index) for index in line.inputs):
        return "？"
    return "×" if fails else "√"


def what_remains(filling: Filling, verdicts: Mapping[CheckLine, str]) -> str:
    """Say what the cover must say, given the verdict on every line that is shown."""
    if not filling.typed and not filling.nil:
        return "○ 尚未填写"
    tables = [t.sheet for t in filling.form.tables if table_state(filling, t) == "×"]
    if tables:
        return f"× “{tables[0]}”声明了零报送却填有数字"
    signs = [(line.severity is Severity.ERROR, sign) for line, sign in verdicts.items()]
    rows = lay_form(filling.form).fields
    shown = sorted(verdicts, key=lambda line: rows[Field(FieldKind.VERDICT, line.number)].row)
    errors = [line for line in shown if verdicts[line] == "×" and _is_error(line)]
    unread = [line for line in shown if verdicts[line] == "？" and _is_error(line)]
    for line in (errors + unread)[:1]:
        count = len(errors) + len(unread)
        return f"× 有 {count} 处不符合，先看“{line.sheet}”：{line.sentence}"
    blank = sum(blanks(filling, table) for table in filling.form.tables)
    if blank:
        return f"○ 还有 {blank} 格没有填写，没有的填0"
    warnings = sum(not grave and sign == "×" for grave, sign in signs)
    return f"√ 可以报送，有 {warnings} 处请核实" if warnings else "√ 可以报送"


def _is_error(line: CheckLine) -> bool:
    return line.severity is Severity.ERROR


def blanks(filling: Filling, table: Table) -> int:
    """Count the cells of a table that are still to be filled in."""
    inputs = [cell.index for cell in table.cells if not cell.total]
    return 0 if table.key in filling.nil else sum(i not in filling.typed for i in inputs)


def table_state(filling: Filling, table: Table) -> str:
    """Say what the 检查 sheet must show of a table: done, not whole, or contradictory."""
    inputs = [cell.index for cell in table.cells if not cell.total]
    if table.key in filling.nil:
        return "×" if any(filling.typed.get(i, "0") != "0" for i in inputs) else "√"
    left = blanks(filling, table)
    return "○" if left else "√"
