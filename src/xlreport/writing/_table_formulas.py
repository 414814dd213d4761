"""The formulas that show on the 检查 sheet how much of each table is filled in."""

from __future__ import annotations

from xlreport.form.duties import NO_DUTY, cells_without
from xlreport.form.form import Form
from xlreport.form.measure import Blank
from xlreport.layout.cover import NIL
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.layout import Layout
from xlreport.writing._check_formulas import (
    HALF,
    RIGHT,
    UNJUDGED,
    WRONG,
    LineFigures,
    address_of,
    areas_of,
)
from xlreport.writing.content import Formula


def table_formulas(layout: Layout, key: str, figures: LineFigures) -> dict[Field, Formula]:
    """Return the formulas that show how much of a table is filled in."""
    cells = layout.form.table(key).cells
    inputs = tuple(c.index for c in cells if not c.total and c.index not in figures.locked)
    if not inputs:
        all_inputs = {cell.index for cell in cells if not cell.total}
        has_none = cells_without(layout.form, figures.declared).issuperset(all_inputs)
        return _nothing_asked(key, NO_DUTY if has_none else "")
    asked = asked_inputs(layout.form, key, figures)
    areas = areas_of(layout, asked)
    count = len(asked)
    filled = sum(map(figures.is_filled, asked))
    is_nil = key in figures.nil
    unasked = cells_without(layout.form, figures.declared)
    blank = sum(not figures.is_filled(i) for i in asked if i not in unasked and not is_nil)
    declared = address_of(layout, Field(FieldKind.DECLARED, key))
    blanks = "+".join(f"COUNTBLANK({area})" for area in areas) or "0"
    counted = f"COUNTA({','.join(areas)})" if areas else "0"
    nil = reference(layout.fields[Field(FieldKind.NIL, key)], absolute=False)
    return {
        Field(FieldKind.REQUIRED, key): Formula(str(count), count),
        Field(FieldKind.FILLED, key): Formula(counted, filled),
        Field(FieldKind.BLANK, key): Formula(f'IF({declared}<>"",0,{blanks})', blank),
        Field(FieldKind.COMPLETE, key): _completeness(layout, key, inputs, figures),
        Field(FieldKind.DECLARED, key): Formula(f'IF({nil}="","",{nil})', NIL if is_nil else ""),
    }


def _nothing_asked(key: str, why: str) -> dict[Field, Formula]:
    """Return the formulas of a table of which there is no cell to fill in, and why not."""
    counts = (FieldKind.REQUIRED, FieldKind.FILLED, FieldKind.BLANK)
    return {
        **{Field(kind, key): Formula("0", 0) for kind in counts},
        Field(FieldKind.COMPLETE, key): Formula(f'"{UNJUDGED}"', UNJUDGED),
        Field(FieldKind.DECLARED, key): Formula(f'"{why}"', why),
    }


def asked_inputs(form: Form, key: str, figures: LineFigures) -> tuple[int, ...]:
    """List the inputs of a table that may not stay blank."""
    may_be_blank = (Blank.ZERO, Blank.NOT_YET)
    cells = (c for c in form.table(key).cells if not c.total and c.index not in figures.locked)
    return tuple(cell.index for cell in cells if cell.measure.blank not in may_be_blank)


def _completeness(
    layout: Layout, key: str, inputs: tuple[int, ...], figures: LineFigures
) -> Formula:
    """Return the verdict on a table: all filled in, or nothing besides 0 where declared nil.

    A table that nobody has begun to fill in is not wrong, whatever it must not lack.
    """
    asked = asked_inputs(layout.form, key, figures)
    required = tuple(i for i in asked if layout.form.cells[i].measure.blank is Blank.ERROR)
    filled, blank, declared = (
        address_of(layout, Field(kind, key))
        for kind in (FieldKind.FILLED, FieldKind.BLANK, FieldKind.DECLARED)
    )
    if asked != inputs:
        filled = f"COUNTA({','.join(areas_of(layout, inputs))})"
    lacks = "+".join(f"COUNTBLANK({area})" for area in areas_of(layout, required))
    verdict = f'IF({blank}=0,"{RIGHT}","{HALF}")'
    if required:
        verdict = f'IF({filled}=0,"{HALF}",IF({lacks}>0,"{WRONG}",{verdict}))'
    verdict = verdict if asked else f'"{RIGHT}"'
    nil = f'IF({_count_nonzero(layout, inputs)}=0,"{RIGHT}","{WRONG}")'
    formula = f'IF({declared}<>"",{nil},{verdict})'
    if key in figures.nil:
        return Formula(formula, WRONG if any(map(figures.is_nonzero, inputs)) else RIGHT)
    if asked and not any(map(figures.is_filled, inputs)):
        return Formula(formula, HALF)
    unasked = cells_without(layout.form, figures.declared)
    open_cells = {i for i in asked if i not in unasked and not figures.is_filled(i)}
    if not open_cells.isdisjoint(required):
        return Formula(formula, WRONG)
    return Formula(formula, HALF if open_cells else RIGHT)


def _count_nonzero(layout: Layout, inputs: tuple[int, ...]) -> str:
    """Count the cells that hold anything but 0; a 0 typed where the unit is required is text."""
    cells = layout.form.cells
    texts = tuple(index for index in inputs if cells[index].measure.unit_required)
    numbers = tuple(index for index in inputs if not cells[index].measure.unit_required)
    counts = [f"SUMPRODUCT(--({area}<>0))" for area in areas_of(layout, numbers)]
    counts += [f'SUMPRODUCT(({area}<>0)*({area}<>"0"))' for area in areas_of(layout, texts)]
    return "+".join(counts)
