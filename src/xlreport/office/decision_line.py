"""One line of a file of decisions, as it is written: its columns in order, and as text to paste."""

from __future__ import annotations

import csv
import io
from typing import Final

from xlreport.base.text import inert
from xlreport.office.decisions import HEADINGS, REMARK_HEADINGS, Decision, short_digest

NAME, MATTER = REMARK_HEADINGS


def _in_order() -> tuple[str, ...]:
    headings = [*HEADINGS.values()]
    behind = headings.index(HEADINGS["code"]) + 1
    return (*headings[:behind], NAME, MATTER, *headings[behind:])


COLUMNS: Final = _in_order()
"""The headings in order: the department's name and the matter stand behind its code."""

Row = dict[str, str]
"""The cells of one line by their heading."""


def row_of(decision: Decision) -> Row:
    """Return the cells of a decision's line, by the headings of the file."""
    texts = {
        "kind": decision.kind.chinese,
        "digest": short_digest(decision.digest),
        "day": str(decision.day or ""),
    }
    return {
        heading: texts[key] if key in texts else getattr(decision, key)
        for key, heading in HEADINGS.items()
    }


def as_csv_line(row: Row) -> str:
    """Return a line as a file of decisions in CSV has it; no text is taken for a formula."""
    buffer = io.StringIO()
    texts = [inert(row.get(heading, "")) for heading in COLUMNS]
    csv.writer(buffer, lineterminator="\n").writerow(texts)
    return buffer.getvalue()
