"""The cover (封面): who reports for which period, the steps with their state, the signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlreport.base.address import sheet_title
from xlreport.form.blanks import may_be_empty
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.sheet_names import CHECKS_SHEET, COVER_SHEET, TEXTS_SHEET
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.figure_code import FIGURE_CODE_CAPTION, has_figure_code
from xlreport.layout.grid import Block, Role
from xlreport.layout.steps import Step, StepKind, steps_of
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, SIGNATURE_HEIGHT, text_height

NIL = "零报送"
_WIDTHS = (4.5, 20.0, 26.0, 16.0, 21.0)  # the first for the numbers of the steps
_LEFT, _LAST = 1, len(_WIDTHS) - 1  # columns: of the captions, and at the right edge
SIGNERS = ("填表人", "审核人（办公室主任）", "分管领导审核", "主要领导签发")
_HOW_TO_DECLARE_NIL = "某张表本年度确实没有任何数据时，在右侧选择“零报送”，该表的空白即按0计。"
_NOT_DECLARED = "没有声明零报送的空白表不能视为0，将被退回补填。"
_ON_FIGURE_CODE = "由表中数字自动得出，印在每张表上。签字后改了数字的，须重新打印、重新签字。"
_SEAL = "单位公章"
_SEAL_HEIGHT = 119.0  # points: a seal is 42 mm across
_STAMP_HEIGHT = 22.0  # points, of a row that is hidden
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
    last, steps = _LAST, steps_of(form)
    blocks = [
        Block(Role.TITLE, 0, 0, 0, last, form.title),
        Block(Role.SUBTITLE, 1, 0, 1, last, field=Field(FieldKind.ISSUED)),
        Block(Role.CAPTION, 2, 0, 2, _LEFT, "检查结果"),
        Block(Role.VERDICT, 2, _LEFT + 1, 2, last, field=Field(FieldKind.CONCLUSION)),
        Block(Role.CAPTION, 3, 0, 3, _LEFT, "填写进度"),
        Block(Role.RESULT, 3, _LEFT + 1, 3, last, field=Field(FieldKind.PROGRESS)),
        Block(Role.STEP, 4, 0, 6, 0, field=Field(FieldKind.STEP, steps[0].number)),
        *_identity(form, 4),
    ]
    heights = [44.0, 20.0, 42.0, 25.0, 29.0, 29.0, 29.0]
    if form.duties:
        _add_duties(form, blocks, heights)
    _add_heading(form, blocks, heights)
    for step in steps:
        if step.kind not in (StepKind.IDENTITY, StepKind.PRINT, StepKind.SEND):
            _add_step(form, step, blocks, heights)
    top = len(heights)
    _add_step(form, steps[-2], blocks, heights)
    _add_signatures(blocks, heights, coded=has_figure_code(form))
    _stretch(blocks, top, len(heights) - 1)
    _add_step(form, steps[-1], blocks, heights)
    bottom = len(heights)
    blocks.append(Block(Role.NOTE, bottom, 0, bottom, last, field=Field(FieldKind.STAMP)))
    return tuple(blocks), _WIDTHS, (*_fitted(heights), _STAMP_HEIGHT)


def _fitted(heights: Sequence[float]) -> Sequence[float]:
    """Return the heights of rows, with less air where they would not fit on one page."""
    if sum(heights) <= _TALLEST:
        return heights
    low = [_LOW if _LOW < height <= _ONE_LINE else height for height in heights]
    return [_LOW_SEAL if height == _SEAL_HEIGHT - _CODE_HEIGHT else height for height in low]


def _add_heading(form: Form, blocks: list[Block], heights: list[float]) -> None:
    """Add the headings of the steps, and how a table is declared nil."""
    row, last = len(heights), _LAST
    nil = form.filled_tables
    blocks.append(Block(Role.BAND, row, 0, row, last - 2, "填报步骤（点名称前往）"))
    blocks.append(Block(Role.BAND, row, last - 1, row, last - 1 if nil else last, "状态"))
    heights.append(24.0)
    if nil:
        how = form.period.reword(_HOW_TO_DECLARE_NIL)
        how += _NOT_DECLARED if may_be_empty(form) else ""
        blocks.append(Block(Role.BAND, row, last, row, last, "零报送声明"))
        blocks.append(Block(Role.NOTE, row + 1, 0, row + 1, last, how))
        heights.append(text_height(how, sum(_WIDTHS), NOTE_SIZE))


def _add_step(form: Form, step: Step, blocks: list[Block], heights: list[float]) -> None:
    """Add the row of a step: its number, what it is about with a link, its state, 零报送."""
    row, last = len(heights), _LAST
    text, sheet = _label(form, step)
    is_filled = step.kind is StepKind.TABLE
    blocks.append(Block(Role.STEP, row, 0, row, 0, step.numeral))
    role = Role.LINK if sheet else Role.ROW_LABEL
    blocks.append(Block(role, row, _LEFT, row, _LEFT + 1, text, leads_to=sheet))
    state = Field(FieldKind.STEP, step.number)
    blocks.append(Block(Role.RESULT, row, last - 1, row, last - is_filled, field=state))
    if step.section is not None and is_filled:
        nil = Field(FieldKind.NIL, step.section.key)
        blocks.append(Block(Role.FIELD, row, last, row, last, field=nil))
    width = sum(_WIDTHS[_LEFT : _LEFT + 2]) - 2
    heights.append(max(27.0, text_height(text, width, BODY_SIZE)))


def _label(form: Form, step: Step) -> tuple[str, str]:
    """Return what a step is about, and the sheet that it leads to; none for work on paper."""
    if step.section is not None:
        return step.section.heading, step.section.sheet
    match step.kind:
        case StepKind.TEXTS:
            return TEXTS_SHEET, TEXTS_SHEET
        case StepKind.CHECKS:
            return _CHECKS_STEP, CHECKS_SHEET
        case StepKind.PRINT:
            return (
                f"{_PRINT_STEP}{'、'.join(map(sheet_title, printed_sheets(form)))}{_NOT_PRINTED}",
                "",
            )
    return _SEND_STEP, ""


def printed_sheets(form: Form) -> list[str]:
    """List the sheets of a template that are printed and signed: of lists what is counted."""
    tables = [table.sheet for table in form.tables]
    sections = tables or [each.sheet for each in form.lists]
    return [COVER_SHEET, *sections, *([TEXTS_SHEET] if form.texts else [])]


def _stretch(blocks: list[Block], top: int, bottom: int) -> None:
    """Let the number of the step in row `top` reach down to the row `bottom`."""
    for number, block in enumerate(blocks):
        if block.role is Role.STEP and block.top == top:
            blocks[number] = Block(Role.STEP, top, 0, bottom, 0, block.text)


def _add_duties(form: Form, blocks: list[Block], heights: list[float]) -> None:
    """Add a band, a note and a row for each duty of a form."""
    row = len(heights)
    blocks.append(Block(Role.BAND, row, 0, row, _LAST, _DUTIES_HEADING))
    blocks.append(Block(Role.NOTE, row + 1, 0, row + 1, _LAST, _HOW_TO_DECLARE_NO_DUTY))
    heights += [26.0, text_height(_HOW_TO_DECLARE_NO_DUTY, sum(_WIDTHS), NOTE_SIZE)]
    for duty in form.duties:
        row = len(heights)
        blocks.append(Block(Role.ROW_LABEL, row, _LEFT, row, _LAST - 1, f"{duty.name}职责"))
        said = Field(FieldKind.DUTY, duty.key)
        blocks.append(Block(Role.FIELD, row, _LAST, row, _LAST, field=said))
        heights.append(28.0)


def _add_signatures(blocks: list[Block], heights: list[float], *, coded: bool) -> None:
    """Add the signatures, the place of the seal and, if there is one, the code that is signed."""
    for number, signer in enumerate(SIGNERS, 1):
        blocks += _captioned_fields(
            len(heights),
            (signer, Field(FieldKind.SIGNER, number)),
            ("日期", Field(FieldKind.SIGNED_ON, number)),
        )
        heights.append(SIGNATURE_HEIGHT)
    row = len(heights)
    if coded:
        code = Field(FieldKind.FIGURE_CODE)
        blocks.append(Block(Role.CAPTION, row, _LEFT, row, _LEFT, FIGURE_CODE_CAPTION))
        blocks.append(Block(Role.RESULT, row, _LEFT + 1, row, _LEFT + 1, field=code))
        blocks.append(Block(Role.NOTE, row + 1, _LEFT, row + 1, _LEFT + 1, _ON_FIGURE_CODE))
    left = _LEFT + 2 if coded else _LEFT
    blocks.append(Block(Role.SEAL, row, left, row + 1, _LAST, _SEAL))
    heights += [_CODE_HEIGHT, _SEAL_HEIGHT - _CODE_HEIGHT]


def _identity(form: Form, row: int) -> Iterator[Block]:
    """Yield three rows, from `row` on: who reports, for which period, whom to call."""
    lines = (
        (("填报单位", FieldKind.DEPARTMENT), ("单位代码", FieldKind.CODE)),
        ((form.period.caption, FieldKind.PERIOD), ("报送截止", FieldKind.DEADLINE)),
        (("联系人", FieldKind.CONTACT), ("联系电话", FieldKind.PHONE)),
    )
    for number, pair in enumerate(lines, row):
        first, second = ((caption, Field(kind)) for caption, kind in pair)
        yield from _captioned_fields(number, first, second)


def _captioned_fields(
    row: int, first: tuple[str, Field], second: tuple[str, Field]
) -> Iterator[Block]:
    """Yield the blocks of one row: two captions, each followed by its field."""
    for column, (caption, field) in ((_LEFT, first), (_LEFT + 2, second)):
        yield Block(Role.CAPTION, row, column, row, column, caption)
        yield Block(Role.FIELD, row, column + 1, row, column + 1, field=field)
