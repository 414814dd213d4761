"""Migration: a return's values in the cells of another edition, and what cannot go there.

The same meaning has the same key in every edition, so a value's home is the cell of its keys. A
keyed group stands for the sum of its leaves: where one edition has a row and another a group of
that key, the group's sum is the row, and a 0 in the row is a 0 in every leaf. Nothing else is
ever taken for a value: what no key leads to is filled in anew by the department.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from xlreport.base.text import one_line
from xlreport.form.form import Form, fill_totals
from xlreport.form.measure import Kind, Measure, Values, format_value
from xlreport.layout.layout import lay_form
from xlreport.reading.one_return import Return


@dataclass(frozen=True, slots=True)
class Migration:
    """Is what became of the values of one return in another edition.

    `values` are scaled integers by the cells of `new`, totals recomputed, None where missing;
    `nil` are its tables that stay declared nil. `moved` are its inputs that hold a value of the
    return, `anew` those that must be filled in. `homeless` are the inputs of `old` whose value
    (other than 0: of a 0 nothing is lost) stands nowhere in `new`. `words` maps inputs of `new`
    to inputs of `old` that hold something which is no number.
    """

    old: Form
    new: Form
    values: tuple[int | None, ...]
    nil: frozenset[str]
    moved: tuple[int, ...]
    homeless: tuple[int, ...]
    anew: tuple[int, ...]
    words: Mapping[int, int]

    __repr__ = one_line(
        lambda it: (
            f"{it.old.id} to {it.new.id}: {len(it.moved)} moved, "
            f"{len(it.homeless)} homeless, {len(it.anew)} anew"
        )
    )

    @property
    def lossless(self) -> bool:
        """Tell whether every value has a home and every cell of the new form its value."""
        return not self.homeless and not self.anew


@dataclass(frozen=True, slots=True)
class Origin:
    """Is where a cell's value stands in another edition: the sum of `parts`, or within `whole`.

    Both are empty where the other edition does not know the cell.
    """

    parts: tuple[int, ...] = ()
    whole: int | None = None


@cache
def origins(old: Form, new: Form) -> tuple[Origin, ...]:
    """Tell for every cell of `new` where its value stands in the cells of `old`."""
    wholes = {
        part: whole
        for whole, parts in enumerate(_sums(new, old))
        if len(parts) > 1
        for part in parts
    }
    return tuple(
        Origin(parts, None if parts or _is_signed(new, index) else wholes.get(index))
        for index, parts in enumerate(_sums(old, new))
    )


def carry(old: Form, new: Form, row: Values, unreadable: frozenset[int] = frozenset()) -> Values:
    """Bring values by cell into another edition's cells; what has no home is missing.

    `unreadable` are cells of `old` that hold no number; a sum over one of them is missing.
    """
    if old is new:
        return row
    return [_carried(origin, row, unreadable) for origin in origins(old, new)]


def migrate_values(
    old: Form,
    new: Form,
    values: Values,
    *,
    nil: frozenset[str] = frozenset(),
    unreadable: frozenset[int] = frozenset(),
) -> Migration:
    """Bring a return's values into another edition and tell what is lost and what is missing.

    `values` are scaled integers by the cells of `old`, `nil` the tables declared nil: such a
    declaration holds for the whole table, also for the cells that it has in `new` alone.
    """
    homes = origins(old, new)
    carried = carry(old, new, values, unreadable)
    kept = nil & {table.key for table in new.tables}
    row = [None if cell.total else carried[cell.index] for cell in new.cells]
    moved = [cell.index for cell in new.inputs if row[cell.index] is not None]
    words = {
        cell.index: homes[cell.index].parts[0]
        for cell in new.inputs
        if len(homes[cell.index].parts) == 1 and homes[cell.index].parts[0] in unreadable
    }
    for cell in new.inputs:
        if cell.table in kept and row[cell.index] is None and cell.index not in words:
            row[cell.index] = 0
    fill_totals(new, row)
    housed = {
        part
        for index, origin in enumerate(homes)
        if carried[index] == row[index] and not _is_broken(origin, unreadable)
        for part in origin.parts
    }
    return Migration(
        old,
        new,
        tuple(row),
        kept,
        tuple(sorted({*moved, *words})),
        tuple(
            cell.index
            for cell in old.inputs
            if (values[cell.index] or cell.index in unreadable) and cell.index not in housed
        ),
        tuple(
            cell.index
            for cell in new.inputs
            if cell.table not in kept and _is_unknown(homes[cell.index], values, unreadable)
        ),
        words,
    )


def migrate_return(item: Return, form: Form) -> Return | None:
    """Bring a return into another edition whole, as if it had been filled in there.

    None where a cell of `form` has no value in it, or one of its values no home (another edition
    is added up only through a migration that loses nothing).
    """
    migration = migrate_values(
        item.form, form, item.values, nil=item.nil, unreadable=item.unreadable
    )
    if not migration.lossless:
        return None
    seen = {
        cell.index: format_value(value, cell.measure)
        for cell, value in zip(form.cells, migration.values, strict=True)
        if value is not None
    }
    return replace(
        item,
        form=form,
        nil=migration.nil,
        judged=migration.values,
        values=migration.values,
        seen=seen | {index: item.seen.get(old, "") for index, old in migration.words.items()},
        unreadable=frozenset(migration.words),
        blank_totals=frozenset(),
        typed_totals=frozenset(),
        places=lay_form(form).positions,
        explanations={},  # they stand beside lines of the old edition
        as_read=item,
    )


def _sums(old: Form, new: Form) -> list[tuple[int, ...]]:
    """Find for each cell of `new` the cells of `old` whose sum it is; none where it has no key."""
    known = _cells_by_key(old)
    found = []
    for cell in new.cells:
        parts = known.get((cell.table, cell.row, cell.column), ())
        alike = all(_is_alike(old.cells[part].measure, cell.measure) for part in parts)
        found.append(parts if alike else ())
    return found


def _cells_by_key(form: Form) -> Mapping[tuple[str, str, str], tuple[int, ...]]:
    """Map (table, row, column), groups included, to the cells that they stand for."""
    return {
        (table.key, row.key, column.key): tuple(
            form.index[table.key, low.key, right.key]
            for low in row.leaves()
            for right in column.leaves()
        )
        for table in form.tables
        for part in table.parts
        for row in part.rows.walk()
        for column in part.columns.walk()
        if row.key and column.key
    }


def _is_signed(form: Form, index: int) -> bool:
    """Tell whether a cell may be negative, so that parts which add up to 0 need not be 0."""
    return form.cells[index].measure.kind is Kind.CHANGE


def _is_alike(one: Measure, other: Measure) -> bool:
    """Tell whether values go from one measure to the other: money is in 分 whatever its unit."""
    return one.kind is other.kind and (one.kind is Kind.MONEY or one.unit == other.unit)


def _carried(origin: Origin, row: Values, unreadable: frozenset[int]) -> int | None:
    if origin.whole is not None:
        return 0 if row[origin.whole] == 0 else None
    if _is_broken(origin, unreadable):
        return None
    there = [value for part in origin.parts if (value := row[part]) is not None]
    return sum(there) if there else None


def _is_broken(origin: Origin, unreadable: frozenset[int]) -> bool:
    """Tell whether a cell is a sum over something that is no number."""
    return len(origin.parts) > 1 and not unreadable.isdisjoint(origin.parts)


def _is_unknown(origin: Origin, row: Values, unreadable: frozenset[int]) -> bool:
    """Tell whether the old edition cannot say what a cell holds, nor that it is blank."""
    if origin.whole is not None:
        return bool(row[origin.whole]) or origin.whole in unreadable
    return not origin.parts or _is_broken(origin, unreadable)
