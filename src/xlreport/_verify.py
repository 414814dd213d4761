"""The second opinion over what is added up: each workbook read again by openpyxl, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from xlreport._address import a1
from xlreport._finding import CellReference, Finding, make_finding
from xlreport._layout import CHECKS_SHEET, INSTRUCTIONS_SHEET, lay_form
from xlreport._package import Unreadable, read_package
from xlreport._progress import Progress, silent
from xlreport._return import Return
from xlreport._second_opinion import Difference, differences
from xlreport._sources import Source, read_again
from xlreport._summary_layout import SUMMARY_SHEETS
from xlreport._workers import Workers, map_items

# What is derived from the form and from the tables: nothing that is added up stands there.
_DERIVED = frozenset({INSTRUCTIONS_SHEET, CHECKS_SHEET})


@dataclass(frozen=True, slots=True)
class _File:
    """Is one file that is read again: the digest of what was read, and the sheets to compare."""

    source: Source
    sha256: str
    sheets: frozenset[str]


def verify_returns(
    items: Sequence[Return],
    numbers: Sequence[int],
    workers: Workers,
    progress: Progress = silent,
) -> Iterator[tuple[int, Finding]]:
    """Yield where two readers disagree about the returns of these numbers, whoever reads them.

    The instructions are not compared, and 检查 only where explanations were read from it. A file
    that ends every process that reads it again has no second opinion. Raises `InputError` where a
    file is not the one any more that was read before, or is gone.
    """
    files = [_file(items[number]) for number in numbers]
    with closing(map_items(_look_again, None, files, _no_opinion, workers)) as answers:
        for done, (number, found) in enumerate(zip(numbers, answers, strict=True), 1):
            finding = _judge(found)
            if finding is not None:
                yield number, finding
            progress(done, len(numbers))


def _file(item: Return) -> _File:
    assert item.form is not None  # only files that were read are added up
    own = {sheet.name for sheet in lay_form(item.form).sheets} - _DERIVED
    if item.explanations:
        own.add(CHECKS_SHEET)
    # A table that was moved is read, and so verified, where it stands.
    sheets = own | {place.sheet for place in item.places}
    return _File(item.source, item.sha256, frozenset(sheets))


def _look_again(_: None, files: Sequence[_File]) -> list[list[Difference] | None]:
    return [_compare(file) for file in files]


def _compare(file: _File) -> list[Difference] | None:
    """List the first cell that two readers see differently; None without a second opinion."""
    data = read_again(file.source, file.sha256)
    try:
        package = read_package(data, skip=(_DERIVED | SUMMARY_SHEETS) - file.sheets)
        found = differences(data, package, file.sheets)
    except Unreadable:
        return None  # read before, so in one of the other formats: openpyxl knows none of them
    return None if found is None else found[:1]


def _no_opinion(_: _File) -> None:
    """Answer for a file that ends every process: it was read before, and is now read once."""


def _judge(found: Sequence[Difference] | None) -> Finding | None:
    if found is None:
        return make_finding("READ-ONCE")
    if not found:
        return None
    first = found[0]
    cell = CellReference(first.sheet, a1(first.row, first.column), "", first.ours)
    return make_finding("VERIFY", cell, first=first.ours, second=first.theirs)
