"""Last year's figures, brought to this year's cells and to this year's departments."""

from __future__ import annotations

from support.departments import make_department
from support.filled import all_values, cells_at, find
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.office.roster import Department, Roster
from xlreport.past.last_year import Figures, LastYear, Pairs, pair_years, rows_for

FORWARD = "requests.carried_forward.research"


def row(form: Form, forward: int) -> list[int | None]:
    return all_values(form, cells_at(form, {FORWARD: forward}))


def last_year(form: Form, **forward: int) -> LastYear:
    rows = {code: row(form, number) for code, number in forward.items()}
    return LastYear(form, Period(2025), rows, {code: f"{code}局" for code in rows})


def forward_of(
    last: LastYear, form: Form, departments: list[Department], asked: int = 0
) -> int | None:
    """Give what the asked department carried forward last year, None where it is unknown."""
    roster = Roster("", tuple(departments))
    found = rows_for(last, form, [departments[asked]], roster)[0]
    return None if found is None else found[find(form, FORWARD)]


def test_a_department_has_its_own_figures(form_2021: Form) -> None:
    last = last_year(form_2021, D01=3, D02=4)
    departments = [make_department("D01"), make_department("D02")]
    rows = rows_for(last, form_2021, departments, Roster("", tuple(departments)))
    assert [row(form_2021, 3), row(form_2021, 4)] == rows


def test_a_department_that_did_not_report_has_none(form_2021: Form) -> None:
    assert None is forward_of(last_year(form_2021, D02=4), form_2021, [make_department("D01")])


def test_a_renamed_department_has_the_figures_of_its_predecessor(form_2021: Form) -> None:
    renamed = make_department("D09", "新局", predecessors=("D01",))
    assert 3 == forward_of(last_year(form_2021, D01=3), form_2021, [renamed])


def test_a_department_under_a_new_code_and_its_old_name_has_its_own_figures(
    form_2021: Form,
) -> None:
    recoded = make_department("N01", "D01局")
    assert 3 == forward_of(last_year(form_2021, D01=3), form_2021, [recoded])


def test_merged_departments_have_the_sum_of_their_predecessors(form_2021: Form) -> None:
    merged = make_department("D09", predecessors=("D01", "D02"))
    assert 7 == forward_of(last_year(form_2021, D01=3, D02=4), form_2021, [merged])


def test_a_department_that_took_another_in_has_the_sum_of_both(form_2021: Form) -> None:
    grown = make_department("D01", predecessors=("D02",))
    assert 7 == forward_of(last_year(form_2021, D01=3, D02=4), form_2021, [grown])


def test_a_predecessor_named_twice_counts_once(form_2021: Form) -> None:
    same = make_department("D01", predecessors=("D01", "D01"))
    assert 3 == forward_of(last_year(form_2021, D01=3), form_2021, [same])


def test_departments_split_from_one_are_not_compared(form_2021: Form) -> None:
    last = last_year(form_2021, D01=3)
    halves = [make_department(code, predecessors=("D01",)) for code in ("D08", "D09")]
    assert [None, None] == [forward_of(last, form_2021, halves, place) for place in (0, 1)]


def test_a_department_from_which_another_split_off_is_not_compared(form_2021: Form) -> None:
    last = last_year(form_2021, D01=3)
    both = [make_department("D01"), make_department("D09", predecessors=("D01",))]
    assert [None, None] == [forward_of(last, form_2021, both, place) for place in (0, 1)]


def test_a_merger_of_earlier_years_does_not_end_the_comparison(form_2021: Form) -> None:
    grown = make_department("D01", predecessors=("D02",))
    assert 3 == forward_of(last_year(form_2021, D01=3), form_2021, [grown])
    renamed = make_department("N01", "D01局", predecessors=("D02",))
    assert 3 == forward_of(last_year(form_2021, D01=3), form_2021, [renamed])


