"""A repeated rule may be restricted to some lines; averages and percentages are never summed."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlreport.base.errors import FormError
from xlreport.form.form import Form
from xlreport.form.load import load_form

FORM = """
id = "made-up"
title = "月报"
from = 2026
period = "month"

[[table]]
key = "cases"
heading = "一、办件"
columns = '''
current  本月
sofar    累计
'''
rows = '''
             办件
done           办结
online         网上办结
rate         网办率
days         平均天数
title        名称
'''

[table.kinds]
rate  = {{ kind = "percentage", share = "online / done" }}
days  = {{ kind = "decimal", unit = "天", places = 1, add = false }}
title = "text"

[[table.rule]]
id = "R"
{every}
must = "{must}"
{only}
say = "相符"
"""


def load(folder: Path, must: str, only: str = "", every: str = 'every = "row"') -> Form:
    path = folder / "made-up.toml"
    path.write_text(FORM.format(must=must, only=only, every=every), encoding="utf-8")
    return load_form(path)


def test_a_rule_holds_in_the_lines_that_it_names(tmp_path: Path) -> None:
    form = load(tmp_path, "sofar = last.sofar + current", 'only = ["done", "online"]')
    assert ["办结", "网上办结"] == [balance.place for balance in form.balances]


def test_numbers_that_do_not_add_may_be_compared(tmp_path: Path) -> None:
    form = load(tmp_path, "current >= sofar", 'only = ["days", "rate"]')
    assert ["网办率", "平均天数"] == [balance.place for balance in form.balances]


@pytest.mark.parametrize(
    ("must", "only", "every", "expected"),
    [
        ("sofar = last.sofar + current", 'only = ["days"]', 'every = "row"', "不能相加减"),
        ("sofar = last.sofar + current", 'only = ["rate"]', 'every = "row"', "不能相加减"),
        ("sofar >= current", "", 'every = "row"', "“一 › 名称 › 本月”不是数字"),
        ("sofar >= current", 'only = ["current"]', 'every = "row"', "“current”不是本表的行"),
        ("done >= online", 'only = ["done"]', 'every = "column"', "“done”不是本表的列"),
        ("done.sofar >= online.sofar", 'only = ["done"]', "", "only 要和 every 一起写"),
        ("days = done", "", 'every = "column"', "单位不同"),
    ],
)
def test_what_cannot_be_added_is_refused_with_the_way_out(
    tmp_path: Path, must: str, only: str, every: str, expected: str
) -> None:
    with pytest.raises(FormError, match=expected):
        load(tmp_path, must, only, every)
