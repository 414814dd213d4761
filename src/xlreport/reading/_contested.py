"""Matches that two tables of a form lay claim to, since the tables have labels in common.

The heading above decides whose the figures are. Where none stands there, they are the table's of
which more cells fit, and nobody's where two fit equally well: figures are never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlreport.form.form import Form
from xlreport.form.heading import without_number
from xlreport.form.label import LONGEST_LABEL, normalise_label, spellings
from xlreport.form.parts import Table
from xlreport.reading._tables import TableMatch

Matches = Mapping[str, Sequence[TableMatch]]
"""The matches of each table, by its key."""


def settle(form: Form, matches: Matches) -> dict[str, list[TableMatch]]:
    """Leave out the matches that are another table's."""
    tables = {table.key: table for table in form.tables}
    settled = {}
    for key, own in matches.items():
        others = {other: found for other, found in matches.items() if other != key}
        settled[key] = [match for match in own if _is_own(form, tables, key, match, others)]
    return settled


def _is_own(
    form: Form, tables: Mapping[str, Table], key: str, match: TableMatch, others: Matches
) -> bool:
    rivals = [
        (other, rival)
        for other, found in others.items()
        for rival in found
        if rival.labels is match.labels
        and not set(rival.coordinates.values()).isdisjoint(match.coordinates.values())
    ]
    if not rivals:
        return True
    named = _named_above(form, match)
    if named in {key, *(other for other, _ in rivals)}:
        return named == key
    rank = _rank(tables[key], match)
    return all(rank > _rank(tables[other], rival) for other, rival in rivals)


def _rank(table: Table, match: TableMatch) -> tuple[int, bool]:
    return len(match.coordinates), len(match.coordinates) == len(table.cells)


def _named_above(form: Form, match: TableMatch) -> str:
    """Return the key of the table whose heading stands nearest above a match, else ""."""
    first, _ = match.first
    written = [text for (row, _), text in sorted(match.labels.texts.items()) if row < first]
    above = [normalise_label(text) for text in match.labels.sheet.above if _is_short(text)]
    known = _known_headings(form)
    return next((known[text] for text in reversed([*above, *written]) if text in known), "")


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST_LABEL


def _known_headings(form: Form) -> dict[str, str]:
    """Map the spellings of headings, with and without number, to the key of their table."""
    bare = {
        normalise_label(without_number(written)): table.key
        for table in reversed(form.tables)
        for written in (table.heading, *form.variants.get(table.heading, ()))
    }
    whole = {spelling: t.key for t in form.tables for spelling in spellings(form, t.heading)}
    return bare | whole
