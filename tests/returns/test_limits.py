"""A list with a limit, filled in and read back: its frame has the deadline of each line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from support.purchases import LIMITED, load_text
from xlreport.base.period import Period
from xlreport.checks.list_schema import list_schema
from xlreport.form.form import Form
from xlreport.form.measure import day_number
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.returns.received import read_return
from xlreport.writing.content import Content, Value
from xlreport.writing.workbook import open_book


def filled(form: Form, folder: Path) -> Path:
    """Write a return with two lines, of which one waits, and return its path."""
    (purchases,) = form.lists
    signed, asked = (day_number(date(2026, 3, day).toordinal()) for day in (2, 4))
    first: list[Value | None] = ["2026-001", "空调", signed, 3, "货物", None, None]
    second: list[Value | None] = ["2026-002", "物业", signed, 3, "服务", None, None]
    rest = len(purchases.columns) - 7
    lines: list[list[Value | None]] = [[*first, *[None] * rest], [*second, *[None] * rest]]
    lines[1][purchases.index_of("asked")] = asked
    stamp = Stamp(StampKind.TEMPLATE, form.id, form.digest, Period(2026), "D1")
    content = Content(stamp, department="盐池县教育局", lists={purchases.key: lines})
    path = folder / "D1.xlsx"
    path.write_bytes(open_book(form, content).to_bytes())
    return path


def test_a_frame_has_the_deadline_and_not_what_changes_from_day_to_day(tmp_path: Path) -> None:
    form = load_text(LIMITED, tmp_path)
    returns = read_return(filled(form, tmp_path), forms=[form])
    assert [] == [finding.code for finding in returns.found]
    frame = returns["purchases"]
    due = frame["due"].iloc[0]
    assert (date(2026, 3, 16), True) == (due.date(), frame["due"].isna().tolist()[1])
    assert "left" not in frame.columns
    list_schema(form, form.lists[0]).validate(frame)
