"""Forms that are not reported yearly: a quarterly one with 本期 and 本年累计, and its like."""

from __future__ import annotations

from pathlib import Path

from xlreport.form.form import Form
from xlreport.form.load import load_form

_TEXT = """
id     = "services"
title  = "便民服务情况表"
from   = 2024
period = "{period}"

[[table]]
key     = "services"
heading = "一、便民服务"
corner  = "事项"
columns = '''
this         本期
accumulated  本年累计
'''
rows = '''
calls    接听电话
visits   现场接待
total    合计
'''

[[table.rule]]
id     = "S-SUM"
every  = "column"
must   = "total = calls + visits"
fill   = true
say    = "合计等于各项之和"

[[table.rule]]
id     = "Y-ACC"
every  = "row"
must   = "accumulated = last.accumulated + this"
within = "year"
say    = "本年累计等于上期累计加本期"

[[table.rule]]
id       = "Y-FALL"
every    = "row"
severity = "warning"
must     = "this >= last_year.this"
say      = "本期不少于上年同期"
"""


def period_form(folder: Path, period: str = "quarter") -> Form:
    """Load the form from a file, reported as often as `period` says."""
    return load_form(period_file(folder, period))


def period_file(folder: Path, period: str = "quarter") -> Path:
    """Write the form file and return its path."""
    path = folder / f"services-{period}.toml"
    path.write_text(_TEXT.replace("{period}", period), encoding="utf-8")
    return path
