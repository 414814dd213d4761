"""A list goes to the list of its key in another edition, and what has no home there is named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import xlreport as xr
from support.filled_lists import LINES, filled_return
from support.purchases import COUNTS, PURCHASES, counted_form, load_text
from xlreport.form.form import Form
from xlreport.form.open_list import Lines
from xlreport.past._list_migration import carry_lists

OLD = counted_form()
ENTRY = ("2026-001", "空调", 739680, 12500000, 0, 1, 3)
LISTS = {"purchases": Lines("二", (1, 2, 3, 4, 5, 6, 7), rows=(4,), entries=(ENTRY,))}
NEW_ID = ('id     = "purchases-2026"', 'id     = "purchases-2027"')


def newer(folder: Path, *changes: tuple[str, str]) -> Form:
    text = PURCHASES + COUNTS
    for old, new in (NEW_ID, *changes):
        assert old in text
        text = text.replace(old, new)
    return load_text(text, folder)


def test_columns_go_to_those_of_their_keys_and_choices_to_their_words(tmp_path: Path) -> None:
    new = newer(
        tmp_path,
        ('"货物", "工程", "服务"', '"工程", "服务", "货物"'),
        ("code      项目编号\nname      项目名称", "name      项目名称\ncode      项目编号"),
    )
    lists, lost = carry_lists(OLD, new, LISTS)
    assert () == lost
    assert (("空调", "2026-001", 739680, 12500000, 2, 1, 3),) == lists["purchases"].entries


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (('key      = "purchases"', 'key      = "buys"'), "二、采购台账"),
        (('urgent   = "yes_no"', 'urgent   = "text"'), "二、采购台账 › 是否应急"),
        (('unit = "家"', 'unit = "个"'), "二、采购台账 › 投标人数"),
    ],
)
def test_what_has_no_home_is_named(change: tuple[str, str], lost: str, tmp_path: Path) -> None:
    others = [
        ('list  = "purchases"', 'list  = "buys"'),
        ('list     = "purchases"', 'list = "buys"'),
    ]
    new = newer(tmp_path, change, *(others if "buys" in change[1] else ()))
    assert (lost,) == carry_lists(OLD, new, LISTS)[1]
    assert () == carry_lists(OLD, new, {"purchases": Lines("二", (1,) * 7)})[1]


def test_a_migrated_workbook_has_the_lines_and_what_is_counted_from_them(tmp_path: Path) -> None:
    new = newer(tmp_path, ("most     = 40", "most     = 50"))
    path = tmp_path / "a.xlsx"
    path.write_bytes(filled_return())
    xr.migrate(path, new, tmp_path / "b.xlsx", forms=[OLD])
    assert "2026-004" == openpyxl.load_workbook(tmp_path / "b.xlsx")["二"]["B8"].value
    returns = xr.read_returns(tmp_path / "b.xlsx", forms=[new])
    assert [] == [f.code for f in returns.found if f.severity.value == "error"]
    assert len(LINES) == len(returns["purchases"])
    assert 2 == returns["overview"]["number"].iloc[0]
