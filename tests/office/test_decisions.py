"""The file of decisions is read strictly, and tells all its slips at once with their lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xlreport import Decision, DecisionKind, Decisions, InputError, read_decisions
from xlreport.office.decisions import short_digest

HEADING = "意见,单位代码,文件,文件校验,单元格,原数,更正为,原因,提供人,决定人,日期\n"
CORRECTION = Decision(
    DecisionKind.CORRECT,
    "D05",
    cell="表三 D6",
    old="7",
    new="-8",
    reason="漏数一件",
    told_by="张三",
    decided_by="李四",
    day=date(2027, 1, 18),
    line=2,
)
LINE = "更正,D05,,,表三 D6,7,-8,漏数一件,张三,李四,2027年1月18日\n"


def read(folder: Path, lines: str, heading: str = HEADING) -> Decisions:
    path = folder / "处理意见.csv"
    path.write_text(heading + lines, "utf-8", newline="")
    return read_decisions(path)


def refusal(folder: Path, lines: str, heading: str = HEADING) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder, lines, heading)
    return str(caught.value).split("\n")


def test_a_correction_is_read_whole(tmp_path: Path) -> None:
    assert Decisions("处理意见.csv", (CORRECTION,)) == read(tmp_path, LINE)


def test_a_digest_is_read_as_it_is_shown(tmp_path: Path) -> None:
    digest = short_digest("3F9A22c10b7d91e4".lower() * 4)
    assert "3f9a-22c1-0b7d" == digest
    lines = f"采用,D05,D05.xlsx,{digest},,,,,,李四,2027-01-18\n"
    assert ["3f9a22c10b7d"] == [each.digest for each in read(tmp_path, lines).entries]


def test_a_line_without_an_opinion_is_open_and_says_nothing(tmp_path: Path) -> None:
    assert () == read(tmp_path, ",D05,D05.xlsx,,,,,,,,\n").entries


def test_columns_with_names_and_matters_may_stand_beside(tmp_path: Path) -> None:
    heading = "单位名称," + HEADING.replace("\n", ",待决事项\n")
    assert (CORRECTION,) == read(tmp_path, f"教育局,{LINE.strip()},数据冲突\n", heading).entries


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "使用,D05,a.xlsx,,,,,,,李四,2027-01-18",
            "意见“使用”无法识别；请填写 采用、不采用、更正、属实",
        ),
        ("采用,,a.xlsx,,,,,,,李四,2027-01-18", "意见是“采用”，“单位代码”不能空着"),
        ("采用,D05,,,,,,,,李四,2027-01-18", "意见是“采用”，须填写“文件”或“文件校验”"),
        ("不采用,,a.xlsx,,,,,,,李四,2027-01-18", "意见是“不采用”，“原因”不能空着"),
        ("不采用,,a.xlsx,,,,,旧稿,,,2027-01-18", "意见是“不采用”，“决定人”不能空着"),
        ("不采用,,a.xlsx,,,7,,旧稿,,李四,2027-01-18", "意见是“不采用”，不用填写“原数”"),
        ("属实,D05,,,表三 D6,7,8,,张三,李四,2027-01-18", "意见是“属实”，不用填写“更正为”"),
        ("属实,D05,,,表三 D6,,,,张三,李四,2027-01-18", "意见是“属实”，“原数”不能空着"),
        ("采用,D05,a.xlsx,,,,,,,李四,一月", "日期“一月”不是日期"),
        ("采用,D05,a.xlsx,xyz,,,,,,李四,2027-01-18", "文件校验“xyz”不对"),
        ("更正,D05,,,表三 D6,,8,,张三,李四,2027-01-18", "“原数”不能空着，请填写（原来是空白的写"),
        ("更正,D05,,,=A1,7,8,,张三,李四,2027-01-18", "单元格“=A1”以 = + - @ 之一开头"),
    ],
)
def test_each_slip_is_told_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    head, *told = refusal(tmp_path, f"{line}\n")
    assert "处理意见.csv：处理意见有 1 处问题，请改正后重试。" == head
    assert [True] == [each.startswith("第 2 行：") and problem in each for each in told]


@pytest.mark.parametrize(
    "lines",
    [
        "采用,D05,a.xlsx,,,,,,,李四,2027-01-18\n采用,d05,b.xlsx,,,,,,,李四,2027-01-19\n",
        LINE + LINE.replace("-8", "9"),
        "不采用,,a.xlsx,,,,,旧稿,,李四,2027-01-18\n" * 2,
    ],
)
def test_what_is_decided_twice_is_refused(tmp_path: Path, lines: str) -> None:
    assert "第 3 行：与第 2 行说的是同一件事；请只保留一行。" == refusal(tmp_path, lines)[1]


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        (HEADING.replace("原因,", ""), "须有一列“原因”"),
        (HEADING.replace("原因", "理由"), "不认识“理由”"),
    ],
)
def test_headings_are_those_of_the_file_that_is_generated(
    tmp_path: Path, heading: str, problem: str
) -> None:
    (told,) = refusal(tmp_path, LINE, heading)
    assert told.startswith(f"处理意见.csv：第 1 行：标题行{problem}；标题须是：意见、")
