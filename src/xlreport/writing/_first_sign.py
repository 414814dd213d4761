"""Formulas that find the first of some rows of the 检查 sheet that shows one of some signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from xlreport.base.address import Area, a1_range
from xlreport.form.sheet_names import CHECKS_SHEET
from xlreport.layout.check_line import check_lines
from xlreport.layout.checks_sheet import TARGETS
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import area_reference, reference
from xlreport.layout.layout import Layout, Position
from xlreport.writing.content import Formula

SeenValues = Mapping[Field, int | float | str]
"""The values of the fields of the 检查 sheet."""


def count_signs(
    layout: Layout,
    values: SeenValues,
    fields: Sequence[Field],
    signs: Sequence[str],
    *,
    elsewhere: bool = False,
) -> Formula:
    """Return the formula that counts the fields with one of these signs, and the count.

    It is about a column of the 检查 sheet, and stands there unless it stands `elsewhere`.
    """
    runs = _runs(layout, fields)
    areas = [area_reference(CHECKS_SHEET, run) if elsewhere else a1_range(*run) for run in runs]
    terms = [f'COUNTIF({area},"{sign}")' for area in areas for sign in signs]
    return Formula("+".join(terms) or "0", sum(values[field] in signs for field in fields))


def sum_of(layout: Layout, values: SeenValues, fields: Sequence[Field]) -> Formula:
    """Return the sum of some counts of the 检查 sheet, as a formula there."""
    areas = [a1_range(*area) for area in _runs(layout, fields)]
    count = sum(int(values[field]) for field in fields)
    return Formula(f"SUM({','.join(areas)})" if areas else "0", count)


def text_of_first(
    layout: Layout, fields: Sequence[Field], signs: Sequence[str], column: int, otherwise: str
) -> str:
    """Return the formula of what stands in a column beside the first field with the gravest sign.

    `signs` begin with the gravest. `otherwise` is the formula of what is shown where no field has
    any of them.
    """
    formula = otherwise
    areas = [(sign, area) for sign in signs for area in _runs(layout, fields)]
    for sign, area in reversed(areas):
        seen, shown = a1_range(*area), a1_range(area.top, column, area.bottom, column)
        # Gnumeric finds nothing in an area of one cell.
        is_single = area.top == area.bottom
        found = shown if is_single else f'INDEX({shown},MATCH("{sign}",{seen},0))'
        formula = f'IF(COUNTIF({seen},"{sign}")>0,{found},{formula})'
    return formula


def target_of_first(
    layout: Layout, values: SeenValues, fields: Sequence[Field], signs: Sequence[str]
) -> Formula:
    """Return the address that the first field with the gravest sign is about, as a formula.

    Where no field has any of the signs, that is the first field itself.
    """
    otherwise = address_text(layout.fields[fields[0]] if fields else TOP)
    text = text_of_first(layout, fields, signs, TARGETS, f'"{otherwise}"')
    first = first_with(layout, values, fields, signs)
    return Formula(text, address_text(target_of(layout, first)) if first else otherwise)


def target_of(layout: Layout, field: Field) -> Position:
    """Return the cell that a verdict on a line or a table is about."""
    if field.kind is FieldKind.VERDICT:
        return layout.positions[check_lines(layout.form)[int(field.key) - 1].cells[0]]
    cells = layout.form.table(str(field.key)).cells
    first = next((cell for cell in cells if not cell.total), cells[0])
    return layout.positions[first.index]


def first_with(
    layout: Layout, values: SeenValues, fields: Iterable[Field], signs: Sequence[str]
) -> Field | None:
    """Return the field with the gravest of these signs that stands first, None without any."""
    ordered = sorted(fields, key=lambda field: layout.fields[field].row)
    found = (field for sign in signs for field in ordered if values[field] == sign)
    return next(found, None)


def address_text(place: Position) -> str:
    """Return the address of a cell as the function HYPERLINK takes it."""
    return f"#{reference(place, absolute=False)}"


def _runs(layout: Layout, fields: Sequence[Field]) -> Iterator[Area]:
    """Yield the areas of fields of one column, as few as their rows make."""
    rows = sorted(layout.fields[field].row for field in fields)
    if not rows:
        return
    column = layout.fields[fields[0]].column
    breaks = [after for before, after in pairwise(rows) if after > before + 1]
    tops = [rows[0], *breaks]
    for top, after in zip(tops, [*breaks, None], strict=True):
        bottom = max(row for row in rows if after is None or row < after)
        yield Area(top, column, bottom, column)


TOP = Position(CHECKS_SHEET, 0, 0)
"""Where the 检查 sheet begins."""
