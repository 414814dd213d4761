"""What an input takes and says; that Excel takes the texts whole/test_written_xml.py tests."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from support.departments import make_department
from support.filled import all_values, cells_at, find
from support.written import FORMS, build, sheet_parts
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
    place = key(lay_form(form_2021).fields[Field(FieldKind.PERIOD)])
    rule = rules(build_template(form_2021))[place]
    assert ("whole", "2008", "2100") == (rule.type, rule.formula1, rule.formula2)
    given = build_template(form_2021, year=2026, department=make_department("D05"))
    assert place not in rules(given)


@pytest.mark.parametrize("name", FORMS)
def test_every_input_has_one_validation_with_a_prompt_and_a_stop(
    forms: dict[str, Form], name: str
) -> None:
    form = forms[name]
    parts = sheet_parts(build(form))
    places = lay_form(form).positions
    for table in form.tables:
        inputs = [cell for cell in table.cells if not cell.total]
        tags = re.findall(r"<dataValidation [^>]*>", parts[table.sheet])
        found = {re.findall(r'sqref="([^"]*)"', tag)[0]: tag for tag in tags}
        assert {places[cell.index].address for cell in inputs} == set(found)
        assert len(inputs) == len(tags)
        for tag in tags:
            assert 'showInputMessage="1"' in tag
            assert 'showErrorMessage="1"' in tag
            assert re.search(r' promptTitle="[^"]+"', tag)
            assert re.search(r' prompt="[^"]+"', tag)
            assert re.search(r' error="[^"]+"', tag)
            assert "errorStyle" not in tag  # the default is stop


@pytest.mark.parametrize("name", FORMS)
def test_the_prompt_of_an_input_is_its_guidance(forms: dict[str, Form], name: str) -> None:
    form = forms[name]
    book = openpyxl.load_workbook(BytesIO(build(form)))
    places = lay_form(form).positions
    found = {
        (sheet.title, str(rule.sqref)): (rule.promptTitle, rule.prompt, rule.error)
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
    }
    meanings = {index: meaning.text for meaning in form.meanings for index in meaning.cells}
    for cell in form.inputs:
        text = guide(cell, meanings.get(cell.index, ""))
        place = places[cell.index]
        assert (text.title, text.prompt, text.stop) == found[place.sheet, place.address]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            ("proactive", "regulations", "made"),
            "二｜规章｜本年制发件数\n"
            "国务院部门、省级和设区的市级政府制定的规章（条例第二十条第一项）；县级及以下填0\n"
            "单位：件，填写不小于0的整数；没有的填0。",
        ),
        (
            ("requests", "carried_over", "research"),
            "三｜二、上年结转政府信息公开申请数量｜法人或其他组织｜科研机构\n"
            "上年没有办结、转到本年继续办理的申请，"
            "应等于上一年度报告的“结转下年度继续办理”\n"
            "单位：件，填写不小于0的整数；没有的填0。\n"
            "按上年报告应为 7件。",
        ),
        (
            ("remedies", "cases", "direct_other"),
            "四｜行政诉讼｜未经复议直接起诉｜其他结果\n单位：件，填写不小于0的整数；没有的填0。",
        ),
    ],
)
def test_a_prompt_says_what_the_form_and_last_year_say_of_the_cell(
    forms: dict[str, Form], key: tuple[str, str, str], expected: str
) -> None:
    form = forms["ogi-2021"]
    last: list[int | None] = [0] * len(form.cells)
    last[form.index["requests", "carried_forward", "research"]] = 7
    place = lay_form(form).positions[form.index[key]]
    rules = openpyxl.load_workbook(BytesIO(build(form, last=last)))[place.sheet].data_validations
    found = [rule.prompt for rule in rules.dataValidation if str(rule.sqref) == place.address]
    assert [expected] == found


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        (
            "ogi-2021",
            ("requests", "granted", "research"),
            ("whole", "between", "0", "999999999"),
        ),
        (
            "ogi-2019",
            ("proactive", "licences", "items_change"),
            ("whole", "between", "-999999999", "999999999"),
        ),
        (
            "ogi-2021",
            ("proactive", "fees", "fees_amount"),
            ("decimal", "greaterThanOrEqual", "0", None),
        ),
        (
            "ogi-2019",
            ("proactive", "procurement", "procurement_amount"),
            # As text: in a cell formatted as text a typed 0 is the text "0".
            ("custom", None, 'OR(TRIM(C20)="0",RIGHT(TRIM(C20),1)="元")', None),
        ),
    ],
)
def test_an_input_takes_what_its_kind_allows(
    forms: dict[str, Form],
    name: str,
    key: tuple[str, str, str],
    expected: tuple[str | None, ...],
) -> None:
    form = forms[name]
    place = lay_form(form).positions[form.index[key]]
    sheet = openpyxl.load_workbook(BytesIO(build(form)))[place.sheet]
    rule = next(
        rule for rule in sheet.data_validations.dataValidation if str(rule.sqref) == place.address
    )
    operator = None if rule.type == "custom" else rule.operator or "between"
    assert expected == (rule.type, operator, rule.formula1, rule.formula2)


def test_a_nil_declaration_is_chosen_from_a_list_of_one(forms: dict[str, Form]) -> None:
    form = forms["ogi-2021"]
    rules = openpyxl.load_workbook(BytesIO(build(form)))["封面"].data_validations.dataValidation
    places = {
        lay_form(form).fields[Field(FieldKind.NIL, table.key)].address for table in form.tables
    }
    found = {str(rule.sqref): (rule.type, rule.formula1) for rule in rules}
    assert dict.fromkeys(places, ("list", '"零报送"')) == found


def test_a_year_that_is_not_given_has_four_figures(forms: dict[str, Form]) -> None:
    form = forms["ogi-2021"]
    data = build(form, department="", year=None)
    place = lay_form(form).fields[Field(FieldKind.PERIOD)]
    rules = openpyxl.load_workbook(BytesIO(data))[place.sheet].data_validations.dataValidation
    found = [(r.type, r.formula1, r.formula2) for r in rules if str(r.sqref) == place.address]
    assert [("whole", "2008", "2100")] == found
