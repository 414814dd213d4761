"""Binding of rules between two forms: over the cells of the one and, behind them, of the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlreport.base.toml_fault import fault
from xlreport.base.toml_location import TomlLocation
from xlreport.form._bind import bind_rule
from xlreport.form.parts import Table
from xlreport.form.rule import CrossBalance, Rule


def bind_across(
    rule: Rule, own: Sequence[Table], other: str, theirs: Sequence[Table], location: TomlLocation
) -> Iterator[CrossBalance]:
    """Bind a rule to the tables of its form and to those of the form with the id `other`.

    Raises `FormError` for a rule that is not about both.
    """
    count = sum(len(table.cells) for table in own)
    first = min(cell.index for table in own for cell in table.cells)
    moved = [_moved(table, -first) for table in own] + [_moved(table, count) for table in theirs]
    for balance in bind_rule(rule, moved, location):
        if balance.last_cells:
            raise fault("against-last", location, relation=balance.relation.text)
        if len({index < count for index in balance.cells}) == 1:
            raise fault("against-one", location, relation=balance.relation.text, other=other)
        yield CrossBalance(other, count, balance)


def _moved(table: Table, by: int) -> Table:
    """Copy a table whose cells are counted from another start."""
    return replace(table, cells=tuple(replace(c, index=c.index + by) for c in table.cells))
