"""The cover (封面): who reports for which period, the nil declarations and the signatures."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.form.blanks import may_be_empty
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.figure_code import FIGURE_CODE_CAPTION, has_figure_code
from xlreport.layout.grid import Block, Role
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, text_height

NIL = "零报送"
COVER_WIDTHS = (22.0, 26.0, 16.0, 26.0)
LAST_COVER_COLUMN = len(COVER_WIDTHS) - 1
_LABEL_WIDTH = sum(COVER_WIDTHS[:-1]) - 2  # of a table's heading, less its indent
_SIGNERS = ("填表人", "审核人（办公室主任）", "分管领导审核", "主要领导签发")
_HOW_TO_DECLARE_NIL = "某张表本年度确实没有任何数据时，在右侧选择“零报送”，该表的空白即按0计。"
_NOT_DECLARED = "没有声明零报送的空白表不能视为0，将被退回补填。"
_ON_FIGURE_CODE = "由表中数字自动得出，印在每张表上。签字后改了数字的，须重新打印、重新签字。"

_DUTIES_HEADING = "职责声明"
_HOW_TO_DECLARE_NO_DUTY = (
    f"本单位依法没有某项职责的，在右侧选择“{NO_DUTY}”，有关的格子随即变灰，不要填写。"
    "有职责而没有发生的，不要选择，照常填0。"
)


def cover_blocks(
    form: Form,
) -> tuple[tuple[Block, ...], tuple[float, ...], tuple[float, ...]]:
    """Lay out the cover of a template; return blocks, column widths and row heights."""
    last, how = LAST_COVER_COLUMN, form.period.reword(_HOW_TO_DECLARE_NIL)
    how += _NOT_DECLARED if may_be_empty(form) else ""
    blocks = [
        Block(Role.TITLE, 0, 0, 0, last, form.title),
        Block(Role.SUBTITLE, 1, 0, 1, last, field=Field(FieldKind.ISSUED)),
        *identity_blocks(form, "填报单位", ("报送截止", FieldKind.DEADLINE)),
        Block(Role.CAPTION, 5, 0, 5, 0, "填写进度"),
        Block(Role.RESULT, 5, 1, 5, last, field=Field(FieldKind.PROGRESS)),
        Block(Role.CAPTION, 6, 0, 6, 0, "检查结果"),
        Block(Role.RESULT, 6, 1, 6, last, field=Field(FieldKind.CONCLUSION)),
    ]
    heights = [64.0, 24.0, 30.0, 30.0, 30.0, 30.0, 30.0]
    if form.filled_tables:
        blocks.append(Block(Role.BAND, 7, 0, 7, last, "零报送声明"))
        blocks.append(Block(Role.NOTE, 8, 0, 8, last, how))
        heights += [26.0, text_height(how, sum(COVER_WIDTHS), BODY_SIZE)]
    for table in form.filled_tables:
        row = len(heights)
        blocks.append(Block(Role.ROW_LABEL, row, 0, row, last - 1, table.heading))
        nil = Field(FieldKind.NIL, table.key)
        blocks.append(Block(Role.FIELD, row, last, row, last, field=nil))
        heights.append(max(28.0, text_height(table.heading, _LABEL_WIDTH, BODY_SIZE)))
    if form.duties:
        add_duties(form, _DUTIES_HEADING, _HOW_TO_DECLARE_NO_DUTY, blocks, heights)
    signatures, signature_heights = signature_blocks(len(heights), coded=has_figure_code(form))
    return (*blocks, *signatures), COVER_WIDTHS, (*heights, *signature_heights)


def add_duties(
    form: Form, heading: str, note: str, blocks: list[Block], heights: list[float]
) -> None:
    """Add a band, a note and a row for each duty of a form to a cover."""
    row, last = len(heights), LAST_COVER_COLUMN
    blocks.append(Block(Role.BAND, row, 0, row, last, heading))
    blocks.append(Block(Role.NOTE, row + 1, 0, row + 1, last, note))
    heights += [26.0, text_height(note, sum(COVER_WIDTHS), BODY_SIZE)]
    for duty in form.duties:
        row = len(heights)
        blocks.append(Block(Role.ROW_LABEL, row, 0, row, last - 1, f"{duty.name}职责"))
        said = Field(FieldKind.DUTY, duty.key)
        blocks.append(Block(Role.FIELD, row, last, row, last, field=said))
        heights.append(28.0)


def signature_blocks(row: int, *, coded: bool = False) -> tuple[list[Block], list[float]]:
    """Lay out the signatures and the stamp below them, from `row` on; return blocks and heights.

    A cover that is `coded` has the code of the figures that are signed.
    """
    last = LAST_COVER_COLUMN
    blocks = [Block(Role.BAND, row, 0, row, last, "审签")]
    heights = [26.0]
    for number, signer in enumerate(_SIGNERS, 1):
        blocks += _captioned_fields(
            row + len(heights),
            (signer, Field(FieldKind.SIGNER, number)),
            ("日期", Field(FieldKind.SIGNED_ON, number)),
        )
        heights.append(30.0)
    bottom = row + len(heights)
    if coded:
        code = Field(FieldKind.FIGURE_CODE)
        blocks.append(Block(Role.CAPTION, bottom, 0, bottom, 0, FIGURE_CODE_CAPTION))
        blocks.append(Block(Role.RESULT, bottom, 1, bottom, 1, field=code))
        blocks.append(Block(Role.NOTE, bottom, 2, bottom, last, _ON_FIGURE_CODE))
        heights.append(max(30.0, text_height(_ON_FIGURE_CODE, sum(COVER_WIDTHS[2:]), NOTE_SIZE)))
        bottom += 1
    blocks.append(Block(Role.NOTE, bottom, 0, bottom, last, field=Field(FieldKind.STAMP)))
    return blocks, [*heights, 22.0]


def identity_blocks(
    form: Form, reporter: str, beside_period: tuple[str, FieldKind]
) -> Iterator[Block]:
    """Yield the rows 2 to 4 of a cover: who reports, for which period, and whom to call.

    `reporter` is the caption of the office that reports, `beside_period` the caption and kind of
    the field to the right of the period.
    """
    caption, kind = beside_period
    period = (form.period.caption, Field(FieldKind.PERIOD))
    yield from _captioned_fields(
        2, (reporter, Field(FieldKind.DEPARTMENT)), ("单位代码", Field(FieldKind.CODE))
    )
    yield from _captioned_fields(3, period, (caption, Field(kind)))
    yield from _captioned_fields(
        4, ("联系人", Field(FieldKind.CONTACT)), ("联系电话", Field(FieldKind.PHONE))
    )


def _captioned_fields(
    row: int, first: tuple[str, Field], second: tuple[str, Field]
) -> Iterator[Block]:
    """Yield the blocks of one row: two captions, each followed by its field."""
    for column, (caption, field) in ((0, first), (2, second)):
        yield Block(Role.CAPTION, row, column, row, column, caption)
        yield Block(Role.FIELD, row, column + 1, row, column + 1, field=field)
