"""The second opinion on returns: two independent readers must agree on every figure that is used.

calamine reads the cells of a plain workbook again, and they must have the fingerprint of those that
our own reader read. Where it has not, or the workbook is not plain, our own reader and openpyxl
read the file again and are compared cell by cell. Then the figures that are added up, wherever
they come from (the cache, a worker), are compared with those that the second reader's cells give.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from xlreport.base.address import Coordinate
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.base.progress import Progress, silent
from xlreport.base.workers import Workers, map_items
from xlreport.form.form import Form
from xlreport.form.measure import format_value
from xlreport.form.open_list import Lists
from xlreport.form.sheet_names import SUMMARY_SHEETS
from xlreport.form.sums import format_all_counts
from xlreport.form.totals import fill_totals
from xlreport.form.typed_values import read_value
from xlreport.formats.any_format import read_workbook
from xlreport.formats.calamine_reader import read_by_calamine
from xlreport.formats.cell import RawCell
from xlreport.formats.plain_reader import read_plain
from xlreport.formats.second_reader import Difference, SecondReading, read_second
from xlreport.formats.sources import Source, read_again
from xlreport.layout.layout import NOWHERE, Position
from xlreport.reading.compared import (
    DERIVED,
    compared_sheets,
    fingerprint_of_sheets,
    is_summary,
)
from xlreport.reading.one_return import Return
from xlreport.settlement.file import File
from xlreport.summary._second_lists import entries_of, entry_that_differs

OurCells = Mapping[str, Mapping[Coordinate, RawCell]]
"""The cells of the sheets of a workbook, by name, as our own reader reads them."""

_ONE_READER = "这种格式只有一种读取方法"
_ENDED = "第二次读取时中止"
_NOT_READ = "（没有读成）"


@dataclass(frozen=True, slots=True)
class SecondLook:
    """One file to be read again: its digest at first reading, and what was read of it.

    `form` is the digest of its form; `sheets` are the sheets to compare, `positions` and `values`
    those of the return, by cell index, and `words` its texts and counts. Cells in `unread`
    held no value. `fingerprint` is that of the sheets, "" where it was not taken.
    """

    source: Source
    sha256: str
    form: str
    is_summary: bool
    sheets: frozenset[str]
    positions: tuple[Position, ...]
    values: tuple[int | None, ...]
    words: Mapping[int, str]
    unread: frozenset[int]
    fingerprint: str = ""
    lists: Lists = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opinion:
    """The second opinion on a file: the first difference, or why there is no opinion.

    The difference is with openpyxl, and `third` what calamine sees there; or with calamine,
    `by_calamine`, where openpyxl has not read the file.
    """

    difference: Difference | None = None
    refusal: str = ""
    third: str = _NOT_READ
    by_calamine: bool = False


def verify_returns(
    files: Sequence[File[Return]],
    workers: Workers,
    progress: Progress = silent,
) -> Iterator[tuple[File[Return], Finding]]:
    """Yield where two readers disagree about files that are used, whoever reads them.

    The instructions are not compared, and 检查 only where explanations were read from it. A file
    that ends every process that reads it again has no second opinion. Raises `InputError` where a
    file was changed or removed since it was read.
    """
    items = [file.item.as_sent for file in files]  # what stands in the workbook
    forms = {item.form.digest: item.form for item in items}
    looks = [second_look(item) for item in items]
    opinions = map_items(
        _look_again, forms, looks, _lost, workers, name=lambda look: look.source.name
    )
    with closing(opinions) as answers:
        for done, (file, opinion) in enumerate(zip(files, answers, strict=True), 1):
            finding = _judge(file.item.as_sent, opinion)
            if finding is not None:
                yield file, finding
            progress(done, len(files))


def second_look(item: Return) -> SecondLook:
    """Take from a return what its second opinion needs."""
    summary = is_summary(item)
    return SecondLook(
        source=item.source,
        sha256=item.sha256,
        form=item.form.digest,
        is_summary=summary,
        sheets=compared_sheets(item),
        fingerprint=item.fingerprint,
        positions=item.positions,
        values=item.values,
        words={**item.words, **format_all_counts(item.form, item.counts)},
        unread=item.unreadable,
        lists={} if summary else dict(item.lists),  # those of a summary have its check code
    )


def _look_again(forms: Mapping[str, Form], looks: Sequence[SecondLook]) -> list[Opinion]:
    return [second_opinion(forms[look.form], look) for look in looks]


def second_opinion(form: Form, look: SecondLook) -> Opinion:
    """Read a file again, and compare its cells and the figures of the return.

    A plain workbook whose cells calamine reads alike is read by nobody else.
    """
    data = read_again(look.source, look.sha256)
    skip = (DERIVED | SUMMARY_SHEETS) - look.sheets
    plain = read_plain(data, look.sheets)
    if plain is not None:
        ours = look.fingerprint or fingerprint_of_sheets(
            read_workbook(data, skip=skip), look.sheets
        )
        if plain.fingerprint == ours and _difference(form, look, {}, plain.reading) is None:
            return Opinion()
    opinion = _opinion_of_two(form, look, data, skip)
    if opinion.difference is None or opinion.by_calamine:
        return opinion
    third = plain.reading if plain else read_by_calamine(data, skip)
    return replace(opinion, third=_seen_there(form, look, opinion.difference, third))


def _opinion_of_two(form: Form, look: SecondLook, data: bytes, skip: Collection[str]) -> Opinion:
    """Read a file again by our own reader and by openpyxl, and compare the two.

    Where openpyxl gives no opinion, calamine reads the figures; it does not read the formulas.
    """
    package = read_workbook(data, skip=skip)  # could be read before
    ours = {sheet.name: sheet.cells for sheet in package.sheets}
    reading = SecondReading(refusal=_ONE_READER)
    by_calamine = False
    if not package.other_format:
        reading = read_second(data, package, look.sheets, _saved_results(form, look, ours))
    if reading.refusal and not package.unseen:  # what calamine cannot see it has read itself
        third = read_by_calamine(data, skip)
        by_calamine = not third.refusal
        reading = third if by_calamine else reading
    if reading.refusal:
        return Opinion(refusal=reading.refusal)
    first = next(iter(reading.differences), None)
    return Opinion(first or _difference(form, look, ours, reading), by_calamine=by_calamine)


def _seen_there(form: Form, look: SecondLook, first: Difference, reading: SecondReading) -> str:
    """Return what a reader sees in the cell of a difference that another one has found."""
    if reading.refusal:
        return _NOT_READ
    own = _difference(form, look, {}, reading)  # of a total, what its parts give
    if own is not None and replace(own, ours=first.ours, theirs=first.theirs) == first:
        return own.theirs
    return reading.value(first.sheet, (first.row, first.column))[1]


def _difference(
    form: Form, look: SecondLook, ours: OurCells, reading: SecondReading
) -> Difference | None:
    """Return the first figure or entry of a return that the second reader's cells do not give."""
    figure = _figure_that_differs(form, look, ours, reading)
    return figure or entry_that_differs(form, look.lists, ours, reading)


