"""All faults of a form file are told at once, each with its line; what follows from one is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from support.made_up_form import MADE_UP_FORM, load_made_up
from xlreport.base.errors import FormError, FormFault
from xlreport.form.load import load_form


def faults(folder: Path, *changes: tuple[str, str]) -> Sequence[FormFault]:
    with pytest.raises(FormError) as error:
        load_made_up(folder, *changes)
    return error.value.faults


def test_faults_of_every_kind_are_told_in_the_order_of_their_lines(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        ("from   = 2020", "form   = 2020"),  # a field
        ('id    = "L-ROW"', 'id    = "L-SUM"'),  # an id twice
        ("science.total <=", "scence.total <="),  # a key of a rule
        ('severity = "info"', 'severity = "notice"'),  # a word
        ("librarians  馆员", "Librarians  馆员"),  # a line of an outline
        ('"电子资源" =', '"电子资料" ='),  # a label: only told when the tables are right
    )
    assert [(4, SAID[0]), (37, SAID[1]), (45, SAID[2]), (53, SAID[3]), (84, SAID[4])] == [
        (fault.line, said if fault.sentence.startswith(said) else fault.sentence)
        for fault, said in zip(found, SAID, strict=True)
    ]


SAID = (
    "没有“form”这个字段，是不是“from”",
    "勾稽关系“L-SUM”写了2次",
    "“loans.scence.total”：表 loans 中没有这样的单元格",
    "“notice”不能用",
    "行首的“Librarians”不能作代号",
)


def test_the_message_lists_them_under_the_name_of_the_file(tmp_path: Path) -> None:
    of_rule = 'fill  = true\nsay   = "总计'
    with pytest.raises(FormError) as error:
        load_made_up(tmp_path, (of_rule, of_rule.replace("fill", "fil")), ('"info"', '"x"'))
    first, second, third = str(error.value).splitlines()
    assert "made-up.toml 有 2 处问题，请改正后重试。" == first
    assert second.startswith("第33行，[[table]] loans → [[table.rule]] L-SUM → fil：没有“fil”")
    assert third.startswith("第53行，[[table]] loans → [[table.rule]] L-LAST → severity：“x”不能用")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("novels          小说", "novels\t小说"), id="a tab in an outline"),
        pytest.param(('key     = "loans"', 'key     = "借阅"'), id="a key that is none"),
        pytest.param(('key     = "loans"\n', ""), id="no key"),
        pytest.param(('unit    = "册"', "unit    = 7"), id="a unit that is no text"),
        pytest.param(('heading = "一、借阅情况"', 'heading = ""'), id="no heading"),
        pytest.param(("journals      期刊", "books         期刊"), id="a key twice"),
    ],
)
def test_what_names_a_table_with_a_fault_is_no_fault(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    assert 1 == len(faults(tmp_path, change))


def test_rules_that_name_no_table_with_a_fault_are_judged_all_the_same(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        ("novels          小说", "novels\t小说"),
        ('must  = "spending =', 'must  = "spend ='),
    )
    assert [22, 100] == [fault.line for fault in found]


def test_a_misspelt_array_of_tables_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(MADE_UP_FORM.replace("[[table]]", "[[tables]]"), encoding="utf-8")
    with pytest.raises(FormError, match="没有“tables”这个字段，是不是“table”") as error:
        load_form(path)
    assert {"tables"} <= {str(fault.path[0]) for fault in error.value.faults}


def one_rule(number: int, relation: str) -> str:
    must = f'id = "R{number}"\nevery = "column"\nsay = "s"\nmust = {relation}\n'
    return f"[[table.rule]]\n{must}"


def aligned(key: str, count: int) -> str:
    return "".join(f"{key}{number}".ljust(8) + f"第{number}\n" for number in range(count))


CHAIN = "".join(
    f'[[table.rule]]\nid = "R{number}"\nevery = "column"\nfill = true\nsay = "s"\n'
    f'must = "r{number} = r{number + 1}"\n'
    for number in range(60)
)


@pytest.mark.parametrize(
    ("rows", "rules", "said"),
    [
        pytest.param(aligned("r", 301), "", "行或列的栏目有301个，最多300个", id="rows"),
        pytest.param(aligned("r", 254), "", "全部表格共有254格，最多253格", id="cells"),
        pytest.param(
            aligned("r", 2),
            "".join(one_rule(number, '"r0 <= r1"') for number in range(301)),
            "“rule”最多写300个，这里有301个",
            id="rules",
        ),
        pytest.param(
            aligned("r", 2),
            one_rule(0, str(["r0 <= r1"] * 301)),
            "R0 → must：“must”最多写300个，这里有301个",
            id="relations of a rule",
        ),
        pytest.param(
            aligned("r", 2),
            "".join(one_rule(number, str(["r0 <= r1"] * 300)) for number in range(7)),
            "R5 → must：到这一条，全部勾稽关系已有1800处，最多1500处",
            id="relations",
        ),
        pytest.param(aligned("r", 61), CHAIN, "合计套合计超过40层", id="totals of totals"),
    ],
)
def test_what_no_workbook_could_hold_is_refused(
    tmp_path: Path, rows: str, rules: str, said: str
) -> None:
    path = tmp_path / "a.toml"
    head = 'id = "a"\ntitle = "甲"\nfrom = 2021\n[[table]]\nkey = "t"\nheading = "一、表"\n'
    path.write_text(f"{head}columns = 'c 列'\nrows = '''\n{rows}'''\n{rules}", encoding="utf-8")
    with pytest.raises(FormError, match=said):
        load_form(path)


@pytest.mark.parametrize("sign", ["\\u0007", "\\uFFFE", "\\r"])
def test_a_control_character_is_told_with_its_line(tmp_path: Path, sign: str) -> None:
    found = faults(tmp_path, ('"馆发〔2020〕1号"', f'"馆发{sign}"'), ('"纸质图书"', f'"{sign}书"'))
    assert [(3, "notice"), (142, "guide → meaning → loans.books")] == [
        (fault.line, fault.place) for fault in found
    ]


def test_a_text_has_at_most_2000_characters(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, ('["把总计填成合计。"]', f'["{"长" * 2001}"]'))
    assert (139, True) == (
        found.line,
        found.sentence.startswith("这里的文字有2001个字，最多2000个"),
    )


def test_the_faults_of_a_form_come_before_those_of_its_annex(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(MADE_UP_FORM.replace('"info"', '"x"'), encoding="utf-8")
    annex = 'id = "b"\ntitle = "乙"\nfrom = 2020\nsize = 7\n[[table]]\nkey = "t"\n'
    annex += "heading = '九、表'\ncolumns = 'c 列'\nrows = 'r 行'\n"
    (tmp_path / "b.toml").write_text(annex, encoding="utf-8")
    with pytest.raises(FormError) as error:
        load_form(tmp_path / "a.toml", annex=[tmp_path / "b.toml"])
    assert [("a.toml", 53), ("b.toml", 4)] == [(f.file, f.line) for f in error.value.faults]
    assert "\nb.toml 第4行，size：没有“size”" in str(error.value)


def test_an_annex_may_hold_rules_over_the_cells_of_its_form(tmp_path: Path) -> None:
    annex = """
