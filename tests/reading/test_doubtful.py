"""Figures that a person would doubt or miss are read, and named in a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from support.edited import codes, read, resaved, typed
from support.filled import find
from xlreport.base.finding import Severity
from xlreport.layout.layout import lay_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from xlreport import Form
    from xlreport.reading.one_return import Return

COUNT = "requests.received.natural_person"  # 表三 D6


def with_figure(data: bytes, form: Form, change: Callable[[Worksheet, Cell], None]) -> Return:
    """Read a return in which 表三 D6 is 12 and something was done to the sheet or the cell."""
    place = lay_form(form).positions[find(form, COUNT)]

    def changed(book: object) -> None:
        sheet = book[place.sheet]  # type: ignore[index]
        cell = sheet.cell(place.row + 1, place.column + 1)
        cell.value = 12
        change(sheet, cell)

    return read(resaved(data, changed))


def font(**more: object) -> Callable[[Worksheet, Cell], None]:
    def change(_: Worksheet, cell: Cell) -> None:
        cell.font = Font(**more)  # type: ignore[arg-type]

    return change


def coloured(
    ink: Color, paper: Color | None, pattern: Literal["solid", "gray125"] = "solid"
) -> Callable[[Worksheet, Cell], None]:
    def change(_: Worksheet, cell: Cell) -> None:
        cell.font = Font(color=ink)
        cell.fill = PatternFill(fill_type=pattern, fgColor=paper) if paper else PatternFill()

    return change


def row(**more: object) -> Callable[[Worksheet, Cell], None]:
    def change(sheet: Worksheet, cell: Cell) -> None:
        for name, value in more.items():
            setattr(sheet.row_dimensions[cell.row], name, value)

    return change


def column(**more: object) -> Callable[[Worksheet, Cell], None]:
    def change(sheet: Worksheet, cell: Cell) -> None:
        for name, value in more.items():
            setattr(sheet.column_dimensions[cell.column_letter], name, value)

    return change


def columns_grouped(sheet: Worksheet, cell: Cell) -> None:
    sheet.column_dimensions.group(cell.column_letter, "E", hidden=True)


WHITE, BLACK = Color(rgb="FFFFFFFF"), Color(rgb="FF000000")
DOUBTFUL = {
    "整个加了删除线": [font(strike=True), font(strike=True, sz=11), font(strike=True, b=True)],
    "的字号过小，看不出来": [font(sz=1), font(sz=2), font(sz=3.5), font(sz=0.5)],
    "的颜色与底色几乎相同，看不出来": [
        coloured(WHITE, None),
        coloured(WHITE, Color(rgb="00FFFFCC")),
        coloured(WHITE, WHITE),
        coloured(Color(rgb="FFFFFFF0"), None),
        coloured(Color(rgb="FFF2F2F2"), None),
        coloured(Color(theme=0), None),
        coloured(Color(theme=0, tint=-0.05), None),
        coloured(Color(theme=1, tint=1.0), None),
        coloured(Color(indexed=9), None),
        coloured(Color(indexed=1), None),
        coloured(Color(indexed=65), None),
        coloured(BLACK, BLACK),
        coloured(Color(theme=1), Color(indexed=8)),
        coloured(Color(rgb="FFFF0000"), Color(rgb="FFFF0000")),
        coloured(Color(theme=4, tint=0.4), Color(theme=4, tint=0.4)),
        coloured(Color(auto=True), BLACK),
    ],
    "在隐藏的行或列里": [
        row(hidden=True),
        row(height=0.01),
        row(height=0.75),
        row(hidden=True, outlineLevel=1),
        column(hidden=True),
        column(width=0.1),
        columns_grouped,
    ],
}


@pytest.mark.parametrize(
    ("how", "change"), [(how, change) for how, changes in DOUBTFUL.items() for change in changes]
)
def test_a_figure_that_a_person_doubts_or_misses_is_warned_of(
    returned: bytes, form_2021: Form, how: str, change: Callable[[Worksheet, Cell], None]
) -> None:
    item = with_figure(returned, form_2021, change)
    found = [finding for finding in item.findings if finding.code == "FIGURES-DOUBTFUL"]
    assert [(how, Severity.WARNING)] == [(each.facts["how"], each.severity) for each in found]
    assert "表三 D6" in [cell.place for cell in found[0].cells]
    assert 12 == item.values[find(form_2021, COUNT)]


@pytest.mark.parametrize("change", [font(strike=True), font(sz=1), coloured(WHITE, None)])
def test_a_total_that_was_typed_over_is_computed_anew_however_it_looks(
    returned: bytes, form_2021: Form, change: Callable[[Worksheet, Cell], None]
) -> None:
    total = find(form_2021, "requests.received.total")
    place = lay_form(form_2021).positions[total]

    def changed(book: object) -> None:
        sheet = book[place.sheet]  # type: ignore[index]
        change(sheet, sheet.cell(place.row + 1, place.column + 1))

    data = typed(returned, form_2021, {find(form_2021, COUNT): 12, total: 12})
    item = read(resaved(data, changed))
    assert {total} == item.typed_totals
    assert "FIGURES-DOUBTFUL" not in codes(item.findings)


PLAIN = [
    font(strike=False),
    font(sz=5),
    font(sz=4),
    font(),
    font(color=Color(auto=True)),
    coloured(WHITE, BLACK),
    coloured(BLACK, None),
    coloured(Color(theme=1), None),
    coloured(Color(theme=0), Color(theme=1)),
    coloured(Color(indexed=64), None),
    coloured(Color(theme=0, tint=-0.5), None),
    coloured(Color(rgb="FFFF0000"), None),
    coloured(Color(rgb="FFFF0000"), Color(rgb="FFFFFF00")),
    coloured(Color(rgb="FFC0C0C0"), None),
    coloured(Color(theme=4), None),
    coloured(Color(theme=0), Color(theme=4)),
    coloured(Color(auto=True), Color(auto=True)),
    coloured(BLACK, BLACK, "gray125"),
    coloured(Color(rgb=b"nonsense".hex()[:8].upper()), None),
    row(height=12.0),
    row(outlineLevel=1),
    column(width=3.0),
]


@pytest.mark.parametrize("change", PLAIN)
def test_a_figure_in_an_ordinary_look_gives_nothing_to_say(
    returned: bytes, form_2021: Form, change: Callable[[Worksheet, Cell], None]
) -> None:
    item = with_figure(returned, form_2021, change)
    assert "FIGURES-DOUBTFUL" not in codes(item.findings)


def test_a_hidden_zero_and_a_hidden_total_are_not_named(returned: bytes, form_2021: Form) -> None:
    totals = {lay_form(form_2021).positions[i] for i in form_2021.fills}
    column_of_totals = {p.column for p in totals if p.sheet == "三"}

    def hide(book: object) -> None:
        sheet = book["三"]  # type: ignore[index]
        cell = sheet.cell(6, max(column_of_totals) + 1)
        sheet.column_dimensions[cell.column_letter].hidden = True

    assert "FIGURES-DOUBTFUL" not in codes(read(resaved(returned, hide)).findings)


def test_all_figures_of_a_hidden_row_are_named_in_one_warning(
    returned: bytes, form_2021: Form
) -> None:
    row_of = {
        find(form_2021, f"requests.received.{name}"): 3
        for name in ("natural_person", "commercial", "research")
    }
    place = lay_form(form_2021).positions[find(form_2021, COUNT)]

    def hide(book: object) -> None:
        book[place.sheet].row_dimensions[place.row + 1].hidden = True  # type: ignore[index]

    item = read(resaved(typed(returned, form_2021, row_of), hide))
    (found,) = [finding for finding in item.findings if finding.code == "FIGURES-DOUBTFUL"]
    assert len(found.cells) >= 3
    assert "“三、收到和处理政府信息公开申请情况”中有" in found.message
