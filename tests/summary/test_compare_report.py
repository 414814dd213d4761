"""A comparison shown: as text, CSV, JSON and a workbook, what cannot be compared said as such."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from support.county import D01, FORM, carried, write
from support.departments import make_department
from support.two_years import fill, received
from xlreport.form.load import load_form
from xlreport.summary.compare import compare
from xlreport.summary.compare_report import as_csv, as_json, as_text, as_workbook
from xlreport.summary.comparison import Change, Comparison

HEADINGS = ["单位代码", "单位名称", "指标", "计量单位", "上年", "本年", "增减"]


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Give two years of two editions, with departments of one year alone and a finding."""
    folder = tmp_path_factory.mktemp("两年")
    old = load_form("ogi-2019")
    for code, number in (("D01", 3), ("D02", 4)):
        values = received(number, old)
        write(folder / "2020", make_department(code), values, form=old, year=2020)
    write(folder / "2021", D01, {**received(5), **carried(0, 2)}, year=2021)
    write(folder / "2021", make_department("D03"), received(5), year=2021)
    return compare(folder / "2021", folder / "2020")


def lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_csv_lists_what_changed_and_then_what_one_edition_lacks(
    comparison: Comparison,
) -> None:
    heading, *rows = lines(as_csv(comparison))
    changed = rows[: len(comparison.rows)]
    assert (HEADINGS, "D01局") == (heading, changed[0][1])
    assert [str(row.change) for row in comparison.rows] == [row[6] for row in changed]
    fees = next(row for row in rows if "收费金额" in row[2] and row[4] == "无对应指标")
    assert ["", "各单位", "万元", "", ""] == [*fees[:2], fees[3], *fees[5:]]
    assert any(row[5] == "无对应指标" and "政府集中采购" in row[2] for row in rows)
    count = len(comparison.rows) + len(comparison.only_this) + len(comparison.only_last)
    assert count == len(rows)


def test_a_name_does_not_become_a_formula_when_the_csv_is_opened(comparison: Comparison) -> None:
    row = replace(comparison.rows[0], department="=1+1", change=-5)
    _, line, *_ = lines(as_csv(replace(comparison, rows=(row,))))
    assert ("'=1+1", "-5") == (line[1], line[6])


def test_the_json_holds_everything_by_stable_names(comparison: Comparison) -> None:
    content = json.loads(as_json(comparison))
    names = ["form", "year", "last_form", "last_year", "compared", "rows", "only_this"]
    others = ["only_last", "left_out", "findings", "unreadable", "others", "notes"]
    assert [*names, *others] == list(content)
    assert ("ogi-2021", 2021, "ogi-2019", 2020, ["D01局"]) == tuple(content[n] for n in names[:5])
    assert list(Change.__slots__) == list(content["rows"][0])
    assert {"name": "D03局", "reason": "没有可比的上年数据"} == content["left_out"][0]
    assert "Y-CARRY" in {finding["rule"] for finding in content["findings"]}


def test_the_workbook_has_three_sheets_changes_findings_and_the_rest(
    comparison: Comparison,
) -> None:
    book = openpyxl.load_workbook(BytesIO(as_workbook(comparison)))
    assert ["变化", "审核问题", "未比较"] == book.sheetnames
    note, heading, *changes = book["变化"].iter_rows(min_row=2, values_only=True)
    assert ("".join(comparison.notes), "指标", "栏目") == (note[0], *heading[3:5])
    assert [row.change for row in comparison.rows] == [row[8] for row in changes]
    assert ("表三", "一、本年新收政府信息公开申请数量") == changes[0][2:4]
    others = list(book["未比较"].iter_rows(min_row=3, values_only=True))
    assert [("没有比较", *each) for each in comparison.left_out] == others[:2]
    lacking = [*comparison.only_this, *comparison.only_last]
    assert [("无对应指标", cell.labels) for cell in lacking] == [
        (row[0], str(row[1]).partition("：")[2]) for row in others[2:]
    ]
    assert 2 + len(comparison.findings) == book["审核问题"].max_row


