"""Migration: a return's values in the cells of another edition, and the values without a cell.

The same meaning has the same key in every edition, so a value goes to the cell with its keys. A
group with a key is the sum of its leaves: where one edition has a row and another a group of that
key, the row is the group's sum, and a 0 in the row is a 0 in every leaf. No other value is ever
derived: the department fills in all other cells anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.form.counted import counted_values
from xlreport.form.duties import cells_without
from xlreport.form.form import Form
from xlreport.form.measure import ADDABLE, Kind, Measure, Values, format_value
from xlreport.form.open_list import Lists
from xlreport.form.totals import fill_totals
from xlreport.layout.layout import lay_form
from xlreport.past._list_migration import carry_lists
from xlreport.reading.one_return import Return


@public
@dataclass(frozen=True, slots=True)
class Migration:
    """The values of one return in the cells of another edition, and those that have no cell there.

    - `values`: scaled integers by the cells of `new`, totals recomputed, None where missing.
    - `nil`: the tables of `new` that stay declared nil.
    - `moved`: the inputs of `new` that got a value of the return.
    - `homeless`: the inputs of `old` whose value has no cell in `new`; a 0 is no loss.
    - `anew`: the inputs of `new` that must be filled in.
    - `lists`: the lines of the lists that both editions have, by the columns of `new`.
    - `lists_lost`: the headings of lists, or paths of their columns, that `new` does not have.
    - `words`: inputs of `new` mapped to the inputs of `old` whose content is a text, or no number.
    """

    old: Form
    new: Form
    values: tuple[int | None, ...]
    nil: frozenset[str]
    moved: tuple[int, ...]
    homeless: tuple[int, ...]
    anew: tuple[int, ...]
    words: Mapping[int, int]
    lists: Lists = field(default_factory=dict)
    lists_lost: tuple[str, ...] = ()

    __repr__ = one_line(
        lambda it: (
            f"{it.old.id} to {it.new.id}: {len(it.moved)} moved, "
            f"{len(it.homeless)} homeless, {len(it.anew)} anew"
        )
    )

    @property
    def lossless(self) -> bool:
        """Tell whether every value has a home and every cell of the new form its value."""
        return not self.homeless and not self.anew and not self.lists_lost


@dataclass(frozen=True, slots=True)
class Origin:
    """The cells of another edition that have a cell's value: their sum, or one that includes it.

    The value is the sum of `parts`, or a part of `whole`. Both are empty where the other edition
    has no such cell.
    """

    parts: tuple[int, ...] = ()
    whole: int | None = None


@cache
def origins(old: Form, new: Form) -> tuple[Origin, ...]:
    """List for every cell of `new` the cells of `old` that have its value."""
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
    """Bring values by cell into another edition's cells; a cell without an origin is missing.

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
    texts: Iterable[int] = (),
    no_duties: frozenset[str] = frozenset(),
) -> Migration:
    """Bring a return's values into another edition and list what is lost and what is missing.

    `values` are scaled integers by the cells of `old`, `texts` the cells that hold a text, `nil`
    the tables declared nil. A nil declaration covers the whole table, including cells that only
    `new` has; so does one of the `no_duties`, if `new` knows that duty.
    """
    unreadable = unreadable.union(texts)  # a text moves as it was typed, like a word
    sources = origins(old, new)
    carried = carry(old, new, values, unreadable)
    still_nil = nil & {table.key for table in new.tables}
    row = [None if cell.total else carried[cell.index] for cell in new.cells]
    moved = [cell.index for cell in new.inputs if row[cell.index] is not None]
    words = _words(new, sources, unreadable)
    without = cells_without(new, no_duties)
    for cell in new.inputs:
        is_blank = row[cell.index] is None and cell.index not in words
        is_asked = is_blank and cell.index not in without
        if cell.table in still_nil and is_asked and cell.measure.kind in ADDABLE:
            row[cell.index] = 0
    fill_totals(new, row)
    intact = [origin for index, origin in enumerate(sources) if carried[index] == row[index]]
    used = {p for o in intact if not _is_broken(o, unreadable) for p in o.parts}
    filled = [
        index
        for index, value in enumerate(values)
        if value or index in unreadable or (value == 0 and not old.cells[index].measure.is_number)
    ]
    return Migration(
        old=old,
        new=new,
        values=tuple(row),
        nil=still_nil,
        moved=tuple(sorted({*moved, *words})),
        homeless=tuple(i for i in filled if not old.cells[i].total and i not in used),
        anew=tuple(
            cell.index
            for cell in new.inputs
            if cell.table not in still_nil
            and cell.index not in without
            and _is_unknown(sources[cell.index], values, unreadable)
        ),
        words=words,
    )


