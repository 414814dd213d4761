"""Single cells: values by their types, and links to other cells."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlreport.base.errors import OutputError
from xlreport.writing.book import done
from xlreport.writing.content import Formula, Value

_MOST_SIGNS = 32_767  # of a cell, as Excel counts them: a rare sign counts twice


def write_value(
    worksheet: Worksheet, row: int, column: int, value: Value | None, look: Format
) -> None:
    """Write a value by its type: text is always text, never a formula."""
    if value is None or value == "":
        done(worksheet.write_blank(row, column, None, look))
    elif isinstance(value, Formula):
        done(worksheet.write_formula(row, column, "=" + value.text, look, value.value))
    elif isinstance(value, str):
        done(worksheet.write_string(row, column, _shortened(value), look))
    else:
        done(worksheet.write_number(row, column, value, look))


def in_xml(text: str) -> str:
    """Return a text as it stands between tags; the function of xml.sax.saxutils loads urllib."""
    return escape(text, quote=False)


def refuse_too_long(texts: Iterable[str]) -> None:
    """Raise `OutputError` for a text of a form that a cell has no room for: it must be whole."""
    if not all(map(_has_room, texts)):
        raise OutputError(f"有一段文字超过 {_MOST_SIGNS} 个字符，一个单元格放不下；请缩短。")


def _shortened(text: str) -> str:
    """Cut off what a cell has no room for, such as of the name of a file made to do harm."""
    return text if _has_room(text) else f"{text[: _MOST_SIGNS // 2]}…"


def _has_room(text: str) -> bool:
    if len(text) <= _MOST_SIGNS // 2:
        return True
    return len(text.encode("utf-16-le", "replace")) <= 2 * _MOST_SIGNS


def write_link(
    worksheet: Worksheet, row: int, column: int, target: str, look: Format, text: str
) -> None:
    """Write a text that links to a cell of the workbook; `target` is the reference to it."""
    done(worksheet.write_url(row, column, f"internal:{target}", look, text))


def link(worksheet: Worksheet, row: int, column: int, target: str) -> None:
    """Link a written cell to another cell of the workbook; it keeps its value and its look."""
    worksheet.ignore_write_string = True
    done(worksheet.write_url(row, column, f"internal:{target}"))
    worksheet.ignore_write_string = False
