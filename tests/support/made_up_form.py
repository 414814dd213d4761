"""A small form that exists nowhere: three levels of labels, strips, money, all kinds of rules."""

from __future__ import annotations

from pathlib import Path

from xlreport.form.form import Form
from xlreport.form.load import load_form

MADE_UP_FORM = """\
id     = "made-up"
title  = "图书馆年度报表"
notice = "馆发〔2020〕1号"
from   = 2020

[[table]]
key     = "loans"
heading = "一、借阅情况"
corner  = "类别"
unit    = "册"

columns = '''
          读者
adults      成年人
children    未成年人
total     合计
'''

rows = '''
            馆藏
books         图书
novels          小说
science         科普
journals      期刊
digital     电子资源
all_loans   总计
'''

[[table.rule]]
id    = "L-SUM"
every = "column"
must  = "all_loans = books + journals + digital"
fill  = true
say   = "总计等于图书、期刊、电子资源之和"

[[table.rule]]
id    = "L-ROW"
every = "row"
must  = "total = adults + children"
fill  = true
say   = "合计等于成年人与未成年人之和"

[[table.rule]]
id       = "L-SCIENCE"
must     = "science.total <= novels.total + 100"
severity = "warning"
say      = "科普借阅不比小说多一百册以上"

[[table.rule]]
id       = "L-LAST"
every    = "row"
must     = "total >= last.total"
severity = "info"
say      = "借阅不少于上年"

[[table]]
key           = "funds"
heading       = "二、经费和人员"
corner        = "项目"
money         = { spent = "万元", gift_value = "元" }
unit_required = ["gift_value"]
change        = ["staff_change"]
units         = { staff_before = "人", staff_change = "人" }

[[table.part]]
band    = "经费"
columns = '''
spent  支出金额（单位：万元）
'''
rows    = '''
purchases  购书
repairs    修缮
spending   合计
'''

[[table.part]]
band    = "人员"
corner  = "岗位"
columns = '''
staff_before  上年人数
staff_change  本年增/减
'''
rows    = '''
librarians  馆员
'''

[[table.part]]
band    = "捐赠"
columns = '''
gifts       件数
gift_value  金额
'''
rows    = '''
donations  受赠图书
'''

[[table.rule]]
id    = "F-SUM"
every = "column"
must  = "spending = purchases + repairs"
fill  = true
say   = "合计等于购书与修缮之和"

[[table.rule]]
id    = "F-STAFF"
every = "row"
must  = "staff_before + staff_change >= 0"
say   = "上年人数加增/减不小于0"

[[rule]]
id       = "A-GIFTS"
must     = "funds.donations.gifts <= loans.all_loans.total"
severity = "warning"
say      = "受赠图书件数不多于借阅总数"

[[text]]
key     = "remarks"
heading = "三、说明"
say     = "说明其他情况；没有的写“无”。"

[[text]]
key      = "closing"
heading  = "四、结束语"
say      = "报表的最后一句话。"
standing = "以上数据已经核对。"

[[check]]
id       = "INT"
severity = "error"
say      = "册数、人数、件数为整数"

[[check]]
id       = "T2-AMT"
severity = "warning"
pairs    = [["funds.donations.gifts", "funds.donations.gift_value"]]
say      = "有捐赠就有写明单位的金额"

[guide]
mistakes = ["把总计填成合计。"]

[guide.meaning]
"loans.books" = "纸质图书"

[variants]
"电子资源" = ["数字资源", "电子书"]
"合计"     = "小计"
"""


def load_made_up(folder: Path, *changes: tuple[str, str]) -> Form:
    """Load the form from a file in `folder`, each change replacing a text that stands once."""
    text = MADE_UP_FORM
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "made-up.toml"
    path.write_text(text, encoding="utf-8")
    return load_form(path)
