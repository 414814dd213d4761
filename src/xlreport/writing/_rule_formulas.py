"""The formulas that sum up the lines of a rule, and the addresses that the links lead to."""

from __future__ import annotations

from xlreport.layout.check_line import check_lines, rules_to_keep
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Layout
from xlreport.writing._check_formulas import RIGHT, UNJUDGED, UNKNOWN, WRONG
from xlreport.writing._first_sign import (
    SeenValues,
    address_text,
    count_signs,
    first_with,
    target_of,
    target_of_first,
)
from xlreport.writing.content import Formula

LOOK = "查看"


def rule_formulas(layout: Layout, values: SeenValues) -> dict[Field, Formula]:
    """Return the formulas of the row of every rule that must be kept."""
    formulas: dict[Field, Formula] = {}
    for lines in rules_to_keep(layout.form):
        fields = [Field(FieldKind.VERDICT, line.number) for line in lines]
        failing = count_signs(layout, values, fields, (WRONG, UNKNOWN))
        total, key = len(fields), lines[0].number
        said = f"共 {total} 处"
        text = f'IF({failing.text}>0,"{total} 处中 "&{failing.text}&" 处不符合","{said}")'
        seen = f"{total} 处中 {failing.value} 处不符合" if failing.value else said
        target = target_of_first(layout, values, fields, (WRONG, UNKNOWN)).text
        formulas |= {
            Field(FieldKind.RULE_FAILING, key): Formula(text, seen),
            Field(FieldKind.RULE_VERDICT, key): _verdict(layout, values, fields),
            Field(FieldKind.RULE_LINK, key): Formula(f'HYPERLINK({target},"{LOOK}")', LOOK),
        }
    return formulas


def _verdict(layout: Layout, values: SeenValues, fields: list[Field]) -> Formula:
    """Return the gravest sign of some lines; √ where one holds and all others are still blank."""
    formula = f'"{UNJUDGED}"'
    for sign in (RIGHT, UNKNOWN, WRONG):
        formula = f'IF({count_signs(layout, values, fields, (sign,)).text}>0,"{sign}",{formula})'
    first = first_with(layout, values, fields, (WRONG, UNKNOWN, RIGHT))
    return Formula(formula, UNJUDGED if first is None else values[first])


def target_addresses(layout: Layout, *, last: bool) -> dict[Field, str]:
    """Return the address that each line and each table is about, as text.

    `last` tells whether the lines that compare with earlier figures are shown.
    """
    targets = {
        Field(FieldKind.LINE_TARGET, line.number): Field(FieldKind.VERDICT, line.number)
        for line in check_lines(layout.form)
        if last or not line.last
    }
    targets |= {
        Field(FieldKind.TABLE_TARGET, table.key): Field(FieldKind.COMPLETE, table.key)
        for table in layout.form.filled_tables
    }
    return {field: address_text(target_of(layout, seen)) for field, seen in targets.items()}
