"""What stands outside the tables: identity, counts of characters, what Excel sees in the cells."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from support.filled import find
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.theme import default_theme
from xlreport.writing._field_values import field_values, figures_of
from xlreport.writing.content import Content, Formula, Value

CELL = "requests.received.natural_person"

IDENTITY = [Field(kind) for kind in (FieldKind.DEPARTMENT, FieldKind.CODE, FieldKind.PERIOD)]


def content(form: Form, **more: object) -> Content:
    plain = Content(Stamp(StampKind.TEMPLATE, form.id, form.digest, Period(2026), "D05"), "甲局")
    return replace(plain, **more)  # type: ignore[arg-type]


def numbers(form: Form, values: dict[str, Value]) -> tuple[dict[str, Decimal | None], set[int]]:
    typed = {find(form, name): value for name, value in values.items()}
    found = figures_of(form, content(form, values=typed))
    return {name: found.numbers[find(form, name)] for name in values}, set(found.wrong)


def test_the_cover_has_department_code_year_and_stamp(form_2021: Form) -> None:
    values = field_values(lay_form(form_2021), content(form_2021))
    assert ("甲局", "D05", 2026) == tuple(values[field] for field in IDENTITY)
    assert str(content(form_2021).stamp) == values[Field(FieldKind.STAMP)]


def test_a_blank_template_asks_for_department_and_year(form_2021: Form) -> None:
    blank = Content(Stamp(StampKind.TEMPLATE, form_2021.id, form_2021.digest, None, ""))
    values = field_values(lay_form(form_2021), blank)
    assert ("", "", "") == tuple(values[field] for field in IDENTITY)
    verdict = values[Field(FieldKind.CONCLUSION)]
    assert isinstance(verdict, Formula)
    assert "○ 尚未填写，请先在封面填写填报单位和年度" == verdict.value


def test_what_is_given_of_cover_and_narrative_is_taken_over(form_2021: Form) -> None:
    values = field_values(
        lay_form(form_2021), content(form_2021, fields={Field(FieldKind.CONTACT): "张三"})
    )
    assert "张三" == values[Field(FieldKind.CONTACT)]


def test_a_declaration_stands_beside_its_table(form_2021: Form) -> None:
    values = field_values(lay_form(form_2021), content(form_2021, nil=frozenset({"remedies"})))
    assert "零报送" == values[Field(FieldKind.NIL, "remedies")]
    assert Field(FieldKind.NIL, "requests") not in values


@pytest.mark.parametrize(
    ("limit", "length", "said"),
    [
        (None, 3, "已写 3 字"),
        (5, 5, "已写 5 字，不超过 5 字"),
        (5, 6, "已写 6 字，超过 5 字的要求，请压缩"),
    ],
)
def test_characters_are_counted_and_a_limit_only_warns(
    form_2021: Form, limit: int | None, length: int, said: str
) -> None:
    limits = (("overview", limit),) if limit else ()
    theme = replace(default_theme(), limits=limits)
    given = content(
        form_2021, fields={Field(FieldKind.TEXT, "overview"): "字" * length}, theme=theme
    )
    count = field_values(lay_form(form_2021), given)[Field(FieldKind.TEXT_LENGTH, "overview")]
    assert isinstance(count, Formula)
    assert said == count.value
    assert "LEN(" in count.text


def test_a_summary_s_note_replaces_department_and_year(form_2021: Form) -> None:
    values = field_values(lay_form(form_2021), content(form_2021, note="合计范围：2／4"))
    assert "合计范围：2／4" == values[Field(FieldKind.NOTE, "requests")]


def test_lines_that_look_back_have_values_only_with_last_year_s_figures(form_2021: Form) -> None:
    layout = lay_form(form_2021)
    without = field_values(layout, content(form_2021))
    with_last = field_values(layout, content(form_2021, last=[0] * len(form_2021.cells)))
    more = set(with_last) - set(without)
    assert more
    assert {
        FieldKind.LEFT,
        FieldKind.RIGHT,
        FieldKind.DIFFERENCE,
        FieldKind.VERDICT,
        FieldKind.LINE_TARGET,
        FieldKind.EXPECTED,
        FieldKind.GAP,
    } == {field.kind for field in more}


def test_the_panel_repeats_what_the_sheet_of_checks_says(form_2021: Form) -> None:
    layout = lay_form(form_2021)
    values = field_values(layout, content(form_2021, last=[4] * len(form_2021.cells)))
    numbers_ = [field.key for field in values if field.kind is FieldKind.EXPECTED]
    for number in numbers_:
        for kind, source in (
            (FieldKind.EXPECTED, FieldKind.RIGHT),
            (FieldKind.GAP, FieldKind.DIFFERENCE),
        ):
            shown, computed = values[Field(kind, number)], values[Field(source, number)]
            assert isinstance(shown, Formula)
            assert isinstance(computed, Formula)
            assert shown.value == computed.value
            place = layout.fields[Field(source, number)]
            assert f"'检查'!${place.address[0]}${place.row + 1}" == shown.text
    assert numbers_


def test_figures_that_last_year_s_report_does_not_have_leave_the_panel_blank(
    form_2021: Form,
) -> None:
    values = field_values(
        lay_form(form_2021), content(form_2021, last=[None] * len(form_2021.cells))
    )
    assert not any(field.kind in (FieldKind.EXPECTED, FieldKind.GAP) for field in values)


def test_a_number_is_exact_and_a_text_or_a_broken_count_is_wrong(form_2021: Form) -> None:
    fees, words = "proactive.fees.fees_amount", "requests.received.research"
    found, wrong = numbers(form_2021, {fees: 0.1, CELL: 2.5, words: "3件"})
    assert {fees: Decimal("0.1"), CELL: Decimal("2.5"), words: None} == found
    assert {find(form_2021, CELL), find(form_2021, words)} == wrong


def test_totals_are_computed_unless_they_are_given(form_2021: Form) -> None:
    total = find(form_2021, "requests.received.total")
    typed: dict[int, Value] = {find(form_2021, CELL): 3}
    assert 3 == figures_of(form_2021, content(form_2021, values=typed)).numbers[total]
    typed[total] = 9
    assert 9 == figures_of(form_2021, content(form_2021, values=typed)).numbers[total]


def test_where_the_unit_is_written_a_nought_is_a_number_though_it_is_text(form_2019: Form) -> None:
    amount = "proactive.procurement.procurement_amount"
    assert ({amount: Decimal(0)}, set()) == numbers(form_2019, {amount: "0"})
    assert ({amount: None}, {find(form_2019, amount)}) == numbers(form_2019, {amount: "5元"})


def test_a_formula_counts_with_its_value(form_2021: Form) -> None:
    assert {CELL: Decimal(7)} == numbers(form_2021, {CELL: Formula("SUM(A1)", 7)})[0]
