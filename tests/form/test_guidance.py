"""What an input says to the clerk is Chinese, names the cell, and fits Excel's limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import load_made_up
from support.purchases import purchases_form
from xlreport.base.errors import FormError
from xlreport.form.form import Form
from xlreport.form.guidance import Guidance, guide, guide_column
from xlreport.form.load import load_form

LONGEST_LAST = "按上年报告应为 999999999件。"


def guidance(form: Form, *key: str) -> Guidance:
    table, row, column = key
    return guide(form.cells[form.index[table, row, column]])


def test_a_count_is_a_whole_number_from_zero() -> None:
    expected = Guidance(
        "商业企业",
        "三｜（三）不予公开｜1.属于国家秘密｜法人或其他组织｜商业企业\n"
        "单位：件，填写不小于0的整数；没有的填0。",
        "此处填写不小于0的整数（单位：件），只填数字，没有的填0。",
    )
    assert expected == guidance(load_form("ogi-2021"), "requests", "state_secret", "commercial")


def test_a_change_says_how_a_decrease_is_written() -> None:
    expected = Guidance(
        "本年增/减",
        "二｜行政许可｜本年增/减\n单位：项，整数；增加填正数，减少填负数（如 -8），没有变化填0。",
        "此处填写整数：增加填正数，减少填负数（如 -8），没有变化填0。",
    )
    assert expected == guidance(load_form("ogi-2019"), "proactive", "licences", "items_change")


def test_money_names_its_unit() -> None:
    expected = Guidance(
        "本年收费金额（单位：万元）",
        "二｜行政事业性收费｜本年收费金额（单位：万元）\n单位：万元，可有小数；没有的填0。",
        "此处填写不小于0的数字（单位：万元），只填数字，没有的填0。",
    )
    assert expected == guidance(load_form("ogi-2021"), "proactive", "fees", "fees_amount")


def test_money_without_a_printed_unit_asks_for_one() -> None:
    expected = Guidance(
        "采购总金额",
        "二｜政府集中采购｜采购总金额\n填写金额并写明单位，如 251000元 或 25.1万元；没有的填0。",
        "请写明单位，如 251000元 或 25.1万元；没有的填0。",
    )
    found = guidance(load_form("ogi-2019"), "proactive", "procurement", "procurement_amount")
    assert expected == found


def test_a_long_column_label_is_cut_to_excels_limit_for_titles(tmp_path: Path) -> None:
    form = load_made_up(tmp_path, ("gifts       件数", f"gifts       {'件' * 33}"))
    assert "件" * 32 == guidance(form, "funds", "donations", "gifts").title


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"])
def test_every_text_is_shorter_than_excel_allows(name: str) -> None:
    form = load_form(name)
    meanings = {index: meaning.text for meaning in form.meanings for index in meaning.cells}
    texts = [guide(cell, meanings.get(cell.index, ""), LONGEST_LAST) for cell in form.inputs]
    assert all(0 < len(text.title) <= 32 for text in texts)
    assert all(len(text.prompt) <= 255 and len(text.stop) <= 255 for text in texts)


def test_a_prompt_that_excel_would_drop_is_refused_when_the_form_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(FormError) as error:
        load_made_up(tmp_path, ("novels          小说", f"novels          {'小说' * 130}"))
    expected = (
        # 291 by its labels, 5 by its meaning, 20 by what last year's figures may add.
        "made-up.toml 第6行，[[table]] loans：novels.adults 的填报提示有316个字符，"
        "Excel 最多显示255个；请缩短栏目名称或指标解释。"
    )
    assert expected == str(error.value)


def test_a_prompt_of_the_greatest_length_is_taken_and_no_longer_one(tmp_path: Path) -> None:
    form = load_made_up(tmp_path, ("novels          小说", f"novels          {'小' * 198}"))
    cell = form.cells[form.index["loans", "novels", "children"]]
    assert 255 == len(guide(cell, "纸质图书", LONGEST_LAST).prompt)
    with pytest.raises(FormError, match=r"novels\.children 的填报提示有256个字符"):
        load_made_up(tmp_path, ("novels          小说", f"novels          {'小' * 199}"))


def test_a_meaning_that_is_too_long_for_a_prompt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"请缩短栏目名称或指标解释。$"):
        load_made_up(tmp_path, ('= "纸质图书"', f'= "{"纸" * 250}"'))


def test_a_prompt_says_what_it_means_what_is_asked_and_what_last_year_makes_it() -> None:
    form = load_form("ogi-2021")
    cell = form.cells[form.index["requests", "carried_over", "research"]]
    expected = (
        "三｜二、上年结转政府信息公开申请数量｜法人或其他组织｜科研机构\n"
        "上年收到而未办结的申请。\n"
        "单位：件，填写不小于0的整数；没有的填0。\n"
        "按上年报告应为 4件。"
    )
    found = guide(cell, "上年收到而未办结的申请。", "按上年报告应为 4件。").prompt
    assert expected == found


def test_no_column_of_a_list_is_said_to_be_0_where_it_is_blank() -> None:
    (purchases,) = purchases_form().lists
    for column in purchases.columns:
        told = guide_column(purchases, column)
        assert "没有的填0" not in told.prompt + told.stop
        assert "。。" not in told.prompt + told.stop
