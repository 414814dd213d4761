"""The examples run beside the demonstration, in the order of the year, and write what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from notebooks import DEMO, JOBS

import xlreport
from support.work import PATIENCE

FOLDER = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def said(
    demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str]]:
    """Run every example where the demonstration was made; give the place and what each printed."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(demonstration, folder / DEMO)
    source = str(Path(xlreport.__file__).parents[1])
    known = {"PYTHONPATH": source, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    printed = {}
    for name in JOBS:
        done = subprocess.run(
            [sys.executable, "-W", "error", FOLDER / f"{name}.py"],
            cwd=folder,
            env={**os.environ, **known},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE,
        )
        assert (name, 0, "") == (name, done.returncode, done.stderr)
        printed[name] = done.stdout
    return folder, printed


def test_every_script_is_run() -> None:
    assert set(JOBS) == {path.stem for path in FOLDER.glob("*.py")}


@pytest.mark.parametrize("name", JOBS)
def test_an_example_has_less_than_forty_lines_and_uses_public_names_alone(name: str) -> None:
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 40
    assert "import xlreport as xr" in text
    assert "xlreport._" not in text


@pytest.mark.parametrize("name", JOBS)
def test_an_example_begins_with_what_it_does_and_what_it_needs(name: str) -> None:
    first, blank, second, *_ = (FOLDER / f"{name}.py").read_text(encoding="utf-8").splitlines()
    assert (f'"""{name}：', "。", "") == (first[: len(name) + 4], first[-1], blank)
    assert second.startswith("需要")
    assert "先在空文件夹中运行 xlreport demo" in second or "先运行 汇总.py" in second


@pytest.mark.parametrize("name", JOBS)
def test_an_example_prints_chinese(name: str, said: tuple[Path, dict[str, str]]) -> None:
    assert len(re.findall(r"[一-鿿]", said[1][name])) > 20


def test_templates_are_handed_out(said: tuple[Path, dict[str, str]]) -> None:
    folder, printed = said
    assert 31 == len(list((folder / "发放").glob("*.xlsx")))
    assert "已在“发放”中生成 31 份填报模板" in printed["分发"]


def test_returns_are_checked(said: tuple[Path, dict[str, str]]) -> None:
    folder, printed = said
    assert "未报送： 冯记沟乡人民政府\n" in printed["收表"]
    assert 4 == printed["收表"].count("局：")  # the errors, each with its department
    assert 5 == len(list((folder / "退回件").glob("*.xlsx"))) == printed["收表"].count("_退回件")
    assert {"审核问题.xlsx", "报送情况.html"} <= {path.name for path in folder.iterdir()}


def test_the_county_is_added_up(said: tuple[Path, dict[str, str]]) -> None:
    folder, printed = said
    assert "合计范围：26／30 个单位" in printed["汇总"]
    total = re.findall(r"^received +\d+ +(\d+)$", printed["汇总"], re.MULTILINE)
    county = xlreport.read_return(folder / "盐池县2026年汇总.xlsx")
    tables = county.department("盐池县")
    assert [str(tables["requests"].loc["received", "total"])] == total
    assert (folder / "盐池县2026年数据.csv.datapackage.json").exists()


def test_the_report_is_written_with_the_text(said: tuple[Path, dict[str, str]]) -> None:
    folder, _ = said
    page = (folder / "盐池县2026年年度报告.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(folder / "盐池县2026年年度报告.docx") as archive:
        word = archive.read("word/document.xml").decode()
    assert ["下一步将加强培训和督促"] * 2 == [
        phrase for text in (page, word) for phrase in ["下一步将加强培训和督促"] if phrase in text
    ]


def test_the_register_is_counted_into_the_return(said: tuple[Path, dict[str, str]]) -> None:
    folder, printed = said
    filled = xlreport.read_return(folder / "民政局_已填.xlsx").department("盐池县民政局")
    shown = {"received": 3, "carried_over": 1, "granted": 3, "carried_forward": 1}
    assert shown == {row: filled["requests"].loc[row, "natural_person"] for row in shown}
    assert "三 › 四、结转下年度继续办理 › 自然人" in printed["台账"]
    assert 1 == len(xlreport.read_register(folder / "2027年登记簿.xlsx").lines)
