"""The examples run on the demonstration, one after the other, and write what they say."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import xlreport
from support.work import PATIENCE
from xlreport.commands._demonstration import run_demo

FOLDER = Path(__file__).parents[2] / "examples"
SHORT = ("下发", "收表审核", "汇总", "发布", "自定义附表")  # in the order of the work
WALK = "数据走读"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Run every example in the folder of one demonstration; give it and what each printed."""
    folder = run_demo(tmp_path_factory.mktemp("examples") / "演示").folder
    source = str(Path(xlreport.__file__).parents[1])
    known = {"PYTHONPATH": source, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    printed = {}
    for name in (*SHORT, WALK):
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
    assert {*SHORT, WALK} == {path.stem for path in FOLDER.glob("*.py")}


@pytest.mark.parametrize("name", SHORT)
def test_an_example_has_less_than_forty_lines_and_uses_public_names_alone(name: str) -> None:
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 40
    assert "import xlreport as xr" in text
    assert "xlreport._" not in text


def test_templates_are_sent_out(said: tuple[Path, dict[str, str]]) -> None:
    folder, printed = said
    assert 31 == len(list((folder / "下发").glob("*.xlsx")))
    assert printed["下发"].startswith("已生成 31 份模板")


def test_returns_are_checked(said: tuple[Path, dict[str, str]]) -> None:
    folder, printed = said
    with (folder / "审核问题.csv").open(encoding="utf-8-sig", newline="") as file:
        severities = [row["severity"] for row in csv.DictReader(file)]
    assert severities.count("error") == len(printed["收表审核"].splitlines()) - 2
    assert "未报送：冯记沟乡人民政府\n已生成 5 份退回件\n" in printed["收表审核"]
    assert 5 == len(list((folder / "退回件").glob("*.xlsx")))


def test_the_county_is_added_up(said: tuple[Path, dict[str, str]]) -> None:
    folder, printed = said
    assert "合计范围：26／30 个单位" in printed["汇总"]
    (total,) = (word for word in printed["汇总"].split() if word.isdigit())
    county = xlreport.read_return(folder / "盐池县2026年汇总.xlsx")
    assert int(total) == county.department("盐池县")["requests"].loc["received", "total"]
    assert (folder / "盐池县2026年数据.csv.datapackage.json").exists()


def test_the_report_is_written_with_the_text(said: tuple[Path, dict[str, str]]) -> None:
    folder, _ = said
    page = (folder / "盐池县2026年年度报告.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(folder / "盐池县2026年年度报告.docx") as archive:
        word = archive.read("word/document.xml").decode()
    assert ["下一步将加强培训和督促"] * 2 == [
        phrase for text in (page, word) for phrase in ["下一步将加强培训和督促"] if phrase in text
    ]


def test_the_annex_is_checked_by_its_own_rule(said: tuple[Path, dict[str, str]]) -> None:
    _, printed = said
    assert ["own", "3", "2"] == printed["自定义附表"].splitlines()[2].split()
    assert "每场至少有一人参加" in printed["自定义附表"]


def test_the_walk_is_made_of_cells_and_none_is_silent(said: tuple[Path, dict[str, str]]) -> None:
    text = (FOLDER / f"{WALK}.py").read_text(encoding="utf-8")
    cells = text.split("# %% ")[2:]  # the first is the heading
    assert 8 < len(cells) == sum("print(" in cell for cell in cells)
    assert "<Returns ogi-2021 2026: 32 files, 4 errors>" in said[1][WALK]
    assert "合计范围：25／30 个单位" in said[1][WALK]
    assert "Series([]" not in said[1][WALK]
