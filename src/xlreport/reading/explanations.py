"""Explanations (核实说明): a clerk's notes on the 检查 sheet, beside the lines of rules that fail.

Few returns have any, and the sheet is large. So its XML is searched for text beside the lines,
and the sheet is parsed only where there may be some.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlreport.base.address import Coordinate, a1, column_name
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.form.form import Form
from xlreport.form.label import is_label
from xlreport.form.measure import normalise_choice
from xlreport.form.sheet_names import CHECKS_SHEET
from xlreport.formats.cell import RawCell
from xlreport.formats.workbook import Workbook
from xlreport.layout.check_line import BalanceLine, check_lines
from xlreport.layout.check_rows import CheckRow, CheckRows, arrangements
from xlreport.layout.field import Field, FieldKind
from xlreport.reading.one_return import Return, Unread

RawCells = Mapping[Coordinate, RawCell]


def read_explanations(
    form: Form, workbook: Workbook, *, stamped: bool
) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Read the explanations beside the lines of 检查, by `CheckLine.name`.

    Text beside a line that was changed, or in a workbook without a stamp, is ignored; a finding
    reports it. Raises `Unreadable` where the sheet is damaged or beyond a limit.
    """
    explanations: dict[str, str] = {}
    ignored: list[CellReference] = []
    cells, lines = _checks_cells(form, workbook)
    for each in lines:
        cell = cells.get((each.row, each.column))
        text = cell.text.strip() if cell is not None and cell.kind != "error" else ""
        if not text:
            continue
        if stamped and _is_sent_line(form, each, cells):
            explanations[each.line.name] = text
        else:
            address = a1(each.row, each.column)
            ignored.append(CellReference(CHECKS_SHEET, address, each.line.location, text))
    return explanations, (make_finding("EXPLANATION-IGNORED", *ignored),) if ignored else ()


def _is_sent_line(form: Form, line: CheckRow, cells: RawCells) -> bool:
    """Tell whether a row still holds the line that was sent out."""
    pairs = ((text, cells.get((line.row, column))) for column, text in enumerate(line.texts))
    return all(is_label(form, official, cell.text if cell else "") for official, cell in pairs)


def _checks_cells(form: Form, workbook: Workbook) -> tuple[RawCells, Sequence[CheckRow]]:
    """Read the cells of 检查 with its lines; no cells where nothing is written beside them."""
    today, before = arrangements(form)
    if not today.lines:  # a form in which a formula can find nothing wrong
        return {}, ()
    xml = workbook.xml(CHECKS_SHEET)
    if xml is not None and not _may_hold(xml, today if _has(xml, today.heading) else before):
        return {}, ()
    sheet = workbook.sheet(CHECKS_SHEET)
    if sheet is None:
        return {}, ()
    return sheet.cells, (today if today.heading in sheet.cells else before).lines


def _has(xml: bytes, place: Coordinate) -> bool:
    """Tell whether a sheet has a cell, as office programs write it."""
    return b'<c r="%b"' % a1(*place).encode() in xml


def _may_hold(xml: bytes, arrangement: CheckRows) -> bool:
    """Tell whether a sheet may hold a value beside the lines, which share a column.

    XML in which that column does not look as office programs write it may hold one, too.
    """
    rows = {line.row + 1 for line in arrangement.lines}
    column = column_name(arrangement.lines[0].column).encode()
    filled = re.findall(rb'<c r="%b([0-9]{1,7})"(?![^<>]*(?:/>|></c>))' % column, xml)
    return b'<c r="%b' % column not in xml or not rows.isdisjoint(map(int, filled))


def explanation_fields(item: Return) -> Mapping[Field, str]:
    """Return the explanations as fields of a new workbook, beside the same lines."""
    return {
        Field(FieldKind.EXPLANATION, line.number): item.explanations[line.name]
        for line in check_lines(item.form)
        if line.name in item.explanations
    }


def explained(item: Unread | Return, finding: Finding) -> Finding:
    """Copy a finding with the explanation beside its line of 检查, if there is one.

    An explanation beside a line of totals also answers each finding of the same rule that has no
    explanation: where a total fails because its parts do, only the parts have findings.
    """
    if isinstance(item, Unread) or not item.explanations or not finding.rule:
        return finding
    lines = [
        line
        for line in check_lines(item.form)
        if line.id == finding.rule and line.name in item.explanations
    ]
    indexes = {
        (position.sheet, position.address): index for index, position in enumerate(item.positions)
    }
    cells = {indexes.get((cell.sheet, cell.cell), -1) for cell in finding.cells if cell.sheet}
    exact = [line for line in lines if cells and cells <= set(line.cells)]
    balances = [line for line in lines if isinstance(line, BalanceLine)]
    totals = [line for line in balances if item.form.fills.keys() >= {*line.cells}]
    answer = next((item.explanations[line.name] for line in (*exact, *totals)), "")
    return replace(finding, answer=answer, answer_code=explanation_code(item.form, answer))


def explanation_code(form: Form, answer: str) -> str:
    """Return the key of the standard explanation that an answer is, or begins with; else ""."""
    said = normalise_choice(answer)
    found = [
        (len(standard), key)
        for key, sentence in form.explanations.items()
        if (standard := normalise_choice(sentence).rstrip("。")) and said.startswith(standard)
    ]
    return max(found, default=(0, ""))[1]