id = "more"
title = "附表"
from = 2020

[[table]]
key = "desks"
heading = "附表、咨询台"
columns = '''
asked  咨询人次
'''
rows = '''
hall  大厅
'''

[[rule]]
id = "M-LOANS"
must = "desks.hall.asked <= loans.all_loans.total"
say = "咨询人次不多于借阅册次"

[[check]]
id = "T2-REG"
severity = "info"
cells = ["loans.digital"]
say = "没有电子资源"
"""
    (tmp_path / "more.toml").write_text(annex, encoding="utf-8")
    load_made_up(tmp_path)
    form = load_form(tmp_path / "made-up.toml", annex=tmp_path / "more.toml")
    (balance,) = [each for each in form.balances if each.rule.id == "M-LOANS"]
    assert ["desks", "loans"] == [form.cells[index].table for index in balance.cells]
    (check,) = [each for each in form.checks if each.say == "没有电子资源"]
    assert ["loans"] * 3 == [form.cells[index].table for index in check.cells]


def test_a_form_takes_several_annexes_in_their_order(tmp_path: Path) -> None:
    load_made_up(tmp_path)
    annexes = ["ogi-supplement", str(tmp_path / "made-up.toml")]
    form = load_form("ogi-2021", annex=annexes)
    assert "ogi-2021+ogi-supplement+made-up" == form.id
    keys = ["supplement", "loans", "funds"]
    assert keys == [table.key for table in form.tables][3:]
    assert form.digest != load_form("ogi-2021", annex=annexes[::-1]).digest
