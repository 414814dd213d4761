"""Returns in .xls, .et, .ods and .xlsb: read like an .xlsx."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl import Workbook

import xlreport as xr
from support.clerk import clerks_filling
from support.edited import codes, filled_template, read, resaved, typed
from support.filled import find
from support.old_workbooks import as_xls, poor_xls
from support.other_workbooks import FIVE, as_ods, blank, ods, row, table, text, xlsb
from support.workbooks import ROSTER, build_filling
from xlreport.form.load import load_form
from xlreport.formats._child_workbook import _UNSEEN
from xlreport.formats._format_text import UNKNOWN
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawCell
from xlreport.formats.workbook import Package
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.outgoing.template import build_template
from xlreport.past.last_year_reader import read_last_year

if TYPE_CHECKING:
    from xlreport.form.form import Form
    from xlreport.reading.one_return import Return
from support.other_workbooks import WHO, build_consistent, filled

FORMS = ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"]


def facts(item: Return) -> tuple[object, ...]:
    """Give all that must not depend on the format."""
    form = item.form
    seen = {i: said for i, said in item.seen.items() if form and not form.cells[i].total}
    return (
        *(form, item.stamp, item.year, item.code, item.department, item.revision, item.nil),
        *(item.judged, item.values, seen, item.unreadable, item.blank_totals, item.texts),
        [code for code in codes(item.findings) if code not in ("READ-OTHER", "READ-PARTLY")],
    )


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xls", "ods"])
@pytest.mark.parametrize("name", FORMS)
def test_a_return_saved_in_another_format_is_read_as_the_same(
    name: str, extension: str, saved: Callable[[bytes, str], bytes]
) -> None:
    data = saved(filled(name), extension)
    # .et is the same under another name, and nobody asks for the name.
    item = read(data, name=f"报送表.{'et' if extension == 'xls' else extension}")
    assert facts(read(filled(name))) == facts(item)
    assert ["READ-OTHER"] == codes(item.findings)
    assert set(item.texts) == {text.key for text in load_form(name).texts}
    assert_cells_agree(read_package(filled(name)), read_workbook(data))


def assert_cells_agree(ours: Package, theirs: Package) -> None:
    """Compare all cells that hold no formula, of all sheets in their order."""
    assert [sheet.name for sheet in ours.sheets] == [sheet.name for sheet in theirs.sheets]
    for mine, other in zip(ours.sheets, theirs.sheets, strict=True):
        typed = {place: cell for place, cell in mine.cells.items() if cell.formula is None}
        assert {place: cell._replace(display="") for place, cell in typed.items()} == {
            place: other.cells[place]._replace(display="") for place in typed
        }
        assert mine.cells.keys() >= other.cells.keys()
        assert mine.protected == other.protected
        # LibreOffice merges what is centred across blank cells.
        assert set(mine.merges) <= set(other.merges)
        assert mine.state == "visible" or other.state != "visible"


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xls", "ods"])
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_faults_of_a_clerk_saved_in_another_format_are_told_as_in_an_xlsx(
    extension: str, seed: int, saved: Callable[[bytes, str], bytes], tmp_path: Path
) -> None:
    data = build_filling(clerks_filling(load_form("ogi-2021"), seed), who=0)
    expected = told(data, tmp_path / "a.xlsx")
    assert expected == told(saved(data, extension), tmp_path / f"a.{extension}")


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_faults_of_a_clerk_are_told_as_in_an_xlsx(name: str, seed: int, tmp_path: Path) -> None:
    data = build_filling(clerks_filling(load_form(name), seed), who=0)
    assert told(data, tmp_path / "a.xlsx") == told(as_ods(data), tmp_path / "a.ods")


def told(data: bytes, path: Path) -> list[tuple[str, str, object]]:
    """List the findings about a file, but for the notice of the format."""
    path.write_bytes(data)
    found = xr.read_returns(path, roster=ROSTER).found
    return [
        (each.code, each.message, each.cells)
        for each in sorted(found, key=lambda each: each.code)
        if each.code != "READ-OTHER"
    ]


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xls", "ods"])
def test_an_error_value_is_told_as_in_an_xlsx(
    extension: str, saved: Callable[[bytes, str], bytes], form_2021: Form
) -> None:
    place = lay_form(form_2021).positions[find(form_2021, "proactive.normative_documents.made")]

    def spoil(book: Workbook) -> None:
        book[place.sheet][place.address].value = "=1/0"

    item = read(saved(resaved(filled("ogi-2021"), spoil), extension))
    told = {(each.code, each.severity.value, each.cell) for each in item.findings}
    expected = {
        ("UNREADABLE", "error", place.address),
        ("INPUT-FORMULA", "info", place.address),
        ("READ-OTHER", "info", ""),
    }
    assert expected == told


@pytest.mark.parametrize(
    ("data", "format_name", "unseen"),
    [
        (as_ods(filled("ogi-2021")), ".ods", ""),
        (xlsb({"表": {(0, 0): 5.0}}), ".xlsb", ""),
        (as_xls(filled("ogi-2021")), ".xls（或 .et）", ""),
        (poor_xls(filled("ogi-2021")), ".xls（或 .et）", _UNSEEN),
    ],
)
def test_a_workbook_knows_its_format_and_what_was_not_looked_at(
    data: bytes, format_name: str, unseen: str
) -> None:
    package = read_workbook(data)
    assert (format_name, unseen) == (package.other_format, package.unseen)
    assert ({}, {}, "", "") == (
        dict(package.properties),
        dict(package.names),
        package.application,
        package.modified,
    )


def test_an_xlsx_is_read_by_our_own_reader() -> None:
    package = read_workbook(filled("ogi-2021"))
    assert ("", True) == (package.other_format, "xlreport" in package.properties)


def test_numbers_truth_values_texts_and_dates_are_cells_as_in_an_xlsx() -> None:
    def cell(kind: str, value: str) -> str:
        return f'<table:table-cell office:value-type="{kind}" office:{value}/>'

    cells = [
        cell("float", 'value="3"'),
        cell("float", 'value="59237.2449"'),
        cell("float", 'value="1e300"'),
        cell("percentage", 'value="0.12"'),
        cell("boolean", 'boolean-value="true"'),
        cell("boolean", 'boolean-value="false"'),
        cell("date", 'date-value="2026-01-05"'),
        cell("date", 'date-value="2026-01-05T12:30:00"'),
        cell("time", 'time-value="PT08H15M00S"'),
        text("一\n二 "),
        text("字" * 40_000),
    ]
    sheet = read_workbook(ods(table(row(blank(2)), row("".join(cells))))).sheets[0]
    expected = [
        RawCell("number", "3", None, ""),
        RawCell("number", "59237.2449", None, ""),
        RawCell("number", "1e300", None, ""),
        RawCell("number", "0.12", None, "", UNKNOWN),
        RawCell("boolean", "TRUE", None, ""),
        RawCell("boolean", "FALSE", None, ""),
        RawCell("number", "46027", None, "date"),
        RawCell("number", "46027.520833333336", None, "date"),
        RawCell("number", "0.34375", None, "date"),
        RawCell("text", "一\n二 ", None, ""),
        RawCell("text", "字" * 32_767, None, ""),
    ]
    assert {(1, column): each for column, each in enumerate(expected)} == sheet.cells


def test_sheets_that_are_skipped_are_listed_without_cells() -> None:
    data = ods(table(row(FIVE), name="甲"), table(row(FIVE), name="乙"))
    package = read_workbook(data, skip={"甲"})
    assert [("甲", 0), ("乙", 1)] == [(each.name, len(each.cells)) for each in package.sheets]


# ---- totals whose formulas nobody sees -----------------------------------------------------------


def test_right_totals_are_taken_for_formulas_and_one_warning_says_so() -> None:
    item = read(poor_xls(filled("ogi-2021")))
    assert facts(read(filled("ogi-2021"))) == facts(item)
    (finding,) = item.findings
    assert ("READ-PARTLY", "warning") == (finding.code, finding.severity)
    assert f"没有查看{_UNSEEN}；" in finding.message


def test_a_total_that_is_not_the_sum_of_its_parts_is_an_error(
    form_2021: Form, tmp_path: Path
) -> None:
    total = find(form_2021, "requests.total_handled.natural_person")
    data = typed(filled_template(form_2021, WHO), form_2021, {total: 99})
    (tmp_path / "a.xls").write_bytes(poor_xls(data))
    right = read(filled_template(form_2021, WHO)).values[total]
    found = [each for each in xr.read_returns(tmp_path).found if each.severity == "error"]
    assert [("TOTAL-WRONG", "99", str(right))] == [(f.code, f.seen, f.expected) for f in found[:1]]
    assert "合计是数字“99”，而各项之和是" in found[0].message


def test_a_total_over_an_unreadable_part_is_taken_for_no_typed_number(form_2021: Form) -> None:
    part = find(form_2021, "requests.received.natural_person")
    total = find(form_2021, "requests.received.total")
    other = find(form_2021, "requests.granted.total")
    data = typed(filled_template(form_2021, WHO), form_2021, {part: "三件", total: 99, other: 98})
    item = read(poor_xls(data))
    # The saved 99 may be right or stale; the other total differs from parts that were all read.
    assert ({part}, 98) == ({*item.unreadable}, item.judged[other])
    assert 99 != item.judged[total]
    assert (True, False) == (other in item.typed_totals, total in item.typed_totals)


def test_a_zero_total_of_blank_cells_fills_in_nothing(form_2021: Form) -> None:
    data = build_template(form_2021, year=2026, department=WHO)
    cells = read_package(data).sheets
    totals = [form_2021.cells[i] for i in form_2021.fills]
    assert totals
    assert any(
        cell.text == "0" and cell.formula for sheet in cells for cell in sheet.cells.values()
    )
    item = read(poor_xls(data))
    assert {None} == set(item.judged)
    assert codes(read(data).findings) == [c for c in codes(item.findings) if c != "READ-PARTLY"]


# ---- what becomes of such a return ---------------------------------------------------------------


@pytest.mark.parametrize(("make", "once"), [(as_ods, False), (poor_xls, True)])
def test_a_summary_adds_up_such_a_return_and_says_where_it_was_read_once(
    tmp_path: Path, make: Callable[[bytes], bytes], *, once: bool
) -> None:
    (tmp_path / "D05.xls").write_bytes(make(build_consistent()))
    county = xr.consolidate(xr.read_returns(tmp_path, roster=ROSTER), name="某县")
    found = {each.code for each in county.returns.found}
    assert once is ("READ-ONCE" in found)
    assert "VERIFY" not in found
    expected = read(build_consistent()).values
    assert expected == county.values


def test_an_annotated_copy_of_such_a_return_is_an_xlsx_with_what_was_typed(
    form_2021: Form, tmp_path: Path
) -> None:
    cell = find(form_2021, "requests.granted.natural_person")
    entries: dict[int | Field, str] = {cell: "三件", Field(FieldKind.TEXT, "overview"): "总体情况"}
    data = typed(filled_template(form_2021, WHO), form_2021, entries)
    (tmp_path / "D05.ods").write_bytes(as_ods(data))
    (path,) = xr.annotate(xr.read_returns(tmp_path, roster=ROSTER), tmp_path / "退回")
    assert ".xlsx" == path.suffix
    book = openpyxl.load_workbook(path)
    layout = lay_form(form_2021)
    for index in (cell, find(form_2021, "requests.received.natural_person")):
        place = layout.positions[index]
        was = read_package(data).sheets[book.sheetnames[1:].index(place.sheet)]
        shown = str(book[place.sheet].cell(place.row + 1, place.column + 1).value)
        assert was.cells[place.row, place.column].text == shown
    place = layout.fields[Field(FieldKind.TEXT, "overview")]
    assert "总体情况" == book[place.sheet].cell(place.row + 1, place.column + 1).value
    copy = read(path.read_bytes())
    assert ("D02", 2) == (copy.code, copy.revision)


def test_last_year_s_figures_are_read_from_a_summary_in_another_format(tmp_path: Path) -> None:
    source = tmp_path / "收回"
    source.mkdir()
    (source / "D05.xlsx").write_bytes(build_consistent())
    summary = tmp_path / "汇总.xlsx"
    xr.write_summary(xr.consolidate(xr.read_returns(source, roster=ROSTER), name="某县"), summary)
    other = tmp_path / "汇总.ods"
    other.write_bytes(as_ods(summary.read_bytes()))
    first, second = (read_last_year([path]) for path in (summary, other))
    assert (first.rows, first.names, first.year) == (second.rows, second.names, second.year)
    assert "D02" in second.rows
