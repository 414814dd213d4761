"""Figures corrected by telephone: a decision changes a figure of a return that was read.

The return as its file has it is kept beside the corrected one, so that the file can be read again
and compared, and so that a summary can print both figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from xlreport.base.errors import InputError
from xlreport.base.finding import Finding, make_finding, quotable
from xlreport.base.path import say_indicator
from xlreport.base.text import comparable
from xlreport.form.duties import NO_DUTY, cells_without
from xlreport.form.meanings import MEANING, Reading, sentence_of
from xlreport.form.measure import Measure, Values, format_value
from xlreport.form.totals import fill_totals
from xlreport.form.typed_values import read_typed
from xlreport.layout.cell_name import cells_by_name
from xlreport.office.decisions import BLANK, Decision
from xlreport.reading.one_return import Return

_HARMLESS: Final = frozenset({"", "info"})  # severities of meanings


def corrected(item: Return, decision: Decision) -> Return:
    """Copy a return with one figure corrected, its totals computed anew.

    Findings about how the cell was filled in go. Raises `InputError` with the reason where the
    decision does not fit: no such cell, another figure in it, or a new one that it cannot hold.
    """
    index = _cell_of(item, decision.cell)
    cell = item.form.cells[index]
    _refuse(item, index, decision)
    new = _read(decision.new, cell.measure)
    values, judged = list(item.values), list(item.judged)
    if index not in item.typed_totals:
        values[index] = new.value
        fill_totals(item.form, values)
        judged = [
            old if number in item.typed_totals else value
            for number, (old, value) in enumerate(zip(item.judged, values, strict=True))
        ]
    judged[index] = new.value
    words = {number: text for number, text in item.words.items() if number != index}
    shown = {index: "" if decision.new == BLANK else decision.new}
    return replace(
        item,
        values=tuple(values),
        judged=tuple(judged),
        words=words | ({index: new.words} if new.words else {}),
        seen={**item.seen, **_new_totals(item, values), **shown},
        unreadable=item.unreadable - {index},
        nil=item.nil - {cell.table} if new.value else item.nil,
        findings=tuple(f for f in item.findings if not _is_about(f, item, index)),
        corrections={**item.corrections, index: decision},
        sent=item.sent or item,
    )


def confirmed_cell(item: Return, decision: Decision) -> int:
    """Return the cell whose figure a decision confirms.

    Raises `InputError` with the reason where there is no such cell, or another figure in it.
    """
    index = _cell_of(item, decision.cell)
    if not _is_there(item, index, decision.old):
        seen = item.seen.get(index, "") or BLANK
        raise InputError(f"{decision.cell} 现在是“{quotable(seen)}”，不是“{decision.old}”")
    return index


def _refuse(item: Return, index: int, decision: Decision) -> None:
    """Raise `InputError` where a cell does not hold a figure of its own, or not the old one."""
    cell = item.form.cells[index]
    if index in item.corrections:
        line = item.corrections[index].line
        raise InputError(f"{decision.cell} 已按第 {line} 行更正；请只保留一行")
    if index in item.form.count_of:
        raise InputError(f"“{say_indicator(cell.path)}”由台账计数得出，请更正台账")
    if index in cells_without(item.form, item.no_duties):
        raise InputError(
            f"“{say_indicator(cell.path)}”是“{NO_DUTY}”的单位没有的数，有数的请该单位重新报送"
        )
    if cell.total and index not in item.typed_totals:
        raise InputError(f"“{say_indicator(cell.path)}”由各项相加得出，请更正各项")
    if not _is_there(item, index, decision.old):
        seen = item.seen.get(index, "") or BLANK
        if _is_there(item, index, decision.new):
            raise InputError(f"{decision.cell} 现在已是“{decision.new}”，不用再更正")
        raise InputError(f"{decision.cell} 现在是“{quotable(seen)}”，不是“{decision.old}”")


def _new_totals(item: Return, values: Values) -> Mapping[int, str]:
    """Map the totals that follow from a correction to their new texts."""
    return {
        cell.index: format_value(new, cell.measure)
        for cell, old, new in zip(item.form.cells, item.values, values, strict=True)
        if cell.total and new is not None and new != old
        if cell.index in item.seen and cell.index not in item.typed_totals
    }


def correction_findings(item: Return) -> list[Finding]:
    """List a notice for each corrected figure: what stood there, what counts, who said so."""
    return [
        make_finding(
            "CORRECTED",
            item.reference(index),
            old=decision.old,
            new=decision.new,
            decision=str(decision),
        )
        for index, decision in item.corrections.items()
    ]


def _cell_of(item: Return, name: str) -> int:
    """Find the cell that an address in the file, an official path or keys name."""
    index = cells_by_name(item.form, item.positions).get(comparable(name))
    if index is None:
        raise InputError(
            f"“{name}”不是{item.form.name}的一个单元格；请写成 表三 D6 这样的表页和单元格"
        )
    return index


def _is_there(item: Return, index: int, text: str) -> bool:
    """Tell whether a cell holds what a decision says: the same text, or the same value."""
    seen, measure = item.seen.get(index, ""), item.form.cells[index].measure
    if text == BLANK:
        return not quotable(seen)
    if comparable(text) in (comparable(seen), comparable(quotable(seen))):
        return True
    reading = read_typed(text, measure.stated())
    if index in item.unreadable or not reading.is_filled:
        return False
    return (reading.value, reading.words) == (item.judged[index], item.words.get(index, ""))


def _read(text: str, measure: Measure) -> Reading:
    """Read the new figure, in the unit of its cell, as strictly as a program's."""
    reading = read_typed("" if text == BLANK else text, measure.stated())
    meaning = MEANING[reading.meaning]
    if text != BLANK and not (reading.is_filled and meaning.severity in _HARMLESS):
        raise InputError(f"更正为“{text}”：{sentence_of(meaning, measure)}")
    return reading


def _is_about(finding: Finding, item: Return, index: int) -> bool:
    """Tell whether a finding of reading is about this cell alone."""
    position = item.positions[index]
    own = position.sheet, position.address
    return bool(finding.cells) and all((c.sheet, c.cell) == own for c in finding.cells)
