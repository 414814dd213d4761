"""A made-up form with a list of purchases, as it is written in a form file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from xlreport.form.form import Form
from xlreport.form.load import load_form

OVERVIEW = """\
id     = "purchases-2026"
title  = "政府采购情况统计"
from   = 2026

[[table]]
key     = "overview"
heading = "一、采购情况"
money   = { amount = "万元" }
columns = '''
number  项目数
amount  金额（单位：万元）
'''
rows = '''
goods     货物
services  服务
'''
"""

LIST = """
[[table]]
key      = "purchases"
heading  = "二、采购台账"
rows     = "open"
most     = 40
required = ["name", "category", "amount"]
unique   = ["code"]
columns = '''
code      项目编号
name      项目名称
          合同
signed      签订日期
amount      金额（万元）
category  类别
urgent    是否应急
bidders   投标人数
'''

[table.kinds]
code     = { kind = "text", pattern = "[0-9]{4}-[0-9]{3}", example = "2026-001" }
name     = "text"
signed   = "date"
amount   = { kind = "money", unit = "万元" }
category = { kind = "choice", choices = ["货物", "工程", "服务"] }
urgent   = "yes_no"
bidders  = { kind = "count", unit = "家" }
"""

PURCHASES = OVERVIEW + LIST
LIST_ALONE = OVERVIEW[: OVERVIEW.index("[[table]]")] + LIST

LIMITED = (
    LIST_ALONE.replace(
        "bidders  = {",
        'due      = "date"\nleft     = { kind = "change", add = false }\n'
        'asked    = "date"\nanswered = "date"\nbidders  = {',
    ).replace(
        "bidders   投标人数\n",
        "bidders   投标人数\ndue       期限\nleft      剩余\nasked     询问\nanswered  答复\n",
    )
    + """
[[table.limit]]
deadline = "due"
left     = "left"
starts   = "signed"
ends     = "answered"
days     = 10
pauses   = [["asked", "answered"]]
"""
)
"""A list whose lines must be answered within ten working days."""


def load_text(text: str, folder: Path) -> Form:
    """Load a form from its text, by way of a file in `folder`."""
    path = folder / "purchases.toml"
    path.write_text(text, encoding="utf-8")
    return load_form(path)


@cache
def purchases_form() -> Form:
    """Load the made-up form."""
    with TemporaryDirectory() as folder:
        return load_text(PURCHASES, Path(folder))


COUNTS = """
[[count]]
id    = "N-GOODS"
cell  = "overview.goods.number"
list  = "purchases"
where = { category = "货物" }
dated = "signed"
fill  = true

[[count]]
id    = "A-GOODS"
cell  = "overview.goods.amount"
list  = "purchases"
where = { category = "货物" }
dated = "signed"
sum   = "amount"
fill  = true

[[count]]
id       = "N-SERVICES"
cell     = "overview.services.number"
list     = "purchases"
where    = { category = ["服务", "工程"] }
severity = "warning"
say      = "服务项目数与台账一致"
"""


@cache
def counted_form() -> Form:
    """Load the made-up form with cells that are counted from the list."""
    with TemporaryDirectory() as folder:
        return load_text(PURCHASES + COUNTS, Path(folder))
