"""A form of enforcement statistics in which departments may lack duties and cells are absent."""

from __future__ import annotations

from pathlib import Path

from xlreport.form.form import Form
from xlreport.form.load import load_form

ENFORCEMENT = '''\
id     = "enforcement"
title  = "行政执法统计年报"
from   = 2021

[[table]]
key     = "penalties"
heading = "一、行政处罚"
corner  = "项目"
columns = """
warning    警告
fine       罚款
detention  行政拘留
total      合计
amount     罚没金额
"""
rows = """
simple    简易程序
ordinary  普通程序
all       总计
"""
money  = { amount = "万元" }
absent = ["simple.detention"]

[[table.rule]]
id = "P-SUM"
every = "row"
must = "total = warning + fine + detention"
fill = true
say = "合计等于各类之和"

[[table.rule]]
id = "P-ALL"
every = "column"
must = "all = simple + ordinary"
fill = true
say = "总计等于两种程序之和"

[[table]]
key     = "coercion"
heading = "二、行政强制"
columns = """
seizure  查封
freeze   冻结
total    合计
"""
rows = "measures  措施"

[[table.rule]]
id = "C-SUM"
every = "row"
must = "total = seizure + freeze"
fill = true
say = "合计等于各项之和"

[[text]]
key = "overview"
heading = "三、总体情况"
say = "写明总体情况"

[[duty]]
key = "detention"
name = "行政拘留"
cells = ["penalties.detention"]

[[duty]]
key = "coercion"
name = "行政强制"
cells = ["coercion"]
'''


def load_enforcement(folder: Path, *changes: tuple[str, str]) -> Form:
    """Load the form with some of its text replaced; each text occurs once."""
    text = ENFORCEMENT
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = folder / "enforcement.toml"
    file.write_text(text, encoding="utf-8")
    return load_form(file)
