"""The table of second sources is read strictly, and tells all its slips at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlreport import InputError, SecondSources, SourceFigure, read_second_sources

HEADING = "来源,单位代码,单位名称,单元格,数值,备注\n"


def read(folder: Path, lines: str, heading: str = HEADING) -> SecondSources:
    path = folder / "对账.csv"
    path.write_text(heading + lines, "utf-8", newline="")
    return read_second_sources(path)


def refusal(folder: Path, lines: str, heading: str = HEADING) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(folder, lines, heading)
    return str(caught.value).split("\n")


def test_a_line_is_read_whole_below_a_title(tmp_path: Path) -> None:
    expected = SourceFigure("司法局", "D05", "教育局", "表三 D6", "-3", "截至12月31日", line=3)
    line = "司法局,D05,教育局,表三 D6,-3,截至12月31日\n"
    assert SecondSources("对账.csv", (expected,)) == read(
        tmp_path, line, f"2026年对账,,,,,\n{HEADING}"
    )


@pytest.mark.parametrize("heading", ["来源,单位代码,单元格,数值\n", "来源,单位名称,单元格,数值\n"])
def test_code_or_name_suffices(tmp_path: Path, heading: str) -> None:
    assert 1 == len(read(tmp_path, "司法局,D05,表三 D6,3\n", heading).entries)


def test_all_slips_are_told_with_their_lines(tmp_path: Path) -> None:
    lines = (
        ",D05,,表三 D6,3,\n"
        "司法局,,,表三 D6,3,\n"
        "司法局,D05,,,,\n"
        "=司法局,D05,,表三 D6,3,\n"
        f"司法局,D05,,表三 D6,3,{'长' * 301}\n"
    )
    head, *told = refusal(tmp_path, lines)
    assert "对账.csv：对账数据有 6 处问题，请改正后重试。" == head
    assert [
        "第 2 行：来源不能为空。",
        "第 3 行：单位代码和单位名称都是空的；请至少填写一种。",
        "第 4 行：单元格不能为空。",
        "第 4 行：数值不能为空；没有的填0，不知道的请删除这一行。",
    ] == told[:4]
    assert [True, True] == [told[4].startswith("第 5 行"), "超过 300 个字符" in told[5]]


def test_a_figure_given_twice_is_refused(tmp_path: Path) -> None:
    lines = "司法局,D05,,表三 D6,3,\n财政局,D05,,表三 D6,3,\n司法局,d05,,表三 D6,4,\n"
    assert (
        "第 4 行：与第 2 行是同一来源、单位和单元格；请只保留一行。" == refusal(tmp_path, lines)[1]
    )


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("来源,单位代码,单元格\n", "须有一列“数值”"),
        ("来源,单元格,数值\n", "须有一列“单位代码”或“单位名称”"),
        ("来源,单位代码,单元格,数值,金额\n", "不认识“金额”"),
        ("来源,单位代码,单元格,数值,数值\n", "有两列“数值”"),
    ],
)
def test_headings_that_cannot_be_used_are_refused(tmp_path: Path, heading: str, told: str) -> None:
    assert told in refusal(tmp_path, "司法局,D05,表三 D6,3\n", heading)[0]
