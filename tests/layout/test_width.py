"""Han characters are two wide, lines are broken, and a row is as high as its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.layout.width import MOST_HEIGHT, count_lines, text_height


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10.0, 1),
        ("总计", 10.0, 1),
        ("本年处理", 9.25, 1),
        ("本年处理决", 9.25, 2),
        ("本年处理", 8.4, 2),  # 7.9 characters of room hold three Han characters
        ("本年处理决定数", 8.4, 3),
        ("abcdefgh", 9.25, 1),
        ("甲\n乙", 10.0, 2),
        ("甲\n\n乙", 10.0, 3),
        ("甲", 0.5, 1),
    ],
)
def test_lines_are_counted_by_display_width(text: str, width: float, expected: int) -> None:
    assert expected == count_lines(text, width)


def test_smaller_letters_take_less_room() -> None:
    assert [1, 2, 3] == [count_lines("本年处理决定数", 13.0, size) for size in (10, 11, 20)]


def test_height_grows_by_the_line() -> None:
    one, two = (text_height(text, 10.0, 10.0) for text in ("甲", "甲\n乙"))
    assert (19.6, 33.2) == (round(one, 6), round(two, 6))


@given(st.text("总计a1 \n", max_size=60), st.floats(2, 100), st.floats(0, 50))
def test_a_wider_column_never_needs_more_lines(text: str, width: float, more: float) -> None:
    assert count_lines(text, width + more) <= count_lines(text, width)


def test_no_row_is_higher_than_a_workbook_can_have() -> None:
    assert MOST_HEIGHT == text_height("长" * 10_000, 48, 10.5)
