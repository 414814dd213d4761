"""Every sheet is laid out once: the template and the reader walk over the same blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import load_made_up
from xlreport.base.address import a1
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.check_line import rules_to_keep
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Role, lay_table
from xlreport.layout.layout import Position, Sheet, SheetKind, lay_form
from xlreport.layout.table_size import is_tall
from xlreport.layout.width import text_height

# No row of its table has a label, and both of its rules look back to last year.
UNLABELLED_FORM = """\
id    = "unlabelled"
title = "复议"
from  = 2020

[[table]]
key     = "reviews"
heading = "一、行政复议"
columns = '''
upheld     结果维持
corrected  结果纠正
pending    尚未审结
'''
rows = '''
cases
'''

[[table.rule]]
id    = "Y-ROW"
every = "row"
must  = "upheld >= last.pending"
say   = "结果维持不少于上年尚未审结"

[[table.rule]]
id    = "Y-COLUMN"
every = "column"
must  = "cases >= last.cases"
say   = "不少于上年"
"""
FORMS = [
    *("ogi-2021", "ogi-2019", "ogi-supplement", "ogi-2021+ogi-supplement"),
    *("made-up", "unlabelled"),
]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Form]:
    folder = tmp_path_factory.mktemp("form")
    path = folder / "unlabelled.toml"
    path.write_text(UNLABELLED_FORM, encoding="utf-8")
    own = {"made-up": load_made_up(folder), "unlabelled": load_form(path)}
    return {name: own.get(name) or load_form(name) for name in FORMS}


def sheet_of(form: Form, name: str) -> Sheet:
    return next(sheet for sheet in lay_form(form).sheets if sheet.name == name)


def test_the_workbook_has_a_cover_instructions_tables_narrative_and_checks() -> None:
    sheets = [(sheet.name, sheet.kind) for sheet in lay_form(load_form("ogi-2021")).sheets]
    expected = [
        ("封面", SheetKind.COVER),
        ("填报说明", SheetKind.INSTRUCTIONS),
        ("二", SheetKind.TABLE),
        ("三", SheetKind.TABLE),
        ("四", SheetKind.TABLE),
        ("文字部分", SheetKind.TEXTS),
        ("检查", SheetKind.CHECKS),
    ]
    assert expected == sheets


def test_a_form_without_narrative_has_no_sheet_for_it() -> None:
    names = [sheet.name for sheet in lay_form(load_form("ogi-supplement")).sheets]
    assert ["封面", "填报说明", "附表", "检查"] == names


def test_a_box_holds_a_part_of_a_report_and_a_few_lines_where_a_sentence_stands() -> None:
    form = load_form("ogi-2021")
    (sheet,) = [each for each in lay_form(form).sheets if each.kind is SheetKind.TEXTS]
    line = 12.5  # points, of letters of 9
    for text in form.texts:
        (box,) = [each for each in sheet.blocks if each.field == Field(FieldKind.TEXT, text.key)]
        lines = sum(sheet.heights[box.top : box.bottom + 1]) / line
        assert lines >= (3 if text.standing else 2_000 / 48)


def test_a_form_is_laid_out_once() -> None:
    assert lay_form(load_form("ogi-2021")) is lay_form(load_form("ogi-2021"))


@pytest.mark.parametrize(
    ("key", "sheet", "address"),
    [
        # Two rows of heading stand above the table, so D4 of the official table is D6.
        (("requests", "received", "natural_person"), "三", "D6"),
        (("requests", "total_handled", "total"), "三", "J29"),
        (("proactive", "licences", "decisions"), "二", "B9"),
        (("remedies", "cases", "appeal_total"), "四", "O6"),
    ],
)
def test_a_cell_stands_two_rows_below_its_place_in_the_official_table(
    key: tuple[str, str, str], sheet: str, address: str
) -> None:
    form = load_form("ogi-2021")
    place = lay_form(form).positions[form.index[key]]
    assert (sheet, address) == (place.sheet, place.address)


@pytest.mark.parametrize("name", FORMS)
def test_every_cell_has_a_place_of_its_own(forms: dict[str, Form], name: str) -> None:
    form = forms[name]
    places = lay_form(form).positions
    assert len(form.cells) == len(set(places))


@pytest.mark.parametrize("name", FORMS)
def test_no_two_blocks_of_a_sheet_overlap(forms: dict[str, Form], name: str) -> None:
    for sheet in lay_form(forms[name]).sheets:
        cells = [
            (row, column)
            for block in sheet.blocks
            for row in range(block.top, block.bottom + 1)
            for column in range(block.left, block.right + 1)
        ]
        assert len(cells) == len(set(cells))


@pytest.mark.parametrize("name", FORMS)
def test_every_block_lies_on_rows_and_columns_that_have_a_size(
    forms: dict[str, Form], name: str
) -> None:
    for sheet in lay_form(forms[name]).sheets:
        assert all(0 <= block.top <= block.bottom for block in sheet.blocks)
        assert all(0 <= block.left <= block.right for block in sheet.blocks)
        assert max(block.bottom for block in sheet.blocks) == len(sheet.heights) - 1
        assert max(block.right for block in sheet.blocks) == len(sheet.widths) - 1
        assert min(sheet.heights) > 0
        assert max(sheet.heights) <= 409  # Excel's limit for a row, in points
        assert 0 < min(sheet.widths) <= max(sheet.widths) <= 255  # and for a column


@pytest.mark.parametrize("name", FORMS)
def test_every_text_that_is_wrapped_has_room(forms: dict[str, Form], name: str) -> None:
    sizes = {Role.TITLE: 16, Role.NOTE: 10, Role.UNIT: 10}
    rounding = 2.0  # a row is rounded, and one of small letters has less air
    for sheet in lay_form(forms[name]).sheets:
        for block in sheet.blocks:
            if block.role is Role.FIGURE or is_tall(block):  # is on one line, or stands upright
                continue
            width = sum(sheet.widths[block.left : block.right + 1])
            is_heading = block.role is Role.COLUMN_LABEL
            letters = sheet.headings if is_heading else sheet.letters
            need = text_height(block.text, width, sizes.get(block.role, letters))
            have = sum(sheet.heights[block.top : block.bottom + 1])
            assert need <= have + rounding, (sheet.name, block.text)


def test_inputs_and_totals_are_known_from_labels_by_their_cell() -> None:
    for sheet in lay_form(load_form("ogi-2021")).sheets:
        for block in sheet.blocks:
            held = block.role in (Role.INPUT, Role.TOTAL) and sheet.kind is SheetKind.TABLE
            assert held == (block.cell >= 0), (sheet.name, block)


def test_the_looks_of_an_input_and_a_total_are_shown_once_in_the_instructions() -> None:
    blocks = sheet_of(load_form("ogi-2021"), "填报说明").blocks
    found = [block.text for block in blocks if block.role in (Role.INPUT, Role.TOTAL)]
    assert ["浅黄色", "浅绿色、粗体"] == found


# What 检查 shows of 2021: the counts of three tables and the amount of 二; the two rows of 二;
# 25 rows of 三, and 7 columns for the balance and for （七）; the three totals of 四.
LINES_2021 = 3 + 1 + 2 + 25 + 7 + 7 + 3
LAST_LINES_2021 = 7 + 2  # the columns of 上年结转, and the rows of 二


def test_fields_are_found_by_name() -> None:
    fields = lay_form(load_form("ogi-2021")).fields
    tables = ("proactive", "requests", "remedies")
    texts = ("opening", "overview", "problems", "other")
    lines = LINES_2021 + LAST_LINES_2021
    about_table = (
        *(FieldKind.NIL, FieldKind.NOTE, FieldKind.REQUIRED, FieldKind.FILLED, FieldKind.BLANK),
        *(FieldKind.COMPLETE, FieldKind.TABLE_LINK, FieldKind.DECLARED, FieldKind.TABLE_TARGET),
    )
    about_line = (
        *(FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE, FieldKind.VERDICT),
        *(FieldKind.LINE_LINK, FieldKind.EXPLANATION, FieldKind.LINE_TARGET),
    )
    alone = (
        *(FieldKind.ISSUED, FieldKind.DEPARTMENT, FieldKind.CODE, FieldKind.PERIOD),
        *(FieldKind.DEADLINE, FieldKind.CONTACT, FieldKind.PHONE, FieldKind.STAMP),
        *(FieldKind.PROGRESS, FieldKind.CONCLUSION, FieldKind.STATE, FieldKind.FIGURE_CODE),
        FieldKind.FIRST_FAULT,
    )
    about_rule = (FieldKind.RULE_FAILING, FieldKind.RULE_VERDICT, FieldKind.RULE_LINK)
    rules = [rule[0].number for rule in rules_to_keep(load_form("ogi-2021"))]
    signed = (FieldKind.SIGNER, FieldKind.SIGNED_ON)
    assert {
        *(Field(kind) for kind in alone),
        *(Field(kind, number) for kind in signed for number in (1, 2, 3, 4)),
        *(Field(kind, key) for kind in about_table for key in tables),
        Field(FieldKind.NOTE, "文字部分"),
        *(Field(kind, key) for kind in (FieldKind.TEXT, FieldKind.TEXT_LENGTH) for key in texts),
        *(Field(kind, number) for kind in about_rule for number in rules),
        *(Field(FieldKind.STEP, number) for number in range(1, 9)),
        *(Field(kind, number) for kind in about_line for number in range(1, lines + 1)),
        *(
            Field(kind, number)
            for kind in (FieldKind.EXPECTED, FieldKind.GAP)
            for number in range(LINES_2021 + 1, lines + 1)
        ),
    } == set(fields)


@pytest.mark.parametrize(("name", "expected"), [("ogi-2021", {"二", "三"}), ("made-up", {"一"})])
def test_what_compares_with_last_year_stands_below_its_table_and_apart_on_the_checks(
    forms: dict[str, Form], name: str, expected: set[str]
) -> None:
    sheets = [sheet for sheet in lay_form(forms[name]).sheets if any(b.last for b in sheet.blocks)]
    assert {*expected, "检查"} == {sheet.name for sheet in sheets}
    for sheet in sheets:
        rows = {block.top for block in sheet.blocks if block.last}
        assert rows.isdisjoint(block.top for block in sheet.blocks if not block.last)
        assert [*range(min(rows), max(rows) + 1)] == sorted(rows)
        if sheet.name != "检查":
            assert max(block.bottom for block in sheet.blocks if not block.last) < min(rows)


def test_the_length_of_a_narrative_part_stands_beside_its_heading() -> None:
    fields = lay_form(load_form("ogi-2021")).fields
    for key in ("opening", "overview", "problems", "other"):
        text, count = fields[Field(FieldKind.TEXT, key)], fields[Field(FieldKind.TEXT_LENGTH, key)]
        assert Position("文字部分", text.row - 2, text.column + 1) == count


def test_a_table_without_row_labels_has_room_for_last_years_figures(
    forms: dict[str, Form],
) -> None:
    found = [
        (a1(block.top, block.left), block.text or block.field)
        for block in sheet_of(forms["unlabelled"], "一").blocks
        if block.last
    ]
    # Line 1 of 检查 counts numbers; 2 is about the row, 3 to 5 are about the columns.
    assert [
        ("A5", "与上年报告核对"),
        *(("A6", "结果维持不少于上年尚未审结"), ("B6", "按上年推算"), ("C6", "相差")),
        *(
            ("A7", "结果维持"),
            ("B7", Field(FieldKind.EXPECTED, 2)),
            ("C7", Field(FieldKind.GAP, 2)),
        ),
        *(("A8", "不少于上年"), ("B8", "按上年推算"), ("C8", "相差")),
        *(
            ("A9", "结果维持（列）"),
            ("B9", Field(FieldKind.EXPECTED, 3)),
            ("C9", Field(FieldKind.GAP, 3)),
        ),
        *(
            ("A10", "结果纠正（列）"),
            ("B10", Field(FieldKind.EXPECTED, 4)),
            ("C10", Field(FieldKind.GAP, 4)),
        ),
        *(
            ("A11", "尚未审结（列）"),
            ("B11", Field(FieldKind.EXPECTED, 5)),
            ("C11", Field(FieldKind.GAP, 5)),
        ),
        ("A12", "相差不为0的，先核对本年数字；无误的，在“检查”表页的“核实说明”中写明原因。"),
    ] == found


def test_each_table_says_in_which_units_it_counts(tmp_path: Path) -> None:
    notes = [
        block.text
        for form in (load_form("ogi-2021"), load_form("ogi-2019"), load_made_up(tmp_path))
        for sheet in lay_form(form).sheets
        for block in sheet.blocks
        if block.role is Role.UNIT and block.text
    ]
    counts = ["单位：件", "单位：件"]
    made_up = ["单位：册", "单位：万元、人、件、元"]
    assert ["单位：件、万元", *counts, "单位：件、项、个、元", *counts, *made_up] == notes


def test_the_header_and_the_labels_of_a_table_are_frozen() -> None:
    requests = sheet_of(load_form("ogi-2021"), "三")
    assert (2, 3, 3) == (requests.top, requests.header_rows, requests.label_columns)


def test_only_the_checks_lie_across_the_page() -> None:
    sheets = lay_form(load_form("ogi-2021")).sheets
    upright = dict.fromkeys(("封面", "填报说明", "二", "三", "四", "文字部分"), False)
    assert upright | {"检查": True} == {sheet.name: sheet.landscape for sheet in sheets}


@pytest.mark.parametrize("name", FORMS)
def test_a_sheet_holds_the_grid_of_its_table_two_rows_further_down(
    forms: dict[str, Form], name: str
) -> None:
    form = forms[name]
    for table in form.tables:
        sheet = sheet_of(form, table.sheet)
        moved = {block.moved_down(2) for block in lay_table(table).blocks}
        assert moved <= set(sheet.blocks)
        # Besides, only heading, department and year, and units; last year's figures at times.
        others = [block for block in sheet.blocks if block not in moved and not block.last]
        assert [(Role.TITLE, 0), (Role.NOTE, 1), (Role.UNIT, 1)] == [
            (block.role, block.top) for block in others
        ]


def test_a_place_gives_its_address() -> None:
    assert a1(11, 6) == Position("三", 11, 6).address
