"""The value cells of a table: what was typed, and what became of the formulas of its totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.filled import find
from xlreport.formats.cell import RawCell
from xlreport.layout.formulas import total_formula
from xlreport.layout.layout import lay_form
from xlreport.reading._cells import TableCells, clear_explained_totals, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlreport import Form
    from xlreport.formats.cell import Shown

TOTAL = "requests.received.total"


def number(text: str, formula: str | None = None, shown: Shown = "") -> RawCell:
    return RawCell("number", text, formula, shown)


def text(typed: str) -> RawCell:
    return RawCell("text", typed, None, "")


def read_cells(form: Form, cells: Mapping[str, RawCell], *, summary: bool = False) -> TableCells:
    """Read the table of the first cell's name, with these cells and nothing else on its sheet."""
    places = lay_form(form).positions
    raw = {(places[i].row, places[i].column): cell for i, cell in by_index(form, cells).items()}
    table = form.table(next(iter(cells)).partition(".")[0])
    return read_table(form, table, raw, places, summary=summary)


def by_index(form: Form, cells: Mapping[str, RawCell]) -> dict[int, RawCell]:
    return {find(form, name): cell for name, cell in cells.items()}


def official(form: Form, name: str) -> str:
    index = find(form, name)
    return total_formula(form, form.fills[index], lay_form(form).positions)


def test_a_sheet_with_nothing_on_it_has_all_cells_blank(form_2021: Form) -> None:
    table = form_2021.table("remedies")
    found = read_table(form_2021, table, {}, lay_form(form_2021).positions, summary=False)
    assert dict.fromkeys(cell.index for cell in table.cells) == found.typed
    assert ({}, {}, frozenset()) == (found.seen, found.readings, found.unreadable)
    assert [cell.index for cell in table.cells if cell.total] == found.blank_totals


@pytest.mark.parametrize(
    ("name", "cell", "value", "meaning"),
    [
        ("proactive.licences.decisions", number("12"), 12, None),
        ("proactive.licences.decisions", number("12.0"), 12, None),
        ("proactive.licences.decisions", number("-3"), -3, None),
        ("proactive.licences.decisions", text("12"), 12, "text-number"),
        ("proactive.licences.decisions", text("１２"), 12, "full-width"),
        ("proactive.licences.decisions", text("1,024件"), 1024, "with-unit"),
        ("proactive.licences.decisions", text("无"), None, "not-applicable"),
        ("proactive.licences.decisions", text(" "), None, "only-spaces"),
        ("proactive.licences.decisions", text("三件"), None, "word"),
        ("proactive.licences.decisions", number("2.5"), None, "fraction"),
        ("proactive.licences.decisions", number("46027", shown="date"), None, "date"),
        ("proactive.licences.decisions", RawCell("error", "#REF!", None, ""), None, "error-value"),
        ("proactive.licences.decisions", RawCell("boolean", "TRUE", None, ""), None, "boolean"),
        ("proactive.fees.fees_amount", number("59237.244899999998"), 59_237_244_900, None),
    ],
)
def test_what_was_typed_is_kept_with_what_it_means(
    form_2021: Form, name: str, cell: RawCell, value: int | None, meaning: str | None
) -> None:
    found = read_cells(form_2021, {name: cell})
    index = find(form_2021, name)
    assert (value, cell.text) == (found.typed[index], found.seen[index])
    assert ({index: meaning} if meaning else {}) == {
        i: reading.meaning for i, reading in found.readings.items()
    }
    blank_like = meaning in ("not-applicable", "only-spaces")
    assert (value is None and not blank_like) == (index in found.unreadable)


@pytest.mark.parametrize(
    ("cell", "summary", "value"),
    [
        (text("251000元"), False, 25_100_000),
        (text("25.1万元"), False, 25_100_000),
        (text("0"), False, 0),
        (number("0"), False, 0),
        # A form cannot tell 元 from 万元; a summary says which it is.
        (number("251000"), False, None),
        (number("251000"), True, 25_100_000),
    ],
)
def test_an_amount_that_must_name_its_unit_is_read_with_it(
    form_2019: Form, cell: RawCell, summary: bool, value: int | None
) -> None:
    name = "proactive.procurement.procurement_amount"
    found = read_cells(form_2019, {name: cell}, summary=summary)
    index = find(form_2019, name)
    assert value == found.typed[index]
    assert ({index} if value is None else set()) == found.unreadable


