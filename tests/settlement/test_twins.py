"""Two departments with exactly the same figures: a notice, unless small numbers make it likely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.departments import number_departments
from support.filled import as_return, fill_form
from xlreport.base.finding import Severity
from xlreport.base.period import Period
from xlreport.form.load import load_form
from xlreport.settlement.settlement import receive, settle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlreport.base.finding import Finding
    from xlreport.reading.one_return import Return

FORM = load_form("ogi-2021")
ROSTER = number_departments(3)
MANY = fill_form(FORM, 7)


def filed(figures: Mapping[int, int], code: str, **more: object) -> Return:
    """Make a return of 2026; inputs that are not named are 0."""
    inputs = {cell.index: 0 for cell in FORM.inputs} | dict(figures)
    return as_return(FORM, inputs, code=code, year=2026, file=f"{code}.xlsx", **more)  # type: ignore[arg-type]


def notices(*items: Return) -> Sequence[Finding]:
    files = [receive(item, ROSTER, number) for number, item in enumerate(items)]
    found = settle(files, roster=ROSTER, period=Period(2026), prefer={}).files
    return [f for file in found for f in file.findings if f.code == "SAME-FIGURES"]


def first(*values: int) -> dict[int, int]:
    """Give the first inputs these values."""
    return dict(zip((cell.index for cell in FORM.inputs), values, strict=False))


def test_a_twin_is_named_in_both_returns_with_file_and_department() -> None:
    one, other = notices(filed(MANY, "D01"), filed(MANY, "D02"))
    names = [department.name for department in ROSTER.departments]
    assert {Severity.INFO} == {one.severity, other.severity}
    assert ("D02.xlsx", names[1]) == (one.facts["other"], one.facts["other_department"])
    assert ("D01.xlsx", names[0]) == (other.facts["other"], other.facts["other_department"])
    assert f"{names[0]}的这份报送件与{names[1]}的 D02.xlsx 数字完全相同" in one.message


def test_of_three_the_first_is_named() -> None:
    found = notices(filed(MANY, "D01"), filed(MANY, "D02"), filed(MANY, "D03"))
    assert ["D02.xlsx", "D01.xlsx", "D01.xlsx"] == [each.facts["other"] for each in found]


@pytest.mark.parametrize(
    "values",
    [(1, 2, 3, 4, 5, 6), (1, 1, 1, 2, 3, 4), (9, 8, 7, 6, 9, 8), (100, 20, 3, 3, 3, 5)],
)
def test_enough_different_figures_are_no_chance(values: tuple[int, ...]) -> None:
    assert 2 == len(notices(filed(first(*values), "D01"), filed(first(*values), "D02")))


@pytest.mark.parametrize(
    "values",
    [
        (),
        (1,),
        (1, 1),
        (1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        (1, 2, 3, 4, 5),
        (1, 2, 1, 2, 1, 2, 1, 2),
        (1, 2, 3, 1, 2, 3, 1, 2, 3),
        (5, 5, 0, 0, 7, 7),
    ],
)
def test_a_few_small_numbers_are_shared_by_many_offices(values: tuple[int, ...]) -> None:
    assert [] == notices(filed(first(*values), "D01"), filed(first(*values), "D02"))


def test_one_figure_more_or_a_file_that_is_not_used_is_no_twin() -> None:
    more = MANY | {FORM.inputs[0].index: MANY[FORM.inputs[0].index] + 1}
    assert [] == notices(filed(MANY, "D01"), filed(more, "D02"))
    assert [] == notices(filed(MANY, "D01"), filed(MANY, "D01", revision=2))
    assert [] == notices(filed(MANY, "D01"), filed(MANY, "X99"))
