"""Returns and a roster that the tests of several commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import CODES, UNBALANCED, YEAR, write_return
from support.county import filling
from support.departments import make_department
from support.filled import cells_at
from xlreport import Form, write_roster
from xlreport.outgoing.template import build_template


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Write a roster of three departments."""
    path = tmp_path / "单位名录.csv"
    write_roster(path, [make_department(code) for code in CODES])
    return path


@pytest.fixture
def folder(tmp_path: Path, form_2021: Form) -> Path:
    """Fill in the returns of all three departments, without a mistake."""
    path = tmp_path / "收回"
    for seed, code in enumerate(CODES):
        write_return(path, form_2021, code, filling(seed, form_2021))
    return path


@pytest.fixture
def wrong(folder: Path, form_2021: Form) -> Path:
    """Put a balance that does not hold into the return of D01."""
    write_return(folder, form_2021, "D01", cells_at(form_2021, UNBALANCED))
    return folder


@pytest.fixture
def nil_return(tmp_path: Path, form_2019: Form) -> Path:
    """Write a nil return in the edition of 2019."""
    path = tmp_path / "D09.xlsx"
    nil = frozenset(table.key for table in form_2019.tables)
    path.write_bytes(
        build_template(form_2019, year=YEAR, department=make_department("D09"), nil=nil)
    )
    return path
