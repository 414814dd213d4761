"""The page on the way from 0.1.0 to 0.2.0: what it calls new is there, what it calls old is not.

What 0.1.0 had is written down here, as it was before its modules were moved into packages.
"""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import xlreport as xr
from xlreport.base.finding import catalogue
from xlreport.commands.main import main

ROOT = Path(__file__).parents[2]
NAMES = ("how-to/migrate-0.2.md", "zh/how-to/migrate-0.2.md")
MODULES = """_arguments _compare _copies _errors _export _finding _form _form_file _import _migrate
    _migration _partial _progress _report_file _report_text _returns _roster _roster_file _summary
    _summary_book _template _waiver_file _waivers _cli"""
PUBLIC = """CacheWarning Change Comparison Department Finding Form FormError InputError Migration
    OutputError Partial Paths Progress Returns Roster RosterError Severity Summary Totals
    VerificationError Waiver Waivers XlreportError"""
ARGUMENTS = {
    "annotate": "returns folder progress workers executor",
    "compare": "this last roster forms",
    "consolidate": "returns name code verify strict progress workers executor",
    "consolidate_part": "returns form area verify progress",
    "export": "source path",
    "finish_parts": "part form name",
    "list_forms": "",
    "load_form": "form annex",
    "merge_parts": "parts",
    "migrate": "path form out forms",
    "read_published": "path forms",
    "read_report_text": "path form",
    "read_return": "path last_year forms",
    "read_returns": "paths roster year last_year forms prefer waivers today progress workers "
    "executor cache",
    "read_roster": "path",
    "read_waivers": "path",
    "write_report": "source path texts theme partial",
    "write_roster": "path departments",
    "write_summary": "summary path",
    "write_template": "form path year department deadline last_year theme",
    "write_templates": "form roster year folder deadline last_year theme progress workers executor",
}
OPTIONS = {
    "forms": "",
    "roster": "--out",
    "template": "--year --roster --out --with --deadline --last-year --theme --workers",
    "check": "--roster --year --last-year --waivers --form --format --out --annotate --remind "
    "--workers --cache",
    "consolidate": "--roster --name --out --code --year --last-year --waivers --form --prefer "
    "--strict --no-verify --overwrite --workers --cache",
    "compare": "--roster --form --out",
    "migrate": "--to --out --form",
    "report": "--out --text --theme --partial --form",
    "import": "--out --code --roster --year --form",
    "export": "--out --roster --year --last-year --form --workers --cache",
    "demo": "--out",
}
COLUMNS = """code severity department file sheet cell path seen expected difference message advice
    rule form year answer waiver replaced"""
FIELDS = "file department code form year revision status sha256"
OWN = """id = "own"
title = "测试"
from = 2026
[[table]]
key = "t"
heading = "一、测试"
columns = '''
a 甲
b 乙
c 丙
'''
rows = '''
r 行
'''
[[check]]
"""


