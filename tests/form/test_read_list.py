"""A table with open rows is a list: its columns have kinds, its lines are as many as there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.purchases import LIST, LIST_ALONE, OVERVIEW, PURCHASES, load_text, purchases_form
from xlreport.base.errors import FormError
from xlreport.form.load import load_form
from xlreport.form.measure import Kind
from xlreport.form.open_list import DEFAULT_MOST
from xlreport.layout.drawing import draw_form


def test_a_list_has_columns_with_kinds_and_no_cells() -> None:
    form = purchases_form()
    (purchases,) = form.lists
    assert (form.open_list("purchases"), form.open_list("overview")) == (purchases, None)
    assert {"overview"} == {cell.table for cell in form.cells}
    assert ("purchases", "二", 40) == (purchases.key, purchases.sheet, purchases.most)
    assert [
        ("code", Kind.TEXT, "项目编号"),
        ("name", Kind.TEXT, "项目名称"),
        ("signed", Kind.DATE, "签订日期"),
        ("amount", Kind.MONEY, "金额（万元）"),
        ("category", Kind.CHOICE, "类别"),
        ("urgent", Kind.YES_NO, "是否应急"),
        ("bidders", Kind.COUNT, "投标人数"),
    ] == [(column.key, column.measure.kind, column.path) for column in purchases.columns]
    assert ["name", "amount", "category"] == [c.key for c in purchases.columns if c.required]
    assert ["code"] == [column.key for column in purchases.columns if column.unique]
    assert purchases.index_of("amount") == 3


def test_a_list_prepares_300_lines_unless_the_form_file_says_otherwise(tmp_path: Path) -> None:
    form = load_text(PURCHASES.replace("most     = 40\n", ""), tmp_path)
    assert form.lists[0].most == DEFAULT_MOST == 300


def test_a_form_may_consist_of_a_list_alone(tmp_path: Path) -> None:
    form = load_text(LIST_ALONE, tmp_path)
    assert ((), ["purchases"]) == (form.cells, [each.key for each in form.lists])


def test_a_form_has_at_most_nine_lists(tmp_path: Path) -> None:
    lists = [
        LIST.replace('"purchases"', f'"list_{n}"').replace("二、采购台账", f"附件{n}、采购台账")
        for n in range(1, 11)
    ]
    assert 9 == len(load_text(OVERVIEW + "".join(lists[:9]), tmp_path).lists)
    with pytest.raises(FormError, match="list_10：一个报表最多有9张台账"):
        load_text(OVERVIEW + "".join(lists), tmp_path)


def test_a_list_is_drawn_with_its_header_and_one_line() -> None:
    drawing = draw_form(purchases_form())
    assert "台账，每条 7 项，最多 40 条" in drawing
    assert "│序号│项目编号  │项目名称  │合同                 │类别" in drawing


SLIPS = {
    ("most     = 40", "most     = 0"): "“most”应是1到4000的整数，不能是 0。",
    ("most     = 40", "most     = 4001"): "应是1到4000的整数，不能是 4001。",
    ("most     = 40", 'most     = "x"'): "“most”应是整数",
    ('"amount"]', '"price"]'): "“price”不是本表的列；可以写 code、name、signed、amount",
    ('unique   = ["code"]', 'unique   = ["total"]'): "“total”不是本表的列",
    ("code      项目编号", "code      序 号"): "台账自带“序号”一栏，不必再写“序 号”",
    (
        'bidders  = { kind = "count", unit = "家" }',
        'bidders = { kind = "percentage", share = "a / b" }',
    ): ("台账中没有由其他栏目相除得出的栏目；请删去 share。"),
    ('urgent   = "yes_no"', 'urgency  = "yes_no"'): "“urgency”不是本表的行或列",
    ("most     = 40", "corner   = '项目'"): "没有“corner”这个字段；可以写 key、heading",
    ("most     = 40", 'absent   = ["a.b"]'): "没有“absent”这个字段",
    ('key      = "purchases"', 'key      = "overview"'): "表“overview”写了2次",
}


@pytest.mark.parametrize(("slip", "sentence"), SLIPS.items(), ids=str)
def test_what_makes_no_sense_for_a_list_is_refused(
    slip: tuple[str, str], sentence: str, tmp_path: Path
) -> None:
    right, wrong = slip
    assert PURCHASES.count(right) == 1
    with pytest.raises(FormError) as error:
        load_text(PURCHASES.replace(right, wrong), tmp_path)
    assert sentence in str(error.value)


def test_rules_belong_to_no_list(tmp_path: Path) -> None:
    rule = '\n[[table.rule]]\nid = "A"\nmust = "amount >= 0"\nsay = "金额不小于0"\n'
    with pytest.raises(FormError, match="没有“rule”这个字段"):
        load_text(PURCHASES + rule, tmp_path)


def test_a_file_with_a_list_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "annex.toml").write_text(PURCHASES.replace("2026", "2026-annex", 1), "utf-8")
    load_text(PURCHASES, tmp_path)
    with pytest.raises(FormError, match="写了2次"):
        load_form(tmp_path / "purchases.toml", annex=tmp_path / "annex.toml")
