"""Read one published report, a web page or a Word file, as a return.

Its tables are read like those of a workbook without a stamp. This module adds what differs: tables
cut by page breaks, rows with missing cells, missing totals, and findings whose advice does not ask
a clerk to correct the page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from xlreport.base.finding import Finding, make_finding
from xlreport.base.period import parse_period
from xlreport.form.form import Form
from xlreport.form.library import SHIPPED, Library
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.formats.container import ZIP_ERRORS, Unreadable
from xlreport.formats.page import read_page
from xlreport.formats.saved_page import unpack_page
from xlreport.formats.sources import Source
from xlreport.formats.word import is_word, read_word
from xlreport.reading._by_department import count_other_lines
from xlreport.reading._findings import unopened_finding
from xlreport.reading._locate import TableLocation
from xlreport.reading._published_tables import Reading, read_tables
from xlreport.reading._published_texts import read_narrative, read_title
from xlreport.reading._shifted_rows import find_shifted
from xlreport.reading.no_duty import stated_duties, without_duties
from xlreport.reading.one_return import Return, Unread, located_return
from xlreport.reading.reader import TOO_MUCH, TOO_MUCH_FINDING, make_return, read_bytes

_PAGES: Final = (".html", ".htm")
_WORD: Final = ".docx"
_KINDS: Final = {_WORD: "Word 文件"} | dict.fromkeys(_PAGES, "网页")
# What the content of a file named as a page may be taken for: it may begin with anything.
_UNCERTAIN: Final = frozenset({"FILE-EMPTY", "FILE-TEXT", "FILE-UNKNOWN"})
_NUMBER: Final = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
# Findings with another sentence about a published report, by their codes.
_PUBLISHED_CODES: Final = {
    "LABEL-LOST": "PUBLISHED-PART",
    "LABEL": "PUBLISHED-TABLE",
    "SHEET-MISSING": "PUBLISHED-TABLE",
}
_FORMAT_NAMES: Final = {
    "FILE-OLD": "旧版 Excel 工作簿（.xls）",
    "FILE-ODS": "OpenDocument 文件",
    "FILE-XLSB": "二进制工作簿（.xlsb）",
    "FILE-PDF": "PDF 文件",
    "FILE-IMAGE": "图片",
    "FILE-HTML": "网页",
    "FILE-ZIP": "压缩包",
    "FILE-UNKNOWN": "认不出的格式",
}
# Findings that do not apply to a published report.
_LEFT_OUT: Final = frozenset(
    {"STAMP-MISSING", "READ-OTHER", "READ-PARTLY", "TABLE-MOVED", "LABEL-OTHER", "SHEETS-BEYOND"}
    | {"ENTRY-READ-AS"}  # on a page every date and every code is text
)


@dataclass(frozen=True, slots=True)
class _Document:
    """A page or Word file as it was read: its tables, and the paragraphs outside them.

    `ending` is that of its content, which its name may contradict.
    """

    source: Source
    ending: str
    digest: str
    tables: Sequence[RawSheet]
    paragraphs: Sequence[str]


def read_published_sheets(data: bytes, ending: str) -> list[RawSheet]:
    """Read every table of a page (.html, .htm) or a Word file (.docx), and its text.

    A sheet is one table, in document order, with its blank cells and its merges; all cells are
    text. Tables that only arrange the page are left out. The last sheet, 正文 (`TEXT_SHEET`), holds
    the paragraphs outside the tables, one in each row. Raises `Unreadable`, whatever the bytes
    are, and `InputError` where lxml is needed and not installed.
    """
    if ending.lower() in _PAGES:
        return read_page(data)
    if ending.lower() == _WORD:
        return read_word(data)
    raise Unreadable("FILE-UNKNOWN")


def read_published_source(source: Source, library: Library = SHIPPED) -> Unread | Return:
    """Read a page, a Word file or a workbook; every problem becomes a finding.

    Raises `InputError` for a page where lxml is not installed.
    """
    try:
        data = source.read()
    except ZIP_ERRORS as error:
        return located_return(Unread(source, "", (unopened_finding(error),)))
    return located_return(_read_bytes(source, data, library))


def _read_bytes(source: Source, data: bytes, library: Library) -> Unread | Return:
    """Read the bytes of one file by their content; findings do not yet name the file."""
    if is_word(data):
        return _read_document(source, data, _WORD, library)
    item = read_bytes(source, data, library)
    if not isinstance(item, Unread):
        return item
    try:
        page = unpack_page(data)
    except TOO_MUCH:
        return replace(item, findings=(TOO_MUCH_FINDING,))
    if page is not None:
        return replace(_read_document(source, page, _PAGES[0], library), sha256=item.sha256)
    refusal = item.findings[0]
    is_named_page = PurePath(source.member or source.path).suffix.lower() in _PAGES
    if refusal.code == "FILE-HTML" or (is_named_page and refusal.code in _UNCERTAIN):
        return _read_document(source, data, _PAGES[0], library)
    return replace(item, findings=(_refusal(refusal.code, **refusal.facts),))


def _read_document(source: Source, data: bytes, ending: str, library: Library) -> Unread | Return:
    """Read the bytes of a page or a Word file."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        return _read_published(source, data, ending, library)
    except Unreadable as error:
        return Unread(source, digest, (_refusal(error.code, **error.facts),))
    except TOO_MUCH:
        return Unread(source, digest, (TOO_MUCH_FINDING,))


