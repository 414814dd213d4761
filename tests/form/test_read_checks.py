"""Checks are examined when a form is loaded: what one cannot use is said with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.made_up_form import load_made_up
from xlreport.base.errors import FormError
from xlreport.base.finding import Severity
from xlreport.form.check_kind import KINDS, LIBRARY_CHECKS, CheckKind
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.parts import Wanted

CHECK = (
    'id       = "T2-AMT"\nseverity = "warning"\n'
    'pairs    = [["funds.donations.gifts", "funds.donations.gift_value"]]'
)
GUIDE = "[guide]\n"
NARRATIVE = """[narrative]
units = ["件"]
about = ["受赠"]

[[narrative.sentence]]
id      = "gifts"
text    = "remarks"
phrases = ["受赠图书{}"]
means   = "funds.donations.gifts"

[[narrative.sentence]]
id      = "lent"
text    = "remarks"
phrases = ["外借图书{}"]
means   = "loans.all_loans.total"

[guide]
"""
UNIT = 'unit    = "册"'
MIXED = """unit = "册"
kinds = { "digital.adults" = "text", "journals.adults" = { kind = "decimal", unit = "天", \
places = 1, add = false }, "digital.children" = "yes_no" }"""
L_SUM = 'must  = "all_loans = books + journals + digital"'
L_ROW = ('must  = "total = adults + children"\nfill  = true', 'must = "books.total = 9"')


def check(kind: str, lines: str = "", name: str = "X-1") -> str:
    return f'id = "{name}"\nkind = "{kind}"\nseverity = "info"\n{lines}'


def load(folder: Path, *checks: str) -> Form:
    """Load the made-up form with these checks, with sentences, and with cells of three kinds."""
    written = '\nsay = "核对"\n\n[[check]]\n'.join(checks)
    return load_made_up(
        folder,
        (CHECK, written),
        (GUIDE, NARRATIVE),
        (UNIT, MIXED),
        (f"{L_SUM}\nfill  = true", 'must = "books.total = 7"'),
        ('every = "column"\nmust = "books', 'must = "books'),
        (f'every = "row"\n{L_ROW[0]}', L_ROW[1]),
        ('every    = "row"\nmust     = "total >= last.total"', 'must = "books.total >= 1"'),
    )


FUNDS = 'table = "funds"\nevery = "row"\n'
GIFTS = '["gifts", "gift_value"]'
IF_NO = 'table = "loans"\nwhen = "digital.children = no"\n'
GOOD = [
    check("whole", 'cells = ["loans.books"]'),
    check("not_negative", 'cells = ["funds.purchases.spent", "loans.journals.adults"]'),
    check("blank", 'cells = ["loans"]').replace('"loans"', '"loans.books", "loans.digital"'),
    check("remark", 'cells = ["loans.digital.adults"]'),
    check("level", 'cells = ["loans.books"]'),
    check("level", 'cells = ["loans.books"]\nlevels = ["县", "市"]'),
    check("not_equal", f'{FUNDS}must = "staff_before + 2 * staff_change != staff_before"'),
    check("not_equal", 'must = "loans.books.total != funds.librarians.staff_before"'),
    check("not_equal", 'table = "loans"\nmust = "books.total != science.adults"'),
    check("not_equal", 'table = "loans"\nevery = "column"\nmust = "novels != science"'),
    check("both_or_neither", f'{FUNDS}pairs = [{GIFTS}, ["staff_before", "staff_change"]]'),
    check("both_or_neither", 'pairs = [["loans.books.total", "funds.purchases.spent"]]'),
    check("implies", f'{FUNDS}when = "gift_value > 0"\nthen = "gifts > 0"'),
    check("implies", f'{IF_NO}then = ["books = blank", "digital.adults = blank"]'),
    check("implies", f'{IF_NO}then = "digital.adults = filled"'.replace("= no", "= yes")),
    check("implies", 'table = "loans"\nwhen = "books = 0"\nthen = "digital.children = no"'),
    check("text", 'sentences = ["lent"]'),
    check("empty_zero", 'cells = ["funds.donations"]'),
    check("told", 'cells = ["funds.donations"]\ntexts = ["remarks"]\nwords = ["受赠", "捐赠"]'),
    check("drift", 'cells = ["funds.purchases.spent"]\nfactor = 3\nadvice = "请核对位数。"'),
    check("zero", 'cells = ["loans.books"]'),
    check("zero", 'cells = ["loans.books"]\nsince = 2024'),
]


@pytest.mark.parametrize("text", GOOD)
def test_a_check_with_what_it_needs_is_loaded(text: str, tmp_path: Path) -> None:
    found = load(tmp_path, text).checks[1]
    assert ("X-1", Severity.INFO) == (found.id, found.severity)
    assert found.cells or found.pairs or found.sentences
    assert len(found.cells) == len(set(found.cells))


def test_any_number_of_each_kind_may_be_used(tmp_path: Path) -> None:
    texts = [text.replace("X-1", f"X-{number}") for number, text in enumerate(GOOD)]
    form = load(tmp_path, *texts)
    assert [f"X-{number}" for number in range(len(GOOD))] == [c.id for c in form.checks[1:-4]]


def test_what_no_file_says_the_library_adds(tmp_path: Path) -> None:
    form = load(tmp_path, check("blank", 'cells = ["loans.books"]'))
    added = {c.kind: c for c in form.checks[2:]}
    assert set(LIBRARY_CHECKS) - {CheckKind.WHOLE} == set(added)
    for kind, found in added.items():
        library = LIBRARY_CHECKS[kind]
        assert (library.id, library.severity, library.say) == (found.id, found.severity, found.say)
    books = {cell.index for cell in form.cells if cell.row in ("novels", "science")}
    assert {c.index for c in form.cells} - books == set(added[CheckKind.BLANK].cells)


def test_every_cell_has_one_check_of_blanks_and_one_of_remarks(tmp_path: Path) -> None:
    named = check("remark", 'cells = ["loans.digital.adults"]')
    for form in (load(tmp_path, named), load_form("ogi-2021"), load_form("ogi-2019")):
        for kind in (CheckKind.BLANK, CheckKind.REMARK):
            cells = [i for found in form.checks if found.kind is kind for i in found.cells]
            assert sorted(cells) == [cell.index for cell in form.cells]


def test_conditions_and_pairs_know_what_is_asked_and_that_answers_are_of_one_return(
    tmp_path: Path,
) -> None:
    form = load(tmp_path, GOOD[13])
    found = [(p.when, p.then, len(p.right), p.within) for p in form.checks[1].pairs]
    assert [(Wanted.NO, Wanted.BLANK, 6, True), (Wanted.NO, Wanted.BLANK, 1, True)] == found
    (pair,) = load(tmp_path, GOOD[12]).checks[1].pairs
    assert ("受赠图书", False) == (pair.place, pair.within)


@pytest.mark.parametrize(
    ("name", "kind"), [("INT", "whole"), ("Y-DRIFT", "drift"), ("T2-REG", "level")]
)
def test_an_id_of_0_1_0_still_says_its_kind(name: str, kind: str, tmp_path: Path) -> None:
    cells = "" if name == "INT" else 'cells = ["loans.books"]'
    text = check(kind, cells, name).replace(f'kind = "{kind}"\n', "")
    if name == "INT":
        assert CheckKind.WHOLE is load_made_up(tmp_path).checks[0].kind
    else:
        assert CheckKind(kind) is load(tmp_path, text).checks[1].kind


UNUSED = "检查 X-1（{}）用不到“{}”；可以写 id、kind、severity、say、advice"
LACKING = "检查 X-1（{}）缺少字段“{}”；请补上。"
BAD = [
    *(
        (check(kind, "factor = 3"), UNUSED.format(kind, "factor"))
        for kind in CheckKind
        if "factor" not in KINDS[kind].optional
    ),
    *(
        (check(kind), LACKING.format(kind, facts.needed[0]))
        for kind, facts in KINDS.items()
        if facts.needed
    ),
    (
        check("told", 'cells = ["loans.books"]\ntexts = ["remark"]\nwords = ["书"]'),
        "texts：“remark”",
    ),
    (check("told", 'cells = ["loans.books"]\ntexts = ["remarks"]\nwords = []'), "words"),
    (check("edition", 'cells = ["loans.books"]'), UNUSED.format("edition", "cells")),
    (check("not_equal", 'every = "row"\nmust = "a != b"'), "every：写了 every 就要写 table"),
    (
        check("not_equal", f'{FUNDS}must = "gifts = gifts"'),
        "“gifts = gifts”须是两个和式，中间写一个 !=，",
    ),
    (
        check("not_equal", f'{FUNDS}must = "gifts != 0"'),
        "“0”只能是本年单元格相加减，不能有 last 和单独的数",
    ),
    (
        check("not_equal", f'{FUNDS}must = "gifts != last.gifts"'),
        "“last.gifts”只能是本年单元格相加减",
    ),
    (
        check("not_equal", f'{FUNDS}must = "gifts != gift_value"'),
        "把单位不同、小数位数不同的数放在一起；请分开写。",
    ),
    (check("not_equal", f'{FUNDS}must = "gifts != "'), "须是一个和式，如 a + b；请补全。"),
    (check("not_equal", f'{FUNDS}must = "gifts != (gifts)"'), "中不能用括号"),
    (check("not_equal", f'{FUNDS}must = "gifts != made"'), "表 funds 中没有代号“made”；请核对"),
    (check("not_equal", 'table = "fund"\nmust = "a.b != c.d"'), "没有“fund”这张表"),
    (check("not_equal", 'must = "loans.digital.adults != loans.books.total"'), "digital.adults"),
    (check("both_or_neither", f'{FUNDS}pairs = ["gifts", "gift_value"]'), "pairs"),
    (check("both_or_neither", f'{FUNDS}pairs = [["gifts"]]'), "pairs 应写成若干对和式"),
    (
        check("both_or_neither", f'{FUNDS}pairs = [["gifts", "gifts", "gifts"]]'),
        "pairs 应写成若干对和式",
    ),
    (check("both_or_neither", f"{FUNDS}pairs = []"), "pairs"),
    (
        check("both_or_neither", f'{FUNDS}pairs = [["gifts + gift_value", "gifts"]]'),
        "把单位不同、小数位数不同的数放在一起",
    ),
    (check("both_or_neither", f'{FUNDS}pairs = [["gifts", "spent"]]'), "没有一行同时有这些代号"),
    (
        check("implies", f'{FUNDS}when = "gifts >= 1"\nthen = "gifts > 0"'),
        "“gifts >= 1”不是条件；应写成",
    ),
    (
        check("implies", f'{FUNDS}when = "gifts > yes"\nthen = "gifts > 0"'),
        "“gifts > yes”不是条件；应写成",
    ),
    (
        check("implies", f'{FUNDS}when = "gifts > 0"\nthen = "gifts = yes"'),
        "→ then：“gifts = yes”只能问一个填“是”或“否”的单元格",
    ),
    (
        check("implies", f'{FUNDS}when = "gifts = yes"\nthen = "gifts > 0"'),
        "→ when：“gifts = yes”只能问一个填“是”或“否”的单元格",
    ),
    (
        check("implies", f'{FUNDS}when = "gifts > 0"\nthen = "2 * gifts = blank"'),
        "逐格来看，不能写减号和系数",
    ),
    (
        check("implies", 'when = "loans.digital.adults > 0"\nthen = "loans.books > 0"'),
        "digital.adults",
    ),
    (
        check("level", 'cells = ["loans.digital.adults"]'),
        "“loans.digital.adults”中没有 level 能核对的单元格",
    ),
    (
        check("level", 'cells = ["loans.books"]\nlevels = ["村"]'),
        "“村”不能用；只能是 乡、县、市、省、国家。",
    ),
    (
        check("whole", 'cells = ["funds.purchases"]'),
        "没有 whole 能核对的单元格，只能是 change、count；",
    ),
    (check("whole", 'cells = ["loans.book"]'), "“loans.book”：表 loans 中没有这样的单元格"),
    (
        check("drift", 'cells = ["loans.books"]\nfactor = 1'),
        "“factor”应是2到1000的整数，不能是 1。",
    ),
    (check("text", 'sentences = ["lend"]'), "“lend”不能用，是不是“lent”；只能是 gifts、lent。"),
    (check("whole"), "已有检查“INT”是 whole，也没有写明范围；请写明各管哪些，或删去一个。"),
    (
        check("level", 'cells = ["loans.books"]', "L-SUM"),
        "编号“L-SUM”已经用过，勾稽关系和检查的编号不能重复",
    ),
    (
        check("level", 'cells = ["loans.books"]', "UNREADABLE"),
        "“UNREADABLE”是程序自己用的编号；请换一个。",
    ),
    (check("blank", 'cells = ["loans.books"]', "BLANK"), "“BLANK”是程序自己用的编号；请换一个。"),
    (
        check("level", 'cells = ["loans.books"]', "T2-MIX").replace('kind = "level"\n', ""),
        "可以写 id、kind、severity、say、advice、must、table、every。",
    ),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_check_that_could_not_run_is_refused_with_its_line(
    text: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(FormError) as error:
        load(tmp_path, text)
    assert said in str(error.value)
    assert re.search(r"第1[0-9]{2}行，\[\[check\]\] [-A-Z0-9]+", str(error.value))


def test_two_checks_of_a_kind_by_cell_do_not_share_a_cell(tmp_path: Path) -> None:
    one, other = (check("remark", 'cells = ["loans.books"]', f"X-{n}") for n in (1, 2))
    with pytest.raises(FormError, match="已经由检查“X-1”核对，一格只能有一个 remark；请删去一处。"):
        load(tmp_path, one, other)


@pytest.mark.parametrize("kind", ["text", "empty_zero"])
def test_a_check_of_the_narrative_needs_sentences(kind: str, tmp_path: Path) -> None:
    cells = 'cells = ["loans.books"]' if kind == "empty_zero" else ""
    with pytest.raises(FormError, match=r"要核对文字，请先写 \[narrative\] 中的句子。"):
        load_made_up(tmp_path, (CHECK, check(kind, cells)))


def test_a_rule_has_no_id_of_the_library_s(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="“SLIP”是程序自己用的编号；请换一个。"):
        load_made_up(tmp_path, ('"L-SCIENCE"', '"SLIP"'))
