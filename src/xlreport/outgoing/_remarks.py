"""The remarks on a copy: which cells are marked, how strongly, and which of them say why.

A finding about 114 blank cells marks them all and speaks at the first one alone, so that two errors
among them are seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, Severity
from xlreport.reading.one_return import Return
from xlreport.writing.remark import Remark

_MOST_TOLD = 4  # cells of one finding, such as of a balance, that each say what is wrong
PlaceInFile = tuple[str, str]
"""A sheet and an address on it."""


@dataclass(slots=True)
class _Told:
    """What is said of one cell."""

    severities: list[Severity] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def indexes_of_places(item: Return) -> dict[PlaceInFile, int]:
    """Map sheet and address in the return to the index of the cell there."""
    return {
        (position.sheet, position.address): index
        for index, position in enumerate(item.positions)
        if position.address
    }


def remarks(item: Return, findings: Sequence[Finding]) -> dict[int, Remark]:
    """Return the remark on each cell that a finding is about, by cell index."""
    indexes = indexes_of_places(item)
    marked = remarks_by_place(findings).items()
    return {indexes[place]: remark for place, remark in marked if place in indexes}


def remarks_by_place(findings: Iterable[Finding]) -> dict[PlaceInFile, Remark]:
    """Return the remark on each cell that a finding is about, by its sheet and address."""
    told: dict[PlaceInFile, _Told] = {}
    for finding in findings:
        text = f"{finding.severity.chinese}：{finding.message}\n{finding.advice}"
        for cell, speaks in _marked_cells(finding):
            place = cell.sheet, cell.cell
            # A suggestion is only added to the remarks of cells that other findings are about.
            if finding.code != "SLIP" or place in told:
                one = told.setdefault(place, _Told())
                one.severities.append(finding.severity)
                one.texts += [text] if speaks else []
    return {place: _remark(one) for place, one in told.items()}


def _remark(told: _Told) -> Remark:
    gravest = min(told.severities, key=lambda severity: severity.rank)
    return Remark("\n".join(dict.fromkeys(told.texts)), gravest.sign)


def _marked_cells(finding: Finding) -> Iterator[tuple[CellReference, bool]]:
    """Yield the cells to be marked, and whether the remark stands at each.

    Of a wrong total it is the total alone, as any part may be wrong.
    """
    cells = finding.cells[:1] if finding.code == "TOTAL-WRONG" else finding.cells
    sheets: set[str] = set()
    for cell in cells:
        yield cell, len(cells) <= _MOST_TOLD or cell.sheet not in sheets
        sheets.add(cell.sheet)
