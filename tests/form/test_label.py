"""Labels are compared as people read them; the variants are those met in published reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.form.label import is_label, normalise_label, spellings
from xlreport.form.load import load_form

ENDANGERS = "3.危及“三安全一稳定”"
IN_PART = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
NOT_CORRECTED = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
FEE_NOT_PAID = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"


@pytest.mark.parametrize(
    ("form", "official", "seen"),
    [
        ("ogi-2021", "行政规范性文件", "规范性文件"),
        ("ogi-2019", "规范性文件", "行政规范性文件"),
        ("ogi-2019", "规范性文件", "规范性文件(指各行政机关印发的有正式文号的文件)"),
        ("ogi-2021", "规章", "规章(县级无此项)"),
        ("ogi-2021", "规章", "规章(设区的市、自治州人民政府应提供相关数据)"),
        ("ogi-2021", "现行有效件数", "现行有效件"),
        ("ogi-2021", "本年制发件数", "本年发件"),
        ("ogi-2021", "本年处理决定数量", "本年处理绝对数量"),
        ("ogi-2021", "第二十条第（一）项", "第二十条(一)项"),
        ("ogi-2021", "第二十条第（一）项", "第二十条  第(一)项"),
        ("ogi-2021", "科研机构", "科研企业"),
        ("ogi-2021", "5.属于三类内部事务信息", "5.属于三类内容事务信息"),
        ("ogi-2021", IN_PART, "（二）部分公开（区分处理的，只计这一情况，不计其他情形）"),
        ("ogi-2021", "2.其他法律行政法规禁止公开", "2.其他法律法规禁止公开"),
        ("ogi-2019", "（六）其他处理", "（六）其他"),
        ("ogi-2021", NOT_CORRECTED, "1.逾期不补正"),
        ("ogi-2021", NOT_CORRECTED, NOT_CORRECTED.replace("、", "，")),
        ("ogi-2021", FEE_NOT_PAID, "2.逾期不缴费"),
        ("ogi-2021", FEE_NOT_PAID, FEE_NOT_PAID.replace("、", ",")),
        (
            "ogi-2021",
            "二、上年结转政府信息公开申请数量",
            "二、上年结转政府信息公开数量",
        ),
        ("ogi-2021", ENDANGERS, '3.危及"三安全一稳定"'),
        ("ogi-2021", ENDANGERS, "3．危及‘三安全一稳定’"),
        ("ogi-2021", ENDANGERS, "3. 危及“三安全\n一稳定”"),
        ("ogi-2021", "（三）不予公开", "(三)　不予公开"),
        ("ogi-2021", "五、存在的主要问题及改进情况", "五、存在问题及改进情况"),
    ],
)
def test_a_spelling_met_in_published_reports_is_accepted(
    form: str, official: str, seen: str
) -> None:
    assert is_label(load_form(form), official, seen)


@pytest.mark.parametrize(
    ("official", "seen"),
    [
        ("2.没有现成信息需要另行制作", "2.属于工作秘密"),
        ("3.补正后申请内容仍不明确", "3.无法联系到申请人"),
        ("本年制发件数", "本年新制作数量"),
        ("结果维持", "结果纠正"),
        ("（三）不予公开", "（四）不予公开"),
        ("规章", ""),
    ],
)
def test_a_label_of_no_edition_or_of_another_is_refused(official: str, seen: str) -> None:
    assert not is_label(load_form("ogi-2021"), official, seen)


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019", "ogi-supplement"])
def test_no_two_siblings_can_be_mistaken_for_one_another(name: str) -> None:
    form = load_form(name)
    for table in form.tables:
        for part in table.parts:
            for outline in (part.rows, part.columns):
                for siblings in (outline.labels, *(node.children for node in outline.walk())):
                    known = [spellings(form, label.text) for label in siblings]
                    assert sum(map(len, known)) == len(frozenset().union(*known))


@given(st.text('三安全０1a“”‘’"（）()【】、，；,．.·：: \n\u3000', max_size=20))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise_label(text)
    assert once == normalise_label(once)


@given(st.text("三安全“”（）。、1. a", max_size=12), st.sampled_from(" \t\n\u3000\u200b\u00a0"))
def test_blanks_anywhere_do_not_matter(text: str, blank: str) -> None:
    assert normalise_label(text) == normalise_label(blank.join(["", *text, ""]))