def _saved_results(
    form: Form, look: SecondLook, ours: OurCells
) -> Mapping[str, Collection[Coordinate]]:
    """List by sheet the inputs that are formulas: their saved results are added up."""
    results: dict[str, list[Coordinate]] = {}
    for cell in form.inputs:
        position = look.positions[cell.index]
        coordinate = position.row, position.column
        raw = ours.get(position.sheet, {}).get(coordinate)
        if raw is not None and raw.formula is not None:
            results.setdefault(position.sheet, []).append(coordinate)
    for sheet, coordinate, _, _ in entries_of(form, look.lists):
        raw = ours.get(sheet, {}).get(coordinate)
        if raw is not None and raw.formula is not None:
            results.setdefault(sheet, []).append(coordinate)
    return results


def _figure_that_differs(
    form: Form, look: SecondLook, ours: OurCells, reading: SecondReading
) -> Difference | None:
    """Return the first figure of the return that the second reader's cells do not give.

    Totals are recomputed from the inputs, as they are when the return is read.
    """
    values = list(look.values)
    for cell in form.inputs:
        position, value = look.positions[cell.index], look.values[cell.index]
        coordinate = position.row, position.column
        if coordinate == NOWHERE or cell.index in look.unread:
            continue
        if reading.is_date(position.sheet, coordinate) and cell.measure.is_number:
            continue  # calamine goes by built-in formats that the file redefines
        seen_there = reading.cells.get(position.sheet, {}).get(coordinate)
        if seen_there == ("n", value) and cell.measure.is_number and not cell.measure.scale:
            continue  # the common case, a count; others have units, formats and ways of writing
        raw = ours.get(position.sheet, {}).get(coordinate)
        kind, text = reading.value(position.sheet, coordinate)
        measure = cell.measure.stated() if look.is_summary else cell.measure
        shown = "date" if reading.is_date(position.sheet, coordinate) else ""
        shown, display = (raw.shown, raw.display) if raw else (shown, "")
        seen = read_value(kind, text, shown, measure, display)
        words = look.words.get(cell.index, "")
        is_counted = look.is_summary and bool(cell.measure.answers)
        if (text.strip() if is_counted else seen.words) != words:
            return Difference(position.sheet, *coordinate, ours=words, theirs=text)
        # A blank counts as 0 or as missing, as the rules of blanks have it.
        is_blank = not seen.is_filled and not seen.unreadable
        if seen.value != value and not (is_blank and not value):
            shown = "" if value is None else format_value(value, measure)
            return Difference(position.sheet, *coordinate, ours=shown, theirs=text)
    fill_totals(form, values)
    for index in (*form.fill_order, *form.share_of):
        position, value = look.positions[index], look.values[index]
        if values[index] != value and index not in look.unread:
            shown, other = (
                "" if each is None else format_value(each, form.cells[index].measure)
                for each in (value, values[index])
            )
            return Difference(position.sheet, position.row, position.column, shown, other)
    return None


def _lost(_: SecondLook) -> Opinion:
    """Answer for a file that ends every process: it has no second opinion."""
    return Opinion(refusal=_ENDED)


def _judge(item: Return, opinion: Opinion) -> Finding | None:
    if opinion.refusal:
        return make_finding("READ-ONCE", reason=opinion.refusal)
    first = opinion.difference
    if first is None:
        return None
    position = Position(first.sheet, first.row, first.column)
    cell = CellReference(position.sheet, position.address, "", first.ours)
    if position in item.positions:
        cell = item.reference(item.positions.index(position), value=first.ours)
    second, third = first.theirs, opinion.third
    if opinion.by_calamine:
        second, third = third, second
    return make_finding("VERIFY", cell, first=first.ours, second=second, third=third)
