"""Tables fit their page: close before small, small before lengthwise, and no number is broken."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from support.filled import all_values, fill_form
from xlreport import Form, load_form
from xlreport.form.measure import format_value
from xlreport.form.parts import Table
from xlreport.layout.grid import Block, Grid, Role, lay_table
from xlreport.report._table_fit import (
    Fit,
    PrintedBlock,
    PrintedTable,
    even_indent,
    fit_table,
)
from xlreport.report.type_area import LINE, MARGIN, PAGE_HEIGHT, PAGE_WIDTH

EDITIONS = ["ogi-2021", "ogi-2019"]


def printed(grid: Grid, texts: list[str]) -> PrintedTable:
    return PrintedTable(grid, tuple(map(PrintedBlock, grid.blocks, texts)))


def fitted(form: Form, table: Table, largest: int) -> tuple[PrintedTable, Fit]:
    values = all_values(form, fill_form(form, 3, largest=largest))
    grid = lay_table(table)
    texts = [
        format_value(values[b.cell] or 0, form.cells[b.cell].measure) if b.cell >= 0 else b.text
        for b in grid.blocks
    ]
    shown = printed(grid, texts)
    return shown, fit_table(shown)


def one_row(numbers: list[str]) -> PrintedTable:
    blocks = [
        Block(Role.COLUMN_LABEL, 0, each, 0, each, "结果维持") for each in range(len(numbers))
    ]
    blocks += [Block(Role.INPUT, 1, each, 1, each, cell=each) for each in range(len(numbers))]
    grid = Grid(2, len(numbers), 0, 1, tuple(blocks))
    return printed(grid, ["结果维持"] * len(numbers) + numbers)


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("largest", [0, 9, 90])
def test_the_official_tables_of_a_county_stand_upright_on_a_page_each(
    name: str, largest: int
) -> None:
    form = load_form(name)
    for table in form.tables:
        _, fit = fitted(form, table, largest)
        assert (10.5, False, True) == (fit.size, fit.landscape, fit.on_one_page)
        assert PAGE_WIDTH == sum(fit.widths)
        assert sum(fit.heights) <= PAGE_HEIGHT - 2 * LINE


@pytest.mark.parametrize("name", EDITIONS)
def test_table_three_alone_is_tall(name: str) -> None:
    form = load_form(name)
    tall = {table.key for table in form.tables if fitted(form, table, 9)[1].is_tall}
    assert {"requests"} == tall


def test_larger_numbers_make_table_three_smaller_before_it_is_turned(form_2021: Form) -> None:
    _, fit = fitted(form_2021, form_2021.table("requests"), 99999)
    assert (9.0, False, True) == (fit.size, fit.landscape, fit.on_one_page)


@pytest.mark.parametrize("largest", [0, 9, 999, 99999, 9999999])
def test_no_number_is_broken(form_2021: Form, largest: int) -> None:
    for table in form_2021.tables:
        shown, fit = fitted(form_2021, table, largest)
        for block, text in shown.blocks:
            if block.cell >= 0:
                assert cell_len(text) * fit.size * 10 <= fit.width_of(block)


def test_a_table_that_is_too_wide_for_an_upright_page_is_turned() -> None:
    fit = fit_table(one_row(["1234567"] * 15))
    assert (True, True) == (fit.landscape, fit.on_one_page)
    assert PAGE_HEIGHT == sum(fit.widths)


def test_a_table_that_is_too_wide_for_any_page_still_stands_within_its_edges() -> None:
    fit = fit_table(one_row(["1234567890123"] * 40))
    assert (True, False) == (fit.landscape, fit.on_one_page)
    assert PAGE_HEIGHT == sum(fit.widths)
    assert min(fit.widths) > 2 * MARGIN


def test_a_table_of_many_rows_stays_upright_and_is_not_whole() -> None:
    labels = tuple(Block(Role.ROW_LABEL, row, 0, row, 0, "项目") for row in range(200))
    fit = fit_table(printed(Grid(200, 1, 1, 0, labels), ["项目"] * 200))
    assert (10.5, False, False) == (fit.size, fit.landscape, fit.on_one_page)


def test_a_label_over_several_rows_has_room_for_its_lines() -> None:
    group = Block(Role.ROW_LABEL, 0, 0, 1, 0, "某" * 40)
    leaves = tuple(Block(Role.ROW_LABEL, row, 1, row, 1, "目") for row in range(2))
    grid = Grid(2, 2, 2, 0, (group, *leaves))
    fit = fit_table(printed(grid, [block.text for block in grid.blocks]))
    lines = 40 / (fit.width_of(group) // (fit.size * 20))
    assert sum(fit.heights) >= lines * 260
    assert fit.heights[0] < fit.heights[1]


@pytest.mark.parametrize(
    ("text", "characters"), [("结果维持", 2), ("社会公益组织", 3), ("其他", 3), ("自然人", 3)]
)
def test_the_lines_of_a_narrow_label_are_alike_long(text: str, characters: int) -> None:
    block = Block(Role.COLUMN_LABEL, 0, 0, 0, 0, text)
    fit = Fit(10.5, (3 * 210 + 2 * MARGIN,), (260,), landscape=False)
    room = fit.width_of(block) - 2 * even_indent(fit, block, text)
    assert characters == room // 210


def test_long_texts_are_broken_into_lines_and_leave_the_table_upright() -> None:
    text = "盐池县人民政府门户网站及其移动客户端、小程序" * 3
    fit = fit_table(one_row([text, "6403230001", "2026-01-05"]))
    assert (False, True) == (fit.landscape, fit.on_one_page)
    assert fit.heights[1] > 3 * LINE // 2
