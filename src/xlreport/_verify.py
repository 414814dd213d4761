"""The second opinion over what is added up: each workbook read again by openpyxl, cell by cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from xlreport._address import a1
from xlreport._errors import InputError
from xlreport._finding import CellReference, Finding, make_finding
from xlreport._layout import lay_form
from xlreport._package import Unreadable, read_package
from xlreport._progress import Progress, silent
from xlreport._return import Return
from xlreport._second_opinion import differences


def verify_returns(
    items: Sequence[Return],
    numbers: Sequence[int],
    progress: Progress = silent,
) -> Iterator[tuple[int, Finding]]:
    """Yield where two readers disagree about the returns of these numbers.

    Raises `InputError` where a file is not the one any more that was read before.
    """
    for done, number in enumerate(numbers, 1):
        for finding in _verify(items[number]):
            yield number, finding
        progress(done, len(numbers))


def _verify(item: Return) -> Iterator[Finding]:
    assert item.form is not None  # only files that were read are added up
    data = item.source.read()
    if hashlib.sha256(data).hexdigest() != item.sha256:
        raise InputError(f"{item.file} 在读取之后被改动，请重新运行。")
    # A table that was moved is read, and so verified, where it stands.
    own = {sheet.name for sheet in lay_form(item.form).sheets}
    sheets = own | {place.sheet for place in item.places}
    try:
        found = differences(data, read_package(data), sheets)
    except Unreadable:
        found = None  # read before, so in one of the other formats: openpyxl knows none of them
    if found is None:
        yield make_finding("READ-ONCE")
        return
    for difference in found[:1]:
        cell = CellReference(
            difference.sheet, a1(difference.row, difference.column), "", difference.ours
        )
        yield make_finding("VERIFY", cell, first=difference.ours, second=difference.theirs)
