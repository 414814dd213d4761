"""What the writer puts into a workbook: locks, prompts, values, true totals, text as text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell as SheetCell

from support.made_up_form import load_made_up
from xlreport.base.address import a1
from xlreport.base.errors import OutputError
from xlreport.form.form import Form
from xlreport.form.guidance import guide
from xlreport.form.load import load_form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import Stamp, StampKind, parse_stamp
from xlreport.office.theme import default_theme
from xlreport.writing.content import Content, Value
from xlreport.writing.workbook import open_book

DEPARTMENT = "盐池县退役军人事务局"
FORMS = ["ogi-2021", "ogi-2019", "ogi-supplement", "ogi-2021+ogi-supplement", "made-up"]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Form]:
    made_up = load_made_up(tmp_path_factory.mktemp("form"))
    return {name: made_up if name == "made-up" else load_form(name) for name in FORMS}


def build(
    form: Form,
    values: Mapping[int, Value] | None = None,
    *,
    department: str = DEPARTMENT,
    year: int | None = 2026,
    **more: Any,
) -> bytes:
    stamp = Stamp(StampKind.TEMPLATE, form.id, form.digest, year, "0101" if department else "")
    content = Content(stamp, department=department, values=values or {}, **more)
    return open_book(form, content).to_bytes()


def by_key(form: Form, values: Mapping[tuple[str, str, str], Value]) -> dict[int, Value]:
    return {form.index[key]: value for key, value in values.items()}


def sheet_parts(data: bytes) -> dict[str, str]:
    """Read the XML of every sheet, by the sheet's name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        book = archive.read("xl/workbook.xml").decode()
        names = re.findall(r'<sheet name="([^"]*)"', book)
        return {
            name: archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            for number, name in enumerate(names, 1)
        }


def read_cell(form: Form, data: bytes, index: int, *, data_only: bool = False) -> SheetCell:
    place = lay_form(form).positions[index]
    book = openpyxl.load_workbook(BytesIO(data), data_only=data_only)
    cell = book[place.sheet].cell(place.row + 1, place.column + 1)
    assert isinstance(cell, SheetCell)
    return cell


