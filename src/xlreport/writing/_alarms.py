"""Conditional formats: cells that break a rule turn red as one types.

In Excel 2007 a conditional format cannot refer to another sheet, except by a defined name. So the
verdict of each line of the 检查 sheet has a name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import Coordinate, a1, a1_range, rectangles
from xlreport.form.duties import NO_DUTY, cells_without
from xlreport.form.measure import Kind, Measure
from xlreport.form.sheet_names import CHECKS_SHEET
from xlreport.layout.check_line import BalanceLine, CheckLine, check_lines
from xlreport.layout.choice_lists import choice_lists
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.kind_formulas import ChoiceLists, alike, count_wrong, may_be_negative
from xlreport.layout.layout import Layout, Position
from xlreport.writing import style
from xlreport.writing._check_formulas import UNKNOWN, WRONG
from xlreport.writing.book import Book, done

_VERDICTS = {FieldKind.VERDICT, FieldKind.COMPLETE, FieldKind.RULE_VERDICT}


def write_alarms(
    book: Book, layout: Layout, worksheets: Mapping[str, Worksheet], *, last: bool
) -> None:
    """Write the names of all verdicts and the formats that turn cells red.

    `last` tells whether the workbook shows last year's figures.
    """
    look = book.conditional(style.ALARM)
    for line in check_lines(layout.form):
        if line.last and not last:
            continue
        verdict = layout.fields[Field(FieldKind.VERDICT, line.number)]
        done(book.define_name(line.name, "=" + reference(verdict)))
        for indexes, formula in _alarms(layout, line):
            cells = [layout.positions[index] for index in indexes]
            add_format(worksheets[cells[0].sheet], cells, formula, look)
    verdicts = [cell for field, cell in layout.fields.items() if field.kind in _VERDICTS]
    if not verdicts:  # a form that consists of lists alone
        return
    first = address_of_first(verdicts)
    formula = f'=OR({first}="{WRONG}",{first}="{UNKNOWN}")'
    add_format(worksheets[CHECKS_SHEET], verdicts, formula, look)


def write_declared(
    book: Book, layout: Layout, worksheets: Mapping[str, Worksheet], no_duties: Collection[str]
) -> None:
    """Write the formats that grey the cells of a duty as the clerk declares not to have it.

    What is typed there turns red. The cells of `no_duties` are grey and locked already.
    """
    grey = book.conditional(style.DECLARED)
    for number, duty in enumerate(layout.form.duties, 1):
        if duty.key in no_duties:
            continue
        name = f"duty_{number}"
        done(
            book.define_name(name, "=" + reference(layout.fields[Field(FieldKind.DUTY, duty.key)]))
        )
        cells = sorted(cells_without(layout.form, frozenset({duty.key})))
        inputs = [index for index in cells if not layout.form.cells[index].total]
        for indexes, condition, look in (
            (inputs, "LEN({cell})>0", book.conditional(style.ALARM)),
            (cells, "TRUE", grey),
        ):
            for sheet, group in groupby(indexes, lambda index: layout.positions[index].sheet):
                own = [layout.positions[index] for index in group]
                filled = condition.format(cell=address_of_first(own))
                formula = f'=AND({name}="{NO_DUTY}",{filled})'
                add_format(worksheets[sheet], own, formula, look, last=True)


@cache
def _alarms(layout: Layout, line: CheckLine) -> Sequence[tuple[Sequence[int], str]]:
    """List cells that turn red together, and the condition, a formula for the first of them."""
    return tuple(_alarms_of(layout, line))


def _alarms_of(layout: Layout, line: CheckLine) -> Iterator[tuple[Sequence[int], str]]:
    """Yield cells that turn red together, and the condition, a formula for the first of them."""
    if isinstance(line, BalanceLine):
        for _, cells in groupby(sorted(line.cells), lambda index: layout.positions[index].sheet):
            yield tuple(cells), f'={line.name}="{WRONG}"'
        return
    inputs = line.cells
    if layout.summed:  # what is not added up, a summary counts or leaves blank
        inputs = tuple(index for index in inputs if layout.form.cells[index].measure.adds)
    for like, indexes in alike(layout.form, inputs, signed=False).items():
        cell = address_of_first(layout.positions[index] for index in indexes)
        yield indexes, f"={wrong_entry(cell, like, choice_lists(layout.form))}"


def wrong_entry(cell: str, measure: Measure, lists: ChoiceLists) -> str:
    """Return the condition that a cell holds something else than its kind asks for."""
    if measure.kind not in (Kind.COUNT, Kind.CHANGE, Kind.MONEY):
        return f"({count_wrong(cell, measure, lists)})>0"
    negative = "FALSE" if may_be_negative(measure) else f"{cell}<0"
    fraction = "FALSE" if measure.kind is Kind.MONEY else f"{cell}<>INT({cell})"
    return f"IF(ISNUMBER({cell}),OR({negative},{fraction}),LEN({cell})>0)"


def address_of_first(cells: Iterable[Position]) -> str:
    """Return the address of the cell that comes first, row by row."""
    first = min(cells, key=lambda cell: (cell.row, cell.column))
    return a1(first.row, first.column)


def add_format(
    worksheet: Worksheet,
    cells: Iterable[Position],
    formula: str,
    look: Format,
    *,
    last: bool = False,
) -> None:
    """Add a conditional format; no later one applies where it does if it is the `last`."""
    options: dict[str, object] = {"type": "formula", "criteria": formula, "format": look}
    add_condition(worksheet, cells, options | ({"stop_if_true": True} if last else {}))


def add_condition(
    worksheet: Worksheet, cells: Iterable[Position], options: Mapping[str, object]
) -> None:
    """Add a conditional format of any type to cells of one sheet."""
    areas = _areas(tuple((cell.row, cell.column) for cell in cells))
    several = {"multi_range": " ".join(areas)} if len(areas) > 1 else {}
    done(worksheet.conditional_format(areas[0], {**options, **several}))


@lru_cache(maxsize=1024)
def _areas(cells: tuple[Coordinate, ...]) -> Sequence[str]:
    """Return the addresses of the rectangles of cells, which are those of every template."""
    return tuple(a1_range(*area) for area in rectangles(cells))
