"""The formula of a counted cell: which lines of the list, of which period, counted or added up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support.purchases import COUNTS, PURCHASES, counted_form, load_text
from xlreport.layout.count_formulas import count_formula
from xlreport.layout.layout import lay_form

FORM = counted_form()
LAYOUT = lay_form(FORM)
NUMBER, AMOUNT, SERVICES = FORM.counts


def test_lines_are_chosen_by_texts_and_by_the_period_on_the_cover() -> None:
    days = "'二'!$D$5:$D$44"
    year = "LEFT('封面'!$C$6,4)"
    assert (
        f"IFERROR(SUMPRODUCT(1*(('二'!$F$5:$F$44=\"货物\"))*({days}>=DATE({year}+0,1,1))"
        f"*({days}<DATE({year}+1,1,1))),0)"
    ) == count_formula(LAYOUT, NUMBER)


def test_one_of_several_texts_is_enough() -> None:
    assert (
        "SUMPRODUCT(1*(('二'!$F$5:$F$44=\"服务\")+('二'!$F$5:$F$44=\"工程\")))"
    ) == count_formula(LAYOUT, SERVICES)


def test_without_conditions_filled_lines_are_counted_or_a_column_is_added_up() -> None:
    bare = replace(NUMBER, where=(), dated=())
    filled = "+".join(f"('二'!${column}$5:${column}$44<>\"\")" for column in "BCDEFGH")
    assert f"SUMPRODUCT(1*({filled}>0))" == count_formula(LAYOUT, bare)
    assert "ROUND(SUM('二'!$E$5:$E$44),6)" == count_formula(
        LAYOUT, replace(AMOUNT, where=(), dated=())
    )


def test_more_lines_than_prepared_are_covered_too() -> None:
    assert "'二'!$F$5:$F$64" in count_formula(LAYOUT, SERVICES, lines=60)


def test_a_quote_in_a_text_is_doubled() -> None:
    odd = replace(SERVICES, where=((1, ('"甲"',)),))
    text = 'EXACT(\'二\'!$C$5:$C$44,"""甲""")'
    assert f"SUMPRODUCT(1*({text}))" == count_formula(LAYOUT, odd)


@pytest.mark.parametrize(
    ("period", "titles", "months"),
    [
        ("quarter", '"第一季度","第二季度","第三季度","第四季度"', 3),
        ("half_year", '"上半年","下半年"', 6),
    ],
)
def test_a_shorter_period_is_looked_up_by_its_words(
    period: str, titles: str, months: int, tmp_path: Path
) -> None:
    text = (PURCHASES + COUNTS).replace("from   = 2026", f'from = 2026\nperiod = "{period}"')
    form = load_text(text, tmp_path)
    formula = count_formula(lay_form(form), form.counts[0])
    number = f"MATCH(MID('封面'!$C$6,6,9),{{{titles}}},0)"
    first, end = (
        f"DATE(LEFT('封面'!$C$6,4),({number}-{before})*{months}+1,1)" for before in (1, 0)
    )
    assert f"('二'!$D$5:$D$44>={first})*('二'!$D$5:$D$44<{end})" in formula