def said(name: str) -> list[set[str]]:
    """Give what stands in code in each row of the page's tables."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    return [{*re.findall(r"`([^`]+)`", row)} for row in rows]


def code(name: str) -> str:
    """Give all code of a page, a line for each."""
    return "\n".join(re.findall(r"`([^`\n]+)`", (ROOT / "docs" / name).read_text(encoding="utf-8")))


def filled(folder: Path, code: str, received: int, name: str = "") -> Path:
    """Write a return of 教育局 of which all figures are 0 but two of 表三."""
    form = xr.load_form("ogi-2021")
    figures = {f"{cell.table}.{cell.row}.{cell.column}": 0 for cell in form.inputs}
    figures |= {"requests.received.commercial": received, "requests.granted.commercial": received}
    return xr.write_return(
        form, figures, folder / (name or f"{code}.xlsx"), department="教育局", code=code, year=2026
    )


@pytest.fixture
def returns(tmp_path: Path) -> xr.Returns:
    """Two files of one department that differ, and one of another."""
    for each in (("D1", 1, "a.xlsx"), ("D1", 2, "b.xlsx"), ("D2", 3)):
        filled(tmp_path, *each)
    departments = (xr.Department("D1", "教育局"), xr.Department("D2", "财政局"))
    return xr.read_returns(tmp_path, roster=xr.Roster("名录", departments))


def test_all_names_arguments_commands_and_options_of_before_are_there() -> None:
    assert set() == {*PUBLIC.split(), *ARGUMENTS} - {*xr.__all__}
    for name, arguments in ARGUMENTS.items():
        assert set() == {*arguments.split()} - {*inspect.signature(getattr(xr, name)).parameters}
    for name, options in OPTIONS.items():
        found = {opt for each in main.commands[name].params for opt in each.opts}
        assert set() == {*options.split()} - found


def test_the_modules_of_before_are_gone_and_the_new_homes_are_there() -> None:
    assert [] == [name for name in MODULES.split() if find_spec(f"xlreport.{name}")]
    assert "xlreport.commands.main:run" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    form = xr.load_form("ogi-2021")
    assert [False, False] == [hasattr(form, name) for name in ("schema", "check")]
    assert {"natural_person", "total"} <= {*xr.table_schema(form, "requests").columns}
    assert "T2-REG" in {each.id for each in form.checks}


def test_what_is_needed_besides_is_named_on_the_page() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]["report"]
    now = {re.split(r"[\[>]", each)[0].lower() for each in (*project["dependencies"], *extra)}
    told = {word for row in said(NAMES[0])[1:3] for word in row}
    assert now == told - {"report"}


def test_arguments_are_as_the_page_says() -> None:
    with pytest.raises(xr.RosterError):
        xr.Roster("名录", (xr.Department("D1", "教育局"), xr.Department("D1", "财政局")))
    for name in ("export", "write_report"):
        assert inspect.signature(getattr(xr, name)).parameters["verify"].default is True
    assert inspect.signature(xr.read_returns).parameters["patience"].default == 600


def test_frames_are_as_the_page_says(returns: xr.Returns) -> None:
    assert (3, 3) == (len(returns), len(returns.items))
    assert ["proactive", "requests", "remedies"] == list(returns)
    requests = returns["requests"]
    assert ["department_code", "department", "row"] == list(requests.index.names)
    found = requests.loc[("D2", "财政局", "received"), "total"]
    assert 3 == found
    assert "department_code" == next(iter(returns.status.columns))
    assert "code" not in returns.status.columns
    assert ["department_code", "department"] == list(returns.data.columns)[:2]
    findings = returns.findings
    before = COLUMNS.split()
    assert before == list(findings.columns)[: len(before)]
    assert set() == set(findings.columns[len(before) :]) - set(code(NAMES[0]).splitlines())
    assert not hasattr(returns.settlement, "findings")
    assert ["CONFLICT", "CONFLICT-TOLD"] == [
        each for each in findings["code"] if each.startswith("CONFLICT")
    ]


def test_places_are_said_in_words_and_kept_in_columns(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled(tmp_path, "D1", 1))
    book["三"]["D6"] = 5
    book.save(tmp_path / "D1.xlsx")
    row = xr.read_return(tmp_path / "D1.xlsx").findings.iloc[0]
    assert ("三", "D6") == (row["sheet"], row["cell"])
    assert "表三 D6" in row["message"]
    assert "三!D6" not in row["message"]
    done = CliRunner().invoke(main, ["check", str(tmp_path), "--format", "csv"])
    head, first = done.stdout.splitlines()[:2]
    assert "程度,单位,文件,位置,指标,填写,问题,怎么办,说明,规则" == head.lstrip("\ufeff")
    assert ",表三 D6," in first


def test_files_are_named_as_the_page_says(tmp_path: Path) -> None:
    form, roster = xr.load_form("ogi-2021"), xr.Roster("名录", (xr.Department("D05", "教育局"),))
    written = xr.write_templates(form, roster, year=2026, folder=tmp_path / "发放")
    copies = xr.annotate(xr.read_returns(tmp_path / "发放"), tmp_path / "退回")
    for name in NAMES:
        assert {path.name for path in (*written, *copies)} <= {*code(name).splitlines()}
    cover = openpyxl.load_workbook(written[0])["封面"]
    assert "填报单位" != cover["A3"].value
    assert {"填报单位"} <= {cell.value for row in cover for cell in row}


def test_sheets_are_as_the_page_says(returns: xr.Returns, tmp_path: Path) -> None:
    found = openpyxl.load_workbook(xr.write_findings(returns, tmp_path / "审核结果.xlsx"))
    assert ["报送情况", "审核概要", "审核问题"] == found.sheetnames[:3]
    head = [[cell.value for cell in row] for row in found["审核问题"].iter_rows(max_row=4)]
    assert ["程度", "单位", "表", "指标", "栏目"] == next(row for row in head if "程度" in row)[:5]
    assert "× 错误" in {row[0].value for row in found["审核问题"]}
    county = xr.consolidate(returns, name="盐池县")
    summary = openpyxl.load_workbook(xr.write_summary(county, tmp_path / "汇总.xlsx"))
    lines = [row[:2] for row in summary["分单位数据"].iter_rows(max_row=5, values_only=True)]
    assert str(lines[3][1]).startswith("合计")
    assert ("D2", "财政局") == lines[4]
    said_on_sheet = {str(cell.value) for row in summary["说明"] for cell in row}
    assert any("校验码" in each for each in said_on_sheet)
    compared = xr.write_comparison(xr.compare(county, county), tmp_path / "比较.xlsx")
    rows = openpyxl.load_workbook(compared)["变化"].iter_rows(values_only=True)
    assert {"表", "指标", "栏目"} <= next({*row} for row in rows if "指标" in row)


def test_commands_end_as_the_page_says(tmp_path: Path) -> None:
    assert 2 == CliRunner().invoke(main, []).exit_code
    filled(tmp_path / "收回", "D1", 1)
    (tmp_path / "收回" / "教育局盖章页.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    roster = tmp_path / "名录.csv"
    xr.write_roster(roster, [xr.Department("D1", "教育局")])
    words = ["check", str(tmp_path / "收回"), "--roster", str(roster), "--format", "json"]
    done = CliRunner().invoke(main, words)
    told = json.loads(done.stdout)
    assert (0, ["FILE-BESIDE"]) == (done.exit_code, [each["code"] for each in told["findings"]])
    assert {*COLUMNS.split(), "cells"} <= {*told["findings"][0]}
    assert {*FIELDS.split()} <= {*told["returns"][0]}
    assert {"summary", "returns", "departments", "findings", "board"} <= {*told}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            'id = "T2-MIX"\nseverity = "warning"\nsay = "不同"\ntable = "t"\nmust = "a + b = c"',
            'id = "T2-MIX"\nseverity = "warning"\nsay = "不同"\ntable = "t"\nevery = "row"\n'
            'must = "a + b != c"',
        ),
        (
            'id = "T2-AMT"\nseverity = "warning"\nsay = "都有"\ncells = ["t.r.a", "t.r.b"]',
            'id = "T2-AMT"\nseverity = "warning"\nsay = "都有"\ntable = "t"\nevery = "row"\n'
            'pairs = [["a", "b"]]',
        ),
    ],
)
def test_form_files_are_changed_as_the_page_says(old: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN + old, encoding="utf-8")
    with pytest.raises(xr.FormError):
        xr.load_form(path)
    path.write_text(OWN + new, encoding="utf-8")
    form = xr.load_form(path)
    assert {"NEG", "EDITION"} <= {each.id for each in form.checks}
    path.write_text((OWN + new).replace("a 甲", "last_year 甲"), encoding="utf-8")
    with pytest.raises(xr.FormError):
        xr.load_form(path)


def test_both_pages_name_the_same_and_every_code_of_a_finding_exists() -> None:
    english, chinese = map(said, NAMES)
    assert english == chinese
    codes = {"CONFLICT", "CONFLICT-TOLD", "SUMMARY-OLD", "FILE-BESIDE"}
    assert codes <= {*code(NAMES[0]).splitlines()}
    assert set() == codes - {*catalogue()}
