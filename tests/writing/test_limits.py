"""The computed columns of a list: locked formulas with right values, looks, and working days."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO

import openpyxl
import pytest

from support.registers import day_of, register, register_form
from xlreport.base.address import Area, column_name
from xlreport.base.period import Period
from xlreport.base.sign import Sign
from xlreport.base.workdays import known_years, workdays_of
from xlreport.form.deadline import Standing
from xlreport.form.measure import day_number
from xlreport.layout.list_grid import FIRST_COLUMN, first_row
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value
from xlreport.writing.limits import computed_lines

LIST = register()
KEYS = ("deadline", "days_left", "state")
TODAY = date(2025, 3, 26)


@cache
def template() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(build_template(register_form(), period=Period(2026))))


def column_of(key: str) -> int:
    """Return the column of a key on the sheet, counted from 1."""
    return FIRST_COLUMN + LIST.index_of(key) + 1


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ({}, ("", "", "")),
        ({"received": "2025-03-03"}, ("2025-03-31", 3, "将到期")),
        ({"received": "2025-02-03"}, ("2025-03-03", -17, "逾期")),
        ({"received": "2025-03-03", "corrected": "三月"}, ("2025-03-31", 3, "将到期")),
        (
            {"received": "2025-03-03", "fee_paid": "2025-03-02"},
            ("2025-03-31", 3, "信息处理费缴费日早于收到申请之日"),
        ),
        (
            {"received": "2025-03-03", "result": "（一）予以公开"},
            ("2025-03-31", 3, "有答复类型没有答复（办结）日"),
        ),
        ({"received": "2025-03-03", "file_number": ""}, ("2025-03-31", 3, "没有登记编号")),
        ({"received": "2025-03-03", "correction_told": "2025-03-05"}, ("", "", "补正中")),
        (
            {"received": "2025-03-03", "closed": "2025-03-05", "result": "（一）予以公开"},
            ("2025-03-31", "", "已办结"),
        ),
    ],
)
def test_a_line_holds_what_its_formulas_compute(
    typed: dict[str, str], values: tuple[str, int | str, str]
) -> None:
    line: list[Value | None] = [None] * len(LIST.columns)
    named = {"file_number": "第1号", "applicant": "自然人"} if typed else {}
    for key, text in (named | typed).items():
        line[LIST.index_of(key)] = day_number(day_of(text)) if text[:1] == "2" else text
    (found,) = computed_lines(LIST, [line], Area(4, 1, 4, len(LIST.columns)), TODAY)
    deadline = day_number(day_of(values[0])) if values[0] else ""
    assert (deadline, *values[1:]) == tuple(found[LIST.index_of(key)].value for key in KEYS)


def test_computed_columns_are_locked_and_all_others_are_filled_in() -> None:
    sheet, row = template()[LIST.sheet], first_row(LIST) + 1
    locked = [
        column.key
        for number, column in enumerate(LIST.columns, FIRST_COLUMN + 1)
        if sheet.cell(row + 9, number).protection.locked
    ]
    assert [*KEYS] == locked
    assert "yyyy-mm-dd" == sheet.cell(row, column_of("deadline")).number_format
    assert "General" == sheet.cell(row, column_of("state")).number_format, "not as text"


def test_a_line_without_anything_is_not_asked_for_what_it_lacks() -> None:
    formats = template()[LIST.sheet].conditional_formatting
    asked = [
        rule.formula[0]
        for each in formats
        for rule in each.rules
        if rule.formula[0].startswith("AND(LEN") and "COUNTA" in rule.formula[0]
    ]
    computed = column_name(column_of("deadline") - 1)
    before = column_name(column_of("deadline") - 2)
    assert len(asked) == 3
    assert all(f":{before}5," in formula and f"{computed}5" not in formula for formula in asked)


def test_how_a_line_stands_has_the_colours_of_its_sign() -> None:
    looks = {
        rule.formula[0].partition("=")[2]: rule.dxf
        for each in template()[LIST.sheet].conditional_formatting
        for rule in each.rules
    }
    for standing, sign in ((Standing.CLOSED_LATE, Sign.OPEN), (Standing.URGENT, Sign.DOUBT)):
        look = looks[f'"{standing}"']
        assert f"FF{sign.ink[1:]}" == look.font.color.rgb
        assert f"FF{sign.paper[1:]}" == look.fill.bgColor.rgb


def test_the_workbook_carries_the_working_days_that_are_known() -> None:
    book = template()
    sheet = book["工作日"]
    days = [day for year in known_years() for day in workdays_of(year) or ()]
    column = sheet.iter_rows(4, max_col=1, values_only=True)
    written = [day_of(str(day)[:10]) for (day,) in column]
    assert days == written
    assert f"'工作日'!$A$4:$A${3 + len(days)}" == book.defined_names["workdays"].value
    end = date(max(known_years()), 12, 31).toordinal()
    assert str(day_number(end)) == book.defined_names["workdays_end"].value
    assert sheet.protection.sheet


def test_a_wide_list_is_printed_on_a3_with_the_first_columns_on_each_page() -> None:
    sheet = template()[LIST.sheet]
    assert ("8", 4, 0, "$A:$B") == (
        str(sheet.page_setup.paperSize),
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
        sheet.print_title_cols,
    )
