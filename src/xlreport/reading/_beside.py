"""The findings about what stands beside the figures: other sheets, other cells, comments, shapes.

None of it is added up. A text that reads as a correction is a warning, whether it stands in a cell
beyond the tables, in a comment or in a text box; other texts are named in a notice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from xlreport.base.address import Coordinate, a1, column_number
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.form.form import Form
from xlreport.form.label import normalise_label
from xlreport.form.sheet_names import (
    CHECKS_SHEET,
    COVER_SHEET,
    INSTRUCTIONS_SHEET,
    ISSUES_SHEET,
    MIGRATION_SHEET,
    STAMP_SHEET,
    TEXTS_SHEET,
    WORKDAYS_SHEET,
)
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Unreadable
from xlreport.formats.workbook import Package, Workbook
from xlreport.layout.layout import Layout, SheetKind, lay_form
from xlreport.layout.older_sheets import (
    OLDER_CAPTION,
    OLDER_HEADING,
    older_cover_places,
    older_text_places,
)
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.reading.fields import renamed_sheets

_FOREIGN_SHEETS_NAMED = 3
_MOST_NAMED: Final = 20  # comments and corrections of one kind, each with its text
_READ = (SheetKind.COVER, SheetKind.TABLE, SheetKind.TEXTS)
_CORRECTION: Final = re.compile(
    r"应为|应是|应填|应改|改为|改成|更正|作废|有误|填错|漏填|漏报|少报|多报|以此为准|为准"
)
_DIGIT: Final = re.compile(r"[0-9０-９一二三四五六七八九十百]")
# How the remarks begin that our own copies bear as comments.
_OWN: Final = ("错误：", "警告：", "提示：", "需要补填：")
# An imported report is stamped as a template; its remarks name a table of the report.
_OF_REPORT: Final = re.compile(r"第[0-9]{1,4}个表[! ]")
_KINDS: Final = {"comment": "批注", "shape": "文本框"}
_HEAD: Final = 2_000  # bytes, in which a sheet says how far it reaches
_DIMENSION: Final = re.compile(rb'<dimension ref="A1:([A-Z]{1,3})([0-9]{1,7})"')
_FILLED: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*[^<>/]>')
_LIST_COLUMNS: Final = 6  # of the lists that our copies begin with


@dataclass(frozen=True, slots=True)
class _Text:
    """A text beside the figures: where it is, what it is called, and whether it is a comment."""

    reference: CellReference
    kind: str
    over_cells: bool

    @property
    def is_correction(self) -> bool:
        """Tell whether it reads as a correction; a comment does so by any number."""
        text = self.reference.value
        return bool(_CORRECTION.search(text) or (self.over_cells and _DIGIT.search(text)))


def beyond_findings(
    package: Package,
    layout: Layout,
    stamp: Stamp | None,
    derived: Iterable[RawSheet] = (),
    beside: Iterable[RawSheet] = (),
) -> Iterator[Finding]:
    """Yield the findings about sheets, cells and comments that are not read.

    `layout` has the tables at their locations; the sheet of a moved table is left out, as its other
    content was moved along with it, and so is a renamed cover or text sheet, which is read.
    `derived` are 填报说明 and 检查 where somebody may have typed into them, `beside` the sheets of
    lists with the cells alone that belong to nothing.
    """
    expected = {sheet.name for sheet in layout.sheets}
    expected |= {STAMP_SHEET, ISSUES_SHEET, MIGRATION_SHEET, WORKDAYS_SHEET}
    foreign = [s.name for s in package.sheets if s.name not in expected and s.cells]
    if foreign:
        renamed = renamed_sheets(lay_form(layout.form), package.sheets)
        foreign = [name for name in foreign if name not in renamed]
    if foreign:
        yield make_finding("SHEETS-BEYOND", names="、".join(foreign[:_FOREIGN_SHEETS_NAMED]))
    texts = [
        *_typed(package, layout, derived),
        *(text for sheet in beside for text in _texts(sheet, sheet.cells)),
        *(text for sheet in package.sheets for text in _over(sheet, expected, stamp)),
    ]
    corrections = [text for text in texts if text.is_correction]
    others = [text for text in texts if not text.is_correction]
    yield from _each("CORRECTION-BESIDE", corrections)
    yield from _each("COMMENT-BESIDE", [text for text in others if text.over_cells])
    cells = [text.reference for text in others if not text.over_cells]
    if cells:
        yield make_finding("CONTENT-BEYOND", *cells)


def _each(code: str, texts: Sequence[_Text]) -> Iterator[Finding]:
    """Yield a finding for each text; the last one names all that are left."""
    for number, text in enumerate(texts[:_MOST_NAMED]):
        left = texts[number:] if number == _MOST_NAMED - 1 else [text]
        yield make_finding(code, *(each.reference for each in left), kind=text.kind)


def _over(sheet: RawSheet, expected: Iterable[str], stamp: Stamp | None) -> Iterator[_Text]:
    """Yield the comments and shapes over a sheet of the form, without those of our own copies."""
    is_copy = stamp is not None and stamp.kind is not StampKind.TEMPLATE
    for comment in sheet.comments if sheet.name in expected else ():
        is_remark = comment.kind == "comment" and comment.text.startswith(_OWN)
        if not (is_remark and (is_copy or _OF_REPORT.search(comment.text))):
            reference = CellReference(sheet.name, a1(*comment.at), "", comment.text)
            yield _Text(reference, _KINDS[comment.kind], over_cells=True)


def _typed(package: Package, layout: Layout, derived: Iterable[RawSheet]) -> Iterator[_Text]:
    """Yield the texts in cells that belong to nothing on the sheets of the form."""
    pairs = zip(lay_form(layout.form).sheets, layout.sheets, strict=True)
    unmoved = {original.name for original, sheet in pairs if original is sheet}
    places = _coordinates(layout.form)
    for raw in package.sheets:
        if raw.name in unmoved and raw.name in places:
            own = _older_places(layout.form, raw) or places[raw.name]
            yield from _texts(raw, raw.cells.keys() - own)
        elif raw.name == CHECKS_SHEET:  # in a format whose XML cannot be searched
            yield from _texts(raw, _foreign(raw, places_of(layout.form, raw.name)))
        elif raw.name in (ISSUES_SHEET, MIGRATION_SHEET):
            yield from _texts(raw, (each for each in raw.cells if each[1] >= _LIST_COLUMNS))
    for raw in derived:
        yield from _texts(raw, _foreign(raw, places_of(layout.form, raw.name)))


def _older_places(form: Form, raw: RawSheet) -> frozenset[Coordinate]:
    """Return the coordinates of a cover or of texts as they were before, empty for today's."""
    if raw.name == COVER_SHEET and _text_at(raw, OLDER_CAPTION):
        return older_cover_places(form)
    headings = [normalise_label(text.heading) for text in form.texts[:1]]
    if raw.name == TEXTS_SHEET and _text_at(raw, OLDER_HEADING) in headings:
        return older_text_places(form)
    return frozenset()


