"""A table is its two outlines, or strips of them, with the kinds and units of its cells."""

from __future__ import annotations

from typing import Any

import pytest

from support.kept_faults import read_whole_table
from xlreport.base.errors import FormError
from xlreport.form.measure import Kind, Measure

PLAIN: dict[str, Any] = {
    "key": "loans",
    "heading": "一、借阅情况",
    "columns": "adults    成年人\nchildren  未成年人\n",
    "rows": "novels    小说\njournals  期刊\n",
}
STRIP = {"band": "经费", "columns": "spent  支出\n", "rows": "repairs  修缮\n"}


def measures(**fields: object) -> dict[tuple[str, str], Measure]:
    cells = read_whole_table({**PLAIN, **fields}).cells
    return {(cell.row, cell.column): cell.measure for cell in cells}


def test_cells_are_numbered_row_by_row_from_the_given_start() -> None:
    expected = [
        (5, "novels", "adults"),
        (6, "novels", "children"),
        (7, "journals", "adults"),
        (8, "journals", "children"),
    ]
    cells = read_whole_table(PLAIN, 5).cells
    assert expected == [(cell.index, cell.row, cell.column) for cell in cells]


def test_the_sheet_is_the_one_that_is_given() -> None:
    table = read_whole_table(PLAIN, sheet="借阅")
    assert ("借阅", "借阅 › 小说 › 成年人") == (table.sheet, table.cells[0].path)


def test_keys_of_rows_and_columns_are_listed_once() -> None:
    second = {**STRIP, "rows": "purchases  购书\n"}
    raw = {"key": "funds", "heading": "二、经费", "part": [STRIP, second]}
    table = read_whole_table(raw)
    assert (("repairs", "purchases"), ("spent",)) == (table.row_keys, table.column_keys)


def test_a_strip_takes_the_corner_of_its_table_unless_it_has_its_own() -> None:
    second = {**STRIP, "rows": "purchases  购书\n", "corner": "项目"}
    raw = {"key": "funds", "heading": "二、经费", "corner": "内容", "part": [STRIP, second]}
    parts = read_whole_table(raw).parts
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


@pytest.mark.parametrize(
    "heading", ["", " \u3000", "一、\n借阅", "一\t借阅", "\u2028", "长" * 201, "\uffff"]
)
def test_a_heading_is_one_line_of_at_most_200_characters(heading: str) -> None:
    with pytest.raises(FormError) as error:
        read_whole_table({**PLAIN, "heading": heading})
    expected = "f.toml，[[table]] loans → heading：标题不能空白，须写成一行，最多200个字；请改写。"
    assert expected == str(error.value)


def test_any_other_heading_will_do() -> None:
    for heading in ("借阅情况", "、借阅情况", "长" * 200, "<b>[1]: 'a' & \"b\"/?*\\"):
        table = read_whole_table({**PLAIN, "heading": heading})
        assert heading == table.heading


def test_a_table_of_one_column_has_names_of_rows() -> None:
    with pytest.raises(FormError) as error:
        read_whole_table({**PLAIN, "columns": "adults  成年人\n", "rows": "all\n"})
    expected = "f.toml，[[table]] loans：表只有一列，行又没有名称；请在行的代号右边写上名称。"
    assert expected == str(error.value)
