"""What the values of several departments give together: sums, shares of sums, counts of answers.

Nothing else is ever made of them. A sum of dates, averages or percentages says nothing, so such a
cell has no value over several departments, whatever the form file says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from xlreport.form.form import Form
from xlreport.form.measure import Kind, Measure, Values
from xlreport.form.totals import fill_shares

Counts = Mapping[int, tuple[int, ...]]
"""How many departments gave each answer, by cell index; in a tuple, by the value of the answer."""


def add_rows(form: Form, rows: Sequence[Values]) -> tuple[int | None, ...]:
    """Add up rows of values by the form's cells; a cell without a value in any row stays missing.

    Shares are computed from the sums. Any other cell that is not added up is missing.
    """
    totals: list[int | None] = []
    for cell, column in zip(form.cells, zip(*rows, strict=True), strict=True):
        values = [value for value in column if value is not None] if cell.measure.adds else []
        totals.append(sum(values) if values else None)
    fill_shares(form, totals)
    return tuple(totals)


def count_answers(form: Form, rows: Iterable[tuple[Values, Counts]]) -> dict[int, tuple[int, ...]]:
    """Count the answers in the yes/no and choice cells of departments and of summaries.

    A department has its answer among its values, a summary has counts. A cell that nobody answered
    is left out.
    """
    counted = [cell for cell in form.not_added if cell.measure.answers]
    totals = {cell.index: [0] * len(cell.measure.answers) for cell in counted}
    for values, counts in rows if totals else ():
        for index, total in totals.items():
            answer = values[index]
            for number, count in enumerate(counts.get(index, ())):
                total[number] += count
            if answer is not None:
                total[answer] += 1
    return {index: tuple(total) for index, total in totals.items() if any(total)}


def add_counts(parts: Iterable[Counts]) -> dict[int, tuple[int, ...]]:
    """Add the counts of several summaries up."""
    totals: dict[int, tuple[int, ...]] = {}
    for part in parts:
        for index, counts in part.items():
            before = totals.get(index, (0,) * len(counts))
            totals[index] = tuple(a + b for a, b in zip(before, counts, strict=True))
    return totals


def format_counts(counts: Sequence[int], measure: Measure) -> str:
    """Write the counts of a cell's answers as the cell of a summary shows them: 是 27、否 3.

    Both answers of a yes/no are shown, of a choice only those that somebody gave.
    """
    pairs = list(zip(measure.answers, counts, strict=True))
    if measure.kind is Kind.YES_NO:
        pairs.reverse()
    else:
        pairs = [pair for pair in pairs if pair[1]]
    return "、".join(f"{answer} {count}" for answer, count in pairs)


def read_counts(text: str, measure: Measure) -> tuple[int, ...] | None:
    """Read what `format_counts` wrote, None for any other text."""
    answers = measure.answers
    if not answers:
        return None
    order = range(len(answers))
    if measure.kind is Kind.YES_NO:
        order = order[::-1]
    pattern = "".join(f"(?:{re.escape(answers[i])} ([0-9]{{1,9}})(?:、|$))?" for i in order)
    match = re.fullmatch(pattern, text.strip()) if text.strip() else None
    if match is None or text.strip().endswith("、"):
        return None
    counts = dict(zip(order, match.groups(), strict=True))
    return tuple(int(counts[number] or 0) for number in range(len(answers)))


def format_all_counts(form: Form, counts: Counts) -> dict[int, str]:
    """Write counts by cell index as the cells of a summary show them."""
    return {
        index: format_counts(numbers, form.cells[index].measure)
        for index, numbers in counts.items()
    }
