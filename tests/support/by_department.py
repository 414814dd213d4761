"""A form whose table of penalties is published by department, and what a county adds up of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from support.county import county
from support.filled import as_return
from xlreport import Finding, Form, load_form, write_report
from xlreport.outgoing.imported import read_published
from xlreport.summary.summary import Summary

FORM = """\
id    = "penalties"
title = "行政执法统计年报"
from  = 2020

[[table]]
key     = "penalties"
heading = "表一、行政处罚实施情况"
report  = "departments"
columns = '''
filed   立案数量
closed  结案数量
        行政处罚案件数量
warned    警告
fined     罚款
amount  罚没金额（万元）
'''
rows    = '''
year
'''
money   = { amount = "万元" }

[[table]]
key     = "licences"
heading = "表二、行政许可实施情况"
columns = '''
asked    申请数量
granted  许可数量
'''
rows    = '''
own    本级
lower  下级
'''
"""
OFFICES = ["退役军人事务局", "自然资源局", "统计局"]


def summary_of(form: Form) -> Summary:
    return county(
        [
            as_return(
                form,
                {cell.index: (number + 1) * (cell.index + 1) for cell in form.inputs},
                name=name,
                code=f"D0{number + 1}",
                year=2026,
            )
            for number, name in enumerate(OFFICES)
        ]
    )


def read_by_department(folder: Path) -> Iterable[Finding]:
    """Say what is found in a published report with a row for each department."""
    (folder / "penalties.toml").write_text(FORM, encoding="utf-8")
    form = load_form(folder / "penalties.toml")
    page = write_report(summary_of(form), folder / "报告.html")
    return read_published(page, forms=[form]).items[0].findings
