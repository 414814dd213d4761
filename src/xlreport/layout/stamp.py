"""The stamp: which form, year and department a workbook was made for, written in three places.

A custom document property, a very hidden sheet and a cell on the cover each carry the same
line. Spreadsheet programs lose one or the other; a file's name is never trusted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

PROPERTY = "xlreport"
_DIGEST_LENGTH = 12
_STAMP = re.compile(
    r"xlreport:(?P<kind>[a-z]+)\|(?P<form>[^|]+)\|(?P<digest>[0-9a-f]+)\|(?P<year>(?:[0-9]{4})?)"
    r"\|(?P<code>[^|]*)\|(?P<revision>[0-9]{1,6})"
)


def made_at(year: int) -> datetime:
    """Give the moment that a workbook of ours bears until somebody saves it.

    It is fixed, so that the same form and year give the same bytes.
    """
    return datetime(year, 1, 1, tzinfo=UTC)


class StampKind(StrEnum):
    """Says what a stamped workbook is."""

    TEMPLATE = "template"
    ANNOTATED = "annotated"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Is the identity of a workbook; year is None and code empty in a blank template."""

    kind: StampKind
    form: str
    digest: str
    year: int | None
    code: str
    revision: int = 1

    def __str__(self) -> str:
        """Render the line that is written in all three places."""
        year = "" if self.year is None else str(self.year)
        return "|".join(
            (
                f"xlreport:{self.kind}",
                self.form,
                self.digest[:_DIGEST_LENGTH],
                year,
                self.code,
                str(self.revision),
            )
        )

    def matches(self, digest: str) -> bool:
        """Tell whether the workbook was made from the form file with this digest."""
        return digest.startswith(self.digest)


def parse_stamp(text: str) -> Stamp | None:
    """Read a stamp's line back; None for any other text."""
    match = _STAMP.fullmatch(text.strip())
    if match is None or match["kind"] not in set(StampKind):
        return None
    year = int(match["year"]) if match["year"] else None
    return Stamp(
        StampKind(match["kind"]),
        match["form"],
        match["digest"],
        year,
        match["code"],
        int(match["revision"]),
    )
