"""Formulas in a workbook: where they stand, and the true values saved with the totals."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.written import FORMS, build, computed_places, formula_places, read_cell, sheet_parts
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.layout import lay_form
from xlreport.office.theme import default_theme
from xlreport.writing.content import Value


def by_key(form: Form, values: Mapping[tuple[str, str, str], Value]) -> dict[int, Value]:
    return {form.index[key]: value for key, value in values.items()}


def read_totals(form: Form, data: bytes) -> dict[tuple[str, str, str], object]:
    """Read the cached value of every total."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    places = lay_form(form).positions
    return {
        (cell.table, cell.row, cell.column): book[place.sheet][place.address].value
        for cell, place in zip(form.cells, places, strict=True)
        if cell.total
    }


def test_totals_are_true_without_recalculation(forms: dict[str, Form]) -> None:
    form = forms["made-up"]
    values: dict[tuple[str, str, str], Value] = {
        ("loans", "novels", "adults"): 3,
        ("loans", "novels", "children"): 4,
        ("loans", "science", "adults"): 5,
        ("loans", "journals", "children"): 6,
        ("loans", "digital", "adults"): 7,
        ("funds", "purchases", "spent"): 0.1,
        ("funds", "repairs", "spent"): 0.2,
    }
    expected = {
        ("loans", "novels", "total"): 7,
        ("loans", "science", "total"): 5,
        ("loans", "journals", "total"): 6,
        ("loans", "digital", "total"): 7,
        ("loans", "all_loans", "adults"): 15,
        ("loans", "all_loans", "children"): 10,
        ("loans", "all_loans", "total"): 25,
        ("funds", "spending", "spent"): 0.3,
    }
    assert expected == read_totals(form, build(form, by_key(form, values)))


@pytest.mark.parametrize("name", FORMS)
def test_the_totals_of_a_template_without_figures_are_nought(
    forms: dict[str, Form], name: str
) -> None:
    assert {0} == set(read_totals(forms[name], build(forms[name])).values())


def test_totals_pass_over_text_as_sum_does(forms: dict[str, Form]) -> None:
    form = forms["made-up"]
    values: dict[tuple[str, str, str], Value] = {
        ("loans", "novels", "adults"): "3件",
        ("loans", "novels", "children"): 4,
        ("loans", "science", "adults"): "12",
        ("funds", "purchases", "spent"): "/",
    }
    totals = read_totals(form, build(form, by_key(form, values)))
    found = [totals["loans", row, "total"] for row in ("novels", "science", "all_loans")]
    assert [4, 0, 4] == found
    assert 0 == totals["funds", "spending", "spent"]


def test_a_total_that_is_given_is_overwritten_and_those_above_it_add_what_is_seen(
    forms: dict[str, Form],
) -> None:
    form = forms["made-up"]
    values: dict[tuple[str, str, str], Value] = {
        ("loans", "novels", "adults"): 3,
        ("loans", "novels", "total"): 9,
    }
    data = build(form, by_key(form, values))
    cell = read_cell(form, data, form.index["loans", "novels", "total"])
    assert (9, "n") == (cell.value, cell.data_type)


@settings(max_examples=5, deadline=None)  # each writes a workbook
@given(st.lists(st.integers(0, 999_999), min_size=156, max_size=156))
def test_the_official_totals_are_the_sums_of_their_cells(numbers: list[int]) -> None:
    form = load_form("ogi-2021")
    inputs = [cell for cell in form.inputs if cell.table != "proactive"]
    values = {cell.index: number for cell, number in zip(inputs, numbers, strict=True)}
    totals = read_totals(form, build(form, values))
    rows = [cell for cell in inputs if cell.table == "requests"]
    by_row: dict[str, int] = {}
    for cell in rows:
        by_row[cell.row] = by_row.get(cell.row, 0) + values[cell.index]
    assert by_row == {
        row: total
        for (table, row, column), total in totals.items()
        if table == "requests" and column == "total" and row != "total_handled"
    }
    outside = ("received", "carried_over", "carried_forward")
    handled = sum(number for row, number in by_row.items() if row not in outside)
    assert handled == totals["requests", "total_handled", "total"]


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("name", FORMS)
def test_formulas_stand_in_totals_and_computed_fields_alone(
    forms: dict[str, Form], name: str, *, last: bool
) -> None:
    form = forms[name]
    data = build(form, last=[3] * len(form.cells) if last else None)
    assert computed_places(form, last=last) == formula_places(data)
    assert len(formula_places(data)) == sum(p.count("<f>") for p in sheet_parts(data).values())


# All of these are older than Excel 2007; the writer does not look for newer ones itself.
FUNCTIONS = {
    *("SUM", "ROUND", "INT", "MOD", "SUMPRODUCT"),
    *("COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "INDEX", "MATCH"),
    *("AND", "IF", "OR", "ISNUMBER", "ISERROR", "HYPERLINK"),
    *("LEN", "FIND", "TRIM", "LEFT", "RIGHT", "MID", "REPT", "TEXT", "CHAR"),
}


def test_no_formula_needs_a_function_newer_than_excel_2007(forms: dict[str, Form]) -> None:
    limited = replace(default_theme(), limits=(("remarks", 10), ("overview", 10)))
    parts = []
    for form in forms.values():
        data = build(form, last=[3] * len(form.cells), theme=limited)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            parts += [archive.read(name).decode() for name in names]
    # In cells, conditional formats, validations and defined names.
    tags = r"<(f|formula|formula1|formula2|definedName)(?: [^>]*)?>(.*?)</\1>"
    formulas = {text for part in parts for _, text in re.findall(tags, part)}
    used = {name for text in formulas for name in re.findall(r"([A-Z_][\w.]*)\(", text)}
    assert FUNCTIONS == used
    assert max(map(len, formulas)) <= 8192  # Excel's limit for a formula
