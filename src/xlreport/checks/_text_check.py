"""Text against tables: whether the narrative states the numbers that the tables hold.

It makes warnings only: the same words mean different things in different reports, so every
reading that occurs in published reports is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.checks.arrays import Flags, ReturnArrays, indexes_of, judgeable
from xlreport.checks.statements import Statement, add_up, read_statements
from xlreport.form.check_kind import CheckKind
from xlreport.form.measure import format_value
from xlreport.form.parts import Check, Sentence
from xlreport.reading.one_return import Return

IndexedFindings = Iterator[tuple[int, Finding]]


def text_findings(check: Check, returns: Sequence[Return], arrays: ReturnArrays) -> IndexedFindings:
    """Yield a finding for each sentence of a narrative that fits no reading of the tables.

    Where a narrative states several numbers for one sentence, one that fits is enough: the others
    are taken for parts of it. A return whose tables are found empty gets no second finding here.
    """
    empty = np.zeros(len(returns), dtype=np.bool_)
    for each in arrays.form.checks:
        if each.kind is CheckKind.EMPTY_ZERO:
            empty |= _empty(each, arrays)
    for number, item in enumerate(returns):
        stated = _stated(item)
        statements = [each for each in stated if each.sentence.id in check.sentences]
        if empty[number] and any(each.number for each in stated):
            statements = []
        for sentence in dict.fromkeys(each.sentence for each in statements):
            stated = [each for each in statements if each.sentence is sentence]
            finding = _compare(item, arrays, number, sentence, stated)
            if finding is not None:
                yield number, finding


def empty_findings(
    check: Check, returns: Sequence[Return], arrays: ReturnArrays
) -> IndexedFindings:
    """Yield a finding where the check's cells are all 0 while the narrative reports cases."""
    for (number,) in indexes_of(_empty(check, arrays)):
        item = returns[number]
        reported = next((each for each in _stated(item) if each.number), None)
        if reported is not None:
            cell = _cell(item, check.cells[0])
            cells = "" if len(check.cells) == 1 else f"等{len(check.cells)}格"
            facts = {"part": _heading(item, reported), "quote": reported.quote, "cells": cells}
            yield number, make_finding("EMPTY", cell, **facts)


def untold_findings(
    check: Check, returns: Sequence[Return], arrays: ReturnArrays
) -> IndexedFindings:
    """Yield a finding where a cell is above 0 and the narrative has none of the check's words.

    A summary is not looked at, nor a return without any narrative: the county may not ask for it.
    """
    cells = list(check.cells)
    above = judgeable(arrays, cells) & (arrays.values[:, cells] > 0) & ~arrays.summed[:, None]
    for number in dict.fromkeys(number for number, _ in indexes_of(above)):
        item = returns[number]
        said = "".join(item.texts.get(key, "") for key in check.texts)
        own = (item.texts.get(t.key, "") for t in item.form.texts if not t.standing)
        if any(map(str.strip, own)) and not any(word in said for word in check.words):
            parts = "、".join(text.heading for text in item.form.texts if text.key in check.texts)
            (column,) = above[number].nonzero()[0][:1]
            cell = _cell(item, cells[column])
            words = "、".join(check.words)
            yield number, make_finding("UNTOLD", cell, part=parts, words=words)


def _stated(item: Return) -> list[Statement]:
    """List the numbers that the narrative of a return states."""
    narrative = item.form.narrative
    return [
        statement
        for key, text in item.texts.items()
        for statement in read_statements(narrative, key, text, item.year)
    ]


def _empty(check: Check, arrays: ReturnArrays) -> Flags:
    """Tell of which returns (n) a check's cells are readable, not all missing, and all 0."""
    cells = list(check.cells)
    doubtful = arrays.unreadable[:, cells] | (arrays.values[:, cells] != 0)
    empty: Flags = judgeable(arrays, cells).any(axis=1) & ~doubtful.any(axis=1)
    return empty


def _compare(
    item: Return, arrays: ReturnArrays, number: int, sentence: Sentence, stated: Sequence[Statement]
) -> Finding | None:
    """Make the finding about a number that fits no reading; None if one fits or has no values."""
    cells = [term.cell for terms in sentence.readings for term in terms]
    has_values = arrays.present[number, cells].any() and not arrays.unreadable[number, cells].any()
    measure = arrays.form.cells[cells[0]].measure
    sums = [add_up(item.values, terms) for terms in sentence.readings]
    numbers = [statement.number * 10**measure.scale for statement in stated]
    if not has_values or set(sums) & set(numbers):
        return None
    expected = dict.fromkeys(format_value(value, measure) for value in sums if value >= 0)
    finding = make_finding(
        "TEXT",
        *(_cell(item, index) for index in dict.fromkeys(cells)),
        part=_heading(item, stated[0]),
        quote=stated[0].quote,
        stated=format_value(numbers[0], measure),
    )
    return replace(finding, expected=" 或 ".join(expected))


def _heading(item: Return, statement: Statement) -> str:
    key = statement.sentence.text
    return next(text.heading for text in item.form.texts if text.key == key)


def _cell(item: Return, index: int) -> CellReference:
    """Refer to a cell with the value that was compared: a computed total, 0 for a blank."""
    shown = format_value(item.values[index] or 0, item.form.cells[index].measure)
    return item.reference(index, value=shown)
