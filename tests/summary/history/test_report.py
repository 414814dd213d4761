"""A history as a workbook, text, CSV and JSON: what compares is drawn, all else is said."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from support.filled import all_values
from support.two_years import inputs
from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.form.load import load_form
from xlreport.summary.history._book import build_history
from xlreport.summary.history._limits import lacking_indicators, open_matters, remark
from xlreport.summary.history.history import DepartmentHistory, History
from xlreport.summary.history.period_figures import PeriodFigures, Provenance
from xlreport.summary.history.report import history_text, write_history

OLD, NEW = load_form("ogi-2019"), load_form("ogi-2021")
# openpyxl reads no sparklines, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")
RECEIVED = "三 › 一、本年新收政府信息公开申请数量 › 总计"


def of_year(year: int, received: int, *, counted: int = 30, county: bool = True) -> PeriodFigures:
    form = OLD if year < 2021 else NEW
    return PeriodFigures(
        period=Period(year),
        form=form,
        code="X" if county else "D01",
        department="某县" if county else "甲局",
        values=tuple(all_values(form, inputs(received, form))),
        provenance=Provenance.SUMMARY if county else Provenance.RETURN,
        file=f"{year}.xlsx",
        counted=counted if county else None,
        expected=30 if county else None,
    )


@cache
def made() -> History:
    """Make a county over five years, of which 2022 lacks departments, and a department in two."""
    county = [of_year(2020, 5), of_year(2021, 7), of_year(2022, 1, counted=28), of_year(2023, 9)]
    own = [of_year(2021, 3, county=False), of_year(2024, 4, county=False)]
    departments = (
        DepartmentHistory("X", "某县", tuple(county), is_county=True),
        DepartmentHistory("D01", "甲局", tuple(own)),
    )
    return History(NEW, departments, left_out=(("坏.xlsx", "无法读取"),))


@cache
def workbook() -> bytes:
    return build_history(made())


def sheet(name: str) -> Worksheet:
    found: Worksheet = openpyxl.load_workbook(io.BytesIO(workbook()), data_only=True)[name]
    return found


def row_of(name: str, *texts: str) -> list[object]:
    rows: Iterator[list[object]] = ([cell.value for cell in row] for row in sheet(name).iter_rows())
    return next(row for row in rows if all(text in row for text in texts))


def test_there_is_a_line_a_year_with_edition_and_scope() -> None:
    lines = [[cell.value for cell in row] for row in sheet("逐年").iter_rows(min_row=5, max_row=9)]
    heads = [[*line[:5], line[-1]] for line in lines]
    assert [
        ["2020年", "2019年版", "汇总表", "30／30", 5, None],
        ["2021年", "2021年版", "汇总表", "30／30", 7, "换用2021年版"],
        ["2022年", "2021年版", "汇总表", "28／30", 1, "只含 28／30 个单位，不画入走势"],
        ["2023年", "2021年版", "汇总表", "30／30", 9, None],
        ["2024年", None, None, None, None, "没有数据"],
    ] == heads


def test_a_break_of_edition_is_a_heavy_line() -> None:
    years = sheet("逐年")
    assert [None, "medium", None] == [years.cell(row, 1).border.top.style for row in (5, 6, 7)]
    cells = sheet("全部指标")
    columns = [cell.value for cell in cells[3]].index("2020年\n2019年版") + 1, None
    first = columns[0]
    styles = [cells.cell(4, column).border.left.style for column in range(first, first + 3)]
    assert [None, "medium", None] == styles


def test_a_trend_leaves_out_totals_of_other_departments() -> None:
    *_, five = [row_of("走势数据", f"某县（合计） {RECEIVED}")]
    assert [5, 7, None, 9, None] == five[1:]
    drawn = sheet_xml("逐年")
    (area,) = re.findall(r"<xm:f>'走势数据'!(\S+?)</xm:f><xm:sqref>E4</xm:sqref>", drawn)
    row = [cell.value for cell in sheet("走势数据")[area.replace("$", "")][0]]
    assert [5, 7, None, 9, None] == row
    assert re.search(r'manualMin="0"[^>]*displayEmptyCellsAs="gap"', drawn)
    assert "hidden" == sheet("走势数据").sheet_state  # so that it is not printed


def sheet_xml(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        number = openpyxl.load_workbook(io.BytesIO(workbook())).sheetnames.index(name) + 1
        return archive.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_an_indicator_that_an_edition_lacks_has_no_0() -> None:
    row = row_of("全部指标", "某县", "规章", "本年废止件数")
    assert ["无对应指标", 0, 0, 0] == row[6:10]
    why = dict(lacking_indicators(made()))
    assert "2019年版没有对应的指标" == why["表二：规章｜本年废止件数"]
    assert "2021年版没有对应的指标" == why["表二：政府集中采购｜采购总金额"]


def test_files_and_totals_that_are_not_compared_stand_first() -> None:
    first, second = open_matters(made())
    rows = [[cell.value for cell in row] for row in sheet("不可比").iter_rows(min_row=3)]
    assert [[*first], [*second]] == rows[:2]
    assert ("坏.xlsx", "无法读取") == first
    assert ("某县 2022年", "只含 28／30 个单位") == second


def test_a_department_has_the_lines_that_are_not_0() -> None:
    rows = [[cell.value for cell in row] for row in sheet("全部指标").iter_rows(min_row=4)]
    own = [row for row in rows if row[1] == "甲局"]
    assert 6 == len(own)
    assert {(None, 3, None, None, 4)} == {tuple(row[6:11]) for row in own}
    assert len(made().indicators) == len(rows) - len(own)


def test_a_year_without_figures_keeps_its_place_in_the_trend() -> None:
    figures = (of_year(2020, 5), of_year(2023, 9))
    found = History(NEW, (DepartmentHistory("X", "某县", figures, is_county=True),))
    assert [2020, 2021, 2022, 2023] == [period.year for period in found.span]
    lines = [line.split() for line in history_text(found).splitlines() if "年 " in line]
    assert ["2021年", "没有数据"] in lines
    assert "换用2021年版" == lines[-1][-1]


def test_a_department_begins_with_its_first_year() -> None:
    lines = [cell.value for (cell,) in sheet("逐年").iter_rows(min_row=10, max_col=1)]
    assert ["甲局", "2021年", "2022年", "2023年", "2024年"] == lines


def test_pages_beside_each_other_repeat_labels_and_title_and_split_nothing() -> None:
    found = sheet("全部指标")
    assert (2, 0, "$A:$F") == (
        *(found.page_setup.fitToWidth, found.page_setup.fitToHeight),
        found.print_title_cols,
    )
    merged = {str(area) for area in found.merged_cells.ranges}
    assert {"A1:F1", "A2:F2"} == merged


def test_periods_too_far_apart_are_not_filled() -> None:
    figures = (of_year(1900, 5), of_year(2023, 9))
    found = History(NEW, (DepartmentHistory("X", "某县", figures, is_county=True),))
    assert found.periods == found.span


def test_an_unknown_scope_is_said() -> None:
    unknown = of_year(2023, 1)
    unknown = PeriodFigures(
        unknown.period, NEW, "X", "某县", unknown.values, Provenance.SUMMARY, "旧.xlsx"
    )
    assert "看不出含多少个单位，不画入走势" == remark(unknown, None)


def test_a_text_has_the_main_figures_of_each_year() -> None:
    text = history_text(made())
    assert text.startswith("某县历年数据（2020年至2024年）\n\n1：本年新收")
    line = next(line for line in text.splitlines() if "2022年" in line)
    assert line.split()[:5] == ["2022年", "2021年版", "汇总表", "28／30", "1"]
    assert "须留意的（2 项）：\n  坏.xlsx：无法读取\n" in text


def test_csv_and_json_have_every_value_with_its_keys(tmp_path: Path) -> None:
    text = write_history(made(), tmp_path / "历年.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert 6 * len(made().indicators) == len(rows)
    key = {"table": "requests", "row": "received", "column": "total"}
    own = [row for row in rows if row.items() >= key.items() and row["单位代码"] == "X"]
    assert [("2020", "5"), ("2021", "7"), ("2022", "1"), ("2023", "9")] == [
        (row["年度"], row["数值"]) for row in own
    ]
    content = json.loads(write_history(made(), tmp_path / "历年.json").read_text("utf-8"))
    number = next(n for n, e in enumerate(content["indicators"]) if e.items() >= key.items())
    periods = content["departments"][0]["periods"]
    assert [5, 7, 1, 9] == [each["values"][number] for each in periods]
    assert [30, 30, 28, 30] == [each["counted"] for each in periods]


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"请用 \.xlsx、"):
        write_history(made(), tmp_path / "历年.doc")
