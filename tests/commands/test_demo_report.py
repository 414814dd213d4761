"""What the demonstration says at its end: every file by name, what was found, what adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlreport import Severity
from xlreport.commands._demonstration import Demo, demo_lines, run_demo
from xlreport.desk.findings_report import status_lines


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Run the demonstration once."""
    return run_demo(tmp_path_factory.mktemp("demo") / "演示")


@pytest.fixture(scope="module")
def lines(demo: Demo) -> list[str]:
    """Return the report of the demonstration."""
    return list(demo_lines(demo))


def section(lines: list[str], heading: str) -> list[str]:
    """Return the lines from a heading to the next blank line."""
    start = next(number for number, line in enumerate(lines) if line.startswith(heading))
    rest = [*lines[start + 1 :], ""]
    return rest[: rest.index("")]


def test_the_first_line_says_where_the_files_are_and_that_nothing_is_real(
    demo: Demo, lines: list[str]
) -> None:
    assert f"演示文件都在 {demo.folder} 中（数据是虚构的）：" == lines[0]


def test_every_file_of_the_folder_is_named_under_its_own_folder(
    demo: Demo, lines: list[str]
) -> None:
    named = []
    folder = Path()
    for line in section(lines, "演示文件都在"):
        name, _, what = line.strip().partition("　")
        assert what
        if name.endswith("/"):
            folder = Path(name)
        else:
            named.append((folder if line.startswith("    ") else Path()) / name)
    there = {path for path in demo.folder.rglob("*") if path.is_file()}
    assert len(there) == len(named)
    assert {path.relative_to(demo.folder) for path in there} == set(named)


@pytest.mark.parametrize("name", ["发放", "收回"])
def test_the_files_of_a_folder_are_counted(demo: Demo, lines: list[str], name: str) -> None:
    count = len(list((demo.folder / name).iterdir()))
    assert f"  {name}/　{count} 个文件" in lines


def test_all_errors_and_warnings_are_told_and_no_notice(demo: Demo, lines: list[str]) -> None:
    told = [f for f in demo.summary.returns.found if f.severity is not Severity.INFO]
    assert [f"  {f.severity.marked}　{f.department}：{f.message}" for f in told] == section(
        lines, "审核发现的错误和警告"
    )
    assert 7 == len(told)


def test_the_departments_stand_as_in_the_summary(demo: Demo, lines: list[str]) -> None:
    told = list(status_lines(demo.summary.returns))
    start = lines.index(told[0])
    assert told == lines[start : start + len(told)]
    assert "  1. 催报 1 个单位：冯记沟乡人民政府 （演示）" == told[1]
    assert [
        "单位 31 个：通过 23，通过（有警告） 2，零报送 1，退回修改 3，数据冲突 1，未报送 1",
        "文件 32 个：计入汇总 25，不计入汇总 1，退回修改 3，重复报送 1，数据冲突 2；"
        "错误 4，警告 3，提示 4",
    ] == told[-2:]


def test_the_totals_say_over_whom_they_run_and_are_those_of_the_summary(
    demo: Demo, lines: list[str]
) -> None:
    scope = "25／30 个单位（退回修改3个，数据冲突1个，未报送1个，另有1个不计入汇总）"
    assert f"汇总结果，合计范围：{scope}：" in lines
    received, pending = (
        str(demo.summary[table].loc[row, "total"])
        for table, row in (("requests", "received"), ("requests", "carried_forward"))
    )
    totals = section(lines, "汇总结果")
    assert f"  表三｜一、本年新收政府信息公开申请数量｜总计：{received}件" == totals[0]
    assert f"  表三｜四、结转下年度继续办理｜总计：{pending}件" == totals[3]
    assert len(demo.summary.form.headline) == len(totals)
