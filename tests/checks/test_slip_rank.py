"""What clerks do: the slips that are told apart, and which of them comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support.filled import as_return, cells_at, find
from xlreport import load_form
from xlreport.checks._slip import CellChange
from xlreport.checks._slip_rank import KINDS, SlipCase, neighbours, rank_changes
from xlreport.reading.one_return import Return

FORM = load_form("ogi-2021")
NOTHING: list[int | None] = [None] * len(FORM.cells)


def words(old: int, new: int, *, blank: bool = False, near: int = 0, last: int = -1) -> str:
    case = SlipCase(old, new, blank, frozenset({near}) - {0}, None if last < 0 else last)
    return next(kind.words for kind in KINDS if kind.test(case))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (21, 12, "两个数字颠倒"),
        (1324, 1234, "两个数字颠倒"),
        (77, 7, "同一个数字多按了一次"),
        (1123, 123, "同一个数字多按了一次"),
        (12, 120, "漏了一位数字"),
        (10, 100, "漏了一位数字"),
        (2, 12, "漏了一位数字"),
        (4, 5, "多数或少数了一件"),
        (5, 4, "多数或少数了一件"),
        (1, 0, ""),
        (321, 123, ""),
        (12, 12345, ""),
        (0, 4, "原来是0或空着"),
        (0, 10, "原来是0或空着"),
    ],
)
def test_a_slip_of_the_hand_is_told_by_both_numbers(old: int, new: int, expected: str) -> None:
    assert expected == words(old, new)


def test_what_stands_around_a_cell_tells_as_well() -> None:
    assert "漏填" == words(0, 4, blank=True)
    assert "与相邻单元格的数字相同，可能抄错了行或列" == words(9, 3, near=9)
    assert "与上一年度报告结转的数字一致" == words(0, 4, last=4)
    assert "原来是0或空着" == words(0, 4, last=5)


def test_neighbours_stand_beside_or_above_in_the_same_table() -> None:
    places = {"received.research", "granted.research", "carried_over.commercial"}
    places.add("carried_over.public_benefit")
    expected = {find(FORM, f"requests.{place}") for place in places}
    assert expected == neighbours(FORM)[find(FORM, "requests.carried_over.research")]


def test_the_likelier_slip_comes_first_and_ties_stand_in_official_order() -> None:
    figures = {"received": 30, "granted": 21, "state_secret": 40, "repeated": 50}
    numbers = {f"requests.{row}.research": value for row, value in figures.items()}
    item = as_return(FORM, cells_at(FORM, numbers))
    cells = {row: find(FORM, f"requests.{row}.research") for row in figures}
    found = [
        (CellChange(cells["repeated"], 41),),
        (CellChange(cells["state_secret"], 31),),
        (CellChange(cells["granted"], 12),),
    ]
    ranked = rank_changes(item, NOTHING, found)
    assert [found[2], found[1], found[0]] == [likely.changes for likely in ranked]
    assert ["两个数字颠倒", "", ""] == [likely.words for likely in ranked]


def blank(item: Return, *indexes: int) -> Return:
    return replace(item, seen={i: text for i, text in item.seen.items() if i not in indexes})


def test_a_blank_tells_nothing_where_blanks_are_the_habit() -> None:
    cell = find(FORM, "requests.granted.research")
    item = as_return(FORM, cells_at(FORM, {}))
    all_blank = blank(item, *(c.index for c in FORM.table("requests").cells if not c.total))
    changes = [(CellChange(cell, 4),)]
    assert "漏填" == rank_changes(blank(item, cell), NOTHING, changes)[0].words
    assert "原来是0或空着" == rank_changes(all_blank, NOTHING, changes)[0].words


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [(7, 0, "数字填错了单元格"), (7, 3, "两个数字互相填错")],
)
def test_two_cells_can_be_one_slip_and_the_nearer_the_likelier(
    first: int, second: int, words: str
) -> None:
    rows = ("received", "carried_over", "petition")
    one, beside, far = (find(FORM, f"requests.{row}.research") for row in rows)
    numbers = {"received": first, "carried_over": second, "petition": second}
    item = as_return(
        FORM, cells_at(FORM, {f"requests.{row}.research": n for row, n in numbers.items()})
    )
    near = (CellChange(one, second), CellChange(beside, first))
    apart = (CellChange(one, second), CellChange(far, first))
    other = (CellChange(one, first + 41), CellChange(beside, second + 52))
    ranked = rank_changes(item, NOTHING, [other, apart, near])
    assert [near, apart, other] == [likely.changes for likely in ranked]
    assert [words, words] == [likely.words for likely in ranked[:2]]
