"""The sheets of a summary's lists: the lines of all departments one below another."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.form.form import Form
from xlreport.form.open_list import NUMBER_LABEL, OpenList
from xlreport.form.sheet_names import LIST_SHEETS

MOST_LINES = 100_000
"""The most lines of one list in a summary, and the most that are read of it."""
OWNER_HEADINGS = (NUMBER_LABEL, "单位代码", "填报单位")
HEADING_ROW = 2  # below the title and the note
FIRST_LINE_ROW = HEADING_ROW + 1
FIRST_ENTRY_COLUMN = len(OWNER_HEADINGS)


def summary_lists(form: Form) -> Iterator[tuple[str, OpenList]]:
    """Yield the name of the sheet in a summary for each list of a form."""
    yield from zip(LIST_SHEETS, form.lists, strict=False)


def list_headings(open_list: OpenList) -> tuple[str, ...]:
    """Return the headings of a list in a summary: its reported columns by their official paths."""
    paths = (open_list.columns[number].path for number in open_list.reported)
    return (*OWNER_HEADINGS, *paths)
