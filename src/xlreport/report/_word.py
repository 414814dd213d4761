"""The published report as a Word file, after GB/T 9704-2012 (format of official documents)."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from rich.cells import cell_len

from xlreport.form.parts import UNWRITTEN
from xlreport.layout.grid import lay_table
from xlreport.office.theme import Theme
from xlreport.report._table_fit import ABOVE_TABLE, PrintedBlock, PrintedTable, fit_table
from xlreport.report._word_table import add_table
from xlreport.report.report import Report, Section
from xlreport.report.shown_table import ShownTable
from xlreport.report.type_area import LINE, PAGE_WIDTH
from xlreport.report.word_document import add_mark, close_document, open_document
from xlreport.report.word_page import set_page
from xlreport.report.word_style import (
    BODY,
    BODY_SIZE,
    DRAFT,
    HEADING,
    OPENING_WORDS,
    SIGNED,
    SUBHEADING,
    TITLE,
    TITLE_SIZE,
)

if TYPE_CHECKING:
    from docx.document import Document

DRAFT_MARK = "【草稿，请核对】"

_SUBHEADING = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。]+。?")
_LONGEST_SUBHEADING = 56  # characters: two lines
_SIGNED_END = 2  # characters between the end of a line that is signed and the edge
_LONGEST_NAME = 24  # characters of a name in one line with its indent
_NO_DAY = "　　　　年　　月　　日"


def build_word(report: Report, theme: Theme) -> bytes:
    """Return the bytes of the report as a .docx; the same report gives the same bytes.

    Needs python-docx, which `report_ending` checks.
    """
    document = open_document(report.title, report.name, report.period.year, theme)
    _add_title(document, report)
    if report.mark:
        add_mark(document, report.mark)
    for section in report.sections:
        _add_section(document, section)
    if not report.is_signed:
        _sign(document, report)
    for paragraph in document.paragraphs[-3:-1]:  # the day is alone on no page, nor the name
        paragraph.paragraph_format.keep_with_next = True
    return close_document(document)


def _add_section(document: Document, section: Section) -> None:
    """Add one part of the report, on landscape pages if its table needs them."""
    if section.table is None:
        _turn(document, landscape=False)
        if not section.is_opening:
            _add_heading(document, section, on_new_page=False)
        _add_paragraphs(document, section)
        return
    table = _print_table(section.table)
    fit = fit_table(table)
    _turn(document, landscape=fit.landscape)
    _add_heading(document, section, on_new_page=fit.is_tall)
    add_table(document, table, fit, section.heading)
    for note in section.notes:
        document.add_paragraph(note, BODY)


def _sign(document: Document, report: Report) -> None:
    """Write the name of the office and the day below it, or room for the day (7.3.5.2).

    The day begins two characters to the right of the name; the longer of both ends two characters
    before the edge.
    """
    from docx.shared import Pt, Twips

    day = report.day or _NO_DAY
    name_length, day_length = (ceil(cell_len(text) / 2) for text in (report.name, day))
    day_end = max(_SIGNED_END, min(name_length, _LONGEST_NAME) - day_length)
    name_end = max(_SIGNED_END, day_end + day_length + 2 - name_length)
    name = document.add_paragraph(report.name, SIGNED)
    name.paragraph_format.space_before = Twips(LINE)
    for line, characters in ((name, name_end), (document.add_paragraph(day, SIGNED), day_end)):
        line.paragraph_format.right_indent = Pt(characters * BODY_SIZE)


def _print_table(table: ShownTable) -> PrintedTable:
    """Return a table with its labels and values as printed."""
    grid = lay_table(table.table)
    return PrintedTable(
        grid,
        tuple(
            PrintedBlock(block, table.shown(block.cell) if block.cell >= 0 else block.text)
            for block in grid.blocks
        ),
    )


def _add_heading(document: Document, section: Section, *, on_new_page: bool) -> None:
    from docx.shared import Twips

    below_table = _ends_with_table(document)
    heading = document.add_paragraph(section.heading, HEADING).paragraph_format
    if on_new_page:
        heading.page_break_before = True
    elif below_table:
        heading.space_before = Twips(LINE // 2)
    if section.table is not None:
        heading.space_after = Twips(ABOVE_TABLE)


def _turn(document: Document, *, landscape: bool) -> None:
    """Begin pages of this orientation, unless the last pages have it already."""
    from docx.enum.section import WD_ORIENT

    if (document.sections[-1].orientation == WD_ORIENT.LANDSCAPE) is not landscape:
        set_page(document.add_section(), landscape=landscape)


def _ends_with_table(document: Document) -> bool:
    return bool(document.element.body.xpath("w:sectPr/preceding-sibling::*[1][self::w:tbl]"))


def _add_title(document: Document, report: Report) -> None:
    """Write the title; one that is too long for a line is broken after the name."""
    paragraph = document.add_paragraph(style=TITLE)
    run = paragraph.add_run(report.title.removesuffix(report.form.title))
    if cell_len(report.title) * TITLE_SIZE * 10 > PAGE_WIDTH:
        run.add_break()
    paragraph.add_run(report.form.title)


def _add_paragraphs(document: Document, section: Section) -> None:
    """Write paragraphs; a beginning such as （一）…。 has the type of the second heading."""
    if section.unwritten:
        add_mark(document, UNWRITTEN)
    for text in section.paragraphs:
        match = _SUBHEADING.match(text)
        words = match.group() if match and match.end() <= _LONGEST_SUBHEADING else ""
        is_heading = words == text and not section.draft
        style = SUBHEADING if is_heading else BODY
        paragraph = document.add_paragraph(style=DRAFT if section.draft else style)
        if section.draft:
            paragraph.add_run(DRAFT_MARK).bold = True
        if words and not is_heading:
            paragraph.add_run(words, OPENING_WORDS)
        paragraph.add_run(text if is_heading else text.removeprefix(words))