def read_totals(form: Form, data: bytes) -> dict[tuple[str, str, str], object]:
    """Read the cached value of every total."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    places = lay_form(form).positions
    return {
        (cell.table, cell.row, cell.column): book[place.sheet][place.address].value
        for cell, place in zip(form.cells, places, strict=True)
        if cell.total
    }


@pytest.mark.parametrize("name", FORMS)
def test_no_input_lies_in_a_merge(forms: dict[str, Form], name: str) -> None:
    form = forms[name]
    book = openpyxl.load_workbook(BytesIO(build(form)))
    for cell, place in zip(form.cells, lay_form(form).positions, strict=True):
        merges = book[place.sheet].merged_cells.ranges
        assert [] == [str(merge) for merge in merges if place.address in merge], cell.path


@pytest.mark.parametrize(
    ("name", "sheet", "expected"),
    [
        # The ranges of the official form, two rows further down; its merged inputs are not.
        (
            "ogi-2021",
            "三",
            "A3:C5 D3:J3 D4:D5 E4:I4 J4:J5 A6:C6 A7:C7 A8:A29 B8:C8 B9:C9 B10:B17 B18:B20 "
            "B21:B25 B26:B28 B29:C29 A30:C30",
        ),
        (
            "ogi-2019",
            "三",
            "A3:C5 D3:J3 D4:D5 E4:I4 J4:J5 A6:C6 A7:C7 A8:A27 B8:C8 B9:C9 B10:B17 B18:B20 "
            "B21:B25 B26:C26 B27:C27 A28:C28",
        ),
        ("ogi-2021", "二", "A3:D3 A7:D7 B8:D8 A10:D10 B11:D11 A14:D14 B15:D15"),
        ("ogi-2019", "二", "A3:D3 A7:D7 A11:D11 A15:D15 C16:D16 A18:D18 C19:D19"),
        ("ogi-2021", "四", "A3:E3 F3:O3 A4:A5 B4:B5 C4:C5 D4:D5 E4:E5 F4:J4 K4:O4"),
        ("ogi-2019", "四", "A3:E3 F3:O3 A4:A5 B4:B5 C4:C5 D4:D5 E4:E5 F4:J4 K4:O4"),
    ],
)
def test_the_labels_are_merged_as_in_the_official_form(
    forms: dict[str, Form], name: str, sheet: str, expected: str
) -> None:
    merges = openpyxl.load_workbook(BytesIO(build(forms[name])))[sheet].merged_cells.ranges
    heading = 2
    found = {str(merge) for merge in merges if merge.min_row > heading}
    assert set(expected.split()) == found


def test_an_official_merged_input_is_centred_across_locked_blanks(forms: dict[str, Form]) -> None:
    form = forms["ogi-2021"]
    sheet = openpyxl.load_workbook(BytesIO(build(form, {6: 5})))["二"]
    cells = [sheet[address] for address in ("B9", "C9", "D9")]
    assert [5, None, None] == [cell.value for cell in cells]
    assert [False, True, True] == [cell.protection.locked for cell in cells]
    assert {"centerContinuous"} == {cell.alignment.horizontal for cell in cells}


def unlocked(data: bytes) -> set[tuple[str, str]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }


def open_places(form: Form, *, blank: bool = False, last: bool = False) -> set[tuple[str, str]]:
    """List what a clerk fills in: the inputs, and the fields that are neither given nor computed.

    A reason can be given for each line of 检查; those that compare with last year stand there
    only where last year's figures are shown.
    """
    layout = lay_form(form)
    kinds = {
        FieldKind.CONTACT,
        FieldKind.PHONE,
        FieldKind.NIL,
        FieldKind.SIGNER,
        FieldKind.SIGNED_ON,
        FieldKind.TEXT,
        FieldKind.EXPLANATION,
    }
    if blank:
        kinds |= {FieldKind.DEPARTMENT, FieldKind.CODE, FieldKind.YEAR}
    fields = {
        (sheet.name, a1(block.top, block.left))
        for sheet in layout.sheets
        for block in sheet.blocks
        if block.field and block.field.kind in kinds and (last or not block.last)
    }
    inputs = [layout.positions[cell.index] for cell in form.inputs]
    return fields | {(place.sheet, place.address) for place in inputs}


@pytest.mark.parametrize("name", FORMS)
def test_only_inputs_and_open_fields_are_unlocked(forms: dict[str, Form], name: str) -> None:
    form = forms[name]
    assert open_places(form) == unlocked(build(form))


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_template_also_asks_for_department_and_year(
    forms: dict[str, Form], name: str
) -> None:
    form = forms[name]
    assert open_places(form, blank=True) == unlocked(build(form, department="", year=None))


@pytest.mark.parametrize("name", FORMS)
def test_last_years_figures_open_nothing_but_the_reasons_for_a_difference(
    forms: dict[str, Form], name: str
) -> None:
    form = forms[name]
    last = [3] * len(form.cells)
    assert open_places(form, last=True) == unlocked(build(form, last=last))


@pytest.mark.parametrize(("last", "expected"), [(None, 48), ([0] * 191, 57)])
def test_a_reason_can_be_given_for_each_line_of_the_checks(
    forms: dict[str, Form], last: list[int] | None, expected: int
) -> None:
    # 48 lines within the year, and 9 that look back: layout/test_layout.py counts them.
    found = [sheet for sheet, _ in unlocked(build(forms["ogi-2021"], last=last))]
    assert expected == found.count("检查")


@pytest.mark.parametrize("name", FORMS)
def test_every_sheet_is_protected_without_a_password(forms: dict[str, Form], name: str) -> None:
    parts = sheet_parts(build(forms[name])).values()
    tags = [re.findall(r"<sheetProtection [^>]*>", part) for part in parts]
    assert all(len(found) == 1 and 'sheet="1"' in found[0] for found in tags)
    assert not any("password" in found[0] or "hashValue" in found[0] for found in tags)


@pytest.mark.parametrize("name", FORMS)
def test_the_structure_is_locked_before_the_views(forms: dict[str, Form], name: str) -> None:
    with zipfile.ZipFile(BytesIO(build(forms[name]))) as archive:
        book = archive.read("xl/workbook.xml").decode()
    lock = '<workbookProtection lockStructure="1"/>'
    assert 1 == book.count(lock)
    assert f"{lock}<bookViews>" in book


def test_what_is_not_locked_has_neither_protection_nor_validations(forms: dict[str, Form]) -> None:
    parts = sheet_parts(build(forms["ogi-2021"], locked=False))
    assert ["封面", "二", "三", "四", "文字部分", "检查", "_xlreport"] == list(parts)
    assert not any("Protection" in part or "<dataValidation " in part for part in parts.values())


@pytest.mark.parametrize("name", FORMS)
def test_every_input_has_one_validation_with_a_prompt_and_a_stop(
    forms: dict[str, Form], name: str
) -> None:
    form = forms[name]
    parts = sheet_parts(build(form))
    places = lay_form(form).positions
    for table in form.tables:
        inputs = [cell for cell in table.cells if not cell.total]
        tags = re.findall(r"<dataValidation [^>]*>", parts[table.sheet])
        found = {re.findall(r'sqref="([^"]*)"', tag)[0]: tag for tag in tags}
        assert {places[cell.index].address for cell in inputs} == set(found)
        assert len(inputs) == len(tags)
        for tag in tags:
            assert 'showInputMessage="1"' in tag
            assert 'showErrorMessage="1"' in tag
            assert re.search(r' promptTitle="[^"]+"', tag)
            assert re.search(r' prompt="[^"]+"', tag)
            assert re.search(r' error="[^"]+"', tag)
            assert "errorStyle" not in tag  # the default is stop


@pytest.mark.parametrize("name", FORMS)
def test_the_prompt_of_an_input_is_its_guidance(forms: dict[str, Form], name: str) -> None:
    form = forms[name]
    book = openpyxl.load_workbook(BytesIO(build(form)))
    places = lay_form(form).positions
    found = {
        (sheet.title, str(rule.sqref)): (rule.promptTitle, rule.prompt, rule.error)
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
    }
    meanings = {index: meaning.text for meaning in form.meanings for index in meaning.cells}
    for cell in form.inputs:
        text = guide(cell, meanings.get(cell.index, ""))
        place = places[cell.index]
        assert (text.title, text.prompt, text.stop) == found[place.sheet, place.address]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            ("proactive", "regulations", "made"),
            "二 › 规章 › 本年制发件数\n"
            "国务院部门、省级和设区的市级政府制定的规章（条例第二十条第一项）；县级及以下填0\n"
            "单位：件，填写不小于0的整数；没有的填0。",
        ),
        (
            ("requests", "carried_over", "research"),
            "三 › 二、上年结转政府信息公开申请数量 › 法人或其他组织 › 科研机构\n"
            "上年没有办结、转到本年继续办理的申请，"
            "应等于上一年度报告的“结转下年度继续办理”\n"
            "单位：件，填写不小于0的整数；没有的填0。\n"
            "按上年报告应为 7件。",
        ),
        (
            ("remedies", "cases", "direct_other"),
            "四 › 行政诉讼 › 未经复议直接起诉 › 其他结果\n单位：件，填写不小于0的整数；没有的填0。",
        ),
    ],
)
def test_a_prompt_says_what_the_form_and_last_year_say_of_the_cell(
    forms: dict[str, Form], key: tuple[str, str, str], expected: str
) -> None:
    form = forms["ogi-2021"]
    last: list[int | None] = [0] * len(form.cells)
    last[form.index["requests", "carried_forward", "research"]] = 7
    place = lay_form(form).positions[form.index[key]]
    rules = openpyxl.load_workbook(BytesIO(build(form, last=last)))[place.sheet].data_validations
    found = [rule.prompt for rule in rules.dataValidation if str(rule.sqref) == place.address]
    assert [expected] == found


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        (
            "ogi-2021",
            ("requests", "granted", "research"),
            ("whole", "between", "0", "999999999"),
        ),
        (
            "ogi-2019",
            ("proactive", "licences", "items_change"),
            ("whole", "between", "-999999999", "999999999"),
        ),
        (
            "ogi-2021",
            ("proactive", "fees", "fees_amount"),
            ("decimal", "greaterThanOrEqual", "0", None),
        ),
        (
            "ogi-2019",
            ("proactive", "procurement", "procurement_amount"),
            # As text: in a cell formatted as text a typed 0 is the text "0".
            ("custom", None, 'OR(TRIM(C20)="0",RIGHT(TRIM(C20),1)="元")', None),
        ),
    ],
)
def test_an_input_takes_what_its_kind_allows(
    forms: dict[str, Form],
    name: str,
    key: tuple[str, str, str],
    expected: tuple[str | None, ...],
) -> None:
    form = forms[name]
    place = lay_form(form).positions[form.index[key]]
    sheet = openpyxl.load_workbook(BytesIO(build(form)))[place.sheet]
    rule = next(
        rule for rule in sheet.data_validations.dataValidation if str(rule.sqref) == place.address
    )
    operator = None if rule.type == "custom" else rule.operator or "between"
    assert expected == (rule.type, operator, rule.formula1, rule.formula2)


def test_a_nil_declaration_is_chosen_from_a_list_of_one(forms: dict[str, Form]) -> None:
    form = forms["ogi-2021"]
    rules = openpyxl.load_workbook(BytesIO(build(form)))["封面"].data_validations.dataValidation
    places = {
        lay_form(form).fields[Field(FieldKind.NIL, table.key)].address for table in form.tables
    }
    found = {str(rule.sqref): (rule.type, rule.formula1) for rule in rules}
    assert dict.fromkeys(places, ("list", '"零报送"')) == found


def test_a_year_that_is_not_given_has_four_figures(forms: dict[str, Form]) -> None:
    form = forms["ogi-2021"]
    data = build(form, department="", year=None)
    place = lay_form(form).fields[Field(FieldKind.YEAR)]
    rules = openpyxl.load_workbook(BytesIO(data))[place.sheet].data_validations.dataValidation
    found = [(r.type, r.formula1, r.formula2) for r in rules if str(r.sqref) == place.address]
    assert [("whole", "2008", "2100")] == found


@pytest.mark.parametrize("name", FORMS)
def test_a_workbook_is_stamped_in_three_places(forms: dict[str, Form], name: str) -> None:
    form = forms[name]
    book: Any = openpyxl.load_workbook(BytesIO(build(form)))
    place = lay_form(form).fields[Field(FieldKind.STAMP)]
    stamps = [
        book.custom_doc_props["xlreport"].value,
        book["_xlreport"]["A1"].value,
        book[place.sheet][place.address].value,
    ]
    expected = Stamp(StampKind.TEMPLATE, form.id, form.digest[:12], 2026, "0101", 1)
    assert [expected] * 3 == [parse_stamp(str(stamp)) for stamp in stamps]
    assert "veryHidden" == book["_xlreport"].sheet_state


def test_totals_are_true_without_recalculation(forms: dict[str, Form]) -> None:
    form = forms["made-up"]
    values: dict[tuple[str, str, str], Value] = {
        ("loans", "novels", "adults"): 3,
        ("loans", "novels", "children"): 4,
        ("loans", "science", "adults"): 5,
        ("loans", "journals", "children"): 6,
        ("loans", "digital", "adults"): 7,
        ("funds", "purchases", "spent"): 0.1,
        ("funds", "repairs", "spent"): 0.2,
    }
    expected = {
        ("loans", "novels", "total"): 7,
        ("loans", "science", "total"): 5,
        ("loans", "journals", "total"): 6,
        ("loans", "digital", "total"): 7,
        ("loans", "all_loans", "adults"): 15,
        ("loans", "all_loans", "children"): 10,
        ("loans", "all_loans", "total"): 25,
        ("funds", "spending", "spent"): 0.3,
    }
    assert expected == read_totals(form, build(form, by_key(form, values)))


@pytest.mark.parametrize("name", FORMS)
def test_the_totals_of_a_template_without_figures_are_nought(
    forms: dict[str, Form], name: str
) -> None:
    assert {0} == set(read_totals(forms[name], build(forms[name])).values())


def test_totals_pass_over_text_as_sum_does(forms: dict[str, Form]) -> None:
    form = forms["made-up"]
    values: dict[tuple[str, str, str], Value] = {
        ("loans", "novels", "adults"): "3件",
        ("loans", "novels", "children"): 4,
        ("loans", "science", "adults"): "12",
        ("funds", "purchases", "spent"): "/",
    }
    totals = read_totals(form, build(form, by_key(form, values)))
    found = [totals["loans", row, "total"] for row in ("novels", "science", "all_loans")]
    assert [4, 0, 4] == found
    assert 0 == totals["funds", "spending", "spent"]


def test_a_total_that_is_given_is_overwritten_and_those_above_it_add_what_is_seen(
    forms: dict[str, Form],
) -> None:
    form = forms["made-up"]
    values: dict[tuple[str, str, str], Value] = {
        ("loans", "novels", "adults"): 3,
        ("loans", "novels", "total"): 9,
    }
    data = build(form, by_key(form, values))
    cell = read_cell(form, data, form.index["loans", "novels", "total"])
    assert (9, "n") == (cell.value, cell.data_type)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 999_999), min_size=156, max_size=156))
def test_the_official_totals_are_the_sums_of_their_cells(numbers: list[int]) -> None:
    form = load_form("ogi-2021")
    inputs = [cell for cell in form.inputs if cell.table != "proactive"]
    values = {cell.index: number for cell, number in zip(inputs, numbers, strict=True)}
    totals = read_totals(form, build(form, values))
    rows = [cell for cell in inputs if cell.table == "requests"]
    by_row: dict[str, int] = {}
    for cell in rows:
        by_row[cell.row] = by_row.get(cell.row, 0) + values[cell.index]
    assert by_row == {
        row: total
        for (table, row, column), total in totals.items()
        if table == "requests" and column == "total" and row != "total_handled"
    }
    outside = ("received", "carried_over", "carried_forward")
    handled = sum(number for row, number in by_row.items() if row not in outside)
    assert handled == totals["requests", "total_handled", "total"]


def test_text_that_begins_with_an_equals_sign_is_text(forms: dict[str, Form]) -> None:
    form = forms["ogi-2021"]
    text = "=1+1"
    data = build(
        form,
        {0: text},
        department="=A1",
        fields={
            Field(FieldKind.TEXT, "overview"): '=HYPERLINK("http://example.org")',
            Field(FieldKind.CONTACT): "=B1",
            Field(FieldKind.EXPLANATION, 1): "=C1",
        },
    )
    layout = lay_form(form)
    book = openpyxl.load_workbook(BytesIO(data))
    names = (
        Field(FieldKind.DEPARTMENT),
        Field(FieldKind.TEXT, "overview"),
        Field(FieldKind.CONTACT),
        Field(FieldKind.EXPLANATION, 1),
    )
    places = [layout.positions[0], *(layout.fields[name] for name in names)]
    cells = [book[place.sheet].cell(place.row + 1, place.column + 1) for place in places]
    assert {"s"} == {cell.data_type for cell in cells}
    expected = [text, "=A1", '=HYPERLINK("http://example.org")', "=B1", "=C1"]
    assert expected == [cell.value for cell in cells]
    assert computed_places(form) == formula_places(data)


def computed_places(form: Form, *, last: bool = False) -> set[tuple[str, str]]:
    """List where formulas belong: the totals, and the fields that nobody fills in."""
    layout = lay_form(form)
    kinds = {
        *(FieldKind.NOTE, FieldKind.TEXT_LENGTH),
        *(FieldKind.PROGRESS, FieldKind.CONCLUSION, FieldKind.STATE),
        *(FieldKind.REQUIRED, FieldKind.FILLED, FieldKind.BLANK, FieldKind.COMPLETE),
        *(FieldKind.DECLARED, FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE),
        *(FieldKind.VERDICT, FieldKind.EXPECTED, FieldKind.GAP),
    }
    fields = {
        (sheet.name, a1(block.top, block.left))
        for sheet in layout.sheets
        for block in sheet.blocks
        if block.field and block.field.kind in kinds and (last or not block.last)
    }
    totals = [layout.positions[cell.index] for cell in form.cells if cell.total]
    return fields | {(place.sheet, place.address) for place in totals}


def formula_places(data: bytes) -> set[tuple[str, str]]:
    return {
        (name, address)
        for name, part in sheet_parts(data).items()
        for address in re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*><f>', part)
    }


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("name", FORMS)
def test_formulas_stand_in_totals_and_computed_fields_alone(
    forms: dict[str, Form], name: str, *, last: bool
) -> None:
    form = forms[name]
    data = build(form, last=[3] * len(form.cells) if last else None)
    assert computed_places(form, last=last) == formula_places(data)
    assert len(formula_places(data)) == sum(p.count("<f>") for p in sheet_parts(data).values())


@pytest.mark.parametrize("text", ["http://example.org", "007", "1e5", " 0 ", "<b>&\"'"])
def test_text_is_written_as_typed(forms: dict[str, Form], text: str) -> None:
    form = forms["ogi-2021"]
    cell = read_cell(form, build(form, {0: text}), 0)
    assert (text, "s", None) == (cell.value, cell.data_type, cell.hyperlink)


@pytest.mark.parametrize("name", ["教育局&体育局<筹>", "“一办”\"二办\"'三办'", "&&", "12局"])
def test_a_departments_name_is_shown_as_it_is(forms: dict[str, Form], name: str) -> None:
    form = forms["ogi-2021"]
    book = openpyxl.load_workbook(BytesIO(build(form, department=name)), data_only=True)
    place = lay_form(form).fields[Field(FieldKind.DEPARTMENT)]
    assert name == book[place.sheet][place.address].value
    assert f"填报单位：{name}　　年度：2026" == book["三"]["A2"].value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("12局", "&amp;L&amp;9 12局&amp;R&amp;9 2026年"),
        ("甲&乙", "&amp;L&amp;9 甲&amp;&amp;乙&amp;R&amp;9 2026年"),
        ("局" * 300, f"&amp;L&amp;9 {'局' * 100}&amp;R&amp;9 2026年"),
    ],
)
def test_the_header_of_a_page_takes_a_name_as_text_and_never_grows_too_long(
    forms: dict[str, Form], name: str, expected: str
) -> None:
    part = sheet_parts(build(forms["ogi-2021"], department=name))["三"]
    assert [expected] == re.findall("<oddHeader>(.*)</oddHeader>", part)


def test_a_note_replaces_department_and_year_above_the_tables(forms: dict[str, Form]) -> None:
    data = build(forms["ogi-2021"], note="31个单位中29个已汇总")
    assert "31个单位中29个已汇总" == openpyxl.load_workbook(BytesIO(data))["三"]["A2"].value


@pytest.mark.parametrize(
    ("name", "expected"), [("ogi-2021", "（国办公开办函〔2021〕30号）"), ("ogi-supplement", None)]
)
def test_the_notice_of_the_edition_stands_below_its_title_where_there_is_one(
    forms: dict[str, Form], name: str, expected: str | None
) -> None:
    form = forms[name]
    cover = openpyxl.load_workbook(BytesIO(build(form)))["封面"]
    assert (form.title, expected) == (cover["A1"].value, cover["A2"].value)


def test_a_table_declared_nil_says_so_on_the_cover(forms: dict[str, Form]) -> None:
    form = forms["ogi-2021"]
    book = openpyxl.load_workbook(BytesIO(build(form, nil=frozenset({"remedies"}))))
    found = {
        table.key: book["封面"][
            lay_form(form).fields[Field(FieldKind.NIL, table.key)].address
        ].value
        for table in form.tables
    }
    assert {"proactive": None, "requests": None, "remedies": "零报送"} == found


def test_a_text_longer_than_a_cell_takes_is_refused(forms: dict[str, Form]) -> None:
    with pytest.raises(OutputError):
        build(forms["ogi-2021"], fields={Field(FieldKind.TEXT, "overview"): "字" * 32_768})


@pytest.mark.parametrize("name", FORMS)
def test_the_same_input_makes_the_same_bytes(forms: dict[str, Form], name: str) -> None:
    assert build(forms[name], {0: 7}) == build(forms[name], {0: 7})


def test_a_tables_header_stays_on_the_screen_and_on_every_page(forms: dict[str, Form]) -> None:
    sheet = openpyxl.load_workbook(BytesIO(build(forms["ogi-2021"])))["三"]
    assert ("D6", "$1:$5") == (sheet.freeze_panes, sheet.print_title_rows)


def test_last_years_figures_stand_below_the_table_and_leave_it_as_it_is(
    forms: dict[str, Form],
) -> None:
    form = forms["ogi-2021"]
    last: list[int | None] = [0] * len(form.cells)
    last[form.index["requests", "carried_forward", "natural_person"]] = 7
    without = openpyxl.load_workbook(BytesIO(build(form)))["三"]
    filled = openpyxl.load_workbook(BytesIO(build(form, last=last)), data_only=True)["三"]
    bottom = 30
    before, after = (
        {str(merge) for merge in sheet.merged_cells.ranges if merge.min_row <= bottom}
        for sheet in (without, filled)
    )
    assert before == after
    assert (bottom, "'三'!$A$1:$J$30") == (without.max_row, filled.print_area)
    # Nor is a row sized for figures that are not there.
    assert [bottom, 34] == [max(sheet.row_dimensions) for sheet in (without, filled)]
    assert [
        ("与上年报告核对", None),
        ("上年报告数（上年结转等于上一年度报告的结转下年度继续办理）", 7),
        ("相差", -7),
        ("相差不为0的，先核对本年数字；无误的，在“检查”表页的“核实说明”中写明原因。", None),
    ] == [(filled.cell(row, 1).value, filled.cell(row, 4).value) for row in range(31, 35)]
    assert 34 == filled.max_row


# All of these are older than Excel 2007; the writer does not look for newer ones itself.
FUNCTIONS = {
    *("SUM", "ROUND", "INT", "SUMPRODUCT"),
    *("COUNT", "COUNTA", "COUNTBLANK", "COUNTIF"),
    *("AND", "IF", "OR", "ISNUMBER"),
    *("LEN", "FIND", "TRIM", "RIGHT"),
}


def test_no_formula_needs_a_function_newer_than_excel_2007(forms: dict[str, Form]) -> None:
    limited = replace(default_theme(), limits=(("remarks", 10), ("overview", 10)))
    parts = []
    for form in forms.values():
        data = build(form, last=[3] * len(form.cells), theme=limited)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            parts += [archive.read(name).decode() for name in names]
    # In cells, conditional formats, validations and defined names.
    tags = r"<(f|formula|formula1|formula2|definedName)(?: [^>]*)?>(.*?)</\1>"
    formulas = {text for part in parts for _, text in re.findall(tags, part)}
    used = {name for text in formulas for name in re.findall(r"([A-Z_][\w.]*)\(", text)}
    assert FUNCTIONS == used
    assert max(map(len, formulas)) <= 8192  # Excel's limit for a formula
