"""A form that exists nowhere, with a cell of every kind, and what may be typed into it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from support.departments import make_department
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.parts import Cell
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.outgoing._typed import as_typed
from xlreport.writing.content import Content, Value
from xlreport.writing.workbook import open_book

CHOICES = (
    "政府门户网站",
    "部门网站",
    "专项网站, 含栏目",
    "移动客户端（含小程序、公众号等其他形式）" * 3,
)

KINDS_FORM = f"""\
id    = "kinds"
title = "网站工作年度报表"
from  = 2025

[[table]]
key     = "sites"
heading = "一、网站"
corner  = "项目"
columns = '''
main   主网站
other  其他网站
'''
rows = '''
name       网站名称
code       网站标识码
site_type  网站类型
has_media  有无新媒体
opened     开通日期
visits     访问量
avg_days   平均办理天数
satisfied  满意率
area       建设费用
'''
[table.kinds]
name      = "text"
code      = {{ kind = "text", pattern = "[0-9]{{10}}", example = "6403230001" }}
site_type = {{ kind = "choice", choices = {list(CHOICES)!r} }}
has_media = "yes_no"
opened    = "date"
visits    = {{ kind = "count", unit = "次" }}
avg_days  = {{ kind = "decimal", unit = "天", places = 1, add = false }}
satisfied = "percentage"
area      = {{ kind = "money", unit = "万元" }}

[[table]]
key     = "services"
heading = "二、办件"
corner  = "事项"
columns = '''
done    办结数
online  网上办结数
rate    网办率
'''
rows = '''
licences  行政许可
others    其他
all       合计
'''
[table.kinds]
rate = {{ kind = "percentage", places = 2, share = "online / done" }}

[[table.rule]]
id    = "S-SUM"
every = "column"
must  = "all = licences + others"
only  = ["done", "online"]
fill  = true
say   = "合计等于两项之和"

[[table.rule]]
id    = "S-ONLINE"
every = "row"
must  = "online <= done"
say   = "网上办结数不多于办结数"

[[table]]
key     = "plans"
heading = "三、计划"
corner  = "事项"
columns = '''
number  数量
'''
rows = '''
begun    开工
finished 完工
planned  计划
budget   预算
'''
[table.kinds]
begun    = {{ kind = "count", blank = "zero" }}
finished = {{ kind = "count", blank = "not_yet" }}
planned  = {{ kind = "count", blank = "error" }}
budget   = {{ kind = "money", unit = "元" }}

[[rule]]
id   = "P-ANY"
must = "plans.begun.number + plans.finished.number <= plans.planned.number + 5"
say  = "开工和完工的不比计划多五个以上"
"""


# A value of each cell as a scaled integer, and the words of texts.
VALUES: Mapping[str, int | str] = {
    "sites.name.main": "盐池县人民政府网",
    "sites.name.other": "无",
    "sites.code.main": "6403230001",
    "sites.code.other": "0000000002",
    "sites.site_type.main": 0,
    "sites.site_type.other": 2,
    "sites.has_media.main": 1,
    "sites.has_media.other": 0,
    "sites.opened.main": date(2015, 3, 1).toordinal(),
    "sites.opened.other": date(2026, 1, 5).toordinal(),
    "sites.visits.main": 100,
    "sites.visits.other": 0,
    "sites.avg_days.main": 25,
    "sites.avg_days.other": 0,
    "sites.satisfied.main": 9850,
    "sites.satisfied.other": 10000,
    "sites.area.main": 25_100_000,
    "sites.area.other": 0,
    "services.licences.done": 7,
    "services.licences.online": 2,
    "services.others.done": 0,
    "services.others.online": 0,
    "plans.begun.number": 1,
    "plans.finished.number": 0,
    "plans.planned.number": 3,
    "plans.budget.number": 12345,
}


@cache
def kinds_form() -> Form:
    """Load the form."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kinds.toml"
        path.write_text(KINDS_FORM, encoding="utf-8")
        return load_form(path)


def cell_of(name: str) -> Cell:
    """Give the cell of table.row.column."""
    form = kinds_form()
    return form.cells[form.index[tuple(name.split("."))]]  # type: ignore[index]


def content(values: Mapping[str, int | str | None], nil: Collection[str] = ()) -> bytes:
    """Write a return with these values, on top of those of VALUES; None leaves a cell blank."""
    return build(kinds_form(), typed_in(values, nil), frozenset(nil))


def typed_in(values: Mapping[str, int | str | None], nil: Collection[str] = ()) -> dict[int, Value]:
    """Give what is typed for these values, by cell index, except in tables declared nil."""
    typed: dict[int, Value] = {}
    for name, value in {**VALUES, **values}.items():
        cell = cell_of(name)
        if value is not None and cell.table not in nil:
            typed[cell.index] = value if isinstance(value, str) else as_typed(value, cell.measure)
    return typed


def build(form: Form, typed: Mapping[int, Value], nil: frozenset[str] = frozenset()) -> bytes:
    """Write a return of what a clerk typed, by cell index."""
    who = make_department("D05", "盐池县教育局")
    stamp = Stamp(StampKind.TEMPLATE, form.id, form.digest, Period(2026), who.code)
    written = Content(stamp, department=who.name, values=typed, nil=nil)
    return open_book(form, written).to_bytes()
