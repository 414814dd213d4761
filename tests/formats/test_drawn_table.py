"""Grids drawn tag by tag, whatever order the tags come in."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from xlreport.formats import _drawn_table as grid
from xlreport.formats._drawn_cell import Mark
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
    "picture": lambda drawing: grid.add_marked(drawing, Mark.OBJECT, "图片"),
    "box": grid.start_aside,
    "end_box": lambda drawing: grid.end_aside(drawing) if drawing.asides else None,
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


def test_what_is_no_text_is_named_in_its_cell_so_that_the_cell_is_not_blank() -> None:
    found, _ = draw("start_table", "start_row", "cell", "picture", "cell", "text")
    assert "〔这里不是文字，而是“图片”〕" == found.cells[0, 0].text


def test_a_text_box_is_no_part_of_the_cell_and_the_paragraph_it_hangs_on() -> None:
    begin = ("start_table", "start_row", "cell", "paragraph", "cell")
    found, _ = draw(*begin, "box", "text", "paragraph", "end_box", "end_cell", "cell", "text")
    assert "〔旁边另有文字“甲 乙”〕" == found.cells[0, 1].text
    (text,) = draw("text", "box", "text", "end_box", "text")
    assert ["甲", "乙", "甲", "乙甲", "乙"] == [cell.text for cell in text.cells.values()]


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
