"""Explanations (核实说明): a clerk's notes on the 检查 sheet, beside the lines of rules that fail.

Few returns have any, and the sheet is large. So its XML is searched for text beside the lines,
and the sheet is parsed only where there may be some.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from xlreport.base.address import Coordinate, column_name
from xlreport.base.finding import CellReference, Finding, make_finding
from xlreport.form.form import Form
from xlreport.form.label import is_label
from xlreport.form.measure import normalise_choice
from xlreport.formats.cell import RawCell
from xlreport.formats.workbook import Workbook
from xlreport.layout.check_line import BalanceLine, CheckLine, check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import CHECKS_SHEET, Position, lay_form
from xlreport.reading.one_return import Return, Unread

_LABELS = 3  # columns: the rule's id, its sentence, and where it applies

RawCells = Mapping[Coordinate, RawCell]


def read_explanations(
    form: Form, workbook: Workbook, *, stamped: bool
) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Read the explanations beside the lines of 检查, by `CheckLine.name`.

    Text beside a line that was changed, or in a workbook without a stamp, is ignored; a finding
    reports it. Raises `Unreadable` where the sheet is damaged or beyond a limit.
    """
    cells = _checks_cells(workbook, [position for _, position in _lines(form)])
    explanations: dict[str, str] = {}
    ignored: list[CellReference] = []
    labels = _labels(form)
    for line, position in _lines(form):
        cell = cells.get((position.row, position.column))
        text = cell.text.strip() if cell is not None and cell.kind != "error" else ""
        if not text:
            continue
        if stamped and _is_sent_line(form, labels, cells, position.row):
            explanations[line.name] = text
        else:
            ignored.append(CellReference(position.sheet, position.address, line.location, text))
    return explanations, (make_finding("EXPLANATION-IGNORED", *ignored),) if ignored else ()


@cache
def _lines(form: Form) -> Sequence[tuple[CheckLine, Position]]:
    """List the lines of a form with the positions of their explanations."""
    fields = lay_form(form).fields
    return [(line, fields[Field(FieldKind.EXPLANATION, line.number)]) for line in check_lines(form)]


@cache
def _labels(form: Form) -> Mapping[Coordinate, str]:
    """Return the official texts of the 检查 sheet by their coordinates."""
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == CHECKS_SHEET)
    return {(block.top, block.left): block.text for block in sheet.blocks}


def _is_sent_line(form: Form, labels: Mapping[Coordinate, str], cells: RawCells, row: int) -> bool:
    """Tell whether a row still holds the line that was sent out."""
    pairs = ((labels[row, column], cells.get((row, column))) for column in range(_LABELS))
    return all(is_label(form, official, cell.text if cell else "") for official, cell in pairs)


def _checks_cells(workbook: Workbook, positions: Sequence[Position]) -> RawCells:
    """Read the cells of 检查; return no cells where nothing is written at the `positions`."""
    if not positions:  # a form in which a formula can find nothing wrong
        return {}
    xml = workbook.xml(CHECKS_SHEET)
    if xml is not None and not _may_hold(xml, positions):
        return {}
    sheet = workbook.sheet(CHECKS_SHEET)
    return {} if sheet is None else sheet.cells


def _may_hold(xml: bytes, positions: Sequence[Position]) -> bool:
    """Tell whether a sheet may hold a value at one of `positions`, which share a column.

    XML in which that column does not look as office programs write it may hold one, too.
    """
    rows = {position.row + 1 for position in positions}
    column = column_name(positions[0].column).encode()
    filled = re.findall(rb'<c r="%b([0-9]{1,7})"(?![^<>]*/>)' % column, xml)
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
