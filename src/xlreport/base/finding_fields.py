"""The stable names of what a finding and its cells say, for JSON and frames."""

from __future__ import annotations

from typing import Final

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding
from xlreport.base.period import period_fields

FINDING_FIELDS: Final = (
    *("code", "severity", "department", "file", "sheet", "cell", "path", "seen", "expected"),
    *("difference", "message", "advice", "rule", "form", "year", "answer", "waiver"),
    *("replaced", "department_code", "table", "row", "column", "line"),
    "answer_code",
)
CELL_FIELDS: Final = ("sheet", "cell", "path", "side", "value", "table", "row", "column", "line")


def finding_row(finding: Finding) -> dict[str, object]:
    """Map the stable names to a finding's fields, without its cells.

    Where the return's period is no year, `period` is one of them.
    """
    row = {name: getattr(finding, name) for name in FINDING_FIELDS}
    return {**row, "severity": finding.severity.value, **period_fields(finding.period)}


def cell_row(cell: CellReference) -> dict[str, object]:
    """Map the stable names to what a finding says of one cell."""
    return {name: getattr(cell, name) for name in CELL_FIELDS}
