"""The stamp: the form, period and department that a workbook was made for, written three times.

A custom document property, a very hidden sheet and a cell on the cover hold the same line,
because spreadsheet programs may lose any one of them. A file's name is never trusted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from xlreport.base.period import Period, parse_period
from xlreport.base.public import public

PROPERTY = "xlreport"
_DIGEST_LENGTH = 12
_STAMP = re.compile(
    r"xlreport:(?P<kind>[a-z]+)\|(?P<form>[^|]+)\|(?P<digest>[0-9a-f]+)"
    r"\|(?P<period>(?:[0-9]{4}(?:[HQ][0-9]|-[0-9]{2})?)?)\|(?P<code>[^|]*)\|(?P<revision>[0-9]{1,6})(?:\|(?P<check_code>[0-9a-f-]{1,40}))?"
)


def made_at(year: int) -> datetime:
    """Return the time of creation that is written into a new workbook.

    It depends on the year alone, so that the same form and year give the same bytes.
    """
    return datetime(year, 1, 1, tzinfo=UTC)


@public
class StampKind(StrEnum):
    """The kinds of workbooks that are stamped."""

    TEMPLATE = "template"
    ANNOTATED = "annotated"
    SUMMARY = "summary"


@public
@dataclass(frozen=True, slots=True)
class Stamp:
    """The identity of a workbook; in a blank template `period` is None and `code` empty.

    The period of a template may be a year though the form is reported more often: then the clerk
    chooses the period within that year on the cover.

    Only a summary has a `check_code`; one of version 0.1.0 has none either.
    """

    kind: StampKind
    form: str
    digest: str
    period: Period | None
    code: str
    revision: int = 1
    check_code: str = ""

    def __str__(self) -> str:
        """Return the line that is written three times."""
        parts = [
            f"xlreport:{self.kind}",
            self.form,
            self.digest[:_DIGEST_LENGTH],
            "" if self.period is None else str(self.period),
            self.code,
            str(self.revision),
        ]
        return "|".join([*parts, self.check_code] if self.check_code else parts)

    def matches(self, digest: str) -> bool:
        """Tell whether the workbook was made from the form file with this digest."""
        return digest.startswith(self.digest)


def parse_stamp(text: str) -> Stamp | None:
    """Read a stamp from its line; return None for any other text."""
    match = _STAMP.fullmatch(text.strip())
    if match is None or match["kind"] not in set(StampKind):
        return None
    return Stamp(
        kind=StampKind(match["kind"]),
        form=match["form"],
        digest=match["digest"],
        period=parse_period(match["period"]),
        code=match["code"],
        revision=int(match["revision"]),
        check_code=match["check_code"] or "",
    )
