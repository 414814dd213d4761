"""What a department may have no duty for, and the cells that the official table crosses out."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.enforcement import load_enforcement
from xlreport.base.errors import FormError
from xlreport.form.duties import (
    cells_without,
    find_duty,
    tables_without,
    unknown_duties,
    with_implied,
)
from xlreport.layout.drawing import draw_table

FAULTS = {
    "a duty twice": (('key = "coercion"\nname', 'key = "detention"\nname'), "“detention”写了2次"),
    "a name twice": (('name = "行政强制"', 'name = "行政拘留"'), "“行政拘留”写了2次"),
    "the name of a key": (('name = "行政强制"', 'name = "Detention"'), "“detention”写了2次"),
    "a name with a list sign": (
        ('name = "行政强制"', 'name = "强制、拘留"'),
        "“强制、拘留”不能作职责的名称",
    ),
    "a table of no form": (
        ('cells = ["coercion"]', 'cells = ["coerced"]'),
        "“coerced”应写成 表、表.行、表.列 或 表.行.列，用各自的代号；这个报表有 penalties、coer",
    ),
    "a cell of no table": (
        ('cells = ["coercion"]', 'cells = ["coercion.arrest"]'),
        "“coercion.arrest”：表 coercion 中没有这样的单元格",
    ),
    "a cell of two duties": (
        ('cells = ["coercion"]', 'cells = ["coercion", "penalties.ordinary.detention"]'),
        "职责“行政强制”和“行政拘留”都列了 一 › 普通程序 › 行政拘留；",
    ),
    "the same cells of two duties": (
        ('cells = ["coercion"]', 'cells = ["penalties.detention"]'),
        "职责“行政强制”和“行政拘留”都列了",
    ),
    "a cell twice": (
        ('cells = ["coercion"]', 'cells = ["coercion", "coercion.freeze"]'),
        "单元格“二 › 措施 › 冻结”写了2次",
    ),
    "a total without its parts": (
        ('cells = ["coercion"]', 'cells = ["coercion.seizure", "coercion.total"]'),
        "职责“行政强制”列了合计 二 › 措施 › 合计，却没有列出它的全部组成部分",
    ),
    "no cells": (('cells = ["coercion"]', "cells = []"), "应是一段文字"),
    "no crossing": (
        ('"simple.detention"', '"detention.simple"'),
        "“detention.simple”：表 penalties 中没有这样一格",
    ),
    "a crossing twice": (
        ('"simple.detention"', '"simple.detention", "simple.detention"'),
        "划去的格“simple.detention”写了2次",
    ),
    "a whole row crossed out": (
        ('"simple.detention"', '"measures.seizure"'),
        "没有这样一格",
    ),
    "a whole column crossed out": (
        ('"simple.detention"', '"simple.fine", "ordinary.fine", "all.fine"'),
        "列“fine”的每一格都划去了",
    ),
    "a rule about a crossed-out cell": (
        ('must = "all = simple + ordinary"', 'must = "all = simple + ordinary"\n'
         'say = "总计"\n[[table.rule]]\nid = "X"\nmust = "simple.detention <= all.fine"'),
        "“penalties.simple.detention”：表 penalties 中没有这样的单元格",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_what_cannot_be_meant_is_refused_with_its_place(tmp_path: Path, kind: str) -> None:
    change, expected = FAULTS[kind]
    with pytest.raises(FormError, match=r"enforcement\.toml") as error:
        load_enforcement(tmp_path, change)
    assert expected in str(error.value)


def test_a_whole_row_crossed_out_is_refused(tmp_path: Path) -> None:
    columns = ("warning", "fine", "detention", "total", "amount")
    all_of_it = ", ".join(f'"simple.{column}"' for column in columns)
    with pytest.raises(FormError, match="行“simple”的每一格都划去了"):
        load_enforcement(tmp_path, ('"simple.detention"', all_of_it))


def test_a_duty_has_the_cells_of_a_column_or_a_table(tmp_path: Path) -> None:
    form = load_enforcement(tmp_path)
    expected = {"行政拘留": ["ordinary.detention", "all.detention"], "行政强制": [
        "measures.seizure", "measures.freeze", "measures.total"
    ]}  # fmt: skip
    cells = {
        duty.name: [f"{form.cells[i].row}.{form.cells[i].column}" for i in duty.cells]
        for duty in form.duties
    }
    assert expected == cells


def test_no_cell_is_made_where_the_table_has_none_and_sums_pass_over_it(tmp_path: Path) -> None:
    form = load_enforcement(tmp_path)
    assert ("penalties", "simple", "detention") not in form.index
    total, column = (
        form.index["penalties", "simple", "total"],
        form.index["penalties", "all", "detention"],
    )
    expected = ["simple.warning", "simple.fine"], ["ordinary.detention"]
    parts = tuple(
        [f"{form.cells[term.cell].row}.{form.cells[term.cell].column}" for term in balance.right]
        for balance in (form.fills[total], form.fills[column])
    )
    assert expected == parts


def test_a_crossed_out_cell_is_drawn_so(tmp_path: Path) -> None:
    drawn = draw_table(load_enforcement(tmp_path).table("penalties"))
    assert 1 == drawn.count("——")
    assert "│简易程序              │          │          │——        │Σ         │" in drawn


def test_a_side_of_which_nothing_is_left_says_nothing(tmp_path: Path) -> None:
    change = (
        'say = "总计等于两种程序之和"',
        'say = "总计等于两种程序之和"\n[[table.rule]]\nid = "X"\nevery = "row"\n'
        'must = "amount >= detention"\nsay = "有拘留"',
    )
    without_money = ('money  = { amount = "万元" }', "")
    form = load_enforcement(tmp_path, change, without_money)
    assert ["普通程序", "总计"] == [b.place for b in form.balances if b.rule.id == "X"]


def test_a_total_of_which_no_part_is_left_goes_with_its_parts(tmp_path: Path) -> None:
    by_cells = ('cells = ["coercion"]', 'cells = ["coercion.seizure", "coercion.freeze"]')
    form = load_enforcement(tmp_path, by_cells)
    total = form.index["coercion", "measures", "total"]
    assert total in cells_without(form, frozenset({"coercion"}))
    assert total not in cells_without(form, frozenset({"detention"}))
    assert {"coercion"} == tables_without(form, frozenset({"coercion", "detention"}))


def test_a_duty_is_found_by_name_or_key_in_any_width(tmp_path: Path) -> None:
    form = load_enforcement(tmp_path)
    found = [find_duty(form, word) for word in ("行政 拘留", "ＤETENTION", "拘留")]
    assert [form.duties[0], form.duties[0], None] == found
    assert ["拘留"] == unknown_duties(form, ["行政强制", "拘留"])


def test_without_the_whole_of_a_duty_there_is_no_part_of_it_either(tmp_path: Path) -> None:
    form = load_enforcement(tmp_path, ('cells = ["coercion"]', 'cells = ["penalties"]'))
    assert {"detention", "coercion"} == with_implied(form, frozenset({"coercion"}))
    assert {"detention"} == with_implied(form, frozenset({"detention"}))
