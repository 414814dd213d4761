"""Where cover and texts of a template had something before version 0.2.

The cover numbered no steps, and a text had one cell, with its length below it.
"""

from __future__ import annotations

from functools import cache

from xlreport.base.address import Coordinate
from xlreport.form.form import Form
from xlreport.layout.figure_code import has_figure_code

OLDER_CAPTION: Coordinate = (5, 0)
"""Where a caption stood that is blank today."""
OLDER_HEADING: Coordinate = (1, 0)
"""Where the heading of the first text stood; today that row says whose the texts are."""
_COLUMNS, _SIGNERS = 4, 4
_ROWS_OF_TEXT = 4  # heading, advice, text, length
_RESULTS, _TABLES = 5, 7  # rows: progress and verdict; what is declared nil


@cache
def older_cover_places(form: Form) -> frozenset[Coordinate]:
    """Return the coordinates that the cover of a form filled, or let a clerk fill."""
    places = {(0, 0), (1, 0)}
    places |= {(row, column) for row in range(2, _RESULTS) for column in range(_COLUMNS)}
    places |= {(row, column) for row in range(_RESULTS, _TABLES) for column in (0, 1)}
    row = _TABLES
    for declared in (form.filled_tables, form.duties):
        if declared:
            places |= {(row, 0), (row + 1, 0)}  # heading and note
            row += 2
        for _ in declared:
            places |= {(row, 0), (row, _COLUMNS - 1)}
            row += 1
    places.add((row, 0))
    row += 1
    places |= {(row + n, column) for n in range(_SIGNERS) for column in range(_COLUMNS)}
    row += _SIGNERS
    if has_figure_code(form):
        places |= {(row, column) for column in range(_COLUMNS - 1)}
        row += 1
    return frozenset({*places, (row, 0)})


@cache
def older_text_places(form: Form) -> frozenset[Coordinate]:
    """Return the coordinates that the sheet of texts of a form filled, or let a clerk fill."""
    return frozenset((row, 0) for row in range(1 + _ROWS_OF_TEXT * len(form.texts)))