def test_an_input_with_a_formula_counts_as_its_saved_result(form_2021: Form) -> None:
    name = "requests.received.natural_person"
    index = find(form_2021, name)
    found = read_cells(form_2021, {name: number("8", "SUM(A1:A9)")})
    assert ([index], 8, "8") == (found.computed, found.typed[index], found.seen[index])
    assert ([], frozenset()) == (found.lost, found.unreadable)


def test_an_input_with_a_formula_without_a_result_is_lost(form_2021: Form) -> None:
    name = "requests.received.natural_person"
    index = find(form_2021, name)
    found = read_cells(form_2021, {name: number("", "[1]Sheet1!A1")})
    assert ([index], [], None) == (found.lost, found.computed, found.typed[index])
    assert frozenset({index}) == found.unreadable
    assert index not in found.seen


@pytest.mark.parametrize(
    "look",
    [
        "{}",
        "={}",
        "of:={}",
        "${}",
        " {} ",
    ],
)
def test_the_formula_of_a_total_is_known_however_a_program_writes_it(
    form_2021: Form, look: str
) -> None:
    formula = look.format(official(form_2021, TOTAL))
    found = read_cells(form_2021, {TOTAL: number("5", formula)})
    index = find(form_2021, TOTAL)
    assert ([index], [], []) == (found.intact, found.changed, found.broken)
    # Its saved value is kept apart: nobody typed it.
    assert (None, {index: 5}) == (found.typed[index], found.cached)


def test_the_formula_of_a_total_shared_with_a_neighbour_is_intact(form_2021: Form) -> None:
    found = read_cells(form_2021, {TOTAL: number("5", "")})
    assert [find(form_2021, TOTAL)] == found.intact


def test_a_total_without_a_saved_value_is_intact_and_has_none(form_2021: Form) -> None:
    found = read_cells(form_2021, {TOTAL: number("", official(form_2021, TOTAL))})
    assert ([find(form_2021, TOTAL)], {}) == (found.intact, found.cached)


@pytest.mark.parametrize("formula", ["SUM(D6:H6)", "D6+E6", "713", "SUM(D6:I6)+1"])
def test_another_formula_in_a_total_is_a_changed_one(form_2021: Form, formula: str) -> None:
    found = read_cells(form_2021, {TOTAL: number("5", formula)})
    assert ([find(form_2021, TOTAL)], []) == (found.changed, found.intact)


@pytest.mark.parametrize(
    "cell",
    [
        RawCell("error", "#REF!", "SUM(#REF!)", ""),
        number("", "SUM(D6:#REF!)"),
        RawCell("error", "#NAME?", "SUMME(D6:I6)", ""),
    ],
)
def test_an_error_in_a_total_is_a_broken_formula_and_no_unreadable_cell(
    form_2021: Form, cell: RawCell
) -> None:
    found = read_cells(form_2021, {TOTAL: cell})
    assert ([find(form_2021, TOTAL)], []) == (found.broken, found.changed)
    assert (frozenset(), None) == (found.unreadable, found.typed[find(form_2021, TOTAL)])


def test_a_total_that_was_typed_over_counts_as_typed(form_2021: Form) -> None:
    index = find(form_2021, TOTAL)
    found = read_cells(form_2021, {TOTAL: text("713件")})
    assert (713, "713件") == (found.typed[index], found.seen[index])
    assert index not in found.blank_totals + found.intact + found.changed


@pytest.mark.parametrize("cell", [text(" "), text("/"), number("")])
def test_a_total_that_somebody_emptied_is_a_blank_one(form_2021: Form, cell: RawCell) -> None:
    assert find(form_2021, TOTAL) in read_cells(form_2021, {TOTAL: cell}).blank_totals


def test_a_word_in_a_total_is_unreadable_and_not_blank(form_2021: Form) -> None:
    index = find(form_2021, TOTAL)
    found = read_cells(form_2021, {TOTAL: text("见附件")})
    assert frozenset({index}) == found.unreadable
    assert index not in found.blank_totals


