"""What a limit computes nobody fills in, and what it says of lines that wait is its form's."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.purchases import LIMITED, load_text
from xlreport.base.errors import FormError
from xlreport.form.form import Form


def limited(folder: Path, old: str = "", new: str = "") -> Form:
    """Load a list with a limit, with one text of its form file replaced."""
    assert old in LIMITED
    return load_text(LIMITED.replace(old, new, 1) if old else LIMITED, folder)


def test_a_line_that_waits_says_so_in_the_words_of_its_form(tmp_path: Path) -> None:
    (plain,) = limited(tmp_path).lists[0].limits
    said = 'waits = { asked = "询问中" }\ndays     = 10'
    (stated,) = limited(tmp_path, "days     = 10", said).lists[0].limits
    asked = limited(tmp_path).lists[0].index_of("asked")
    assert [((asked, "等待"),), ((asked, "询问中"),)] == [plain.waits, stated.waits]


def test_a_line_may_wait_until_a_day_that_its_form_names(tmp_path: Path) -> None:
    (purchases,) = limited(
        tmp_path, "days     = 10", 'days = 10\nexpires = { asked = "signed" }'
    ).lists
    asked, signed = map(purchases.index_of, ("asked", "signed"))
    assert ((asked, signed),) == purchases.limits[0].expires
    assert signed in purchases.limits[0].columns


def test_the_columns_of_a_limit_are_computed(tmp_path: Path) -> None:
    columns = limited(tmp_path).lists[0].columns
    assert ["due", "left"] == [column.key for column in columns if column.computed]


def test_what_changes_from_day_to_day_does_not_last(tmp_path: Path) -> None:
    (purchases,) = limited(tmp_path).lists
    assert {"left"} == {*purchases.keys} - {purchases.keys[n] for n in purchases.lasting}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "days     = 10",
            'days     = 10\nwaits    = { answerd = "等" }',
            "“answerd”不是 restarts、pauses 中成对的前一列，是不是“asked”",
        ),
        (
            "days     = 10",
            'days     = 10\nexpires  = { asked = "name" }',
            "“name”不是日期，不能用在这里；请改写。",
        ),
        ('"amount"]', '"due"]', "required：“due”是自动计算的列，不能用在这里；请改写。"),
        ('unique   = ["code"]', 'unique   = ["due"]', "unique：“due”是自动计算的列"),
        ('ends     = "answered"', 'ends     = "due"', "limit：“due”是自动计算的列"),
        (
            "[[table.limit]]",
            '[[table.line]]\nid = "L"\nsay = "。"\norder = ["signed", "due"]\n\n[[table.limit]]',
            "line：“due”是自动计算的列",
        ),
    ],
)
def test_nothing_is_asked_of_what_is_computed(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(FormError) as error:
        limited(tmp_path, old, new)
    assert said in str(error.value)
