"""Conditional formats: offending cells turn red where they stand, as one types.

In Excel 2007 they cannot refer to another sheet, so each verdict of the 检查 sheet has a defined
name, and they refer to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import a1, a1_range
from xlreport.form.measure import Kind
from xlreport.layout.checks_sheet import CheckLine, check_lines
from xlreport.layout.formulas import rectangles, reference
from xlreport.layout.layout import CHECKS_SHEET, Layout, Position
from xlreport.writing._check_formulas import UNKNOWN, WRONG
from xlreport.writing.book import Book, done


def write_alarms(
    book: Book, layout: Layout, worksheets: Mapping[str, Worksheet], *, last: bool
) -> None:
    """Write the names of all verdicts and the formats that turn cells red."""
    look = book.alarm()
    for line in check_lines(layout.form):
        if line.last and not last:
            continue
        verdict = layout.fields[f"verdict:{line.number}"]
        done(book.define_name(line.name, "=" + reference(verdict)))
        for indexes, formula in _alarms(layout, line):
            places = [layout.places[index] for index in indexes]
            _paint(worksheets[places[0].sheet], places, formula, look)
    verdicts = [
        place for name, place in layout.fields.items() if name.startswith(("verdict:", "complete:"))
    ]
    first = min(verdicts, key=lambda place: (place.row, place.column))
    address = a1(first.row, first.column)
    formula = f'=OR({address}="{WRONG}",{address}="{UNKNOWN}")'
    _paint(worksheets[CHECKS_SHEET], verdicts, formula, look)


def _alarms(layout: Layout, line: CheckLine) -> Iterator[tuple[Sequence[int], str]]:
    """Yield the cells that turn red together, and when: the formula for the first of them."""
    if line.balance is not None:
        for _, cells in groupby(sorted(line.cells), lambda index: layout.places[index].sheet):
            yield tuple(cells), f'={line.name}="{WRONG}"'
        return
    changes = [i for i in line.cells if layout.form.cells[i].measure.kind is Kind.CHANGE]
    for indexes in (changes, [index for index in line.cells if index not in changes]):
        if indexes:
            place = min((layout.places[i] for i in indexes), key=lambda p: (p.row, p.column))
            cell = a1(place.row, place.column)
            money = layout.form.cells[indexes[0]].measure.kind is Kind.MONEY
            below = "FALSE" if indexes is changes else f"{cell}<0"
            broken = "FALSE" if money else f"{cell}<>INT({cell})"
            yield indexes, f"=IF(ISNUMBER({cell}),OR({below},{broken}),LEN({cell})>0)"


def _paint(worksheet: Worksheet, places: Iterable[Position], formula: str, look: Format) -> None:
    areas = [a1_range(*area) for area in rectangles(places)]
    first = areas[0]
    options = {"type": "formula", "criteria": formula, "format": look}
    if len(areas) > 1:
        options["multi_range"] = " ".join(areas)
    done(worksheet.conditional_format(first, options))
