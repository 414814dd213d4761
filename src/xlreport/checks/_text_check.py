"""Text against tables: whether the narrative states the numbers that the tables hold.

Only warnings come of it: words mean one thing in one report and another in the next, so every
reading that is known to occur is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlreport.base.finding import CellReference, Finding, make_finding
from xlreport.checks.arrays import ReturnArrays
from xlreport.checks.sentences import Statement, add_up, read_statements
from xlreport.form.measure import format_value
from xlreport.form.parts import Check, Sentence
from xlreport.form.rule import NamedCheck
from xlreport.reading.one_return import Return

IndexedFindings = Iterator[tuple[int, Finding]]


def text_findings(
    _: Check, returns: Sequence[Return], stack: ReturnArrays, __: Sequence[str]
) -> IndexedFindings:
    """Yield a finding for each sentence of a narrative that fits no reading of the tables.

    Where several numbers are stated for one sentence, one that fits is enough: the others are
    taken for parts of it. A return of which EMPTY-0 speaks is left to it.
    """
    empty = stack.form.check(NamedCheck.EMPTY_0)
    for number, item in enumerate(returns):
        statements = _stated(item)
        if empty is not None and _is_empty(empty, stack, number):
            statements = [] if any(found.number for found in statements) else statements
        for sentence in dict.fromkeys(found.sentence for found in statements):
            stated = [found for found in statements if found.sentence is sentence]
            finding = _compare(item, stack, number, sentence, stated)
            if finding is not None:
                yield number, finding


def empty_findings(
    check: Check, returns: Sequence[Return], stack: ReturnArrays, _: Sequence[str]
) -> IndexedFindings:
    """Yield a finding where the check's cells are all 0 while the narrative reports cases."""
    for number, item in enumerate(returns):
        if _is_empty(check, stack, number):
            reported = next((found for found in _stated(item) if found.number), None)
            if reported is not None:
                cell = _cell(item, check.cells[0])
                facts = {"part": _heading(item, reported), "quote": reported.quote}
                yield number, make_finding("EMPTY-0", cell, **facts)


def _stated(item: Return) -> list[Statement]:
    assert item.form is not None  # only returns of a form are stacked
    narrative = item.form.narrative
    return [
        found
        for key, text in item.texts.items()
        for found in read_statements(narrative, key, text, item.year)
    ]


def _is_empty(check: Check, stack: ReturnArrays, number: int) -> bool:
    cells = list(check.cells)
    known = stack.present[number, cells].any() and not stack.unreadable[number, cells].any()
    return bool(known and not stack.values[number, cells].any())


def _compare(
    item: Return, stack: ReturnArrays, number: int, sentence: Sentence, stated: Sequence[Statement]
) -> Finding | None:
    """Say which number fits no reading; None where one fits or the cells are not known."""
    cells = [index for terms in sentence.readings for index, _ in terms]
    known = stack.present[number, cells].any() and not stack.unreadable[number, cells].any()
    measure = stack.form.cells[cells[0]].measure
    sums = [add_up(item.values, terms) for terms in sentence.readings]
    numbers = [statement.number * 10**measure.scale for statement in stated]
    if not known or set(sums) & set(numbers):
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
    assert item.form is not None  # only returns of a form are stacked
    key = statement.sentence.text
    return next(text.heading for text in item.form.texts if text.key == key)


def _cell(item: Return, index: int) -> CellReference:
    """Refer to a cell with the value that was compared: totals are computed, blanks count as 0."""
    assert item.form is not None  # only returns of a form are stacked
    shown = format_value(item.values[index] or 0, item.form.cells[index].measure)
    return item.reference(index, value=shown)
