"""Other words for choices: the variants that a form file names become part of each measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlreport.base.toml_fields import keep_twins
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form.measure import Measure, normalise_choice
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Table

Variants = Mapping[str, tuple[str, ...]]
"""Other spellings of labels and choices, by the official one."""


def with_choice_variants(
    placed: Sequence[tuple[Table | OpenList, TomlLocation]], variants: Variants
) -> list[tuple[Table | OpenList, TomlLocation]]:
    """Copy tables and lists with the other words for their choices.

    A word that stands for two choices of one cell is a fault, which is kept.
    """
    found: list[tuple[Table | OpenList, TomlLocation]] = []
    for each, location in placed:
        measures = _measures(each)
        if not any(choice in variants for measure in measures for choice in measure.choices):
            found.append((each, location))
            continue
        for measure in dict.fromkeys(measures):
            _refuse_twins(measure, variants, location)
        found.append((_changed(each, variants), location))
    return found


def _measures(each: Table | OpenList) -> list[Measure]:
    if isinstance(each, Table):
        return [cell.measure for cell in each.cells]
    return [column.measure for column in each.columns]


def _refuse_twins(measure: Measure, variants: Variants, location: TomlLocation) -> None:
    where = field(location, "kinds")
    words = [word for choice in measure.choices for word in _words(choice, variants)]
    keep_twins("选项的写法", [(word, where) for word in words])


def _words(choice: str, variants: Variants) -> tuple[str, ...]:
    """Return all accepted words for a choice, normalised, its own first."""
    return tuple(dict.fromkeys(map(normalise_choice, (choice, *variants.get(choice, ())))))


def _changed(each: Table | OpenList, variants: Variants) -> Table | OpenList:
    if isinstance(each, Table):
        cells = (replace(c, measure=_measure(c.measure, variants)) for c in each.cells)
        return replace(each, cells=tuple(cells))
    columns = (replace(c, measure=_measure(c.measure, variants)) for c in each.columns)
    return replace(each, columns=tuple(columns))


def _measure(measure: Measure, variants: Variants) -> Measure:
    """Return a measure with the other words for its choices."""
    words = tuple(_words(choice, variants)[1:] for choice in measure.choices)
    return replace(measure, choice_variants=words) if any(words) else measure
