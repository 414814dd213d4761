"""Each mistake in the rules, checks and words of a form file is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import load_made_up
from xlreport.base.errors import FormError

L_SUM = 'must  = "all_loans = books + journals + digital"'


L_ROW = 'must  = "total = adults + children"'


L_LAST = 'must     = "total >= last.total"'


F_STAFF = 'must  = "staff_before + staff_change >= 0"'


A_GIFTS = "<= loans.all_loans.total"


CELLS = 'pairs    = [["funds.donations.gifts", "funds.donations.gift_value"]]'


AMOUNT = f'id       = "T2-AMT"\nseverity = "warning"\n{CELLS}'


FILL = "fill 只用于“一个单元格 = 同一张表其他单元格之和”；请改写 must，或删去 fill。"


NO_TEXTS = "应是一段文字，或用方括号列出的几段文字，不能是"


NO_CELL = "中没有这样的单元格；请核对行和列的代号。"


SUMS = "须是两个和式，中间写一个 =、<= 或 >=。"


SLIPS = {
    "a rule with a misspelt key": (
        (L_SUM, L_SUM.replace("journals", "journal")),
        " 第32行，[[table]] loans → [[table.rule]] L-SUM → must：“all_loans = books + journal "
        "+ digital”：表 loans 中没有代号“journal”，是不是“journals”；请核对。",
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
    "a rule id twice": (
        ('"L-ROW"', '"L-SUM"'),
        (
            " 第37行，[[table]] loans → [[table.rule]] L-SUM → id：勾稽关系“L-SUM”写了2次；只"
            "能有一个，请删去或改名。"
        ),
    ),
    "a rule id twice in and outside a table": (
        ('"A-GIFTS"', '"L-SUM"'),
        (" 第111行，[[rule]] L-SUM → id：勾稽关系“L-SUM”写了2次；只能有一个，请删去或改名。"),
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
        (
            " 第104行，[[table]] funds → [[table.rule]] F-STAFF：合计绕成了一圈，互为合计；请"
            "改正勾稽关系“F-STAFF”。"
        ),
    ),
    "a relation that adds different units": (
        (F_STAFF, 'must  = "gifts + gift_value >= 0"'),
        " 第107行，[[table]] funds → [[table.rule]] F-STAFF → must：“gifts + gift_value >= 0”"
        "把单位不同、小数位数不同的数放在一起；请分开写。",
    ),
    "a bare number added to money": (
        (F_STAFF, 'must  = "spent >= 1"'),
        " 第107行，[[table]] funds → [[table.rule]] F-STAFF → must：“spent >= 1”把单位不同、"
        "小数位数不同的数放在一起；请分开写。",
    ),
    "a check of no kind": (
        ('"INT"', '"INTEGER"'),
        " 第127行，[[check]] INTEGER：缺少字段“kind”，说明是哪一种检查；可以写 whole、not_negati"
        "ve、blank、remark、edition、level、zero、not_equal、both_or_neither、implies、text、"
        "empty_zero、told、drift。",
    ),
    "a check of an unknown kind": (
        ('"INT"\n', '"INT"\nkind = "hole"\n'),
        " 第129行，[[check]] INT → kind：“hole”不能用，是不是“whole”；只能是 whole、not_negati"
        "ve、blank、remark、edition、level、zero、not_equal、both_or_neither、implies、text、"
        "empty_zero、told、drift。",
    ),
    "a check twice": (
        (AMOUNT, 'id = "INT"\nseverity = "info"'),
        " 第133行，[[check]] INT → id：编号“INT”已经用过，勾稽关系和检查的编号不能重复；请换一个。",
    ),
    "both from and years": (
        ("from   = 2020", "from   = 2020\nyears  = [2020]"),
        (" 第1行：years 和 from 只能写一种；请留一处。"),
    ),
    "neither from nor years": (
        ("from   = 2020\n", ""),
        (" 第1行：缺少字段“years”，或改写 from；请补上一种。"),
    ),
    "years in words": (
        ("from   = 2020", 'years  = ["2020"]'),
        (" 第4行，years：“years”应是整数（不加引号），不能是 '2020'。"),
    ),
    "no years": (
        ("from   = 2020", "years  = []"),
        (" 第4行，years：“years”不能是空的；请填写。"),
    ),
    "a year of five figures": (
        ("from   = 2020", "from   = 20200"),
        (" 第4行，from：“from”应是2008到2100的整数，不能是 20200。"),
    ),
    "years with a gap": (
        ("from   = 2020", "years  = [2020, 2022]"),
        " 第4行，years：years 中的年度须逐年相连，如 [2019, 2020]。",
    ),
    "a variant that is no text": (('"小计"', "7"), f" 第146行，variants → 合计：{NO_TEXTS} 7。"),
    "a variant of no label": (
        ('"电子资源" =', '"电子资料" ='),
        (
            " 第145行，variants → 电子资料：“电子资料”不是这个报表中的栏目名称、标题或选项，是不是“"
            "电子资源”；请核对 variants 的左边。"
        ),
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
        (" 第142行，guide → meaning → loans.books：“loans.books”应是文字（加引号），不能是 7。"),
    ),
    "an id that a stamp cannot bear": (
        ('"made-up"', '"made|up"'),
        " 第1行，id：“made|up”不能作 id；请只用 a-z、0-9、点、_ 和 -，以字母或数字开头。",
    ),
}


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_in_rules_and_words_is_told_with_its_file_and_place(
    tmp_path: Path, kind: str
) -> None:
    change, expected = SLIPS[kind]
    with pytest.raises(FormError) as error:
        load_made_up(tmp_path, change)
    assert f"made-up.toml{expected}" == str(error.value)
