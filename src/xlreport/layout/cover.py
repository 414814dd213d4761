"""The cover (封面): who reports for which period, the steps with their state, the signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlreport.form.blanks import may_be_empty
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.layout import sheet_names
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.figure_code import FIGURE_CODE_CAPTION, has_figure_code
from xlreport.layout.grid import Block, Role
from xlreport.layout.steps import Step, StepKind, steps_of
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, SIGNATURE_HEIGHT, text_height

NIL = "零报送"
COVER_WIDTHS = (22.0, 26.0, 16.0, 26.0)
"""Of the cover of a summary; that of a template has the numbers of its steps before them."""
LAST_COVER_COLUMN = len(COVER_WIDTHS) - 1
STEP_WIDTHS = (4.5, 20.0, 26.0, 16.0, 21.0)
_LEFT = 1  # column of the captions on the cover of a template
_SIGNERS = ("填表人", "审核人（办公室主任）", "分管领导审核", "主要领导签发")
_HOW_TO_DECLARE_NIL = "某张表本年度确实没有任何数据时，在右侧选择“零报送”，该表的空白即按0计。"
_NOT_DECLARED = "没有声明零报送的空白表不能视为0，将被退回补填。"
_ON_FIGURE_CODE = "由表中数字自动得出，印在每张表上。签字后改了数字的，须重新打印、重新签字。"
_SEAL = "单位公章"
_SEAL_HEIGHT = 119.0  # points: a seal is 42 mm across
_CODE_HEIGHT = 26.0  # points, of the row with the code, beside which the place of the seal begins
_TALLEST = 800.0  # points: an A4 page at a scale of nine tenths
_ONE_LINE, _LOW, _LOW_SEAL = 30.0, 22.0, 50.0  # points: rows of one line, and with less air

_DUTIES_HEADING = "职责声明"
_HOW_TO_DECLARE_NO_DUTY = (
    f"本单位依法没有某项职责的，在右侧选择“{NO_DUTY}”，有关的格子随即变灰，不要填写。"
    "有职责而没有发生的，不要选择，照常填0。"
)
_CHECKS_STEP = "检查：改正标为×的，说明须核实的"
_PRINT_STEP = "打印、签字、盖章："
_NOT_PRINTED = "（其余不用打印）"
_SEND_STEP = "报送本电子表（和签字盖章的纸质表）"


def cover_blocks(
    form: Form,
) -> tuple[tuple[Block, ...], tuple[float, ...], tuple[float, ...]]:
    """Lay out the cover of a template; return blocks, column widths and row heights."""
    last = len(STEP_WIDTHS) - 1
    steps = steps_of(form)
    blocks = [
        Block(Role.TITLE, 0, 0, 0, last, form.title),
        Block(Role.SUBTITLE, 1, 0, 1, last, field=Field(FieldKind.ISSUED)),
        Block(Role.CAPTION, 2, 0, 2, _LEFT, "检查结果"),
        Block(Role.VERDICT, 2, _LEFT + 1, 2, last, field=Field(FieldKind.CONCLUSION)),
        Block(Role.CAPTION, 3, 0, 3, _LEFT, "填写进度"),
        Block(Role.RESULT, 3, _LEFT + 1, 3, last, field=Field(FieldKind.PROGRESS)),
        Block(Role.STEP, 4, 0, 6, 0, field=Field(FieldKind.STEP, steps[0].number)),
        *identity_blocks(form, "填报单位", ("报送截止", FieldKind.DEADLINE), row=4, left=_LEFT),
    ]
    heights = [44.0, 20.0, 42.0, 25.0, 29.0, 29.0, 29.0]
    if form.duties:
        add_duties(form, _DUTIES_HEADING, _HOW_TO_DECLARE_NO_DUTY, blocks, heights, left=_LEFT)
    _add_heading(form, blocks, heights)
    for step in steps:
        if step.kind not in (StepKind.IDENTITY, StepKind.PRINT, StepKind.SEND):
            _add_step(form, step, blocks, heights)
    top = len(heights)
    _add_step(form, steps[-2], blocks, heights)
    signatures, signature_heights = signature_blocks(
        len(heights), coded=has_figure_code(form), left=_LEFT, heading=False
    )
    blocks += signatures[:-1]
    heights += signature_heights[:-1]
    _stretch(blocks, top, len(heights) - 1)
    _add_step(form, steps[-1], blocks, heights)
    bottom = len(heights)
    blocks.append(Block(Role.NOTE, bottom, 0, bottom, last, field=Field(FieldKind.STAMP)))
    return tuple(blocks), STEP_WIDTHS, (*_fitted(heights), signature_heights[-1])


def _fitted(heights: Sequence[float]) -> Sequence[float]:
    """Return the heights of rows, with less air where they would not fit on one page."""
    if sum(heights) <= _TALLEST:
        return heights
    low = [_LOW if _LOW < height <= _ONE_LINE else height for height in heights]
    return [_LOW_SEAL if height == _SEAL_HEIGHT - _CODE_HEIGHT else height for height in low]


def _add_heading(form: Form, blocks: list[Block], heights: list[float]) -> None:
    """Add the headings of the steps, and how a table is declared nil."""
    row, last = len(heights), len(STEP_WIDTHS) - 1
    nil = form.filled_tables
    blocks.append(Block(Role.BAND, row, 0, row, last - 2, "填报步骤（点名称前往）"))
    blocks.append(Block(Role.BAND, row, last - 1, row, last - 1 if nil else last, "状态"))
    heights.append(24.0)
    if nil:
        how = form.period.reword(_HOW_TO_DECLARE_NIL)
        how += _NOT_DECLARED if may_be_empty(form) else ""
        blocks.append(Block(Role.BAND, row, last, row, last, "零报送声明"))
        blocks.append(Block(Role.NOTE, row + 1, 0, row + 1, last, how))
        heights.append(text_height(how, sum(STEP_WIDTHS), NOTE_SIZE))


def _add_step(form: Form, step: Step, blocks: list[Block], heights: list[float]) -> None:
    """Add the row of a step: its number, what it is about with a link, its state, 零报送."""
    row, last = len(heights), len(STEP_WIDTHS) - 1
    text, sheet = _label(form, step)
    is_filled = step.kind is StepKind.TABLE
    blocks.append(Block(Role.STEP, row, 0, row, 0, step.sign))
    role = Role.LINK if sheet else Role.ROW_LABEL
    blocks.append(Block(role, row, _LEFT, row, _LEFT + 1, text, leads_to=sheet))
    state = Field(FieldKind.STEP, step.number)
    blocks.append(Block(Role.RESULT, row, last - 1, row, last - is_filled, field=state))
    if step.section is not None and is_filled:
        nil = Field(FieldKind.NIL, step.section.key)
        blocks.append(Block(Role.FIELD, row, last, row, last, field=nil))
    width = sum(STEP_WIDTHS[_LEFT : _LEFT + 2]) - 2
    heights.append(max(27.0, text_height(text, width, BODY_SIZE)))


def _label(form: Form, step: Step) -> tuple[str, str]:
    """Return what a step is about, and the sheet that it leads to; none for work on paper."""
    if step.section is not None:
        return step.section.heading, step.section.sheet
    match step.kind:
        case StepKind.TEXTS:
            return sheet_names.TEXTS, sheet_names.TEXTS
        case StepKind.CHECKS:
            return _CHECKS_STEP, sheet_names.CHECKS
        case StepKind.PRINT:
            return f"{_PRINT_STEP}{'、'.join(printed_sheets(form))}{_NOT_PRINTED}", ""
    return _SEND_STEP, ""


def printed_sheets(form: Form) -> list[str]:
    """List the sheets of a template that are printed and signed: of lists what is counted."""
    tables = [table.sheet for table in form.tables]
    sections = tables or [each.sheet for each in form.lists]
    return [sheet_names.COVER, *sections, *([sheet_names.TEXTS] if form.texts else [])]


def _stretch(blocks: list[Block], top: int, bottom: int) -> None:
    """Let the number of the step in row `top` reach down to the row `bottom`."""
    for number, block in enumerate(blocks):
        if block.role is Role.STEP and block.top == top:
            blocks[number] = Block(Role.STEP, top, 0, bottom, 0, block.text)


def add_duties(
    form: Form,
    heading: str,
    note: str,
    blocks: list[Block],
    heights: list[float],
    *,
    left: int = 0,
) -> None:
    """Add a band, a note and a row for each duty of a form to a cover, from column `left` on."""
    row, last = len(heights), LAST_COVER_COLUMN + left
    blocks.append(Block(Role.BAND, row, 0, row, last, heading))
    blocks.append(Block(Role.NOTE, row + 1, 0, row + 1, last, note))
    heights += [26.0, text_height(note, sum(COVER_WIDTHS), BODY_SIZE)]
    for duty in form.duties:
        row = len(heights)
        blocks.append(Block(Role.ROW_LABEL, row, left, row, last - 1, f"{duty.name}职责"))
        said = Field(FieldKind.DUTY, duty.key)
        blocks.append(Block(Role.FIELD, row, last, row, last, field=said))
        heights.append(28.0)


def signature_blocks(
    row: int, *, coded: bool = False, left: int = 0, heading: bool = True
) -> tuple[list[Block], list[float]]:
    """Lay out the signatures, the seal and the stamp, from `row` on; return blocks and heights.

    A cover that is `coded` has the code of the figures that are signed. The captions stand in the
    column `left`; the stamp is the last row, which is hidden.
    """
    last = LAST_COVER_COLUMN + left
    blocks = [Block(Role.BAND, row, 0, row, last, "审签")] if heading else []
    heights = [26.0] if heading else []
    for number, signer in enumerate(_SIGNERS, 1):
        blocks += _captioned_fields(
            row + len(heights),
            left,
            (signer, Field(FieldKind.SIGNER, number)),
            ("日期", Field(FieldKind.SIGNED_ON, number)),
        )
        heights.append(SIGNATURE_HEIGHT)
    if coded:
        top = row + len(heights)
        code, note = Field(FieldKind.FIGURE_CODE), top + 1
        blocks.append(Block(Role.CAPTION, top, left, top, left, FIGURE_CODE_CAPTION))
        blocks.append(Block(Role.RESULT, top, left + 1, top, left + 1, field=code))
        blocks.append(Block(Role.SEAL, top, left + 2, note, last, _SEAL))
        blocks.append(Block(Role.NOTE, note, left, note, left + 1, _ON_FIGURE_CODE))
        heights += [_CODE_HEIGHT, _SEAL_HEIGHT - _CODE_HEIGHT]
    bottom = row + len(heights)
    blocks.append(Block(Role.NOTE, bottom, 0, bottom, last, field=Field(FieldKind.STAMP)))
    return blocks, [*heights, 22.0]


def identity_blocks(
    form: Form,
    reporter: str,
    beside_period: tuple[str, FieldKind],
    *,
    row: int = 2,
    left: int = 0,
) -> Iterator[Block]:
    """Yield three rows of a cover, from `row` on: who reports, for which period, whom to call.

    `reporter` is the caption of the office that reports, `beside_period` the caption and kind of
    the field to the right of the period. The captions begin in the column `left`.
    """
    caption, kind = beside_period
    period = (form.period.caption, Field(FieldKind.PERIOD))
    lines: Sequence[tuple[tuple[str, Field], tuple[str, Field]]] = (
        ((reporter, Field(FieldKind.DEPARTMENT)), ("单位代码", Field(FieldKind.CODE))),
        (period, (caption, Field(kind))),
        (("联系人", Field(FieldKind.CONTACT)), ("联系电话", Field(FieldKind.PHONE))),
    )
    for number, (first, second) in enumerate(lines, row):
        yield from _captioned_fields(number, left, first, second)


def _captioned_fields(
    row: int, left: int, first: tuple[str, Field], second: tuple[str, Field]
) -> Iterator[Block]:
    """Yield the blocks of one row: two captions, each followed by its field."""
    for column, (caption, field) in ((left, first), (left + 2, second)):
        yield Block(Role.CAPTION, row, column, row, column, caption)
        yield Block(Role.FIELD, row, column + 1, row, column + 1, field=field)
