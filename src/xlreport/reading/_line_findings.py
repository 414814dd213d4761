"""The findings about one list: where it was found, its lines, and what was typed into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from xlreport.base.address import a1, place
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.form.check_kind import CheckKind
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.measure import Kind
from xlreport.form.open_list import Lines, OpenList, call_lines, name_lines
from xlreport.form.said import said_by
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import LIMITS
from xlreport.reading._findings import reading_findings
from xlreport.reading._lines import ReadList
from xlreport.reading._locate_list import ListLocation
from xlreport.reading.one_return import refer_entry

_LABELS_NAMED: Final = 3
_SINGLY: Final = 50  # entries that cannot be read and have a finding of their own
_HIDDEN: Final = "在隐藏或筛选掉的行、列里"
_LOOKS: Final = {
    "struck": "整个加了删除线",
    "pale": "的颜色与底色几乎相同，看不出来",
    "tiny": "的字号过小，看不出来",
}


def list_location_findings(open_list: OpenList, location: ListLocation) -> Iterator[Finding]:
    """Yield the findings about a list that is missing, moved or changed."""
    name = {"table": open_list.heading}
    raw = location.raw
    if raw is None:
        if location.candidates:
            yield make_finding("TABLE-AMBIGUOUS", **name, places="、".join(location.candidates))
        else:
            code = "LABEL" if location.wrong else "SHEET-MISSING"
            yield make_finding(code, *location.wrong, **name)
        return
    lost = [
        column.path
        for column, at in zip(open_list.columns, location.columns, strict=True)
        if at < 0 and not (column.private or column.computed)
    ]
    if lost:
        more = f"等{len(lost)}个" if len(lost) > _LABELS_NAMED else ""
        labels = "、".join(f"“{label}”" for label in lost[:_LABELS_NAMED]) + more
        yield make_finding("LABEL-LOST", *location.wrong, **name, labels=labels)
    elif location.wrong:
        yield make_finding("LABEL-OTHER", *location.wrong, **name)
    if raw.state != "visible":
        yield make_finding("SHEET-HIDDEN", **name, sheet_name=raw.name)
    if location.moved:
        first = min(at for at in location.columns if at >= 0)
        yield make_finding("TABLE-MOVED", **name, where=place(raw.name, a1(location.top, first)))
    if raw.outside:
        yield make_finding("LINES-UNREAD", **name, limit=str(LIMITS.rows))


def line_findings(
    form: Form, open_list: OpenList, read: ReadList, raw: RawSheet
) -> Iterator[Finding]:
    """Yield the findings about the lines of a list, and about what stands in them."""
    name = {"table": open_list.heading}
    lines = read.lines
    if len(lines) > open_list.most:
        first = refer_entry(open_list, lines, open_list.most, 0, "")
        facts = {"number": str(len(lines)), "most": str(open_list.most)}
        yield make_finding("LINES-OVER", first, **name, **facts)
    for code, references in (
        ("LINES-PASSED-OVER", read.passed_over),
        ("LINES-MERGED", read.merged),
        ("INPUT-LOST", read.lost),
    ):
        if references:
            yield make_finding(code, *references, **name)
    yield from reading_findings(form, read.readings, _SINGLY)
    yield from _blank_findings(open_list, lines)
    yield from _twin_findings(open_list, lines)
    yield from _negative_findings(form, open_list, lines)
    yield from _doubtful_findings(open_list, lines, raw)


def _blank_findings(open_list: OpenList, lines: Lines) -> Iterator[Finding]:
    """Yield a finding for each required column in which lines are blank."""
    unread = {(line, column) for line, column, _ in lines.unread}
    for number, column in enumerate(open_list.columns):
        if not column.required or lines.columns[number] < 0:
            continue
        blank = [
            line
            for line, entry in enumerate(lines.entries)
            if entry[number] is None and (line, number) not in unread
        ]
        if blank:
            references = [refer_entry(open_list, lines, line, number, "") for line in blank]
            called = call_lines(open_list, lines, blank)
            facts = {"table": open_list.heading, "label": column.path, "lines": called}
            yield make_finding("LINE-BLANK", *references, **facts)


def _twin_findings(open_list: OpenList, lines: Lines) -> Iterator[Finding]:
    """Yield a finding for each value that occurs twice in a column where it must not."""
    for number, column in enumerate(open_list.columns):
        places: dict[Entry, list[int]] = defaultdict(list)
        for line, entry in enumerate(lines.entries) if column.unique else ():
            places[entry[number]].append(line)
        for value, twins in places.items():
            if value is not None and len(twins) > 1:
                shown = column.shown(value)
                references = [refer_entry(open_list, lines, n, number, shown) for n in twins]
                facts = {"label": column.path, "lines": name_lines(twins)}
                yield make_finding("LINES-TWICE", *references, table=open_list.heading, **facts)


def _negative_findings(form: Form, open_list: OpenList, lines: Lines) -> Iterator[Finding]:
    """Yield a finding for each column of counts or amounts in which some are below 0."""
    for number, column in enumerate(open_list.columns):
        kind = column.measure.kind
        if kind not in (Kind.COUNT, Kind.MONEY):
            continue
        check = form.check_of(CheckKind.WHOLE if kind is Kind.COUNT else CheckKind.NOT_NEGATIVE)
        references = [
            refer_entry(open_list, lines, line, number, column.shown(value))
            for line, entry in enumerate(lines.entries)
            if isinstance(value := entry[number], int) and value < 0
        ]
        if references:
            code = "INT" if kind is Kind.COUNT else "NEG"
            yield said_by(check, make_finding(code, *references))


def _doubtful_findings(open_list: OpenList, lines: Lines, raw: RawSheet) -> Iterator[Finding]:
    """Yield a finding for each way in which entries look as if they did not count."""
    groups: dict[str, list[CellReference]] = defaultdict(list)
    if not (raw.looks or raw.hidden_rows or raw.hidden_columns):
        return
    for line, (row, entry) in enumerate(zip(lines.rows, lines.entries, strict=True)):
        for number, value in enumerate(entry):
            how = _doubt(raw, row, lines.columns[number]) if value is not None else ""
            if how:
                shown = open_list.columns[number].shown(value)
                groups[how].append(refer_entry(open_list, lines, line, number, shown))
    for how, references in groups.items():
        yield make_finding("LINES-DOUBTFUL", *references, table=open_list.heading, how=how)


def _doubt(raw: RawSheet, row: int, column: int) -> str:
    look = raw.looks.get((row, column))
    if look is not None:
        return _LOOKS[look]
    return _HIDDEN if row in raw.hidden_rows or column in raw.hidden_columns else ""
