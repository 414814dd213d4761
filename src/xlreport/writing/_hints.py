"""Sentences for the prompts of cells: what an input must be by an earlier report alone."""

from __future__ import annotations

from collections.abc import Mapping

from xlreport.form.form import Form
from xlreport.form.guidance import Guidance, guide
from xlreport.form.measure import format_value
from xlreport.form.parts import Cell
from xlreport.form.rule import Balance
from xlreport.layout.check_line import balance_lines
from xlreport.layout.layout import Layout
from xlreport.writing.content import Content


def hints_of(layout: Layout, content: Content) -> dict[int, str]:
    """Return what an input must be by an earlier report alone, by cell index."""
    hints: dict[int, str] = {}
    if not content.last:
        return hints
    for line in balance_lines(layout.form):
        balance = line.balance
        if not _is_given(balance):
            continue
        cell = layout.form.cells[balance.left[0].cell]
        terms = [(content.last[term.cell], term.factor) for term in balance.right_last]
        numbers = [value * factor for value, factor in terms if value is not None]
        if not cell.total and len(numbers) == len(terms):
            text = format_value(sum(numbers), cell.measure)
            word = layout.form.earlier_word(balance.right_last[0].cell)
            hints[cell.index] = f"按{word}报告应为 {text}{cell.measure.unit}。"
    return hints


def guidance_of(form: Form, cell: Cell, hints: Mapping[int, str]) -> Guidance:
    """Write the guidance of an input, with the form file's explanation of it and its hint."""
    return guide(cell, form.meaning_of.get(cell.index, ""), hints.get(cell.index, ""))


def _is_given(balance: Balance) -> bool:
    """Tell whether a balance says that one cell equals a sum of last year's figures."""
    return (
        balance.relation.operator == "="
        and [term.factor for term in balance.left] == [1]
        and bool(balance.right_last)
        and not (balance.right or balance.left_last or balance.constant)
    )
