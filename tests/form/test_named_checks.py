"""Named checks are examined when a form is loaded: what one cannot use is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import load_made_up
from xlreport.base.errors import FormError

CHECK = 'id       = "T2-AMT"\nseverity = "warning"\ncells    = ["funds.donations"]'
PLAIN = ["NEG", "BLANK", "FORM", "EDITION", "TEXT"]
OVER_CELLS = ["T2-REG", "EMPTY-0", "Y-DRIFT"]
MIX = 'table = "funds"\nmust = '


def check(name: str, lines: str = "") -> str:
    return f'id       = "{name}"\nseverity = "warning"\n{lines}'


GOOD = [
    *(check(name) for name in PLAIN),
    *(check(name, 'cells = ["funds.donations"]') for name in OVER_CELLS),
    *(check(name, 'cells = ["loans.books", "loans.books.total"]') for name in OVER_CELLS),
    check("T2-AMT", 'cells = ["funds.donations.gifts", "funds.donations.gift_value"]'),
    check("T2-AMT", 'cells = ["loans.science.total", "funds.purchases.spent"]'),
    check("T2-MIX", f'{MIX}"staff_before = staff_change"'),
]


@pytest.mark.parametrize("text", GOOD)
def test_a_check_with_what_it_needs_is_loaded(text: str, tmp_path: Path) -> None:
    form = load_made_up(tmp_path, (CHECK, text))
    cells = form.checks[1].cells
    assert len(cells) == len(set(cells))


UNUSED = "检查 {} 用不到“{}”；请删去。"
LACKING = "缺少字段“{}”；请补上。"
AMOUNT = "检查 T2-AMT 的 cells 须正好是两个单元格，先是件数，后是金额"
SUM = "只能是本年单元格相加减，不能有 last 和单独的数。"
BAD = [
    *((name, 'cells = ["funds.donations"]', UNUSED.format(name, "cells")) for name in PLAIN),
    *((name, f'{MIX}"gifts = gifts"', UNUSED.format(name, "table")) for name in PLAIN),
    *((name, "", LACKING.format("cells")) for name in [*OVER_CELLS, "T2-AMT"]),
    *(
        (name, f'{MIX}"gifts = gifts"\ncells = ["loans.books"]', UNUSED.format(name, "table"))
        for name in [*OVER_CELLS, "T2-AMT"]
    ),
    ("T2-MIX", "", LACKING.format("table")),
    ("T2-MIX", f'{MIX}"gifts = gifts"\ncells = ["loans.books"]', UNUSED.format("T2-MIX", "cells")),
    ("T2-MIX", 'table = "funds"', "must 和 table 必须一起写。"),
    ("T2-MIX", f'{MIX}"gifts <= gifts"', "检查 T2-MIX 的“gifts <= gifts”中间只能写 =；请改写。"),
    ("T2-MIX", f'{MIX}"gifts = 0"', f"“gifts = 0”{SUM}"),
    ("T2-MIX", f'{MIX}"gifts = last.gifts"', f"“gifts = last.gifts”{SUM}"),
    ("T2-MIX", f'{MIX}"gifts = gift_value"', "把单位不同的数加在一起；请分开写。"),
    *(
        ("T2-AMT", f"cells = [{cells}]", AMOUNT)
        for cells in (
            '"funds.donations.gifts"',
            '"funds.donations.gift_value"',
            '"funds.donations.gift_value", "funds.donations.gifts"',
            '"funds.donations.gifts", "funds.donations.gifts"',
            '"funds.donations.gifts", "loans.books.total"',
            '"funds.purchases.spent", "funds.donations.gift_value"',
            '"funds.librarians"',
            '"funds.spending"',
            '"loans.books"',
            '"loans.science"',
            '"funds.donations", "funds.purchases"',
            '"funds.donations", "loans.science.total"',
        )
    ),
]


@pytest.mark.parametrize(("name", "lines", "said"), BAD)
def test_a_check_that_could_not_run_is_refused_with_its_line(
    name: str, lines: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(FormError) as error:
        load_made_up(tmp_path, (CHECK, check(name, lines)))
    assert said in str(error.value)
    assert f"，[[check]] {name}" in str(error.value)
    assert str(error.value).startswith("made-up.toml 第13")


@pytest.mark.parametrize("number", ["9" * 13, "1" + "0" * 30])
def test_a_number_too_large_to_compute_with_is_refused(number: str, tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"太大，最多写 12 位；请改小。$"):
        load_made_up(tmp_path, ("novels.total + 100", f"novels.total + {number}"))


def test_a_relation_over_last_year_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"L-LAST → must：“last.total >= last.adults”只有以前的数"):
        load_made_up(tmp_path, ('"total >= last.total"', '"last.total >= last.adults"'))
