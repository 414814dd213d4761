"""The value and the formula of one cell of an .ods workbook, as a raw cell has them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from xlreport.formats._child_answer import number_text
from xlreport.formats._ods_styles import OFFICE, TABLE
from xlreport.formats.cell import NOTHING_SHOWN, RawCell, damaged_content, read_meaning
from xlreport.formats.container import damaged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlreport.formats.cell import RawKind, Shown

_CALC: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_ERROR_TYPE: Final = f"{_CALC} value-type"
_ERROR: Final = re.compile(r"#[A-Z0-9/_]{2,20}[!?]?|Err:[0-9]{3}")
_TIME: Final = re.compile(r"-?P(?:([0-9]{1,6})D)?T([0-9]{1,9})H([0-9]{1,9})M([0-9.,]{1,20})S")
# A reference in brackets, a text, a separator, or what stands before a formula.
_FORMULA: Final = re.compile(r'"[^"]*"|\[[^\[\]]*\]|;')
_PREFIX: Final = re.compile(r"(?:[a-z]{1,10}:)?=")
_TRUTHS: Final = frozenset({"TRUE", "FALSE"})
_SHOWN: Final[Mapping[str, Shown]] = {"date": "date", "time": "date"}


def read_value(
    attributes: Mapping[str, str], shown: str | None, day_zero: datetime, longest: int
) -> RawCell:
    """Read a cell from its attributes and the text that it shows, None without a paragraph.

    `day_zero` is where the days of the workbook are counted from; `longest` limits a text. A value
    that does not fit the type is damage, as are two texts in one cell.
    """
    formula = _formula(attributes, longest)
    written = attributes.get(f"{OFFICE} value-type", "")
    visible = shown or ""
    if attributes.get(_ERROR_TYPE) == "error" or (formula and _ERROR.fullmatch(visible)):
        return RawCell("error", visible[:longest] or "#VALUE!", formula, "")
    if written in ("", "string", "void"):
        said = attributes.get(f"{OFFICE} string-value", "") or visible
        if shown and said.split() != shown.split():
            return RawCell(*damaged_content(f"{said}、{shown}"), formula, "")
        return RawCell("text", (visible or said)[:longest], formula, "")
    if visible in _TRUTHS and written == "float":  # LibreOffice keeps the result of TRUE() so
        return RawCell("boolean", visible, formula, "")
    kind, text = _typed(attributes, written, day_zero, longest)
    look: Shown = _SHOWN.get(written, "")
    display = ""
    if kind == "number" and shown is not None and visible != text:
        display = visible[:longest] or NOTHING_SHOWN
    return RawCell(kind, text, formula, look, display)


def repeated(attributes: Mapping[str, str], what: str, how: str = "repeated") -> int:
    """Return how often an element stands; a number beyond all limits is as good as a billion."""
    written = attributes.get(f"{TABLE} number-{what}-{how}", "1")
    if not (written.isascii() and written.isdigit()):
        raise damaged("content.xml")
    return max(1, int(written)) if len(written) < 10 else 1_000_000_000


def _typed(
    attributes: Mapping[str, str], written: str, day_zero: datetime, longest: int
) -> tuple[RawKind, str]:
    """Return the kind and the text of a value that is none of text."""
    name = f"{written}-value" if written in ("boolean", "date", "time") else "value"
    value = attributes.get(f"{OFFICE} {name}", "")
    if not value:
        return damaged_content(value)
    if written == "boolean":
        return read_meaning("b", value, (), longest)
    number = _days(value, day_zero) if written in ("date", "time") else value
    return read_meaning("d" if number is None else "n", number or value, (), longest)


def _days(value: str, day_zero: datetime) -> str | None:
    """Return a date or a duration as the number of days that a cell holds; None for neither."""
    time = _TIME.fullmatch(value)
    try:
        if time is not None:
            days, hours, minutes = (int(each or 0) for each in time.groups()[:3])
            seconds = float(time[4].replace(",", "."))
            return number_text(days + (hours * 3600 + minutes * 60 + seconds) / 86_400)
        moment = datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return None
    return number_text((moment - day_zero).total_seconds() / 86_400)


def _formula(attributes: Mapping[str, str], longest: int) -> str | None:
    """Return the formula as an .xlsx has it: without prefix, brackets, dots and semicolons."""
    written = attributes.get(f"{TABLE} formula")
    if written is None:
        return None
    prefix = _PREFIX.match(written)
    bare = written[: 2 * longest][prefix.end() if prefix else 0 :]
    return _FORMULA.sub(lambda match: _plain(match[0]), bare)[:longest]


def _plain(piece: str) -> str:
    if piece == ";":
        return ","
    if piece.startswith('"'):
        return piece
    ends = piece[1:-1].split(":")
    sheet, _, first = ends[0].rpartition(".")
    cells = ":".join([first, *(end.rpartition(".")[2] for end in ends[1:])])
    return f"{sheet.removeprefix('$')}!{cells}" if sheet else cells
