"""A table is its two outlines, or strips of them, with the kinds and units of its cells."""

from __future__ import annotations

from typing import Any

import pytest

from xlreport.base.errors import FormError
from xlreport.base.toml_location import TomlLocation
from xlreport.form._read_table import read_table
from xlreport.form.measure import Kind, Measure
from xlreport.layout.check_code import NOTES_SHEET
from xlreport.layout.data_sheet import DATA_SHEET
from xlreport.layout.layout import (
    CHECKS_SHEET,
    COVER_SHEET,
    INSTRUCTIONS_SHEET,
    STAMP_SHEET,
    TEXTS_SHEET,
)
from xlreport.returns.findings_report import FINDINGS_SHEET, OVERVIEW_SHEET
from xlreport.summary.book._departments import STATUS_SHEET
from xlreport.summary.book._proof import PROOF_SHEET

PLAIN: dict[str, Any] = {
    "key": "loans",
    "heading": "一、借阅情况",
    "columns": "adults    成年人\nchildren  未成年人\n",
    "rows": "novels    小说\njournals  期刊\n",
}
OTHER_SHEETS = [
    *(COVER_SHEET, INSTRUCTIONS_SHEET, TEXTS_SHEET, CHECKS_SHEET, STAMP_SHEET),
    *(STATUS_SHEET, PROOF_SHEET, OVERVIEW_SHEET, FINDINGS_SHEET, DATA_SHEET, NOTES_SHEET),
    *("问题清单", "迁移说明", "History"),
]
STRIP = {"band": "经费", "columns": "spent  支出\n", "rows": "repairs  修缮\n"}


def measures(**fields: object) -> dict[tuple[str, str], Measure]:
    cells = read_table({**PLAIN, **fields}, 0, TomlLocation("f.toml"), 1).cells
    return {(cell.row, cell.column): cell.measure for cell in cells}


def test_cells_are_numbered_row_by_row_from_the_given_start() -> None:
    expected = [
        (5, "novels", "adults"),
        (6, "novels", "children"),
        (7, "journals", "adults"),
        (8, "journals", "children"),
    ]
    cells = read_table(PLAIN, 5, TomlLocation("f.toml"), 1).cells
    assert expected == [(cell.index, cell.row, cell.column) for cell in cells]


def test_the_sheet_is_named_by_the_number_of_the_heading() -> None:
    assert "一" == read_table(PLAIN, 0, TomlLocation("f.toml"), 1).sheet


def test_keys_of_rows_and_columns_are_listed_once() -> None:
    second = {**STRIP, "rows": "purchases  购书\n"}
    raw = {"key": "funds", "heading": "二、经费", "part": [STRIP, second]}
    table = read_table(raw, 0, TomlLocation("f.toml"), 2)
    assert (("repairs", "purchases"), ("spent",)) == (table.row_keys, table.column_keys)


def test_a_strip_takes_the_corner_of_its_table_unless_it_has_its_own() -> None:
    second = {**STRIP, "rows": "purchases  购书\n", "corner": "项目"}
    raw = {"key": "funds", "heading": "二、经费", "corner": "内容", "part": [STRIP, second]}
    parts = read_table(raw, 0, TomlLocation("f.toml"), 2).parts
    assert ["内容", "项目"] == [part.corner for part in parts]


def test_cells_are_counts_of_cases_unless_the_table_says_otherwise() -> None:
    assert {Measure(Kind.COUNT, "件")} == set(measures().values())


def test_a_unit_holds_for_the_whole_table() -> None:
    assert {Measure(Kind.COUNT, "册")} == set(measures(unit="册").values())


def test_kinds_and_units_are_given_by_row_or_by_column() -> None:
    expected = {
        ("novels", "adults"): Measure(Kind.MONEY, "元", unit_required=True),
        ("novels", "children"): Measure(Kind.CHANGE, "册"),
        ("journals", "adults"): Measure(Kind.MONEY, "元", unit_required=True),
        ("journals", "children"): Measure(Kind.COUNT, "册"),
    }
    found = measures(
        units={"children": "册"},
        change=["novels"],
        money={"adults": "元"},
        unit_required=["adults"],
    )
    assert expected == found


def test_a_change_keeps_the_unit_of_its_column() -> None:
    found = measures(units={"adults": "项"}, change=["adults"])
    assert Measure(Kind.CHANGE, "项") == found["novels", "adults"]


@pytest.mark.parametrize("sheet", OTHER_SHEETS)
def test_no_table_takes_the_name_of_another_sheet(sheet: str) -> None:
    with pytest.raises(FormError) as error:
        read_table({**PLAIN, "heading": f"{sheet}、借阅"}, 0, TomlLocation("f.toml"), 1)
    expected = f"f.toml，[[table]] loans → heading：“{sheet}”不能作工作表名；请换一个序号。"
    assert expected == str(error.value)


@pytest.mark.parametrize("sign", list("[]:*?/\\'"))
def test_no_sheet_has_a_sign_that_excel_refuses(sign: str) -> None:
    with pytest.raises(FormError) as error:
        read_table({**PLAIN, "heading": f"一{sign}、借阅"}, 0, TomlLocation("f.toml"), 1)
    expected = f"f.toml，[[table]] loans → heading：“一{sign}”不能作工作表名；请换一个序号。"
    assert expected == str(error.value)


@pytest.mark.parametrize("heading", ["借阅情况", "、借阅情况", f"{'一' * 32}、借阅情况", ""])
def test_a_heading_begins_with_a_number_that_a_sheet_can_bear(heading: str) -> None:
    with pytest.raises(FormError) as error:
        read_table({**PLAIN, "heading": heading}, 0, TomlLocation("f.toml"), 1)
    expected = (
        "f.toml，[[table]] loans → heading：标题应以表的序号和顿号开头，如“三、…”，"
        f"不能是“{heading}”。"
    )
    assert expected == str(error.value)
