"""Several faults in one return: each is reported at its own address, and nothing is said twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from support.filled import all_values, input_factors
from support.mutated import (
    Content,
    Formula,
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
from xlreport.form.load import load_form
from xlreport.form.measure import Kind
from xlreport.form.rule import Balance
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position, SheetKind, lay_form

RETURNS = 50
MOST_FAULTS = 6
# What the reader mends itself is a warning.
MENDED = {"TOTAL-BLANK", "TOTAL-CHANGED", "TOTAL-BROKEN"}


@dataclass(frozen=True)
class Fault:
    """One slip: what is put where, the code it must be reported by, and at which of `cells`.

    Two faults are independent if they touch no cell or relation both, and neither hides what the
    other touches: a total with a part that is no number cannot be judged.
    """

    code: str
    entries: dict[Position, Content]
    cells: frozenset[str]
    touched: frozenset[object]
    hides: frozenset[int] = frozenset()

    def is_independent_of(self, other: Fault) -> bool:
        shared = self.touched & other.touched
        return not (shared or self.hides & other.touched or other.hides & self.touched)


Kinds = Callable[[Form, Random], Fault]


def touched_by(form: Form, *cells: int) -> frozenset[object]:
    """List what a slip in these cells can be seen in: themselves, and the relations they are in."""
    relations = {(b.rule.id, b.place) for b in form.balances if set(cells) & set(b.cells)}
    return frozenset({*cells, *relations})


def in_cell(form: Form, index: int, code: str, content: Content) -> Fault:
    entries = {lay_form(form).positions[index]: content}
    touched, hides = touched_by(form, index), totals_over(form, index)
    if form.cells[index].total:
        hides = frozenset()
    return Fault(code, entries, frozenset({where(form, index)}), touched, hides)


def counts(form: Form) -> list[int]:
    return [cell.index for cell in form.inputs if cell.measure.kind is Kind.COUNT]


def totals(form: Form) -> list[int]:
    return list(form.fills)


def identities(form: Form) -> list[Balance]:
    """List the equations of a clerk's own figures whose failure is an error."""
    return [
        balance
        for balance in form.balances
        if balance.relation.operator == "="
        and balance.rule.severity is Severity.ERROR
        and not (balance.rule.fill or balance.last_cells)
        and not all(index in form.fills for index in balance.cells)
    ]


def a_word(form: Form, random: Random) -> Fault:
    words = ["若干", "三件", "见附件", "12%", "2026-1-5", "TRUE", "无法统计"]
    return in_cell(form, random.choice(counts(form)), "UNREADABLE", random.choice(words))


def a_fraction(form: Form, random: Random) -> Fault:
    return in_cell(form, random.choice(counts(form)), "UNREADABLE", 2.5)


def a_formula_without_result(form: Form, random: Random) -> Fault:
    return in_cell(form, random.choice(counts(form)), "INPUT-LOST", Formula("1+1"))


def a_negative_count(form: Form, random: Random) -> Fault:
    """Put a number below nought where the other figures of the identity make up for it."""
    balance = random.choice(identities(form))
    factors = input_factors(form, balance)
    first = random.choice(list(factors))
    other = random.choice([i for i in factors if i != first and factors[i] == factors[first]])
    figures, layout = filled_form(form)[1], lay_form(form)
    entries: dict[Position, Content] = {
        layout.positions[first]: -3,
        layout.positions[other]: figures[other] + figures[first] + 3,
    }
    touched = touched_by(form, first, other)
    return Fault("INT", entries, frozenset({where(form, first)}), touched)


def a_broken_identity(form: Form, random: Random) -> Fault:
    balance = random.choice(identities(form))
    index = random.choice(list(input_factors(form, balance)))
    value = filled_form(form)[1][index] + random.choice([1, 10, 90])
    cells = frozenset(where(form, each) for each in balance.cells)
    touched = touched_by(form, index, *balance.cells)
    return Fault("RULE", {lay_form(form).positions[index]: value}, cells, touched)


def a_wrong_total(form: Form, random: Random) -> Fault:
    index = random.choice(totals(form))
    right = all_values(form, filled_form(form)[1])[index] or 0
    return in_cell(form, index, "TOTAL-WRONG", right + random.choice([1, 10, 90]))


