"""Faults of bound relations: units that do not fit, and sums of what cannot be added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlreport.base.toml_fault import fault
from xlreport.base.toml_location import TomlLocation
from xlreport.form.measure import Kind
from xlreport.form.parts import Cell, Table
from xlreport.form.rule import Balance

# Counts that are not added over departments, such as what is in force, have sums within one.
_AVERAGES = (Kind.PERCENTAGE, Kind.DECIMAL)


def refuse_balance(balance: Balance, tables: Sequence[Table], location: TomlLocation) -> None:
    """Raise `FormError` for a bound relation that adds or compares what cannot be."""
    cells = {cell.index: cell for table in tables for cell in table.cells}
    _check_units(balance, cells, location)
    _check_sums(balance, cells, location)
    if balance.rule.fill and not _is_total(balance, cells):
        raise fault("bad-fill", location)
    if balance.rule.fill and not all(cells[index].measure.adds for index in balance.cells):
        raise fault("fill-adds", location, relation=balance.relation.text)


def _check_units(balance: Balance, cells: Mapping[int, Cell], location: TomlLocation) -> None:
    """Raise `FormError` where numbers of different units, or no numbers, are added or compared."""
    used = {*balance.cells, *(index % len(cells) for index in balance.last_cells)}
    for index in sorted(used):
        if not cells[index].measure.is_number:
            facts = {"relation": balance.relation.text, "cell": cells[index].path}
            raise fault("not-number", location, **facts)
    scales = {cells[index].measure.scale for index in used}
    if len(scales) > 1 or (balance.constant and scales != {0}):
        raise fault("units-mixed", location, relation=balance.relation.text)


def _check_sums(balance: Balance, cells: Mapping[int, Cell], location: TomlLocation) -> None:
    """Raise `FormError` where percentages or averages are added up, and not only compared."""
    for terms in (balance.left + balance.left_last, balance.right + balance.right_last):
        for term in terms if len(terms) > 1 else ():
            cell = cells[term.cell % len(cells)]
            if cell.measure.kind in _AVERAGES and not cell.measure.adds:
                raise fault("sum-adds", location, relation=balance.relation.text, cell=cell.path)


def _is_total(balance: Balance, cells: Mapping[int, Cell]) -> bool:
    """Tell whether the left side is one cell that Excel's SUM can compute on the same sheet."""
    return (
        balance.relation.operator == "="
        and len(balance.left) == 1
        and balance.left[0].factor == 1
        and not balance.last_cells
        and not balance.constant
        and any(term.factor > 0 for term in balance.right)
        and balance.left[0].cell not in {term.cell for term in balance.right}
        and len({cells[index].table for index in balance.cells}) == 1
    )
