"""A register as one return whose tables are counted from given lines, in a given period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from xlreport.base.finding import Finding
from xlreport.base.period import Period
from xlreport.form.counted import counted_values
from xlreport.form.open_list import Lines
from xlreport.form.totals import fill_totals
from xlreport.reading.one_return import Return
from xlreport.reading.period_findings import period_findings


def counted_item(
    item: Return, key: str, lines: Lines, period: Period, findings: Iterable[Finding]
) -> Return:
    """Copy a return with these lines of its list `key` and this period, and count anew.

    `findings` are those that do not depend on the period; those that do are added.
    """
    form, lists = item.form, {**item.lists, key: lines}
    values = list(item.values) or [None] * len(form.cells)
    for index, value in counted_values(form, lists, period).items():
        values[index] = value
    fill_totals(form, values)
    counted = replace(item, period=period, lists=lists, values=tuple(values), judged=tuple(values))
    return replace(counted, findings=(*findings, *period_findings(counted)))
