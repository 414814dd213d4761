"""Grids drawn tag by tag, whatever order the tags come in."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from xlreport.formats import _drawn_table as grid
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Unreadable

STEPS: dict[str, Callable[[grid.Drawing], None]] = {
    "start_table": grid.start_table,
    "end_table": grid.end_table,
    "start_row": grid.start_row,
    "end_row": grid.end_row,
    "cell": grid.start_cell,
    "tall": lambda drawing: grid.start_cell(drawing, 3, 2),
    "endless": lambda drawing: grid.start_cell(drawing, 0, 10**9),
    "continue": grid.continue_cell,
    "skip": lambda drawing: grid.skip_columns(drawing, 10**9),
    "end_cell": grid.end_cell,
    "text": lambda drawing: grid.add_text(drawing, "甲\n乙\x00"),
    "paragraph": grid.end_paragraph,
}


def draw(*steps: str) -> list[RawSheet]:
    drawing = grid.Drawing()
    for step in steps:
        STEPS[step](drawing)
    return grid.finish(drawing)


def test_tables_are_numbered_as_they_begin_and_the_text_comes_last() -> None:
    row = ("start_row", "cell", "text", "cell", "text")
    steps = ("start_table", *row, "start_table", *row, "end_table", "end_table", "text")
    assert ["第1个表", "第2个表", grid.TEXT_SHEET] == [sheet.name for sheet in draw(*steps)]


def test_signs_that_no_workbook_holds_are_dropped_and_lines_are_paragraphs() -> None:
    (text,) = draw("text")
    assert ["甲", "乙"] == [cell.text for cell in text.cells.values()]


def test_an_empty_table_is_none() -> None:
    assert [grid.TEXT_SHEET] == [s.name for s in draw("start_table", "start_row", "cell", "cell")]


@some
@given(st.lists(st.sampled_from([*STEPS]), max_size=60))
def test_no_order_of_steps_raises_or_leaves_the_bounds(steps: list[str]) -> None:
    try:
        sheets = draw(*steps)
    except Unreadable:
        return
    for sheet in sheets:
        assert all(0 <= row < 5000 and 0 <= column < 256 for row, column in sheet.cells)
        assert all((top, left) in sheet.cells for top, left, _, _ in sheet.merges)
