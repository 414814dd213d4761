"""The cover of a summary, one printed page: whose it is, the conclusions, what the board shows.

What is read back stands beside captions, at distances that no cover made before had, so that both
kinds can be looked for on any cover.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Block, Role
from xlreport.layout.width import BODY_SIZE, SIGNATURE_HEIGHT, text_height

SHARE_CAPTION = "计入单位"
CONCLUSIONS: Mapping[FieldKind, str] = {
    FieldKind.SCOPE: "合计范围",
    FieldKind.FINDINGS: "审核问题",
    FieldKind.PROOF: "核对",
}
"""The caption of each conclusion on the cover, in order."""

COLUMNS = 24  # narrow ones, of which everything takes some: four figures, or up to twelve tiles
_WIDTH, _ROOM = 3.0, 3.6  # digits that a column is wide, and that it adds to a merged one
CAPTION_COLUMNS = 4
_PAIR = COLUMNS // 3  # a caption and its field
_FINDINGS_END = 10  # the last column of the findings; the proof stands beside them
_NIL_COLUMNS = 18
ROW_HEIGHT, _BAND, _GAP = 19.0, 22.0, 5.0  # heights in points
# Above the verdict: title, notice, two rows of identity, and a gap.
_TOP = (34.0, 20.0, ROW_HEIGHT, ROW_HEIGHT, _GAP)
_VERDICT = 32.0
_CARD = (30.0, 29.0, 17.0, 17.0)  # label, figure, both years, change
_DUTIES_NOTE = (
    f"有关栏目的合计只含有此项职责的单位；“{NO_DUTY}”表示计入的单位都没有这项职责，合计不是0。"
)


@dataclass(frozen=True, slots=True)
class CoverPlan:
    """How much a cover shows of what differs from one summary to the next.

    `tile_rows` and `tasks` are numbers of rows. `compares` tells whether the figures stand beside
    earlier ones. A cover is `dense` where it would not fit on one page: the figures below the large
    ones stand in one sentence, and headings have less air.
    """

    tile_rows: int = 0
    tasks: int = 0
    compares: bool = False
    dense: bool = False


class CoverRows(NamedTuple):
    """Where the parts of a cover begin that are no fields: rows counted from 0.

    `lines` is the first row of the figures below the four large ones; `end` follows the last row.
    """

    verdict: int
    tiles: int
    legend: int
    figures: int
    lines: int
    tasks: int
    nil: int
    signatures: int
    printing: int
    end: int


def figures_in_cards(form: Form) -> tuple[int, ...]:
    """List the main figures, by cell index, that a cover shows large."""
    return form.headline[:4]


def figures_in_lines(form: Form) -> tuple[int, ...]:
    """List the other main figures, by cell index."""
    return form.headline[4:]


def cover_rows(form: Form, plan: CoverPlan) -> CoverRows:
    """Return where the parts of a cover begin."""
    verdict = len(_TOP)
    tiles = verdict + 4  # below the verdict, two rows of conclusions, and a heading
    legend = tiles + plan.tile_rows
    figures = legend + 1
    lines = figures + (1 + len(_card(plan)) if form.headline else 0)
    others = len(figures_in_lines(form))
    rows_of_others = 1 if plan.dense else 1 + others
    tasks = lines + (rows_of_others if others else 0)
    nil = tasks + 1 + plan.tasks + 1  # below a gap
    duties = 2 + len(form.duties) if form.duties else 0
    signatures = nil + len(form.filled_tables) + duties + 1
    printing = signatures + 3
    parts = verdict, tiles, legend, figures, lines, tasks, nil, signatures, printing
    return CoverRows(*parts, end=printing + 2)  # the last row has the stamp


def cover_sheet_parts(
    form: Form, plan: CoverPlan
) -> tuple[tuple[Block, ...], tuple[float, ...], tuple[float, ...]]:
    """Lay out the cover of a summary; return blocks, column widths and row heights."""
    rows, last = cover_rows(form, plan), COLUMNS - 1
    blocks = [
        Block(Role.TITLE, 0, 0, 0, last, f"{form.title}汇总表"),
        Block(Role.SUBTITLE, 1, 0, 1, last, field=Field(FieldKind.ISSUED)),
        *_identity(form),
        *_conclusions(rows.verdict + 1),
        *_declarations(form, rows.nil),
        Block(Role.NOTE, rows.end - 1, 0, rows.end - 1, last, field=Field(FieldKind.STAMP)),
    ]
    heights = [ROW_HEIGHT] * rows.end
    heights[: rows.verdict + 1] = [*_TOP, _VERDICT]
    for band in (rows.tiles - 1, rows.tasks, *((rows.figures,) if form.headline else ())):
        heights[band] = ROW_HEIGHT if plan.dense else _BAND
    if form.headline:
        card = _card(plan)
        heights[rows.figures + 1 : rows.figures + 1 + len(card)] = card
    heights[rows.nil - 1] = heights[rows.signatures - 1] = _GAP
    heights[rows.signatures + 1] = SIGNATURE_HEIGHT
    if form.duties:
        note = next(block for block in blocks if block.text == _DUTIES_NOTE)
        heights[note.top] = text_height(_DUTIES_NOTE, width_of(COLUMNS), BODY_SIZE)
    return tuple(blocks), (_WIDTH,) * COLUMNS, tuple(heights)


def _card(plan: CoverPlan) -> tuple[float, ...]:
    """Return the heights of the rows of a large figure: earlier ones have two rows below it."""
    return _CARD if plan.compares else _CARD[:2]


def width_of(columns: int) -> float:
    """Return the width in digits of so many columns of the cover together."""
    return columns * _ROOM


def _identity(form: Form) -> Iterator[Block]:
    """Yield the rows 2 and 3: who adds up, for which period, how many, and whom to call."""
    pairs = (
        ("汇总单位", FieldKind.DEPARTMENT),
        (SHARE_CAPTION, FieldKind.SHARE),
        ("单位代码", FieldKind.CODE),
        (form.period.caption, FieldKind.PERIOD),
        ("联系人", FieldKind.CONTACT),
        ("联系电话", FieldKind.PHONE),
    )
    for number, (caption, kind) in enumerate(pairs):
        row, left = 2 + number // 3, number % 3 * _PAIR
        yield from _captioned(row, left, left + _PAIR - 1, caption, Field(kind))


def _conclusions(row: int) -> Iterator[Block]:
    """Yield the scope, and below it the findings beside the proof."""
    last, beside = COLUMNS - 1, _FINDINGS_END + 1
    places = ((row, 0, last), (row + 1, 0, _FINDINGS_END), (row + 1, beside, last))
    for (top, left, right), (kind, caption) in zip(places, CONCLUSIONS.items(), strict=True):
        yield from _captioned(top, left, right, caption, Field(kind), role=Role.ENTRY)


def _declarations(form: Form, row: int) -> Iterator[Block]:
    """Yield the nil declarations of the tables, and how many departments have which duty."""
    last, until = COLUMNS - 1, _NIL_COLUMNS
    for table in form.filled_tables:
        nil = Field(FieldKind.NIL, table.key)
        yield from _captioned(row, 0, last, table.heading, nil, until=until)
        row += 1
    if form.duties:
        heading = "职责（计入的单位中有此项职责的）"
        yield Block(Role.BAND, row, 0, row, last, heading)
        yield Block(Role.NOTE, row + 1, 0, row + 1, last, _DUTIES_NOTE)
    for below, duty in enumerate(form.duties, row + 2):
        said, caption = Field(FieldKind.DUTY, duty.key), f"{duty.name}职责"
        yield from _captioned(below, 0, last, caption, said, until=until)


def _captioned(
    row: int,
    left: int,
    right: int,
    caption: str,
    field: Field,
    *,
    until: int = CAPTION_COLUMNS,
    role: Role = Role.FIELD,
) -> Iterator[Block]:
    """Yield a caption over the first columns, `until` of them, and its field over the others."""
    kind = Role.CAPTION if until == CAPTION_COLUMNS else Role.ROW_LABEL
    yield Block(kind, row, left, row, left + until - 1, caption)
    yield Block(role, row, left + until, row, right, field=field)


def earlier_cover_blocks(form: Form) -> tuple[Block, ...]:
    """Return the captions and fields of the covers that were made until version 0.1.

    They had four columns; their rows are of no matter, as a field is found beside its caption.
    """
    pairs = (
        (0, "汇总单位", FieldKind.DEPARTMENT),
        (2, "单位代码", FieldKind.CODE),
        (0, form.period.caption, FieldKind.PERIOD),
        (2, SHARE_CAPTION, FieldKind.SHARE),
        (0, "联系人", FieldKind.CONTACT),
        (2, "联系电话", FieldKind.PHONE),
        (0, CONCLUSIONS[FieldKind.SCOPE], FieldKind.SCOPE),
    )
    lines = [(table.heading, Field(FieldKind.NIL, table.key)) for table in form.filled_tables]
    lines += [(f"{duty.name}职责", Field(FieldKind.DUTY, duty.key)) for duty in form.duties]
    blocks: list[Block] = []
    for row, (left, caption, kind) in enumerate(pairs):
        blocks += _captioned(row, left, left + 1, caption, Field(kind), until=1)
    for row, (caption, field) in enumerate(lines, len(pairs)):
        blocks += _captioned(row, 0, 3, caption, field, until=3)
    return tuple(blocks)
