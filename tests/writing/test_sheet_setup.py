"""The shape of every sheet: A4, one page wide, titles repeated, the cursor in the first input."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from support.departments import make_department
from support.filled import FORM_NAMES, all_values, fill_form
from support.written import build
from xlreport.base.address import a1
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.field import FieldKind
from xlreport.layout.grid import Role
from xlreport.layout.layout import Sheet, SheetKind, lay_form
from xlreport.outgoing.template import build_template


def sheets_of(form: Form, *, last: bool = False) -> list[tuple[Sheet, Any]]:
    before = all_values(form, fill_form(form, 1)) if last else None
    who = make_department("D05", "教育局")
    data = build_template(form, year=2026, department=who, last=before)
    book = openpyxl.load_workbook(BytesIO(data))
    return [(sheet, book[sheet.name]) for sheet in lay_form(form).sheets]


def tables_of(form: Form, *, last: bool = False) -> list[tuple[Sheet, Any]]:
    return [pair for pair in sheets_of(form, last=last) if pair[0].kind is SheetKind.TABLE]


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_sheet_is_a4_one_page_wide_and_as_many_high_as_it_needs(name: str) -> None:
    for sheet, written in sheets_of(load_form(name)):
        setup = written.page_setup
        assert (9, 1) == (setup.paperSize, setup.fitToWidth or 1)
        high = 1 if setup.fitToHeight is None else setup.fitToHeight
        if sheet.kind is SheetKind.TABLE:
            assert 1 == high
        elif sheet.kind is not SheetKind.COVER:  # a cover is one page unless it is very long
            assert 0 == high
        assert "landscape" == setup.orientation if sheet.landscape else True
        assert written.sheet_properties.pageSetUpPr.fitToPage
        assert setup.blackAndWhite  # tinted on the screen, white on paper
        assert written.print_options.horizontalCentered


@pytest.mark.parametrize("name", FORM_NAMES)
def test_rows_and_columns_have_the_sizes_of_the_layout(name: str) -> None:
    for sheet, written in sheets_of(load_form(name), last=True):
        for number, height in enumerate(sheet.heights, 1):
            # A screen has whole pixels of three quarters of a point.
            assert height == pytest.approx(written.row_dimensions[number].height, abs=0.376)
        letters = [a1(0, column)[:-1] for column in range(len(sheet.widths))]
        widths = dict(zip(letters, sheet.widths, strict=True))
        for letter, dimension in written.column_dimensions.items():
            # Excel adds some five pixels to what a person asks for.
            assert widths[letter] == pytest.approx(dimension.width, abs=1)


@pytest.mark.parametrize("name", FORM_NAMES)
def test_a_table_s_header_is_frozen_and_repeated_on_every_page(name: str) -> None:
    for sheet, written in tables_of(load_form(name)):
        body = sheet.top + sheet.header_rows
        assert a1(body, sheet.label_columns) == written.freeze_panes
        assert f"$1:${body}" == written.print_title_rows


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_cursor_starts_in_the_first_input(name: str) -> None:
    form = load_form(name)
    for sheet, written in tables_of(form):
        inputs = [b for b in sheet.blocks if b.role is Role.INPUT]
        first = min(inputs, key=lambda block: (block.top, block.left))
        selections = written.sheet_view.selection
        assert a1(first.top, first.left) == selections[-1].activeCell
        assert not written[selections[-1].activeCell].protection.locked


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_panel_with_last_year_s_figures_is_not_printed(name: str) -> None:
    form = load_form(name)
    for sheet, written in tables_of(form, last=True):
        own = max(block.bottom for block in sheet.blocks if not block.last)
        assert f"'{sheet.name}'!$A$1:${a1(own, len(sheet.widths) - 1, absolute=True)[1:]}" == (
            written.print_area
        )


def test_title_and_sentence_of_the_checks_stay_in_view(form_2021: Form) -> None:
    (checks,) = [w for s, w in sheets_of(form_2021) if s.kind is SheetKind.CHECKS]
    assert "A3" == checks.freeze_panes


def test_the_header_names_department_and_year_and_the_footer_the_page(form_2021: Form) -> None:
    for _, written in sheets_of(form_2021):
        found = (written.oddHeader.left.text, written.oddHeader.right.text)
        assert ("教育局", "2026年") == found
        assert "第 &P 页 共 &N 页" == written.oddFooter.center.text


def test_a_long_name_is_seen_whole_on_the_cover_and_above_every_table(form_2021: Form) -> None:
    heights = []
    for name in ("教育局", "某" * 60):
        data = build_template(form_2021, year=2026, department=make_department("D05", name))
        book = openpyxl.load_workbook(BytesIO(data))
        cells = [(sheet.name, b) for sheet in lay_form(form_2021).sheets for b in sheet.blocks]
        kinds = FieldKind.DEPARTMENT, FieldKind.NOTE
        places = [(name, b.top + 1) for name, b in cells if b.field and b.field.kind in kinds]
        heights.append([book[name].row_dimensions[row].height for name, row in places])
    assert 5 == len(heights[0])
    assert all(short < long for short, long in zip(*heights, strict=True))


def test_columns_may_be_widened_and_lists_filtered_but_nothing_moved(form_2021: Form) -> None:
    for _, written in sheets_of(form_2021):
        lock = written.protection
        assert (True, None) == (lock.sheet, lock.password)
        # In the file "1" is forbidden.
        assert [False] * 4 == [lock.formatColumns, lock.formatRows, lock.autoFilter, lock.sort]
        assert [True] * 4 == [
            *(lock.insertRows, lock.insertColumns),
            *(lock.deleteRows, lock.deleteColumns),
        ]
        assert [False, False] == [lock.selectLockedCells, lock.selectUnlockedCells]


def test_the_stamp_s_sheet_is_very_hidden_and_locked(form_2021: Form) -> None:
    stamp: Worksheet = openpyxl.load_workbook(BytesIO(build_template(form_2021)))["_xlreport"]
    assert ("veryHidden", True) == (stamp.sheet_state, stamp.protection.sheet)


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_inputs_of_a_table_are_unlocked_in_reading_order(name: str) -> None:
    # Tab walks the unlocked cells row by row: that order must be the official one.
    form = load_form(name)
    layout = lay_form(form)
    for table, (_, written) in zip(form.tables, tables_of(form), strict=True):
        walked = [
            cell.coordinate
            for row in written.iter_rows()
            for cell in row
            if not cell.protection.locked
        ]
        official = [layout.positions[cell.index].address for cell in table.cells if not cell.total]
        assert official == walked


def test_tabs_of_sheets_for_one_purpose_have_one_colour(form_2021: Form) -> None:
    colours: dict[SheetKind, set[str]] = {}
    for sheet, written in sheets_of(form_2021):
        colours.setdefault(sheet.kind, set()).add(written.sheet_properties.tabColor.rgb)
    start, form, checks = (
        colours[kind] for kind in (SheetKind.COVER, SheetKind.TABLE, SheetKind.CHECKS)
    )
    assert (start, form) == (colours[SheetKind.INSTRUCTIONS], colours[SheetKind.TEXTS])
    assert 3 == len(start | form | checks) == sum(map(len, (start, form, checks)))


def test_what_is_for_programs_and_what_is_not_shown_is_hidden(form_2021: Form) -> None:
    for sheet, written in sheets_of(form_2021):
        hidden = {number - 1 for number, row in written.row_dimensions.items() if row.hidden}
        if sheet.kind is SheetKind.CHECKS:
            assert {b.top for b in sheet.blocks if b.last} == hidden
            assert written.column_dimensions[a1(0, sheet.hidden_column)[:-1]].hidden
        else:
            assert ({sheet.hidden_row} if sheet.kind is SheetKind.COVER else set()) == hidden


def test_places_of_rules_are_folded_where_they_can_be_opened(form_2021: Form) -> None:
    for locked in (True, False):
        book = openpyxl.load_workbook(BytesIO(build(form_2021, locked=locked)))
        sheet = next(s for s in lay_form(form_2021).sheets if s.kind is SheetKind.CHECKS)
        rows = book[sheet.name].row_dimensions
        folded = {number - 1 for number, row in rows.items() if row.outlineLevel}
        assert (set() if locked else {*sheet.folded[1:]}) == folded
        assert f"$J${sheet.folded.start}" == book[sheet.name].print_area.split(":")[1]
