"""What a county has no figure of stands in no chart and no headline of its summary."""

from __future__ import annotations

import pytest

from support.answers import answers_form
from support.filled import find
from xlreport.base.errors import FormError

LAST = 'motto  = "text"\n'
CHART = """
[[chart]]
title = "图"
kind = "bar"
table = "{table}"
rows = ["{row}"]
columns = ["{column}"]
"""
HEADLINE = '\n[summary]\nheadline = ["{table}.{row}.{column}"]\n'
NOT_ADDED = [
    ("work", "licences", "avg_days"),
    ("site", "satisfied", "value"),
    ("site", "followers", "value"),
    ("site", "mobile", "value"),
    ("people", "this", "since"),
    ("people", "this", "nature"),
    ("people", "this", "motto"),
]


@pytest.mark.parametrize("part", [CHART, HEADLINE])
@pytest.mark.parametrize(("table", "row", "column"), NOT_ADDED)
def test_what_is_not_added_up_is_refused(part: str, table: str, row: str, column: str) -> None:
    more = part.format(table=table, row=row, column=column)
    with pytest.raises(FormError, match=r"第[0-9]+行.*不能相加"):
        answers_form((LAST, LAST + more))


@pytest.mark.parametrize("part", [CHART, HEADLINE])
@pytest.mark.parametrize("column", ["rate", "hours", "fees", "total"])
def test_sums_and_shares_may_be_shown(part: str, column: str) -> None:
    more = part.format(table="work", row="licences", column=column)
    form = answers_form((LAST, LAST + more))
    shown = {*form.headline, *(i for c in form.charts for s in c.series for b in s.bars for i in b)}
    assert {find(form, f"work.licences.{column}")} == shown
