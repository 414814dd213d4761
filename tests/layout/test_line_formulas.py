"""The rules of lines as formulas of a workbook: what a line says of itself, and what turns red."""

from __future__ import annotations

from dataclasses import replace

from support.applications import Line, line, lines_of
from support.registers import register
from xlreport.base.address import Area
from xlreport.form.line_clause import clauses_of
from xlreport.form.line_rule import LineRule
from xlreport.layout.line_formulas import (
    clause_condition,
    count_filled,
    line_faults,
    red_conditions,
    say_faults,
    say_in_formula,
)
from xlreport.layout.list_grid import in_row

AREA = Area(4, 1, 2003, 33)


def said(*lines: Line) -> list[str]:
    return say_faults(register(), line_faults(register(), AREA), lines_of(*lines).entries)


def conditions(rule: str) -> list[str]:
    (found,) = (each for each in register().rules if each.id == rule)
    return [in_row(clause_condition(register(), clause), 4) for clause in clauses_of(found)]


def test_a_line_says_the_first_thing_that_is_wrong_with_it() -> None:
    assert [
        "",
        "有答复类型没有答复（办结）日",
        "没有申请人类型",
        "答复（办结）日早于收到申请之日",
        "登记编号重复",
        "登记编号重复",
    ] == said(
        line(),
        line(closed=None),
        line(applicant=None, closed=None),
        line(closed="2025-02-28"),
        line(file_number="2025-7a"),
        line(file_number="2025-7A"),
    )


def test_a_blank_line_and_one_that_only_gives_notice_say_nothing() -> None:
    blank = dict.fromkeys(("file_number", "received", "applicant", "closed", "result"))
    assert ["", ""] == said(blank, line(closed="2025-03-22"))


def test_a_line_is_blank_whatever_its_computed_columns_hold() -> None:
    assert "COUNTA(B5:T5,X5:AH5)" == in_row(count_filled(register()), 4)


def test_a_text_is_no_day_to_a_condition() -> None:
    assert ["AND(MAX(X5)>0,MAX(X5)<INT(MAX(C5)))"] == conditions("R-CLOSED")
    assert ['AND(Y5="（六）1.逾期不补正",LEN(J5)=0)', 'AND(Y5="（六）1.逾期不补正",LEN(L5)>0)'] == (
        conditions("R-NOT-CORRECTED")
    )


def test_working_days_are_looked_up_among_those_of_the_workbook() -> None:
    assert [
        "AND(MAX(J5)>0,MAX(C5)>=37987,INT(MAX(C5))<=workdays_end,"
        "IFERROR(INT(J5)>INDEX(workdays,IFERROR(MATCH(C5,workdays,1),0)+7),FALSE))"
    ] == conditions("R-TOLD")
    assert [
        "AND(MAX(X5)>=37987,INT(MAX(X5))<=workdays_end,"
        "IFERROR(INDEX(workdays,MATCH(MAX(X5),workdays,1))<>INT(X5),TRUE))"
    ] == conditions("R-WORKDAY")


def test_a_cell_turns_red_for_errors_and_warnings_and_not_for_notices() -> None:
    told, closed = (
        " ".join(red_conditions(register(), register().index_of(key)))
        for key in ("correction_told", "closed")
    )
    assert (True, False) == ("workdays" in told, "workdays" in closed)


def test_the_words_stand_within_one_another_as_deep_as_a_formula_may_be() -> None:
    faults = line_faults(register(), AREA)
    formula = in_row(say_in_formula(register(), faults, '"已办结"'), 1999)
    assert formula.startswith(
        'IF(COUNTA(B2000:T2000,X2000:AH2000)=0,"",IF(AND(LEN(B2000)>0,'
        'IF(IFERROR(COUNTIF($B$5:$B$2004,"="&SUBSTITUTE(B2000,"~","~~"))>1,TRUE),'
    )
    assert formula.endswith(',"已办结"' + ")" * (1 + len(faults)))
    assert 2_500 > len(formula)
    closed, severity = register().index_of("closed"), register().rules[0].severity
    rules = tuple(
        LineRule(f"R-{number}", "", severity, most=((closed, number),)) for number in range(90)
    )
    assert 45 == len(line_faults(replace(register(), rules=rules), AREA))
