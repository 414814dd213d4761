"""Loading is strict: each mistake in a form file is a FormError that names file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import MADE_UP_FORM, load_made_up
from xlreport.base.errors import FormError
from xlreport.form.load import load_form

L_SUM = 'must  = "all_loans = books + journals + digital"'


L_ROW = 'must  = "total = adults + children"'


L_LAST = 'must     = "total >= last.total"'


F_STAFF = 'must  = "staff_before + staff_change >= 0"'


A_GIFTS = "<= loans.all_loans.total"


CELLS = 'cells    = ["funds.donations"]'


AMOUNT = f'id       = "T2-AMT"\nseverity = "warning"\n{CELLS}'


MIX = 'id       = "T2-MIX"\nseverity = "warning"\ntable    = "funds"\n'


PARTS = MADE_UP_FORM[
    MADE_UP_FORM.index("[[table.part]]") : MADE_UP_FORM.index('[[table.rule]]\nid    = "F-SUM"')
]


FILL = "fill 只用于“一个单元格 = 同一张表其他单元格之和”；请改写 must，或删去 fill。"


NO_TEXTS = "应是一段文字，或用方括号列出的几段文字，不能是"


TWICE = "写了2次；只能有一个，请删去或改名。"


NO_KEY = "不能作代号；代号用小写字母开头，只含 a-z、0-9、_"


NO_CELL = "中没有这样的单元格；请核对行和列的代号。"


SUMS = "须是两个和式，中间写一个 =、<= 或 >=。"


SLIPS = {
    "an unknown field of the form": (
        ("from   = 2020", "from   = 2020\ncolour = 'red'"),
        " 第5行，colour：没有“colour”这个字段；可以写 id、title、table、text、rule、check、ye"
        "ars、chart、duty、notice、from、blank、period、variants、guide、summary、narrativ"
        "e。",
    ),
    "an unknown field of a table": (
        ('unit    = "册"', 'units_  = "册"'),
        " 第10行，[[table]] 第1个 → units_：没有“units_”这个字段；可以写 key、heading、sheet"
        "、corner、columns、rows、unit、part、rule、change、unit_required、absent、units、money、kinds。",
    ),
    "an unknown field of a strip": (
        ('corner  = "岗位"', 'corners = "岗位"'),
        " 第78行，[[table]] funds → [[table.part]] 第2个 → corners：没有“corners”这个字段；可"
        "以写 columns、rows、band、corner。",
    ),
    "an unknown field of a rule": (
        ('fill  = true\nsay   = "总计', 'fills = true\nsay   = "总计'),
        " 第33行，[[table]] loans → [[table.rule]] 第1个 → fills：没有“fills”这个字段；可以写"
        " id、say、must、every、severity、fill、within、against。",
    ),
    "an unknown field of a rule across tables": (
        ('must     = "funds', 'most     = "funds'),
        " 第112行，[[rule]] 第1个 → most：没有“most”这个字段；可以写 id、say、must、every、se"
        "verity、fill、within、against。",
    ),
    "an unknown field of a check": (
        (CELLS, 'cell     = ["funds.donations"]'),
        " 第135行，[[check]] 第2个 → cell：没有“cell”这个字段；可以写 id、severity、say、cell"
        "s、table、must。",
    ),
    "an unknown field of a text": (
        ("standing = ", "stands   = "),
        " 第125行，[[text]] 第2个 → stands：没有“stands”这个字段；可以写 key、heading、say、s"
        "tanding、printed。",
    ),
    "no title": (('title  = "图书馆年度报表"\n', ""), "：缺少字段“title”；请补上。"),
    "no key of a table": (
        ('key     = "loans"\n', ""),
        " 第6行，[[table]] 第1个：缺少字段“key”；请补上。",
    ),
    "no heading": (
        ('heading = "一、借阅情况"\n', ""),
        " 第6行，[[table]] 第1个：缺少字段“heading”；请补上。",
    ),
    "no id of a rule": (
        ('id    = "L-ROW"\n', ""),
        " 第36行，[[table]] loans → [[table.rule]] 第2个：缺少字段“id”；请补上。",
    ),
    "no severity of a check": (
        ('id       = "INT"\nseverity = "error"', 'id       = "INT"'),
        " 第127行，[[check]] 第1个：缺少字段“severity”；请补上。",
    ),
    "no rows of a strip": (
        ("rows    = '''\nlibrarians  馆员\n'''\n", ""),
        " 第76行，[[table]] funds → [[table.part]] 第2个：缺少字段“rows”；请补上。",
    ),
    "no parts, rows or columns": (
        (PARTS, ""),
        " 第56行，[[table]] funds：缺少字段“columns”；请补上。",
    ),
    "a list of no parts": (
        (PARTS, "part = []\n"),
        " 第65行，[[table]] funds → part：part 不能为空；请写一个 [[table.part]]，或改写 rows"
        " 和 columns。",
    ),
    "a list of no tables": (
        (MADE_UP_FORM, "id = 'x'\ntitle = 'x'\nfrom = 2020\ntable = []"),
        " 第4行，table：至少要有一张表；请写一个 [[table]]。",
    ),
    "rows in the table and in its parts": (
        ('corner  = "类别"', 'part    = [{ columns = "c  列", rows = "r  行" }]'),
        " 第6行，[[table]] loans：有了 [[table.part]]，表中就不能再写 rows 和 columns；请留一处。",
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
        " 第33行，[[table]] loans → [[table.rule]] 第1个 → fill：“fill”应是 true 或 false，不"
        "能是 'yes'。",
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
        f" 第19行，[[table]] loans → rows：代号“books”{TWICE}",
    ),
    "a row twice in two strips": (
        ("librarians  馆员", "purchases   馆员"),
        f" 第56行，[[table]] funds：行的代号“purchases”{TWICE}",
    ),
    "a column twice": (
        ("children    未成年人", "adults      未成年人"),
        f" 第12行，[[table]] loans → columns：代号“adults”{TWICE}",
    ),
    "a row and a column of one key": (
        ("journals      期刊", "total         期刊"),
        f" 第6行，[[table]] loans：行和列的代号“total”{TWICE}",
    ),
    "a label twice below one label": (
        ("science         科普", "science         小说"),
        f" 第19行，[[table]] loans → rows：栏目名称“馆藏 › 图书 › 小说”{TWICE}",
    ),
    "a table key that rules cannot name": (
        ('key     = "loans"', 'key     = "借阅"'),
        f" 第7行，[[table]] 第1个 → key：“借阅”{NO_KEY}，不能是 last 或 last_year。",
    ),
    "a table key twice": (
        ('key           = "funds"', 'key           = "loans"'),
        f"：表“loans”{TWICE}",
    ),
    "a text key with a colon": (
        ('key      = "closing"', 'key      = "closing:1"'),
        f" 第122行，[[text]] 第2个 → key：“closing:1”{NO_KEY}，不能是 last 或 last_year。",
    ),
    "a text key twice": (
        ('key      = "closing"', 'key      = "remarks"'),
        f"：文字部分“remarks”{TWICE}",
    ),
    "a kind for an unknown key": (
        ('change        = ["staff_change"]', 'change        = ["staff"]'),
        " 第56行，[[table]] funds：“staff”不是本表的行或列；请核对单位和种类中写的代号。",
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
        " 第56行，[[table]] funds：“spent”已列为金额，不能再写单位或列为增减数；请留一处。",
    ),
    "a rule naming no key": (
        (L_SUM, L_SUM.replace("journals", "magazines")),
        " 第32行，[[table]] loans → [[table.rule]] L-SUM → must：“all_loans = books + magazin"
        "es + digital”：表 loans 中没有代号“magazines”；请核对。",
    ),
    "a rule whose keys never meet": (
        ('must  = "spending = purchases + repairs"', 'must  = "spending = donations"'),
        " 第100行，[[table]] funds → [[table.rule]] F-SUM → must：“spending = donations”：表 "
        "funds 中没有一列同时有这些代号；请核对。",
    ),
    "a rule naming no cell": (
        ("science.total <=", "science.sum <="),
        " 第45行，[[table]] loans → [[table.rule]] L-SCIENCE → must：“loans.science.sum”：表 "
        f"loans {NO_CELL}",
    ),
    "a rule naming no table": (
        (A_GIFTS, "<= loan.all_loans.total"),
        " 第112行，[[rule]] A-GIFTS → must：“loan.all_loans.total”应写成 表.行 或 表.行.列，"
        "用各自的代号；请核对表的代号。",
    ),
    "a rule naming more than a cell": (
        (A_GIFTS, "<= loans.all_loans.total.x"),
        f" 第112行，[[rule]] A-GIFTS → must：“loans.all_loans.total.x”：表 loans {NO_CELL}",
    ),
    "a rule of numbers alone": (
        (L_LAST, 'must     = "1 >= 0"'),
        " 第52行，[[table]] loans → [[table.rule]] L-LAST → must：“1 >= 0”中没有行或列的代号"
        "；请补上。",
    ),
    "a rule without a comparison": (
        (L_LAST, 'must     = "total"'),
        f" 第52行，[[table]] loans → [[table.rule]] L-LAST → must：“total”{SUMS}",
    ),
    "a rule that is no relation": (
        (L_LAST, 'must     = "total != 0"'),
        " 第52行，[[table]] loans → [[table.rule]] L-LAST → must：“total != 0”从“!= 0”起看不"
        "懂；只能用代号、整数、+、-、* 和 =、<=、>=。",
    ),
    "a rule of no relations": (
        (L_LAST, "must     = []"),
        f" 第52行，[[table]] loans → [[table.rule]] L-LAST → must：{NO_TEXTS} []。",
    ),
    "an axis there is not": (
        ('every = "row"\nmust  = "staff', 'every = "cell"\nmust  = "staff'),
        " 第106行，[[table]] funds → [[table.rule]] F-STAFF → every：“cell”不能用；只能是 col"
        "umn、row。",
    ),
    "an axis without a table": (
        ('id       = "A-GIFTS"', 'id       = "A-GIFTS"\nevery    = "row"'),
        " 第112行，[[rule]] A-GIFTS → every：every 只能用于一张表；请写在 [[table.rule]] 中。",
    ),
    "a severity there is not": (
        ('severity = "info"', 'severity = "notice"'),
        " 第53行，[[table]] loans → [[table.rule]] L-LAST → severity：“notice”不能用；只能是 "
        "error、warning、info。",
    ),
    "a rule id twice": (('"L-ROW"', '"L-SUM"'), f"：勾稽关系“L-SUM”{TWICE}"),
    "a rule id twice in and outside a table": (
        ('"A-GIFTS"', '"L-SUM"'),
        f"：勾稽关系“L-SUM”{TWICE}",
    ),
    "a total that is an inequality": (
        (L_SUM, L_SUM.replace("loans =", "loans >=")),
        f" 第32行，[[table]] loans → [[table.rule]] L-SUM → must：{FILL}",
    ),
    "a total of itself": (
        (L_ROW, 'must  = "total = total + adults"'),
        f" 第39行，[[table]] loans → [[table.rule]] L-ROW → must：{FILL}",
    ),
    "a total of several cells": (
        (L_SUM, 'must  = "books = digital"'),
        f" 第32行，[[table]] loans → [[table.rule]] L-SUM → must：{FILL}",
    ),
    "a total with a number": (
        (L_ROW, 'must  = "total = adults + 1"'),
        f" 第39行，[[table]] loans → [[table.rule]] L-ROW → must：{FILL}",
    ),
    "a total of nothing": (
        (L_ROW, 'must  = "total = 0"'),
        f" 第39行，[[table]] loans → [[table.rule]] L-ROW → must：{FILL}",
    ),
    "a total of subtractions": (
        (L_ROW, 'must  = "total = - adults"'),
        f" 第39行，[[table]] loans → [[table.rule]] L-ROW → must：{FILL}",
    ),
    "a total of last year": (
        (L_ROW, 'must  = "total = last.total"'),
        f" 第39行，[[table]] loans → [[table.rule]] L-ROW → must：{FILL}",
    ),
    "a total of another table": (
        (
            'must     = "funds.donations.gifts <=',
            'fill     = true\nmust     = "funds.donations.gifts =',
        ),
        f" 第113行，[[rule]] A-GIFTS → must：{FILL}",
    ),
    "two totals in a circle": (
        (
            f'every = "row"\n{F_STAFF}',
            'every = "column"\nfill  = true\nmust  = "purchases = spending - repairs"',
        ),
        "：合计绕成了一圈，互为合计；请改正勾稽关系“F-STAFF”。",
    ),
    "a relation that adds different units": (
        (F_STAFF, 'must  = "gifts + gift_value >= 0"'),
        " 第107行，[[table]] funds → [[table.rule]] F-STAFF → must：“gifts + gift_value >= 0”"
        "把单位不同的数加在一起；请分开写。",
    ),
    "a bare number added to money": (
        (F_STAFF, 'must  = "spent >= 1"'),
        " 第107行，[[table]] funds → [[table.rule]] F-STAFF → must：“spent >= 1”把单位不同的"
        "数加在一起；请分开写。",
    ),
    "an unknown check": (
        ('"INT"', '"INTEGER"'),
        " 第128行，[[check]] INTEGER → id：“INTEGER”不能用；只能是 INT、NEG、BLANK、FORM、EDI"
        "TION、T2-REG、T2-MIX、T2-AMT、TEXT、EMPTY-0、Y-DRIFT。",
    ),
    "a check twice": ((AMOUNT, 'id = "INT"\nseverity = "info"'), f"：检查“INT”{TWICE}"),
    "a check of no cell": (
        (CELLS, 'cells    = ["funds.donation"]'),
        f" 第135行，[[check]] T2-AMT → cells：“funds.donation”：表 funds {NO_CELL}",
    ),
    "a check of an empty list of cells": (
        (CELLS, "cells    = []"),
        f" 第135行，[[check]] T2-AMT → cells：{NO_TEXTS} []。",
    ),
    "a check with a relation but no table": (
        (CELLS, 'must     = "gifts = 0"'),
        " 第132行，[[check]] T2-AMT：must 和 table 必须一起写。",
    ),
    "a check with a table but no relation": (
        (CELLS, 'table    = "funds"'),
        " 第132行，[[check]] T2-AMT：must 和 table 必须一起写。",
    ),
    "a check of an unknown table": (
        (AMOUNT, MIX.replace("funds", "fund") + 'must     = "gifts = 0"'),
        " 第135行，[[check]] T2-MIX → table：没有“fund”这张表；请核对表的代号。",
    ),
    "a check of an unknown key": (
        (AMOUNT, MIX + 'must     = "gift = 0"'),
        " 第136行，[[check]] T2-MIX → must：“gift = 0”：表 funds 中没有代号“gift”；请核对。",
    ),
    "a check that is no relation": (
        (AMOUNT, MIX + 'must     = "gifts"'),
        f" 第136行，[[check]] T2-MIX → must：“gifts”{SUMS}",
    ),
    "both from and years": (
        ("from   = 2020", "from   = 2020\nyears  = [2020]"),
        "：years 和 from 必须写一个，也只能写一个。",
    ),
    "neither from nor years": (
        ("from   = 2020\n", ""),
        "：years 和 from 必须写一个，也只能写一个。",
    ),
    "years in words": (
        ("from   = 2020", 'years  = ["2020"]'),
        " 第4行，years：年度应是四位整数，如 2021，不能是 ['2020']。",
    ),
    "no years": (
        ("from   = 2020", "years  = []"),
        " 第4行，years：年度应是四位整数，如 2021，不能是 []。",
    ),
    "a year of five figures": (
        ("from   = 2020", "from   = 20200"),
        " 第4行，from：年度应是四位整数，如 2021，不能是 20200。",
    ),
    "years with a gap": (
        ("from   = 2020", "years  = [2020, 2022]"),
        " 第4行，years：years 中的年度须逐年相连，如 [2019, 2020]。",
    ),
    "a variant that is no text": (('"小计"', "7"), f" 第146行，variants → 合计：{NO_TEXTS} 7。"),
    "a variant of no label": (
        ('"电子资源" =', '"电子资料" ='),
        " 第145行，variants → 电子资料：“电子资料”不是这个报表中的栏目名称或标题；请核对 vari"
        "ants 左边的文字。",
    ),
    "an unknown field of the guide": (
        ("mistakes = ", "errors   = "),
        " 第139行，guide → errors：没有“errors”这个字段；可以写 mistakes、meaning。",
    ),
    "mistakes that are no texts": (
        ('mistakes = ["把总计填成合计。"]', "mistakes = [7]"),
        f" 第139行，guide → mistakes：{NO_TEXTS} [7]。",
    ),
    "a meaning of no cell": (
        ('"loans.books" =', '"loans.book" ='),
        f" 第142行，guide → meaning → loans.book：“loans.book”：表 loans {NO_CELL}",
    ),
    "a meaning that is no text": (
        ('"loans.books" = "纸质图书"', '"loans.books" = 7'),
        f" 第142行，guide → meaning → loans.books：{NO_TEXTS} 7。",
    ),
    "an id that a stamp cannot bear": (
        ('"made-up"', '"made|up"'),
        " 第1行，id：“made|up”不能作 id；请只用 a-z、0-9、点、_ 和 -，以字母或数字开头。",
    ),
}


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_told_with_its_file_and_place(tmp_path: Path, kind: str) -> None:
    change, expected = SLIPS[kind]
    with pytest.raises(FormError) as error:
        load_made_up(tmp_path, change)
    assert f"made-up.toml{expected}" == str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param("from   = 2020", "from   =", r"第4行第\d+个字符", id="a value left out"),
        pytest.param("from   =", "from = 1\nfrom =", r"第5行第\d+个字符", id="a field twice"),
        pytest.param(
            '[[table.part]]\nband    = "捐赠"',
            "[[table.part]",
            r"第87行第\d+个字符",
            id="a bracket",
        ),
        pytest.param(MADE_UP_FORM, "id =", "末尾", id="the end too soon"),
    ],
)
def test_bad_toml_is_told_with_its_line(tmp_path: Path, old: str, new: str, place: str) -> None:
    advice = "写法不对；请核对引号、括号、等号是否成对齐全，同一个字段是否写了两次。"
    with pytest.raises(FormError, match=rf"^made-up\.toml {place}：{advice}$"):
        load_made_up(tmp_path, (old, new))


@pytest.mark.parametrize("value", ["[" * 5000, "1" * 5000, f"1\n{'a.' * 5000}a = 1"])
def test_what_the_toml_reader_cannot_take_is_a_form_error(tmp_path: Path, value: str) -> None:
    with pytest.raises(
        FormError, match=r"^made-up\.toml：数字太长、括号套得太多，或名称中的点太多"
    ):
        load_made_up(tmp_path, ("from   = 2020", f"from   = {value}"))


def test_a_file_that_is_not_utf_8_is_told_to_be_saved_so(tmp_path: Path) -> None:
    path = tmp_path / "made-up.toml"
    path.write_bytes(MADE_UP_FORM.encode("gbk"))
    with pytest.raises(FormError) as error:
        load_form(path)
    assert "made-up.toml 第2行：文件不是 UTF-8 编码；请另存为 UTF-8 编码。" == str(error.value)
