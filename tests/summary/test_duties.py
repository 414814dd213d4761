"""Departments without a duty: every total says over how many departments there is one."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from support.departments import make_department
from support.enforcement import coercion, filled_file, load_enforcement, penalties
from support.filled import find
from xlreport import (
    Roster,
    compare,
    consolidate,
    consolidate_part,
    export,
    merge_parts,
    read_returns,
    write_summary,
)
from xlreport.checks.frames import OWNER
from xlreport.form.form import Form
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.layout.data_sheet import FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN, TOTALS_ROW
from xlreport.returns.returns import Returns
from xlreport.summary.compare_report import as_json, as_text
from xlreport.summary.summary import Summary
from xlreport.writing.content import Value

POLICE, CITY, TOWN = (make_department(code) for code in ("POLICE", "CITY", "TOWN"))
CITY = replace(CITY, no_duties=("行政拘留",))
TOWN = replace(TOWN, no_duties=("detention", "coercion"))
DUTIES = ("detention", "coercion")
ROSTER = Roster("名录.csv", (POLICE, CITY, TOWN))
FIGURES: Mapping[str, dict[str, Value]] = {
    "POLICE": penalties(warning=1, fine=2, detention=5) | coercion(1, 2),
    "CITY": penalties(fine=7, amount=3.5) | coercion(freeze=4),
    "TOWN": penalties(warning=1),
}


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return load_enforcement(tmp_path_factory.mktemp("form"))


def read_county(
    form: Form, folder: Path, roster: Roster = ROSTER, *, locked: bool = True
) -> Returns:
    folder.mkdir(exist_ok=True)
    for department in roster.departments:
        no_duties = {"CITY": ["detention"], "TOWN": ["detention", "coercion"]}
        said = no_duties.get(department.code, []) if locked else []
        data = filled_file(form, department.code, FIGURES[department.code], no_duties=said)
        (folder / f"{department.code}.xlsx").write_bytes(data)
    return read_returns(folder, roster=roster, forms=[form])


@pytest.fixture(scope="module")
def county(form: Form, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return consolidate(read_county(form, tmp_path_factory.mktemp("county")), name="某县", code="C1")


@pytest.fixture(scope="module")
def written(county: Summary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_summary(county, tmp_path_factory.mktemp("written") / "汇总.xlsx")


def test_all_three_departments_are_accepted(county: Summary) -> None:
    assert ["accepted"] * 3 == [*county.returns.status["status"]]


def test_sums_pass_over_what_is_not_there_and_count_who_has_it(county: Summary) -> None:
    assert {"detention": 1, "coercion": 2} == county.having
    assert 5 == county.values[find(county.form, "penalties.all.detention")]
    assert 16 == county.values[find(county.form, "penalties.all.total")]


def test_the_roster_alone_gives_the_same_sums(form: Form, county: Summary, tmp_path: Path) -> None:
    unlocked = read_county(form, tmp_path / "county", locked=False)
    assert [*county.returns.status["status"]] == [*unlocked.status["status"]]
    assert county.rows == consolidate(unlocked, name="某县").rows


def test_the_workbook_says_it_on_cover_tables_and_notes(written: Path) -> None:
    book = openpyxl.load_workbook(written, read_only=True)
    texts = {
        name: {str(cell.value) for row in book[name] for cell in row if cell.value is not None}
        for name in ("封面", "一", "二", "说明")
    }
    assert {"1／3", "2／3", "行政拘留职责", "行政强制职责"} <= texts["封面"]
    assert "某县　2026年　合计范围：3／3 个单位　行政拘留：1／3 个单位有此项职责" in texts["一"]
    assert "某县　2026年　合计范围：3／3 个单位　行政强制：2／3 个单位有此项职责" in texts["二"]
    expected = (
        "计入的单位中 2／3 个有此项职责，无此项职责的：TOWN局；有关栏目的合计只含有此项职责的单位。"
    )
    assert expected in texts["说明"]


def test_a_department_is_neither_blank_nor_0_on_the_data_sheet(form: Form, written: Path) -> None:
    book = openpyxl.load_workbook(written, read_only=True, data_only=True)
    column = FIRST_VALUE_COLUMN + find(form, "penalties.ordinary.detention") + 1
    rows = book[DATA_SHEET].iter_rows(
        TOTALS_ROW + 1, TOTALS_ROW + 4, column, column, values_only=True
    )
    assert [5, 5, "无此项职责", "无此项职责"] == [value for (value,) in rows]


def test_a_summary_is_read_back_and_proves_who_has_no_duty(
    form: Form, county: Summary, written: Path, tmp_path: Path
) -> None:
    city = read_returns(
        written, roster=Roster("市.csv", (make_department("C1", "某县"),)), forms=[form]
    )
    assert [] == [finding.code for finding in city.found]
    assert county.values == city.usable[0].used.item.values  # type: ignore[union-attr]

    book, path = openpyxl.load_workbook(written), tmp_path / "改.xlsx"
    cell = book[DATA_SHEET].cell(
        FIRST_DEPARTMENT_ROW + 2,
        FIRST_VALUE_COLUMN + find(form, "penalties.ordinary.detention") + 1,
    )
    assert "无此项职责" == cell.value
    cell.value = None
    book.save(path)
    again = read_returns(path, forms=[form])
    assert "SUMMARY-CHANGED" in {finding.code for finding in again.found}


def test_where_nobody_has_the_duty_the_total_is_missing_at_every_level(
    form: Form, tmp_path: Path
) -> None:
    returns = read_county(form, tmp_path / "county", Roster("名录.csv", (CITY, TOWN)))
    county = consolidate(returns, name="某县", code="C1")
    path = write_summary(county, tmp_path / "汇总.xlsx")
    item = read_returns(path, forms=[form]).items[0]
    gone = [find(form, f"penalties.{row}.detention") for row in ("ordinary", "all")]
    assert [None, None] == [item.values[index] for index in gone]  # type: ignore[union-attr]
    assert frozenset({"detention"}) == item.no_duties  # type: ignore[union-attr]
    assert [] == [finding.code for finding in item.findings]


def test_a_missing_value_has_its_reason(county: Summary) -> None:
    frame = county.returns.missing
    gone = frame[(frame.department == "CITY局")]
    expected = [
        ("penalties", "ordinary", "detention", "no duty"),
        ("penalties", "all", "detention", "no duty"),
    ]
    assert expected == [*gone.drop(columns=OWNER).itertuples(index=False, name=None)]
    values = (
        county.returns["penalties"].xs("CITY局", level="department").xs("ordinary", level="row")
    )
    assert ["detention"] == [*values.columns[values.isna().to_numpy()[0]]]


def test_a_duty_that_came_or_went_is_said(form: Form, written: Path, tmp_path: Path) -> None:
    last = tmp_path / "上年"
    last.mkdir()
    lacking: dict[str, list[str]] = {"POLICE": ["detention"], "CITY": [], "TOWN": [*DUTIES]}
    for code, said in lacking.items():
        figures = FIGURES[code] if code == "TOWN" else penalties() | coercion()
        data = filled_file(form, code, figures, declared=said, year=2025)
        (last / f"{code}.xlsx").write_bytes(data)
    comparison = compare(written, last, roster=ROSTER, forms=[form])
    expected = (
        ("POLICE局", "行政拘留：上期无此项职责，本期有"),
        ("CITY局", "行政拘留：本期无此项职责，上期有"),
    )
    assert expected == comparison.duties
    assert "  POLICE局：行政拘留：上期无此项职责，本期有\n" in as_text(comparison)
    named = json.loads(as_json(comparison))["duties"]
    assert {"department": "POLICE局", "change": expected[0][1]} in named


def test_an_export_tells_no_duty_from_a_blank(county: Summary, tmp_path: Path) -> None:
    path = export(county.returns, tmp_path / "数据.csv", verify=False)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["department"] == "CITY局"]
    gone = {line["row"] for line in lines if line["missing"] == "no duty"}
    assert {"ordinary", "all"} == gone
    assert {"", "no duty"} == {line["missing"] for line in lines}
    described = json.loads((tmp_path / "数据.csv.datapackage.json").read_text("utf-8"))
    *_, field = described["resources"][0]["schema"]["fields"]
    assert ("missing", ["no duty", "blank", "not added"]) == (
        field["name"],
        field["constraints"]["enum"],
    )


def test_parts_count_who_has_the_duty_together(form: Form, county: Summary, tmp_path: Path) -> None:
    parts = []
    for number, department in enumerate(ROSTER.departments):
        roster = Roster("名录.csv", (department,))
        returns = read_county(form, tmp_path / str(number), roster)
        parts.append(consolidate_part(returns, form=form, verify=False))
    assert county.having == merge_parts(parts).having
