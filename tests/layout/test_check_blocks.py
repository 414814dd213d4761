"""The 检查 sheet has a row for each table and each line, with a field for every figure."""

from __future__ import annotations

import pytest

from support.filled import FORM_NAMES
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.check_line import check_lines, rules_to_keep
from xlreport.layout.checks_sheet import CHECK_WIDTHS, check_blocks, folded_rows
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
    FieldKind.LINE_TARGET,
)
TABLE_FIELDS = (
    FieldKind.REQUIRED,
    FieldKind.FILLED,
    FieldKind.BLANK,
    FieldKind.COMPLETE,
    FieldKind.TABLE_LINK,
    FieldKind.DECLARED,
    FieldKind.TABLE_TARGET,
)


def rows_of(name: str) -> dict[int, list[Block]]:
    rows: dict[int, list[Block]] = {}
    for block in check_blocks(load_form(name))[0]:
        rows.setdefault(block.top, []).append(block)
    return rows


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_line_has_its_place_sentence_and_fields_in_one_row(name: str) -> None:
    rows = rows_of(name)
    for line in check_lines(load_form(name)):
        (row,) = [
            r
            for r in rows.values()
            if any(b.field == Field(FieldKind.LEFT, line.number) for b in r)
        ]
        place = [line.sheet, line.row, line.column]
        assert [*place, line.sentence] == [b.text for b in row[:4]]
        assert line.label.removesuffix("（列）") == line.row + line.column
        assert [Field(kind, line.number) for kind in LINE_FIELDS] == [b.field for b in row[4:]]
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
    kept = [rule[0].number for rule in rules_to_keep(form)]
    rules = [tops[Field(FieldKind.RULE_VERDICT, number)] for number in kept]
    lines = {
        (line.last, line.severity): [
            tops[Field(FieldKind.VERDICT, each.number)]
            for each in check_lines(form)
            if (each.last, each.severity) == (line.last, line.severity)
        ]
        for line in check_lines(form)
    }
    for rows in (tables, rules, *map(sorted, lines.values())):
        assert [*range(rows[0], rows[0] + len(rows))] == rows if rows else True


def test_what_a_clerk_has_to_do_stands_above_the_places_of_the_rules(form_2021: Form) -> None:
    tops = {block.field: block.top for block in check_blocks(form_2021)[0] if block.field}
    folded = folded_rows(form_2021)
    for line in check_lines(form_2021):
        assert line.is_settled_by_words == (tops[Field(FieldKind.LEFT, line.number)] not in folded)
    assert folded.stop == 1 + max(tops.values())
    rules = rules_to_keep(form_2021)
    assert ["INT", "NEG", "T3-ID", "T3-SUM", "T3-ROW", "T4-SUM"] == [r[0].id for r in rules]
    assert [3, 1, 7, 7, 25, 3] == [*map(len, rules)]


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_sentence_and_the_legend_stand_on_top(name: str) -> None:
    blocks, _ = check_blocks(load_form(name))
    top = [block for block in blocks if block.top < 3]
    state, fault = Field(FieldKind.STATE), Field(FieldKind.FIRST_FAULT)
    assert [None, state, fault, None] == [block.field for block in top]
    assert "检查" == top[0].text
    for sign in "√×○—？":
        assert sign in top[3].text


@pytest.mark.parametrize("name", FORM_NAMES)
def test_what_stands_under_a_heading_is_what_it_says(name: str) -> None:
    for headings in (
        ("表", "名称", "应填", "已填", "未填", "结果", "定位", "零报送"),
        ("表", "必须符合", "处数", "结果", "定位", "　"),
        *(("表", "指标", "栏目", "核对内容", "现为", "应为", "相差", "结果", "定位", "核实说明"),),
    ):
        texts = [tuple(block.text for block in row) for row in rows_of(name).values()]
        assert headings in texts


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_row_is_as_high_as_its_text_needs_and_every_block_has_a_column(name: str) -> None:
    blocks, heights = check_blocks(load_form(name))
    assert max(block.bottom for block in blocks) + 1 == len(heights)
    assert max(block.right for block in blocks) + 1 == len(CHECK_WIDTHS)
    assert 18 <= min(heights) <= max(heights) <= 409


def test_a_row_is_as_high_as_its_longest_text_needs(form_2021: Form) -> None:
    blocks, heights = check_blocks(form_2021)
    needs = {
        block.top: text_height(block.text, CHECK_WIDTHS[block.left], 10.0)
        for block in blocks
        if block.field is None and block.left == block.right in {1, 2, 3}
    }
    assert all(heights[row] >= need for row, need in needs.items())
    assert len(set(heights)) > 5


def test_a_form_that_does_not_look_back_has_no_part_for_last_year() -> None:
    assert not any(block.last for block in check_blocks(load_form("ogi-supplement"))[0])
