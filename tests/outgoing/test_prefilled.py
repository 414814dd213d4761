"""Figures that a template is sent out with: to be confirmed, and told apart where corrected."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from support.answers import answers_form
from support.departments import make_department, number_departments
from support.purchases import counted_form
from support.settled import return_of
from xlreport import (
    InputError,
    annotate,
    load_form,
    read_return,
    read_returns,
    write_template,
    write_templates,
)
from xlreport.form.form import Form
from xlreport.form.guidance import PREFILLED_TITLE
from xlreport.form.load import load_form as load
from xlreport.formats.any_format import read_workbook
from xlreport.layout.layout import lay_form
from xlreport.outgoing.migrated import migrate
from xlreport.reading.prefilled import prefilled_cells

FORM = load_form("ogi-2021")
OFFICE = make_department("D01", "盐池县教育局")
FEES, LICENCES = "proactive.fees.fees_amount", "proactive.licences.decisions"
KNOWN = {FEES: 3.5, LICENCES: 12}


def type_into(path: Path, form: Form, typed: Mapping[str, Any]) -> None:
    """Type into cells, as a clerk does."""
    book = openpyxl.load_workbook(path)
    positions = lay_form(form).positions
    for name, value in typed.items():
        table, row, column = name.split(".")
        place = positions[form.index[table, row, column]]
        book[place.sheet].cell(place.row + 1, place.column + 1).value = value
    book.save(path)


def changes(path: Path, form: Form = FORM) -> list[tuple[str, str, str]]:
    """List the cells that were changed: address, what is seen, what stood there before."""
    found = read_return(path, forms=[form]).found
    return [(f.cell, f.seen, f.expected) for f in found if f.code == "PREFILL-CHANGED"]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return write_template(FORM, tmp_path / "D01.xlsx", year=2026, department=OFFICE, prefill=KNOWN)


def test_what_is_prefilled_stands_in_its_cell_in_a_colour_and_with_a_prompt_of_its_own(
    template: Path,
) -> None:
    book = openpyxl.load_workbook(template)
    sheet = book["二"]
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
    filled = [cell for cell in cells if cell.fill.fgColor.rgb == "FFDDEBF7"]
    assert [12, 3.5] == [cell.value for cell in filled]
    assert [False, False] == [cell.protection.locked for cell in filled]
    prompts = {str(each.sqref): each.promptTitle for each in sheet.data_validations.dataValidation}
    assert {PREFILLED_TITLE} == {prompts[cell.coordinate] for cell in filled}
    assert 2 == [*prompts.values()].count(PREFILLED_TITLE)
    assert "淡蓝格已预填" in str(sheet["A2"].value)
    assert "淡蓝" not in str(book["三"]["A2"].value)
    assert [] == changes(template)


def test_what_the_clerk_changes_is_a_notice_with_both_values(template: Path) -> None:
    type_into(template, FORM, {FEES: 4, LICENCES: None})
    (licences, fees) = changes(template)
    assert ("12", "4", "3.5") == (licences[2], *fees[1:])
    (finding,) = (f for f in read_return(template).found if f.cell == fees[0])
    assert finding.severity == "info"
    assert "预填的是 3.5万元，现在是 4。" in finding.message


def test_the_annotated_copy_still_knows_what_was_prefilled(template: Path) -> None:
    type_into(template, FORM, {FEES: 4})
    (copy,) = annotate(read_returns(template), template.parent / "退回")
    assert [("4", "3.5")] == [each[1:] for each in changes(copy)]


def test_the_migrated_return_still_knows_what_was_prefilled(template: Path) -> None:
    other = load("ogi-2019")
    migrate(template, other, template.with_name("b.xlsx"))
    package = read_workbook(template.with_name("b.xlsx").read_bytes())
    index = other.index["proactive", "licences", "decisions"]
    assert "12" == prefilled_cells(other, package)[index]


ANSWERS = {
    "site.name.value": "县政府网",
    "site.kind.value": "部门网站",
    "site.mobile.value": True,
    "site.opened.value": "2020-05-06",
    "site.satisfied.value": 0.5,
    "work.licences.change": -3,
}


def test_every_kind_of_cell_may_be_prefilled(tmp_path: Path) -> None:
    form, path = answers_form(), tmp_path / "D01.xlsx"
    write_template(form, path, year=2026, department=OFFICE, prefill=ANSWERS)
    assert [] == changes(path, form)
    type_into(path, form, {"site.name.value": "县政府门户网", "site.mobile.value": "否"})
    assert [("县政府门户网", "县政府网"), ("否", "是")] == [e[1:] for e in changes(path, form)]


def test_each_department_gets_what_is_known_of_it(tmp_path: Path) -> None:
    roster = number_departments(3)
    known = pd.DataFrame({"code": ["D01", "D03"], FEES: [1.5, None], LICENCES: [7, 0]})
    paths = write_templates(FORM, roster, year=2026, folder=tmp_path, prefill=known)
    figures = [return_of(read_return(path).items[0]).values for path in paths]
    cells = [FORM.index["proactive", "fees", "fees_amount"]]
    cells += [FORM.index["proactive", "licences", "decisions"]]
    assert [[1_500_000, 7], [None, None], [None, 0]] == [[row[i] for i in cells] for row in figures]


def test_figures_that_fit_nothing_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    roster = number_departments(2)
    for known, sentence in (
        ({"D03": KNOWN}, "单位名录里没有的单位：“D03”"),
        ({"D01": {"proactive.fees.fee": 1}}, "报表中没有这一格，是不是 proactive.fees.fees_amount"),
        ({"D01": KNOWN, "D01局": KNOWN}, "“D01局”的数据给了两次"),
        ({"D01": {**KNOWN, "texts": {"overview": "无"}}}, "文字不能预填"),
        (pd.DataFrame({FEES: [1]}), "没有 code（单位代码）或 department（单位）这一列"),
    ):
        with pytest.raises(InputError, match=sentence):
            write_templates(FORM, roster, year=2026, folder=tmp_path, prefill=known)
    assert [] == [*tmp_path.iterdir()]


def test_lines_of_lists_and_blank_templates_are_not_prefilled(tmp_path: Path) -> None:
    form, path = counted_form(), tmp_path / "a.xlsx"
    lines = {"purchases": [{"name": "空调"}]}
    with pytest.raises(InputError, match="台账不能预填"):
        write_template(form, path, year=2026, department=OFFICE, prefill=lines)
    with pytest.raises(InputError, match="请写明 department"):
        write_template(FORM, path, year=2026, prefill=KNOWN)
