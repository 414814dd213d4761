"""Every long job tells how far it is: each step once, up to all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.departments import make_department
from support.filled import as_typed, cells_at
from xlreport import Form, Roster, consolidate, read_returns, write_templates
from xlreport.outgoing.template import build_template

DEPARTMENTS = tuple(make_department(code) for code in ("D01", "D02", "D03"))


@pytest.fixture
def folder(tmp_path: Path, form_2021: Form) -> Path:
    """Fill in three returns with nothing but zeros."""
    for department in DEPARTMENTS:
        values = as_typed(form_2021, cells_at(form_2021, {}))
        data = build_template(form_2021, year=2026, department=department, values=values)
        (tmp_path / f"{department.code}.xlsx").write_bytes(data)
    return tmp_path


def test_writing_templates_tells_every_template(tmp_path: Path, form_2021: Form) -> None:
    told: list[tuple[int, int]] = []
    roster = Roster("", DEPARTMENTS)
    write_templates(
        form_2021,
        roster,
        year=2026,
        folder=tmp_path,
        progress=lambda done, total: told.append((done, total)),
    )
    assert [(1, 3), (2, 3), (3, 3)] == told


def test_reading_and_verifying_tell_every_file(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    returns = read_returns(folder, progress=lambda done, total: told.append((done, total)))
    assert [(1, 3), (2, 3), (3, 3)] == told
    told.clear()
    consolidate(returns, name="县", progress=lambda done, total: told.append((done, total)))
    assert [(1, 3), (2, 3), (3, 3)] == told
