"""The register of normative documents, counted into table two of both editions."""

from __future__ import annotations

from datetime import date

import pytest

from xlreport.base.period import Period
from xlreport.form.counted import counted_values
from xlreport.form.entry import Entry
from xlreport.form.load import load_form
from xlreport.form.open_list import Lines

REGISTER = load_form("ogi-documents").lists[0]
OPEN, CLOSED = 0, 2  # 主动公开, 不予公开


def make_line(
    issued: date, openness: int, published: date | None = None, repealed: date | None = None
) -> tuple[Entry, ...]:
    line: list[Entry] = [None] * len(REGISTER.columns)
    line[REGISTER.index_of("openness")] = openness
    days = {"issued": issued, "published": published, "repealed": repealed}
    for key, day in days.items():
        line[REGISTER.index_of(key)] = day.toordinal() if day else None
    return tuple(line)


def documents(year: int) -> Lines:
    """List documents of a year and of the years beside it."""
    before, after = date(year - 3, 5, 1), date(year + 1, 1, 1)
    entries = (
        make_line(before, OPEN, before),
        make_line(before, OPEN, before, date(year - 1, 12, 31)),
        make_line(before, OPEN, before, date(year, 1, 1)),
        make_line(before, CLOSED),
        make_line(date(year, 1, 1), OPEN, date(year, 1, 9)),
        make_line(date(year, 12, 31), OPEN, after),
        make_line(date(year, 6, 1), CLOSED, None, date(year, 12, 31)),
        make_line(date(year, 6, 1), OPEN, date(year, 6, 2), after),
        make_line(after, OPEN, after),
    )
    columns = tuple(range(len(REGISTER.columns)))
    return Lines("文件登记簿", columns, tuple(range(len(entries))), entries)


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("ogi-2021", 2024, {"made": 4, "repealed": 2, "in_force": 5}),
        ("ogi-2019", 2020, {"made": 4, "published": 2, "published_total": 3}),
    ],
)
def test_documents_count_where_they_were_issued_published_and_repealed(
    name: str, year: int, expected: dict[str, int]
) -> None:
    form = load_form(name, annex="ogi-documents")
    counted = counted_values(form, {REGISTER.key: documents(year)}, Period(year))
    assert expected == {form.cells[index].column: value for index, value in counted.items()}
    assert {"normative_documents"} == {form.cells[index].row for index in counted}
    assert [] == [cell.path for cell in form.inputs if cell.row == "normative_documents"]


def test_alone_it_shows_the_row_of_the_edition_in_force() -> None:
    form = load_form("ogi-documents")
    counted = counted_values(form, {REGISTER.key: documents(2024)}, Period(2024))
    assert [4, 2, 5] == [counted[cell.index] for cell in form.cells]
