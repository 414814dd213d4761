"""Cells that break a rule turn red where they stand, by names that Excel 2007 takes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from support.filled import all_values, fill_form
from support.made_up_form import load_made_up
from xlreport.base.sign import Sign
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.check_line import BalanceLine, check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Layout, lay_form
from xlreport.outgoing.template import build_template

NAMES = ["ogi-2021", "ogi-2019", "ogi-supplement", "ogi-2021+ogi-supplement", "made-up"]
Cells = set[tuple[str, str]]


def load(name: str, folder: Path) -> Form:
    return load_made_up(folder) if name == "made-up" else load_form(name)


def opened(form: Form, *, last: bool) -> Any:
    before = all_values(form, fill_form(form, 1)) if last else None
    return openpyxl.load_workbook(BytesIO(build_template(form, last=before)))


def alarms(book: Any) -> list[tuple[str, str, str]]:
    """List sheet, ranges and formula of every conditional format that turns cells red."""
    return [
        (sheet.title, str(ranges.sqref), rule.formula[0])
        for sheet in book.worksheets
        for ranges in sheet.conditional_formatting
        for rule in ranges.rules
        if rule.dxf.font.u
    ]


def cells_of(sheet: str, ranges: str) -> Cells:
    found = set()
    for each in ranges.split():
        left, top, right, bottom = range_boundaries(each)
        assert None not in (left, top, right, bottom)
        for row in range(top, bottom + 1):  # type: ignore[arg-type,operator]
            for column in range(left, right + 1):  # type: ignore[arg-type,operator]
                found.add((sheet, openpyxl.utils.get_column_letter(column) + str(row)))
    return found


def places(layout: Layout, indexes: tuple[int, ...]) -> Cells:
    return {(layout.positions[index].sheet, layout.positions[index].address) for index in indexes}


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_the_cells_of_a_rule_turn_red_by_its_verdict(
    name: str, tmp_path: Path, *, last: bool
) -> None:
    form = load(name, tmp_path)
    painted: dict[str, Cells] = {}
    for sheet, ranges, formula in alarms(opened(form, last=last)):
        painted.setdefault(formula, set()).update(cells_of(sheet, ranges))
    for line in check_lines(form):
        if isinstance(line, BalanceLine):
            expected = places(lay_form(form), line.cells) if last or not line.last else set()
            assert expected == painted.get(f'{line.name}="×"', set())


@pytest.mark.parametrize("name", NAMES)
def test_every_number_turns_red_by_what_stands_in_it(name: str, tmp_path: Path) -> None:
    form = load(name, tmp_path)
    found = [(s, r) for s, r, formula in alarms(opened(form, last=False)) if "ISNUMBER" in formula]
    painted = [cell for sheet, ranges in found for cell in cells_of(sheet, ranges)]
    numbers = [cell.index for cell in form.inputs if not cell.measure.unit_required]
    assert len(painted) == len(set(painted))
    assert places(lay_form(form), tuple(numbers)) == set(painted)


@pytest.mark.parametrize("name", NAMES)
def test_a_formula_speaks_of_the_first_cell_of_its_ranges(name: str, tmp_path: Path) -> None:
    # Programs count a relative address from the first range's corner or from that of all
    # ranges together: both must be the same cell.
    form = load(name, tmp_path)
    for _, ranges, formula in alarms(opened(form, last=False)):
        if "ISNUMBER" in formula or formula.startswith("OR("):
            corners = [range_boundaries(each)[:2] for each in ranges.split()]
            first = ranges.replace(" ", ":").split(":")[0]
            columns, rows = zip(*corners, strict=True)
            assert corners[0] == (min(columns), min(rows))
            assert f"({first}" in formula


@pytest.mark.parametrize(
    ("table", "row", "column", "formula"),
    [
        (
            *("proactive", "licences", "items_change"),
            "IF(ISNUMBER({0}),OR(FALSE,{0}<>INT({0})),LEN({0})>0)",
        ),
        (
            *("requests", "received", "research"),
            "IF(ISNUMBER({0}),OR({0}<0,{0}<>INT({0})),LEN({0})>0)",
        ),
    ],
)
def test_a_decrease_may_be_negative_and_a_count_may_not(
    form_2019: Form, table: str, row: str, column: str, formula: str
) -> None:
    place = lay_form(form_2019).positions[form_2019.index[table, row, column]]
    (found,) = [
        (ranges.replace(" ", ":").split(":")[0], text)
        for sheet, ranges, text in alarms(opened(form_2019, last=False))
        if "ISNUMBER" in text and (place.sheet, place.address) in cells_of(sheet, ranges)
    ]
    assert formula.format(found[0]) == found[1]


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_every_line_that_is_shown_has_a_name_for_its_verdict(
    name: str, tmp_path: Path, *, last: bool
) -> None:
    form = load(name, tmp_path)
    fields = lay_form(form).fields
    expected = {
        line.name: f"'检查'!${place.address[0]}${place.row + 1}"
        for line in check_lines(form)
        if (place := fields[Field(FieldKind.VERDICT, line.number)]) and (last or not line.last)
    }
    names = opened(form, last=last).defined_names
    verdicts = [name for name in names if name.startswith("check_")]
    assert expected == {name: names[name].attr_text for name in verdicts}


def test_what_is_wrong_on_the_sheet_of_checks_is_red_too(form_2021: Form) -> None:
    fields = lay_form(form_2021).fields
    expected = {
        (place.sheet, place.address)
        for field, place in fields.items()
        if field.kind in (FieldKind.VERDICT, FieldKind.COMPLETE, FieldKind.RULE_VERDICT)
    }
    (found,) = [a for a in alarms(opened(form_2021, last=True)) if a[0] == "检查"]
    assert expected == cells_of(found[0], found[1])
    assert {"×", "？"} == set(found[2]).intersection("√×—？○")


def test_red_is_not_by_colour_alone(form_2021: Form) -> None:
    book = opened(form_2021, last=False)
    looks = {
        (rule.dxf.font.b, rule.dxf.font.u, rule.dxf.fill.bgColor.rgb)
        for sheet in book.worksheets
        for ranges in sheet.conditional_formatting
        for rule in ranges.rules
        if rule.dxf.fill and "LEFT(" not in rule.formula[0] and "RIGHT(" not in rule.formula[0]
    }  # a verdict begins or ends with its sign
    assert {(True, "single", "FFF8D7DA")} == looks


def test_what_the_cover_says_has_the_colour_of_its_sign(form_2021: Form) -> None:
    found: dict[str, set[str]] = {}
    for ranges in opened(form_2021, last=False)["封面"].conditional_formatting:
        for rule in ranges.rules:
            colours = found.setdefault(rule.formula[0].split("=")[-1], set())
            colours.add(rule.dxf.fill.bgColor.rgb)
    signs = {"×": Sign.OPEN, "○": Sign.ASIDE, "√": Sign.DONE}
    assert {f'"{mark}"': {f"FF{sign.paper[1:]}"} for mark, sign in signs.items()} == found


def test_totals_of_nothing_are_quiet(form_2021: Form) -> None:
    form, book = form_2021, opened(form_2021, last=False)
    quiet = {
        cell
        for sheet in book.worksheets
        for ranges in sheet.conditional_formatting
        for rule in ranges.rules
        if (rule.type, rule.operator, rule.formula) == ("cellIs", "equal", ["0"])
        for cell in cells_of(sheet.title, str(ranges.sqref))
    }
    assert places(lay_form(form), tuple(c.index for c in form.cells if c.total)) == quiet
