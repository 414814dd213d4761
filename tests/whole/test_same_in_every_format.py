"""Faults planted in a return are told alike in every format that LibreOffice saves it in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

import xlreport as xr
from support.edited import resaved
from support.filled import find
from support.other_workbooks import build_consistent
from support.workbooks import ROSTER
from xlreport.base.finding import Finding
from xlreport.form.load import load_form
from xlreport.layout.layout import Position, lay_form

FORM: Final = load_form("ogi-2021")
# What LibreOffice changes whenever it saves: the notice of the format.
NOTICE: Final = {"READ-OTHER"}


def put(value: object, number_format: str = "General") -> Callable[[Cell], None]:
    def change(cell: Cell) -> None:
        cell.value = value  # type: ignore[assignment]
        cell.number_format = number_format

    return change


def half_struck(cell: Cell) -> None:
    cell.value = CellRichText("2", TextBlock(InlineFont(strike=True), "7"))


def raised(cell: Cell) -> None:
    cell.value = CellRichText("3", TextBlock(InlineFont(vertAlign="superscript"), "1"))


def whole_struck(cell: Cell) -> None:
    cell.value = 27
    cell.font = Font(strike=True)


def white(cell: Cell) -> None:
    cell.value = 27
    cell.font = Font(color="FFFFFF")
    cell.fill = PatternFill()


# A cell of table 三 by its number among those of the natural person, and what is done to it.
FAULTS: Final[dict[str, Callable[[Cell], None]]] = {
    "ten thousands": put(123400, '0"."0,"万元"'),
    "a unit beside": put(8, '0"万"'),
    "divided": put(8000, "0.0,"),
    "hidden number": put(8, '"—"'),
    "a percentage": put(0.12, "0%"),
    "a whole percentage": put(3, "0%"),
    "a date": put(46027, "yyyy-mm-dd"),
    "a date of Chinese signs": put(46027, 'yyyy"年"m"月"d"日"'),
    "a time": put(0.5, "h:mm"),
    "half struck": half_struck,
    "raised": raised,
    "struck": whole_struck,
    "a truth": put(value=True),
    "a text formula": put('="27"'),
    "a formula": put("=20+7"),
    "an error": put("=1/0"),
    "not there": put("=NA()"),
    "a number as a text": put("27", "@"),
    "words": put("三件"),
    "with a unit": put("27件"),
    "thousands": put(2700, "#,##0"),
    "pieces": put(27, '0"件"'),
    "white": white,
}
PLACES: Final = [
    lay_form(FORM).positions[cell.index]
    for cell in FORM.inputs
    if (cell.table, cell.column) == ("requests", "natural_person")
]


def with_faults() -> bytes:
    """Give a return with each fault in a cell of its own."""

    def change(book: Workbook) -> None:
        for place, fault in zip(PLACES, FAULTS.values(), strict=False):
            cell = book[place.sheet].cell(place.row + 1, place.column + 1)
            assert isinstance(cell, Cell)
            fault(cell)

    return resaved(build_consistent(), change)


def with_odd_sheets() -> bytes:
    """Give a return with values merged, a total in error, a total typed, and sheets changed."""
    layout = lay_form(FORM)

    def at(key: str) -> Position:
        return layout.positions[find(FORM, key)]

    def change(book: Workbook) -> None:
        place = at("requests.granted.natural_person")
        sheet = book[place.sheet]
        sheet.merge_cells(
            start_row=place.row + 1,
            end_row=place.row + 1,
            start_column=place.column + 1,
            end_column=place.column + 2,
        )
        total = at("requests.received.total")
        sheet.cell(total.row + 1, total.column + 1).value = "=SUM(#REF!)"
        typed = at("requests.carried_over.total")
        sheet.cell(typed.row + 1, typed.column + 1).value = 99
        sheet.row_dimensions[at("requests.repeated.natural_person").row + 1].hidden = True
        sheet.column_dimensions["F"].hidden = True
        book["二"].sheet_state = "hidden"
        book["四"].protection.sheet = False
        book.create_sheet("另一张")["A1"] = "补充"

    return resaved(build_consistent(), change)


def told(path: Path) -> list[tuple[str, str, str]]:
    """List the findings about a file: the code, the cell and what was seen there."""
    found: list[Finding] = list(xr.read_returns(path, roster=ROSTER).found)
    return sorted(
        (each.code, cell.cell, cell.value)
        for each in found
        if each.code not in NOTICE
        for cell in (each.cells or [_NO_CELL])
    )


class _NoCell:
    cell = value = ""


_NO_CELL: Final = _NoCell()


@pytest.fixture(scope="module")
def saved(
    convert: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Save both workbooks in every format."""
    folder = tmp_path_factory.mktemp("faults")
    paths = {}
    for name, data in (("faults", with_faults()), ("sheets", with_odd_sheets())):
        path = folder / f"{name}.xlsx"
        path.write_bytes(data)
        for extension in ("xlsx", "xls", "ods"):
            paths[name, extension] = convert(path, extension)
    return paths


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xls", "ods"])
@pytest.mark.parametrize("name", ["faults", "sheets"])
def test_faults_are_told_as_in_an_xlsx(
    name: str, extension: str, saved: dict[tuple[str, str], Path]
) -> None:
    expected = told(saved[name, "xlsx"])
    assert expected == told(saved[name, extension])
    assert len(expected) > 8
