"""Other words for choices stand once, in `[variants]`; every cell with the choice takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.purchases import PURCHASES, load_text, purchases_form
from xlreport.base.errors import FormError
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.meanings import Reading
from xlreport.form.measure import Measure
from xlreport.form.typed_values import read_typed

VARIANTS = '[variants]\n"货物" = ["物品", "货 品"]\n"服务" = "劳务"\n"签订日期" = "签约日"\n'


def category(form: Form) -> Measure:
    return form.lists[0].columns[4].measure


def test_a_choice_is_read_by_every_word_that_the_form_file_names(tmp_path: Path) -> None:
    measure = category(load_text(PURCHASES + VARIANTS, tmp_path))
    for text, value in (("物品", 0), ("货品", 0), ("劳务", 2)):
        assert Reading(value, "choice-variant") == read_typed(text, measure)
    assert Reading(1, "plain") == read_typed("工程", measure)
    assert Reading(None, "no-choice") == read_typed("产品", measure)


def test_a_form_without_other_words_keeps_its_measures() -> None:
    assert () == category(purchases_form()).choice_variants


@pytest.mark.parametrize(
    ("variants", "sentence"),
    [
        ('"货物" = "工程"', "选项的写法“工程”"),
        ('"货物" = "物"\n"服务" = "物"', "选项的写法“物”"),
        ('"货品" = "物品"', "“货品”不是这个报表中的栏目名称、标题或选项"),
        ('"合同 › 日期" = "签约日"', "“合同 › 日期”不是这个报表中的栏目名称"),
    ],
)
def test_a_word_that_stands_for_two_choices_or_for_none_is_refused(
    variants: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(FormError, match=sentence):
        load_text(f"{PURCHASES}[variants]\n{variants}\n", tmp_path)


def test_the_variants_of_an_annex_are_added_to_those_of_its_form() -> None:
    alone, together = load_form("ogi-2021"), load_form("ogi-2021", annex="ogi-register")
    assert {*alone.variants["科研机构"]} < {*together.variants["科研机构"]}
