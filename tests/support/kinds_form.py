"""A form that exists nowhere, with a cell of every kind, and what may be typed into it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from xlreport.form.form import Form
from xlreport.form.load import load_form

CHOICES = (
    "政府门户网站",
    "部门网站",
    "专项网站, 含栏目",
    "移动客户端（含小程序、公众号等其他形式）" * 3,
)

KINDS_FORM = f"""\
id    = "kinds"
title = "网站工作年度报表"
from  = 2020

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
"""


@cache
def kinds_form() -> Form:
    """Load the form."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kinds.toml"
        path.write_text(KINDS_FORM, encoding="utf-8")
        return load_form(path)
