"""Keys multiplied in a relation: computed, judged, searched and written with their factors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support.checked import found_in, problem_of
from support.filled import all_values, as_return, cells_at, find
from support.made_up_form import load_made_up
from xlreport.base.errors import FormError
from xlreport.base.period import Period
from xlreport.checks._slip import single_changes
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import judge
from xlreport.form.form import Form
from xlreport.layout.check_line import check_lines
from xlreport.layout.field import FieldKind
from xlreport.layout.formulas import total_formula
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.layout.summary import lay_summary
from xlreport.writing._check_formulas import LineFigures, line_formulas

DOUBLED = ("books + journals + digital", "2 * books - digital + 3 * journals")
NOTHING = LineFigures([None] * 99, frozenset(), frozenset(), None)
STOCK = (
    'units         = { staff_before = "人", staff_change = "人" }',
    'kinds = { staff_before = { kind = "count", unit = "人", add = false } }',
)
COMPARED = ("science.total <= novels.total + 100", "2 * science.total <= 3 * novels.total")


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return load_made_up(tmp_path, DOUBLED, COMPARED)


def test_a_total_is_computed_with_its_factors_and_so_is_its_formula(form: Form) -> None:
    numbers = {"loans.novels.adults": 5, "loans.journals.adults": 7, "loans.digital.adults": 4}
    total = find(form, "loans.all_loans.adults")
    assert 2 * 5 - 4 + 3 * 7 == all_values(form, cells_at(form, numbers))[total]
    formula = total_formula(form, form.fills[total], lay_form(form).positions)
    assert "2*SUM(D5:D6)+3*SUM(D7)-D8" == formula


def test_a_relation_is_judged_and_written_with_its_factors(form: Form) -> None:
    numbers = {"loans.science.adults": 4, "loans.novels.adults": 2}
    (finding,) = found_in(as_return(form, cells_at(form, numbers)))
    assert ("L-SCIENCE", "8", "6", "2") == (
        finding.rule,
        finding.facts["left"],
        finding.facts["right"],
        finding.difference,
    )
    (line,) = (line for line in check_lines(form) if line.id == "L-SCIENCE")
    formulas = line_formulas(lay_form(form), line, NOTHING)
    texts = {field.kind: formula.text for field, formula in formulas.items()}
    assert ("2*SUM('一'!F6)", "3*SUM('一'!F5)") == (texts[FieldKind.LEFT], texts[FieldKind.RIGHT])


def test_a_slip_is_undone_by_the_step_that_its_factor_needs(tmp_path: Path) -> None:
    old = '"science.total <= novels.total + 100"\nseverity = "warning"'
    rule = (old, '"2 * books.adults = 3 * digital.adults"')
    form = load_made_up(tmp_path, rule)
    item = as_return(form, cells_at(form, {"loans.novels.adults": 2, "loans.digital.adults": 4}))
    changes = [(change.cell, change.value) for (change,) in single_changes(problem_of(item))]
    novels, science = (find(form, f"loans.{row}.adults") for row in ("novels", "science"))
    assert {(novels, 6), (science, 4)} == set(changes)
    odd = as_return(form, cells_at(form, {"loans.novels.adults": 2, "loans.digital.adults": 3}))
    digital = [c for (c,) in single_changes(problem_of(odd)) if c.cell not in (novels, science)]
    assert [] == digital  # 4 / 3 is no whole number


def test_a_relation_that_could_overflow_is_refused_with_its_line(tmp_path: Path) -> None:
    heavy = "books + 999 * journals + 999 * digital"
    load_made_up(tmp_path, (DOUBLED[0], heavy))
    with pytest.raises(FormError, match="相当于40002个单元格相加，最多9000个；请改小。"):
        load_made_up(
            tmp_path, (DOUBLED[0], heavy), (COMPARED[0], "science.total <= 20 * all_loans.adults")
        )


def test_what_does_not_add_up_is_judged_within_a_return_and_never_in_a_summary(
    tmp_path: Path,
) -> None:
    form = load_made_up(tmp_path, STOCK)
    (balance,) = (b for b in form.balances if b.rule.id == "F-STAFF")
    assert balance.within
    item = as_return(form, cells_at(form, {"funds.librarians.staff_change": -9}))
    summary = replace(
        item, stamp=Stamp(StampKind.SUMMARY, form.id, form.digest, Period(2026), "D04")
    )
    stack = make_arrays(form, [item, summary])
    assert [[True], [False]] == judge([balance], stack, stack.judged).failed.tolist()
    (line,) = (line for line in check_lines(form) if line.id == "F-STAFF")
    assert 4 == len(line_formulas(lay_form(form), line, NOTHING))
    in_summary = line_formulas(lay_summary(form), line, NOTHING)
    assert [('"—"', "—")] == [(each.text, each.value) for each in in_summary.values()]


def test_a_summary_says_that_some_lines_are_not_judged_only_if_there_are_some(
    tmp_path: Path, form: Form
) -> None:
    def legends(each: Form) -> int:
        return sum(b.text.endswith("这里也显示 —") for b in lay_summary(each).sheets[-1].blocks)

    assert (0, 1) == (legends(form), legends(load_made_up(tmp_path, STOCK)))