def an_emptied_total(form: Form, random: Random) -> Fault:
    return in_cell(form, random.choice(totals(form)), "TOTAL-BLANK", None)


def a_changed_formula(form: Form, random: Random) -> Fault:
    return in_cell(form, random.choice(totals(form)), "TOTAL-CHANGED", Formula("SUM(A1:A2)", "7"))


def a_broken_formula(form: Form, random: Random) -> Fault:
    return in_cell(form, random.choice(totals(form)), "TOTAL-BROKEN", Formula("#REF!+1", "#REF!"))


def a_blank_table(form: Form, random: Random) -> Fault:
    table = random.choice(form.tables)
    inputs = [cell.index for cell in table.cells if not cell.total]
    entries: dict[Position, Content] = dict.fromkeys(lay_form(form).positions[i] for i in inputs)
    touched = touched_by(form, *(cell.index for cell in table.cells))
    return Fault("BLANK-TABLE", entries, frozenset({where(form, inputs[0])}), touched)


def a_contradiction(form: Form, random: Random) -> Fault:
    table = random.choice(form.tables)
    cells = frozenset(where(form, cell.index) for cell in table.cells if not cell.total)
    entries: dict[Position, Content] = {
        lay_form(form).fields[Field(FieldKind.NIL, table.key)]: "零报送"
    }
    touched = touched_by(form, *(cell.index for cell in table.cells))
    return Fault("NIL-CONTRADICTED", entries, cells, touched)


def a_strange_label(form: Form, random: Random) -> Fault:
    sheets = [sheet for sheet in lay_form(form).sheets if sheet.kind is SheetKind.TABLE]
    number = random.randrange(len(sheets))
    labels = [
        Position(sheets[number].name, block.top, block.left)
        for block in sheets[number].blocks
        if block.role in (Role.COLUMN_LABEL, Role.ROW_LABEL) and block.text and not block.last
    ]
    place = random.choice(labels)
    touched = touched_by(form, *(cell.index for cell in form.tables[number].cells))
    return Fault("LABEL-LOST", {place: "另一件事"}, frozenset({place.place}), touched)


KINDS: tuple[Kinds, ...] = (
    *(a_word, a_fraction, a_formula_without_result, a_negative_count, a_broken_identity),
    *(a_wrong_total, an_emptied_total, a_changed_formula, a_broken_formula),
    *(a_blank_table, a_contradiction, a_strange_label),
)


def independent(form: Form, seed: int) -> list[Fault]:
    """Draw one to six faults, none of which can hide another or be mistaken for it."""
    random = Random(seed)
    wanted, found = 1 + seed % MOST_FAULTS, list[Fault]()
    for _ in range(50):
        # What concerns a whole table leaves little room for others: it is drawn less often.
        fault = random.choice(KINDS if random.random() < 0.3 else KINDS[:9])(form, random)
        if all(fault.is_independent_of(other) for other in found):
            found.append(fault)
        if len(found) == wanted:
            break
    return found


def unmatched(faults: list[Fault], found: tuple[Finding, ...]) -> Iterator[Fault]:
    for fault in faults:
        if not any(f.code == fault.code and fault.cells & places(f) for f in found):
            yield fault


@pytest.mark.parametrize("edition", ["ogi-2021", "ogi-2019"])
def test_every_fault_is_reported_at_its_address_and_no_error_without_one(
    edition: str, tmp_path: Path
) -> None:
    form = load_form(edition)
    faults = {str(seed): independent(form, seed) for seed in range(RETURNS)}
    assert {kind(form, Random(1)).code for kind in KINDS} == {
        fault.code for each in faults.values() for fault in each
    }
    books = {}
    for name, each in faults.items():
        book = filled_form(form)[0]
        for fault in each:
            book = put(book, fault.entries)
        books[name] = put_together(book)
    for name, found in findings_of(tmp_path, books).items():
        assert [] == list(unmatched(faults[name], found)), name
        errors = Counter(f.code for f in found if f.severity is Severity.ERROR)
        causes = Counter(f.code for f in faults[name] if f.code not in MENDED)
        # Formulas without a result are said of in one finding for a table.
        assert errors <= causes, name
