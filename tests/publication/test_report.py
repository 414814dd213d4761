"""Publications as people and programs see them: text, workbook, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from xlreport import (
    InputError,
    Publication,
    Publications,
    PublicationStatus,
    PublishedCell,
    PublishedPage,
    write_publication_record,
    write_publications,
)
from xlreport.base.period import Period
from xlreport.office.roster import Department
from xlreport.publication._words import request
from xlreport.publication.report import as_json, as_text

STATUS = PublicationStatus
CELLS = tuple(PublishedCell(f"表三 B{row}", f"三 › 第{row}行", str(row), "=1") for row in range(7))
PAGE = PublishedPage("甲.html", "https://a.gov.cn", "ogi-2021", Period(2026), STATUS.OTHER_FIGURES)
WRONG = replace(PAGE, differences=CELLS)
DEPARTMENTS = (
    Publication(Department("D1", "教育局"), STATUS.EQUAL, (replace(PAGE, status=STATUS.EQUAL),)),
    Publication(Department("D2", "=公安局"), STATUS.OTHER_FIGURES, (WRONG,), days_late=3),
    Publication(Department("D3", "镇", contact="0953"), STATUS.NOT_FOUND, gone=date(2027, 1, 25)),
)
FOUND = Publications(
    Period(2026),
    "政府信息公开工作年度报告",
    date(2027, 2, 5),
    date(2027, 1, 31),
    DEPARTMENTS,
    left_out=(("通知.html", "没有官方表格"),),
)


def test_the_text_names_only_what_is_to_be_done() -> None:
    assert [
        "2026年政府信息公开工作年度报告公布核对（2027-02-05，公布截止 2027-01-31）",
        "单位 3 个：一致 1，数字不同 1，没有找到 1；其中逾期 1，公布后有改动 1",
        "",
        "× =公安局　数字不同，逾期 3 天",
        "    7 格与报送件不同（报送→公布）："
        "表三 B0 0→=1、表三 B1 1→=1、表三 B2 2→=1、表三 B3 3→=1、表三 B4 4→=1 等",
        "",
        "× 镇　没有找到",
        "    2027-01-25 看到过，现在没有找到",
        "",
        "没有核对的文件（1 个）：",
        "    通知.html　没有官方表格",
    ] == as_text(FOUND).splitlines()


def test_every_status_has_a_request_but_equal_figures() -> None:
    for status in STATUS:
        publication = replace(DEPARTMENTS[1], status=status)
        assert (status is STATUS.EQUAL) is (request(FOUND, publication) == "")
    changed = replace(DEPARTMENTS[0], pages=(replace(PAGE, changes=CELLS),))
    assert "请说明改动的原因" in request(FOUND, changed)


def test_a_request_says_what_where_and_by_when() -> None:
    said = request(FOUND, DEPARTMENTS[1])
    assert said.startswith(
        "=公安局：贵单位2026年政府信息公开工作年度报告（应在 2027-01-31 前公布），已逾期 3 天，"
        "有 7 格与报送的不同：表三｜第0行，公布的是 =1，报送的是 0；"
    )


def test_the_workbook_has_a_line_for_each_department_and_each_cell(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_publications(FOUND, tmp_path / "公布核对.xlsx"))
    assert [
        *("公布核对", "发给单位的话", "不同的数字", "公布的文件", "没有核对的文件"),
    ] == book.sheetnames
    rows = list(book["公布核对"].iter_rows(min_row=4, values_only=True))
    assert ["√ 一致", "× 数字不同", "× 没有找到"] == [row[2] for row in rows]
    cells = list(book["不同的数字"].iter_rows(min_row=3, values_only=True))
    assert (7, ("表三 B3", 3, "=1")) == (len(cells), (cells[3][3], *cells[3][5:]))


def test_no_text_in_the_csv_is_a_formula(tmp_path: Path) -> None:
    text = write_publications(FOUND, tmp_path / "公布核对.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert ["教育局", "'=公安局", "镇"] == [row["单位名称"] for row in rows]
    assert rows[1]["发给单位的话"].startswith("'=")


def test_json_has_all_of_it() -> None:
    found = json.loads(as_json(FOUND))
    assert {"equal": 1, "other figures": 1, "not found": 1} == found["summary"]
    second = found["departments"][1]
    assert (3, 7) == (second["days_late"], len(second["pages"][0]["differences"]))
    assert found == json.loads(as_json(FOUND, ascii_only=True))


def test_nobody_has_to_act_before_the_deadline_where_nothing_is_wrong() -> None:
    waiting = replace(DEPARTMENTS[2], gone=None, days_late=0)
    assert replace(FOUND, departments=(DEPARTMENTS[0], waiting)).is_clean
    equal_to_what_was_returned = replace(DEPARTMENTS[0], is_accepted=False)
    late = replace(waiting, days_late=1)
    for other in (DEPARTMENTS[1], DEPARTMENTS[2], late, equal_to_what_was_returned):
        assert not replace(FOUND, departments=(other,)).is_clean


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"请用 \.xlsx、\.csv、\.json 或 \.txt 结尾"):
        write_publications(FOUND, tmp_path / "公布核对.docx")
    with pytest.raises(InputError, match=r"须以 \.csv 结尾"):
        write_publication_record(FOUND, tmp_path / "记录.xlsx")