def test_a_split_of_earlier_years_does_not_end_the_comparison(form_2021: Form) -> None:
    both = [make_department("D01"), make_department("D09", predecessors=("D01",))]
    last = last_year(form_2021, D01=3, D09=4)
    assert [3, 4] == [forward_of(last, form_2021, both, place) for place in (0, 1)]
    halves = [make_department(code, predecessors=("D01",)) for code in ("D08", "D09")]
    last = last_year(form_2021, D08=3, D09=4)
    assert [3, 4] == [forward_of(last, form_2021, halves, place) for place in (0, 1)]


def test_a_merger_of_which_a_part_did_not_report_is_not_compared(form_2021: Form) -> None:
    merged = make_department("D09", predecessors=("D01", "D02"))
    assert None is forward_of(last_year(form_2021, D01=3), form_2021, [merged])


def test_without_a_roster_a_split_is_seen_among_the_departments(form_2021: Form) -> None:
    halves = [make_department(code, predecessors=("D01",)) for code in ("D08", "D09")]
    last = last_year(form_2021, D01=3)
    assert [None, None] == rows_for(last, form_2021, halves, None)
    assert [row(form_2021, 3)] * 2 == rows_for(last, form_2021, [halves[0]] * 2, None)


def test_a_sum_is_missing_only_where_all_predecessors_are(form_2021: Form) -> None:
    empty: list[int | None] = [None] * len(form_2021.cells)
    some = [*empty]
    some[0] = 2
    last = LastYear(form_2021, Period(2025), {"D01": some, "D02": empty}, {})
    merged = make_department("D09", predecessors=("D01", "D02"))
    assert [some] == rows_for(last, form_2021, [merged], None)


def pairs_of(last: LastYear, form: Form, departments: list[Department]) -> Pairs:
    figures = [Figures(who, row(form, number)) for number, who in enumerate(departments)]
    return pair_years(last, form, figures, Roster("", tuple(departments)))


def numbers(pairs: Pairs) -> tuple[int, ...]:
    return tuple(pair.number for pair in pairs.pairs)


def test_departments_of_both_years_are_paired_and_the_others_named(form_2021: Form) -> None:
    departments = [make_department(code) for code in ("D01", "D02", "D03")]
    pairs = pairs_of(last_year(form_2021, D01=3, D03=5, D04=6), form_2021, departments)
    assert ((0, 2), ("D02局",), ("D04局",)) == (numbers(pairs), pairs.only_this, pairs.only_last)
    assert [row(form_2021, 0), row(form_2021, 2)] == [pair.this for pair in pairs.pairs]
    assert [row(form_2021, 3), row(form_2021, 5)] == [pair.last for pair in pairs.pairs]


def test_predecessors_are_no_departments_of_last_year_alone(form_2021: Form) -> None:
    merged = make_department("D09", "合并局", predecessors=("D01", "D02"))
    pairs = pairs_of(last_year(form_2021, D01=3, D02=4), form_2021, [merged])
    assert ((), ()) == (pairs.only_this, pairs.only_last)
    assert [row(form_2021, 7)] == [pair.last for pair in pairs.pairs]


def test_a_split_department_is_named_on_both_sides(form_2021: Form) -> None:
    halves = [make_department(code, predecessors=("D01",)) for code in ("D08", "D09")]
    pairs = pairs_of(last_year(form_2021, D01=3), form_2021, halves)
    assert ((), ("D08局", "D09局"), ("D01局",)) == (
        numbers(pairs),
        pairs.only_this,
        pairs.only_last,
    )


def test_the_total_of_last_year_s_summary_is_no_department(form_2021: Form) -> None:
    rows = {"X": row(form_2021, 3), "D01": row(form_2021, 3)}
    last = LastYear(form_2021, Period(2025), rows, {"X": "某县", "D01": "D01局"}, total="X")
    assert ((0,), ()) == (
        numbers(pairs_of(last, form_2021, [make_department("D01")])),
        pairs_of(last, form_2021, [make_department("D01")]).only_last,
    )
