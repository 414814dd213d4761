"""Over how many departments a summary runs is told of the summary and of its file alike."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from support.county import FORM, county, filling
from support.departments import make_department
from support.filled import as_return
from xlreport import InputError, Roster, Summary, read_return, write_report, write_summary
from xlreport.summary.scope import left_out_sentence

LEFT_OUT = "汇总只含 1／2 个单位（未报送 1 个：民政局）"


def part(*, counted: bool = True) -> Summary:
    """Add up a county of which one department, which counts or not, has not reported."""
    missing = make_department("D02", "民政局", counted=counted)
    roster = Roster("名录.csv", (make_department("D01"), missing))
    return county([as_return(FORM, filling(1), code="D01", year=2026)], roster)


def test_a_summary_and_its_file_tell_the_same_departments(tmp_path: Path) -> None:
    summary = part()
    back = read_return(write_summary(summary, tmp_path / "汇总.xlsx"))
    assert [LEFT_OUT] * 2 == [left_out_sentence(summary), left_out_sentence(back)]


def test_a_summary_of_an_older_version_tells_them_too(tmp_path: Path) -> None:
    path = write_summary(part(), tmp_path / "汇总.xlsx")
    book = openpyxl.load_workbook(path)
    board = book["报送情况"]
    for row in board.iter_rows():
        for cell in row:
            if cell.value == "× 未报送":
                cell.value = "未报送"  # before there were signs
    book.move_sheet(board, len(book.sheetnames) - 1)
    book.save(path)
    assert LEFT_OUT == left_out_sentence(read_return(path))


def test_a_summary_without_its_board_tells_how_many_there_are(tmp_path: Path) -> None:
    path = write_summary(part(), tmp_path / "汇总.xlsx")
    book = openpyxl.load_workbook(path)
    del book["报送情况"]
    book.save(path)
    assert "汇总只含 1／2 个单位" == left_out_sentence(read_return(path))


def test_a_department_that_does_not_count_is_not_left_out(tmp_path: Path) -> None:
    summary = part(counted=False)
    back = read_return(write_summary(summary, tmp_path / "汇总.xlsx"))
    assert ["", ""] == [left_out_sentence(summary), left_out_sentence(back)]


def test_a_cover_that_no_longer_says_it_is_told(tmp_path: Path) -> None:
    path = write_summary(part(counted=False), tmp_path / "汇总.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book["封面"].iter_rows() for cell in row]
    (share,) = (cell for cell in cells if cell.value == "1／1")
    share.value = None
    book.save(path)
    expected = "从汇总表封面的“计入单位”看不出含多少个单位"
    assert expected == left_out_sentence(read_return(path))


def test_a_share_in_half_width_is_read_alike_by_check_and_report(tmp_path: Path) -> None:
    path = write_summary(part(), tmp_path / "汇总.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book["封面"].iter_rows() for cell in row]
    for cell in cells:
        if isinstance(cell.value, str) and "1／2" in cell.value:
            cell.value = cell.value.replace("1／2", "1/2")
    book.save(path)
    back = read_return(path)
    assert LEFT_OUT == left_out_sentence(back)
    assert ["SUMMARY-PARTIAL"] == [f.code for f in back.found if f.code.startswith("SUMMARY")]


def test_part_of_a_county_is_published_only_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有生成公开报告"):
        write_report(part(), tmp_path / "报告.html")
    assert [] == list(tmp_path.iterdir())
    assert write_report(part(), tmp_path / "报告.html", partial=True).exists()
