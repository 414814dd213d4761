"""A summary adds up what was corrected, and prints beside it what was sent."""

from __future__ import annotations

from pathlib import Path

import openpyxl

import xlreport as xr
from support.command_line import run
from support.command_line import write_return as write
from support.departments import make_department
from support.filled import cells_at

CELL = "requests.received.natural_person"


def test_a_corrected_return_is_added_up_verified_and_its_correction_printed(
    tmp_path: Path,
) -> None:
    form = xr.load_form("ogi-2021")
    xr.write_roster(tmp_path / "名录.csv", [make_department(code) for code in ("D01", "D02")])
    figures = {CELL: 2, "requests.granted.natural_person": 3}
    write(tmp_path / "收回", form, "D01", cells_at(form, figures))
    write(tmp_path / "收回", form, "D02", {})
    decided = f"更正,D01,,,{CELL},2,3,漏数,张三,李四,2027-01-18"
    lines = "意见,单位代码,文件,文件校验,单元格,原数,更正为,原因,提供人,决定人,日期\n" + decided
    (tmp_path / "意见.csv").write_text(lines, "utf-8")
    run(
        *("consolidate", tmp_path / "收回", "--roster", tmp_path / "名录.csv", "--name", "某县"),
        *("--decisions", tmp_path / "意见.csv", "--out", tmp_path / "汇总.xlsx"),
    )
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx", data_only=True)
    rows = [[cell.value for cell in row] for row in book["处理意见"].iter_rows(min_row=4)]
    assert [["更正", "D01", 2, 3, "漏数", "张三", "李四", "2027-01-18", "已照办"]] == [
        [*row[:2], *row[7:]] for row in rows
    ]
    assert (
        3
        == xr.read_return(tmp_path / "汇总.xlsx")
        .department("某县")["requests"]
        .loc["received", "natural_person"]
    )
