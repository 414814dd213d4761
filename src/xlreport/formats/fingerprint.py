"""The fingerprint of cells: two readers have seen the same where their fingerprints are equal."""

from __future__ import annotations

from array import array
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlreport.base.address import Coordinate
    from xlreport.formats.cell import RawCell

Marks = dict[tuple[int, int], str]
"""The marks of the cells of a sheet, in the order of the file."""

# Half a character, which no text of a workbook can hold.
_BETWEEN: Final = "\ud800"
_BYTES: Final = 16


def formula_mark(formula: str) -> str:
    """Mark a cell with a formula: its saved result does not count, as no reader computes it."""
    return f"={formula}"


def marks_of(cells: Mapping[Coordinate, RawCell]) -> Marks:
    """Mark the cells of a sheet: each by its formula, or else by the kind and the text of it."""
    return {
        at: cell.kind + cell.text if cell.formula is None else formula_mark(cell.formula)
        for at, cell in cells.items()
    }


def fingerprint(sheets: Iterable[tuple[str, Marks]]) -> str:
    """Return the fingerprint of sheets, each with its name and the marks of its cells."""
    digest = blake2b(digest_size=_BYTES)
    for name, marks in sheets:
        text = _BETWEEN.join((name, *marks.values(), ""))
        digest.update(text.encode("utf-8", "surrogatepass"))
        digest.update(array("I", chain.from_iterable(marks)).tobytes())
    return digest.hexdigest()
