"""Explanations (核实说明): what a clerk writes on the 检查 sheet beside a line that does not hold.

Few returns have any, and the sheet is large: so it is held back as it was written, looked
through for text beside its lines, and parsed only where there may be some.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from xlreport.base.address import column_name
from xlreport.base.finding import CellReference, Finding, make_finding
from xlreport.form.form import Form
from xlreport.form.label import is_label
from xlreport.formats.cell import RawCell
from xlreport.formats.xlsx import Package, read_package
from xlreport.layout.checks_sheet import CheckLine, check_lines
from xlreport.layout.layout import CHECKS_SHEET, Position, lay_form
from xlreport.reading.one_return import Return

_LABELS = 3  # columns: the rule's id, its sentence, and where it applies

RawCells = Mapping[tuple[int, int], RawCell]


def read_explanations(
    form: Form, package: Package, data: bytes, *, stamped: bool
) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Read what is written beside the lines of 检查, by `CheckLine.name`.

    What stands beside a line that is no longer the one that was sent out, or in a workbook
    without a stamp, is not taken, and a notice says so. `data` are the bytes that `package` was
    read from. Raises Unreadable where the sheet is damaged or beyond a bound.
    """
    cells = _checks_cells(package, data, [place for _, place in _lines(form)])
    taken: dict[str, str] = {}
    ignored: list[CellReference] = []
    labels = _labels(form)
    for line, place in _lines(form):
        cell = cells.get((place.row, place.column))
        text = cell.text.strip() if cell is not None and cell.kind != "error" else ""
        if not text:
            continue
        if stamped and _is_ours(form, labels, cells, place.row):
            taken[line.name] = text
        else:
            ignored.append(CellReference(place.sheet, place.address, line.place, text))
    return taken, (make_finding("EXPLANATION-IGNORED", *ignored),) if ignored else ()


@cache
def _lines(form: Form) -> Sequence[tuple[CheckLine, Position]]:
    """List the lines of a form with the places for their explanations."""
    fields = lay_form(form).fields
    return [(line, fields[f"explain:{line.number}"]) for line in check_lines(form)]


@cache
def _labels(form: Form) -> Mapping[tuple[int, int], str]:
    """Give the official texts of the 检查 sheet by their places."""
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == CHECKS_SHEET)
    return {(block.top, block.left): block.text for block in sheet.blocks}


def _is_ours(form: Form, labels: Mapping[tuple[int, int], str], cells: RawCells, row: int) -> bool:
    """Tell whether a row still holds the line that was sent out."""
    seen = ((labels[row, column], cells.get((row, column))) for column in range(_LABELS))
    return all(is_label(form, official, cell.text if cell else "") for official, cell in seen)


def _checks_cells(package: Package, data: bytes, places: Sequence[Position]) -> RawCells:
    """Give the cells of 检查, none where nothing is written at the `places`."""
    names = [sheet.name for sheet in package.sheets]
    if CHECKS_SHEET not in names:
        return {}
    written = package.held.get(CHECKS_SHEET)
    if written is not None:
        if not _may_hold(written, places):
            return {}
        package = read_package(data, skip=frozenset(names) - {CHECKS_SHEET})
    return package.sheets[names.index(CHECKS_SHEET)].cells


def _may_hold(written: bytes, places: Sequence[Position]) -> bool:
    """Tell whether the XML of a sheet may hold something at places, all of one column.

    Where it is not written as every office program writes it, it may.
    """
    rows = {place.row + 1 for place in places}
    column = column_name(places[0].column).encode()
    filled = re.findall(rb'<c r="%b([0-9]{1,7})"(?![^<>]*/>)' % column, written)
    return b'<c r="%b' % column not in written or not rows.isdisjoint(map(int, filled))


def explanation_fields(item: Return) -> Mapping[str, str]:
    """Give the explanations of a return as the fields of a workbook in which they stand again."""
    lines = check_lines(item.form) if item.form else ()
    return {
        f"explain:{line.number}": item.explanations[line.name]
        for line in lines
        if line.name in item.explanations
    }


def explained(item: Return, finding: Finding) -> Finding:
    """Copy a finding with the explanation that stands beside its line of 检查, if there is one.

    One beside a line of totals alone is about every finding of its rule that has none of its
    own: where a total fails because its parts do, only the parts are told.
    """
    if item.form is None or not item.explanations or not finding.rule:
        return finding
    lines = [
        line
        for line in check_lines(item.form)
        if line.id == finding.rule and line.name in item.explanations
    ]
    indexes = {(place.sheet, place.address): index for index, place in enumerate(item.places)}
    cells = {indexes.get((cell.sheet, cell.cell), -1) for cell in finding.cells if cell.sheet}
    own = [line for line in lines if cells and cells <= set(line.cells)]
    totals = [line for line in lines if line.balance and item.form.fills.keys() >= {*line.cells}]
    answer = next((item.explanations[line.name] for line in own + totals), "")
    return replace(finding, answer=answer)
