"""A form of enforcement statistics in which departments may lack duties and cells are absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from support.filled import find
from xlreport.base.period import Period
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.writing.content import Content, Value
from xlreport.writing.workbook import open_book

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


def filled_file(
    form: Form,
    code: str,
    figures: Mapping[str, Value],
    *,
    no_duties: Iterable[str] = (),
    declared: Iterable[str] = (),
    nil: Iterable[str] = (),
    year: int = 2026,
) -> bytes:
    """Make the filled template of a department; `figures` are by `table.row.column`.

    `no_duties` are locked in the template, `declared` chosen by the clerk on the cover.
    """
    content = Content(
        Stamp(StampKind.TEMPLATE, form.id, form.digest, Period(year), code),
        department=f"{code}局",
        values={find(form, name): value for name, value in figures.items()},
        nil=frozenset(nil),
        no_duties=frozenset(no_duties),
        fields={Field(FieldKind.DUTY, key): NO_DUTY for key in declared},
    )
    return open_book(form, content).to_bytes()


def penalties(**figures: Value) -> dict[str, Value]:
    """Return the figures of the first table: 0 but for those of the ordinary procedure named."""
    rows, columns = ("simple", "ordinary"), ("warning", "fine", "amount")
    zeros: dict[str, Value] = {f"penalties.{row}.{c}": 0 for row in rows for c in columns}
    return zeros | {f"penalties.ordinary.{column}": value for column, value in figures.items()}


def coercion(seizure: Value = 0, freeze: Value = 0) -> dict[str, Value]:
    """Return the figures of the second table."""
    return {"coercion.measures.seizure": seizure, "coercion.measures.freeze": freeze}
