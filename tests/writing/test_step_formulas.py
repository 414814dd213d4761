"""The steps on the cover say how each stands, and not better than it does."""

from __future__ import annotations

import re

from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.check_line import check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.writing._field_values import field_values
from xlreport.writing.content import Content, Formula, Value


def steps(form: Form, content: Content) -> list[Formula]:
    values = field_values(lay_form(form), content)
    found = [value for field, value in values.items() if field.kind is FieldKind.STEP]
    return [value for value in found if isinstance(value, Formula)]


def content_of(form: Form, **parts: object) -> Content:
    stamp = Stamp(StampKind.TEMPLATE, form.id, form.digest, period=None, code="")
    return Content(stamp, **parts)  # type: ignore[arg-type]  # parts are named by the test


def filled(form: Form) -> dict[int, Value]:
    return {cell.index: 0 for cell in form.inputs}


def test_a_table_is_wrong_where_a_rule_fails_on_its_sheet(form_2021: Form) -> None:
    first = form_2021.tables[0].cells[0].index
    wrong = steps(form_2021, content_of(form_2021, values=filled(form_2021) | {first: "三件"}))
    assert ["× 10／10 格", "√ 144／144 格"] == [step.value for step in wrong[1:3]]
    number = next(line for line in check_lines(form_2021) if first in line.cells)
    place = lay_form(form_2021).fields[Field(FieldKind.VERDICT, number.number)]
    assert f"COUNTIF('检查'!{place.address}" in wrong[1].text


def test_a_table_of_which_nothing_is_asked_says_why() -> None:
    form = load_form("enforcement-2021")
    declared = {Field(FieldKind.DUTY, duty.key): NO_DUTY for duty in form.duties[:2]}
    said = steps(form, content_of(form, department="甲", fields=declared))
    assert ["— 无此项职责", "○ 0／5 格"] == [step.value for step in said[1:3]]
    typed = {cell.index: 1 for cell in form.tables[0].cells if not cell.total}
    said = steps(form, content_of(form, department="甲", fields=declared, values=typed))
    assert "× 已填 10 格" == said[1].value


def test_the_checks_are_not_open_where_a_table_contradicts_itself(form_2021: Form) -> None:
    numbers: dict[int, Value] = {cell.index: 1 for cell in form_2021.tables[0].cells[:1]}
    nil = frozenset(table.key for table in form_2021.tables)
    said = steps(form_2021, content_of(form_2021, department="甲", values=numbers, nil=nil))
    assert "× 见上面的检查结果" == said[5].value


def test_no_place_is_looked_up_in_an_area_of_one_cell() -> None:
    form = load_form("enforcement-2021")
    values = field_values(lay_form(form), content_of(form)).values()
    # Gnumeric answers #REF! there.
    single = re.compile(r"INDEX\([A-Z]+[0-9]+,")
    assert [] == [v.text for v in values if isinstance(v, Formula) and single.search(v.text)]


def test_one_text_alone_is_counted_as_a_number() -> None:
    form = load_form("enforcement-2021")
    (count,) = [each for each in steps(form, content_of(form)) if "段" in str(each.value)]
    # In Excel TRUE is not 1, and joined to a text it is the word.
    assert '<>"")*1=1' in count.text
