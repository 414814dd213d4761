"""The file of waivers is read strictly, and tells all its slips at once with their lines."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from xlreport import InputError, Waiver, Waivers, read_waivers

HEADING = "规则,单位代码,年度,理由,批准人,有效期至\n"
FULL = Waiver("Y-CARRY", "D01", 2026, "上年漏报，已核实", "李四", date(2027, 3, 31), 2)


def saved(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "核准.csv"
    path.write_text(text, encoding, newline="")
    return path


def refusal(folder: Path, lines: str, heading: str = HEADING) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_waivers(saved(folder, heading + lines))
    return str(caught.value).split("\n")


def test_a_full_line_is_read_whole(tmp_path: Path) -> None:
    line = "Y-CARRY,D01,2026,上年漏报，已核实,李四,2027-03-31\n"
    assert Waivers("核准.csv", (FULL,)) == read_waivers(saved(tmp_path, HEADING + line))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_every_encoding_of_a_csv_says_the_same(tmp_path: Path, encoding: str) -> None:
    line = "Y-CARRY,D01,2026年,上年漏报，已核实,李四,2027年3月31日\n"
    assert (FULL,) == read_waivers(saved(tmp_path, HEADING + line, encoding)).entries


@pytest.mark.parametrize(
    "until",
    [
        "2027-03-31",
        "2027-3-31",
        "2027/3/31",
        "2027.3.31",
        "2027年3月31日",
        date(2027, 3, 31),
        datetime(2027, 3, 31),
    ],
)
def test_a_workbook_says_the_same_with_text_or_dates(
    tmp_path: Path, until: str | date | datetime
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(HEADING.strip().split(","))
    book.worksheets[0].append(["Y-CARRY", "D01", 2026, "上年漏报，已核实", "李四", until])
    book.save(tmp_path / "核准.xlsx")
    assert Waivers("核准.xlsx", (FULL,)) == read_waivers(tmp_path / "核准.xlsx")


def test_blanks_mean_every_department_every_year_and_no_end(tmp_path: Path) -> None:
    entries = read_waivers(saved(tmp_path, HEADING + "T2-REG,,,开发区代管,李四\n")).entries
    assert (Waiver("T2-REG", "", None, "开发区代管", "李四", None, 2),) == entries


def test_columns_may_stand_in_any_order_and_blank_lines_count_for_the_numbers(
    tmp_path: Path,
) -> None:
    text = "批准人,规则,理由,年度,单位代码,有效期至\n\n李四,Y-CARRY,属实,,D01,\n"
    assert (Waiver("Y-CARRY", "D01", None, "属实", "李四", None, 3),) == read_waivers(
        saved(tmp_path, text)
    ).entries


def test_a_file_without_lines_waives_nothing(tmp_path: Path) -> None:
    assert Waivers("核准.csv", ()) == read_waivers(saved(tmp_path, HEADING))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",D01,,属实,李四,", "“规则”是空的；请填写。"),
        ("Y-CARRY,D01,,,李四,", "“理由”是空的；请填写。"),
        ("Y-CARRY,D01,,属实,,", "“批准人”是空的；请填写。"),
        ("Y-CARRY,D01,26,属实,李四,", "年度“26”无法识别；请填写四位数字，如 2026，或留空。"),
        (
            "Y-CARRY,D01,,属实,李四,2027-02-30",
            "有效期至“2027-02-30”不是日期；请写成 2027-03-31 或 2027年3月31日，或留空。",
        ),
        (
            "Y-CARRY,D01,,属实,李四,长期",
            "有效期至“长期”不是日期；请写成 2027-03-31 或 2027年3月31日，或留空。",
        ),
        (
            'Y-CARRY,D01,,"属\n实",李四,',
            "理由“属 实”含有换行或看不见的字符；请删除该格内容后重新输入。",
        ),
        ("Y-CARRY,D01,,属实,李四,,备注", "有内容在没有标题的列中；文字中的逗号请改为顿号。"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    head, problem = refusal(tmp_path, f"T2-REG,,,代管,李四,\n{line}\n")
    assert "核准.csv：核准文件有 1 处问题，请改正后重试。" == head
    assert f"第 3 行：{said}" == problem


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", " ="])
@pytest.mark.parametrize("column", range(5))
def test_no_text_that_a_spreadsheet_takes_for_a_formula_is_let_in(
    tmp_path: Path, sign: str, column: int
) -> None:
    cells = ["Y-CARRY", "D01", "", "属实", "李四"]
    cells[column] = f"{sign}1+1"
    assert any("会被当作公式" in problem for problem in refusal(tmp_path, ",".join(cells)))


@pytest.mark.parametrize("written", ["［Y-CARRY］", "[Y-CARRY]"])
def test_a_rule_may_be_copied_with_the_brackets_of_the_screen(tmp_path: Path, written: str) -> None:
    (entry,) = read_waivers(saved(tmp_path, f"{HEADING}{written},,,属实,李四,\n")).entries
    assert "Y-CARRY" == entry.rule


def test_a_title_above_the_headings_is_passed_over(tmp_path: Path) -> None:
    line = "T2-REG,,,开发区代管,李四,\n"
    (entry,) = read_waivers(saved(tmp_path, f"核准事项\n{HEADING}{line}")).entries
    assert ("T2-REG", 3) == (entry.rule, entry.line)


def test_a_text_that_is_too_long_is_told(tmp_path: Path) -> None:
    _, problem = refusal(tmp_path, f"Y-CARRY,,,{'长' * 201},李四,\n")
    assert problem.endswith("超过 200 个字符；请缩短。")


def test_two_lines_about_the_same_warnings_are_told(tmp_path: Path) -> None:
    lines = "Y-CARRY,D01,,一,李四,2027-3-31\ny-carry,d01,,二,王五,2027年3月31日\n"
    _, problem = refusal(tmp_path, lines)
    assert "第 3 行：规则、单位代码、年度和有效期与第 2 行相同；请只保留一行。" == problem


def test_a_renewed_waiver_stands_beside_the_one_that_ran_out(tmp_path: Path) -> None:
    lines = "Y-CARRY,D01,,一,李四,2026-3-31\nY-CARRY,D01,,二,王五,2027-3-31\n"
    assert 2 == len(read_waivers(saved(tmp_path, HEADING + lines)).entries)


def test_ten_slips_are_told_in_the_order_of_the_lines_and_the_rest_counted(tmp_path: Path) -> None:
    head, *problems, rest = refusal(tmp_path, "Y-CARRY,,,,,\n" * 6)
    assert head.startswith("核准.csv：核准文件有 17 处问题")  # 6 × 2, and 5 repeated lines
    assert 10 == len(problems)
    assert problems == sorted(problems, key=lambda problem: problem[:5])
    assert "另有 7 处问题未列出。" == rest


@pytest.mark.parametrize(
    "heading",
    [
        "规则,单位代码,年度,理由,批准人\n",
        "规则,单位代码,年度,理由,批准人,有效期至,备注\n",
        "规则,规则,年度,理由,批准人,有效期至\n",
        "规则,单位代码,年度,理由,批准人,有效期至,规则\n",
    ],
)
def test_headings_other_than_the_six_are_refused(tmp_path: Path, heading: str) -> None:
    (problem,) = refusal(tmp_path, "", heading)
    allowed = "规则、单位代码、年度、理由、批准人、有效期至"
    assert f"核准.csv：第 1 行：标题行须是这些列，各一列，没有其他列：{allowed}。" == problem


@pytest.mark.parametrize("name", ["没有.csv", "核准.toml"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=name):
        read_waivers(tmp_path / name)
