"""A county's register: 1,499 received and 30 carried over are 1,453 answered and 76 left."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

import xlreport as xr
from support.county_register import (
    ANSWERED,
    CARRIED_FORWARD,
    CARRIED_OVER,
    RECEIVED,
    YEAR,
    Line,
    beside,
    county_lines,
)
from support.office import Job, work
from support.registers import register_form
from support.work import PATIENCE
from xlreport.form.form import Form
from xlreport.formats.any_format import read_workbook
from xlreport.layout.layout import lay_form

TOTALS = ("received", "carried_over", "total_handled", "carried_forward")
COUNTY = xr.Department("630102", "城东区人民政府")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of the county, with lines that count nowhere among the others."""
    path = tmp_path_factory.mktemp("register") / "登记簿.xlsx"
    return write(path, [*county_lines()[0], *beside()])


def write(path: Path, lines: Iterable[Line]) -> Path:
    return xr.write_return(
        register_form(), {}, path, department=COUNTY, year=YEAR, lists={"applications": [*lines]}
    )


def shown(form: Form, values: Iterable[float | None]) -> dict[tuple[str, str], int]:
    """Give the figures of table three by row and column, without totals and zeros."""
    totals = {"total", "total_handled"}
    return {
        (cell.row, cell.column): int(value)
        for cell, value in zip(form.cells, values, strict=True)
        if cell.table == "requests" and value and not totals & {cell.row, cell.column}
    }


def test_every_cell_of_table_three_is_counted_and_adds_up(register: Path) -> None:
    form, returns = register_form(), xr.read_returns(register)
    (accepted,) = returns.usable
    assert accepted.used is not None
    values = accepted.used.item.values
    lines, expected = county_lines()
    assert expected == shown(form, values)
    assert {
        "received": RECEIVED,
        "carried_over": CARRIED_OVER,
        "total_handled": sum(ANSWERED.values()),
        "carried_forward": CARRIED_FORWARD,
    } == {key: values[form.index["requests", key, "total"]] for key in TOTALS}
    assert len([*lines, *beside()]) == len(returns["applications"])


@pytest.mark.libreoffice
def test_libreoffice_counts_the_same(register: Path) -> None:
    form, layout = register_form(), lay_form(register_form())
    answer = work([Job(register, show=["三", "四"])])[0]
    values = [answer.at(layout.positions[cell.index]) for cell in form.cells]
    assert county_lines()[1] == shown(form, values)
    assert 1 == values[form.index["remedies", "cases", "review_other"]]
    assert RECEIVED == values[form.index["requests", "received", "total"]]


@pytest.mark.skipif(shutil.which("ssconvert") is None, reason="needs gnumeric (ssconvert)")
def test_gnumeric_counts_the_same(register: Path, tmp_path: Path) -> None:
    form, out = register_form(), tmp_path / "gnumeric.xlsx"
    command = ["ssconvert", "--recalc", str(register), str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    sheets = {sheet.name: sheet.cells for sheet in read_workbook(out.read_bytes()).sheets}
    places = lay_form(form).positions
    values = [float(sheets[place.sheet][place.row, place.column].text) for place in places]
    assert county_lines()[1] == shown(form, values)
