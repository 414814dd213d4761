"""Loading is strict: each mistake in a form file is a FormError that names file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import MADE_UP_FORM, load_made_up
from xlreport.base.errors import FormError
from xlreport.form.fields import FORM, RULE, TABLE

CELLS = 'pairs    = [["funds.donations.gifts", "funds.donations.gift_value"]]'


PARTS = MADE_UP_FORM[
    MADE_UP_FORM.index("[[table.part]]") : MADE_UP_FORM.index('[[table.rule]]\nid    = "F-SUM"')
]


NO_TEXTS = "应是一段文字，或用方括号列出的几段文字，不能是"


TWICE = "写了2次；只能有一个，请删去或改名。"


NO_KEY = "不能作代号；代号用小写字母开头，只含 a-z、0-9、_"


SLIPS = {
    "an unknown field of the form": (
        ("from   = 2020", "from   = 2020\ncolour = 'red'"),
        f" 第5行，colour：没有“colour”这个字段；可以写 {'、'.join(FORM.by_name)}。",
    ),
    "an unknown field of a table": (
        ('unit    = "册"', 'units_  = "册"'),
        " 第10行，[[table]] loans → units_：没有“units_”这个字段，是不是“units”；"
        f"可以写 {'、'.join(TABLE.by_name)}。",
    ),
    "an unknown field of a strip": (
        ('corner  = "岗位"', 'corners = "岗位"'),
        (
            " 第78行，[[table]] funds → [[table.part]] 第2个 → corners：没有“corners”这个字段"
            "，是不是“corner”；可以写 columns、rows、band、corner。"
        ),
    ),
    "an unknown field of a rule": (
        ('fill  = true\nsay   = "总计', 'fills = true\nsay   = "总计'),
        " 第33行，[[table]] loans → [[table.rule]] L-SUM → fills：没有“fills”这个字段，"
        f"是不是“fill”；可以写 {'、'.join(RULE.by_name)}。",
    ),
    "an unknown field of a rule across tables": (
        ('must     = "funds', 'most     = "funds'),
        " 第112行，[[rule]] A-GIFTS → most：没有“most”这个字段，是不是“must”；"
        f"可以写 {'、'.join(RULE.by_name)}。",
    ),
    "an unknown field of a check": (
        (CELLS, 'pair     = ["funds.donations"]'),
        (
            " 第135行，[[check]] T2-AMT → pair：没有“pair”这个字段，是不是“pairs”；可以写 id"
            "、kind、severity、say、advice、cells、levels、since、table、every、must、pairs"
            "、when、then、sentences、texts、words、factor。"
        ),
    ),
    "an unknown field of a text": (
        ("standing = ", "stands   = "),
        (
            " 第125行，[[text]] closing → stands：没有“stands”这个字段，是不是“standing”；可"
            "以写 key、heading、say、standing、printed。"
        ),
    ),
    "no title": (('title  = "图书馆年度报表"\n', ""), (" 第1行：缺少字段“title”；请补上。")),
    "no key of a table": (
        ('key     = "loans"\n', ""),
        " 第6行，[[table]] 第1个：缺少字段“key”；请补上。",
    ),
    "no heading": (
        ('heading = "一、借阅情况"\n', ""),
        (" 第6行，[[table]] loans：缺少字段“heading”；请补上。"),
    ),
    "no id of a rule": (
        ('id    = "L-ROW"\n', ""),
        " 第36行，[[table]] loans → [[table.rule]] 第2个：缺少字段“id”；请补上。",
    ),
    "no severity of a check": (
        ('id       = "INT"\nseverity = "error"', 'id       = "INT"'),
        (" 第127行，[[check]] INT：缺少字段“severity”；请补上。"),
    ),
    "no rows of a strip": (
        ("rows    = '''\nlibrarians  馆员\n'''\n", ""),
        " 第76行，[[table]] funds → [[table.part]] 第2个：缺少字段“rows”；请补上。",
    ),
    "no parts, rows or columns": (
        (PARTS, ""),
        (" 第56行，[[table]] funds：缺少字段“columns、rows”，或改写 part；请补上一种。"),
    ),
    "a list of no parts": (
        (PARTS, "part = []\n"),
        (" 第65行，[[table]] funds → part：“part”不能是空的；请写一个 [[table.part]]，或删去。"),
    ),
    "a list of no tables": (
        (MADE_UP_FORM, "id = 'x'\ntitle = 'x'\nfrom = 2020\ntable = []"),
        (" 第4行，table：“table”不能是空的；请写一个 [[table]]，或删去。"),
    ),
    "rows in the table and in its parts": (
        ('corner  = "类别"', 'part    = [{ columns = "c  列", rows = "r  行" }]'),
        (" 第6行，[[table]] loans：columns、rows 和 part 只能写一种；请留一处。"),
    ),
    "a part that is no table of fields": (
        (PARTS, "part = [7]\n"),
        " 第65行，[[table]] funds → [[table.part]] 第1个：这里应写成若干“字段 = 值”，不能是 7。",
    ),
    "a number where text belongs": (
        ('title  = "图书馆年度报表"', "title  = 7"),
        " 第2行，title：“title”应是文字（加引号），不能是 7。",
    ),
    "a text where true or false belongs": (
        ('fill  = true\nsay   = "总计', 'fill  = "yes"\nsay   = "总计'),
        (
            " 第33行，[[table]] loans → [[table.rule]] L-SUM → fill：“fill”应是 true 或 false"
            "，不能是 'yes'。"
        ),
    ),
    "true where a year belongs": (
        ("from   = 2020", "from   = true"),
        " 第4行，from：“from”应是整数（不加引号），不能是 true。",
    ),
    "a unit that is no text": (
        ('staff_change = "人" }', "staff_change = 7 }"),
        " 第63行，[[table]] funds → units → staff_change：“staff_change”应是文字（加引号），"
        "不能是 7。",
    ),
    "changes that are no texts": (
        ('change        = ["staff_change"]', 'change        = [["staff_change"]]'),
        f" 第62行，[[table]] funds → change：{NO_TEXTS} [['staff_change']]。",
    ),
    "a tab in the indentation": (
        ("novels          小说", "novels\t小说"),
        " 第22行，[[table]] loans → rows 第3行：缩进中有制表符或全角空格；请改为半角空格。",
    ),
    "a full-width space in the indentation": (
        ("            馆藏", "　　　　　　馆藏"),
        " 第20行，[[table]] loans → rows 第1行：缩进中有制表符或全角空格；请改为半角空格。",
    ),
    "a leaf without a key": (
        ("journals      期刊", "              期刊"),
        " 第24行，[[table]] loans → rows 第5行：栏目“期刊”没有代号；请在行首补上。",
    ),
    "a key without a label": (
        ("journals      期刊", "journals"),
        " 第24行，[[table]] loans → rows 第5行：代号“journals”右边没有栏目名称；请补上。",
    ),
    "a column without a label": (
        ("spent  支出金额（单位：万元）", "spent"),
        " 第68行，[[table]] funds → [[table.part]] 第1个 → columns 第1行：这一列只有代号，没"
        "有栏目名称；请在代号右边写上名称。",
    ),
    "a key in capitals": (
        ("journals      期刊", "Journals      期刊"),
        f" 第24行，[[table]] loans → rows 第5行：行首的“Journals”{NO_KEY}。",
    ),
    "the key last": (
        ("journals      期刊", "last          期刊"),
        " 第24行，[[table]] loans → rows 第5行：last 在勾稽关系中指以前的报告，不"
        "能作代号；请换一个。",
    ),
    "an indentation to no level": (
        ("journals      期刊", "journals     期刊"),
        " 第24行，[[table]] loans → rows 第5行：缩进与上面各级都不对齐；请用空格与同级的栏目对齐。",
    ),
    "an empty outline": (
        ("gifts       件数\ngift_value  金额\n", ""),
        " 第90行，[[table]] funds → [[table.part]] 第3个 → columns 第1行：至少要有一个栏目。",
    ),
    "a row twice": (
        ("journals      期刊", "books         期刊"),
        (" 第24行，[[table]] loans → rows 第5行：代号“books”写了2次；只能有一个，请删去或改名。"),
    ),
    "a row twice in two strips": (
        ("librarians  馆员", "purchases   馆员"),
        f" 第56行，[[table]] funds：行的代号“purchases”{TWICE}",
    ),
    "a column twice": (
        ("children    未成年人", "adults      未成年人"),
        (
            " 第15行，[[table]] loans → columns 第3行：代号“adults”写了2次；只能有一个，请删"
            "去或改名。"
        ),
    ),
    "a row and a column of one key": (
        ("journals      期刊", "total         期刊"),
        f" 第6行，[[table]] loans：行和列的代号“total”{TWICE}",
    ),
    "a label twice below one label": (
        ("science         科普", "science         小说"),
        (
            " 第23行，[[table]] loans → rows 第4行：栏目名称“馆藏 › 图书 › 小说”写了2次；只能"
            "有一个，请删去或改名。"
        ),
    ),
    "a table key that rules cannot name": (
        ('key     = "loans"', 'key     = "借阅"'),
        (
            " 第7行，[[table]] 借阅 → key：“借阅”不能作代号；代号用小写字母开头，只含 a-z、0-"
            "9、_，不能是 last 或 last_year。"
        ),
    ),
    "a table key twice": (
        ('key           = "funds"', 'key           = "loans"'),
        (" 第57行，[[table]] loans → key：表“loans”写了2次；只能有一个，请删去或改名。"),
    ),
    "a text key with a colon": (
        ('key      = "closing"', 'key      = "closing:1"'),
        (
            " 第122行，[[text]] closing:1 → key：“closing:1”不能作代号；代号用小写字母开头，"
            "只含 a-z、0-9、_，不能是 last 或 last_year。"
        ),
    ),
    "a text key twice": (
        ('key      = "closing"', 'key      = "remarks"'),
        (" 第122行，[[text]] remarks → key：文字部分“remarks”写了2次；只能有一个，请删去或改名。"),
    ),
    "a kind for an unknown key": (
        ('change        = ["staff_change"]', 'change        = ["staff"]'),
        (
            " 第62行，[[table]] funds → change：“staff”不是本表的行或列；请核对单位和种类中写"
            "的代号。"
        ),
    ),
    "a foreign currency": (
        ('gift_value = "元"', 'gift_value = "美元"'),
        " 第60行，[[table]] funds → money：金额“gift_value”的单位只能是 元 或 万元，不能是“美元”。",
    ),
    "a unit required of no money": (
        ('unit_required = ["gift_value"]', 'unit_required = ["gifts"]'),
        " 第61行，[[table]] funds → unit_required：“gifts”列入了 unit_required，但不是金额；"
        "请删去，或列入 money。",
    ),
    "money that is a change": (
        ('change        = ["staff_change"]', 'change        = ["spent"]'),
        (
            " 第60行，[[table]] funds → money：“spent”已列为金额，不能再写单位或列为增减数；"
            "请留一处。"
        ),
    ),
}


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_told_with_its_file_and_place(tmp_path: Path, kind: str) -> None:
    change, expected = SLIPS[kind]
    with pytest.raises(FormError) as error:
        load_made_up(tmp_path, change)
    assert f"made-up.toml{expected}" == str(error.value)
