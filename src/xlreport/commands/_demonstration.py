"""The demonstration: the whole job of a county, from templates to the summary, in one folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from xlreport.base.errors import InputError, OutputError
from xlreport.base.files import file_name, write_file
from xlreport.base.finding import Severity
from xlreport.base.workers import Progress, silent
from xlreport.commands._demo_figures import COUNTY, MARK, YEAR, demo_departments, demo_values
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import format_value
from xlreport.layout.field import Field, FieldKind
from xlreport.office.roster import Department
from xlreport.office.roster_file import read_roster, write_roster
from xlreport.outgoing.template import build_template, write_templates
from xlreport.returns.findings_report import FINDINGS_SHEET, as_text, as_workbook, status_lines
from xlreport.returns.returns import Returns, read_returns
from xlreport.summary.book.book import write_summary
from xlreport.summary.summary import Summary, consolidate
from xlreport.writing.content import Value


def demo_lines(demo: Demo) -> Iterator[str]:
    """Yield the lines of the report: files by folder, findings, status, some totals."""
    yield f"演示文件都在 {demo.folder} 中（数据是虚构的）："
    for folder, files in groupby(demo.files, key=lambda pair: pair[0].parent):
        listed = list(files)
        where = folder.relative_to(demo.folder)
        if where.parts:
            yield f"  {where}/　{len(listed)} 个文件"
        indent = "    " if where.parts else "  "
        for path, what in listed:
            yield f"{indent}{path.name}　{what}"
    yield ""
    yield "审核发现的错误和警告："
    for finding in demo.summary.returns.found:
        if finding.severity is not Severity.INFO:
            yield f"  {finding.severity.chinese}　{finding.department}：{finding.message}"
    yield ""
    yield from status_lines(demo.summary.returns)
    yield ""
    yield f"汇总结果，{demo.summary.scope}："
    form = demo.summary.form
    for index in form.headline:
        cell, value = form.cells[index], demo.summary.values[index]
        if value is not None:
            yield f"  {cell.path}：{format_value(value, cell.measure)}{cell.measure.unit}"


_FORM = "ogi-2021"
_WRONG_FORM = "ogi-2019"
_LEGAL_PERSONS = ("commercial", "research", "public_benefit", "legal_service", "other_person")


@dataclass(frozen=True, slots=True)
class Demo:
    """Is what a demonstration made: its folder, all files with what each is, and the results."""

    folder: Path
    files: tuple[tuple[Path, str], ...]
    returns: Returns
    summary: Summary


def run_demo(folder: str | os.PathLike[str], progress: Progress = silent) -> Demo:
    """Run the demonstration into a folder: roster, templates, returns, check, summary.

    Raises `InputError` for a folder that holds something, `OutputError` where a file cannot be
    written.
    """
    root = Path(folder)
    if root.is_dir() and any(root.iterdir()):
        raise InputError(f"{folder} 不是空文件夹，为避免覆盖没有写入演示文件；请换一个文件夹。")
    form = load_form(_FORM)
    roster_file = root / "单位名录.csv"
    _make_folder(root)
    write_roster(roster_file, demo_departments())
    roster = read_roster(roster_file)
    templates = write_templates(
        form, roster, year=YEAR, folder=root / "发放", deadline=f"{YEAR + 1}年1月15日"
    )
    filled = list(_write_returns(form, root / "收回"))
    returns = read_returns(root / "收回", roster=roster, year=YEAR, progress=progress)
    write_file(root / "审核结果.txt", f"（{MARK}）\n\n{as_text(returns)}".encode("utf-8-sig"))
    write_file(root / "审核结果.xlsx", as_workbook(returns, f"{FINDINGS_SHEET}（{MARK}）"))
    summary = consolidate(returns, name=COUNTY, code="YC", progress=progress)
    book = write_summary(summary, root / f"{file_name(COUNTY, f'{YEAR}年汇总')}.xlsx")
    files = (
        (roster_file, "单位名录"),
        *((path, "填报模板") for path in templates),
        *filled,
        (root / "审核结果.txt", "审核问题（文字）"),
        (root / "审核结果.xlsx", "审核问题（表格）"),
        (book, "汇总表"),
    )
    return Demo(root, files, returns, summary)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} 不能用作文件夹；请换一个文件夹，并核对权限。") from error


def _write_returns(form: Form, folder: Path) -> Iterator[tuple[Path, str]]:
    """Fill in every department's template, some with the usual mistakes; yield what each is."""
    for department in demo_departments():
        values = demo_values(form, department)
        told = _MISTAKES.get(department.code)
        name = file_name(department.code, department.name, str(YEAR))
        if told is _MISSING:
            continue
        if told is _WRONG_EDITION:
            other = load_form(_WRONG_FORM)
            yield _write(folder, name, other, department, demo_values(other, department), told)
        elif told is _NIL:
            nil = frozenset(table.key for table in form.tables)
            yield _write(folder, name, form, department, {}, told, nil=nil)
        else:
            _spoil(form, values, told or "")
            yield _write(folder, name, form, department, values, told or "报送件")
        if told in (_TWICE, _CONFLICT):
            if told is _CONFLICT:
                values[form.index["proactive", "licences", "decisions"]] = 999
            yield _write(folder, f"{name}（再次发送）", form, department, values, told)


def _write(
    folder: Path,
    name: str,
    form: Form,
    department: Department,
    values: dict[int, Value],
    told: str,
    nil: frozenset[str] = frozenset(),
) -> tuple[Path, str]:
    keys = [text.key for text in form.texts if not text.standing]
    texts = {Field(FieldKind.TEXT, key): f"（{MARK}）" for key in keys}
    data = build_template(
        form,
        year=YEAR,
        department=department,
        values=values,
        nil=nil,
        fields={**texts, Field(FieldKind.CONTACT): "（演示）"},
    )
    path = folder / f"{name}.xlsx"
    write_file(path, data)
    return path, told


_MISSING = "未报送"
_WRONG_EDITION = "用了2019年版表格"
_NIL = "零报送"
_TWICE = "报送两次，数据相同"
_CONFLICT = "报送两次，数据不同"
_BLANKS = "法人各栏空白"
_SLASH = "规章一行填“/”"
_UNIT = "件数写成“3件”"
_BALANCE = "勾稽关系不平"
_TOTAL = "合计公式被数字覆盖"

_MISTAKES = {
    "D02": _BLANKS,
    "D04": _SLASH,
    "D07": _UNIT,
    "D10": _BALANCE,
    "D13": _TOTAL,
    "D15": _WRONG_EDITION,
    "D19": _CONFLICT,
    "D20": _NIL,
    "X03": _TWICE,
    "X06": _MISSING,
}


def _spoil(form: Form, values: dict[int, Value], told: str) -> None:
    """Put the mistake into a department's figures."""
    index = form.index
    if told is _BLANKS:
        for table, row, column in index:
            if table == "requests" and column in _LEGAL_PERSONS:
                values.pop(index[table, row, column], None)
    elif told is _SLASH:
        for column in ("made", "repealed", "in_force"):
            values[index["proactive", "regulations", column]] = "/"
    elif told is _UNIT:
        values[index["proactive", "coercive_measures", "decisions"]] = "3件"
    elif told is _BALANCE:
        received = index["requests", "received", "natural_person"]
        values[received] = int(str(values[received])) + 1
    elif told is _TOTAL:
        values[index["requests", "total_handled", "natural_person"]] = 99
