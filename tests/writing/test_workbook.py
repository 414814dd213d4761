"""What the writer puts into a workbook: merges, stamps, texts as typed, names."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from support.written import FORMS, build, computed_places, formula_places, read_cell, sheet_parts
from xlreport.base.errors import OutputError
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import Stamp, StampKind, parse_stamp


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
    expected = Stamp(StampKind.TEMPLATE, form.id, form.digest[:12], Period(2026), "0101", 1)
    assert [expected] * 3 == [parse_stamp(str(stamp)) for stamp in stamps]
    assert "veryHidden" == book["_xlreport"].sheet_state


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
    assert f"填报单位：{name}　　年度：2026　　核对码：000-0000" == book["三"]["A2"].value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("12局", "&amp;L&amp;10 12局&amp;R&amp;10 2026年"),
        ("甲&乙", "&amp;L&amp;10 甲&amp;&amp;乙&amp;R&amp;10 2026年"),
        ("局" * 300, f"&amp;L&amp;10 {'局' * 46}…&amp;R&amp;10 2026年"),
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
