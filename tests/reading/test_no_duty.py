"""A cell of a duty that the department does not have is missing: never 0, blank or asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from support.enforcement import coercion, filled_file, load_enforcement, penalties
from support.filled import find
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.measure import Kind, Measure
from xlreport.formats.sources import Source
from xlreport.reading.no_duty import is_nothing, without_duties
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_bytes
from xlreport.returns.packing import pack, unpack
from xlreport.writing.content import Value


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return load_enforcement(tmp_path_factory.mktemp("form"))


def read(
    form: Form,
    figures: Mapping[str, Value],
    *,
    no_duties: Iterable[str] = (),
    declared: Iterable[str] = (),
    nil: Iterable[str] = (),
) -> Return:
    data = filled_file(form, "D1", figures, no_duties=no_duties, declared=declared, nil=nil)
    item = read_bytes(Source(Path("D1.xlsx")), data, Library((form,)))
    assert isinstance(item, Return)
    return item


def codes(item: Return) -> list[str]:
    return [finding.code for finding in item.findings]


@pytest.mark.parametrize("how", ["no_duties", "declared"])
def test_the_cells_of_a_duty_that_is_not_there_are_missing(form: Form, how: str) -> None:
    figures = penalties(warning=3, fine=4) | coercion(5, 6)
    item = read(form, figures, **{how: ["detention"]})
    assert [] == codes(item)
    assert frozenset({"detention"}) == item.no_duties
    gone = [find(form, f"penalties.{row}.detention") for row in ("ordinary", "all")]
    assert [None, None] == [item.values[index] for index in gone]
    assert 7 == item.values[find(form, "penalties.all.total")]


@pytest.mark.parametrize("how", ["no_duties", "declared"])
def test_a_table_without_duty_is_neither_nil_nor_empty(form: Form, how: str) -> None:
    item = read(form, penalties(detention=0), nil=["penalties", "coercion"], **{how: ["coercion"]})
    assert [] == codes(item)
    assert frozenset({"penalties"}) == item.nil
    assert item.is_nil
    table = form.table("coercion")
    assert {None} == {item.values[cell.index] for cell in table.cells}


def test_a_department_without_any_duty_is_no_nil_return(tmp_path: Path) -> None:
    whole = load_enforcement(tmp_path, ('cells = ["penalties.detention"]', 'cells = ["penalties"]'))
    item = read(whole, {}, declared=["detention", "coercion"])
    assert [] == codes(item)
    assert not item.is_nil


@pytest.mark.parametrize("value", [4, 0, "4件", "abc"])
def test_whatever_stands_in_such_a_cell_is_an_error(form: Form, value: Value) -> None:
    item = read(form, penalties(detention=value) | coercion(1, 2), declared=["detention"])
    (finding,) = (each for each in item.findings if each.code == "DUTY-CONTRADICTED")
    assert "表一 D5" == finding.place
    assert f"填有“{value}”" in finding.message


@pytest.mark.parametrize("value", ["/", "—", "无", " ", "无此项职责"])
def test_a_dash_there_says_the_same(form: Form, value: Value) -> None:
    item = read(form, penalties(detention=value) | coercion(1, 2), declared=["detention"])
    assert [] == codes(item)
    assert item.values[find(form, "penalties.ordinary.detention")] is None
    assert frozenset() == item.unreadable


def test_what_is_blank_beside_such_a_cell_is_asked_for_as_ever(form: Form) -> None:
    item = read(form, {}, declared=["detention"])
    assert ["BLANK-TABLE", "BLANK-TABLE"] == codes(item)
    assert ["表一 B4", "表二 B4"] == [each.place for each in item.findings]


def test_the_empty_table_is_found_at_a_cell_that_is_asked_for(tmp_path: Path) -> None:
    change = ('cells = ["penalties.detention"]', 'cells = ["penalties.simple.warning"]')
    form = load_enforcement(tmp_path, change)
    item = read(form, coercion(1, 2), declared=["detention"])
    assert ["表一 C4"] == [each.place for each in item.findings]


def test_the_roster_says_the_same_afterwards_as_the_cover_says_before(form: Form) -> None:
    figures = penalties(warning=3) | coercion(1, 2)
    said = read(form, figures, declared=["detention"])
    unsaid = without_duties(read(form, figures), frozenset({"detention"}), "单位名录")
    assert (said.values, said.judged, said.findings) == (
        unsaid.values,
        unsaid.judged,
        unsaid.findings,
    )


def test_a_return_without_duties_is_packed_and_unpacked(form: Form) -> None:
    item = read(form, penalties(warning=3), declared=["detention", "coercion"])
    assert item == unpack(pack(item), item.source, Library((form,)))


def test_a_figure_in_a_crossed_out_cell_is_an_error(form: Form, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "D1.xlsx"
    file.write_bytes(filled_file(form, "D1", penalties(detention=1) | coercion(1, 2)))
    book = load_workbook(file)
    assert "——" == book["一"]["D4"].value
    book["一"]["D4"] = 7
    book.save(file)
    item = read_bytes(Source(file), file.read_bytes(), Library((form,)))
    assert isinstance(item, Return)
    (finding,) = (each for each in item.findings if each.code == "FIGURES-BEYOND")
    assert "表一 D4" == finding.place
    assert 1 == item.values[find(form, "penalties.all.total")]


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("某某网", Measure(Kind.TEXT, "", adds=False), False),
        ("无", Measure(Kind.TEXT, "", adds=False), True),
        ("否", Measure(Kind.YES_NO, "", adds=False), False),
        ("2026-01-05", Measure(Kind.DATE, "", adds=False), False),
        ("0", Measure(Kind.COUNT, "件"), False),
        ("无此项职责", Measure(Kind.DATE, "", adds=False), True),
    ],
)
def test_a_cell_of_any_kind_holds_something_or_nothing(
    text: str, measure: Measure, *, expected: bool
) -> None:
    assert expected == is_nothing(text, measure)
