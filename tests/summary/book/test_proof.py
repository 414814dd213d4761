"""The proof: departments against summary, cell by cell, by formulas that notice a change."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from support.county import FORM, county, filling
from support.filled import as_return, cells_at, find
from support.office import Job, work
from xlreport.base.path import say_path
from xlreport.form.sheet_names import PROOF_SHEET
from xlreport.layout.data_sheet import folds_of
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Position, lay_form
from xlreport.layout.summary import lay_summary
from xlreport.summary.book._columns import data_heading
from xlreport.summary.book._proof import PROOF_RESULT, proof_result
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary

FEES = find(FORM, "proactive.fees.fees_amount")
FIRST = 4  # the first line, as a person counts


@pytest.fixture(scope="module")
def summary() -> Summary:
    amounts = {1: 59_237_244_900, 2: 4_068_208_000, 3: 100_000}
    return county(
        [
            as_return(FORM, {**filling(n), FEES: amount}, code=f"D{n}")
            for n, amount in amounts.items()
        ]
    )


def sheet_of(summary: Summary, *, cached: bool) -> Worksheet:
    book = openpyxl.load_workbook(BytesIO(build_summary(summary)), data_only=cached)
    sheet = book[PROOF_SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_there_is_a_line_for_every_cell_in_official_order(summary: Summary) -> None:
    lines = sheet_of(summary, cached=True).iter_rows(FIRST, max_col=3, values_only=True)
    said = ["｜".join(str(text) for text in line if text) for line in lines]
    assert [say_path(cell.path) for cell in FORM.cells] == said


def test_sum_summary_and_difference_are_formulas_with_their_true_values(summary: Summary) -> None:
    written, cached = (sheet_of(summary, cached=value) for value in (False, True))
    for cell, place in zip(FORM.cells, lay_form(FORM).positions, strict=True):
        row = FIRST + cell.index
        column = get_column_letter(4 + cell.index)
        area, gap = f"'分单位数据'!{column}5:{column}7", f"E{row}-F{row}"
        money = cell.measure.scale
        assert [
            f"=COUNT({area})",
            f"=ROUND(SUM({area}),6)" if money else f"=SUM({area})",
            f"='{place.sheet}'!{place.address}",
            f"=ROUND({gap},6)" if money else f"={gap}",
        ] == [str(written.cell(row, n).value).replace("$", "") for n in (4, 5, 6, 7)]
        own = cached.cell(row, 6).value
        assert [3, own, own, 0] == [cached.cell(row, n).value for n in (4, 5, 6, 7)]


def test_what_a_total_adds_up_is_folded_away_above_it(summary: Summary) -> None:
    rows = sheet_of(summary, cached=True).row_dimensions
    parts = {index for fold in folds_of(FORM) for index in range(fold.first, fold.last + 1)}
    assert parts == {index for index in range(len(FORM.cells)) if rows[FIRST + index].hidden}


def test_one_line_says_how_many_differ(summary: Summary) -> None:
    assert "共 200 项，差额不为 0 的 0 项" == sheet_of(summary, cached=True)["A2"].value
    assert "核对　合计范围：3／3 个单位" == sheet_of(summary, cached=True)["A1"].value


def test_a_total_that_is_wrong_is_counted(summary: Summary) -> None:
    values = (1 + (summary.values[0] or 0), *summary.values[1:])
    assert "共 200 项，差额不为 0 的 1 项" == proof_result(replace(summary, values=values)).value


def test_departments_without_a_figure_are_not_counted_and_the_difference_is_0() -> None:
    figures = {"requests.received.research": 1, "requests.granted.research": 1}
    blank = county([as_return(FORM, cells_at(FORM, figures, rest=None))])
    sheet = sheet_of(blank, cached=True)
    there, missing = find(FORM, "requests.received.research"), FEES
    lines = [[sheet.cell(FIRST + i, n).value for n in (4, 5, 6, 7)] for i in (there, missing)]
    assert [[1, 1, 1, 0], [0, 0, 0, 0]] == lines


def test_a_line_leads_to_its_data_and_to_its_official_place(summary: Summary) -> None:
    sheet = sheet_of(summary, cached=False)
    for index, place in enumerate(lay_form(FORM).positions):
        links = [sheet.cell(FIRST + index, n).hyperlink for n in (5, 6)]
        found = [str(link.location).replace("$", "") for link in links if link is not None]
        expected = [
            data_heading(FORM, index),
            f"'{place.sheet}'!{place.address}",
        ]
        assert expected == found


@pytest.mark.libreoffice
def test_a_figure_changed_by_hand_shows_at_once(summary: Summary, tmp_path: Path) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(build_summary(summary))
    index = find(FORM, "requests.received.natural_person")
    column = get_column_letter(4 + index)
    wrong = Job(path, puts=[(lay_form(FORM).positions[index], "100000")], show="*")
    moved = Job(path, puts=[(Position("分单位数据", 4, 3 + index), "100000")], show="*")
    changed, live = work([wrong, moved])
    # The row's total and the column's follow the cell, their sums over the departments do not.
    assert "共 200 项，差额不为 0 的 2 项" == changed.at(PROOF_RESULT)
    assert changed.at(PROOF_RESULT) == changed.at(lay_summary(FORM).fields[Field(FieldKind.PROOF)])
    gap = Position(PROOF_SHEET, FIRST - 1 + index, 6)
    assert (summary.values[index] or 0) - 100000 == changed.at(gap)
    # A department's figure is added up anew, and its own total stays as it was read.
    parts = [values[index] or 0 for values in summary.rows]
    assert 100000 + sum(parts[1:]) == live.at(lay_form(FORM).positions[index]), column
    assert 0 == live.at(gap)