def _text_at(raw: RawSheet, place: Coordinate) -> str:
    return normalise_label(raw.cells[place].text) if place in raw.cells else ""


def _foreign(raw: RawSheet, places: frozenset[Coordinate]) -> Iterator[Coordinate]:
    """Yield the cells of 填报说明 or 检查 that the library did not write, in whatever version.

    Another version may have written more rows. So below the last row a text counts only behind an
    empty row, or alone in its row and as a correction.
    """
    if not raw.cells:
        return
    bottom, right = max(row for row, _ in places), max(column for _, column in places)
    filled = Counter(row for row, column in raw.cells if raw.cells[row, column].text.strip())
    end = bottom
    while end + 1 in filled:
        end += 1
    for row, column in raw.cells.keys() - places:
        is_line = filled[row] == 1 and _CORRECTION.search(raw.cells[row, column].text)
        if column > right or row > end or (row > bottom and is_line):
            yield row, column


def _texts(raw: RawSheet, coordinates: Iterable[Coordinate]) -> Iterator[_Text]:
    for coordinate in sorted(coordinates):
        text = raw.cells[coordinate].text
        if text.strip():
            reference = CellReference(raw.name, a1(*coordinate), "", text)
            yield _Text(reference, "表格之外的文字", over_cells=False)


@cache
def _coordinates(form: Form) -> dict[str, frozenset[Coordinate]]:
    """Map each sheet that is read to the coordinates that the form fills or lets a clerk fill."""
    return {
        sheet.name: places_of(form, sheet.name)
        for sheet in lay_form(form).sheets
        if sheet.kind in _READ
    }


@cache
def places_of(form: Form, name: str) -> frozenset[Coordinate]:
    """Return the coordinates of a sheet that the form fills or lets a clerk fill."""
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == name)
    return frozenset((block.top, block.left) for block in sheet.blocks)


def derived_sheets(workbook: Workbook, package: Package, form: Form) -> list[RawSheet]:
    """Read 填报说明 and 检查 where their XML shows that somebody may have typed into them.

    Nothing else is read of these sheets, and few returns have anything there: counting is cheap.
    Raises `Unreadable` where such a sheet is beyond a limit.
    """
    found = []
    names = {sheet.name for sheet in package.sheets}
    for name, may_hold in ((INSTRUCTIONS_SHEET, _has_more), (CHECKS_SHEET, _reaches_beyond)):
        xml = workbook.xml(name) if name in names else None
        if xml is not None and may_hold(xml, form):
            found += _undamaged(workbook, name)
    return found


def _undamaged(workbook: Workbook, name: str) -> list[RawSheet]:
    """Read a sheet of which no figure is read: a damaged one costs its remarks, not the return."""
    try:
        sheet = workbook.sheet(name)
    except Unreadable as problem:
        if problem.code != "FILE-DAMAGED":
            raise
        return []
    return [] if sheet is None else [sheet]


def _has_more(xml: bytes, form: Form) -> bool:
    """Tell whether 填报说明, which has texts only, has not as many of them as it was sent with."""
    return xml.count(b"<v>") + xml.count(b"<is>") != _instruction_count(form)


@cache
def _instruction_count(form: Form) -> int:
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == INSTRUCTIONS_SHEET)
    return sum(bool(block.text) for block in sheet.blocks)


def _reaches_beyond(xml: bytes, form: Form) -> bool:
    """Tell whether 检查 has a filled cell to the right of its columns, or below its last row.

    Where the file says how far the sheet reaches, that is enough, unless it says nearly nothing,
    as some programs do.
    """
    bottom, right = _checks_end(form)
    said = _DIMENSION.search(xml, 0, _HEAD)
    if said is not None and int(said[2]) > 1:
        return int(said[2]) - 1 > bottom or column_number(said[1].decode()) > right
    filled = _FILLED.findall(xml)
    return any(
        int(row) - 1 > bottom or column_number(letters.decode()) > right for letters, row in filled
    )


@cache
def _checks_end(form: Form) -> Coordinate:
    """Return the last row and the last column of 检查."""
    places = places_of(form, CHECKS_SHEET)
    return max(row for row, _ in places), max(column for _, column in places)
