"""Binding: from a relation over keys to sums over the cells of a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlreport.base.errors import FormError
from xlreport.base.toml_fault import TomlPlace, fault
from xlreport.form.outline import Outline
from xlreport.form.parts import Cell, Part, Table
from xlreport.form.rule import Balance, Every, KeyTerm, Relation, Rule, Term, Terms


def bind_rule(rule: Rule, tables: Sequence[Table], where: TomlPlace) -> list[Balance]:
    """Apply a rule at every place where it holds; raises `FormError` where it holds nowhere."""
    balances = [
        balance
        for relation in rule.relations
        for balance in _bind_relation(rule, relation, tables, where)
    ]
    for balance in balances:
        _check_units(balance, tables, where)
        if rule.fill and not _fills(balance, tables):
            raise fault("bad-fill", where)
    return balances


def find_cells(name: str, tables: Sequence[Table], where: TomlPlace) -> list[Cell]:
    """Find the cells that `table.row` or `table.row.column` names, groups included."""
    key, _, rest = name.partition(".")
    for table in tables:
        if table.key == key and rest:
            return _cells_of(table, name, where)
    raise fault("no-name", where, name=name)


def mark_totals(
    tables: Sequence[Table], balances: Sequence[Balance], where: TomlPlace
) -> list[Table]:
    """Mark the cells that a `fill` rule computes; raises `FormError` where they go in a circle."""
    fills = {b.left[0].cell: b for b in reversed(balances) if b.rule.fill}
    done: set[int] = set()

    def visit(index: int, above: tuple[int, ...]) -> None:
        if index in above:
            raise fault("fill-circle", where, rule=fills[index].rule.id)
        if index in fills and index not in done:
            for term in fills[index].right:
                visit(term.cell, (*above, index))
            done.add(index)

    for index in fills:
        visit(index, ())
    return [
        replace(table, cells=tuple(replace(c, total=c.index in fills) for c in table.cells))
        for table in tables
    ]


@dataclass(frozen=True, slots=True)
class _Line:
    """Is one row or one column at which a relation stands."""

    label: str
    table: Table
    part: Part
    row: str = ""
    column: str = ""

    def cells(self, key: str) -> list[Cell]:
        """Find the cells of this row that lie in the columns of `key`, or the other way round."""
        rows = [self.row] if self.row else _leaves(self.part.rows, key)
        columns = [self.column] if self.column else _leaves(self.part.columns, key)
        return [c for c in self.table.cells if c.row in rows and c.column in columns]


def _bind_relation(
    rule: Rule, relation: Relation, tables: Sequence[Table], where: TomlPlace
) -> Iterator[Balance]:
    if rule.every is Every.NOWHERE:
        prefix = f"{rule.table}." if rule.table else ""
        found = {
            term: find_cells(prefix + ".".join(term.name), tables, where) if term.name else []
            for term in relation.terms
        }
        yield _balance(rule, relation, "", found)
        return
    table = next(table for table in tables if table.key == rule.table)
    places = [place for part in table.parts for place in _places(rule.every, table, part)]
    bound = False
    for place in places:
        found = {term: place.cells(".".join(term.name)) for term in relation.terms if term.name}
        if all(found.values()):
            bound = True
            yield _balance(rule, relation, place.label, found)
    if not bound:
        raise _missing_key(rule, relation, table, where)


def _missing_key(rule: Rule, relation: Relation, table: Table, where: TomlPlace) -> FormError:
    known = {node.key for part in table.parts for node in part.rows.walk() + part.columns.walk()}
    for name in (".".join(term.name) for term in relation.terms if term.name):
        if name not in known:
            return fault("no-key", where, relation=relation.text, table=table.key, key=name)
    axis = "行" if rule.every is Every.ROW else "列"
    return fault("no-place", where, relation=relation.text, table=table.key, axis=axis)


def _places(every: Every, table: Table, part: Part) -> Iterator[_Line]:
    if every is Every.ROW:
        for key, path in part.rows.paths().items():
            yield _Line(path[-1] if path else "", table, part, row=key)
    else:
        for key, path in part.columns.paths().items():
            yield _Line(path[-1] if path else "", table, part, column=key)


def _leaves(outline: Outline, key: str) -> list[str]:
    for node in outline.walk():
        if node.key == key:
            return [leaf.key for leaf in node.leaves()]
    return []


def _cells_of(table: Table, name: str, where: TomlPlace) -> list[Cell]:
    _, row, column, *beyond = (*name.split("."), "")
    found = [
        cell
        for part in table.parts
        for cell in table.cells
        if cell.row in _leaves(part.rows, row)
        and not any(beyond)
        and (not column or cell.column in _leaves(part.columns, column))
    ]
    if not found:
        raise fault("no-cell", where, name=name, table=table.key)
    return found


def _balance(
    rule: Rule, relation: Relation, place: str, found: dict[KeyTerm, list[Cell]]
) -> Balance:
    def side(terms: tuple[KeyTerm, ...], *, last: bool) -> Terms:
        return tuple(
            Term(cell.index, term.sign)
            for term in terms
            if term.name and term.last is last
            for cell in found[term]
        )

    return Balance(
        rule,
        relation,
        place,
        side(relation.left, last=False),
        side(relation.right, last=False),
        side(relation.left, last=True),
        side(relation.right, last=True),
        sum(t.sign * t.number for t in relation.left)
        - sum(t.sign * t.number for t in relation.right),
    )


def _check_units(balance: Balance, tables: Sequence[Table], where: TomlPlace) -> None:
    cells = {cell.index: cell for table in tables for cell in table.cells}
    scales = {cells[i].measure.scale for i in balance.cells + balance.last_cells}
    if len(scales) > 1 or (balance.constant and scales != {0}):
        raise fault("units-mixed", where, relation=balance.relation.text)


def _fills(balance: Balance, tables: Sequence[Table]) -> bool:
    """Tell whether the left side can be written as Excel's SUM of cells on the same sheet."""
    tables_by_cell = {cell.index: table.key for table in tables for cell in table.cells}
    return (
        balance.relation.operator == "="
        and len(balance.left) == 1
        and balance.left[0].factor == 1
        and not balance.last_cells
        and not balance.constant
        and any(term.factor > 0 for term in balance.right)
        and balance.left[0].cell not in {term.cell for term in balance.right}
        and len({tables_by_cell[index] for index in balance.cells}) == 1
    )
