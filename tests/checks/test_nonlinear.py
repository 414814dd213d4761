"""The named checks: what is no linear relation, each as a form file switches it on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support.checked import found_in, last_year
from support.filled import as_return, cells_at, fill_form, find
from support.made_up_form import load_made_up
from xlreport.base.finding import Finding, Severity
from xlreport.checks.edition import edition_finding
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import Values
from xlreport.reading.one_return import Return

LICENCES = "proactive.licences"
PROCUREMENT = "proactive.procurement"


def named(item: Return, last: Values | None = None, level: str = "市") -> list[Finding]:
    """Give the findings of the named checks alone."""
    checks = {check.id for check in item.form.checks}
    return [f for f in found_in(item, last, level, rules_only=False) if f.rule in checks]


def said(findings: list[Finding]) -> list[tuple[str, str, str, str]]:
    return [(f.rule, f.severity, f.place, f.seen) for f in findings]


def test_a_negative_count_is_an_error_at_its_cell(form_2021: Form) -> None:
    item = as_return(form_2021, cells_at(form_2021, {"remedies.cases.direct_upheld": -2}))
    assert [("INT", "error", "表四 F6", "-2")] == said(named(item))


def test_a_negative_count_is_not_said_again_of_its_total(form_2021: Form) -> None:
    slip = {"requests.received.natural_person": -1, "requests.carried_over.natural_person": 1}
    item = as_return(form_2021, cells_at(form_2021, slip))
    assert [("INT", "error", "表三 D6", "-1")] == said(named(item))


def test_a_negative_amount_is_an_error(form_2021: Form) -> None:
    item = as_return(form_2021, cells_at(form_2021, {"proactive.fees.fees_amount": -12_345_600}))
    assert [("NEG", "error", "表二 B16", "-12.3456")] == said(named(item))


def test_a_change_may_be_negative(form_2019: Form) -> None:
    figures = {f"{LICENCES}.items_last_year": 9, f"{LICENCES}.items_change": -4}
    assert [] == named(as_return(form_2019, cells_at(form_2019, figures)))


@pytest.mark.parametrize(("year", "expected"), [(2023, 0), (2024, 1), (2026, 1)])
def test_lawsuits_without_a_review_are_a_notice_in_reports_of_2024_and_later(
    form_2021: Form, year: int, expected: int
) -> None:
    figures = {"remedies.cases.direct_upheld": 2}
    item = as_return(form_2021, cells_at(form_2021, figures), year=year)
    assert [("T4-DIRECT", "info", "表四 J6", "2")] * expected == said(named(item))


def test_what_is_to_be_0_is_not_looked_for_where_the_year_is_not_known(form_2021: Form) -> None:
    figures = {"remedies.cases.direct_upheld": 2}
    item = replace(as_return(form_2021, cells_at(form_2021, figures)), period=None)
    assert [] == named(item)


@pytest.mark.parametrize(
    ("level", "expected"), [("乡", 1), ("县", 1), ("市", 0), ("省", 0), ("国家", 0), ("", 0)]
)
def test_regulations_are_for_cities_and_above_by_the_level_of_the_roster(
    form_2021: Form, level: str, expected: int
) -> None:
    item = as_return(form_2021, cells_at(form_2021, {"proactive.regulations.in_force": 11}))
    found = named(item, level=level)
    assert [("T2-REG", "warning", "表二 D5", "11")] * expected == said(found)
    said_of_level = f"但本单位是{level}级：设区的市以下行政机关无权制定规章。"
    assert all(finding.message.endswith(said_of_level) for finding in found)


def test_no_regulations_are_right_at_every_level(form_2019: Form) -> None:
    assert [] == named(as_return(form_2019, cells_at(form_2019, {})), level="县")


def test_items_that_equal_the_decisions_are_a_warning_that_quotes_the_decisions(
    form_2019: Form,
) -> None:
    figures = {"items_last_year": 30, "items_change": 4, "decisions": 34}
    slip = {f"{LICENCES}.{column}": value for column, value in figures.items()}
    (finding,) = named(as_return(form_2019, cells_at(form_2019, slip)))
    assert [("T2-MIX", "warning", "表二 D9", "34")] == said([finding])
    assert ["D9", "B9", "C9"] == [cell.cell for cell in finding.cells]
    assert "行政许可" in finding.message


@pytest.mark.parametrize(
    "figures",
    [
        {"items_last_year": 30, "items_change": 4, "decisions": 35},
        {"items_last_year": 0, "items_change": 0, "decisions": 0},
        {"items_last_year": 4, "items_change": -4, "decisions": 0},
    ],
    ids=["other numbers", "all zero", "nothing left"],
)
def test_items_and_decisions_that_differ_or_are_zero_are_no_finding(
    form_2019: Form, figures: dict[str, int]
) -> None:
    numbers = {f"{LICENCES}.{column}": value for column, value in figures.items()}
    assert [] == named(as_return(form_2019, cells_at(form_2019, numbers)))


def test_items_with_an_unreadable_cell_are_not_compared_with_decisions(form_2019: Form) -> None:
    figures = {"items_last_year": 30, "items_change": 4, "decisions": 30}
    numbers = {f"{LICENCES}.{column}": value for column, value in figures.items()}
    unreadable = {find(form_2019, f"{LICENCES}.items_change")}
    item = as_return(form_2019, cells_at(form_2019, numbers), unreadable=unreadable)
    assert [] == named(item)


@pytest.mark.parametrize(
    ("projects", "amount", "expected"),
    [
        (3, 0, [("T2-AMT", "warning", "表二 C20", "0")]),
        (0, 804_000, [("T2-AMT", "warning", "表二 C20", "8040")]),
        (3, 804_000, []),
        (0, 0, []),
    ],
)
def test_procurements_without_an_amount_and_amounts_without_one_are_warnings(
    form_2019: Form, projects: int, amount: int, expected: list[tuple[str, str, str, str]]
) -> None:
    numbers = {
        f"{PROCUREMENT}.procurement_projects": projects,
        f"{PROCUREMENT}.procurement_amount": amount,
    }
    assert expected == said(named(as_return(form_2019, cells_at(form_2019, numbers))))


@pytest.mark.parametrize("column", ["procurement_projects", "procurement_amount"])
def test_an_amount_that_cannot_be_read_is_not_judged(form_2019: Form, column: str) -> None:
    numbers = {f"{PROCUREMENT}.procurement_projects": 3}
    unreadable = {find(form_2019, f"{PROCUREMENT}.{column}")}
    item = as_return(form_2019, cells_at(form_2019, numbers), unreadable=unreadable)
    assert [] == named(item)


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (12, 120, 1),
        (120, 12, 1),
        (12, 119, 0),
        (119, 12, 0),
        (0, 500, 0),
        (500, 0, 0),
    ],
)
def test_a_tenfold_change_is_a_notice_either_way(
    form_2021: Form, last: int, now: int, expected: int
) -> None:
    name = f"{LICENCES}.decisions"
    item = as_return(form_2021, cells_at(form_2021, {name: now}))
    found = named(item, last_year(form_2021, {name: last}))
    assert [("Y-DRIFT", "info", "表二 B9", str(now))] * expected == said(found)
    assert all(f"上年为“{last}”" in finding.message for finding in found)


def test_a_tenfold_change_of_money_is_said_in_its_unit(form_2021: Form) -> None:
    name = "proactive.fees.fees_amount"
    item = as_return(form_2021, cells_at(form_2021, {name: 4_068_208_000}))
    (finding,) = named(item, last_year(form_2021, {name: 59_237_244_900}))
    assert ("4068.208", True) == (finding.seen, "上年为“59237.2449”" in finding.message)


def test_a_change_from_an_unknown_year_is_no_finding(form_2021: Form) -> None:
    item = as_return(form_2021, cells_at(form_2021, {f"{LICENCES}.decisions": 500}))
    assert [] == named(item, last_year(form_2021, {}, rest=None))


@pytest.mark.parametrize(
    ("name", "year", "right"),
    [
        ("ogi-2019", 2021, "2021年版"),
        ("ogi-2019", 2026, "2021年版"),
        ("ogi-2021", 2020, "2019年版"),
    ],
)
def test_tables_of_another_edition_are_a_warning(name: str, year: int, right: str) -> None:
    form = load_form(name)
    finding = edition_finding(as_return(form, {}, year=year))
    assert finding is not None
    assert ("EDITION", "warning") == (finding.rule, finding.severity)
    expected = f"{year}年度的报告使用了{form.edition}的表格，应使用{right}。"
    assert expected == finding.message


@pytest.mark.parametrize(
    ("name", "year"), [("ogi-2019", 2019), ("ogi-2019", 2020), ("ogi-2021", 2021)]
)
def test_tables_of_the_right_edition_are_no_finding(name: str, year: int) -> None:
    assert None is edition_finding(as_return(load_form(name), {}, year=year))


def test_a_return_without_a_year_has_no_wrong_edition(form_2019: Form) -> None:
    assert None is edition_finding(replace(as_return(form_2019, {}), period=None))


def test_a_form_that_does_not_speak_of_its_edition_gets_the_library_s_check(tmp_path: Path) -> None:
    finding = edition_finding(as_return(load_made_up(tmp_path), {}, year=2010))
    assert finding is not None
    assert ("EDITION", "EDITION", Severity.WARNING) == (
        finding.code,
        finding.rule,
        finding.severity,
    )


def test_a_form_file_says_how_grave_its_checks_are(form_2021: Form) -> None:
    checks = tuple(replace(check, severity=Severity.INFO) for check in form_2021.checks)
    form = replace(form_2021, checks=checks)
    item = as_return(form, cells_at(form, {"proactive.fees.fees_amount": -1}))
    assert [("NEG", "info")] == [(f.rule, f.severity) for f in named(item)]


def test_consistent_returns_have_no_findings_of_named_checks(form_2021: Form) -> None:
    for seed in range(20):
        inputs = fill_form(form_2021, seed)
        assert [] == named(as_return(form_2021, inputs), level="市")
