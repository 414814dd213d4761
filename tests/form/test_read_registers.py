"""What a register's form file says: counts for each choice, other forms, tables counted alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.purchases import LIST, OVERVIEW, PURCHASES, load_text
from xlreport.base.errors import FormError
from xlreport.form.counts import Span
from xlreport.form.form import Form
from xlreport.form.load import load_form

KEYED = 'choices = { goods = "货物", services = "服务", works = "工程" } }'
FAMILY = """
[[count]]
id    = "N"
cell  = "overview.{category}.number"
list  = "purchases"
where = { category = ["goods", "services"] }
dated = { signed = "until" }
fill  = true
"""
REGISTER = PURCHASES.replace('choices = ["货物", "工程", "服务"] }', KEYED) + FAMILY


def cells(form: Form) -> list[tuple[str, str]]:
    """Give the cells that are counted, and the words by which their lines are chosen."""
    columns = form.lists[0].columns
    return [
        (form.cells[count.cell].row, columns[column].shown(value))
        for count in form.counts
        for column, (value,) in count.where
    ]


def test_braces_stand_for_a_count_for_each_choice_that_is_named(tmp_path: Path) -> None:
    form = load_text(REGISTER, tmp_path)
    assert [("goods", "货物"), ("services", "服务")] == cells(form)
    signed = form.lists[0].index_of("signed")
    assert {((signed, Span.UNTIL),)} == {count.dated for count in form.counts}
    assert {"N"} == {count.id for count in form.counts}


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ('form = ["purchases-2026"]', 2),
        ('form = ["ogi-2021"]', 0),
        ('unless = ["purchases-2026"]', 0),
        ('unless = ["ogi-2021"]', 2),
    ],
)
def test_a_count_may_be_for_some_forms_alone(said: str, counts: int, tmp_path: Path) -> None:
    assert counts == len(load_text(f"{REGISTER}{said}\n", tmp_path).counts)


def test_a_register_alone_shows_the_tables_that_it_is_counted_into(tmp_path: Path) -> None:
    form = load_text(_alone('counts_into = { "ogi-2021" = ["remedies"] }'), tmp_path)
    assert (["remedies"], "purchases-2026") == ([table.key for table in form.tables], form.id)
    other = load_form("ogi-2021")
    assert other.table("remedies").heading == form.table("remedies").heading


def test_a_register_alone_shows_some_rows_of_a_table_with_the_rules_within_them() -> None:
    form = load_form("ogi-documents")
    (table,) = form.tables
    assert ["made", "repealed", "in_force"] == [cell.column for cell in table.cells]
    assert {"T2-VALID", "Y-VALID"} == {rule.id for rule in form.rules}


def test_as_an_annex_it_fills_the_tables_of_its_form() -> None:
    form = load_form("ogi-2021", annex=["ogi-register", "ogi-documents"])
    assert load_form("ogi-2021").keys == form.keys[:3]
    counted = {form.cells[count.cell].table for count in form.counts}
    assert {"proactive", "requests", "remedies"} == counted
    assert "ogi-2021+ogi-register+ogi-documents" == form.id


def _alone(field: str) -> str:
    top, _, _ = OVERVIEW.partition("[[table]]")
    return f"{top}{field}\n{LIST}"


SLIPS = {
    ("{category}.number", "{categry}.number"): "“categry”不是有代号的选项列，不能写在大括号中",
    ("{category}.number", "{urgent}.number"): "可以写 category",
    ('"goods", "services"] }\nd', '"goods", "works"] }\nd'): "没有这样的单元格",
    ('"goods", "services"] }\nd', '"good"] }\nd'): "只能是 goods、services、works",
    ('signed = "until" }', 'signed = "later" }'): "只能是 in、before、until、not before、not until",
    ('signed = "until" }', 'name = "until" }'): "“name”不是日期",
    ("fill  = true", 'fill  = true\nform = "ogi-2021"'): "form",
    ("goods = ", "Goods = "): "“Goods”不能作代号",
    ('unique   = ["code"]', 'unique = ["code"]\nprivate = ["nam"]'): "“nam”不是本表的列",
}


@pytest.mark.parametrize(("slip", "sentence"), SLIPS.items(), ids=str)
def test_what_a_register_says_wrongly_is_refused(
    slip: tuple[str, str], sentence: str, tmp_path: Path
) -> None:
    right, wrong = slip
    assert right in REGISTER
    with pytest.raises(FormError) as error:
        load_text(REGISTER.replace(right, wrong, 1), tmp_path)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("into", "sentence"),
    [
        ('{ "ogi-2020" = ["requests"] }', "没有“ogi-2020”这个报表格式"),
        ('{ "ogi-2021" = ["request"] }', "“ogi-2021”没有表 request"),
    ],
)
def test_tables_that_no_shipped_form_has_are_refused(
    into: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(FormError) as error:
        load_text(_alone(f"counts_into = {into}"), tmp_path)
    assert sentence in str(error.value)


LINES = {
    'order = ["signed"]': "至少写2列",
    'order = ["signed", "name"]': "“name”不是日期",
    'workday = ["day"]': "“day”不是本表的列",
    "most = { name = 3 }": "“name”不是数，没有最大值",
    'within = { since = "signed", until = "signed" }': "缺少字段“days”",
    'where = { category = "货物" }': "没有写要核对什么",
}


@pytest.mark.parametrize(("asked", "sentence"), LINES.items(), ids=str)
def test_a_rule_within_a_line_that_cannot_be_judged_is_refused(
    asked: str, sentence: str, tmp_path: Path
) -> None:
    rule = f'\n[[table.line]]\nid = "L"\nsay = "说明"\n{asked}\n'
    with pytest.raises(FormError) as error:
        load_text(PURCHASES + rule, tmp_path)
    assert sentence in str(error.value)
