"""The 检查 sheet has a row for each table and each line, with a field for every figure."""

from __future__ import annotations

import pytest

from support.filled import FORM_NAMES
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.check_line import check_lines
from xlreport.layout.checks_sheet import CHECK_WIDTHS, check_blocks
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Block
from xlreport.layout.width import text_height

LINE_FIELDS = (
    FieldKind.LEFT,
    FieldKind.RIGHT,
    FieldKind.DIFFERENCE,
    FieldKind.VERDICT,
    FieldKind.LINE_LINK,
    FieldKind.EXPLANATION,
)
TABLE_FIELDS = (
    FieldKind.REQUIRED,
    FieldKind.FILLED,
    FieldKind.BLANK,
    FieldKind.COMPLETE,
    FieldKind.TABLE_LINK,
    FieldKind.DECLARED,
)


def rows_of(name: str) -> dict[int, list[Block]]:
    rows: dict[int, list[Block]] = {}
    for block in check_blocks(load_form(name))[0]:
        rows.setdefault(block.top, []).append(block)
    return rows


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_line_has_its_rule_sentence_place_and_fields_in_one_row(name: str) -> None:
    rows = rows_of(name)
    for line in check_lines(load_form(name)):
        (row,) = [
            r
            for r in rows.values()
            if any(b.field == Field(FieldKind.LEFT, line.number) for b in r)
        ]
        grave = "" if line.severity.value == "error" else "（核实）"
        assert [line.id, line.sentence + grave, line.location] == [b.text for b in row[:3]]
        assert [Field(kind, line.number) for kind in LINE_FIELDS] == [b.field for b in row[3:]]
        assert {line.last} == {block.last for block in row}


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_table_has_its_name_and_its_counts_in_one_row(name: str) -> None:
    rows = rows_of(name)
    for table in load_form(name).tables:
        (row,) = [
            r
            for r in rows.values()
            if any(b.field == Field(FieldKind.FILLED, table.key) for b in r)
        ]
        assert [table.sheet, table.heading] == [block.text for block in row[:2]]
        assert [Field(kind, table.key) for kind in TABLE_FIELDS] == [b.field for b in row[2:]]


@pytest.mark.parametrize("name", FORM_NAMES)
def test_lines_and_tables_follow_one_another_without_a_gap(name: str) -> None:
    # The sentence on top counts over one range each.
    form = load_form(name)
    tops = {block.field: block.top for block in check_blocks(form)[0] if block.field}
    tables = [tops[Field(FieldKind.COMPLETE, table.key)] for table in form.tables]
    now, last = (
        [
            tops[Field(FieldKind.VERDICT, line.number)]
            for line in check_lines(form)
            if line.last is back
        ]
        for back in (False, True)
    )
    for rows in (tables, now, last):
        assert [*range(rows[0], rows[0] + len(rows))] == rows if rows else True


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_sentence_and_the_legend_stand_on_top_where_they_stay_in_view(name: str) -> None:
    blocks, _ = check_blocks(load_form(name))
    top = [block for block in blocks if block.top < 3]
    assert ["检查", ""] == [block.text for block in top[:2]]
    assert Field(FieldKind.STATE) == top[1].field
    for sign in "√×—？":
        assert sign in top[2].text


@pytest.mark.parametrize("name", FORM_NAMES)
def test_what_stands_under_a_heading_is_what_it_says(name: str) -> None:
    for headings in (
        ("表", "名称", "应填", "已填", "未填", "结果", "定位", "零报送"),
        ("编号", "核对内容", "位置", "左边", "右边", "相差", "结果", "定位", "核实说明"),
    ):
        texts = [tuple(block.text for block in row) for row in rows_of(name).values()]
        assert headings in texts


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_row_is_as_high_as_its_text_needs_and_every_block_has_a_column(name: str) -> None:
    blocks, heights = check_blocks(load_form(name))
    assert max(block.bottom for block in blocks) + 1 == len(heights)
    assert max(block.right for block in blocks) + 1 == len(CHECK_WIDTHS)
    assert 20 <= min(heights) <= max(heights) <= 409


def test_a_row_is_as_high_as_its_longest_text_needs(form_2021: Form) -> None:
    blocks, heights = check_blocks(form_2021)
    needs = {
        block.top: text_height(block.text, CHECK_WIDTHS[block.left], 11.0)
        for block in blocks
        if block.field is None and block.left == block.right in {1, 2}
    }
    assert all(heights[row] >= need for row, need in needs.items())
    assert len(set(heights)) > 5


def test_a_form_that_does_not_look_back_has_no_part_for_last_year() -> None:
    assert not any(block.last for block in check_blocks(load_form("ogi-supplement"))[0])
