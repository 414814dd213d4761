"""What is to be said of a county's summary that its city reads as a return.

It is a return like any other but for two things: departments may be missing from it, and its
figures stand twice, in the official tables and by department.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from xlreport._data_sheet import open_data_sheet, sums_that_differ
from xlreport._errors import InputError
from xlreport._field_reader import read_fields
from xlreport._finding import Finding, make_finding
from xlreport._form import Form
from xlreport._package import Package
from xlreport._return import Return
from xlreport._summary_layout import lay_summary
from xlreport._values import format_value

_SHARE = re.compile(r"([0-9]{1,6})\s*[／/]\s*([0-9]{1,6})")


def summary_findings(form: Form, item: Return, package: Package, data: bytes) -> Iterator[Finding]:
    """Yield what is wrong with the summary in `data` that was read as `item`.

    A province's data sheet of 6,000 departments takes some seconds, a county's some hundredths.
    """
    yield from _partial(form, package)
    try:
        figures = open_data_sheet(data, form)
    except InputError as error:
        yield make_finding("SUMMARY-UNPROVED", reason=f"汇总表{error}")
        return
    for index, total in sums_that_differ(form, figures, item.values, item.unreadable):
        expected = format_value(total, form.cells[index].measure)
        finding = make_finding("SUMMARY-DIFFERS", item.reference(index), sum=expected)
        yield replace(finding, expected=expected)


def _partial(form: Form, package: Package) -> Iterator[Finding]:
    """Say it where the cover says that not all departments are in the totals."""
    fields = read_fields(lay_summary(form), package.sheets)
    for name in ("scope", "share"):
        text = fields.get(name, "").strip()
        said = _SHARE.match(text)
        if said and int(said[1]) < int(said[2]):
            yield make_finding("SUMMARY-PARTIAL", scope=text)
            return
