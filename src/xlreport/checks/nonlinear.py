"""Checks that are not linear relations, each of a kind, over all returns at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from xlreport.base.finding import Finding, make_finding
from xlreport.base.period import Period
from xlreport.checks._pairs import equal_findings, implied_findings, lone_findings
from xlreport.checks._text_check import empty_findings, text_findings, untold_findings
from xlreport.checks.arrays import Flags, ReturnArrays, indexes_of, judgeable, make_arrays
from xlreport.form.check_kind import ABOUT_TEXTS, CheckKind
from xlreport.form.form import Form, cells_from_zero
from xlreport.form.measure import Values, format_value
from xlreport.form.parts import Check
from xlreport.form.said import said_by
from xlreport.formats.sources import Source
from xlreport.layout.layout import lay_form
from xlreport.reading.one_return import Return

IndexedFindings = Iterator[tuple[int, Finding]]


def check_findings(
    returns: Sequence[Return], arrays: ReturnArrays, levels: Sequence[str]
) -> IndexedFindings:
    """Yield the findings of the form's checks, each with the number of its return.

    `levels` are the levels of the departments, "" where unknown.
    """
    for check in arrays.form.checks:
        if check.kind is CheckKind.LEVEL:
            found = _level(check, returns, arrays, levels)
        elif check.kind in _RUNS:
            found = _RUNS[check.kind](check, returns, arrays)
        else:
            continue
        for number, finding in found:
            yield number, said_by(check, finding)


def narrative_findings(
    form: Form, period: Period, values: Values, texts: Mapping[str, str]
) -> list[Finding]:
    """List what the checks of texts find where `texts` are to be published with these `values`.

    The cells are named as they stand in a workbook of the library.
    """
    figures = tuple(values)
    item = Return(
        Source(Path()),
        "",
        form,
        period=period,
        judged=figures,
        values=figures,
        positions=lay_form(form).positions,
        texts=texts,
    )
    arrays = make_arrays(form, [item])
    return [
        said_by(check, finding)
        for check in form.checks
        if check.kind in ABOUT_TEXTS
        for _, finding in _RUNS[check.kind](check, [item], arrays)
    ]


def _whole(check: Check, returns: Sequence[Return], arrays: ReturnArrays) -> IndexedFindings:
    """Yield a finding for each count below 0; no fraction gets as far as here."""
    yield from _negative("INT", check, returns, arrays)


def _not_negative(check: Check, returns: Sequence[Return], arrays: ReturnArrays) -> IndexedFindings:
    """Yield a finding for each amount of money below 0."""
    yield from _negative("NEG", check, returns, arrays)


def _negative(
    code: str, check: Check, returns: Sequence[Return], arrays: ReturnArrays
) -> IndexedFindings:
    asked = cells_from_zero(arrays.form, check)
    columns = [cell.index for cell in arrays.form.inputs if cell.index in asked]
    for number, column in indexes_of((arrays.judged < 0)[:, columns]):
        yield number, make_finding(code, returns[number].reference(columns[column]))


def _level(
    check: Check, returns: Sequence[Return], arrays: ReturnArrays, levels: Sequence[str]
) -> IndexedFindings:
    """Yield a finding for each cell above 0 of a department whose level does not allow it."""
    above = (arrays.judged > 0)[:, list(check.cells)]
    for number, column in indexes_of(above & judgeable(arrays, check.cells)):
        level = levels[number]
        if level and level not in check.levels:
            cell = returns[number].reference(check.cells[column])
            yield number, make_finding("LEVEL", cell, level=level)


def _zero(check: Check, returns: Sequence[Return], arrays: ReturnArrays) -> IndexedFindings:
    """Yield a finding for each cell that is not 0 in a report of a year that it has to be 0."""
    filled = (arrays.judged != 0)[:, list(check.cells)]
    for number, column in indexes_of(filled & judgeable(arrays, check.cells)):
        year = returns[number].year
        if year is not None and year >= check.since:
            yield number, make_finding("NOT-ZERO", returns[number].reference(check.cells[column]))


def _drift(check: Check, returns: Sequence[Return], arrays: ReturnArrays) -> IndexedFindings:
    """Yield a finding for each cell that changed so many times over since the last report."""
    known: Flags = judgeable(arrays, check.cells)
    for column, index in enumerate(check.cells):
        now, last = arrays.judged[:, index], arrays.last[:, index]
        both = known[:, column] & arrays.last_present[:, index] & (now > 0) & (last > 0)
        grown, shrunk = now >= check.factor * last, last >= check.factor * now
        for (number,) in indexes_of(both & (grown | shrunk)):
            before = format_value(int(last[number]), arrays.form.cells[index].measure)
            yield number, make_finding("DRIFT", returns[number].reference(index), last=before)


_Run = Callable[[Check, Sequence[Return], ReturnArrays], IndexedFindings]
_RUNS: Mapping[CheckKind, _Run] = {
    CheckKind.WHOLE: _whole,
    CheckKind.NOT_NEGATIVE: _not_negative,
    CheckKind.ZERO: _zero,
    CheckKind.NOT_EQUAL: equal_findings,
    CheckKind.BOTH_OR_NEITHER: lone_findings,
    CheckKind.IMPLIES: implied_findings,
    CheckKind.TEXT: text_findings,
    CheckKind.EMPTY_ZERO: empty_findings,
    CheckKind.TOLD: untold_findings,
    CheckKind.DRIFT: _drift,
}
