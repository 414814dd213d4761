"""A form with every kind of cell, and returns of it: values drawn at random, or one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from support.filled import find
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import Kind
from xlreport.form.totals import fill_totals
from xlreport.formats.sources import Source
from xlreport.layout.layout import lay_form
from xlreport.reading.one_return import Return

ANSWERS_FORM = """\
id    = "answers"
title = "政务服务年度报表"
from  = 2026

[[table]]
key     = "work"
heading = "一、办理情况"
corner  = "事项"
columns = '''
total    办件总数
online   网上办件
rate     网办率
fees     收费（万元）
avg_days 平均办理天数
hours    累计培训学时
change   比上年增减
'''
rows = '''
licences  行政许可
services  公共服务
'''
[table.kinds]
rate     = { kind = "percentage", places = 2, share = "online / total" }
fees     = { kind = "money", unit = "万元" }
avg_days = { kind = "decimal", unit = "天", places = 1, add = false }
hours    = { kind = "decimal", unit = "学时", places = 1, add = true }
change   = "change"

[[table]]
key     = "site"
heading = "二、网站情况"
corner  = "指标"
columns = '''
value  内容
'''
rows = '''
name       网站名称
code       标识码
kind       网站类型
mobile     是否有移动版
opened     开通日期
satisfied  满意度
visits     访问量
followers  关注人数
'''
[table.kinds]
name      = "text"
code      = { kind = "text", pattern = "[0-9]{10}", example = "6403230001" }
kind      = { kind = "choice", choices = ["政府门户网站", "部门网站", "专项网站"] }
mobile    = "yes_no"
opened    = "date"
satisfied = "percentage"
visits    = { kind = "count", unit = "次" }
followers = { kind = "count", unit = "人", add = false }

[[table]]
key     = "people"
heading = "三、工作机构"
columns = '''
office    设有专门机构
duty      设有专职人员
since     设立日期
nature    机构性质
motto     服务承诺
'''
rows = '''
this  本单位
'''
[table.kinds]
office = "yes_no"
duty   = "yes_no"
since  = "date"
nature = { kind = "choice", choices = ["行政", "事业"] }
motto  = "text"
"""


@cache
def answers_form(*changes: tuple[str, str]) -> Form:
    """Load the form with some texts of its file replaced."""
    text = ANSWERS_FORM
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with TemporaryDirectory() as folder:
        path = Path(folder, "answers.toml")
        path.write_text(text, encoding="utf-8")
        return load_form(path)


def fill_answers(seed: int, form: Form | None = None) -> tuple[list[int | None], dict[int, str]]:
    """Fill every cell of the form at random: values by cell index, and words."""
    form, random = form or answers_form(), Random(seed)
    values: list[int | None] = []
    words: dict[int, str] = {}
    for cell in form.cells:
        kind = cell.measure.kind
        if cell.total or kind is Kind.TEXT:
            values.append(None)
        elif kind is Kind.DATE:
            values.append(date(2000, 1, 1).toordinal() + random.randrange(9000))
        elif cell.measure.answers:
            values.append(random.randrange(len(cell.measure.answers)))
        elif kind is Kind.PERCENTAGE:
            values.append(random.randrange(10001))
        else:
            values.append(random.randrange(100))
        if kind is Kind.TEXT:
            words[cell.index] = cell.measure.example or f"第{random.randrange(1000)}号"
    online, total = (find(form, f"work.licences.{key}") for key in ("online", "total"))
    values[total] = (values[online] or 0) + 3
    fill_totals(form, values)
    return values, words


def answered(
    code: str = "D01",
    seed: int = 1,
    more: Mapping[str, int | str | None] | None = None,
    form: Form | None = None,
) -> Return:
    """Give a return of the form; `more` are values and words of cells by `table.row.column`."""
    form = form or answers_form()
    values, words = fill_answers(seed, form)
    for name, value in (more or {}).items():
        index = find(form, name)
        if isinstance(value, str):
            words[index] = value
        else:
            values[index] = value
            words.pop(index, None)
    fill_totals(form, values)
    return Return(
        Source(Path(f"{code}.xlsx")),
        sha256(code.encode()).hexdigest(),
        form,
        period=Period(2026),
        code=code,
        department=f"{code}局",
        judged=tuple(values),
        values=tuple(values),
        words=words,
        positions=lay_form(form).positions,
    )
