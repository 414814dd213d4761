"""What matters most stands first, and never more than five of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from xlreport import Finding, Severity
from xlreport.base.cell_reference import CellReference
from xlreport.base.importance import (
    Matter,
    by_importance,
    count_severities,
    most_important,
    say_counts,
)

ERROR, WARNING, INFO = Severity
CELL = (CellReference("三", "D6", "三 › 自然人", "1"),)


def about(
    code: str, department: str, severity: Severity = ERROR, *, whole: bool = False, rule: str = ""
) -> Finding:
    """Make a finding about a cell of a department's file, or about the whole file."""
    cells = () if whole else CELL
    return Finding(code, severity, cells, rule=rule, department=department, file=department)


def named(found: list[Finding]) -> list[str]:
    return [found[matter.index].code for matter in most_important(found)]


def test_errors_stand_before_warnings_and_notices_never_appear() -> None:
    found = [about("A", "甲", INFO), about("B", "甲", WARNING), about("C", "甲")]
    assert ["C", "B"] == named(found)


def test_what_concerns_a_whole_file_stands_before_what_concerns_a_cell() -> None:
    found = [about("A", "甲"), about("A", "乙"), about("B", "丙", whole=True)]
    assert ["B", "A"] == named(found)


def test_two_files_that_differ_are_a_matter_of_both_files_though_they_name_cells() -> None:
    found = [about("A", "甲"), about("A", "乙"), about("CONFLICT", "丙")]
    assert ["CONFLICT", "A"] == named(found)
    assert ["CONFLICT", "A"] == [finding.code for finding in by_importance(found[1:])]


def test_what_more_departments_share_stands_first_and_is_said_once() -> None:
    found = [about("A", "甲"), about("B", "甲"), about("B", "乙"), about("B", "乙")]
    assert [Matter(1, 2), Matter(0, 1)] == most_important(found)


def test_two_rules_are_two_matters_and_two_files_of_nobody_are_two() -> None:
    found = [
        about("RULE", "甲", rule="T3-ID"),
        about("RULE", "甲", rule="T4-SUM"),
        replace(about("LABEL", "", whole=True), file="a.xlsx"),
        replace(about("LABEL", "", whole=True), file="b.xlsx"),
    ]
    assert [Matter(2, 2), Matter(0, 1), Matter(1, 1)] == most_important(found)


def test_of_equals_the_first_in_the_list_stands_first() -> None:
    found = [about(code, "甲") for code in "FEDCBA"]
    assert ["F", "E", "D", "C", "B"] == named(found)


def test_the_findings_about_one_file_are_put_in_order_without_a_loss() -> None:
    a, b, c, d = (
        about("A", "甲", WARNING, whole=True),
        about("B", "甲"),
        about("C", "甲", whole=True),
        about("D", "甲"),
    )
    assert [c, b, d, a] == by_importance([a, b, c, d])


def test_what_is_said_of_a_file_that_is_not_used_neither_matters_nor_counts() -> None:
    found = [replace(about("A", "甲"), replaced=True), about("B", "甲", WARNING)]
    assert [Matter(1, 1)] == most_important(found)
    assert {ERROR: 0, WARNING: 1, INFO: 0} == count_severities(found)


def test_every_severity_is_counted_even_where_there_is_none() -> None:
    found = [about("A", "甲"), about("B", "甲", INFO), about("C", "甲", INFO)]
    assert {ERROR: 1, WARNING: 0, INFO: 2} == count_severities(found)
    assert "错误 1，警告 0，提示 2" == say_counts(found)


FINDINGS = st.builds(
    about,
    st.sampled_from("ABCDEFGH"),
    st.sampled_from("甲乙丙丁"),
    st.sampled_from(Severity),
    whole=st.booleans(),
)


@given(st.lists(FINDINGS, max_size=40))
@some
def test_nothing_left_out_is_graver_than_what_is_shown(found: list[Finding]) -> None:
    shown = most_important(found)
    kinds = {(f.severity, bool(f.cells), f.code) for f in found if f.severity is not INFO}
    assert min(5, len(kinds)) == len(shown)
    told = {(f.severity, bool(f.cells), f.code) for f in (found[matter.index] for matter in shown)}
    assert len(told) == len(shown)
    ranks = [severity.rank for severity, _, _ in kinds - told]
    assert not ranks or min(ranks) >= max(severity.rank for severity, _, _ in told)
