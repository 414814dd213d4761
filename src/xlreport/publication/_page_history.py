"""What a page was when it was seen before: its figures in the record, and the changes since."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from xlreport.base.text import comparable
from xlreport.form.measure import Measure, format_value
from xlreport.layout.layout import lay_form
from xlreport.office.publication_record import BLANK, UNREAD, PublishedLine
from xlreport.publication._page_comparison import shown
from xlreport.publication.publication import PublishedCell
from xlreport.reading.one_return import Return

_TEXT: Final = "T"  # before the digest of a cell that holds a text
_UNCLEAR: Final = "不清楚"


def figures_of(page: Return) -> tuple[str, ...]:
    """Write the printed values of a page as the record keeps them, behind the form's id."""
    said = page.said
    return (page.form.id, *(_token(page, said, index) for index in range(len(page.form.cells))))


def _token(page: Return, said: Mapping[int, str], index: int) -> str:
    value = page.judged[index]
    if index in page.unreadable:
        return UNREAD
    if value is not None:
        return str(value)
    text = comparable(said.get(index, ""))
    return f"{_TEXT}{hashlib.sha256(text.encode()).hexdigest()[:12]}" if text else BLANK


def changes_since(page: Return, before: PublishedLine) -> tuple[PublishedCell, ...]:
    """List the cells whose value on a page is another than before.

    Where the page had another form before, that is all that can be said: one line without a place.
    """
    now, then = figures_of(page), before.figures
    if now == then:
        return ()
    if now[0] != then[0] or len(now) != len(then):
        return (PublishedCell("全部表格", "报表版本", then[0], now[0]),)
    positions = lay_form(page.form).positions
    changed = [cell for cell in page.form.cells if now[cell.index + 1] != then[cell.index + 1]]
    return tuple(
        PublishedCell(
            positions[cell.index].place,
            cell.path,
            _earlier(then[cell.index + 1], cell.measure),
            _present(page, cell.index),
        )
        for cell in changed
    )


def _present(page: Return, index: int) -> str:
    if index in page.unreadable:
        return _UNCLEAR
    return shown(page.judged[index], page.said.get(index, ""), page.form.cells[index].measure)


def _earlier(token: str, measure: Measure) -> str:
    """Return a value of the record as a person reads it."""
    if token == BLANK:
        return ""
    if token == UNREAD or token.startswith(_TEXT):
        return _UNCLEAR if token == UNREAD else "另一段文字"
    try:
        return format_value(int(token), measure)
    except (ValueError, IndexError, OverflowError):  # the record was edited by hand
        return token
