"""LibreOffice, worked at the keyboard: what is locked stays, what is typed is read back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from support.clerk import as_text
from support.departments import make_department
from support.filled import all_values, fill_form
from support.office import Answer, Entries, Job, work
from support.settled import returns_in
from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.check_line import check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Position, SheetKind, lay_form
from xlreport.outgoing.template import build_template
from xlreport.returns.received import read_return

pytestmark = pytest.mark.libreoffice

WHO = make_department("D05", "盐池县退役军人事务局")


@dataclass(frozen=True)
class Typed:
    """A template into which a clerk has typed wherever he may, and tried where he may not."""

    form: Form
    entries: Entries
    filled: Answer
    saved: Path
    refused: list[tuple[Position, Answer, Answer]]


def what_a_clerk_types(form: Form, *, blank: bool) -> Entries:
    """List an entry for every place that is open to him."""
    layout = lay_form(form)
    cells = fill_form(form, 5)
    entries = [(layout.positions[index], as_text(form, index, cells[index])) for index in cells]
    fields = {
        Field(FieldKind.CONTACT): "张三",
        Field(FieldKind.PHONE): "0953-6012345",
        Field(FieldKind.SIGNER, 1): "李四",
        Field(FieldKind.SIGNED_ON, 4): "1月9日",
    }
    fields |= {Field(FieldKind.TEXT, text.key): f"{text.heading}：=1+1" for text in form.texts}
    warning = next(line for line in check_lines(form) if line.is_settled_by_words)
    fields[Field(FieldKind.EXPLANATION, warning.number)] = "已核实"
    if blank:
        fields[Field(FieldKind.DEPARTMENT)] = "甲局"
        fields[Field(FieldKind.CODE)] = "007"
        fields[Field(FieldKind.PERIOD)] = "2026"
    return [*entries, *((layout.fields[name], text) for name, text in fields.items())]


def locked_places(form: Form, *, blank: bool) -> list[Position]:
    """Choose locked cells of every kind and sheet."""
    layout = lay_form(form)
    total = next(layout.positions[cell.index] for cell in form.cells if cell.total)
    table = next(sheet for sheet in layout.sheets if sheet.kind is SheetKind.TABLE)
    names = [
        Field(FieldKind.STAMP),
        Field(FieldKind.CONCLUSION),
        Field(FieldKind.PROGRESS),
        Field(FieldKind.STATE),
        Field(FieldKind.LEFT, 1),
        Field(FieldKind.DIFFERENCE, 2),
        Field(FieldKind.VERDICT, 2),
        Field(FieldKind.EXPLANATION, 1),  # of an error
    ]
    names += [
        Field(FieldKind.COMPLETE, form.tables[0].key),
        Field(FieldKind.NOTE, form.tables[0].key),
    ]
    if form.texts:
        names.append(Field(FieldKind.TEXT_LENGTH, form.texts[-1].key))
    if not blank:
        names += [Field(FieldKind.DEPARTMENT), Field(FieldKind.PERIOD)]
    label = Position(table.name, table.top, 0)
    beyond = Position(table.name, len(table.heights) + 3, 2)
    return [total, label, beyond, *(layout.fields[name] for name in names)]


@pytest.fixture(scope="module", params=["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement", "blank"])
def typed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Typed:
    blank = request.param == "blank"
    form = load_form("ogi-2021" if blank else request.param)
    folder = tmp_path_factory.mktemp("clerk")
    template, saved = folder / "template.xlsx", folder / "saved.xlsx"
    who = {} if blank else {"year": form.first_year, "department": WHO}
    template.write_bytes(build_template(form, **who))  # type: ignore[arg-type]
    entries = what_a_clerk_types(form, blank=blank)
    places = locked_places(form, blank=blank)
    # LibreOffice takes one refusal a document: the box that tells of it stays open behind it.
    tries = [Job(template, types=[(place, "5")], show=[place.sheet]) for place in places]
    untouched = Job(template, show="*")
    before, filled, *after = work(
        [untouched, Job(template, types=entries, show="*", save=saved), *tries]
    )
    refused = [(place, before, answer) for place, answer in zip(places, after, strict=True)]
    return Typed(form, entries, filled, saved, refused)


def test_a_clerk_can_type_into_every_input(typed: Typed) -> None:
    layout = lay_form(typed.form)
    inputs = [layout.positions[cell.index] for cell in typed.form.inputs]
    assert set(inputs) <= {place for place, _ in typed.entries}
    for place, text in typed.entries:
        found = typed.filled.at(place)
        assert text == (f"{found:.10g}" if isinstance(found, float) else found), place


def test_what_is_locked_cannot_be_typed_over(typed: Typed) -> None:
    assert [] == [
        place
        for place, before, after in typed.refused
        if before.at(place) != after.at(place) or after.at(place) == 5.0
    ]
    for place, before, after in typed.refused:
        for answer in (before, after):
            rows = answer.formulas[place.sheet]
            assert place.row >= len(rows) or "5" != rows[place.row][place.column]


def test_what_the_clerk_typed_is_read_back_from_the_saved_file(typed: Typed) -> None:
    form, returns = typed.form, read_return(typed.saved, forms=[typed.form])
    (back,) = returns_in(returns)
    assert tuple(all_values(form, fill_form(form, 5))) == back.values
    assert {text.key: f"{text.heading}：=1+1" for text in form.texts} == back.texts
    own = (WHO.name, WHO.code, form.first_year)
    blank = ("甲局", "007", 2026)
    assert (back.department, back.code, back.year) in (own, blank)
    assert (form.id, 1) == (back.form_id, back.revision)
    assert [] == [finding for finding in returns.found if finding.severity is Severity.ERROR]


def test_the_characters_of_each_text_are_counted(typed: Typed) -> None:
    layout = lay_form(typed.form)
    for text in typed.form.texts:
        written = len(f"{text.heading}：=1+1")
        assert f"已写 {written} 字" == typed.filled.at(
            layout.fields[Field(FieldKind.TEXT_LENGTH, text.key)]
        )


def test_department_and_year_stand_above_each_table(typed: Typed) -> None:
    fields = lay_form(typed.form).fields
    kinds = FieldKind.DEPARTMENT, FieldKind.PERIOD, FieldKind.FIGURE_CODE
    who, when, code = (typed.filled.at(fields[Field(kind)]) for kind in kinds)
    for table in typed.form.tables:
        expected = f"填报单位：{who}　　年度：{when:.0f}　　核对码：{code}"
        assert expected == typed.filled.at(fields[Field(FieldKind.NOTE, table.key)])
