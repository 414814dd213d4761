"""The findings about cells that say another number than the list they are counted from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xlreport.base.finding import CellReference, Finding, make_finding
from xlreport.form.counted import Counted, count_lists
from xlreport.form.counts import Count
from xlreport.form.measure import format_value
from xlreport.form.open_list import Lines, OpenList, name_lines
from xlreport.reading.one_return import Return, refer_entry

_MOST_MARKED = 100  # lines that are marked as the other side of a difference


def count_findings(item: Return) -> Iterator[Finding]:
    """Yield a finding for each cell of a department whose list gives another number.

    A cell that is filled by its formula says what the list gives. Where entries that decide could
    not be read, which has findings of its own, nothing is compared.
    """
    for count, counted in count_lists(item.form.counts, item.lists, item.period):
        lines = item.lists[count.list]
        stated = item.judged[count.cell] if item.judged else None
        is_typed = not count.fill or count.cell in item.typed_totals
        if stated is None or not is_typed or _is_unsure(count, lines):
            continue
        if counted is not None and counted.value != stated:
            yield _difference(item, count, lines, counted, stated)


def _is_unsure(count: Count, lines: Lines) -> bool:
    """Tell whether an entry by which lines are chosen or added up was not read."""
    deciding = {column for column, _ in (*count.where, *count.dated)} | {count.sum}
    return any(column in deciding for _, column, _ in lines.unread)


def _difference(item: Return, count: Count, lines: Lines, counted: Counted, stated: int) -> Finding:
    form = item.form
    cell, open_list = form.cells[count.cell], form.open_list(count.list)
    assert open_list is not None  # the form file was checked
    expected, gap = (
        format_value(value, cell.measure) for value in (counted.value, stated - counted.value)
    )
    reference = item.reference(count.cell, "left")
    finding = make_finding(
        "COUNT-DIFFERS",
        reference,
        *_lines(open_list, count, lines, counted),
        table=open_list.heading,
        stated=f"填写的是“{reference.value}”" if reference.value else "没有填写",
        lines=f"（{name_lines(counted.lines)}）" if counted.lines else "",
        say=f"“{count.say}”" if count.say else "台账",
        number=str(len(counted.lines)),
    )
    severity, rule = count.severity, count.id
    return replace(finding, severity=severity, rule=rule, expected=expected, difference=gap)


def _lines(
    open_list: OpenList, count: Count, lines: Lines, counted: Counted
) -> Iterator[CellReference]:
    """Refer to the entries behind the count: those that are added up, or the first of each line."""
    column = count.sum or 0
    for line in counted.lines[:_MOST_MARKED]:
        shown = open_list.columns[column].shown(lines.entries[line][column])
        yield replace(refer_entry(open_list, lines, line, column, shown), side="right")
