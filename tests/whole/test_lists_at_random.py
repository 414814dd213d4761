"""Whatever a list holds comes back: written, read, as a frame, and from a county's summary."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from support.departments import make_department
from support.purchases import counted_form
from xlreport.base.period import Period
from xlreport.form.entry import Entry
from xlreport.form.library import Library
from xlreport.form.open_list import Lines
from xlreport.formats.sources import Source
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.outgoing._typed_lines import typed_lines
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_bytes
from xlreport.writing.content import Content
from xlreport.writing.workbook import open_book

FORM = counted_form()
WORDS = st.text("甲乙丙丁ABC123（）、 ", min_size=1, max_size=20).filter(
    lambda text: text == " ".join(text.split()) and not text.isdigit()
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(date.toordinal)


def optional(entries: st.SearchStrategy[Entry]) -> st.SearchStrategy[Entry]:
    return st.none() | entries


LINES = st.lists(
    st.tuples(
        optional(st.from_regex("[0-9]{4}-[0-9]{3}", fullmatch=True)),
        WORDS,
        optional(DAYS),
        optional(st.integers(0, 10**12).map(lambda cents: cents - cents % 10**4)),
        optional(st.integers(0, 2)),
        optional(st.integers(0, 1)),
        optional(st.integers(0, 10**9)),
    ),
    max_size=45,
)


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_any_lines_survive_writing_and_reading(entries: list[tuple[Entry, ...]]) -> None:
    department = make_department("D01", "教育局")
    lists = {"purchases": Lines("", (), tuple(range(len(entries))), tuple(entries))}
    content = Content(
        Stamp(StampKind.TEMPLATE, FORM.id, FORM.digest, Period(2026), department.code),
        department=department.name,
        lists=typed_lines(FORM, lists),
    )
    item = read_bytes(Source(Path("a.xlsx")), open_book(FORM, content).to_bytes(), Library((FORM,)))
    assert isinstance(item, Return)
    read = item.lists["purchases"]
    assert (tuple(entries), ()) == (read.entries, read.unread)
    goods = [line for line in entries if line[4] == 0 and _in_2026(line[2])]
    amount = sum(value for line in goods if isinstance(value := line[3], int))
    assert (len(goods), amount) == item.values[:2]
    assert not {"TOTAL-STALE", "TOTAL-CHANGED"} & {finding.code for finding in item.findings}


def _in_2026(day: Entry) -> bool:
    return isinstance(day, int) and date.fromordinal(day).year == 2026
