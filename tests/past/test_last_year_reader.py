"""Last year's figures from a folder of returns, and the same from a summary workbook."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from support.county import D01, D02, FORM, ROSTER, carried, consistent, write
from support.departments import make_department
from support.filled import find
from xlreport.base.errors import InputError
from xlreport.base.finding import make_finding
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.formats.sources import Source
from xlreport.layout.layout import lay_form
from xlreport.past.last_year_reader import (
    gather_last_year,
    left_out_lines,
    matched_lines,
    read_last_year,
)
from xlreport.reading.one_return import Unread
from xlreport.returns.received import read_returns
from xlreport.summary.book.book import write_summary
from xlreport.summary.summary import consolidate

FORWARD = find(FORM, "requests.carried_forward.research")


def edit(path: Path, target: Path, sheet: str, address: str, value: str) -> Path:
    """Copy a workbook with one cell changed, or without the sheet where no address is given."""
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    if address:
        book[sheet][address] = value
    else:
        del book[sheet]
    book.save(target)
    return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("2025")
    write(place, D01, carried(3, 0), year=2025)
    write(place, D02, consistent(2), year=2025)
    return place


@pytest.fixture(scope="module")
def summary(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    county = consolidate(read_returns(folder, roster=ROSTER), name="某县", code="X")
    return write_summary(county, tmp_path_factory.mktemp("汇总") / "2025年汇总.xlsx")


def test_a_folder_gives_each_department_s_figures_by_code(folder: Path) -> None:
    last = read_last_year([folder])
    assert (FORM, 2025) == (last.form, last.year)
    assert {"D01": "D01局", "D02": "D02局"} == last.names
    assert 3 == last.rows["D01"][FORWARD]


def test_a_summary_gives_the_same_figures_and_those_of_the_county(
    folder: Path, summary: Path
) -> None:
    of_folder, of_summary = read_last_year([folder]), read_last_year([summary])
    assert (of_folder.form, of_folder.year) == (of_summary.form, of_summary.year)
    assert {"X", "D01", "D02"} == set(of_summary.rows)
    for code, row in of_folder.rows.items():
        assert tuple(row) == tuple(of_summary.rows[code])
        assert of_folder.names[code] == of_summary.names[code]
    assert "某县" == of_summary.names["X"]


def test_a_return_is_judged_alike_by_a_folder_and_by_a_summary(
    folder: Path, summary: Path, tmp_path: Path
) -> None:
    write(tmp_path, D01, carried(0, 2))
    write(tmp_path, D02, consistent(5))
    by_folder, by_summary = (
        read_returns(tmp_path, roster=ROSTER, last_year=path).found for path in (folder, summary)
    )
    assert by_folder == by_summary
    assert "Y-CARRY" in {finding.rule for finding in by_summary}


def test_the_county_s_own_summaries_of_two_years_are_compared(
    summary: Path, tmp_path: Path
) -> None:
    write(tmp_path, make_department("X", "某县"), carried(0, 2))
    found = read_returns(tmp_path, last_year=summary).found
    assert "Y-CARRY" in {finding.rule for finding in found}


def test_a_file_that_cannot_be_read_is_passed_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    assert {"D01", "D02"} == set(read_last_year([tmp_path, folder]).rows)


def test_returns_of_fewer_files_and_another_edition_are_passed_over(
    folder: Path, tmp_path: Path, form_2019: Form
) -> None:
    old = write(
        tmp_path, make_department("D03"), consistent(1, form_2019), form=form_2019, year=2020
    )
    assert {"D01", "D02"} == set(read_last_year([old, folder]).rows)


def test_it_is_said_how_many_departments_have_figures_and_which_have_none(folder: Path) -> None:
    last = read_last_year([folder])
    strangers = [make_department(f"X{number:02}") for number in range(22)]
    assert ["上年数据：2 个单位都有上年数据。"] == matched_lines(last, [D01, D02], None)
    expected = "上年数据：2 个单位中有 1 个有上年数据；没有的：X00局。"
    assert [expected] == matched_lines(last, [D01, strangers[0]], None)
    (line,) = matched_lines(last, [D01, *strangers], None)
    assert line.startswith("上年数据：23 个单位中有 1 个有上年数据；没有的：X00局、X01局、")
    assert line.endswith("X19局等 22 个。")
    (line,) = matched_lines(last, strangers, None)
    assert line.startswith("上年数据：22 个单位都没有上年数据，没有和上年比较；请核对")
    assert [] == matched_lines(last, [], None)


def test_each_file_of_last_year_s_folder_is_of_that_year_or_left_out_and_said(
    folder: Path, tmp_path: Path, form_2019: Form
) -> None:
    for number in (3, 4, 5):
        write(tmp_path, make_department(f"D0{number}"), consistent(number), year=2023)
    write(tmp_path, make_department("D06"), consistent(1, form_2019), form=form_2019, year=2025)
    (tmp_path / "空.xlsx").write_bytes(b"")
    last = read_last_year([tmp_path, folder], collected=Period(2026))
    assert (2025, {"D01", "D02"}) == (last.year, set(last.rows))
    expected = [
        *(
            f"上年数据中的 D0{n}.xlsx 没有使用：是 2023 年度的，不是 2025 年度的。"
            for n in (3, 4, 5)
        ),
        "上年数据中的 D06.xlsx 没有使用：报表格式与多数文件不同。",
        "上年数据中的 空.xlsx 没有使用：无法读取。",
    ]
    assert expected == sorted(left_out_lines(last))


def test_a_department_s_figures_of_an_earlier_year_are_not_taken_for_last_year_s(
    tmp_path: Path,
) -> None:
    write(tmp_path / "上年", D01, consistent(1), year=2025)
    write(tmp_path / "上年", D02, carried(3, 0), year=2023)
    write(tmp_path / "本年", D01, consistent(1))
    write(tmp_path / "本年", D02, carried(0, 2))
    returns = read_returns(tmp_path / "本年", roster=ROSTER, last_year=tmp_path / "上年")
    assert "Y-CARRY" not in {
        finding.rule for finding in returns.found if finding.file == "D02.xlsx"
    }
    assert returns.before is not None
    why = "是 2023 年度的，不是 2025 年度的（只用于审核重点）"
    assert (("D02.xlsx", why),) == returns.before.given[0].left_out
    assert [(2023, {"D02"})] == [(older.year, {*older.rows}) for older in returns.before.older]


def test_where_two_years_are_as_many_and_none_is_asked_for_it_is_refused(tmp_path: Path) -> None:
    write(tmp_path, D01, consistent(1), year=2025)
    write(tmp_path, D02, consistent(2), year=2023)
    with pytest.raises(InputError, match="2023、2025 年度的文件，看不出用哪一年的"):
        read_last_year([tmp_path])


def test_a_cell_that_holds_no_number_and_the_totals_that_need_it_are_unknown(
    tmp_path: Path,
) -> None:
    cell, total = find(FORM, "requests.received.research"), find(FORM, "requests.received.total")
    write(tmp_path, D01, {**consistent(1), cell: "若干"}, year=2025)
    last = read_last_year([tmp_path])
    assert {cell, total} == set(last.unreadable["D01"])
    assert [None, None] == [last.rows["D01"][cell], last.rows["D01"][total]]


def test_the_same_figures_twice_are_taken_once(folder: Path, tmp_path: Path) -> None:
    again = write(tmp_path, D01, carried(3, 0), year=2025, name="再报.xlsx")
    assert {"D01", "D02"} == set(read_last_year([folder, again]).rows)


def test_two_different_files_of_one_department_are_refused(folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path, D01, carried(4, 0), year=2025, name="再报.xlsx")
    with pytest.raises(InputError, match="“D01局”有两份不同的数字"):
        read_last_year([folder, other])


def test_where_nothing_can_be_read_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有能读取的汇总表或报送件"):
        read_last_year([tmp_path])


def test_where_a_form_is_not_known_it_is_told_that_its_file_must_be_named() -> None:
    unread = Unread(Source(Path("汇总.xlsx")), "", (make_finding("FORM-UNKNOWN", form="own"),))
    with pytest.raises(
        InputError, match=r"汇总表或报送件；汇总\.xlsx：.*“own”.*用 --form 指定格式文件"
    ):
        gather_last_year([unread], None)


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        read_last_year([tmp_path / "nowhere"])


def test_a_summary_without_its_data_sheet_is_refused(summary: Path, tmp_path: Path) -> None:
    broken = edit(summary, tmp_path / "a.xlsx", DATA_SHEET, "", "")
    with pytest.raises(InputError, match="没有“分单位数据”表页"):
        read_last_year([broken])


def test_a_summary_whose_data_sheet_has_other_headings_is_refused(
    summary: Path, tmp_path: Path
) -> None:
    broken = edit(summary, tmp_path / "a.xlsx", DATA_SHEET, "E3", "别的")
    with pytest.raises(InputError, match="“分单位数据”被改动"):
        read_last_year([broken])


def test_a_summary_that_does_not_add_up_is_refused_as_last_year(
    summary: Path, tmp_path: Path
) -> None:
    place = lay_form(FORM).positions[FORWARD]
    total = openpyxl.load_workbook(summary, data_only=True)[place.sheet][place.address].value
    broken = edit(summary, tmp_path / "a.xlsx", place.sheet, place.address, "999")
    with pytest.raises(InputError) as raised:
        read_last_year([broken])
    assert (
        f"a.xlsx：汇总表的{place.place} 是 999，“分单位数据”中各单位之和是 {total}，"
        "两者不一致。请不要改动汇总表中的公式和数字；核对后从各单位报送件重新汇总，再报送。"
    ) == str(raised.value)


def test_a_blank_row_on_the_data_sheet_loses_no_department_silently(
    summary: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(BytesIO(summary.read_bytes()))
    book[DATA_SHEET].insert_rows(6)
    path = tmp_path / "a.xlsx"
    book.save(path)
    with pytest.raises(InputError) as raised:
        read_last_year([path])
    assert (
        "“分单位数据”A6 是空行，下面第 7 行还有“D02局”的数据；"
        "请把各单位的行连在一起，中间不留空行和合计行。"
    ) in str(raised.value)


def test_a_summary_says_which_figures_are_its_total(folder: Path, summary: Path) -> None:
    assert ("X", "X") == (read_last_year([summary]).total, read_last_year([summary, folder]).total)
    assert "" == read_last_year([folder]).total


def test_beside_returns_of_others_a_summary_is_no_total(summary: Path, tmp_path: Path) -> None:
    write(tmp_path, make_department("D09"), consistent(9), year=2025)
    last = read_last_year([summary, tmp_path])
    assert ("", {"X", "D01", "D02", "D09"}) == (last.total, set(last.rows))


def test_summaries_of_several_counties_are_a_return_each(
    folder: Path, summary: Path, tmp_path: Path
) -> None:
    other = consolidate(read_returns(folder, roster=ROSTER), name="乙县", code="Y")
    second = write_summary(other, tmp_path / "乙县.xlsx")
    last = read_last_year([summary, second])
    assert ("", {"X", "Y"}) == (last.total, set(last.rows))
