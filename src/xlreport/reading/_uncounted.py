"""The notices about lines of a register that count in no cell of the report's period."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.base.finding import Finding, make_finding
from xlreport.form.counted import lines_that_count, register_keys
from xlreport.form.open_list import call_lines
from xlreport.reading.one_return import Return, refer_line


def uncounted_findings(item: Return) -> Iterator[Finding]:
    """Yield a notice for each register that has lines which count nowhere.

    Of any other list a form file may count some lines only, and mean to.
    """
    if item.period is None or not item.lists:
        return
    counting = lines_that_count(item.form.counts, item.lists, item.period)
    for key in sorted(register_keys(item.form) & item.lists.keys()):
        open_list, lines = item.form.open_list(key), item.lists[key]
        assert open_list is not None  # the form file was checked
        idle = [number for number in range(len(lines)) if number not in counting[key]]
        if idle:
            yield make_finding(
                "LINES-UNCOUNTED",
                *(refer_line(open_list, lines, number) for number in idle),
                table=open_list.heading,
                lines=call_lines(open_list, lines, idle),
                period=item.period.title,
                number=str(len(idle)),
            )
