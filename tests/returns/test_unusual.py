"""Unusual figures of returns: whose they are, where they stand, and the sentence that says why."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from support.filled import find
from support.unusual import COERCIVE, FEES, LICENCES, PENALTIES, USUAL, WAN, Numbers, county
from xlreport import Form, Returns
from xlreport.checks.unusual import Ground
from xlreport.desk.board import board
from xlreport.desk.decisions_file import write_decisions
from xlreport.layout.check_line import check_lines
from xlreport.office.decisions import Decision, DecisionKind
from xlreport.returns._unusual_reason import spell


def reasons(returns: Returns) -> list[str]:
    return [each.reason for each in returns.unusual_figures]


@pytest.mark.parametrize(
    ("now", "last", "reason"),
    [
        (
            {LICENCES: 1200},
            {LICENCES: 120},
            "填的是 1200件，上年是 120件，是上年的 10 倍，像是小数点或位数填错，占合计的 83%。",
        ),
        (
            {FEES: 310_000 * WAN},
            {FEES: 31 * WAN},
            "填的是 310000万元（3,100,000,000.00元），上年是 31万元（310,000.00元），"
            "是上年的 10,000 倍，占合计的 100%，像是把元填成了万元。",
        ),
        ({PENALTIES: 0}, {PENALTIES: 1463}, "填的是 0件，上年是 1463件。"),
        (
            {COERCIVE: 1460},
            {PENALTIES: 1463, COERCIVE: 20},
            "填的是 1460件，上年是 20件，是上年的 73 倍，"
            "与上年“行政处罚”的 1463件 相近，像是填错了行，占合计的 100%。",
        ),
    ],
)
def test_the_sentence_says_what_was_and_what_it_looks_like(
    form_2021: Form, now: Numbers, last: Numbers, reason: str
) -> None:
    returns = county(form_2021, now, *USUAL[1:], last=(last, *USUAL[1:]))
    assert reason in reasons(returns)


def test_of_several_years_each_is_named_and_the_median_counts(form_2021: Form) -> None:
    older = tuple(({LICENCES: number}, *USUAL[1:]) for number in (130, 1250))
    returns = county(
        form_2021, {LICENCES: 1200}, *USUAL[1:], last=({LICENCES: 120}, *USUAL[1:]), older=older
    )
    (found,) = returns.unusual_figures
    assert 130 == found.usual
    expected = "上年是 120件、2024年是 130件、2023年是 1250件，是中位数的 9.2 倍"
    assert expected in found.reason
    usual = ({**USUAL[0], LICENCES: 800}, *USUAL[1:])
    assert () == county(form_2021, *usual, last=USUAL, older=(usual, usual)).unusual_figures
    assert [800] == [e.value for e in county(form_2021, *usual, last=USUAL).unusual_figures]


def test_without_last_year_the_sentence_names_the_median(form_2021: Form) -> None:
    figures = [{FEES: amount * WAN} for amount in (31, 25, 12, 40, 33, 18, 88_000)]
    expected = (
        "填的是 88000万元（880,000,000.00元），有数的单位的中位数是 31万元（310,000.00元），"
        "是它的 2,839 倍，占合计的 100%，像是把元填成了万元。"
    )
    assert [expected] == reasons(county(form_2021, *figures))


def test_where_nothing_is_known_nothing_is_unusual(form_2021: Form) -> None:
    returns = county(form_2021, {LICENCES: 10**6})
    assert () == returns.unusual_figures
    assert [] == returns.unusual.to_dict("records")


def test_an_unusual_figure_has_its_place_in_the_file(form_2021: Form) -> None:
    returns = county(form_2021, {**USUAL[0], LICENCES: 9}, *USUAL[1:], last=USUAL)
    (found,) = returns.unusual_figures
    assert ("D00", "D00.xlsx", "二", "B9") == (
        *(found.department.code, found.file),
        *(found.at.sheet, found.at.cell),
    )
    (row,) = returns.unusual.to_dict("records")
    assert ("own_years", 9.0, 120.0, found.reason) == (
        *(row["ground"], row["value"], row["usual"]),
        row["reason"],
    )


def test_a_department_that_is_not_added_up_is_not_compared(form_2021: Form) -> None:
    returns = county(form_2021, {**USUAL[0], LICENCES: 9}, *USUAL[1:], last=USUAL)
    first, *others = returns.settlement.filings
    beside = replace(first, department=replace(first.department, counted=False))
    settlement = replace(returns.settlement, filings=(beside, *others))
    assert () == replace(returns, settlement=settlement).unusual_figures


def test_a_return_that_must_be_corrected_is_looked_at_too(form_2021: Form) -> None:
    wrong = {**USUAL[0], LICENCES: 9, "requests.received.natural_person": 1}
    returns = county(form_2021, wrong, *USUAL[1:], last=USUAL)
    assert "returned for correction" == returns.settlement.filings[0].status.value
    assert [find(form_2021, LICENCES)] == [each.cell.index for each in returns.unusual_figures]


def test_what_a_check_of_the_form_finds_is_one_of_them(form_2021: Form) -> None:
    returns = county(form_2021, {LICENCES: 10}, *USUAL[1:], last=({LICENCES: 1}, *USUAL[1:]))
    (found,) = returns.unusual_figures
    assert (Ground.DRIFT, "Y-DRIFT", 10, 1) == (found.ground, found.rule, found.value, found.usual)
    assert "填的是 10件，上年是 1件，是上年的 10 倍" in found.reason
    assert ["Y-DRIFT"] == [each.code for each in returns.found if each.rule == "Y-DRIFT"]


def test_a_clerks_explanation_stands_beside_the_figure(form_2021: Form) -> None:
    name = "proactive.normative_documents.in_force"
    cell = find(form_2021, name)
    line = next(each for each in check_lines(form_2021) if each.last and cell in each.cells)
    now, last = {name: 900}, {name: 30}
    returns = county(
        form_2021, now, *USUAL[1:], last=(last, *USUAL[1:]), explanations={line.name: "集中清理"}
    )
    assert ["集中清理"] == [e.answer for e in returns.unusual_figures if e.cell.index == cell]


def test_a_figure_that_was_corrected_by_telephone_needs_no_second_call(form_2021: Form) -> None:
    told = Decision(
        DecisionKind.CORRECT, "D00", decided_by="李某", day=date(2027, 1, 18), reason="多写一个0"
    )
    now, cell = {**USUAL[0], LICENCES: 1200}, find(form_2021, LICENCES)
    returns = county(form_2021, now, *USUAL[1:], last=USUAL, corrections={cell: told})
    (found,) = returns.unusual_figures
    assert "按处理意见更正过（李某 2027-01-18 决定：多写一个0）" == found.waiver
    assert () == board(returns).tasks


def test_a_figure_that_an_officer_confirmed_is_settled(form_2021: Form, tmp_path: Path) -> None:
    now = {**USUAL[0], LICENCES: 1200}
    returns = county(form_2021, now, *USUAL[1:], last=USUAL)
    (asked,) = [row for row in lines_of(returns, tmp_path) if row["原数"] == "1200"]
    assert ("D00", "") == (asked["单位代码"], asked["意见"])
    told = Decision(
        DecisionKind.CONFIRM, "D00", cell=asked["单元格"], old="1200", decided_by="李某", line=2
    )
    confirmed = replace(returns, decided=(told,))
    assert ["核实属实（李某 None 决定）"] == [each.waiver for each in confirmed.unusual_figures]
    assert () == board(confirmed).tasks
    assert ["属实"] == [row["意见"] for row in lines_of(confirmed, tmp_path)]


def lines_of(returns: Returns, folder: Path) -> list[dict[str, str]]:
    """Write the file of decisions, and give its lines."""
    path = write_decisions(returns, folder / "处理意见.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_money_is_spelled_in_both_units(form_2021: Form, form_2019: Form) -> None:
    fees = form_2021.cells[find(form_2021, FEES)]
    assert "59237.2449万元（592,372,449.00元）" == spell(592372449_00, fees)
    spent = next(cell for cell in form_2019.cells if cell.measure.unit == "元")
    assert "251000元（25.1000万元）" == spell(251000_00, spent)
    assert "3件" == spell(3, form_2021.cells[find(form_2021, LICENCES)])
