"""Binding: a relation over keys becomes sums over the cells of a form, once for each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xlreport.base.errors import FormError
from xlreport.base.toml_fault import fault, guess, keep
from xlreport.base.toml_location import TomlLocation
from xlreport.form._bind_faults import refuse_balance
from xlreport.form.outline import Outline
from xlreport.form.parts import Cell, Part, Share, Table
from xlreport.form.rule import Balance, EarlierBlock, Every, KeyTerm, Relation, Rule, Term, Terms

# The largest totals (10^15) of so many cells still add up within 64 bits.
_MOST_WEIGHT = 9000
_MOST_DEPTH = 40  # totals of totals of totals …

_TermCells = Mapping[KeyTerm, Sequence[Cell]]


def bind_rule(rule: Rule, tables: Sequence[Table], location: TomlLocation) -> list[Balance]:
    """Apply a rule to every line that has its keys; raises `FormError` if there is none."""
    balances = [
        balance
        for relation in rule.relations
        for balance in bind_relation(rule, relation, tables, location)
    ]
    for balance in balances:
        refuse_balance(balance, tables, location)
    return balances


def find_cells(name: str, tables: Sequence[Table], location: TomlLocation) -> list[Cell]:
    """Find the cells that `table.row` or `table.row.column` names; a group names its leaves.

    Raises `FormError` for a name of another form or of no cell.
    """
    key, _, rest = name.partition(".")
    for table in tables:
        if table.key == key and rest:
            return _find_in_table(name, table, location)
    raise fault("no-name", location, name=name)


def mark_totals(
    tables: Sequence[Table],
    balances: Sequence[Balance],
    shares: Sequence[Share],
    places: Mapping[str, TomlLocation],
) -> list[Table]:
    """Mark the cells that a `fill` rule or a share computes.

    `places` are the locations of rules by their ids. Raises `FormError` for circular totals and
    for a share that a rule computes, too.
    """
    fills = {b.left[0].cell: b for b in reversed(balances) if b.rule.fill}
    depths: dict[int, int] = {}

    def visit(index: int, above: tuple[int, ...]) -> None:
        if index in above:
            rule = fills[index].rule.id
            raise fault("fill-circle", places[rule], rule=rule)
        if len(above) > _MOST_DEPTH:
            raise fault("fill-deep", places[fills[above[0]].rule.id], most=_MOST_DEPTH)
        if index in fills and index not in depths:
            for term in fills[index].right:
                visit(term.cell, (*above, index))
            depths[index] = 1 + max(depths.get(term.cell, 0) for term in fills[index].right)
            if depths[index] > _MOST_DEPTH:
                raise fault("fill-deep", places[fills[index].rule.id], most=_MOST_DEPTH)

    for index in fills:
        visit(index, ())
    for share in shares:
        if share.cell in fills:
            rule = fills[share.cell].rule.id
            raise fault("share-total", places[rule], text=share.text, rule=rule)
    computed = {*fills, *(share.cell for share in shares)}
    return [
        replace(table, cells=tuple(replace(c, total=c.index in computed) for c in table.cells))
        for table in tables
    ]


def keep_heavy(
    balances: Sequence[Balance], tables: Sequence[Table], locations: Mapping[str, TomlLocation]
) -> None:
    """Keep a fault for a relation so large, or with such factors, that sums could overflow.

    A total counts as the cells it is computed from. `locations` are those of the rules, by id.
    """
    width = _count_cells(tables)
    fills = {b.left[0].cell: b for b in reversed(balances) if b.rule.fill}
    weights: dict[int, int] = {}

    def weigh(terms: Iterable[Term]) -> int:
        return sum(abs(term.factor) * weight_of(term.cell % width) for term in terms)

    def weight_of(index: int) -> int:
        if index not in weights:
            weights[index] = 1  # so that totals in a circle, which are refused later, end here
            weights[index] = weigh(fills[index].right) if index in fills else 1
        return weights[index]

    for balance in balances:
        sides = (balance.left, balance.right, balance.left_last, balance.right_last)
        weight = sum(map(weigh, sides))
        if weight > _MOST_WEIGHT:
            facts = {"relation": balance.relation.text, "weight": weight, "most": _MOST_WEIGHT}
            keep("too-heavy", locations[balance.rule.id], **facts)


@dataclass(frozen=True, slots=True)
class _AxisLine:
    """One row or one column of a strip, to which a relation is applied."""

    label: str
    table: Table
    part: Part
    row: str = ""
    column: str = ""

    def cells(self, key: str) -> list[Cell]:
        """Find the cells of this row in the columns of `key`, or of this column in its rows."""
        rows = [self.row] if self.row else leaf_keys(self.part.rows, key)
        columns = [self.column] if self.column else leaf_keys(self.part.columns, key)
        return [c for c in self.table.cells if c.row in rows and c.column in columns]

    def crosses_out(self, key: str) -> bool:
        """Tell whether the official table has no cell where this line meets `key`."""
        rows = [self.row] if self.row else leaf_keys(self.part.rows, key)
        columns = [self.column] if self.column else leaf_keys(self.part.columns, key)
        crossings = {(row, column) for row in rows for column in columns}
        return bool(crossings) and crossings <= self.part.absent


def bind_relation(
    rule: Rule, relation: Relation, tables: Sequence[Table], location: TomlLocation
) -> Iterator[Balance]:
    """Apply a relation of a rule to every line that has its keys, whatever its cells hold.

    Raises `FormError` if there is no such line.
    """
    terms = [term for term in relation.terms if term.name]
    if rule.every is Every.NOWHERE:
        prefix = f"{rule.table}." if rule.table else ""
        names = {term: prefix + ".".join(term.name) for term in terms}
        cells = {term: find_cells(name, tables, location) for term, name in names.items()}
        yield _make_balance(rule, relation, "", cells, tables)
        return
    table = next(table for table in tables if table.key == rule.table)
    chosen = _chosen_lines(rule, table, location)
    bound = False
    for part in table.parts:
        for line in _lines(rule.every, table, part):
            if chosen and (line.row or line.column) not in chosen:
                continue
            cells = {term: line.cells(".".join(term.name)) for term in terms}
            if _binds(relation, cells, line):
                bound = True
                yield _make_balance(rule, relation, line.label, cells, tables)
    if not bound:
        raise _unbound(relation, rule, table, location)


def _chosen_lines(rule: Rule, table: Table, location: TomlLocation) -> set[str]:
    """List the rows or columns to which a rule is restricted; none where it holds in all."""
    chosen: set[str] = set()
    for key in rule.only:
        outlines = [p.rows if rule.every is Every.ROW else p.columns for p in table.parts]
        leaves = [leaf for outline in outlines for leaf in leaf_keys(outline, key)]
        if not leaves:
            axis = "行" if rule.every is Every.ROW else "列"
            raise fault("only-key", location, key=key, axis=axis)
        chosen |= {*leaves}
    return chosen


def _binds(relation: Relation, cells: _TermCells, line: _AxisLine) -> bool:
    """Tell whether a relation holds in a line: its keys have cells there, or are crossed out.

    A crossed-out cell adds nothing to its side; a side of which nothing is left says nothing.
    """
    if all(cells.values()):
        return True
    if not all(found or line.crosses_out(".".join(term.name)) for term, found in cells.items()):
        return False
    sides = [[term for term in side if term.name] for side in (relation.left, relation.right)]
    return all(any(cells[term] for term in side) for side in sides if side)


def _unbound(relation: Relation, rule: Rule, table: Table, location: TomlLocation) -> FormError:
    """Make the error about a relation that fits no line: an unknown key, or keys never together."""
    nodes = [node for part in table.parts for node in part.rows.walk() + part.columns.walk()]
    keys = {node.key for node in nodes if node.key}
    for name in (".".join(term.name) for term in relation.terms if term.name):
        if name not in keys:
            facts = {"relation": relation.text, "table": table.key, "key": name}
            return fault("no-key", location, **facts, guess=guess(name, keys))
    axis = "行" if rule.every is Every.ROW else "列"
    return fault("no-line", location, relation=relation.text, table=table.key, axis=axis)


def _lines(every: Every, table: Table, part: Part) -> Iterator[_AxisLine]:
    """Yield the rows or the columns of a strip."""
    if every is Every.ROW:
        for key, path in part.rows.paths().items():
            yield _AxisLine(path[-1] if path else "", table, part, row=key)
    else:
        for key, path in part.columns.paths().items():
            yield _AxisLine(path[-1] if path else "", table, part, column=key)


def leaf_keys(outline: Outline, key: str) -> list[str]:
    """List the keys of the leaves below the label of this key; a leaf is its own."""
    for node in outline.walk():
        if node.key == key:
            return [leaf.key for leaf in node.leaves()]
    return []


def _find_in_table(name: str, table: Table, location: TomlLocation) -> list[Cell]:
    """Find the cells of a table that `table.row` or `table.row.column` names."""
    _, row, column, *others = (*name.split("."), "")
    cells: list[Cell] = []
    for part in table.parts:
        rows = set(leaf_keys(part.rows, row))
        columns = set(leaf_keys(part.columns, column or ""))
        cells += [
            cell
            for cell in table.cells
            if cell.row in rows and (not column or cell.column in columns)
        ]
    if not cells or any(others):
        of_column = [cell for cell in table.cells if cell.column == row]
        if of_column and not column:
            example = f"{table.key}.{of_column[0].row}.{row}"
            raise fault("cell-column", location, name=name, table=table.key, example=example)
        raise fault("no-cell", location, name=name, table=table.key)
    return cells


def _make_balance(
    rule: Rule, relation: Relation, label: str, cells: _TermCells, tables: Sequence[Table]
) -> Balance:
    width = _count_cells(tables)
    constant = _constant(relation.left) - _constant(relation.right)
    return Balance(
        rule=rule,
        relation=relation,
        place=label,
        left=_bound_terms(relation.left, cells),
        right=_bound_terms(relation.right, cells),
        left_last=_earlier_terms(relation.left, cells, width),
        right_last=_earlier_terms(relation.right, cells, width),
        constant=constant,
        within=bool(constant) or not all(c.measure.adds for each in cells.values() for c in each),
    )


def _count_cells(tables: Sequence[Table]) -> int:
    return sum(len(table.cells) for table in tables)


def _bound_terms(terms: Sequence[KeyTerm], cells: _TermCells) -> Terms:
    """Replace the keys of a side by cells, where they mean figures of the report itself."""
    return tuple(
        Term(cell.index, term.factor)
        for term in terms
        if term.name and not term.last
        for cell in cells[term]
    )


def _earlier_terms(terms: Sequence[KeyTerm], cells: _TermCells, width: int) -> Terms:
    """Replace the keys of a side by indexes into a row of earlier figures, in blocks of `width`."""
    blocks = list(EarlierBlock)
    return tuple(
        Term(cell.index + width * blocks.index(term.earlier), term.factor)
        for term in terms
        if term.last
        for cell in cells[term]
    )


def _constant(terms: Sequence[KeyTerm]) -> int:
    return sum(term.factor * term.number for term in terms)
