"""LibreOffice computes the deadlines, what is left and the states that the library computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from random import Random

import openpyxl
import pytest

from support.office import Job, work
from support.registers import register, register_form
from xlreport.base.address import Area
from xlreport.base.period import Period
from xlreport.base.workdays import known_years
from xlreport.form.measure import Kind, day_number
from xlreport.form.open_list import ListColumn
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Position, lay_form
from xlreport.layout.line_formulas import line_faults
from xlreport.layout.list_grid import FIRST_COLUMN, first_row
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.writing.content import Content, Value
from xlreport.writing.limits import computed_lines
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
    found: list[list[Value | None]] = []
    for start, steps, extended, closed in product(
        starts, product(range(3), repeat=len(PAIRS)), (None, 20), (None, 21, 60)
    ):
        line: list[Value | None] = [None] * len(LIST.columns)
        line[LIST.index_of("file_number")] = f"第{len(found) + 1}号"
        line[LIST.index_of("applicant")] = "自然人"
        if closed:
            line[LIST.index_of("result")] = "（一）予以公开"
        typed = {"received": start}
        for number, (step, pair) in enumerate(zip(steps, PAIRS, strict=True)):
            typed |= {key: start + 2 + 5 * n + number for n, key in enumerate(pair[:step])}
        if steps[0]:
            typed["correction_due"] = start + 26
        if extended:
            typed["extension_told"] = start + 9
            line[LIST.index_of("extension_days")] = extended
        if closed:
            typed["closed"] = start + closed
        found.append(with_days(line, typed))
    # A pause that ends on a day that is not known, though the term ended before.
    back = {"received": last - 60, "consulted": last - 5, "consulted_back": last + 30}
    before = {**back, "consulted": last + 30, "consulted_back": last - 5}  # or before it begins
    return [*found, with_days(found[0], back), with_days(found[0], before)]


def with_days(line: Sequence[Value | None], days: Mapping[str, int]) -> list[Value | None]:
    """Return a line with days in columns."""
    numbers = {LIST.index_of(key): day_number(day) for key, day in days.items()}
    return [numbers.get(column, value) for column, value in enumerate(line)]


def wrong_lines() -> list[list[Value | None]]:
    """Write lines that break all manner of rules, and some with texts for days or a twin."""
    draw, today = Random(16), date.today().toordinal()

    def value(column: ListColumn) -> Value | None:
        if draw.random() < 0.4:
            return None
        match column.measure.kind:
            case Kind.DATE:
                text_or_day: Value = day_number(today - draw.randrange(9))
                return "三月" if draw.random() < 0.05 else text_or_day
            case Kind.CHOICE:
                return draw.choice(column.measure.choices)
            case Kind.TEXT:
                # Texts that COUNTIF takes for one another: 007 and 7, A*7 and Ab7.
                return f"{draw.choice(('Ab', 'A*', '00', ''))}{draw.randrange(60)}"
        return draw.randrange(30)

    def line() -> list[Value | None]:
        return [None if column.computed else value(column) for column in LIST.columns]

    return [line() for _ in range(150)]


def write(path: Path, typed: Sequence[Sequence[Value | None]]) -> Path:
    """Write a register with these lines."""
    form = register_form()
    stamp = Stamp(StampKind.TEMPLATE, form.id, form.digest, period=Period(2026), code="D1")
    content = Content(stamp, department="盐池县教育局", lists={LIST.key: typed})
    path.write_bytes(open_book(form, content).to_bytes())
    return path


def test_the_cover_counts_what_is_wrong_as_the_library_does(tmp_path: Path) -> None:
    lines = wrong_lines()
    required = [number for number, column in enumerate(LIST.columns) if column.required]
    whole = [each for each in lines if "三月" not in each and all(each[n] for n in required)]
    paths = [write(tmp_path / "all.xlsx", lines), write(tmp_path / "whole.xlsx", whole)]
    fields = lay_form(register_form()).fields
    place, step = (fields[each] for each in (Field(FieldKind.CONCLUSION), Field(FieldKind.STEP, 2)))
    answers = work([Job(path, show=[place.sheet]) for path in paths])
    shown = [answer.at(place) for answer in answers]
    steps = [answer.at(step) for answer in answers]
    written = [openpyxl.load_workbook(path, data_only=True)[place.sheet] for path in paths]
    assert [sheet[place.address].value for sheet in written] == shown
    assert [sheet[step.address].value for sheet in written] == steps
    assert ["×", "×"] == [str(step)[0] for step in steps]
    assert ["格漏填或填写不合规定，已变红", "条填错，见“办理状态”一栏"] == [
        str(text).lstrip("× 表页“登记簿”还有0123456789") for text in shown
    ]


def test_every_line_stands_as_the_library_says(tmp_path: Path) -> None:
    typed = [*lines(), *wrong_lines()]
    path = write(tmp_path / "register.xlsx", typed)
    (answer,) = work([Job(path, show=[LIST.sheet])])
    different = []
    area = Area(first_row(LIST), FIRST_COLUMN, first_row(LIST) + LIST.most - 1, len(LIST.columns))
    said = set()
    for number, found in enumerate(computed_lines(LIST, typed, area, date.today())):
        row = area.top + number
        for column, formula in found.items():
            shown = answer.at(Position(LIST.sheet, row, FIRST_COLUMN + column))
            if shown != formula.value:
                different.append((number, LIST.keys[column], formula.value, shown))
            said.add(formula.value)
    assert [] == different
    assert len(line_faults(LIST, area)) // 2 < len({v for v in said if isinstance(v, str)})
