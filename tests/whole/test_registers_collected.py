"""A county collects registers: counts and quality add up, and nothing personal goes up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

import xlreport as xr
from support.county_register import Line, make_line
from support.registers import register_form
from xlreport import Department, Returns

FORM = register_form()
SCHOOLS, ROADS, IDLE = (
    Department("D01", "教育局"),
    Department("D02", "交通局"),
    Department("D03", "民政局"),
)
PERSONAL = ("张三丰", "13800138000", "索取校舍安全鉴定报告")
COLUMNS = ["department_code", "received", "in_time", "late", "open", "overdue", "median_days"]


def lines() -> Iterator[tuple[Department, list[Line]]]:
    private = dict(zip(("name", "contact", "content"), PERSONAL, strict=True))
    granted = {"result": "granted", **private}
    yield (
        SCHOOLS,
        [
            make_line(1, date(2025, 3, 3), closed=date(2025, 3, 10), **granted),
            make_line(2, date(2025, 6, 3), closed=date(2025, 9, 10), **granted),
            make_line(3, date(2025, 12, 1), **private),
        ],
    )
    yield ROADS, [make_line(1, date(2025, 4, 1), "commercial", closed=date(2025, 4, 3), **granted)]
    yield IDLE, []


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Returns:
    folder = tmp_path_factory.mktemp("registers")
    for department, own in lines():
        path, given = folder / f"{department.name}.xlsx", {"applications": own}
        xr.write_return(FORM, {}, path, department=department, year=2025, lists=given)
    return xr.read_returns(folder, roster=xr.Roster("名录", (SCHOOLS, ROADS, IDLE)))


@pytest.fixture(scope="module")
def summary(county: Returns, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("summary") / "盐池县.xlsx"
    return xr.write_summary(xr.consolidate(county, name="盐池县", code="C1"), path)


BY_DEPARTMENT = [
    # 5 and 71 working days: the holidays of June 2025 and the weekends are none.
    ["D01", 3, 1, 1, 1, 1, 38],
    ["D02", 1, 1, 0, 0, 0, 2.0],
    ["D03", 0, 0, 0, 0, 0, None],
]


def test_each_department_has_its_quality_figures(county: Returns) -> None:
    assert BY_DEPARTMENT == [
        [None if pd.isna(figure) else figure for figure in row]
        for row in county.quality[COLUMNS].astype(object).to_numpy().tolist()
    ]


def test_the_summary_shows_them_with_their_sums(summary: Path) -> None:
    sheet = openpyxl.load_workbook(summary)["办理质量"]
    rows = [[cell.value for cell in row][1:] for row in sheet.iter_rows(min_row=4)]
    assert [
        ["D01", "教育局", 3, 1, 1, None, 1, 1, None, 38],
        ["D02", "交通局", 1, 1, None, None, None, None, None, 2],
        ["D03", "民政局", *[None] * 7, None],
        [None, "合计", 4, 2, 1, None, 1, 1, None, 5],
    ] == [[value or None for value in row] for row in rows]


def test_nothing_personal_is_in_the_summary_or_in_exports(
    county: Returns, summary: Path, tmp_path: Path
) -> None:
    xr.export(county, tmp_path / "数据.json")
    xr.export(county, tmp_path / "数据.csv")
    with ZipFile(summary) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    texts = [*parts, *(path.read_text("utf-8-sig") for path in tmp_path.rglob("*.*"))]
    assert len(texts) > len(parts)
    assert [] == [word for word in PERSONAL if any(word in text for text in texts)]
    assert PERSONAL == tuple(county["applications"].iloc[0][["name", "contact", "content"]])


def test_a_city_reads_the_summary_and_counts_the_same(county: Returns, summary: Path) -> None:
    read = xr.read_returns(summary, forms=[FORM])
    assert [] == list(read.found)
    city = xr.consolidate(read, name="吴忠市", code="S1")
    assert 4 == city["requests"].loc["received", "total"]
    assert [*county["applications"]["deadline"]] == [*city["applications"]["deadline"]]
    (row,) = read.quality[["received", "in_time", "late", "open", "overdue"]].to_numpy().tolist()
    assert [4, 2, 1, 1, 1] == row


def test_a_template_without_private_columns_is_read_as_the_same_form(tmp_path: Path) -> None:
    path = xr.write_template(
        FORM, tmp_path / "登记簿.xlsx", year=2025, department=SCHOOLS, private=False
    )
    book = openpyxl.load_workbook(path)
    labels = [cell.value for row in book["登记簿"].iter_rows(min_row=3, max_row=4) for cell in row]
    assert ["申请人类型"] == [label for label in labels if "申请人" in str(label)]
    sheet = book["登记簿"]
    sheet["B5"], sheet["C5"], sheet["E5"] = "1", date(2025, 3, 3), "自然人"
    book.save(path)
    read = xr.read_returns(path)
    assert [] == [finding.code for finding in read.found if "LABEL" in finding.code]
    assert 1 == read["requests"].loc[("D01", "教育局", "received"), "total"]
