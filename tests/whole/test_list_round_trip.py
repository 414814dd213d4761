"""A list goes the whole way: template, clerk, reader, county, city, export, and back again."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import xlreport as xr
from support.departments import make_department
from support.filled_lists import LINES, filled_return, on_list, write_county
from support.office import Job, work
from support.purchases import COUNTS, PURCHASES, counted_form, load_text
from xlreport.base.period import Period
from xlreport.layout.layout import Position
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns

FORM = counted_form()


def only_return(returns: Returns) -> Return:
    (item,) = returns.items
    assert isinstance(item, Return)
    return item


MORE = (*LINES, ("2026-005", "车辆 租赁", date(2026, 6, 1), 0.5, "服务", "否", 2))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Returns:
    files = {
        "D01.xlsx": filled_return(),
        "D02.xlsx": filled_return("D02", "民政局", MORE),
        "D03.xlsx": filled_return("D03", "司法局", ()),
    }
    folder = write_county(tmp_path_factory.mktemp("county") / "收回", files)
    return xr.read_returns(folder, forms=[FORM])


def test_lines_are_frames_with_types_that_their_schema_validates(county: Returns) -> None:
    frame = county["purchases"]
    assert [("D01", "教育局", number) for number in range(1, 5)] == [*frame.index[:4]]
    assert [("D02", "民政局", number) for number in range(1, 6)] == [*frame.index[4:]]
    assert {
        "code": "string",
        "name": "string",
        "signed": "datetime64[s]",
        "amount": "Float64",
        "category": "category",
        "urgent": "boolean",
        "bidders": "Int64",
    } == {name: str(dtype) for name, dtype in frame.dtypes.items()}
    last = frame.iloc[-1]
    assert ["2026-005", "车辆 租赁", 0.5, "服务", 2] == [
        last[key] for key in ("code", "name", "amount", "category", "bidders")
    ]
    assert frame.equals(xr.table_schema(FORM, "purchases").validate(frame))
    own = county.department("教育局")["purchases"]
    assert own.equals(frame.xs("教育局", level="department").droplevel(0))
    assert own.equals(xr.table_schema(FORM, "purchases").validate(own))


def test_cells_are_counted_from_the_lines_that_were_signed_in_the_year(county: Returns) -> None:
    goods = county["overview"].xs("goods", level="row").droplevel("department_code")
    assert {"教育局": 2, "民政局": 2, "司法局": 0} == goods["number"].to_dict()
    assert {"教育局": 15.75, "民政局": 15.75, "司法局": 0.0} == goods["amount"].to_dict()


def test_a_figure_that_is_not_what_the_list_says_names_the_lines(county: Returns) -> None:
    (finding,) = (f for f in county.found if f.department == "民政局")
    assert ("COUNT-DIFFERS", "N-SERVICES", "warning") == (
        finding.code,
        finding.rule,
        finding.severity.value,
    )
    assert (
        "表一 B5（服务｜项目数）填写的是“1”，按“服务项目数与台账一致”应为 2，相差 -1；"
        "“二、采购台账”中计入的有2条（第2条、第5条）。"
    ) == finding.message
    assert ["表一 B5", "表二 B6", "表二 B9"] == [cell.place for cell in finding.cells]


def test_findings_join_with_the_figures_and_lines_that_they_are_about(county: Returns) -> None:
    keys = ["department_code", "table", "row", "column"]
    joined = county.findings.merge(county.data, on=keys)
    assert {"COUNT-DIFFERS"} == {*joined["code"]}
    assert [float(seen) for seen in joined["seen"]] == [*joined["value"]]
    (finding,) = (f for f in county.found if f.department == "民政局")
    assert ("D02", "overview", "services", "number", None) == (
        finding.department_code,
        finding.table,
        finding.row,
        finding.column,
        finding.line,
    )
    lines = [(cell.table, cell.row, cell.column, cell.line) for cell in finding.cells[1:]]
    assert [("purchases", "", "code", 2), ("purchases", "", "code", 5)] == lines
    counted = county["purchases"].loc["D02"].droplevel("department")["category"]
    assert ["服务", "服务"] == [counted.to_dict()[line] for *_, line in lines]


def test_a_city_reads_the_lines_of_its_counties_with_both_names(
    county: Returns, tmp_path: Path
) -> None:
    summary = xr.consolidate(county, name="盐池县", code="C1")
    xr.write_summary(summary, tmp_path / "盐池县.xlsx")
    assert summary["purchases"].equals(county["purchases"])
    read = xr.read_returns(tmp_path / "盐池县.xlsx", forms=[FORM])
    assert [] == list(read.found)
    city = xr.consolidate(read, name="吴忠市", code="S1")
    xr.write_summary(city, tmp_path / "吴忠市.xlsx")
    names = city["purchases"].index.get_level_values("department")
    assert ["盐池县 › 教育局"] * 4 + ["盐池县 › 民政局"] * 5 == [*names]
    assert [*summary["purchases"]["name"]] == [*city["purchases"]["name"]]
    again = xr.read_returns(tmp_path / "吴忠市.xlsx", forms=[FORM])
    assert city.lists["purchases"].entries == only_return(again).lists["purchases"].entries
    assert 4 == city["overview"].loc["goods", "number"]


def test_a_line_changed_in_a_summary_is_noticed(county: Returns, tmp_path: Path) -> None:
    path = tmp_path / "盐池县.xlsx"
    xr.write_summary(xr.consolidate(county, name="盐池县", code="C1"), path)
    book = openpyxl.load_workbook(path)
    book["台账1"]["E5"] = "空调三台"
    book.save(path)
    found = {finding.code for finding in xr.read_returns(path, forms=[FORM]).found}
    assert "SUMMARY-CHANGED" in found
    book["台账1"]["E3"] = "名称"
    book.save(path)
    found = {finding.code for finding in xr.read_returns(path, forms=[FORM]).found}
    assert "SUMMARY-UNPROVED" in found


def test_lists_are_exported_to_files_of_their_own(county: Returns, tmp_path: Path) -> None:
    xr.export(county, tmp_path / "数据.csv")
    with (tmp_path / "数据.purchases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert 9 == len(rows)
    assert {
        "code": "D02",
        "department": "民政局",
        "line": "5",
        "purchases_code": "2026-005",
        "signed": "2026-06-01",
        "amount": "0.5",
        "category": "服务",
        "urgent": "false",
        "bidders": "2",
    }.items() <= rows[-1].items()
    package = json.loads((tmp_path / "数据.csv.datapackage.json").read_text("utf-8"))
    assert ["data", "purchases"] == [each["name"] for each in package["resources"]]
    fields = {each["name"]: each["type"] for each in package["resources"][1]["schema"]["fields"]}
    assert list(rows[0]) == list(fields)
    assert ("date", "number", "boolean") == tuple(fields[n] for n in ("signed", "amount", "urgent"))
    xr.export(county, tmp_path / "数据.json")
    objects = json.loads((tmp_path / "数据.purchases.json").read_text("utf-8"))
    assert ("2026-06-01", 0.5, False) == tuple(
        objects[-1][n] for n in ("signed", "amount", "urgent")
    )


def test_returns_with_other_lines_are_not_the_same_return(tmp_path: Path) -> None:
    files = {"a.xlsx": filled_return(), "b.xlsx": filled_return(lines=MORE)}
    returns = xr.read_returns(write_county(tmp_path / "收回", files), forms=[FORM])
    assert ["conflict"] == [*returns.status["status"]]


def test_workers_and_the_cache_give_the_same_lines(tmp_path: Path) -> None:
    folder = write_county(tmp_path / "收回", {"a.xlsx": filled_return()})
    first, second = (
        xr.read_returns(folder, forms=[FORM], cache=tmp_path / "缓存") for _ in range(2)
    )
    assert only_return(first).lists == only_return(second).lists
    assert len(LINES) == len(only_return(second).lists["purchases"])


def test_an_annotated_copy_has_the_lines_and_marks_the_wrong_ones(tmp_path: Path) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet["E6"], sheet["F7"] = "七万", None

    folder = write_county(tmp_path / "收回", {"a.xlsx": filled_return(change=on_list(spoil))})
    returns = xr.read_returns(folder, forms=[FORM])
    (path,) = xr.annotate(returns, tmp_path / "退回")

    sheet = openpyxl.load_workbook(path)["二"]
    assert ("2026-001", date(2026, 3, 5), 12.5, "七万", None) == (
        sheet["B5"].value,
        sheet["D5"].value.date(),
        sheet["E5"].value,
        sheet["E6"].value,
        sheet["F7"].value,
    )
    assert {"E6", "F7"} == {c.coordinate for row in sheet for c in row if c.comment is not None}
    again = xr.read_returns(path, forms=[FORM])
    before, after = (only_return(each).lists["purchases"] for each in (returns, again))
    assert (before.entries, before.unread) == (after.entries, after.unread)


@pytest.mark.libreoffice
def test_libreoffice_computes_and_saves_what_the_reader_reads(tmp_path: Path) -> None:
    blank = tmp_path / "a.xlsx"
    department = make_department("D01", "教育局")
    blank.write_bytes(build_template(FORM, period=Period(2026), department=department))
    typed = [
        (Position("二", 4, column), text)
        for column, text in enumerate(
            ("2026-001", "空调", "2026-03-05", "12.5", "货物", "是", "3"), 1
        )
    ]
    saved = tmp_path / "b.xlsx"
    (answer,) = work([Job(blank, puts=typed, show=["一"], save=saved)])
    assert (1, 12.5) == (answer.at(Position("一", 3, 1)), answer.at(Position("一", 3, 2)))
    returns = xr.read_returns(saved, forms=[FORM])
    (entry,) = only_return(returns).lists["purchases"].entries
    assert ("2026-001", "空调", date(2026, 3, 5).toordinal(), 12500000, 0, 1, 3) == entry
    assert (1, 12500000) == only_return(returns).values[:2]


def test_a_table_may_consist_of_counted_cells_alone(tmp_path: Path) -> None:
    text = PURCHASES + COUNTS[: COUNTS.index("[[count]]\nid       =")]
    form = load_text(text.replace("services  服务\n", ""), tmp_path)
    assert ((), 2) == (form.inputs, len(form.totals))
    path = tmp_path / "a.xlsx"
    department = make_department("D01", "教育局")
    path.write_bytes(build_template(form, period=Period(2026), department=department))
    summary = xr.consolidate(xr.read_returns(path, forms=[form]), name="盐池县")
    xr.write_summary(summary, tmp_path / "盐池县.xlsx")
    assert ((0, 0), 0) == (summary.values, len(summary["purchases"]))


def test_a_counted_cell_that_was_typed_over_is_counted_anew(tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        book["一"]["B4"] = 9

    path = tmp_path / "a.xlsx"
    path.write_bytes(filled_return(change=spoil))
    returns = xr.read_returns(path, forms=[FORM])
    item = only_return(returns)
    assert (9, 2) == (item.judged[0], item.values[0])
    (finding,) = returns.found
    assert ("COUNT-DIFFERS", "N-GOODS", "error") == (
        finding.code,
        finding.rule,
        finding.severity.value,
    )
    assert "填写的是“9”，按台账应为 2，相差 7" in finding.message
    assert "（第1条、第4条）" in finding.message
