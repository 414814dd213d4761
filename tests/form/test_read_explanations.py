"""The standard explanations of a form file, and the answers that they are found in."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.purchases import PURCHASES, load_text
from xlreport.base.errors import FormError
from xlreport.form.load import load_form
from xlreport.layout.choice_lists import choice_lists, standard_explanations
from xlreport.reading.explanations import explanation_code

STANDARD = '\n[explanations]\nvolume = "业务量据实增减"\nother_year = "业务量据实增减，已核实"\n'


def test_explanations_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    form = load_text(PURCHASES + STANDARD, tmp_path)
    expected = {"volume": "业务量据实增减", "other_year": "业务量据实增减，已核实"}
    assert [*expected.items()] == [*form.explanations.items()]


def test_a_form_without_them_has_none_and_no_list_of_them(tmp_path: Path) -> None:
    without, having = (load_text(PURCHASES + more, tmp_path) for more in ("", STANDARD))
    assert {} == without.explanations
    assert {standard_explanations(having)} == {*choice_lists(having)} - {*choice_lists(without)}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('Volume = "一"', "“Volume”不能作代号"),
        ('"a.b" = "一"', "“a.b”不能作代号"),
        ('volume = "一"\nother = " 一"', "“一”写了2次"),
        ('volume = ""', "“volume”不能是空的"),
        ("volume = 1", "“volume”应是"),
    ],
)
def test_a_fault_is_refused_with_its_line(tmp_path: Path, more: str, sentence: str) -> None:
    with pytest.raises(FormError, match=sentence) as refused:
        load_text(f"{PURCHASES}\n[explanations]\n{more}\n", tmp_path)
    lines = PURCHASES.count("\n") + 2 + len(more.splitlines())
    assert f"第{lines}行" in str(refused.value)


def test_more_explanations_than_a_list_may_have_are_refused(tmp_path: Path) -> None:
    many = "".join(f'e{number} = "第{number}种"\n' for number in range(301))
    with pytest.raises(FormError, match="“explanations”最多写300个，这里有301个"):
        load_text(f"{PURCHASES}\n[explanations]\n{many}", tmp_path)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("业务量据实增减", "volume"),
        (" 业务量 据实增减：集中办证", "volume"),
        ("业务量据实增减，已核实。", "other_year"),
        ("确是业务量据实增减", ""),
        ("业务量", ""),
        ("", ""),
    ],
)
def test_an_answer_is_coded_by_the_longest_sentence_that_it_begins_with(
    tmp_path: Path, answer: str, code: str
) -> None:
    assert code == explanation_code(load_text(PURCHASES + STANDARD, tmp_path), answer)


def test_the_shipped_form_offers_explanations_and_the_old_edition_none() -> None:
    assert "业务量据实增减" in load_form("ogi-2021").explanations.values()
    assert {} == load_form("ogi-2019").explanations
