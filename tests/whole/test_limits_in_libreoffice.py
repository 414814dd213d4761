"""LibreOffice computes the deadlines, what is left and the states that the library computes."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from support.office import Job, work
from support.registers import register, register_form
from xlreport.base.period import Period
from xlreport.base.workdays import known_years
from xlreport.form.measure import day_number
from xlreport.layout.layout import Position
from xlreport.layout.list_grid import FIRST_COLUMN, first_row
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.writing.content import Content, Value
from xlreport.writing.limits import limit_values
from xlreport.writing.workbook import open_book

pytestmark = pytest.mark.libreoffice

LIST = register()
PAIRS = (
    ("correction_told", "corrected"),
    ("fee_told", "fee_paid"),
    ("consulted", "consulted_back"),
)


def lines() -> list[list[Value | None]]:
    """Write lines with each pair blank, begun or ended, extended or not, open or closed.

    They are received around today, and at both ends of the years that are known.
    """
    today, last = date.today().toordinal(), date(max(known_years()), 12, 20).toordinal()
    starts = [today - 60, today - 29, today - 24, today - 3, last, last + 30]
    found = []
    for start, steps, extended, closed in product(
        starts, product(range(3), repeat=len(PAIRS)), (None, 20), (None, 21, 60)
    ):
        line: list[Value | None] = [None] * len(LIST.columns)
        typed = {"received": start}
        for number, (step, pair) in enumerate(zip(steps, PAIRS, strict=True)):
            typed |= {key: start + 2 + 5 * n + number for n, key in enumerate(pair[:step])}
        if extended:
            typed["extension_told"] = start + 9
            line[LIST.index_of("extension_days")] = extended
        if closed:
            typed["closed"] = start + closed
        for key, day in typed.items():
            line[LIST.index_of(key)] = day_number(day)
        found.append(line)
    return found


def test_every_line_stands_as_the_library_says(tmp_path: Path) -> None:
    form, typed = register_form(), lines()
    stamp = Stamp(StampKind.TEMPLATE, form.id, form.digest, period=Period(2026), code="D1")
    content = Content(stamp, department="盐池县教育局", lists={LIST.key: typed})
    path = tmp_path / "register.xlsx"
    path.write_bytes(open_book(form, content).to_bytes())
    (answer,) = work([Job(path, show=[LIST.sheet])])
    different = []
    for number, line in enumerate(typed):
        row = first_row(LIST) + number
        for column, formula in limit_values(LIST, line, row, date.today()).items():
            shown = answer.at(Position(LIST.sheet, row, FIRST_COLUMN + column))
            if shown != formula.value:
                different.append((number, LIST.keys[column], formula.value, shown))
    assert [] == different
