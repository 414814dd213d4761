"""The comparison of one published page with what its department has reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport.base.text import comparable
from xlreport.form.form import Form
from xlreport.form.measure import Measure, format_value
from xlreport.form.parts import Cell
from xlreport.layout.layout import lay_form
from xlreport.publication._reported import Reported
from xlreport.publication.publication import PublicationStatus, PublishedCell
from xlreport.reading.one_return import Return


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison of a page with a return has found."""

    status: PublicationStatus
    differences: tuple[PublishedCell, ...] = ()
    unread: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def compare_page(page: Return, reported: Reported) -> Compared:
    """Compare the printed values of a page with those of a return, cell by cell.

    An annex need not be published. Any other cell for which the page shows no certain value is
    unread, and the page incomplete.
    """
    pairs = _pairs(page.form, reported.form)
    if pairs is None:
        return Compared(PublicationStatus.OTHER_EDITION)
    differences = tuple(_differences(page, reported, pairs))
    unread = (
        *(page.form.cells[there].path for _, there in pairs if there in page.unreadable),
        *_absent(page.form, reported.form),
    )
    texts = tuple(_other_texts(page, reported))
    if differences:
        status = PublicationStatus.OTHER_FIGURES
    else:
        status = PublicationStatus.INCOMPLETE if unread else PublicationStatus.EQUAL
    return Compared(status, differences, unread, texts)


def _pairs(page: Form, reported: Form) -> list[tuple[int, int]] | None:
    """Pair the cells of a return's form and a page's by their keys; None for another edition."""
    tables = {table.key: table for table in page.tables}
    pairs = []
    for table in reported.tables:
        other = tables.get(table.key)
        if other is None:
            continue
        if list(map(_meaning, table.cells)) != list(map(_meaning, other.cells)):
            return None
        pairs += [(a.index, b.index) for a, b in zip(table.cells, other.cells, strict=True)]
    return pairs or None


def _absent(page: Form, reported: Form) -> Iterator[str]:
    """Yield the cells of a return whose tables the page's form lacks; not those of an annex."""
    if page.id != reported.id.partition("+")[0]:
        tables = {table.key for table in page.tables}
        yield from (cell.path for cell in reported.cells if cell.table not in tables)


def _meaning(cell: Cell) -> tuple[str, str, Measure]:
    return cell.row, cell.column, cell.measure


def _differences(
    page: Return, reported: Reported, pairs: Sequence[tuple[int, int]]
) -> Iterator[PublishedCell]:
    positions = lay_form(reported.form).positions
    said = page.said
    for here, there in pairs:
        if there in page.unreadable or here in reported.unreadable:
            continue
        cell, position = reported.form.cells[here], positions[here]
        this, that = reported.values[here], page.judged[there]
        text, printed = reported.said.get(here, ""), said.get(there, "")
        # A blank is 0 in a sum, but no average, date or answer.
        is_same = this == that or (cell.measure.adds and (this or 0) == (that or 0))
        if is_same and comparable(text) == comparable(printed):
            continue
        yield PublishedCell(
            position.place,
            cell.path,
            shown(this, text, cell.measure),
            shown(that, printed, cell.measure),
        )


def shown(value: int | None, text: str, measure: Measure) -> str:
    """Return a value as a person reads it, or the `text` of a cell that holds no number."""
    return text if value is None else format_value(value, measure)


def _other_texts(page: Return, reported: Reported) -> Iterator[str]:
    """Yield the headings of the parts that a return has and whose text is not on the page.

    What a page has more, such as a line of its website, does not count.
    """
    for part in reported.form.texts:
        text = comparable(reported.texts.get(part.key, ""))
        if text and text not in comparable(page.texts.get(part.key, "")):
            yield part.heading
