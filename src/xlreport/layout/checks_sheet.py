"""The 检查 sheet: how much of each table is filled in, and the verdict on every rule."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.form.parts import Table
from xlreport.layout.check_line import CheckLine, check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Block, Role
from xlreport.layout.width import BODY_SIZE, text_height

CHECK_WIDTHS = (11.0, 56.0, 34.0, 11.0, 11.0, 10.0, 8.0, 8.0, 30.0)
_SENTENCE, _LOCATION = 1, 2  # columns
_LAST = len(CHECK_WIDTHS) - 1
_INDENT = 2.0  # characters
_TABLE_HEADINGS = ("表", "名称", "", "应填", "已填", "未填", "结果", "定位", "零报送")
_LINE_HEADINGS = ("编号", "核对内容", "位置", "左边", "右边", "相差", "结果", "定位", "核实说明")
_TABLE_FIELDS = (
    FieldKind.REQUIRED,
    FieldKind.FILLED,
    FieldKind.BLANK,
    FieldKind.COMPLETE,
    FieldKind.TABLE_LINK,
    FieldKind.DECLARED,
)
_LINE_FIELDS = (
    FieldKind.LEFT,
    FieldKind.RIGHT,
    FieldKind.DIFFERENCE,
    FieldKind.VERDICT,
    FieldKind.LINE_LINK,
)
_LEGEND = (
    "√ 符合　× 不符合，请改正（标有“核实”的，数字无误时在同一行的“核实说明”中写明原因，"
    "写后仍显示×，可以报送；其余各行不用写）　"
    "○ 没有填完　— 还没有填写　？ 有格子里不是数字，请清空后重新输入（看着像数字的，可能是文字）"
)


def check_blocks(form: Form) -> tuple[tuple[Block, ...], tuple[float, ...]]:
    """Lay out the blocks of the 检查 sheet; return blocks and row heights."""
    blocks = [
        Block(Role.TITLE, 0, 0, 0, _LAST, "检查"),
        Block(Role.BAND, 1, 0, 1, _LAST, field=Field(FieldKind.STATE)),
        Block(Role.NOTE, 2, 0, 2, _LAST, _LEGEND),
    ]
    heights = [34.0, 30.0, 34.0]
    if form.filled_tables:
        blocks += _heading(3, _TABLE_HEADINGS)
        heights.append(24.0)
    for table in form.filled_tables:
        blocks += _table_blocks(len(heights), table)
        heights.append(22.0)
    lines = check_lines(form)
    sections = (
        ("数字和勾稽关系", [line for line in lines if not line.last]),
        (f"与{form.period.before}核对", [line for line in lines if line.last]),
    )
    for title, section in sections:
        if section:
            row, last = len(heights), section[0].last
            blocks.append(Block(Role.CAPTION, row, 0, row, _LAST, title, last=last))
            blocks += _heading(row + 1, _LINE_HEADINGS, last=last)
            heights += [26.0, 24.0]
        for line in section:
            blocks += _line_blocks(len(heights), line)
            heights.append(_height(line))
    return tuple(blocks), tuple(heights)


def _heading(row: int, names: tuple[str, ...], *, last: bool = False) -> Iterator[Block]:
    """Yield the headings of a row; an empty name widens the heading before it."""
    lefts = [column for column, name in enumerate(names) if name]
    for left, after in zip(lefts, [*lefts[1:], len(names)], strict=True):
        yield Block(Role.COLUMN_LABEL, row, left, row, after - 1, names[left], last=last)


def _table_blocks(row: int, table: Table) -> Iterator[Block]:
    """Yield the blocks of the row that shows how much of a table is filled in."""
    yield Block(Role.FIGURE, row, 0, row, 0, table.sheet)
    yield Block(Role.ENTRY, row, _SENTENCE, row, _LOCATION, table.heading)
    for column, kind in enumerate(_TABLE_FIELDS, _LOCATION + 1):
        yield Block(Role.FIGURE, row, column, row, column, field=Field(kind, table.key))


def _line_blocks(row: int, line: CheckLine) -> Iterator[Block]:
    """Yield the blocks of one line: rule, location, both sides, verdict, explanation."""
    last = line.last
    yield Block(Role.FIGURE, row, 0, row, 0, line.id, last=last)
    yield Block(Role.ENTRY, row, _SENTENCE, row, _SENTENCE, _sentence(line), last=last)
    yield Block(Role.ENTRY, row, _LOCATION, row, _LOCATION, line.location, last=last)
    for column, kind in enumerate(_LINE_FIELDS, _LOCATION + 1):
        field = Field(kind, line.number)
        yield Block(Role.FIGURE, row, column, row, column, field=field, last=last)
    explanation = Field(FieldKind.EXPLANATION, line.number)
    yield Block(Role.FIELD, row, _LAST, row, _LAST, field=explanation, last=last)


def _sentence(line: CheckLine) -> str:
    """Return the rule's sentence, marked 核实 where a figure may stand once it is confirmed."""
    return line.sentence if line.severity is Severity.ERROR else f"{line.sentence}（核实）"


def _height(line: CheckLine) -> float:
    """Return the height of a line in points."""
    texts = ((_SENTENCE, _sentence(line)), (_LOCATION, line.location))
    return max(
        20.0,
        *(text_height(text, CHECK_WIDTHS[column] - _INDENT, BODY_SIZE) for column, text in texts),
    )
