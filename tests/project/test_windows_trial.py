"""The trial on Windows (`make windows`): what came of a step is told as it was."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import carried
import folder
import pytest
import trial
import wine

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "fault", "expected"),
    [
        ("tests/a.py (3 passed; 1 s)", "", "passed"),
        ("tests/a.py (3 passed, 2 skipped; 1 s)", "", "passed"),
        ("tests/a.py (2 skipped; 1 s)", "", "skipped"),
        ("tests/a.py (1 failed, 3 passed; 1 s)", "test_one", "FAILED"),
        ("tests/a.py (no end; 300 s)", "not ended", "FAILED"),
    ],
)
def test_tests_that_are_all_skipped_are_not_told_as_passed(
    name: str, fault: str, expected: str
) -> None:
    assert expected == trial.outcome(name, fault)


def test_what_was_skipped_is_told_by_its_reason() -> None:
    said = (
        "SKIPPED [2] tests\\a.py:7: Windows has no such files\r\n"
        "SKIPPED [1] tests\\b.py:9: LibreOffice is not installed\r\n"
        "SKIPPED [3] tests\\c.py:8: Windows has no such files\r\n"
    )
    expected = ["5 skipped: Windows has no such files", "1 skipped: LibreOffice is not installed"]
    assert expected == list(trial.skips(said))


def write_workbook(path: Path, **parts: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def test_files_are_the_same_but_for_digests_and_line_ends(tmp_path: Path) -> None:
    here, there = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_workbook(here, one=f"{'0' * 64} 3f9a-22c1-0b7d-91e4", two="7")
    write_workbook(there, one=f"{'f' * 64} 5cb4-63b5-aed1-4287", two="7")
    assert trial.content(here) == trial.content(there)
    write_workbook(there, one=f"{'f' * 64} 5cb4-63b5-aed1-4287", two="8")
    assert trial.content(here) != trial.content(there)
    here, there = tmp_path / "a.txt", tmp_path / "b.txt"
    here.write_bytes(b"1\n2\n")
    there.write_bytes(b"1\r\n2\r\n")
    assert trial.content(here) == trial.content(there)
    assert trial.content(tmp_path / "missing.txt") != trial.content(there)


def test_every_requirement_of_the_library_is_laid_beside_the_windows_python() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = wine.requirements()
    assert set(project["dependencies"]) <= set(asked)
    assert set(wine.TEST_TOOLS) == set(wine.TEST_TOOLS) & {each.split(">")[0] for each in asked}


def test_what_is_tried_is_the_folder_and_the_python_that_an_office_has() -> None:
    assert (folder.FOLDER, folder.PYTHON) == (carried.FOLDER, carried.EMBEDDED)
    assert f"python{folder.VERSION.replace('.', '')}._pth" == carried.PATHS_FILE


def test_what_is_chosen_or_left_out_exists() -> None:
    named = (*trial.CHOSEN, trial.SLOW, *trial.LEFT_OUT)
    assert [] == [name for name in named if not (ROOT / name.partition("::")[0]).exists()]
