"""Modules are short, and light commands load no heavy library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import xlreport
from support.departments import make_department
from support.edited import filled_template
from xlreport.form.load import load_form

SOURCE = Path(xlreport.__file__).parent
TESTS = Path(__file__).parents[1]
HEAVY = ["pandas", "pandera", "openpyxl", "numpy", "xlsxwriter", "python_calamine", "scipy", "docx"]
HEAVY += ["chinese_calendar"]  # the holidays of twenty years
HEAVY += ["urllib.request", "asyncio"]  # a third of the time of --help, for stores alone
MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_has_at_most_about_300_lines(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 310


def test_no_test_file_is_longer_than_500_lines() -> None:
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in TESTS.rglob("*.py")}
    assert [] == sorted(path.name for path, length in lengths.items() if length > 500)


@pytest.mark.parametrize(
    "code",
    [
        "import xlreport",
        "from xlreport.commands.main import main; main(['--help'], standalone_mode=False)",
        "import xlreport; xlreport.load_form('ogi-2021')",
    ],
)
def test_light_use_loads_no_heavy_library(code: str) -> None:
    assert "LOADED" == loaded_by(code)


def test_checking_from_the_command_line_makes_no_frames_and_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "D01.xlsx"
    path.write_bytes(filled_template(load_form("ogi-2021"), make_department("D01")))
    command = f"main(['check', {str(path)!r}], standalone_mode=False)"
    code = f"from xlreport.commands.main import main\ntry: {command}\nexcept SystemExit: pass"
    assert "LOADED numpy" == loaded_by(code)


def loaded_by(code: str) -> str:
    """Run a program; give its last line, which names the heavy libraries that it has loaded."""
    shown = f"{code}\nimport sys; print('LOADED', *[n for n in {HEAVY} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", shown],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.splitlines()[-1].strip()


def test_public_names_are_sorted_and_all_there() -> None:
    assert sorted(xlreport.__all__) == xlreport.__all__
    assert [] == [name for name in xlreport.__all__ if not hasattr(xlreport, name)]
