"""The 检查 sheet: how much of each table is filled in, and the verdict on every rule.

What a clerk has to do stands on top: the tables, the rules to keep, one line each, then the lines
that may be explained. Every place of a rule to keep has a line below them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlreport.form.form import Form
from xlreport.form.parts import Table
from xlreport.form.sheet_names import CHECKS_SHEET
from xlreport.layout.check_line import CheckLine, check_lines, rules_to_keep
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Block, Role
from xlreport.layout.width import NOTE_SIZE, text_height

CHECK_WIDTHS = (6.0, 18.0, 14.0, 42.0, 8.0, 8.0, 8.0, 5.5, 5.5, 20.0, 12.0)
SCREEN_TOP = 2  # rows that stay in view: title and state
TARGETS = len(CHECK_WIDTHS) - 1  # the hidden column of what the links lead to
_LAST = TARGETS - 1
SHEET, _ROW, _COLUMN, SENTENCE, _FIGURES = range(5)  # columns
_SIGN = 7
_INDENT = 2.0  # characters
_HEIGHT, _BAND_HEIGHT = 20.0, 20.5  # points: the first explanation stands on the first screen
_TABLE_HEADINGS = ("表", "名称", "", "", "应填", "已填", "未填", "结果", "定位", "零报送")
_LINE_HEADINGS = (
    *("表", "指标", "栏目", "核对内容", "现为", "应为", "相差", "结果", "定位", "核实说明"),
)
_RULE_HEADINGS = ("表", "必须符合", "", "", "处数", "", "", "结果", "定位", "　")
_TABLE_FIELDS = (
    FieldKind.REQUIRED,
    FieldKind.FILLED,
    FieldKind.BLANK,
    FieldKind.COMPLETE,
    FieldKind.TABLE_LINK,
    FieldKind.DECLARED,
    FieldKind.TABLE_TARGET,
)
_LINE_FIELDS = (
    FieldKind.LEFT,
    FieldKind.RIGHT,
    FieldKind.DIFFERENCE,
    FieldKind.VERDICT,
    FieldKind.LINE_LINK,
    FieldKind.EXPLANATION,
    FieldKind.LINE_TARGET,
)
_LEGEND = (
    "√ 符合　× 不符合，请改正　○ 没有填完　— 还没有填写　"
    "？ 有格子里不是数字，请清空后重新输入（看着像数字的，可能是文字）"
)
_CONFIRM = "请核实：数字无误的，在右边“核实说明”中写明原因；写后仍显示×，可以报送"
_EACH = "必须符合的，逐处核对"


def check_blocks(form: Form) -> tuple[tuple[Block, ...], tuple[float, ...]]:
    """Lay out the blocks of the 检查 sheet; return blocks and row heights."""
    blocks = [
        Block(Role.TITLE, 0, 0, 0, _LAST, CHECKS_SHEET),
        Block(Role.VERDICT, 1, 0, 1, _LAST, field=Field(FieldKind.STATE)),
        Block(Role.TARGET, 1, TARGETS, 1, TARGETS, field=Field(FieldKind.FIRST_FAULT)),
        Block(Role.NOTE, 2, 0, 2, _LAST, _LEGEND),
    ]
    heights = [28.0, 24.0, legend_height(_LEGEND)]
    if form.filled_tables:
        blocks += _heading(3, _TABLE_HEADINGS)
        heights.append(_BAND_HEIGHT)
    for table in form.filled_tables:
        blocks += _table_blocks(len(heights), table)
        heights.append(_HEIGHT)
    rules = rules_to_keep(form)
    if rules:
        blocks += _heading(len(heights), _RULE_HEADINGS)
        heights.append(_BAND_HEIGHT)
    for rule in rules:
        blocks += _rule_blocks(len(heights), rule)
        heights.append(_HEIGHT)
    for title, lines in _sections(form):
        if lines:
            row, last = len(heights), lines[0].last
            blocks.append(Block(Role.CAPTION, row, 0, row, _LAST, title, last=last))
            blocks += _heading(row + 1, _LINE_HEADINGS, last=last)
            heights += [_BAND_HEIGHT, _BAND_HEIGHT]
        for line in lines:
            blocks += _line_blocks(len(heights), line)
            heights.append(_height(line))
    return tuple(blocks), tuple(heights)


def legend_height(legend: str) -> float:
    """Return the height of the row in which the signs are explained."""
    return text_height(legend, sum(CHECK_WIDTHS[:TARGETS]), NOTE_SIZE)


def _sections(form: Form) -> Iterator[tuple[str, Sequence[CheckLine]]]:
    """Yield the headings of the lines, each with its lines: those to be explained come first."""
    lines = check_lines(form)
    yield _CONFIRM, [line for line in lines if not line.last and line.is_settled_by_words]
    looks_back = [line for line in lines if line.last]
    yield f"与{form.period.before}报告核对。{_CONFIRM}", looks_back
    yield _EACH, [line for rule in rules_to_keep(form) for line in rule]


def folded_rows(form: Form) -> range:
    """Return the rows of the places of the rules to keep, which their rules sum up."""
    blocks, heights = check_blocks(form)
    top = next((block.top for block in blocks if block.text == _EACH), len(heights))
    return range(top, len(heights))


def _heading(row: int, names: Sequence[str], *, last: bool = False) -> Iterator[Block]:
    """Yield the headings of a row; an empty name widens the heading before it."""
    lefts = [column for column, name in enumerate(names) if name]
    for left, after in zip(lefts, [*lefts[1:], len(names)], strict=True):
        yield Block(Role.COLUMN_LABEL, row, left, row, after - 1, names[left], last=last)


def _table_blocks(row: int, table: Table) -> Iterator[Block]:
    """Yield the blocks of the row that shows how much of a table is filled in."""
    yield Block(Role.FIGURE, row, SHEET, row, SHEET, table.sheet)
    yield Block(Role.ENTRY, row, _ROW, row, SENTENCE, table.heading)
    yield from _fields(row, _FIGURES, _TABLE_FIELDS, table.key)


def _rule_blocks(row: int, lines: Sequence[CheckLine]) -> Iterator[Block]:
    """Yield the blocks of the row that sums up a rule: its tables, sentence and verdict."""
    key = lines[0].number
    sheets = {line.sheet for line in lines}
    where = lines[0].sheet if len(sheets) == 1 else f"{len(sheets)}张表"
    yield Block(Role.FIGURE, row, SHEET, row, SHEET, where)
    yield Block(Role.ENTRY, row, _ROW, row, SENTENCE, lines[0].sentence)
    failing = Field(FieldKind.RULE_FAILING, key)
    yield Block(Role.FIGURE, row, _FIGURES, row, _SIGN - 1, field=failing)
    kinds = (FieldKind.RULE_VERDICT, FieldKind.RULE_LINK)
    yield from _fields(row, _SIGN, kinds, key)
    yield Block(Role.FIGURE, row, _LAST, row, _LAST)


def _line_blocks(row: int, line: CheckLine) -> Iterator[Block]:
    """Yield the blocks of one line: place, rule, both sides, verdict, explanation."""
    last = line.last
    texts = ((_ROW, line.row), (_COLUMN, line.column), (SENTENCE, line.sentence))
    yield Block(Role.FIGURE, row, SHEET, row, SHEET, line.sheet, last=last)
    for column, text in texts:
        yield Block(Role.ENTRY, row, column, row, column, text, last=last)
    yield from _fields(row, _FIGURES, _LINE_FIELDS, line.number, last=last)


def _fields(
    row: int, left: int, kinds: Sequence[FieldKind], key: str | int, *, last: bool = False
) -> Iterator[Block]:
    """Yield the fields of a row, from the column `left` on."""
    roles = {
        FieldKind.EXPLANATION: Role.FIELD,
        FieldKind.TABLE_TARGET: Role.TARGET,
        FieldKind.LINE_TARGET: Role.TARGET,
    }
    for column, kind in enumerate(kinds, left):
        role, field = roles.get(kind, Role.FIGURE), Field(kind, key)
        yield Block(role, row, column, row, column, field=field, last=last)


def _height(line: CheckLine) -> float:
    """Return the height of a line in points."""
    texts = ((_ROW, line.row), (_COLUMN, line.column), (SENTENCE, line.sentence))
    return max(
        _HEIGHT,
        *(text_height(text, CHECK_WIDTHS[column] - _INDENT, NOTE_SIZE) for column, text in texts),
    )
