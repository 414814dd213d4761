"""The one sentence on the cover names what comes first, and only that."""

from __future__ import annotations

import pytest

from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.layout.check_line import check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.layout import Position, lay_form
from xlreport.writing._field_values import progress_formula
from xlreport.writing._state_formula import state_formulas
from xlreport.writing.content import Formula

Values = dict[Field, int | float | str]


def ready(form: Form) -> Values:
    """Give the fields' values of a form that is filled in rightly."""
    found: Values = {Field(FieldKind.VERDICT, line.number): "√" for line in check_lines(form)}
    for table in form.tables:
        found |= {Field(FieldKind.COMPLETE, table.key): "√", Field(FieldKind.BLANK, table.key): 0}
        found |= {Field(FieldKind.FILLED, table.key): 2, Field(FieldKind.REQUIRED, table.key): 3}
    return found


def some(form: Form, severity: Severity, *, last: bool = False) -> list[Field]:
    return [
        Field(FieldKind.VERDICT, line.number)
        for line in check_lines(form)
        if line.severity is severity and line.last is last
    ]


def say(form: Form, changes: Values, *, named: bool = True, last: bool = False) -> object:
    return state_of(form, changes, named=named, last=last)[Field(FieldKind.STATE)].value


def state_of(form: Form, changes: Values, *, named: bool, last: bool) -> dict[Field, Formula]:
    return state_formulas(lay_form(form), ready(form) | changes, {}, named=named, last=last)


def lead_to(form: Form, changes: Values) -> object:
    return state_of(form, changes, named=True, last=False)[Field(FieldKind.FIRST_FAULT)].value


def test_a_form_that_is_right_can_be_sent(form_2021: Form) -> None:
    assert "√ 可以报送" == say(form_2021, {})


def test_a_template_that_nobody_has_touched_is_not_wrong(form_2021: Form) -> None:
    blank: Values = {}
    for table in form_2021.tables:
        blank |= {Field(FieldKind.COMPLETE, table.key): "○", Field(FieldKind.FILLED, table.key): 0}
        blank[Field(FieldKind.BLANK, table.key)] = 12
    assert "○ 尚未填写" == say(form_2021, blank)
    assert "○ 尚未填写，请先在封面填写填报单位和年度" == say(form_2021, blank, named=False)
    assert "#'二'!B5" == lead_to(form_2021, blank)


def test_department_and_year_come_first(form_2021: Form) -> None:
    assert "× 请先在封面填写填报单位和年度" == say(
        form_2021, {Field(FieldKind.COMPLETE, "requests"): "×"}, named=False
    )


def test_then_the_tables_that_are_not_filled_in_or_contradict_themselves(form_2021: Form) -> None:
    error = some(form_2021, Severity.ERROR)[0]
    changes: Values = {
        Field(FieldKind.COMPLETE, "requests"): "×",
        Field(FieldKind.COMPLETE, "remedies"): "×",
        error: "×",
    }
    assert "× “三”声明了零报送却填有数字" == say(form_2021, changes)
    assert "#'三'!D6" == lead_to(form_2021, changes)


def test_then_the_errors_and_what_cannot_be_judged(form_2021: Form) -> None:
    one, two, three = some(form_2021, Severity.ERROR)[:3]
    changes: Values = {one: "×", two: "？", three: "—", Field(FieldKind.BLANK, "requests"): 4}
    assert "× 有 2 处不符合，先看“二”：件数为不小于0的整数" == say(form_2021, changes)
    assert "× 有 1 处不符合，先看“二”：金额不小于0" == say(form_2021, {two: "？"})
    assert "#'二'!B5" == lead_to(form_2021, changes)


def test_then_the_blanks_of_all_tables_together(form_2021: Form) -> None:
    changes: Values = {
        Field(FieldKind.BLANK, "requests"): 4,
        Field(FieldKind.BLANK, "remedies"): 3,
        Field(FieldKind.COMPLETE, "requests"): "○",
    }
    changes[some(form_2021, Severity.WARNING)[0]] = "×"
    assert "○ 还有 7 格没有填写，没有的填0" == say(form_2021, changes)


def test_what_is_only_to_be_confirmed_does_not_hold_a_form_back(form_2021: Form) -> None:
    one, two = some(form_2021, Severity.WARNING)[:2]
    assert "√ 可以报送，有 1 处请核实" == say(form_2021, {one: "×", two: "？"})


@pytest.mark.parametrize(
    ("last", "said"), [(True, "√ 可以报送，有 1 处请核实"), (False, "√ 可以报送")]
)
def test_lines_that_look_back_count_where_they_are_shown(
    form_2021: Form, *, last: bool, said: str
) -> None:
    line = some(form_2021, Severity.WARNING, last=True)[0]
    assert said == say(form_2021, {line: "×"}, last=last)


def test_the_sentence_counts_over_the_rows_of_each_severity(form_2021: Form) -> None:
    fields = lay_form(form_2021).fields
    for severity in (Severity.ERROR, Severity.WARNING):
        rows = sorted(fields[name].row for name in some(form_2021, severity))
        column = fields[some(form_2021, severity)[0]].address[0]
        area = f"{column}{rows[0] + 1}:{column}{rows[-1] + 1}"
        found = state_of(form_2021, {}, named=True, last=False)
        text = found[Field(FieldKind.STATE)].text
        assert [*range(rows[0], rows[-1] + 1)] == rows
        assert f'COUNTIF({area},"×")' in text


def test_the_progress_adds_up_all_tables(form_2021: Form) -> None:
    found = progress_formula(lay_form(form_2021), ready(form_2021))
    assert "已填 6／9 格" == found.value
    assert "SUM('检查'!E5:E7)" in found.text


def test_a_reference_is_fixed_and_quotes_the_sheet() -> None:
    assert "'甲''乙'!$B$3" == reference(Position("甲'乙", 2, 1))
