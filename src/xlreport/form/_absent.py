"""The crossings of a row and a column at which the official table has no cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlreport.base.toml_fault import fault, keep, kept
from xlreport.base.toml_fields import keep_twins
from xlreport.base.toml_location import TomlLocation
from xlreport.form._bind import leaf_keys
from xlreport.form.parts import Part

_Crossing = tuple[str, str]


def mark_absent(
    names: Sequence[str], parts: tuple[Part, ...], table: str, location: TomlLocation
) -> tuple[Part, ...]:
    """Mark the crossings that `absent` names as row.column; a group names its leaves.

    Keeps a fault for a name of no crossing, for one named twice, and where a whole row or column
    would be left without a cell.
    """
    crossings: list[tuple[int, _Crossing]] = []
    for name in names:
        with kept(location):
            crossings += _named(name, parts, table, location)
    keep_twins("划去的格", [(".".join(crossing), location) for _, crossing in crossings])
    marked = tuple(
        replace(part, absent=frozenset(c for at, c in crossings if at == number))
        for number, part in enumerate(parts)
    )
    for part in marked:
        _keep_empty_lines(part, location)
    return marked


def _named(
    name: str, parts: Sequence[Part], table: str, location: TomlLocation
) -> Iterator[tuple[int, _Crossing]]:
    """Yield the crossings that a name means, each with the number of its strip."""
    row, _, column = name.partition(".")
    found = False
    for number, part in enumerate(parts):
        for row_key in leaf_keys(part.rows, row):
            for column_key in leaf_keys(part.columns, column):
                found = True
                yield number, (row_key, column_key)
    if not found:
        raise fault("no-crossing", location, name=name, table=table)


def _keep_empty_lines(part: Part, location: TomlLocation) -> None:
    rows, columns = part.rows.leaves(), part.columns.leaves()
    for row in rows:
        if all((row.key, column.key) in part.absent for column in columns):
            keep("absent-line", location, axis="行", key=row.key)
    for column in columns:
        if all((row.key, column.key) in part.absent for row in rows):
            keep("absent-line", location, axis="列", key=column.key)
