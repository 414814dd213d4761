"""A file as it comes back: whatever was done to it, it is read or told what is wrong with it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.departments import make_department
from support.edited import blank_template, codes, filled_template, read, resaved, typed
from support.filled import all_values, as_typed, few, fill_form, find
from xlreport import Severity, read_returns
from xlreport.form.load import load_form
from xlreport.form.sheet_names import STAMP_SHEET
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.outgoing.template import build_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook

    from xlreport import Department, Form
    from xlreport.reading.one_return import Return

EDITIONS: Final = ("ogi-2019", "ogi-2021")


def facts(item: Return) -> tuple[object, ...]:
    """Give all that must not depend on the program that saved the file."""
    form = item.form
    seen = {i: text for i, text in item.seen.items() if form and not form.cells[i].total}
    return (
        *(form, item.stamp, item.year, item.code, item.department, item.revision, item.nil),
        *(item.judged, item.values, seen, item.unreadable, item.texts, codes(item.findings)),
    )


# ---- what was filled in, by whatever program -----------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_filled_in_is_read(edition: str, seed: int, department: Department) -> None:
    form = load_form(edition)
    inputs = fill_form(form, seed, largest=5000)
    data = build_template(form, year=2019, department=department, values=as_typed(form, inputs))
    item = read(data)
    assert all_values(form, inputs) == list(item.values) == list(item.judged)
    assert (form, 2019, "D05", "盐池县退役军人事务局", 1) == (
        item.form,
        item.year,
        item.code,
        item.department,
        item.revision,
    )
    assert hashlib.sha256(data).hexdigest() == item.sha256
    assert (frozenset(), (), frozenset()) == (item.unreadable, item.findings, item.nil)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_return_filled_in_by_openpyxl_is_the_same(edition: str, department: Department) -> None:
    form = load_form(edition)
    blank = blank_template(form, department, form.first_year)
    values = as_typed(form, fill_form(form, 1))
    by_openpyxl = typed(blank, form, values)
    total = find(form, "requests.received.total")
    assert "" == read(by_openpyxl).seen[total]  # no value is saved with the formula
    assert facts(read(filled_template(form, department))) == facts(read(by_openpyxl))


@pytest.mark.libreoffice
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_return_saved_again_by_libreoffice_is_the_same(
    edition: str, department: Department, convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    form = load_form(edition)
    path = tmp_path / "报送表.xlsx"
    path.write_bytes(filled_template(form, department))
    assert facts(read(path.read_bytes())) == facts(read(convert(path, "xlsx").read_bytes()))


# ---- the cover and the narrative -----------------------------------------------------------------


@pytest.mark.parametrize("year", [2026, "2026", "2026年", " 2026 ", "2026.0", 2026.0])
def test_a_blank_template_is_filled_in_on_its_cover(form_2021: Form, year: object) -> None:
    values = as_typed(form_2021, fill_form(form_2021, 1))
    data = build_template(form_2021, values=values)
    cover = {
        Field(FieldKind.DEPARTMENT): " 花马池镇人民政府 ",
        Field(FieldKind.CODE): "T01",
        Field(FieldKind.PERIOD): year,
    }
    item = read(typed(data, form_2021, cover))
    assert ("花马池镇人民政府", "T01", 2026) == (item.department, item.code, item.year)
    assert (None, "", ()) == (
        item.stamp and item.stamp.period,
        item.stamp and item.stamp.code,
        item.findings,
    )


@pytest.mark.parametrize("year", [None, "今年", "26", "20266", "二〇二六"])
def test_a_year_that_is_none_is_missing(form_2021: Form, year: object) -> None:
    data = build_template(form_2021)
    assert None is read(typed(data, form_2021, {Field(FieldKind.PERIOD): year})).year


def test_the_stamp_goes_before_what_stands_on_the_cover(returned: bytes, form_2021: Form) -> None:
    cover = {Field(FieldKind.PERIOD): 2025, Field(FieldKind.CODE): "D99"}
    item = read(typed(returned, form_2021, cover))
    assert (2026, "D05") == (item.year, item.code)


def test_the_narrative_is_read_as_typed(returned: bytes, form_2021: Form) -> None:
    long = "第一行。\n　　第二行，\t“引号”<&>，=1+1。\n" + "长" * 5000
    data = resaved(
        typed(
            returned,
            form_2021,
            {Field(FieldKind.TEXT, "overview"): long, Field(FieldKind.TEXT, "other"): " 无 "},
        )
    )
    texts = read(data).texts
    assert (long, " 无 ") == (texts["overview"], texts["other"])
    assert {"opening", "overview", "other"} == set(texts)


def test_nil_is_declared_for_each_table_on_its_own(form_2021: Form, department: Department) -> None:
    data = blank_template(form_2021, department, 2026)
    none = read(data)
    every = {Field(FieldKind.NIL, table.key): "零报送" for table in form_2021.tables}
    one = read(typed(data, form_2021, {Field(FieldKind.NIL, "remedies"): " 零报送 "}))
    nil = read(typed(data, form_2021, every))
    assert (frozenset(), frozenset({"remedies"})) == (none.nil, one.nil)
    assert (False, False, True) == (none.is_nil, one.is_nil, nil.is_nil)
    assert ({0}, ()) == (set(nil.values), nil.findings)
    assert {None} == set(none.values)


def test_a_word_that_is_not_the_declaration_declares_nothing(
    form_2021: Form, department: Department
) -> None:
    data = blank_template(form_2021, department, 2026)
    item = read(typed(data, form_2021, {Field(FieldKind.NIL, "remedies"): "是"}))
    assert (frozenset(), ["BLANK-TABLE"] * 3) == (item.nil, codes(item.findings))


# ---- changed tables ------------------------------------------------------------------------------


def unread(item: Return, form: Form, key: str) -> None:
    """Check that this table alone was not read."""
    without(item, {cell.index for cell in form.table(key).cells})


def without(item: Return, cells: set[int]) -> None:
    """Check that these cells alone were not read."""
    assert cells == item.unreadable
    assert {None} == {item.values[index] for index in cells}
    assert None not in {value for i, value in enumerate(item.values) if i not in cells}


def test_a_changed_label_is_named_and_its_row_is_not_read(returned: bytes, form_2021: Form) -> None:
    def change(book: Workbook) -> None:
        book["三"]["C11"] = "2.属于工作秘密"

    item = read(resaved(returned, change))
    assert ["LABEL-LOST"] == codes(item.findings)
    assert Severity.ERROR is item.findings[0].severity
    assert ("三", "C11", "2.属于工作秘密") == (
        item.findings[0].sheet,
        item.findings[0].cell,
        item.findings[0].seen,
    )
    rows = form_2021.table("requests").cells
    without(item, {c.index for c in rows if c.row == "prohibited_by_law"})


def test_a_changed_label_over_others_is_a_warning(returned: bytes) -> None:
    def change(book: Workbook) -> None:
        book["三"]["B10"] = "（三）不公开"

    item = read(resaved(returned, change))
    assert ["LABEL-OTHER"] == codes(item.findings)
    assert (
        "“三、收到和处理政府信息公开申请情况”的栏目名称被改动：表三 B10 应为“（三）不予公开”，"
        "现为“（三）不公开”；其余栏目与官方表格一致，数据已读取。"
    ) == item.findings[0].message
    assert read(returned).values == item.values


def test_a_deleted_sheet_is_missed(returned: bytes, form_2021: Form) -> None:
    def change(book: Workbook) -> None:
        del book["三"]

    item = read(resaved(returned, change))
    assert ["SHEET-MISSING"] == [code for code in codes(item.findings) if code != "SHEETS-BEYOND"]
    found = next(finding for finding in item.findings if finding.code == "SHEET-MISSING")
    assert "找不到“三、收到和处理政府信息公开申请情况”所在的表页。" == found.message
    unread(item, form_2021, "requests")


def test_a_return_without_its_cover_is_known_by_its_other_stamps(returned: bytes) -> None:
    def change(book: Workbook) -> None:
        del book["封面"]

    item = read(resaved(returned, change))
    assert ("D05", 2026, "") == (item.code, item.year, item.department)
    assert read(returned).values == item.values


def test_moved_sheets_change_nothing(returned: bytes) -> None:
    def change(book: Workbook) -> None:
        book[STAMP_SHEET].sheet_state = "visible"
        book.move_sheet("三", 2)

    assert facts(read(returned)) == facts(read(resaved(returned, change)))


def test_a_wrong_total_is_an_error_that_says_what_is_right(
    returned: bytes, form_2021: Form, tmp_path: Path
) -> None:
    index = find(form_2021, "requests.received.total")
    right = read(returned).values[index] or 0
    path = tmp_path / "报送表.xlsx"
    path.write_bytes(typed(returned, form_2021, {index: right + 5}))
    errors = [f for f in read_returns(path).found if f.severity is Severity.ERROR]
    assert ["TOTAL-WRONG"] == codes(tuple(errors))
    assert ("三", "J6", str(right + 5), str(right), "5") == (
        errors[0].sheet,
        errors[0].cell,
        errors[0].seen,
        errors[0].expected,
        errors[0].difference,
    )


# ---- anything at all -----------------------------------------------------------------------------


TODAY: Final = load_form("ogi-2021")


# A roster refuses a name with characters that cannot stand in a workbook.
VISIBLE: Final = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Cs", "Zl", "Zp"]))


ANYTHING: Final = st.one_of(
    st.integers(-(10**9), 10**12),
    st.text(max_size=40),
    st.sampled_from(
        ["NA", "None", "null", "无", "=1+1", "+1", "-8", "'0", "=A1", "{=1}", "_x0041_"]
    ),
)


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        (
            FieldKind.PERIOD,
            2025,
            ["封面的报告年度填的是“2025”，而这份报送表下发时是“2026”，仍按“2026”审核。"],
        ),
        (
            FieldKind.PERIOD,
            "2025年度",
            ["封面的报告年度填的是“2025”，而这份报送表下发时是“2026”，仍按“2026”审核。"],
        ),
        (
            FieldKind.CODE,
            "D01",
            ["封面的单位代码填的是“D01”，而这份报送表下发时是“D05”，仍按“D05”审核。"],
        ),
        (FieldKind.PERIOD, "2026年", []),
        (FieldKind.PERIOD, 2026.0, []),
        (FieldKind.PERIOD, None, []),
        (FieldKind.CODE, " d05", []),
        (FieldKind.CODE, None, []),
    ],
)
def test_a_cover_that_contradicts_the_stamp_is_warned_of(
    kind: FieldKind, said: str | float | None, expected: list[str]
) -> None:
    data = filled_template(TODAY, make_department("D05"), year=2026)
    place = lay_form(TODAY).fields[Field(kind)]

    def change(book: Workbook) -> None:
        book[place.sheet].cell(place.row + 1, place.column + 1).value = said

    item = read(resaved(data, change))
    assert (2026, "D05") == (item.year, item.code)
    found = [f for f in item.findings if f.code == "COVER-DISAGREES"]
    assert expected == [f.message for f in found if f.severity is Severity.WARNING]
    assert len(expected) == len(found)


@given(st.data())
@few  # each writes a workbook
def test_any_filling_is_seen_as_it_was_typed(data: st.DataObject) -> None:
    form = load_form(data.draw(st.sampled_from(EDITIONS)))
    cells = st.sampled_from(form.cells).map(lambda cell: cell.index)
    entries = data.draw(st.dictionaries(cells, ANYTHING, max_size=30))
    raw = build_template(form, year=form.first_year, values=entries)
    item = read(raw)
    filled = {i: str(value) for i, value in entries.items() if value != ""}
    formulas = {c.index for c in form.cells if c.total} - entries.keys()
    assert filled == {i: text for i, text in item.seen.items() if i not in formulas}
    sheets = {sheet.name: sheet for sheet in read_package(raw).sheets}
    for index in filled:
        place = lay_form(form).positions[index]
        assert None is sheets[place.sheet].cells[place.row, place.column].formula


@given(name=VISIBLE, text=st.text())
@few
def test_any_name_and_narrative_are_read_as_text(name: str, text: str) -> None:
    who = make_department("D01", name)
    item = read(
        build_template(
            TODAY, year=2026, department=who, fields={Field(FieldKind.TEXT, "overview"): text}
        )
    )
    assert who.name.strip() == item.department
    assert (text if text.strip() else "") == item.texts.get("overview", "")
