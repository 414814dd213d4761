"""How much of a table is filled in, where a clerk may declare that there is no such duty.

The plain formulas count all inputs; these leave out the inputs of the duties that are declared.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlreport.base.address import a1
from xlreport.form.duties import cells_without
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Layout
from xlreport.writing._check_formulas import UNJUDGED, WRONG, LineFigures, areas_of
from xlreport.writing._declared import declarable
from xlreport.writing._table_formulas import asked_inputs
from xlreport.writing.content import Formula


def duty_formulas(
    layout: Layout, key: str, figures: LineFigures, plain: Mapping[Field, Formula]
) -> dict[Field, Formula]:
    """Return the formulas of a table that duties change; `plain` are those without them.

    A table of which no input is left is neither filled in nor empty: its verdict is —. A declared
    duty with anything in its cells makes it ×.
    """
    inputs = {*asked_inputs(layout.form, key, figures)}
    groups = declarable(layout, inputs)
    if not groups:
        return {}
    declared = inputs & cells_without(layout.form, figures.declared)
    typed = sum(map(figures.is_filled, declared))
    count = len(inputs - declared)
    fewer, fewer_blank, filled = "", "", []
    for group in groups:
        condition, areas = group.condition, areas_of(layout, group.inputs)
        fewer += f"-IF({condition},{len(group.inputs)},0)"
        fewer_blank += f"-IF({condition},{'+'.join(f'COUNTBLANK({area})' for area in areas)},0)"
        filled.append(f"IF({condition},COUNTA({','.join(areas)}),0)")
    required, blank, complete = (
        Field(kind, key) for kind in (FieldKind.REQUIRED, FieldKind.BLANK, FieldKind.COMPLETE)
    )
    position = layout.fields[required]
    verdict = plain[complete].value
    if typed:
        verdict = WRONG
    elif not count:
        verdict = UNJUDGED
    return {
        required: Formula(f"{plain[required].text}{fewer}", count),
        blank: Formula(f"MAX(0,{plain[blank].text}{fewer_blank})", plain[blank].value),
        complete: Formula(
            f'IF({"+".join(filled)}>0,"{WRONG}",IF({a1(position.row, position.column)}=0,'
            f'"{UNJUDGED}",{plain[complete].text}))',
            verdict,
        ),
    }
