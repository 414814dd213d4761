"""Loading is strict: every slip in a form file is a FormError that names file and place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_up_form import MADE_UP_FORM, load_made_up
from xlreport._errors import FormError
from xlreport._finding import Severity
from xlreport._form_file import list_forms, load_form

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741 - the letters of the rules


def test_three_form_files_come_with_the_library() -> None:
    assert ["ogi-2019", "ogi-2021", "ogi-supplement"] == list_forms()


@pytest.mark.parametrize("name", list_forms())
def test_a_form_file_is_named_after_the_id_in_it(name: str) -> None:
    assert name == load_form(name).id


def test_a_form_is_loaded_once() -> None:
    assert load_form("ogi-2021") is load_form("ogi-2021")


def test_an_annex_adds_its_tables_behind_those_of_the_form() -> None:
    form = load_form("ogi-2021", annex="ogi-supplement")
    expected = ("ogi-2021+ogi-supplement", ["二", "三", "四", "附表"])
    assert expected == (form.id, [table.sheet for table in form.tables])


def test_the_id_of_a_form_with_an_annex_loads_both() -> None:
    assert load_form("ogi-2021", annex="ogi-supplement") is load_form("ogi-2021+ogi-supplement")


def test_a_form_of_ones_own_takes_an_annex_that_comes_with_the_library(tmp_path: Path) -> None:
    load_made_up(tmp_path)
    form = load_form(tmp_path / "made-up.toml", annex="ogi-supplement")
    assert ("made-up+ogi-supplement", 25) == (form.id, len(form.inputs))


def test_an_annex_has_another_digest_than_the_form_alone() -> None:
    names = ("ogi-2021", "ogi-supplement", "ogi-2021+ogi-supplement")
    assert 3 == len({load_form(name).digest for name in names})


def test_what_the_form_and_its_annex_both_check_is_checked_as_the_form_says(tmp_path: Path) -> None:
    load_made_up(tmp_path)
    annex = '[[check]]\nid = "INT"\nseverity = "info"\nsay = "整数"\n'
    head = 'id = "more"\ntitle = "附"\nfrom = 2020\n'
    table = "[[table]]\nkey = 'more'\nheading = '附、更多'\ncolumns = 'c  列'\nrows = 'r  行'\n"
    (tmp_path / "more.toml").write_text(head + table + annex, encoding="utf-8")
    form = load_form(tmp_path / "made-up.toml", annex=tmp_path / "more.toml")
    assert [("INT", E), ("T2-AMT", W)] == [(check.id, check.severity) for check in form.checks]


def test_windows_line_ends_and_a_byte_order_mark_make_no_other_form(tmp_path: Path) -> None:
    digest = load_made_up(tmp_path).digest
    path = tmp_path / "made-up.toml"
    path.write_bytes(b"\xef\xbb\xbf" + MADE_UP_FORM.replace("\n", "\r\n").encode())
    assert digest == load_form(path).digest


def test_any_other_change_makes_another_form(tmp_path: Path) -> None:
    one, other = load_made_up(tmp_path), load_made_up(tmp_path, ("期刊\n", "期刊杂志\n"))
    assert one.digest != other.digest


# The rules of the official form, typed from the list of rules: those within one return and those
# across years. EMPTY-0 and the text against the tables look at the narrative and stand in no form
# file. NEG has a half that is linear: 上一年 + 增/减 ≥ 0.
OFFICIAL_RULES = {
    "ogi-2021": {
        "T3-ID": E,
        "T3-SUM": E,
        "T3-ROW": E,
        "T4-SUM": E,
        "INT": E,
        "NEG": E,
        "BLANK": W,
        "FORM": W,
        "EDITION": W,
        "T2-VALID": W,
        "T2-REG": W,
        "Y-CARRY": W,
        "Y-VALID": W,
        "TEXT": W,
        "EMPTY-0": W,
        "Y-DRIFT": I,
    },
    "ogi-2019": {
        "T3-ID": E,
        "T3-SUM": E,
        "T3-ROW": E,
        "T4-SUM": E,
        "INT": E,
        "NEG": E,
        "NEG-ITEMS": E,
        "BLANK": W,
        "FORM": W,
        "EDITION": W,
        "T2-REG": W,
        "T2-NEW": W,
        "T2-TOT": W,
        "T2-MIX": W,
        "T2-AMT": W,
        "Y-CARRY": W,
        "Y-ITEM": W,
        "TEXT": W,
        "EMPTY-0": W,
        "Y-DRIFT": I,
    },
}


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_every_rule_of_an_edition_is_in_its_form_file_with_its_severity(name: str) -> None:
    form = load_form(name)
    linear = {rule.id: rule.severity for rule in form.rules}
    named = {check.id.value: check.severity for check in form.checks}
    assert OFFICIAL_RULES[name] == linear | named
    assert not linear.keys() & named.keys()


@pytest.mark.parametrize(
    ("name", "rule", "relations"),
    [
        ("ogi-2021", "T3-ID", ["received + carried_over = total_handled + carried_forward"]),
        (
            "ogi-2021",
            "T3-SUM",
            [
                "total_handled = granted + granted_in_part + refused + not_available"
                " + not_processed + otherwise_handled"
            ],
        ),
        ("ogi-2021", "T3-ROW", ["total = natural_person + legal_person"]),
        ("ogi-2021", "T2-VALID", ["in_force >= made - repealed"]),
        ("ogi-2021", "Y-VALID", ["in_force = last.in_force + made - repealed"]),
        ("ogi-2021", "Y-CARRY", ["carried_over = last.carried_forward"]),
        ("ogi-2019", "T2-NEW", ["published <= made"]),
        ("ogi-2019", "T2-TOT", ["published_total >= published"]),
        ("ogi-2019", "NEG-ITEMS", ["items_last_year + items_change >= 0"]),
        ("ogi-2019", "Y-ITEM", ["items_last_year = last.items_last_year + last.items_change"]),
        (
            "ogi-2019",
            "T4-SUM",
            [
                f"{block}_total = {block}_upheld + {block}_corrected + {block}_other"
                f" + {block}_pending"
                for block in ("review", "direct", "appeal")
            ],
        ),
    ],
)
def test_a_linear_rule_relates_what_the_list_of_rules_says(
    name: str, rule: str, relations: list[str]
) -> None:
    found = next(found for found in load_form(name).rules if found.id == rule)
    assert relations == [relation.text for relation in found.relations]


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_the_identity_is_told_in_the_words_of_the_form(name: str) -> None:
    rule = next(rule for rule in load_form(name).rules if rule.id == "T3-ID")
    assert "第一项加第二项之和，等于第三项加第四项之和" == rule.say


@pytest.mark.parametrize(
    ("name", "check", "expected"),
    [
        (
            "ogi-2021",
            "T2-REG",
            ["regulations.made", "regulations.repealed", "regulations.in_force"],
        ),
        ("ogi-2021", "Y-DRIFT", ["licences.decisions", "penalties.decisions", "fees.fees_amount"]),
        (
            "ogi-2019",
            "T2-REG",
            ["regulations.made", "regulations.published", "regulations.published_total"],
        ),
        (
            "ogi-2019",
            "T2-AMT",
            ["procurement.procurement_projects", "procurement.procurement_amount"],
        ),
    ],
)
def test_a_named_check_looks_at_the_cells_of_the_list_of_rules(
    name: str, check: str, expected: list[str]
) -> None:
    form = load_form(name)
    found = next(found for found in form.checks if found.id.value == check)
    assert expected == [f"{form.cells[i].row}.{form.cells[i].column}" for i in found.cells]


def test_items_and_cases_are_compared_in_the_rows_that_have_both() -> None:
    form = load_form("ogi-2019")
    check = next(check for check in form.checks if check.id.value == "T2-MIX")
    assert ["行政许可", "其他对外管理服务事项", "行政处罚", "行政强制"] == [
        balance.place for balance in check.balances
    ]


L_SUM = 'must  = "all_loans = books + journals + digital"'
L_ROW = 'must  = "total = adults + children"'
L_LAST = 'must     = "total >= last.total"'
F_STAFF = 'must  = "staff_before + staff_change >= 0"'
A_GIFTS = "<= loans.all_loans.total"
CELLS = 'cells    = ["funds.donations"]'
PARTS = MADE_UP_FORM[
    MADE_UP_FORM.index("[[table.part]]") : MADE_UP_FORM.index('[[table.rule]]\nid    = "F-SUM"')
]
FILL = "'fill' needs one cell = a sum of others in the same table"
NO_TEXTS = "a text or a list of texts is needed, not"
SHARED = "rows and columns stand in the table or its parts, not in both"
SUMS = "one of =, <=, >= between two sums is needed"
CHECK_IDS = (
    "'INT', 'NEG', 'BLANK', 'FORM', 'EDITION', 'T2-REG', 'T2-MIX', 'T2-AMT', 'TEXT', 'EMPTY-0', "
    "'Y-DRIFT'"
)
SLIPS = {
    "an unknown field of the form": (
        ("from   = 2020", "from   = 2020\ncolour = 'red'"),
        "unknown field 'colour'; known are id, title, table, text, rule, check, years, chart, "
        "notice, from, variants, guide, summary, narrative",
    ),
    "an unknown field of a table": (
        ('unit    = "册"', 'units_  = "册"'),
        "table 1: unknown field 'units_'; known are key, heading, corner, columns, rows, unit, "
        "part, rule, change, unit_required, units, money",
    ),
    "an unknown field of a strip": (
        ('corner  = "岗位"', 'corners = "岗位"'),
        "table funds, part 2: unknown field 'corners'; known are columns, rows, band, corner",
    ),
    "an unknown field of a rule": (
        ('fill  = true\nsay   = "总计', 'fills = true\nsay   = "总计'),
        "table loans, rule 1: unknown field 'fills'; known are id, say, must, every, severity, "
        "fill",
    ),
    "an unknown field of a rule across tables": (
        ('must     = "funds', 'most     = "funds'),
        "rule 1: unknown field 'most'; known are id, say, must, every, severity, fill",
    ),
    "an unknown field of a check": (
        (CELLS, 'cell     = ["funds.donations"]'),
        "check 2: unknown field 'cell'; known are id, severity, say, cells, table, must",
    ),
    "an unknown field of a text": (
        ("standing = ", "stands   = "),
        "text 2: unknown field 'stands'; known are key, heading, say, standing",
    ),
    "no title": (('title  = "图书馆年度报表"\n', ""), "the field 'title' is missing"),
    "no key of a table": (
        ('key     = "loans"\n', ""),
        "table 1: the field 'key' is missing",
    ),
    "no heading": (
        ('heading = "一、借阅情况"\n', ""),
        "table 1: the field 'heading' is missing",
    ),
    "no id of a rule": (
        ('id    = "L-ROW"\n', ""),
        "table loans, rule 2: the field 'id' is missing",
    ),
    "no severity of a check": (
        ('id       = "INT"\nseverity = "error"', 'id       = "INT"'),
        "check 1: the field 'severity' is missing",
    ),
    "no rows of a strip": (
        ("rows    = '''\nlibrarians  馆员\n'''\n", ""),
        "table funds, part 2: the field 'rows' is missing",
    ),
    "no parts, rows or columns": (
        (PARTS, ""),
        "table funds: the field 'columns' is missing",
    ),
    "a list of no parts": ((PARTS, "part = []\n"), "table funds: 'part' is empty"),
    "a list of no tables": (
        (MADE_UP_FORM, "id = 'x'\ntitle = 'x'\nfrom = 2020\ntable = []"),
        "a form needs at least one table",
    ),
    "rows in the table and in its parts": (
        ('corner  = "类别"', 'part    = [{ columns = "c  列", rows = "r  行" }]'),
        f"table loans: {SHARED}",
    ),
    "a part that is no table of fields": (
        (PARTS, "part = [7]\n"),
        "table funds, part 1: a table of fields is needed here, not 7",
    ),
    "a number where text belongs": (
        ('title  = "图书馆年度报表"', "title  = 7"),
        "'title' must be text, not 7",
    ),
    "a text where true or false belongs": (
        ('fill  = true\nsay   = "总计', 'fill  = "yes"\nsay   = "总计'),
        "table loans, rule 1: 'fill' must be true or false, not 'yes'",
    ),
    "true where a year belongs": (
        ("from   = 2020", "from   = true"),
        "'from' must be a whole number, not True",
    ),
    "a unit that is no text": (
        ('staff_change = "人" }', "staff_change = 7 }"),
        "table funds, units: 'staff_change' must be text, not 7",
    ),
    "changes that are no texts": (
        ('change        = ["staff_change"]', 'change        = [["staff_change"]]'),
        f"table funds, change: {NO_TEXTS} [['staff_change']]",
    ),
    "a tab in the indentation": (
        ("novels          小说", "novels\t小说"),
        "table loans, rows line 3: a tab or full-width space in the indentation; use blanks",
    ),
    "a full-width space in the indentation": (
        ("            馆藏", "　　　　　　馆藏"),
        "table loans, rows line 1: a tab or full-width space in the indentation; use blanks",
    ),
    "a leaf without a key": (
        ("journals      期刊", "              期刊"),
        "table loans, rows line 5: the leaf '期刊' has no key",
    ),
    "a key without a label": (
        ("journals      期刊", "journals"),
        "table loans, rows line 5: the key 'journals' has no label beside it",
    ),
    "a column without a label": (
        ("spent  支出金额（单位：万元）", "spent"),
        "table funds, part 1, columns line 1: the column has a key but no label",
    ),
    "a key in capitals": (
        ("journals      期刊", "Journals      期刊"),
        "table loans, rows line 5: 'Journals' stands in the margin but is not a key (a-z, 0-9, _)",
    ),
    "the key last": (
        ("journals      期刊", "last          期刊"),
        "table loans, rows line 5: 'last' means last year in rules and cannot be a key",
    ),
    "an indentation to no level": (
        ("journals      期刊", "journals     期刊"),
        "table loans, rows line 5: indented to no level above it",
    ),
    "an empty outline": (
        ("gifts       件数\ngift_value  金额\n", ""),
        "table funds, part 3, columns line 1: an outline needs at least one label",
    ),
    "a row twice": (
        ("journals      期刊", "books         期刊"),
        "table loans, rows: the key 'books' stands 2 times",
    ),
    "a row twice in two strips": (
        ("librarians  馆员", "purchases   馆员"),
        "table funds, rows: the key 'purchases' stands 2 times",
    ),
    "a column twice": (
        ("children    未成年人", "adults      未成年人"),
        "table loans, columns: the key 'adults' stands 2 times",
    ),
    "a row and a column of one key": (
        ("journals      期刊", "total         期刊"),
        "table loans, rows and columns: the key 'total' stands 2 times",
    ),
    "a label twice below one label": (
        ("science         科普", "science         小说"),
        "table loans, rows: the label '馆藏 › 图书 › 小说' stands 2 times",
    ),
    "a table key that rules cannot name": (
        ('key     = "loans"', 'key     = "借阅"'),
        "table 1: '借阅' cannot be a key (a-z, 0-9, _; not 'last')",
    ),
    "a table key twice": (
        ('key           = "funds"', 'key           = "loans"'),
        "the table 'loans' stands 2 times",
    ),
    "a text key with a colon": (
        ('key      = "closing"', 'key      = "closing:1"'),
        "text 2: 'closing:1' cannot be a key (a-z, 0-9, _; not 'last')",
    ),
    "a text key twice": (
        ('key      = "closing"', 'key      = "remarks"'),
        "the text 'remarks' stands 2 times",
    ),
    "a sheet twice": (
        ('heading       = "二、', 'heading       = "一、'),
        "the sheet '一' stands 2 times",
    ),
    "a kind for an unknown key": (
        ('change        = ["staff_change"]', 'change        = ["staff"]'),
        "table funds: a kind or unit is given for 'staff', which is no row or column",
    ),
    "a foreign currency": (
        ('gift_value = "元"', 'gift_value = "美元"'),
        "table funds: money in 'gift_value' is in 元 or 万元, not in '美元'",
    ),
    "a unit required of no money": (
        ('unit_required = ["gift_value"]', 'unit_required = ["gifts"]'),
        "table funds: 'gifts' is in 'unit_required' but is no money",
    ),
    "money that is a change": (
        ('change        = ["staff_change"]', 'change        = ["spent"]'),
        "table funds: 'spent' is money and something else as well",
    ),
    "a rule naming no key": (
        (L_SUM, L_SUM.replace("journals", "magazines")),
        "rule L-SUM: 'all_loans = books + magazines + digital': table loans has no key 'magazines'",
    ),
    "a rule whose keys never meet": (
        ('must  = "spending = purchases + repairs"', 'must  = "spending = donations"'),
        "rule F-SUM: 'spending = donations': no column of table funds has all these keys",
    ),
    "a rule naming no cell": (
        ("science.total <=", "science.sum <="),
        "rule L-SCIENCE: loans.science.sum: table loans has no such cell",
    ),
    "a rule naming no table": (
        (A_GIFTS, "<= loan.all_loans.total"),
        "rule A-GIFTS: 'loan.all_loans.total' is no table.row or table.row.column of this form",
    ),
    "a rule naming more than a cell": (
        (A_GIFTS, "<= loans.all_loans.total.x"),
        "rule A-GIFTS: loans.all_loans.total.x: table loans has no such cell",
    ),
    "a rule of numbers alone": (
        (L_LAST, 'must     = "1 >= 0"'),
        "rule L-LAST: '1 >= 0': names no row or column",
    ),
    "a rule without a comparison": (
        (L_LAST, 'must     = "total"'),
        f"rule L-LAST: 'total': {SUMS}",
    ),
    "a rule that is no relation": (
        (L_LAST, 'must     = "total != 0"'),
        "rule L-LAST: 'total != 0': cannot be read from '!= 0' on",
    ),
    "a rule of no relations": ((L_LAST, "must     = []"), f"rule L-LAST: {NO_TEXTS} []"),
    "an axis there is not": (
        ('every = "row"\nmust  = "staff', 'every = "cell"\nmust  = "staff'),
        "rule F-STAFF: 'cell' is none of 'column', 'row'",
    ),
    "an axis without a table": (
        ('id       = "A-GIFTS"', 'id       = "A-GIFTS"\nevery    = "row"'),
        "rule A-GIFTS: 'every' needs a table; write it under [[table.rule]]",
    ),
    "a severity there is not": (
        ('severity = "info"', 'severity = "notice"'),
        "rule L-LAST: 'notice' is none of 'error', 'warning', 'info'",
    ),
    "a rule id twice": (('"L-ROW"', '"L-SUM"'), "the rule 'L-SUM' stands 2 times"),
    "a rule id twice in and outside a table": (
        ('"A-GIFTS"', '"L-SUM"'),
        "the rule 'L-SUM' stands 2 times",
    ),
    "a total that is an inequality": (
        (L_SUM, L_SUM.replace("loans =", "loans >=")),
        f"rule L-SUM: {FILL}",
    ),
    "a total of itself": ((L_ROW, 'must  = "total = total + adults"'), f"rule L-ROW: {FILL}"),
    "a total of several cells": ((L_SUM, 'must  = "books = digital"'), f"rule L-SUM: {FILL}"),
    "a total with a number": ((L_ROW, 'must  = "total = adults + 1"'), f"rule L-ROW: {FILL}"),
    "a total of nothing": ((L_ROW, 'must  = "total = 0"'), f"rule L-ROW: {FILL}"),
    "a total of subtractions": ((L_ROW, 'must  = "total = - adults"'), f"rule L-ROW: {FILL}"),
    "a total of last year": ((L_ROW, 'must  = "total = last.total"'), f"rule L-ROW: {FILL}"),
    "a total of another table": (
        (
            'must     = "funds.donations.gifts <=',
            'fill     = true\nmust     = "funds.donations.gifts =',
        ),
        f"rule A-GIFTS: {FILL}",
    ),
    "two totals in a circle": (
        (
            f'every = "row"\n{F_STAFF}',
            'every = "column"\nfill  = true\nmust  = "purchases = spending - repairs"',
        ),
        "rule F-STAFF: totals are computed in a circle",
    ),
    "a relation that adds different units": (
        (F_STAFF, 'must  = "gifts + gift_value >= 0"'),
        "rule F-STAFF: 'gifts + gift_value >= 0' adds different units",
    ),
    "a bare number added to money": (
        (F_STAFF, 'must  = "spent >= 1"'),
        "rule F-STAFF: 'spent >= 1' adds different units",
    ),
    "an unknown check": (
        ('"INT"', '"INTEGER"'),
        f"check INTEGER: 'INTEGER' is none of {CHECK_IDS}",
    ),
    "a check twice": (('"T2-AMT"', '"INT"'), "the check 'INT' stands 2 times"),
    "a check of no cell": (
        (CELLS, 'cells    = ["funds.donation"]'),
        "check T2-AMT: funds.donation: table funds has no such cell",
    ),
    "a check of an empty list of cells": ((CELLS, "cells    = []"), f"check T2-AMT: {NO_TEXTS} []"),
    "a check with a relation but no table": (
        (CELLS, 'must     = "gifts = 0"'),
        "check T2-AMT: 'must' and 'table' need one another",
    ),
    "a check with a table but no relation": (
        (CELLS, 'table    = "funds"'),
        "check T2-AMT: 'must' and 'table' need one another",
    ),
    "a check of an unknown table": (
        (CELLS, 'table    = "fund"\nmust     = "gifts = 0"'),
        "check T2-AMT: this form has no table 'fund'",
    ),
    "a check of an unknown key": (
        (CELLS, 'table    = "funds"\nmust     = "gift = 0"'),
        "check T2-AMT: 'gift = 0': table funds has no key 'gift'",
    ),
    "a check that is no relation": (
        (CELLS, 'table    = "funds"\nmust     = "gifts"'),
        f"check T2-AMT: 'gifts': {SUMS}",
    ),
    "both from and years": (
        ("from   = 2020", "from   = 2020\nyears  = [2020]"),
        "one of 'years' and 'from' is needed",
    ),
    "neither from nor years": (("from   = 2020\n", ""), "one of 'years' and 'from' is needed"),
    "years in words": (
        ("from   = 2020", 'years  = ["2020"]'),
        "years are whole numbers such as 2021, not ['2020']",
    ),
    "no years": (
        ("from   = 2020", "years  = []"),
        "years are whole numbers such as 2021, not []",
    ),
    "a year of five figures": (
        ("from   = 2020", "from   = 20200"),
        "years are whole numbers such as 2021, not [20200]",
    ),
    "years with a gap": (
        ("from   = 2020", "years  = [2020, 2022]"),
        "'years' follow one another, as in [2019, 2020]",
    ),
    "a variant that is no text": (('"小计"', "7"), f"variants of 合计: {NO_TEXTS} 7"),
    "a variant of no label": (
        ('"电子资源" =', '"电子资料" ='),
        "variants of '电子资料': this form has no such label",
    ),
    "an unknown field of the guide": (
        ("mistakes = ", "errors   = "),
        "guide: unknown field 'errors'; known are mistakes, meaning",
    ),
    "mistakes that are no texts": (
        ('mistakes = ["把总计填成合计。"]', "mistakes = [7]"),
        f"guide: {NO_TEXTS} [7]",
    ),
    "a meaning of no cell": (
        ('"loans.books" =', '"loans.book" ='),
        "guide.meaning: loans.book: table loans has no such cell",
    ),
    "a meaning that is no text": (
        ('"loans.books" = "纸质图书"', '"loans.books" = 7'),
        f"guide.meaning: {NO_TEXTS} 7",
    ),
    "an id that a stamp cannot bear": (
        ('"made-up"', '"made|up"'),
        "'made|up' cannot be an id (a-z, 0-9, . _ -)",
    ),
}


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_is_told_with_its_file_and_place(tmp_path: Path, kind: str) -> None:
    change, expected = SLIPS[kind]
    with pytest.raises(FormError) as error:
        load_made_up(tmp_path, change)
    place = re.sub("^made-up.toml: ", "", str(error.value))
    assert (expected, str(error.value)) == (place, f"made-up.toml: {place}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("from   = 2020", "from   =", id="a value left out"),
        pytest.param("from   = 2020", "from   = 2020\nfrom   = 2021", id="a field twice"),
        pytest.param('[[table.part]]\nband    = "捐赠"', "[[table.part]", id="a bracket left out"),
    ],
)
def test_bad_toml_is_told_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(FormError, match=r"^made-up\.toml: .*\(at line \d+, column \d+\)$"):
        load_made_up(tmp_path, (old, new))


@pytest.mark.parametrize("value", ["[" * 5000, "1" * 5000])
def test_what_the_toml_reader_cannot_take_is_a_form_error(tmp_path: Path, value: str) -> None:
    with pytest.raises(FormError, match=r"^made-up\.toml: "):
        load_made_up(tmp_path, ("from   = 2020", f"from   = {value}"))


def test_a_file_that_is_not_utf_8_is_told_to_be_saved_so(tmp_path: Path) -> None:
    path = tmp_path / "made-up.toml"
    path.write_bytes(MADE_UP_FORM.encode("gbk"))
    with pytest.raises(FormError) as error:
        load_form(path)
    assert "made-up.toml: not UTF-8 from byte 31 on; save it as UTF-8" == str(error.value)


NO_FORM = "there are ogi-2019, ogi-2021, ogi-supplement, or a .toml file"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ogi-2020", f"no form 'ogi-2020'; {NO_FORM}"),
        ("", f"no form ''; {NO_FORM}"),
        ("../forms/ogi-2021", f"no form '../forms/ogi-2021'; {NO_FORM}"),
        ("ogi-2021+annex", f"no form 'annex'; {NO_FORM}"),
        ("none.toml", "none.toml: cannot be read (No such file or directory)"),
        (Path("none.form"), "none.form: cannot be read (No such file or directory)"),
        ("no\0ne.toml", "'no\\x00ne.toml': cannot be read (embedded null byte)"),
        ("ogi-2021+ogi-2019", "ogi-2021.toml+ogi-2019.toml: the table 'proactive' stands 2 times"),
        ("ogi-2021+ogi-2021", "ogi-2021.toml+ogi-2021.toml: the table 'proactive' stands 2 times"),
    ],
)
def test_a_form_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str | Path, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FormError) as error:
        load_form(name)
    assert expected == str(error.value)


def test_a_folder_is_no_form_file(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=rf"^{tmp_path.name}: cannot be read \("):
        load_form(tmp_path)


LINES = MADE_UP_FORM.splitlines()
SNIPPETS = ['"', "'", "'''", "[", "]", "7", "true", "{}", "=", "+", "-", "last.", ".", "\u3000"]
SNIPPETS += ["\t", " ", "total", "books", "\n", "、", "/", "\u2028", "\\u0007", "\x00", *LINES]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["drop", "double", "swap", "insert", "insert", "replace"]))
        if how == "drop" and len(lines) > 1:
            del lines[at]
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            cut = draw(st.integers(0, len(lines[at])))
            rest = cut + draw(st.integers(1, 3)) if how == "replace" else cut
            lines[at] = lines[at][:cut] + draw(st.sampled_from(SNIPPETS)) + lines[at][rest:]
    return "\n".join(lines)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutations())
def test_any_mutation_of_a_form_file_gives_a_form_or_a_form_error(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "mutated.toml"
    path.write_text(text, encoding="utf-8")
    try:
        as_it_should = bool(load_form(path).cells)
    except FormError as error:
        as_it_should = str(error).startswith("mutated.toml: ")
    assert as_it_should
