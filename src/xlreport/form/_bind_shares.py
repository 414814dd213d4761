"""Binding of shares: a quotient over keys, such as `online / done`, becomes two sums over cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlreport.base.toml_fault import error_at, fault
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import leaf_keys
from xlreport.form.parts import Cell, Share, Table
from xlreport.form.rule import KeyTerm, Term, Terms, parse_sum


def bind_shares(table: Table, location: TomlLocation) -> Iterator[Share]:
    """Yield the shares of a table; raises `FormError` for one that cannot be computed."""
    cells = {cell.index: cell for cell in table.cells}
    for index, text in table.shares.items():
        yield _bind_share(text, cells[index], table, field(location, "kinds"))


def _bind_share(text: str, cell: Cell, table: Table, location: TomlLocation) -> Share:
    sides = text.split("/")
    if len(sides) != 2:
        raise fault("share-divide", location, text=text)
    numerator, denominator = (_bind_sum(side, text, cell, table, location) for side in sides)
    parts = [
        part for part in table.cells if part.index in {t.cell for t in numerator + denominator}
    ]
    measures = {(part.measure.kind, part.measure.unit) for part in parts}
    scales = {part.measure.scale for part in parts}
    adds = all(part.measure.adds for part in parts)
    if not adds or len(scales) > 1 or len({unit for _, unit in measures}) > 1:
        raise fault("share-units", location, text=text)
    return Share(cell.index, text, numerator, denominator)


def _bind_sum(side: str, text: str, cell: Cell, table: Table, location: TomlLocation) -> Terms:
    """Read one side of a quotient: a sum over cells of the same row, or else the same column."""
    try:
        parsed = parse_sum(side)
    except ValueError as error:
        raise error_at(location, str(error)) from None
    if any(term.last or not term.name for term in parsed):
        raise fault("share-divide", location, text=text)
    terms = [Term(index, term.factor) for term in parsed for index in _cells_of(term, cell, table)]
    if not all(_cells_of(term, cell, table) for term in parsed):
        raise fault("share-cells", location, text=text)
    return tuple(terms)


def _cells_of(term: KeyTerm, cell: Cell, table: Table) -> Sequence[int]:
    key = ".".join(term.name)
    for part in table.parts:
        columns, rows = leaf_keys(part.columns, key), leaf_keys(part.rows, key)
        in_row = [c.index for c in table.cells if c.row == cell.row and c.column in columns]
        if in_row:
            return in_row
        in_column = [c.index for c in table.cells if c.column == cell.column and c.row in rows]
        if in_column:
            return in_column
    return []
