"""The best way to read the tables of a published file: as they are, joined, or without numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from xlreport.form.library import Library
from xlreport.formats.cell import RawSheet
from xlreport.formats.workbook import Package
from xlreport.reading._by_department import (
    drop_unsummed,
    has_tables_by_department,
    with_sums,
)
from xlreport.reading._locate import count_matched
from xlreport.reading._rejoin import rejoin
from xlreport.reading._unnumbered import lacks_numbers, unnumbered
from xlreport.reading.identify import Identity, identify

_LEAST_SHARE: Final = 0.05  # of a form's cells; table 四 alone is 0.07


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a document: its tables as they are, or with cut tables joined."""

    package: Package
    identity: Identity

    @property
    def matched(self) -> int:
        """Count the value cells that were matched."""
        form = self.identity.form
        return 0 if form is None else count_matched(form, self.identity.locations)


def read_tables(tables: Sequence[RawSheet], library: Library) -> Reading:
    """Choose the best reading of a document; of tables by department the sums count."""
    if not has_tables_by_department(library):
        return _best_reading(tables, library)
    summed = _with_original(_best_reading(tables, with_sums(library)), library)
    form = summed.identity.form
    if form is not None and any(
        table.by_department and location.raw is not None
        for table, location in zip(form.tables, summed.identity.locations, strict=True)
    ):
        return summed
    reading = _best_reading(tables, library)
    form = reading.identity.form
    if form is None:
        return reading
    locations = drop_unsummed(form, reading.identity.locations)
    return replace(reading, identity=replace(reading.identity, locations=locations))


def _best_reading(tables: Sequence[RawSheet], library: Library) -> Reading:
    """Choose the reading with the most matched cells.

    Labels without their numbers are known, and cut tables joined, only if the tables as they are do
    not make a complete form.
    """
    best = _read_tables(tables, library)
    if _is_whole(best):
        return best
    bare = [unnumbered(form) for form in library.candidates() if lacks_numbers(form, tables)]
    if bare:
        best = max(best, _read_tables(tables, Library(tuple(bare))), key=lambda each: each.matched)
    for form in [] if _is_whole(best) else [*library.candidates(), *bare]:
        joined = rejoin(form, tables)
        if joined != list(tables):
            reading = _read_tables(joined, Library((form,)) if form in bare else library)
            best = max(best, reading, key=lambda each: each.matched)
    return _with_original(best, library)


def _is_whole(reading: Reading) -> bool:
    form = reading.identity.form
    return form is not None and reading.matched == len(form.cells)


def _with_original(reading: Reading, library: Library) -> Reading:
    """Return a reading with the form of the library, not a copy with other labels."""
    form = reading.identity.form
    if form is None:
        return reading
    original = next((each for each in library.candidates() if each.id == form.id), form)
    return replace(reading, identity=replace(reading.identity, form=original))


def _read_tables(tables: Sequence[RawSheet], library: Library) -> Reading:
    """Identify the form of some tables, taken for the sheets of a workbook without a stamp."""
    package = Package(
        sheets=tuple(tables),
        properties={},
        names={},
        application="",
        modified="",
        macros=False,
        links=0,
        other_format="published",
        unseen="published",
    )
    return Reading(package, identify(package, library, least_share=_LEAST_SHARE))
