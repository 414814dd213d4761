"""The summary workbook: official tables with live sums, the data, the reporting, the findings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from xlsxwriter.exceptions import FileCreateError

from xlreport.base.arguments import checked, refuse_ending
from xlreport.base.errors import OutputError
from xlreport.base.files import write_file
from xlreport.base.memory import Target, target_path
from xlreport.desk.board import Board
from xlreport.desk.board import board as board_of
from xlreport.desk.board_sheet import add_board_sheet
from xlreport.desk.findings_sheet import add_findings_sheets
from xlreport.layout.layout import Layout
from xlreport.layout.summary import lay_summary
from xlreport.summary.book._charts import write_charts
from xlreport.summary.book._columns import data_heading
from xlreport.summary.book._cover import nil_tables, plan_cover, write_cover, write_printing
from xlreport.summary.book._data import sums, write_data_sheet
from xlreport.summary.book._decisions import write_decisions_sheet
from xlreport.summary.book._lists import write_lists
from xlreport.summary.book._not_added import (
    blank_notes,
    write_answers,
    write_counts,
    write_texts,
)
from xlreport.summary.book._notes import duty_notes, write_notes
from xlreport.summary.book._print_set import mark_sheets
from xlreport.summary.book._proof import write_proof
from xlreport.summary.book._quality import write_quality
from xlreport.summary.book._ranking import write_rankings
from xlreport.summary.book._read_back import verify_summary
from xlreport.summary.book._sources import write_sources
from xlreport.summary.book._uncounted import write_uncounted
from xlreport.summary.book._unusual import write_unusual
from xlreport.summary.book._years import write_years
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import year_on_year
from xlreport.writing.book import Book
from xlreport.writing.cell import link
from xlreport.writing.content import Content, text_fields
from xlreport.writing.workbook import open_book

_MANY = 1_000  # departments; the sheet of 6,000 takes 160 MB until it is packed


def build_summary(summary: Summary, board: Board | None = None) -> bytes:
    """Return the bytes of the summary workbook; its cover shows the board."""
    form = summary.form
    shown = board or board_of(summary.returns, name=summary.name)
    content = Content(
        summary.stamp,
        department=summary.name,
        values=sums(summary),
        nil=nil_tables(summary),
        no_duties=summary.no_duties,
        notes=_joined(duty_notes(summary), blank_notes(summary)),
        fields=text_fields(form.standing),
        note=f"{summary.name}　{summary.period.title}　{summary.share}",
        locked=False,
    )
    years = year_on_year(summary)
    layout = lay_summary(form, plan_cover(form, shown, years))
    book = open_book(form, content, layout=layout)
    write_cover(book, summary, shown, add_board_sheet(book, shown), years)
    _link_cells(book, layout, content)
    write_counts(book, layout, summary)
    write_charts(book, summary)
    write_years(book, summary, years)
    write_rankings(book, summary, years)
    write_answers(book, summary)
    write_texts(book, summary)
    write_quality(book, summary)
    write_data_sheet(book, summary)
    write_uncounted(book, summary)
    write_lists(book, summary)
    write_decisions_sheet(book, summary)
    write_sources(book, summary)
    write_proof(book, summary)
    write_unusual(book, summary)
    add_findings_sheets(book, summary.returns.found)
    write_notes(book, summary)
    mark_sheets(book, summary)
    write_printing(book, summary, shown, years)
    return _packed(book, len(summary.counted))


def _joined(*notes: Mapping[str, str]) -> dict[str, str]:
    """Join notes on the same table."""
    joined: dict[str, str] = {}
    for each in notes:
        for key, note in each.items():
            joined[key] = f"{joined[key]}　{note}" if key in joined else note
    return joined


def _packed(book: Book, departments: int) -> bytes:
    """Finish the workbook; the parts of a province's wait on disk, where they take no memory."""
    if departments < _MANY:
        return book.to_bytes()
    try:
        with TemporaryDirectory(prefix="xlreport-") as folder:
            book.tmpdir, book.in_memory = folder, False
            return book.to_bytes()
    except (OSError, FileCreateError) as error:
        raise OutputError(
            f"汇总表没有保存：临时文件夹 {gettempdir()} 无法写入，请检查磁盘空间和文件夹权限。"
        ) from error


def _link_cells(book: Book, layout: Layout, content: Content) -> None:
    """Link each official cell to its column on the data sheet.

    A blank cell has no link, because openpyxl takes the link of a blank cell for its value.
    """
    for cell, position in zip(layout.form.cells, layout.positions, strict=True):
        if cell.total or cell.index in content.values:
            worksheet = book.get_worksheet_by_name(position.sheet)
            link(worksheet, position.row, position.column, data_heading(layout.form, cell.index))


@checked
def write_summary(
    summary: Summary, path: Target, *, board: Board | None = None, overwrite: bool = True
) -> Path:
    """Write the summary workbook, after reading it back and comparing every cell.

    `path` may be a binary file object. The first sheet shows the board of the summary's returns, or
    the one that is given, with a deadline or the time of the check.

    Raises `InputError` for a name that does not end in .xlsx, `VerificationError` where the
    workbook does not read back as the summary, `OutputError` where the file cannot be written, or
    exists and is not to be overwritten. An existing file is then left as it is.
    """
    refuse_ending(path)
    data = build_summary(summary, board)
    verify_summary(summary, data)
    write_file(path, data, overwrite=overwrite)
    return target_path(path)
