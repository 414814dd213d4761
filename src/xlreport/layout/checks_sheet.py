"""Where everything stands on the 检查 sheet: how far the form is filled in, and every rule.

Fields are `filled:TABLE` and the like for the tables, `left:N`, `right:N`, `difference:N`,
`verdict:N`, `link:N` and `explain:N` for line N, and `state` for the one sentence on top.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.form.measure import Kind
from xlreport.form.rule import Balance, Every
from xlreport.layout.grid import Block, Role
from xlreport.layout.width import text_height


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
    return [cell for term in fill.right for cell in _inputs_of(form, term.cell)]


CHECK_WIDTHS = (11.0, 56.0, 34.0, 11.0, 11.0, 10.0, 8.0, 8.0, 30.0)
_BODY_SIZE = 11.0
_INDENT = 2.0
_LAST = len(CHECK_WIDTHS) - 1
_TABLE_HEADINGS = ("表", "名称", "", "应填", "已填", "未填", "结果", "定位", "零报送")
_LINE_HEADINGS = ("编号", "核对内容", "位置", "左边", "右边", "相差", "结果", "定位", "核实说明")
_TABLE_FIELDS = ("required", "filled", "blank", "complete", "goto", "declared")
_LINE_FIELDS = ("left", "right", "difference", "verdict", "link")
_LEGEND = (
    "√ 符合　× 不符合，请改正（标有“核实”的，数字无误时在同一行的“核实说明”中写明原因，"
    "写后仍显示×，可以报送；其余各行不用写）　"
    "○ 没有填完　— 还没有填写　？ 有格子里不是数字，请清空后重新输入（看着像数字的，可能是文字）"
)


def check_blocks(form: Form) -> tuple[tuple[Block, ...], tuple[float, ...]]:
    """Place the blocks of the 检查 sheet; gives blocks and row heights."""
    blocks: list[Block] = []
    heights: list[float] = []

    def add(row: list[Block], height: float) -> None:
        blocks.extend(row)
        heights.append(height)

    add([Block(Role.TITLE, 0, 0, 0, _LAST, "检查")], 34.0)
    add([Block(Role.BAND, 1, 0, 1, _LAST, field="state")], 30.0)
    add([Block(Role.NOTE, 2, 0, 2, _LAST, _LEGEND)], 34.0)
    add(list(_heading(len(heights), _TABLE_HEADINGS)), 24.0)
    for table in form.tables:
        row = len(heights)
        entries = [
            Block(Role.FIGURE, row, 0, row, 0, table.sheet),
            Block(Role.ENTRY, row, 1, row, 2, table.heading),
        ]
        for column, field in enumerate(_TABLE_FIELDS, 3):
            entries.append(
                Block(Role.FIGURE, row, column, row, column, field=f"{field}:{table.key}")
            )
        add(entries, 22.0)
    lines = check_lines(form)
    for last in (False, True):
        chosen = [line for line in lines if line.last is last]
        if chosen:
            row = len(heights)
            title = "与上年核对" if last else "数字和勾稽关系"
            add([Block(Role.CAPTION, row, 0, row, _LAST, title, last=last)], 26.0)
            add(list(_heading(row + 1, _LINE_HEADINGS, last=last)), 24.0)
            for line in chosen:
                add(list(_line(len(heights), line)), _height(line))
    return tuple(blocks), tuple(heights)


def _heading(row: int, names: tuple[str, ...], *, last: bool = False) -> Iterator[Block]:
    column = 0
    while column < len(names):
        right = column
        while right + 1 < len(names) and not names[right + 1]:
            right += 1
        yield Block(Role.COLUMN_LABEL, row, column, row, right, names[column], last=last)
        column = right + 1


def _line(row: int, line: CheckLine) -> Iterator[Block]:
    yield Block(Role.FIGURE, row, 0, row, 0, line.id, last=line.last)
    yield Block(Role.ENTRY, row, 1, row, 1, _say(line), last=line.last)
    yield Block(Role.ENTRY, row, 2, row, 2, line.place, last=line.last)
    for column, field in enumerate(_LINE_FIELDS, 3):
        name = f"{field}:{line.number}"
        yield Block(Role.FIGURE, row, column, row, column, field=name, last=line.last)
    name = f"explain:{line.number}"
    yield Block(Role.FIELD, row, _LAST, row, _LAST, field=name, last=line.last)


def _say(line: CheckLine) -> str:
    """Give the rule's sentence; one that only asks to be confirmed says so."""
    return line.say if line.severity is Severity.ERROR else f"{line.say}（核实）"


def _height(line: CheckLine) -> float:
    texts = ((_say(line), CHECK_WIDTHS[1]), (line.place, CHECK_WIDTHS[2]))
    return max(20.0, *(text_height(text, width - _INDENT, _BODY_SIZE) for text, width in texts))
