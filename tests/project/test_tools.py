"""The tools that read the code: ruff, mypy and pyright find nothing, and notice a wrong name."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import xlreport

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    ],
    ids=" ".join,
)
def test_the_tools_find_nothing(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (0, "") == (done.returncode, "" if done.returncode == 0 else done.stdout + done.stderr)


EVERY_NAME = Path(__file__).with_name("every_name.py")


@pytest.fixture
def misspelt(tmp_path: Path) -> Path:
    """Write a program in which every public name has one letter too many, each on its own line."""
    path = tmp_path / "misspelt.py"
    names = "".join(f"xr.{name}x\n" for name in xlreport.__all__)
    path.write_text(f"import xlreport as xr\n{names}", encoding="utf-8")
    return path


def test_a_program_uses_every_public_name() -> None:
    used = set(re.findall(r"\bxr\.(\w+)", EVERY_NAME.read_text(encoding="utf-8")))
    assert set(xlreport.__all__) == used


def test_mypy_notices_one_wrong_letter_in_any_name(misspelt: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", misspelt],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    noticed = re.findall(r'Module has no attribute "(\w+)x"', done.stdout)
    assert xlreport.__all__ == noticed, done.stdout + done.stderr


def test_pyright_accepts_every_name_and_notices_one_wrong_letter(misspelt: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "basedpyright", "--outputjson", EVERY_NAME, misspelt],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = json.loads(done.stdout)["generalDiagnostics"]
    errors = [each for each in found if each["severity"] == "error"]
    said = [(Path(each["file"]).name, each["message"].split('"')[1]) for each in errors]
    assert [("misspelt.py", f"{name}x") for name in xlreport.__all__] == said
