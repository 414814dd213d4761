"""The panel below a table shows what last year's report makes of this year's figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.check_line import BalanceLine, CheckLine, check_lines
from xlreport.layout.field import FieldKind
from xlreport.layout.grid import Block, Role, lay_table
from xlreport.layout.last_year_panel import panel_blocks

FIGURES = (FieldKind.EXPECTED, FieldKind.GAP)


def panel(form: Form, key: str) -> list[Block]:
    table = form.table(key)
    return panel_blocks(form, table, lay_table(table))


def fields_of(blocks: list[Block], kind: FieldKind) -> dict[int | str, Block]:
    return {block.field.key: block for block in blocks if block.field and block.field.kind is kind}


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"])
def test_every_line_that_looks_back_has_both_figures_below_its_table(name: str) -> None:
    form = load_form(name)
    for table in form.tables:
        expected = {
            line.number
            for line in check_lines(form)
            if line.last and isinstance(line, BalanceLine) and line.balance.rule.table == table.key
        }
        blocks = panel(form, table.key)
        assert (
            expected
            == set(fields_of(blocks, FieldKind.EXPECTED))
            == set(fields_of(blocks, FieldKind.GAP))
        )
        assert bool(expected) == bool(blocks)


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_a_panel_is_shown_only_with_last_year_s_figures_and_lies_within_the_table(
    name: str,
) -> None:
    form = load_form(name)
    for table in form.tables:
        grid = lay_table(table)
        blocks = panel_blocks(form, table, grid)
        cells = [(b.top, column) for b in blocks for column in range(b.left, b.right + 1)]
        assert len(cells) == len(set(cells))
        assert all(block.last and block.cell < 0 for block in blocks)
        assert all(0 <= block.left <= block.right < grid.columns for block in blocks)


def test_figures_of_a_rule_over_columns_stand_below_the_columns_they_are_about(
    form_2021: Form,
) -> None:
    table = form_2021.table("requests")
    grid = lay_table(table)
    columns = {b.cell: b.left for b in grid.blocks if b.role in (Role.INPUT, Role.TOTAL)}
    expected, gap = (fields_of(panel(form_2021, "requests"), kind) for kind in FIGURES)
    for line in check_lines(form_2021):
        if line.number in expected:
            column = columns[line.cells[0]]
            assert (column, column) == (expected[line.number].left, gap[line.number].left)
            assert gap[line.number].top == expected[line.number].top + 1


def test_figures_of_a_rule_over_rows_stand_beside_the_names_of_the_rows(form_2019: Form) -> None:
    blocks = panel(form_2019, "proactive")
    names = {block.top: block.text for block in blocks if block.role is Role.ROW_LABEL}
    expected, gap = (fields_of(blocks, kind) for kind in FIGURES)
    lines: dict[int | str, CheckLine] = {line.number: line for line in check_lines(form_2019)}
    assert expected
    for number, block in expected.items():
        line = lines[number]
        assert isinstance(line, BalanceLine)
        assert line.balance.place in names[block.top]
        assert (block.top, block.right + 1) == (gap[number].top, gap[number].left)


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_a_panel_has_a_heading_the_rule_and_says_where_the_reason_goes(name: str) -> None:
    form = load_form(name)
    for table in form.tables:
        blocks = panel(form, table.key)
        if blocks:
            assert (Role.BAND, "与上年报告核对") == (blocks[0].role, blocks[0].text)
            assert (Role.NOTE, True) == (blocks[-1].role, "核实说明" in blocks[-1].text)
            says = {line.sentence for line in check_lines(form) if line.last}
            texts = "".join(block.text for block in blocks)
            assert any(say in texts for say in says)


def test_a_table_too_narrow_for_two_figures_has_no_place_for_them(form_2019: Form) -> None:
    table = form_2019.table("proactive")
    grid = lay_table(table)
    narrow = replace(grid, columns=grid.label_columns + 1)
    assert {None} == {block.field for block in panel_blocks(form_2019, table, narrow)}


def test_a_table_that_is_not_compared_has_no_panel(form_2021: Form) -> None:
    assert [] == panel(form_2021, "remedies")
