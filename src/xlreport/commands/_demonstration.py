"""The demonstration: the work of a county, from templates to the summary, in one folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from xlreport.base.errors import InputError, OutputError
from xlreport.base.files import file_name, write_file
from xlreport.base.finding import Severity
from xlreport.base.path import say_indicator
from xlreport.base.progress import Progress, silent
from xlreport.commands._demo_figures import COUNTY, FORM, MARK, YEAR, demo_departments
from xlreport.commands._demo_returns import DemoFile, write_demo_returns
from xlreport.desk.findings_book import as_workbook
from xlreport.desk.findings_report import as_text, status_lines
from xlreport.form.load import load_form
from xlreport.form.measure import format_value
from xlreport.form.sheet_names import FINDINGS_SHEET
from xlreport.office.roster_file import read_roster, write_roster
from xlreport.outgoing.templates import write_templates
from xlreport.returns.received import read_returns
from xlreport.returns.returns import Returns
from xlreport.summary.book.book import write_summary
from xlreport.summary.summary import Summary, consolidate


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demonstration has made: all files in its folder, and the results."""

    folder: Path
    files: tuple[DemoFile, ...]
    returns: Returns
    summary: Summary


def run_demo(
    folder: str | os.PathLike[str],
    progress: Progress = silent,
    tell: Callable[[str], None] = lambda _: None,
) -> Demo:
    """Run the demonstration into a folder: roster, templates, returns, check, summary.

    `tell` is given a line before each step. Raises `InputError` for a folder that is not empty and
    `OutputError` where a file cannot be written.
    """
    root = Path(folder)
    _make_folder(root)
    if any(root.iterdir()):
        raise InputError(f"{folder} 不是空文件夹，为避免覆盖没有写入演示文件；请换一个文件夹。")
    form = load_form(FORM)
    tell("1/4　生成单位名录和填报模板……")
    roster_file = root / "单位名录.csv"
    write_roster(roster_file, demo_departments(), overwrite=False)
    roster = read_roster(roster_file)
    templates = write_templates(
        form, roster, year=YEAR, folder=root / "发放", deadline=f"{YEAR + 1}年1月15日"
    )
    tell("2/4　替各单位填写报送件（其中有几处常见错误）……")
    filled = list(write_demo_returns(form, root / "收回"))
    tell("3/4　读取、审核报送件……")
    returns = read_returns(root / "收回", roster=roster, year=YEAR, progress=progress)
    findings_text, findings_book = root / "审核结果.txt", root / "审核结果.xlsx"
    write_file(findings_text, f"（{MARK}）\n\n{as_text(returns)}".encode("utf-8-sig"))
    write_file(findings_book, as_workbook(returns, f"{FINDINGS_SHEET}（{MARK}）"))
    tell("4/4　用第二种方法核对，汇总……")
    summary = consolidate(returns, name=COUNTY, code="YC", progress=progress)
    book = write_summary(summary, root / f"{file_name(COUNTY, f'{YEAR}年汇总')}.xlsx")
    files = (
        DemoFile(roster_file, "单位名录"),
        *(DemoFile(path, "填报模板") for path in templates),
        *filled,
        DemoFile(findings_text, "审核问题（文字）"),
        DemoFile(findings_book, "审核问题（表格）"),
        DemoFile(book, "汇总表"),
    )
    return Demo(root, files, returns, summary)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} 不能用作文件夹；请换一个文件夹，并核对权限。") from error


def demo_lines(demo: Demo) -> Iterator[str]:
    """Yield the report of a demonstration: files by folder, findings, status, some totals."""
    yield f"演示文件都在 {demo.folder} 中（数据是虚构的）："
    yield from _file_lines(demo)
    yield ""
    yield "审核发现的错误和警告："
    for finding in demo.summary.returns.found:
        if finding.severity is not Severity.INFO:
            yield f"  {finding.severity.marked}　{finding.department}：{finding.message}"
    yield ""
    yield from status_lines(demo.summary.returns)
    yield ""
    yield f"汇总结果，{demo.summary.scope}："
    form = demo.summary.form
    for index in form.headline:
        cell, value = form.cells[index], demo.summary.values[index]
        if value is not None:
            figure = f"{format_value(value, cell.measure)}{cell.measure.unit}"
            yield f"  {say_indicator(cell.path)}：{figure}"


def _file_lines(demo: Demo) -> Iterator[str]:
    """Yield the files by folder; those of the folders in it are counted and indented."""
    for folder, group in groupby(demo.files, key=lambda file: file.path.parent):
        files = list(group)
        inner = folder.relative_to(demo.folder)
        if inner.parts:
            yield f"  {inner}/　{len(files)} 个文件"
        indent = "    " if inner.parts else "  "
        for file in files:
            yield f"{indent}{file.path.name}　{file.description}"
