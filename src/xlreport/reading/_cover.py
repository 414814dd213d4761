"""What the cover says about a return: period and code, beside the stamp's, and whom to call."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from xlreport.base.finding import Finding, make_finding
from xlreport.base.period import Period, parse_period
from xlreport.base.text import without_hidden
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.stamp import Stamp


def cover_findings(
    form: Form, fields: Mapping[Field, str], stamp: Stamp | None
) -> Iterator[Finding]:
    """Yield a finding for a period or code on the cover that differs from the stamp's."""
    if stamp is None:
        return
    period, code = _written_period(form, fields), one_line_of(fields.get(Field(FieldKind.CODE), ""))
    if stamp.period and period and not _agree(stamp.period, period):
        said, issued = period.on_cover, stamp.period.on_cover
        facts = {"field": form.period.caption, "said": said, "issued": issued}
        yield make_finding("COVER-DISAGREES", **facts)
    if stamp.code and code and _plain(code) != _plain(stamp.code):
        facts = {"field": "单位代码", "said": code, "issued": stamp.code}
        yield make_finding("COVER-DISAGREES", **facts)


def _agree(stamped: Period, written: Period) -> bool:
    """Tell whether a period is the stamped one, or one of the stamped year."""
    return written in (stamped, Period(stamped.year)) or (
        stamped.kind.is_year and written.year == stamped.year
    )


def _plain(code: str) -> str:
    """Normalise a code for comparison: a spreadsheet may have turned 007 into 7 or 7.0."""
    text = unicodedata.normalize("NFKC", code).casefold().replace(" ", "")
    return text.removesuffix(".0").lstrip("0")


def period_of(form: Form, stamp: Stamp | None, fields: Mapping[Field, str]) -> Period | None:
    """Return the period of a return: the stamped one, else the one written on the cover.

    Where a stamp names only the year of a form that is reported more often, it is the period of
    that year on the cover.
    """
    stamped = stamp.period if stamp else None
    if stamped and stamped.kind is form.period:
        return stamped
    written = _written_period(form, fields)
    if stamped is None or (written and written.year == stamped.year):
        return written
    return stamped


def contact_of(fields: Mapping[Field, str]) -> str:
    """Return whom to call: the name and the telephone number on the cover, on one line."""
    texts = (fields.get(Field(kind), "") for kind in (FieldKind.CONTACT, FieldKind.PHONE))
    return " ".join(filter(None, map(one_line_of, texts)))


def _written_period(form: Form, fields: Mapping[Field, str]) -> Period | None:
    """Read the period that a clerk wrote on the cover; of a yearly form only a year is one."""
    period = parse_period(fields.get(Field(FieldKind.PERIOD), ""))
    return None if period and form.period.is_year and not period.kind.is_year else period


def one_line_of(text: str) -> str:
    """Return a name on one line, without hidden signs: many may stand in no XML or file name."""
    spaced = "".join(" " if character.isspace() else character for character in text)
    return " ".join(without_hidden(spaced).split())
