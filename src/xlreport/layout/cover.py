"""The cover (封面): who reports for which year, nil declarations and sign-off."""

from __future__ import annotations

from xlreport.form.form import Form
from xlreport.layout.grid import Block, Role
from xlreport.layout.width import text_height

NIL = "零报送"
COVER_WIDTHS = (22.0, 26.0, 16.0, 26.0)
_BODY_SIZE = 11.0
_SIGNERS = ("填表人", "审核人（办公室主任）", "分管领导审核", "主要领导签发")
_HOW_NIL = (
    "某张表本年度确实没有任何数据时，在右侧选择“零报送”，该表的空白即按0计。"
    "没有声明零报送的空白表不能视为0，将被退回补填。"
)


def cover_blocks(
    form: Form,
) -> tuple[tuple[Block, ...], tuple[float, ...], tuple[float, ...]]:
    """Place the cover's blocks; gives blocks, column widths and row heights.

    The fields are `issued`, `department`, `code`, `year`, `deadline`, `contact`, `phone`,
    `progress`, `verdict`, a `nil:TABLE` for each table, `signer:N` and `date:N` for each
    signature, and `stamp`.
    """
    last = len(COVER_WIDTHS) - 1
    blocks = [
        Block(Role.TITLE, 0, 0, 0, last, form.title),
        Block(Role.SUBTITLE, 1, 0, 1, last, field="issued"),
        *pair_blocks(2, "填报单位", "department", "单位代码", "code"),
        *pair_blocks(3, "报告年度", "year", "报送截止", "deadline"),
        *pair_blocks(4, "联系人", "contact", "联系电话", "phone"),
        Block(Role.CAPTION, 5, 0, 5, 0, "填写进度"),
        Block(Role.RESULT, 5, 1, 5, last, field="progress"),
        Block(Role.CAPTION, 6, 0, 6, 0, "检查结果"),
        Block(Role.RESULT, 6, 1, 6, last, field="verdict"),
        Block(Role.BAND, 7, 0, 7, last, "零报送声明"),
        Block(Role.NOTE, 8, 0, 8, last, _HOW_NIL),
    ]
    heights = [64.0, 24.0, 30.0, 30.0, 30.0, 30.0, 30.0, 26.0]
    heights.append(text_height(_HOW_NIL, sum(COVER_WIDTHS), _BODY_SIZE))
    for table in form.tables:
        row = len(heights)
        blocks.append(Block(Role.ROW_LABEL, row, 0, row, last - 1, table.heading))
        blocks.append(Block(Role.FIELD, row, last, row, last, field=f"nil:{table.key}"))
        heights.append(28.0)
    below, rows = sign_off(len(heights))
    return (*blocks, *below), COVER_WIDTHS, (*heights, *rows)


def sign_off(row: int) -> tuple[list[Block], list[float]]:
    """Place who signs, and the stamp, from `row` on; gives blocks and row heights."""
    last = len(COVER_WIDTHS) - 1
    blocks = [Block(Role.BAND, row, 0, row, last, "审签")]
    heights = [26.0]
    for number, signer in enumerate(_SIGNERS, 1):
        place = row + len(heights)
        blocks += pair_blocks(place, signer, f"signer:{number}", "日期", f"date:{number}")
        heights.append(30.0)
    place = row + len(heights)
    blocks.append(Block(Role.NOTE, place, 0, place, last, field="stamp"))
    return blocks, [*heights, 22.0]


def pair_blocks(
    row: int, first: str, first_field: str, second: str, second_field: str
) -> list[Block]:
    """Place two captions on one row, each with the field behind it."""
    return [
        Block(Role.CAPTION, row, 0, row, 0, first),
        Block(Role.FIELD, row, 1, row, 1, field=first_field),
        Block(Role.CAPTION, row, 2, row, 2, second),
        Block(Role.FIELD, row, 3, row, 3, field=second_field),
    ]
