"""What is counted as wrong on the sheet of a list: red cells, and lines that say what is wrong."""

from __future__ import annotations

import pytest

from support.registers import register
from xlreport.form.measure import day_number
from xlreport.writing.content import Value
from xlreport.writing.list_faults import wrong_cells, wrong_lines

LIST = register()
DAY = day_number(739_000)
RIGHT: dict[str, Value] = {"file_number": "1", "received": DAY, "applicant": "自然人"}


def line(**changes: Value | None) -> list[Value | None]:
    typed = RIGHT | changes
    return [typed.get(key) for key in LIST.keys]


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        (line(), 0),
        ([None] * len(LIST.columns), 0),  # a blank line asks for nothing
        (line(received="2025.12.5", applicant="公民"), 2),
        (line(file_number=None), 1),
        (line(extension_days=-1, fee=-3), 2),
        (line(extension_days=1.5), 1),
        (line(result="撤回", closed=DAY), 1),
        (line(content="三件", state="办理中"), 0),
    ],
)
def test_a_cell_is_wrong_that_is_red_for_what_it_holds_or_misses(
    typed: list[Value | None], count: int
) -> None:
    assert count == wrong_cells(LIST, [line(), typed]).value


def test_lines_are_wrong_that_say_so_in_the_column_of_their_state() -> None:
    twice = [line(), line(), line(file_number="2"), line(file_number="3", closed=DAY)]
    found = wrong_lines(LIST, twice)
    assert found is not None
    label, count = found
    assert ("办理状态", 3) == (label, count.value)
