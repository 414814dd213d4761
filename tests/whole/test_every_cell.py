"""Every input of every form, changed once: exactly that address is reported, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.filled import all_values, holds, input_factors
from support.mutated import (
    Content,
    filled_form,
    findings_of,
    places,
    put,
    put_together,
    totals_over,
    where,
)
from xlreport.base.finding import Finding, Severity
from xlreport.form.form import Form
from xlreport.form.load import list_forms, load_form
from xlreport.form.measure import Kind
from xlreport.form.parts import Cell
from xlreport.form.rule import Balance
from xlreport.layout.layout import lay_form

# An annex is checked together with the form that it belongs to; of that, its own cells alone.
EDITIONS = [name for name in list_forms() if load_form(name).checks]
ANNEXED = [f"ogi-2021+{name}" for name in list_forms() if name not in EDITIONS]

pytestmark = pytest.mark.parametrize("name", [*EDITIONS, *ANNEXED])

# What is said of one cell alone by what stands in it.
OF_A_CELL = {"FORM", "UNREADABLE", "READ-AS", "INT", "NEG", "UNIT-UNKNOWN", "INPUT-FORMULA"}


def own_inputs(form: Form) -> list[Cell]:
    """List the inputs of a form, or of its annex where it has one."""
    annexes = form.id.split("+")[1:]
    tables = {table.key for name in annexes for table in load_form(name).tables}
    return [cell for cell in form.inputs if not annexes or cell.table in tables]


def mutants(form: Form, contents: dict[int, Content], folder: Path) -> dict[int, list[Finding]]:
    """Give the findings of a right return in which one cell at a time holds something else."""
    book, _ = filled_form(form)
    layout = lay_form(form)
    books = {
        str(index): put_together(put(book, {layout.positions[index]: content}))
        for index, content in contents.items()
    }
    found = findings_of(folder, books)
    return {index: list(found[str(index)]) for index in contents}


def test_the_return_that_is_changed_is_right(name: str, tmp_path: Path) -> None:
    book, _ = filled_form(load_form(name))
    assert {"right": ()} == findings_of(tmp_path, {"right": put_together(book)})


def test_a_word_in_any_input_is_reported_at_its_address_alone(name: str, tmp_path: Path) -> None:
    form = load_form(name)
    found = mutants(form, {cell.index: "若干" for cell in own_inputs(form)}, tmp_path)
    expected = {
        cell.index: [("UNREADABLE", {where(form, cell.index)})] for cell in own_inputs(form)
    }
    assert expected == {i: [(f.code, places(f)) for f in each] for i, each in found.items()}


def test_a_number_below_nought_in_any_input_is_reported_at_its_address(
    name: str, tmp_path: Path
) -> None:
    form = load_form(name)
    amounts = {cell.index for cell in own_inputs(form) if cell.measure.kind is Kind.MONEY}
    inputs = [cell.index for cell in own_inputs(form) if cell.measure.kind is not Kind.CHANGE]
    contents: dict[int, Content] = dict.fromkeys(inputs, -7)
    contents |= {i: "-7元" for i in amounts if form.cells[i].measure.unit_required}
    for index, found in mutants(form, contents, tmp_path).items():
        accused = [(f.code, places(f)) for f in found if f.code in OF_A_CELL]
        assert [("NEG" if index in amounts else "INT", {where(form, index)})] == accused


def broken_by(form: Form, index: int, value: int) -> set[tuple[str, str]]:
    """Name the rules, with their place, that fail where one input holds another value."""
    values = all_values(form, {**filled_form(form)[1], index: value})
    rules = [b for b in form.balances if not b.rule.fill and not b.last_cells]
    return {(b.rule.id, b.place) for b in rules if not holds(b, values) and has_inputs(form, b)}


def has_inputs(form: Form, balance: Balance) -> bool:
    """Tell whether a clerk's own figures stand in a relation, so that it can be his slip."""
    return any(not form.cells[index].total for index in balance.cells)


def named(form: Form, index: int) -> set[str]:
    """List the addresses by which a rule can name an input: its own, and those of its totals."""
    return {where(form, each) for each in {index, *totals_over(form, index)}}


def test_another_number_in_any_input_breaks_exactly_the_rules_it_stands_in(
    name: str, tmp_path: Path
) -> None:
    form = load_form(name)
    figures, inputs = filled_form(form)[1], own_inputs(form)
    changed = {}
    for cell in (cell for cell in inputs if cell.measure.kind is not Kind.MONEY):
        much = 300 if cell.measure.kind is Kind.CHANGE else 100
        more, less = (figures[cell.index] + sign * much for sign in (1, -1))
        changed[cell.index] = more if broken_by(form, cell.index, more) else less
    contents: dict[int, Content] = dict(changed)
    reported = set()
    for index, found in mutants(form, contents, tmp_path).items():
        broken = [finding for finding in found if finding.code == "RULE"]
        rules = {rule for rule, _ in broken_by(form, index, changed[index])}
        assert rules == {finding.rule for finding in broken}
        assert all(named(form, index) & places(finding) for finding in broken)
        reported |= {index} if broken else set()
    errors = [b for b in form.balances if b.rule.severity is Severity.ERROR and not b.last_cells]
    bound = {i for b in errors if not b.rule.fill for i in input_factors(form, b)}
    assert bound & {cell.index for cell in inputs} <= reported