def test_cells_beside_the_table_are_not_looked_at(form_2021: Form) -> None:
    places = lay_form(form_2021).positions
    table = form_2021.table("remedies")
    raw = {(place.row, place.column + 40): number("9") for place in places}
    found = read_table(form_2021, table, raw, places, summary=False)
    assert {} == found.seen


# ---- typed totals that text explains -------------------------------------------------------------

PARTS = ("natural_person", "commercial", "research", "public_benefit", "legal_service")


@pytest.mark.parametrize(
    ("parts", "total", "is_explained"),
    [
        ((text("5"), number("3")), "3", True),
        ((text("5"), text("3")), "0", True),
        ((number("5"), text("3"), number("2")), "7", True),
        ((text("１２"), number("1")), "1", True),
        ((text("5件"), number("1")), "1", True),
        ((text(" 5 "), number("1")), "1", True),
        ((text("5"), number("3")), "8", False),  # right
        ((text("5"), number("3")), "5", False),
        ((text("5"), number("3")), "4", False),
        ((number("5"), number("3")), "3", False),
        ((text("0"), number("3")), "3", False),  # right
        ((text("若干"), number("3")), "2", False),
    ],
)
def test_a_typed_total_without_the_text_among_its_parts_is_taken_as_computed(
    form_2021: Form, parts: tuple[RawCell, ...], total: str, *, is_explained: bool
) -> None:
    named = {f"requests.received.{name}": cell for name, cell in zip(PARTS, parts, strict=False)}
    found = read_cells(form_2021, named | {TOTAL: number(total)})
    clear_explained_totals(form_2021, found)
    assert (None if is_explained else int(total)) == found.typed[find(form_2021, TOTAL)]


def test_text_explains_the_total_of_totals(form_2021: Form) -> None:
    names = {"requests.granted.natural_person": text("5"), "requests.granted.total": number("0")}
    column = next(
        index
        for index in form_2021.fill_order
        if find(form_2021, "requests.granted.natural_person")
        in {term.cell for term in form_2021.fills[index].right}
        and index != find(form_2021, "requests.granted.total")
    )
    cell = form_2021.cells[column]
    name = f"{cell.table}.{cell.row}.{cell.column}"
    found = read_cells(form_2021, names | {name: number("0")})
    clear_explained_totals(form_2021, found)
    assert (None, None) == (
        found.typed[column],
        found.typed[find(form_2021, "requests.granted.total")],
    )


@pytest.mark.parametrize(
    ("stored", "display", "seen"),
    [
        ("46027", "2026-01-05", "2026-01-05"),
        ("46027", "2026年1月5日", "2026年1月5日"),
        ("46027", "1/5/2026", "1/5/2026"),
        ("46027", "1月5日", "1月5日"),
        ("46027", "5-Jan-26", "5-Jan-26"),
        ("46027", "二〇二六年一月五日", "二〇二六年一月五日"),
        ("46027", " 2026.1.5 ", "2026.1.5"),
        ("46027.75", "2026-01-05 18:00", "2026-01-05 18:00"),
        ("36526", "2000-01-01", "2000-01-01"),
        ("73050", "2099-12-31", "2099-12-31"),
        ("46027", "", "46027"),
        # What a clerk typed under the format of a date is the number.
        ("119", "1900-04-28", "119"),
        ("0.5", "12:00", "0.5"),
        ("-1", "", "-1"),
    ],
)
def test_a_typed_date_is_quoted_as_the_date(
    form_2021: Form, stored: str, display: str, seen: str
) -> None:
    name = "proactive.licences.decisions"
    found = read_cells(form_2021, {name: RawCell("number", stored, None, "date", display)})
    index = find(form_2021, name)
    assert (seen, "date") == (found.seen[index], found.readings[index].meaning)
    # It is said once: what the cell shows is named only beside another content.
    assert (display if seen == stored else "") == found.readings[index].display


def test_a_date_in_iso_form_is_quoted_as_a_date(form_2021: Form) -> None:
    name = "proactive.licences.decisions"
    found = read_cells(form_2021, {name: RawCell("text", "2026-01-05T00:00:00", None, "date")})
    assert "2026-01-05" == found.seen[find(form_2021, name)]
