"""The reader's figure code is the one that the sheets print, whatever a cell holds."""

from __future__ import annotations

import pytest

from support.edited import read
from support.filled import find
from support.written import build
from xlreport.form.form import Form
from xlreport.form.library import SHIPPED
from xlreport.form.load import load_form
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.reading.one_return import Return
from xlreport.returns.packing import pack, unpack
from xlreport.writing.content import Formula, Value

RECEIVED, CARRIED = "requests.received.natural_person", "requests.carried_over.natural_person"
PROCURED = "proactive.procurement.procurement_amount"
FEES = "proactive.fees.fees_amount"
NOTHING = "000-0000"


def printed(form: Form, data: bytes) -> str:
    """Give the code on the cover of a workbook, as the writer computes it."""
    place = lay_form(form).fields[Field(FieldKind.FIGURE_CODE)]
    cover = next(sheet for sheet in read_package(data).sheets if sheet.name == place.sheet)
    return cover.cells[place.row, place.column].text


def filled(name: str, figures: dict[str, Value]) -> tuple[Form, bytes]:
    form = load_form(name)
    return form, build(form, {find(form, key): value for key, value in figures.items()})


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("ogi-2021", {RECEIVED: 12, CARRIED: 3}),
        ("ogi-2021", {RECEIVED: "12", CARRIED: 3.5}),
        ("ogi-2021", {RECEIVED: "３件", CARRIED: -4}),
        ("ogi-2021", {FEES: 12.345678, RECEIVED: "无"}),
        ("ogi-2019", {PROCURED: "251000元", RECEIVED: 1}),
        ("ogi-2019", {PROCURED: "25.1万元"}),
        ("ogi-2019", {PROCURED: 251_000}),
    ],
)
def test_paper_and_file_have_one_code(name: str, figures: dict[str, Value]) -> None:
    form, data = filled(name, figures)
    item = read(data)
    assert NOTHING != item.figure_code == printed(form, data)
    kept = unpack(pack(item), item.source, SHIPPED)
    assert isinstance(kept, Return)
    assert item.figure_code == kept.figure_code


def test_a_number_stored_as_text_is_nought_on_paper_and_so_in_the_code() -> None:
    _, data = filled("ogi-2021", {RECEIVED: "12", CARRIED: "/"})
    assert NOTHING == read(data).figure_code


def test_an_error_value_leaves_no_code() -> None:
    _, data = filled("ogi-2021", {RECEIVED: Formula("1/0", "#DIV/0!")})
    assert "" == read(data).figure_code
