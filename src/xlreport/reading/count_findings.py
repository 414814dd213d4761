"""The findings about cells that say another number than the list they are counted from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.form.counted import Counted, count_lists
from xlreport.form.counts import Count
from xlreport.form.measure import format_value
from xlreport.form.open_list import Lines, OpenList, call_lines
from xlreport.reading.one_return import Return, refer_entry

_MOST_MARKED = 100  # lines that are marked as the other side of a difference
_MOST_SINGLY = 6  # cells of a table that differ; a line that was forgotten makes two to four


@dataclass(frozen=True, slots=True)
class _Difference:
    """A cell that states another value than its list gives."""

    count: Count
    counted: Counted
    stated: int


def count_findings(item: Return) -> Iterator[Finding]:
    """Yield a finding for each cell of a department whose list gives another number.

    A cell that is filled by its formula says what the list gives. Where entries that decide could
    not be read, which has findings of its own, nothing is compared. A table that differs in many
    cells was not counted from the list, and has one finding.
    """
    differences: dict[tuple[str, str], list[_Difference]] = defaultdict(list)
    for each in _differences(item):
        table = item.form.cells[each.count.cell].table
        differences[table, each.count.list].append(each)
    for group in differences.values():
        if len(group) > _MOST_SINGLY:
            yield _about_table(item, group)
        else:
            yield from (_about_cell(item, each) for each in group)


def _differences(item: Return) -> Iterator[_Difference]:
    for count, counted in count_lists(item.form.counts, item.lists, item.period):
        lines = item.lists[count.list]
        stated = item.judged[count.cell] if item.judged else None
        is_typed = not count.fill or count.cell in item.typed_totals
        if stated is None or not is_typed or _is_unsure(count, lines):
            continue
        if counted is not None and counted.value != stated:
            yield _Difference(count, counted, stated)


def _is_unsure(count: Count, lines: Lines) -> bool:
    """Tell whether an entry by which lines are chosen or added up was not read."""
    deciding = {column for column, _ in (*count.where, *count.dated)} | {count.sum}
    return any(column in deciding for _, column, _ in lines.unread)


def _about_table(item: Return, group: Sequence[_Difference]) -> Finding:
    """Make the finding about a table that was not counted from its list, with all its cells."""
    first, form = group[0], item.form
    reference = item.reference(first.count.cell, "left")
    finding = make_finding(
        "COUNTS-DIFFER",
        reference,
        *(item.reference(each.count.cell, "left") for each in group[1:]),
        table=_list_of(item, first).heading,
        counted=form.table(form.cells[first.count.cell].table).heading,
        stated=_stated(reference),
    )
    expected = format_value(first.counted.value, form.cells[first.count.cell].measure)
    severity = min((each.count.severity for each in group), key=lambda each: each.rank)
    return replace(finding, severity=severity, expected=expected)


def _about_cell(item: Return, each: _Difference) -> Finding:
    count, counted, measure = each.count, each.counted, item.form.cells[each.count.cell].measure
    open_list, lines = _list_of(item, each), item.lists[count.list]
    expected, gap = (
        format_value(value, measure) for value in (counted.value, each.stated - counted.value)
    )
    reference = item.reference(count.cell, "left")
    called = call_lines(open_list, lines, counted.lines)
    finding = make_finding(
        "COUNT-DIFFERS",
        reference,
        *_lines(open_list, count, lines, counted),
        table=open_list.heading,
        stated=_stated(reference),
        lines=f"（{called}）" if called else "",
        say=f"“{count.say}”" if count.say else "台账",
        number=str(len(counted.lines)),
    )
    severity, rule = count.severity, count.id
    return replace(finding, severity=severity, rule=rule, expected=expected, difference=gap)


def _list_of(item: Return, each: _Difference) -> OpenList:
    open_list = item.form.open_list(each.count.list)
    assert open_list is not None  # the form file was checked
    return open_list


def _stated(reference: CellReference) -> str:
    return f"填写的是“{reference.value}”" if reference.value else "没有填写"


def _lines(
    open_list: OpenList, count: Count, lines: Lines, counted: Counted
) -> Iterator[CellReference]:
    """Refer to the entries behind the count: those that are added up, or the first of each line."""
    column = count.sum or 0
    for line in counted.lines[:_MOST_MARKED]:
        shown = open_list.columns[column].shown(lines.entries[line][column])
        yield replace(refer_entry(open_list, lines, line, column, shown), side="right")