def _words(new: Form, sources: Sequence[Origin], unreadable: frozenset[int]) -> dict[int, int]:
    """Map inputs of `new` to the unreadable inputs of the old edition with the same meaning."""
    single = {
        cell.index: sources[cell.index].parts[0]
        for cell in new.inputs
        if len(sources[cell.index].parts) == 1
    }
    return {index: part for index, part in single.items() if part in unreadable}


def migrate_item(item: Return, form: Form) -> Migration:
    """Bring the values and the lists of a return into another edition, as `migrate_values` does.

    Cells that are counted from a list are counted anew.
    """
    migration = migrate_values(
        item.form,
        form,
        item.values,
        nil=item.nil,
        unreadable=item.unreadable,
        texts=item.words,
        no_duties=item.no_duties,
    )
    lists, lost = carry_lists(item.form, form, item.lists)
    migration = replace(migration, lists=lists, lists_lost=lost)
    if not form.count_of:
        return migration
    values = list(migration.values)
    for index, value in counted_values(form, lists, item.period).items():
        values[index] = value
    fill_totals(form, values)
    return replace(migration, values=tuple(values))


def migrate_return(item: Return, form: Form) -> Return | None:
    """Bring a return into another edition, as if that form had been filled in.

    None where a cell of `form` gets no value, or a value of the return has no cell in `form`: a
    return of another edition is added up only if nothing is lost.
    """
    migration = migrate_item(item, form)
    if not migration.lossless:
        return None
    texts = {i: item.words[old] for i, old in migration.words.items() if old in item.words}
    seen = {
        cell.index: format_value(value, cell.measure)
        for cell, value in zip(form.cells, migration.values, strict=True)
        if value is not None
    }
    return replace(
        item,
        form=form,
        no_duties=item.no_duties & {duty.key for duty in form.duties},
        nil=migration.nil,
        judged=migration.values,
        values=migration.values,
        words=texts,
        lists=migration.lists,
        seen=seen | {index: item.seen.get(old, "") for index, old in migration.words.items()},
        unreadable=frozenset(migration.words.keys() - texts.keys()),
        blank_totals=frozenset(),
        typed_totals=frozenset(),
        positions=lay_form(form).positions,
        explanations={},  # they belong to lines of the old edition
        corrections={},
        sent=None,
        as_read=item,
    )


def _sums(old: Form, new: Form) -> list[tuple[int, ...]]:
    """List for each cell of `new` the cells of `old` whose sum it is; none without a common key."""
    by_key = _cells_by_key(old)
    sums = []
    for cell in new.cells:
        parts = by_key.get((cell.table, cell.row, cell.column), ())
        alike = all(_is_alike(old.cells[part].measure, cell.measure) for part in parts)
        is_sum = len(parts) > 1
        sums.append(parts if alike and (cell.measure.adds or not is_sum) else ())
    return sums


def _cells_by_key(form: Form) -> Mapping[tuple[str, str, str], tuple[int, ...]]:
    """Map (table, row, column), groups included, to the cells whose sum they mean."""
    return {
        (table.key, row.key, column.key): tuple(
            form.index[table.key, low.key, right.key]
            for low in row.leaves()
            for right in column.leaves()
            if (low.key, right.key) not in part.absent
        )
        for table in form.tables
        for part in table.parts
        for row in part.rows.walk()
        for column in part.columns.walk()
        if row.key and column.key
    }


def _is_signed(form: Form, index: int) -> bool:
    """Tell whether a cell may be negative, so that its parts may add up to 0 without being 0."""
    return form.cells[index].measure.kind in (Kind.CHANGE, Kind.DECIMAL)


def _is_alike(one: Measure, other: Measure) -> bool:
    """Tell whether values of `one` are the same in `other`: money is in 分, whatever its unit.

    A list of choices may have more at its end.
    """
    if one.kind is not other.kind or one.kind is Kind.MONEY:
        return one.kind is other.kind
    is_longer = other.choices[: len(one.choices)] == one.choices
    return (one.unit, one.scale) == (other.unit, other.scale) and is_longer


def _carried(origin: Origin, row: Values, unreadable: frozenset[int]) -> int | None:
    if origin.whole is not None:
        return 0 if row[origin.whole] == 0 else None
    if _is_broken(origin, unreadable):
        return None
    values = [value for part in origin.parts if (value := row[part]) is not None]
    return sum(values) if values else None


def _is_broken(origin: Origin, unreadable: frozenset[int]) -> bool:
    """Tell whether a cell is a sum that includes an unreadable cell."""
    return len(origin.parts) > 1 and not unreadable.isdisjoint(origin.parts)


def _is_unknown(origin: Origin, row: Values, unreadable: frozenset[int]) -> bool:
    """Tell whether the old edition gives neither a value for a cell nor a blank."""
    if origin.whole is not None:
        return bool(row[origin.whole]) or origin.whole in unreadable
    return not origin.parts or _is_broken(origin, unreadable)
