"""A form file says how often the form is reported; rules look at the right earlier period."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.period_forms import period_file, period_form
from xlreport.base.errors import FormError
from xlreport.base.period import PeriodKind, parse_period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.rule import Balance

ANNEX = """
id = "more"
title = "附表"
from = 2024
{period}
[[table]]
key = "more"
heading = "二、附表"
columns = '''
this  本期
'''
rows = '''
letters  来信
'''
[[table.rule]]
id = "M-1"
every = "row"
must = "this >= last_year.this"
say = "不少于上年同期"
"""


def balances(form: Form, rule: str) -> list[Balance]:
    return [balance for balance in form.balances if balance.rule.id == rule]


def test_a_form_is_yearly_unless_it_says_otherwise(form_2021: Form, tmp_path: Path) -> None:
    assert PeriodKind.YEAR is form_2021.period
    assert PeriodKind.QUARTER is period_form(tmp_path).period


def test_a_form_has_the_periods_of_its_kind_and_years(tmp_path: Path) -> None:
    form = period_form(tmp_path)
    periods = [parse_period(text) for text in ("2026Q1", "2023Q4", "2026", "2026-01")]
    assert ["2026Q1"] == [str(period) for period in periods if period and form.has(period)]


def test_last_and_last_year_are_two_earlier_periods_of_a_quarterly_form(tmp_path: Path) -> None:
    form = period_form(tmp_path)
    (accumulated, *_), (fall, *_) = balances(form, "Y-ACC"), balances(form, "Y-FALL")
    words = [form.earlier_word(index) for index in accumulated.last_cells + fall.last_cells]
    cells = [form.earlier_cell(index).column for index in accumulated.last_cells + fall.last_cells]
    assert (["上期", "上年同期"], ["accumulated", "this"]) == (words, cells)
    assert 3 == len(form.earlier)


def test_last_and_last_year_are_one_in_a_yearly_form(tmp_path: Path) -> None:
    path = period_file(tmp_path, "year")
    path.write_text(path.read_text(encoding="utf-8").replace('within = "year"\n', ""), "utf-8")
    form = load_form(path)
    (fall, *_) = balances(form, "Y-FALL")
    assert (["上年"], 1) == (
        [form.earlier_word(index) for index in fall.last_cells],
        len(form.earlier),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"quarter"', '"week"', "第5行，period：“week”不能用；只能是 year、half_year、quarter"),
        ('"quarter"', '"year"', "within：within 只用于按半年、季度或月报送的报表"),
        ('within = "year"', 'within = "month"', "within：“month”不能用；只能是 year。"),
        ("last.accumulated + this", "this", "within：有 within 的勾稽关系须有 last"),
        ("calls    接听", "last_year 接听", "last_year 在勾稽关系中指以前的报告"),
        ("last_year.this", "last_year", "last_year 后面须有代号"),
    ],
)
def test_a_slip_about_periods_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = period_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(FormError) as error:
        load_form(path)
    assert said in str(error.value)


def test_an_annex_follows_the_period_of_the_main_form(tmp_path: Path) -> None:
    annex = tmp_path / "more.toml"
    annex.write_text(ANNEX.replace("{period}", ""), encoding="utf-8")
    together = load_form(period_file(tmp_path), annex=annex)
    ((balance),) = balances(together, "M-1")
    assert PeriodKind.QUARTER is together.period
    assert ["上年同期"] == [together.earlier_word(index) for index in balance.last_cells]


def test_an_annex_of_another_period_is_refused(tmp_path: Path) -> None:
    annex = tmp_path / "more.toml"
    annex.write_text(ANNEX.replace("{period}", 'period = "month"'), encoding="utf-8")
    with pytest.raises(FormError, match="附表的 period 是 month，主表的是 quarter"):
        load_form(period_file(tmp_path), annex=annex)
