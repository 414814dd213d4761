"""A share is a quotient of two sums: it is computed, and computed anew wherever sums are."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlreport.base.errors import FormError
from xlreport.form.form import Form, with_dependents
from xlreport.form.load import load_form
from xlreport.form.totals import fill_totals

TABLE = """\
id = "made-up"
title = "办理情况"
from = 2026

[[table]]
key = "work"
heading = "一、办理情况"
columns = '''
done    办结
online  网上办结
paper   窗口办结
rate    网办率
'''
rows = '''
licences  许可
services  服务
'''
"""
KINDS = 'kinds = {{ rate = {{ kind = "percentage", share = "{share}" }} }}\n'
TOTAL = """
[[table.rule]]
id = "T-SUM"
every = "row"
must = "done = online + paper"
fill = true
say = "办结等于网上与窗口之和"
"""


def load(folder: Path, share: str, more: str = "") -> Form:
    path = folder / "made-up.toml"
    path.write_text(TABLE + KINDS.format(share=share) + more, encoding="utf-8")
    return load_form(path)


@pytest.mark.parametrize(
    ("online", "paper", "expected"),
    [(5, 4, 5556), (1, 2, 3333), (0, 7, 0), (0, 0, None), (None, None, None), (7, None, 10000)],
)
def test_a_share_is_computed_from_totals_and_rounded_half_up(
    tmp_path: Path, online: int | None, paper: int | None, expected: int | None
) -> None:
    form = load(tmp_path, "online / done", TOTAL)
    values = [None, online, paper, None, None, None, None, None]
    fill_totals(form, values)
    assert expected == values[3]


def test_a_share_is_no_input(tmp_path: Path) -> None:
    form = load(tmp_path, "online / done", TOTAL)
    assert ["online", "paper"] * 2 == [cell.column for cell in form.inputs]


def test_what_is_unknown_makes_the_share_of_it_unknown(tmp_path: Path) -> None:
    form = load(tmp_path, "online / done", TOTAL)
    assert {2, 0, 3} == with_dependents(form, [2])


@pytest.mark.parametrize(
    ("share", "more", "expected"),
    [
        ("online", "", "“online”应写成两个和式相除"),
        ("online / done / paper", "", "应写成两个和式相除"),
        ("online / nothing", "", "这一行或列中没有这些单元格"),
        ("online / last.done", "", "应写成两个和式相除"),
        ("online / rate", "", "上下须是可以相加、单位相同的数"),
        ("online / done", TOTAL.replace("done = online + paper", "rate = online"), "单位不同"),
    ],
)
def test_a_share_that_cannot_be_computed_is_refused(
    tmp_path: Path, share: str, more: str, expected: str
) -> None:
    with pytest.raises(FormError, match=expected):
        load(tmp_path, share, more)