def test_the_workbook_is_the_same_each_time(comparison: Comparison) -> None:
    assert as_workbook(comparison) == as_workbook(comparison)


def test_the_text_says_years_departments_and_the_largest_changes_first(tmp_path: Path) -> None:
    for year, documents in ((2025, 3), (2026, 12)):
        write(tmp_path, D01, {**received(documents)}, year=year, name=f"{year}.xlsx")
    text = as_text(compare(tmp_path / "2026.xlsx", tmp_path / "2025.xlsx"))
    first, blank, heading, row, *_ = text.split("\n")
    assert ("2026年与2025年比较：1 个单位，6 项变化", "") == (first, blank)
    assert ["上年", "本年", "增减", "单位名称", "指标"] == heading.split()
    path = "表三｜一、本年新收政府信息公开申请数量｜自然人（件）"
    assert ["3", "12", "+9", "D01局", path] == row.split(maxsplit=4)


def test_the_text_names_what_cannot_be_compared_and_the_findings(comparison: Comparison) -> None:
    text = as_text(comparison)
    assert "上年的报表没有、无法比较的指标（无对应指标，" in text
    assert "本年的报表没有、无法比较的指标（无对应指标，" in text
    assert "没有比较的单位、文件或指标（2 个）：\n  D03局：没有可比的上年数据\n" in text
    assert "（Y-CARRY）" in text


def test_a_terminal_shows_the_first_changes_and_counts_the_others(comparison: Comparison) -> None:
    many = replace(comparison, rows=comparison.rows[:1] * 100)
    assert "另有 40 项变化没有显示；写成 .xlsx、.csv 或 .json 文件可以看到全部。" in as_text(many)


def test_two_years_alike_are_said_to_be_so(tmp_path: Path) -> None:
    this, last = fill(tmp_path, 2026, D01=3), fill(tmp_path, 2025, D01=3)
    expected = "2026年与2025年比较：1 个单位，0 项变化\n\n比较的 1 个单位没有变化。\n"
    assert expected == as_text(compare(this, last))


def test_two_files_of_one_year_are_called_one_and_the_other(tmp_path: Path) -> None:
    old, new = (write(tmp_path, D01, received(number), name=f"{number}.xlsx") for number in (3, 12))
    comparison = replace(compare(new, old), others=(("D01局", "核实说明"),))
    first, _, heading, row, *rest = as_text(comparison).split("\n")
    assert "2026年的两份数据比较：1 个单位，6 项不同" == first
    assert ["另一份", "这一份", "增减", "单位名称", "指标"] == heading.split()
    assert ["3", "12", "+9"] == row.split()[:3]
    assert ["数字以外的不同：", "  D01局：核实说明", ""] == rest[-3:]
    book = openpyxl.load_workbook(BytesIO(as_workbook(comparison)))
    others = list(book["未比较"].iter_rows(min_row=3, values_only=True))
    assert ("其他不同", "D01局", "核实说明") in others
    assert as_text(compare(old, old)).endswith(
        "比较的 1 个单位填报的数字完全相同（合计按各项之和比较，不看表中填的）。\n"
    )


def test_two_years_without_a_department_in_common_are_not_said_to_be_alike(tmp_path: Path) -> None:
    text = as_text(compare(fill(tmp_path, 2026, D01=3), fill(tmp_path, 2025, D02=3)))
    assert "没有比较：两个年度没有一个单位对得上" in text
    assert "没有变化" not in text
    assert "  D01局：没有可比的上年数据" in text


def test_a_year_that_is_not_known_has_a_word(comparison: Comparison) -> None:
    unknown = replace(comparison, period=None, last_period=None)
    assert as_text(unknown).startswith("本年与上年比较：")
    assert (
        FORM.first_year
        == openpyxl.load_workbook(BytesIO(as_workbook(unknown))).properties.created.year
    )