def _read_published(source: Source, data: bytes, ending: str, library: Library) -> Unread | Return:
    """Read the tables of a page or a Word file; raises `Unreadable`."""
    digest = hashlib.sha256(data).hexdigest()
    *tables, text = read_published_sheets(data, ending)
    reading = read_tables([_with_numbers(sheet) for sheet in tables], library)
    form = reading.identity.form
    if form is None:
        doubled = [each for each in reading.identity.findings if each.code == "TABLE-AMBIGUOUS"]
        nothing = make_finding("PUBLISHED-NONE", number=str(len(tables)))
        return Unread(source, digest, tuple(doubled) or (nothing,))
    document = _Document(source, ending, digest, tables, list(_texts([text])))
    return _make_return(document, form, reading)


def _make_return(document: _Document, form: Form, reading: Reading) -> Return:
    """Make the return of a document that was read as `form`; findings do not yet name the file."""
    locations = [_without_shifted(form, location) for location in reading.identity.locations]
    identity = replace(reading.identity, locations=locations)
    item = make_return(document.source, document.digest, reading.package, form, identity)
    item = without_duties(item, stated_duties(form, document.paragraphs), "报告正文")
    rebuilt = _rebuilt_totals(form, locations, item.unreadable)
    title = read_title(form, [*document.paragraphs, *_texts(document.tables)])
    item = replace(
        item,
        published=True,
        period=parse_period(title.get("period", "")),
        code="",
        department=title.get("department", ""),
        texts=read_narrative(form, document.paragraphs, title.get("department", "")),
        unreadable=item.unreadable - rebuilt,
    )
    kind = _KINDS[document.ending]
    return replace(item, findings=tuple(_findings(item, kind, locations, rebuilt)))


def _texts(sheets: Sequence[RawSheet]) -> Iterator[str]:
    return (cell.text for sheet in sheets for cell in sheet.cells.values())


def _refusal(code: str, **facts: str) -> Finding:
    """Make the finding about a file that is not a report; its advice differs from a workbook's."""
    kind = facts.get("kind") or _FORMAT_NAMES.get(code)
    if kind:
        return make_finding("PUBLISHED-FORMAT", format=kind)
    return make_finding(code, **facts)


def _with_numbers(sheet: RawSheet) -> RawSheet:
    """Turn texts that are plain numbers into numbers; on a page every cell is text."""
    cells = {
        coordinate: RawCell("number", cell.text, None, "") if _NUMBER.fullmatch(cell.text) else cell
        for coordinate, cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells)


def _without_shifted(form: Form, location: TableLocation) -> TableLocation:
    """Leave out the rows with a missing cell or an extra figure."""
    shifted = find_shifted(form, location)
    if not shifted:
        return location
    blocks = tuple(
        replace(block, top=-1, left=-1, bottom=-1, right=-1) if block.cell in shifted else block
        for block in location.sheet.blocks
    )
    paths = dict.fromkeys(
        form.cells[index].row_path or form.cells[index].path for index in sorted(shifted)
    )
    return replace(
        location,
        sheet=replace(location.sheet, blocks=blocks),
        moved=location.moved and any(block.cell >= 0 and block.top >= 0 for block in blocks),
        missing=location.missing | shifted,
        unmatched=(*location.unmatched, *paths),
    )


def _rebuilt_totals(
    form: Form, locations: Sequence[TableLocation], unreadable: frozenset[int]
) -> frozenset[int]:
    """Collect the missing totals whose parts were read: they are recomputed."""
    located = [location for location in locations if location.raw is not None]
    missing = {i for location in located for i in location.missing if form.cells[i].total}
    wrong = set(unreadable)
    for index in (*form.fill_order, *form.share_of):
        if index in missing and not any(term.cell in wrong for term in form.terms_of(index)):
            wrong.discard(index)
    return frozenset(missing - wrong)


def _findings(
    item: Return, kind: str, locations: Sequence[TableLocation], rebuilt: frozenset[int]
) -> Iterator[Finding]:
    """Yield the findings about a report: department, missing parts, then the readings."""
    yield make_finding("PUBLISHED", kind=kind, form=item.form.edition)
    if not item.department:
        yield make_finding("PUBLISHED-UNNAMED")
    only_totals = set()  # headings of the tables in which nothing else is missing
    for table, location in zip(item.form.tables, locations, strict=True):
        if location.raw is not None and location.missing and location.missing <= rebuilt:
            only_totals.add(table.heading)
            count = str(len(location.missing))
            finding = make_finding("PUBLISHED-TOTALS", table=table.heading, number=count)
            yield replace(finding, about=table.key)
        lines = count_other_lines(location) if table.by_department else 0
        if lines:
            finding = make_finding("PUBLISHED-SUM", table=table.heading, number=str(lines))
            yield replace(finding, about=table.key)
    for finding in item.findings:
        code = _PUBLISHED_CODES.get(finding.code, finding.code)
        if code == "PUBLISHED-PART" and finding.facts["table"] in only_totals:
            continue
        if code in ("UNREADABLE", "ENTRY-UNREADABLE"):
            yield replace(finding, code="PUBLISHED-CELL")
        elif code != finding.code:
            yield replace(make_finding(code, **finding.facts), about=finding.about)
        elif code not in _LEFT_OUT:
            yield finding
