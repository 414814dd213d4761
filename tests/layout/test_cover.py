"""The cover asks who reports, for which year, which tables are nil, and who signs."""

from __future__ import annotations

import pytest

from xlreport.form.load import load_form
from xlreport.layout.cover import NIL, cover_blocks
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Role

RESULTS = [Field(kind) for kind in (FieldKind.PROGRESS, FieldKind.CONCLUSION)]
FIELDS = [
    Field(FieldKind.DEPARTMENT),
    Field(FieldKind.CODE),
    Field(FieldKind.PERIOD),
    Field(FieldKind.DEADLINE),
    Field(FieldKind.CONTACT),
    Field(FieldKind.PHONE),
]
SIGNERS = ["填表人", "审核人（办公室主任）", "分管领导审核", "主要领导签发"]


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"])
def test_every_table_can_be_declared_nil_beside_its_heading(name: str) -> None:
    form = load_form(name)
    blocks, _, _ = cover_blocks(form)
    headings = {block.top: block.text for block in blocks if block.role is Role.LINK}
    found = {
        block.field.key: headings[block.top]
        for block in blocks
        if block.field and block.field.kind is FieldKind.NIL
    }
    assert {table.key: table.heading for table in form.tables} == found


def test_the_fields_stand_in_the_order_in_which_they_are_filled_in() -> None:
    blocks, _, _ = cover_blocks(load_form("ogi-2021"))
    fields = [block.field for block in blocks if block.field]
    nil = [
        Field(FieldKind.NIL, "proactive"),
        Field(FieldKind.NIL, "requests"),
        Field(FieldKind.NIL, "remedies"),
    ]
    signed = [
        Field(kind, number)
        for number in (1, 2, 3, 4)
        for kind in (FieldKind.SIGNER, FieldKind.SIGNED_ON)
    ]
    first, code, stamp = map(Field, (FieldKind.ISSUED, FieldKind.FIGURE_CODE, FieldKind.STAMP))
    steps = [Field(FieldKind.STEP, number) for number in range(1, 9)]
    tables = [field for pair in zip(steps[1:4], nil, strict=True) for field in pair]
    above = [first, *reversed(RESULTS), steps[0], *FIELDS, *tables, *steps[4:7]]
    assert [*above, *signed, code, steps[7], stamp] == fields


def test_the_caption_of_a_field_stands_to_its_left() -> None:
    blocks, _, _ = cover_blocks(load_form("ogi-2021"))
    places = {(block.top, block.right): block.text for block in blocks}
    asked = (Role.FIELD, Role.RESULT, Role.VERDICT)
    captions = {b.field: places[b.top, b.left - 1] for b in blocks if b.role in asked}
    assert ["填报单位", "单位代码", "报告年度", "报送截止", "联系人", "联系电话"] == [
        captions[field] for field in FIELDS
    ]
    assert ["填写进度", "检查结果"] == [captions[field] for field in RESULTS]
    assert SIGNERS == [captions[Field(FieldKind.SIGNER, number)] for number in (1, 2, 3, 4)]


def test_the_title_and_the_notice_of_the_edition_stand_at_the_top() -> None:
    # What the notice says is a matter of form and theme: see writing/test_workbook.py.
    blocks, widths, _ = cover_blocks(load_form("ogi-2021"))
    found = [(block.text, block.field, block.top, block.left, block.right) for block in blocks[:2]]
    edge = len(widths) - 1
    issued = Field(FieldKind.ISSUED)
    assert [("政府信息公开工作年度报告", None, 0, 0, edge), ("", issued, 1, 0, edge)] == found


def test_a_nil_return_is_called_by_its_official_word() -> None:
    blocks, _, _ = cover_blocks(load_form("ogi-2021"))
    assert "零报送" == NIL
    assert any(NIL in block.text for block in blocks if block.role is Role.NOTE)


def test_every_row_and_column_has_a_size() -> None:
    blocks, widths, heights = cover_blocks(load_form("ogi-2021"))
    edge = (max(b.bottom for b in blocks) + 1, max(b.right for b in blocks) + 1)
    assert edge == (len(heights), len(widths))


def test_a_table_that_is_counted_as_a_whole_cannot_be_declared_nil() -> None:
    alone, annex = (
        [b.field.key for b in cover_blocks(form)[0] if b.field and b.field.kind is FieldKind.NIL]
        for form in (load_form("ogi-register"), load_form("ogi-2021", annex="ogi-register"))
    )
    assert [[], ["proactive"]] == [alone, annex]
    assert "零报送声明" not in [block.text for block in cover_blocks(load_form("ogi-register"))[0]]


def test_the_steps_are_numbered_and_lead_to_the_sheets_that_are_filled_in() -> None:
    blocks, _, _ = cover_blocks(load_form("ogi-2021"))
    signs = [block.text for block in blocks if block.role is Role.STEP and block.text]
    assert [*"②③④⑤⑥⑦⑧"] == signs  # ① shows its state beside the number
    assert ["二", "三", "四", "文字部分", "检查"] == [b.leads_to for b in blocks if b.leads_to]
    (paper,) = [block.text for block in blocks if block.text.startswith("打印")]
    assert paper.endswith("封面、表二、表三、表四、文字部分（其余不用打印）")


def test_there_is_room_for_signatures_by_hand_and_for_the_seal() -> None:
    blocks, _, heights = cover_blocks(load_form("ogi-2021"))
    millimetre = 72 / 25.4
    signers = [b for b in blocks if b.field and b.field.kind is FieldKind.SIGNER]
    assert 4 == len(signers)
    assert 15 * millimetre <= min(heights[block.top] for block in signers)
    (seal,) = [block for block in blocks if block.role is Role.SEAL]
    assert sum(heights[seal.top : seal.bottom + 1]) >= 30 * millimetre
