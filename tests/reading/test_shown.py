"""What a cell shows is what is read: number formats in a return, to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from support.edited import filled_template, read, resaved
from support.filled import find
from xlreport.layout.layout import lay_form

if TYPE_CHECKING:
    from openpyxl import Workbook

    from xlreport import Department, Form
    from xlreport.reading.one_return import Return

COUNT = "requests.received.natural_person"
FEES = "proactive.fees.fees_amount"


def under(data: bytes, form: Form, name: str, value: float | str, code: str) -> Return:
    """Read a return in which one cell holds a value under a number format."""
    position = lay_form(form).positions[find(form, name)]

    def change(book: Workbook) -> None:
        cell = book[position.sheet][position.address]
        cell.value, cell.number_format = value, code

    return read(resaved(data, change))


def said_of(item: Return, form: Form, name: str) -> str:
    address = lay_form(form).positions[find(form, name)].address
    return "".join(f.message for f in item.findings if f.code == "UNREADABLE" and f.cell == address)


@pytest.fixture
def returned(form_2021: Form, department: Department) -> bytes:
    return filled_template(form_2021, department, year=2026)


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (12, '[<10]0;"—"', "—"),
        (5, '"-"0', "-5"),
        (5, '0"十"', "5十"),
        (5, '0"佰"', "5佰"),
        (5, '0"w"', "5w"),
        (5, '0"‰"', "5‰"),
        (5, '0"½"', "5½"),
        (50, '0"点"0', "5点0"),
        (5, "0/1", "5/1"),
        (119, "[$-411]ge", "M33"),
        (5, "*90", "9995"),
        (5, "(0)", "(5)"),
        (119, '0"."0', "11.9"),
        (5, "[DBNum1]", "五"),
        (50, '[>100]0;[<10]0;0"十"', "50十"),
        (50, '[>100]0;[<10]0;0"0"', "500"),
        (5, '0"0"', "50"),
        (5, '"1"0', "15"),
        (5000, "0,", "5"),
        (119, "yyyy/m/d", "1900/4/28"),
        (3, "0%", "300%"),
        (5, '"无"', "无"),
        (5, ";;;", ""),
        (5, "[White]0", ""),
        (12.4, "0", "12"),
        ("27", '@"0"', "270"),
        ("27", ";;;", ""),
    ],
)
def test_a_number_whose_cell_shows_another_is_asked_for_with_both(
    returned: bytes, form_2021: Form, value: float | str, code: str, seen: str
) -> None:
    item = under(returned, form_2021, COUNT, value, code)
    said = said_of(item, form_2021, COUNT)
    assert item.values[find(form_2021, COUNT)] is None
    assert f"填写的“{value}”不能读作数字" in said
    assert (f"单元格显示为“{seen}”" if seen else "单元格显示为空白") in said


@pytest.mark.parametrize(
    ("name", "value", "code", "expected"),
    [
        (COUNT, 119, '0"件"', 119),
        (COUNT, 119, "0.00", 119),
        (COUNT, 1234, "#,##0", 1234),
        (COUNT, 5, "General", 5),
        (COUNT, 5, "G/通用格式", 5),
        (COUNT, 5, '[<10]0;"—"', 5),
        (COUNT, 5, "[Red]0", 5),
        (COUNT, 0, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', 0),
        (COUNT, 0, "0%", 0),
        (COUNT, "27", '@"件"', 27),
        (FEES, 25.1, '#,##0.00"万元"', 25_100_000),
        (FEES, 25.1, '_ "￥"* #,##0.00_ ;_ "￥"* \\-#,##0.00_ ;_ "￥"* "-"??_ ;_ @_ ', 25_100_000),
        (FEES, 251000, '0"元"', None),
        (FEES, 123400, '0"."0,"万元"', None),
        (FEES, 12.345678, "0.00", None),
    ],
)
def test_a_number_is_taken_where_its_cell_shows_it(
    returned: bytes,
    form_2021: Form,
    name: str,
    value: float | str,
    code: str,
    expected: int | None,
) -> None:
    item = under(returned, form_2021, name, value, code)
    assert expected == item.values[find(form_2021, name)]
    assert (expected is None) == bool(said_of(item, form_2021, name))


@pytest.mark.parametrize(("limit", "taken"), [(1000, False), (500_000, True)])
def test_a_conditional_number_format_counts_where_its_condition_is_met(
    returned: bytes, form_2021: Form, *, limit: int, taken: bool
) -> None:
    position = lay_form(form_2021).positions[find(form_2021, FEES)]
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=300, formatCode='0"."0,"万元"'))
    rule = Rule(type="cellIs", operator="greaterThan", formula=[str(limit)], dxf=style)

    def change(book: Workbook) -> None:
        book[position.sheet][position.address].value = 123400
        book[position.sheet].conditional_formatting.add(position.address, rule)

    said = said_of(read(resaved(returned, change)), form_2021, FEES)
    assert taken == (not said)
    assert taken or "单元格显示为“12.3万元”" in said
