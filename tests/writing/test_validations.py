"""What an input takes and says; that Excel takes the texts whole/test_written_xml.py tells."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from support.departments import make_department
from support.filled import all_values, cells_at, find
from xlreport.form.form import Form
from xlreport.form.guidance import guide
from xlreport.form.measure import Kind
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Position, lay_form
from xlreport.outgoing.template import build_template


def rules(data: bytes) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        (sheet.title, str(rule.sqref)): rule
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
    }


def key(place: Position) -> tuple[str, str]:
    return place.sheet, place.address


def of_cell(form: Form, name: str, **more: Any) -> Any:
    place = lay_form(form).positions[find(form, name)]
    return rules(build_template(form, **more))[key(place)]


@pytest.mark.parametrize("edition", ["form_2021", "form_2019"])
def test_every_input_shows_the_guidance_of_its_cell(
    edition: str, request: pytest.FixtureRequest
) -> None:
    form: Form = request.getfixturevalue(edition)
    found = rules(build_template(form))
    for cell in form.inputs:
        rule = found[key(lay_form(form).positions[cell.index])]
        expected = guide(cell, form.meaning_of.get(cell.index, ""))
        assert (expected.title, expected.prompt, expected.stop) == (
            rule.promptTitle,
            rule.prompt,
            rule.error,
        )
        assert ("请检查", True, True, True) == (
            rule.errorTitle,
            rule.showInputMessage,
            rule.showErrorMessage,
            rule.allowBlank,
        )
        assert rule.errorStyle in (None, "stop")


def test_the_meaning_of_an_indicator_is_in_its_prompt(form_2021: Form) -> None:
    meaning = "本年1月1日至12月31日新收到的申请，一件申请计一次"
    assert meaning in of_cell(form_2021, "requests.received.research").prompt


@pytest.mark.parametrize("edition", ["form_2021", "form_2019"])
def test_a_cell_takes_what_its_kind_is(edition: str, request: pytest.FixtureRequest) -> None:
    form: Form = request.getfixturevalue(edition)
    found = rules(build_template(form))
    expected = {
        Kind.COUNT: ("whole", "0", "999999999"),
        Kind.CHANGE: ("whole", "-999999999", "999999999"),
        Kind.MONEY: ("decimal", "0", None),
    }
    for cell in form.inputs:
        rule = found[key(lay_form(form).positions[cell.index])]
        if cell.measure.unit_required:
            assert "custom" == rule.type
        else:
            assert expected[cell.measure.kind] == (rule.type, rule.formula1, rule.formula2)


def test_the_prompt_says_what_last_year_s_report_makes_of_a_cell(form_2021: Form) -> None:
    last = all_values(form_2021, cells_at(form_2021, {"requests.carried_forward.research": 12}))
    rule = of_cell(form_2021, "requests.carried_over.research", last=last)
    assert rule.prompt.endswith("\n按上年报告应为 12件。")
    assert "上年报告应为" not in of_cell(form_2021, "requests.received.research", last=last).prompt


def test_what_last_year_s_report_does_not_have_is_not_in_the_prompt(form_2021: Form) -> None:
    last = [None] * len(form_2021.cells)
    rule = of_cell(form_2021, "requests.carried_over.research", last=last)
    assert "上年报告应为" not in rule.prompt


def test_items_of_last_year_are_what_they_were_with_their_change(form_2019: Form) -> None:
    numbers = {
        "proactive.licences.items_last_year": 40,
        "proactive.licences.items_change": -3,
    }
    last = all_values(form_2019, cells_at(form_2019, numbers))
    rule = of_cell(form_2019, "proactive.licences.items_last_year", last=last)
    assert rule.prompt.endswith("\n按上年报告应为 37项。")


@pytest.mark.parametrize("edition", ["form_2021", "form_2019"])
def test_a_table_is_declared_nil_by_choosing_or_not_at_all(
    edition: str, request: pytest.FixtureRequest
) -> None:
    form: Form = request.getfixturevalue(edition)
    found = rules(build_template(form))
    for table in form.tables:
        rule = found[key(lay_form(form).fields[Field(FieldKind.NIL, table.key)])]
        assert ("list", '"零报送"') == (rule.type, rule.formula1)


def test_the_year_is_asked_for_where_it_is_not_given(form_2021: Form) -> None:
    place = key(lay_form(form_2021).fields[Field(FieldKind.YEAR)])
    rule = rules(build_template(form_2021))[place]
    assert ("whole", "2008", "2100") == (rule.type, rule.formula1, rule.formula2)
    given = build_template(form_2021, year=2026, department=make_department("D05"))
    assert place not in rules(given)
