"""The columns of a list by the keys that other entries of a form file name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from xlreport.base.toml_fault import guess, keep
from xlreport.base.toml_fields import texts_of
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form.entry import Entry, Wanted
from xlreport.form.measure import Kind, Measure, normalise_choice
from xlreport.form.open_list import ListColumn

Columns = Sequence[ListColumn]

ANY_KIND = frozenset(Kind)
_CHOSEN_BY = frozenset({Kind.CHOICE, Kind.YES_NO, Kind.TEXT})


def find_column(
    key: str,
    columns: Columns,
    location: TomlLocation,
    kinds: AbstractSet[Kind] = ANY_KIND,
    code: str = "",
) -> int:
    """Return the number of a column by its key; 0 after keeping a fault.

    A column of another kind than `kinds` is the fault with this code.
    """
    keys = [column.key for column in columns]
    if key not in keys:
        facts = {"guess": guess(key, keys), "known": "、".join(keys)}
        keep("list-column", location, key=key, **facts)
        return 0
    number = keys.index(key)
    if columns[number].measure.kind not in kinds:
        keep(code, location, key=key)
    return number


def find_wanted(
    raw: Mapping[str, str | list[str]], columns: Columns, location: TomlLocation
) -> Iterator[Wanted]:
    """Yield the columns and values by which lines are chosen; faults are kept."""
    for key, texts in raw.items():
        where = field(location, key)
        number = find_column(key, columns, where, _CHOSEN_BY, "count-where")
        measure = columns[number].measure
        if measure.kind in _CHOSEN_BY:
            yield number, tuple(_value(text, measure, where) for text in texts_of(texts))


def _value(text: str, measure: Measure, location: TomlLocation) -> Entry:
    """Return the value that a text means in a column: a choice by its key or its words."""
    if measure.kind is Kind.TEXT:
        return text
    if text in measure.choice_keys:
        return measure.choice_keys.index(text)
    known = [normalise_choice(word) for word in measure.answers]
    if normalise_choice(text) not in known:
        words = measure.choice_keys or measure.answers
        keep("no-choice", location, value=text, guess=guess(text, words), choices="、".join(words))
        return None
    return known.index(normalise_choice(text))


def keep_private(numbers: Iterable[int | None], columns: Columns, location: TomlLocation) -> None:
    """Keep a fault for each private column by which is counted: others must be able to count."""
    for number in numbers:
        if number is not None and columns[number].private:
            keep("private-used", location, key=columns[number].key)
