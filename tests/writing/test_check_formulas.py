"""The formulas of the 检查 sheet and their values; that they agree LibreOffice tells elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from support.filled import all_values, find
from support.made_up_form import load_made_up
from xlreport.form.form import Form
from xlreport.layout.check_line import CheckLine, check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.writing._check_formulas import LineFigures, line_formulas
from xlreport.writing._table_formulas import table_formulas
from xlreport.writing.content import Formula

Numbers = Mapping[str, float]


SIDES = (FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE)


def figures(
    form: Form,
    numbers: Numbers,
    *,
    wrong: tuple[str, ...] = (),
    nil: frozenset[str] = frozenset(),
    last: Mapping[str, int] | None = None,
) -> LineFigures:
    found: list[Decimal | None] = [None] * len(form.cells)
    for name, value in numbers.items():
        found[find(form, name)] = Decimal(str(value))
    for index in form.fill_order:
        found[index] = sum(
            ((found[i] or Decimal()) * sign for i, sign in form.fills[index].right), Decimal()
        )
    before = None
    if last is not None:
        before = all_values(form, {find(form, name): value for name, value in last.items()})
    return LineFigures(found, frozenset(find(form, name) for name in wrong), nil, before)


def line(form: Form, rule: str, cell: str) -> CheckLine:
    """Find the line of a rule whose first cell is this one."""
    return next(
        each
        for each in check_lines(form)
        if each.id == rule and find(form, cell) in (each.cells[0], each.cells[-1])
    )


def formulas(form: Form, which: CheckLine, seen: LineFigures) -> dict[FieldKind, Formula]:
    found = line_formulas(lay_form(form), which, seen)
    assert {which.number} == {field.key for field in found}
    return {field.kind: formula for field, formula in found.items()}


def values(form: Form, which: CheckLine, seen: LineFigures) -> dict[FieldKind, object]:
    return {kind: formula.value for kind, formula in formulas(form, which, seen).items()}


def test_a_balance_has_sums_over_both_sides_a_rounded_difference_and_a_verdict(
    form_2021: Form,
) -> None:
    which = line(form_2021, "T3-ID", "requests.received.natural_person")
    number = which.number
    places = lay_form(form_2021).fields
    left, right, difference = (places[Field(kind, number)].address for kind in SIDES)
    found = formulas(form_2021, which, figures(form_2021, {}))
    assert "SUM('三'!D6:D7)" == found[FieldKind.LEFT].text
    assert "SUM('三'!D29:D30)" == found[FieldKind.RIGHT].text
    assert f"ROUND({left}-{right},6)" == found[FieldKind.DIFFERENCE].text
    assert found[FieldKind.VERDICT].text.startswith("IF(COUNT('三'!D6:D")
    assert found[FieldKind.VERDICT].text.endswith(f'IF({difference}=0,"√","×")))')


@pytest.mark.parametrize(
    ("numbers", "wrong", "expected"),
    [
        ({}, (), (0, 0, 0, "—")),
        ({"received": 3}, (), (3, 0, 3, "×")),
        ({"received": 3, "granted": 2, "carried_forward": 1}, (), (3, 3, 0, "√")),
        ({"received": 0}, (), (0, 0, 0, "√")),
        ({"received": 3}, ("granted",), (3, 0, 3, "？")),
        ({}, ("granted",), (0, 0, 0, "—")),
    ],
)
def test_a_verdict_is_right_wrong_open_or_unknown(
    form_2021: Form, numbers: dict[str, int], wrong: tuple[str, ...], expected: tuple[object, ...]
) -> None:
    seen = figures(
        form_2021,
        {f"requests.{row}.natural_person": value for row, value in numbers.items()},
        wrong=tuple(f"requests.{row}.natural_person" for row in wrong),
    )
    which = line(form_2021, "T3-ID", "requests.received.natural_person")
    found = values(form_2021, which, seen)
    assert expected == tuple(found[kind] for kind in (*SIDES, FieldKind.VERDICT))


@pytest.mark.parametrize(("made", "in_force", "verdict"), [(3, 2, "×"), (3, 3, "√"), (2, 3, "√")])
def test_an_inequality_holds_on_its_side(
    form_2021: Form, made: int, in_force: int, verdict: str
) -> None:
    row = "proactive.normative_documents"
    seen = figures(form_2021, {f"{row}.made": made, f"{row}.in_force": in_force})
    which = line(form_2021, "T2-VALID", f"{row}.in_force")
    assert verdict == values(form_2021, which, seen)[FieldKind.VERDICT]
    assert ">=0" in formulas(form_2021, which, seen)[FieldKind.VERDICT].text


def test_a_whole_number_of_a_relation_stands_on_the_right(tmp_path: Path) -> None:
    form = load_made_up(tmp_path)
    seen = figures(form, {"loans.novels.adults": 3, "loans.science.adults": 104})
    which = line(form, "L-SCIENCE", "loans.science.total")
    found = values(form, which, seen)
    assert (104, 103, 1, "×") == tuple(found[kind] for kind in (*SIDES, FieldKind.VERDICT))
    assert formulas(form, which, seen)[FieldKind.RIGHT].text.endswith("+100")


def test_a_rule_across_tables_adds_up_each_on_its_own_sheet(tmp_path: Path) -> None:
    form = load_made_up(tmp_path)
    which = line(form, "A-GIFTS", "funds.donations.gifts")
    found = formulas(form, which, figures(form, {"funds.donations.gifts": 2}))
    assert "'二'!" in found[FieldKind.LEFT].text
    assert "'一'!" in found[FieldKind.RIGHT].text
    assert "'一'!" in found[FieldKind.VERDICT].text
    assert "'二'!" in found[FieldKind.VERDICT].text
    assert "×" == found[FieldKind.VERDICT].value


def test_money_is_compared_without_the_noise_of_binary_fractions(tmp_path: Path) -> None:
    form = load_made_up(tmp_path)
    numbers = {"funds.purchases.spent": 0.1, "funds.repairs.spent": 0.2}
    which = line(form, "F-SUM", "funds.spending.spent")
    assert (0.3, 0.3, 0, "√") == tuple(values(form, which, figures(form, numbers)).values())


def test_a_line_of_numbers_counts_what_is_no_whole_number_from_zero(form_2021: Form) -> None:
    which = check_lines(form_2021)[0]
    assert ("INT", 9) == (which.id, len(which.inputs))
    row = "proactive.regulations"
    numbers = {f"{row}.made": -1, f"{row}.repealed": 3, f"{row}.in_force": 2.5}
    seen = figures(form_2021, numbers, wrong=(f"{row}.in_force", "proactive.licences.decisions"))
    found = values(form_2021, which, seen)
    assert (6, 9, 3, "×") == tuple(found[kind] for kind in (*SIDES, FieldKind.VERDICT))
    assert "√" == values(form_2021, which, figures(form_2021, {}))[FieldKind.VERDICT]


def test_a_decrease_is_no_wrong_number(form_2019: Form) -> None:
    which = check_lines(form_2019)[0]
    seen = figures(form_2019, {"proactive.licences.items_change": -3})
    assert 0 == values(form_2019, which, seen)[FieldKind.DIFFERENCE]


CARRIED = "requests.carried_over.research"
FORWARD = "requests.carried_forward.research"


@pytest.mark.parametrize(
    ("numbers", "nil", "last", "expected"),
    [
        # Nothing of the row is filled in: nothing can be said yet.
        ({}, "", {FORWARD: 3}, "—"),
        # A number in the same row makes a blank a 0, and so does a declaration.
        ({"requests.carried_over.commercial": 1}, "", {FORWARD: 3}, "×"),
        ({}, "requests", {FORWARD: 3}, "×"),
        ({}, "requests", {FORWARD: 0}, "√"),
        ({}, "remedies", {FORWARD: 3}, "—"),
        ({CARRIED: 3}, "", {FORWARD: 3}, "√"),
        ({CARRIED: 2}, "", {FORWARD: 3}, "×"),
        # Last year's report does not have the figure.
        ({CARRIED: 2}, "", {}, "—"),
    ],
)
def test_a_line_that_looks_back_takes_blanks_as_the_reader_does(
    form_2021: Form, numbers: Numbers, nil: str, last: dict[str, int], expected: str
) -> None:
    seen = figures(form_2021, numbers, nil=frozenset(filter(None, [nil])), last=last)
    which = line(form_2021, "Y-CARRY", CARRIED)
    assert expected == values(form_2021, which, seen)[FieldKind.VERDICT]


def test_last_year_s_figures_are_numbers_in_the_formula(form_2021: Form) -> None:
    row = "proactive.normative_documents"
    seen = figures(form_2021, {f"{row}.made": 2}, last={f"{row}.in_force": 8})
    which = line(form_2021, "Y-VALID", f"{row}.in_force")
    found = formulas(form_2021, which, seen)
    assert Formula("SUM('二'!B6)-SUM('二'!C6)+8", 10) == found[FieldKind.RIGHT]


@pytest.mark.parametrize(
    ("numbers", "nil", "expected"),
    [
        ({}, "", (10, 0, 10, "○", "")),
        ({"fees.fees_amount": 0}, "", (10, 1, 9, "○", "")),
        ({}, "proactive", (10, 0, 0, "√", "零报送")),
        ({"fees.fees_amount": 0}, "proactive", (10, 1, 0, "√", "零报送")),
        ({"fees.fees_amount": 0.5}, "proactive", (10, 1, 0, "×", "零报送")),
    ],
)
def test_a_table_is_done_partly_done_or_contradicts_its_declaration(
    form_2021: Form, numbers: Numbers, nil: str, expected: tuple[object, ...]
) -> None:
    seen = figures(
        form_2021,
        {f"proactive.{name}": value for name, value in numbers.items()},
        nil=frozenset(filter(None, [nil])),
    )
    found = table_formulas(lay_form(form_2021), "proactive", seen)
    kinds = (
        FieldKind.REQUIRED,
        FieldKind.FILLED,
        FieldKind.BLANK,
        FieldKind.COMPLETE,
        FieldKind.DECLARED,
    )
    assert expected == tuple(found[Field(kind, "proactive")].value for kind in kinds)


def test_a_full_table_is_done(form_2021: Form) -> None:
    numbers = {
        f"{cell.table}.{cell.row}.{cell.column}": 0
        for cell in form_2021.inputs
        if cell.table == "remedies"
    }
    found = table_formulas(lay_form(form_2021), "remedies", figures(form_2021, numbers))
    assert ("√", 0) == tuple(
        found[Field(kind, "remedies")].value for kind in (FieldKind.COMPLETE, FieldKind.BLANK)
    )
