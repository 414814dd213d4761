"""The findings about lines of a list that break its rules: one for each rule, naming all lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.base.workdays import known_years
from xlreport.form.broken_lines import find_broken_lines
from xlreport.form.deadline import Due, due_of
from xlreport.form.line_clause import LineClause, say_clause
from xlreport.form.line_rule import LineRule
from xlreport.form.open_list import Lines, OpenList, call_lines
from xlreport.reading.one_return import refer_entry, refer_line

_MOST_SAID = 3  # ways in which a rule is broken


def rule_findings(open_list: OpenList, lines: Lines) -> Iterator[Finding]:
    """Yield a finding for each rule of a list that lines break.

    `lines` have their deadlines. A notice names those that could not be judged by working days.
    """
    judged = find_broken_lines(open_list, lines)
    for rule, broken in judged.broken.items():
        yield _finding(open_list, lines, rule, broken)
    if unknown := sorted({*judged.unknown, *_without_deadline(open_list, lines)}):
        yield _unknown_days(open_list, lines, unknown)


def _without_deadline(open_list: OpenList, lines: Lines) -> Iterator[int]:
    """Yield the lines whose deadline lies in a year without known working days."""
    for limit in open_list.limits:
        unread = {line for line, column, _ in lines.unread if column in limit.columns}
        for number, entry in enumerate(lines.entries):
            has_begun = entry[limit.starts] is not None and number not in unread
            if has_begun and due_of(limit, entry) == Due(None):
                yield number


def _finding(
    open_list: OpenList,
    lines: Lines,
    rule: LineRule,
    broken: Mapping[int, tuple[LineClause, ...]],
) -> Finding:
    said = dict.fromkeys(say_clause(open_list, c) for found in broken.values() for c in found)
    finding = make_finding(
        "LINE-RULE",
        *_cells(open_list, lines, broken),
        table=open_list.heading,
        lines=call_lines(open_list, lines, tuple(broken)),
        what="；".join([*said][:_MOST_SAID]) + ("等" if len(said) > _MOST_SAID else ""),
        number=str(len(broken)),
        say=rule.say,
    )
    return replace(finding, severity=rule.severity, rule=rule.id)


def _cells(
    open_list: OpenList, lines: Lines, broken: Mapping[int, tuple[LineClause, ...]]
) -> Iterator[CellReference]:
    """Refer to the entries that are compared in each line, the likeliest to be wrong first."""
    for line, clauses in broken.items():
        for column in dict.fromkeys(column for clause in clauses for column in clause.compared):
            shown = open_list.columns[column].shown(lines.entries[line][column])
            yield refer_entry(open_list, lines, line, column, shown)


def _unknown_days(open_list: OpenList, lines: Lines, numbers: Sequence[int]) -> Finding:
    """Make the notice about lines with days in a year whose working days are not known."""
    years = known_years()
    return make_finding(
        "WORKDAYS-UNKNOWN",
        *(refer_line(open_list, lines, number) for number in numbers),
        table=open_list.heading,
        lines=call_lines(open_list, lines, numbers),
        first=str(years.start),
        last=str(years.stop - 1),
    )
