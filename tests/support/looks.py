"""How files look on paper and on the screen, measured, with the faults that are known.

`make looks` prints the faults of every kind of file in both sets of fonts, as they stand in
known_looks.toml, and says which of them are new, worse or mended. Take out there what is mended,
and lower what is better: the list only shrinks.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

import xlreport as xr
from support.artefacts import NAME, YEAR, make_artefacts
from support.contrast import contrast
from support.font_sets import FONT_SETS
from support.printed import Page, print_files
from xlreport.layout.cover import printed_sheets
from xlreport.layout.summary import ARCHIVE_MARK

_KNOWN = Path(__file__).with_name("known_looks.toml")
_SMALLEST_TEXT = 9.0  # points
_SHORT = 6  # a page after a sheet's first has at least so many lines
_HEADING = 8  # among so many lines of the first page is the one that the others repeat
_ALIKE = 4  # letters at the start of a line; what follows them is of other columns, on pages across
_PAGES = {"return.xlsx": 7, "summary.xlsx": 12}  # of what is to be printed, at most
_ROWS_SEEN = 18
# Cells of 1366 x 768 pixels that Excel shows beside its ribbon, headings and tabs.
_SCREEN_WIDTH, _SCREEN_HEIGHT = 1300, 480
_PIXELS_OF_A_POINT = 4 / 3
_PIXELS_OF_A_DIGIT, _PADDING = 7, 5  # Excel's width of a column is in digits
_USUAL_WIDTH, _USUAL_HEIGHT = 8.43, 15.0
_CONTRAST_OF_TEXT, _CONTRAST_OF_BORDERS = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
_BLACK, _WHITE = "#000000", "#FFFFFF"
_PROGRAMS_WORDS = re.compile(r" › |[^'#]![A-Z]+[1-9]|xlreport:")  # a path, 三!D6, a stamp
_THEME_INK = ("theme", 1)  # the letters of Excel's own theme
_EXACT = 0.3  # points: two versions of LibreOffice differ by a percent or two of the scale

# By what was measured, on which sheet of which file: "smallest text", "cut texts" …
Faults = dict[tuple[str, str, str, str], float]


def measure_looks(paths: Sequence[Path], fonts: Sequence[str], folder: Path) -> Faults:
    """Measure files in sets of fonts; return the faults by set, file, sheet and measure."""
    faults: Faults = {}
    for each in fonts:
        for name, sheets in print_files(paths, each, folder).items():
            titles = _print_titles(folder / name) if name.endswith(".xlsx") else {}
            for sheet, measure, value in _faults_on_paper(name, sheets, titles):
                faults[each, name, sheet, measure] = value
            if name.endswith(".xlsx"):
                for sheet, value in _lost_texts(folder / name, sheets):
                    faults[each, name, sheet, "lost texts"] = value
    for path in paths:
        if path.suffix == ".xlsx":
            for sheet, measure, value in _faults_on_screen(path):
                faults["screen", path.name, sheet, measure] = value
    return faults


def _faults_on_paper(
    name: str, sheets: Sequence[Sequence[Page]], titles: Mapping[str, str]
) -> Iterator[tuple[str, str, float]]:
    """Yield what is wrong with the printed pages of a file: sheet, measure, value.

    `titles` are the last lines that a sheet prints anew on every page, by its name.
    """
    printed = printed_sheets(xr.load_form("ogi-2021"))
    kept = (
        pages[0].sheet not in printed if name == "return.xlsx" else _is_archive(pages[0])
        for pages in sheets
    )
    count = sum(len(pages) for pages, is_kept in zip(sheets, kept, strict=True) if not is_kept)
    if count > _PAGES.get(name, count):
        yield "", "pages", count
    for pages in sheets:
        others = pages[1:]
        counted = {
            "cut texts": sum(each.cut for page in pages for each in page.drawn),
            # Nobody prints what is kept, as the empty boxes of a county's narrative.
            "pages of few lines": sum(
                len(page.lines()) < _SHORT and not _is_archive(page) for page in others
            ),
        }
        if name.endswith(".xlsx"):
            head = [*pages[0].lines()[:_HEADING], titles.get(pages[0].sheet, "?")]
            counted |= {
                "pages without heading": sum(_lacks(page, head) for page in others),
                "pages that do not say whose": sum(not page.says(NAME) for page in pages),
                "pages that do not say which year": sum(not page.says(str(YEAR)) for page in pages),
            }
        for measure, value in _small_texts(pages):
            yield pages[0].sheet, measure, value
        for measure, value in counted.items():
            if value:
                yield pages[0].sheet, measure, value


def _is_archive(page: Page) -> bool:
    """Tell whether the header says that the sheet is kept in the file and need not be printed."""
    return any(ARCHIVE_MARK in each.text for each in page.drawn if each not in page.body)


def _small_texts(pages: Sequence[Page]) -> Iterator[tuple[str, float]]:
    """Yield the sizes of the smallest text between header and footer, and in them, if too small."""
    body = [each for page in pages for each in page.body]
    edges = [each for page in pages for each in page.drawn if each not in page.body]
    for measure, drawn in (("smallest text", body), ("smallest text of header or footer", edges)):
        smallest = round(min((each.size for each in drawn), default=_SMALLEST_TEXT), 1)
        if smallest < _SMALLEST_TEXT:
            yield measure, smallest


def _lacks(page: Page, head: Sequence[str]) -> bool:
    """Tell whether a page begins with no line that stands at the head of its sheet."""
    begun, wanted = ({line[:_ALIKE] for line in lines} for lines in (page.lines()[:_HEADING], head))
    return not begun & wanted


def _print_titles(path: Path) -> dict[str, str]:
    """Return the last line that each sheet of a workbook prints anew on every page."""
    titles = {}
    for sheet in openpyxl.load_workbook(path):
        if sheet.print_title_rows:
            row = int(sheet.print_title_rows.rpartition("$")[2])
            texts = (str(cell.value) for cell in sheet[row] if cell.value is not None)
            titles[sheet.title] = "".join("".join(texts).split())
    return titles


def _lost_texts(path: Path, sheets: Sequence[Sequence[Page]]) -> Iterator[tuple[str, int]]:
    """Yield the sheets that print not every text whole, with the number of such texts.

    A program draws one cell after the other, so that the lines of one cell stand together.
    """
    printed = {
        pages[0].sheet: "".join("".join(each.text for page in pages for each in page.drawn).split())
        for pages in sheets
    }
    for sheet in openpyxl.load_workbook(path, data_only=True):
        texts = _texts(sheet) if sheet.title in printed else ()
        lost = sum("".join(text.split()) not in printed[sheet.title] for text in texts)
        if lost:
            yield sheet.title, lost


def _texts(sheet: Worksheet) -> Iterator[str]:
    """Yield the texts of all cells that are to be printed: none is hidden or outside the area."""
    area = sheet.print_area.rpartition("!")[2].replace("$", "")
    for row in sheet[area] if area else sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and not (
                sheet.row_dimensions[cell.row].hidden or _width(sheet, cell.column) == 0
            ):
                yield cell.value


def _faults_on_screen(path: Path) -> Iterator[tuple[str, str, float]]:
    """Yield low contrasts, sheets whose first input is out of sight, tables with few rows in it."""
    tables = {table.sheet for table in xr.load_form("ogi-2021").tables}
    sheets = [each for each in openpyxl.load_workbook(path) if each.sheet_state == "visible"]
    for colours, measure, least in (
        (_text_colours, "contrast of text", _CONTRAST_OF_TEXT),
        (_border_colours, "contrast of borders", _CONTRAST_OF_BORDERS),
    ):
        pairs = {pair for sheet in sheets for pair in colours(sheet)}
        lowest = round(min(contrast(*pair) for pair in pairs), 2)
        if lowest < least:
            yield "", measure, lowest
    for sheet in sheets:
        paths = sum(bool(_PROGRAMS_WORDS.search(text)) for text in _texts(sheet))
        if paths:
            yield sheet.title, "words for programs", paths
        rows: dict[int, int] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if not cell.protection.locked and sheet.protection.sheet:
                    rows.setdefault(cell.row or 0, cell.column or 0)
        seen = sum(_in_sight(sheet, row, column) for row, column in rows.items())
        if rows and not seen:
            yield sheet.title, "inputs in sight", seen
        elif sheet.title in tables and seen < min(len(rows), _ROWS_SEEN):
            yield sheet.title, "rows in sight", seen


def _text_colours(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """Yield the colours of every text and of what it stands on."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                filled = cell.fill.fill_type == "solid"
                yield (
                    _colour(cell.font.color, _BLACK),
                    (_colour(cell.fill.fgColor, _WHITE) if filled else _WHITE),
                )


def _border_colours(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """Yield the colours of every border, each with the white of the sheet."""
    for row in sheet.iter_rows():
        for cell in row:
            border = cell.border
            for side in (border.left, border.right, border.top, border.bottom):
                if side is not None and side.style:
                    yield _colour(side.color, _BLACK), _WHITE


def _colour(colour: Color | None, usual: str) -> str:
    """Write a colour as #1B5E34; the usual one is that of no colour, or of letters by the theme."""
    if colour is None or colour.type == "auto" or (colour.type, colour.value) == _THEME_INK:
        return usual
    assert colour.type == "rgb", f"a colour that nobody measures: {colour}"
    return f"#{colour.rgb[2:]}"


def _in_sight(sheet: Worksheet, row: int, column: int) -> bool:
    """Tell whether the whole of a cell stands on the first screen."""
    zoom = (sheet.sheet_view.zoomScale or 100) / 100
    height = sum(_height(sheet, each) for each in range(1, row + 1))
    width = sum(_width(sheet, each) for each in range(1, column + 1))
    return (
        height * _PIXELS_OF_A_POINT * zoom <= _SCREEN_HEIGHT
        and (width * _PIXELS_OF_A_DIGIT + column * _PADDING) * zoom <= _SCREEN_WIDTH
    )


def _height(sheet: Worksheet, row: int) -> float:
    """Give the height of a row in points."""
    if sheet.row_dimensions[row].hidden:
        return 0
    usual = sheet.sheet_format.defaultRowHeight or _USUAL_HEIGHT
    return float(sheet.row_dimensions[row].height or usual)


def _width(sheet: Worksheet, column: int) -> float:
    """Give the width of a column in digits; what stands once may be said of many columns."""
    for each in sheet.column_dimensions.values():
        if each.min and each.max and each.min <= column <= each.max:
            return 0 if each.hidden else float(each.width)
    return _USUAL_WIDTH


def known_faults() -> Faults:
    """Read the faults that are known."""
    known = tomllib.loads(_KNOWN.read_text(encoding="utf-8"))
    return {
        (fonts, name, sheet, measure): value
        for fonts, files in known.items()
        for name, sheets in files.items()
        for sheet, measures in sheets.items()
        for measure, value in measures.items()
    }


def compare_faults(seen: Faults, known: Faults) -> list[str]:
    """Say which faults are new or worse than known, and which are known but are not there."""
    told = []
    for place, value in seen.items():
        if place not in known:
            told.append(f"new: {_say(place)} {value}")
        elif _gravity(place, value) - _gravity(place, known[place]) > _EXACT:
            told.append(f"worse: {_say(place)} {value}, was {known[place]}")
    told += [f"mended, still listed: {_say(place)}" for place in known if place not in seen]
    return told


def _gravity(place: tuple[str, ...], value: float) -> float:
    """Return how bad a value is: of sizes, contrasts and rows in sight, less is worse."""
    less_is_worse = place[-1].startswith(("smallest", "contrast")) or place[-1].endswith("in sight")
    return -value if less_is_worse else value


def _say(place: tuple[str, ...]) -> str:
    return " / ".join(filter(None, place))


def as_toml(faults: Faults) -> Iterator[str]:
    """Yield the lines of a list of faults."""
    table: tuple[str, ...] = ()
    for place, value in sorted(faults.items()):
        if place[:-1] != table:
            table = place[:-1]
            names = ".".join(json.dumps(name, ensure_ascii=False) for name in table[1:])
            yield f"\n[{table[0]}.{names}]"
        yield f"{json.dumps(place[-1])} = {value}"


def main() -> int:
    """Measure every kind of file in both sets of fonts; return how many faults are not as known."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seen = measure_looks(make_artefacts(folder), FONT_SETS, folder)
    sys.stdout.write("\n".join(as_toml(seen)) + "\n")
    told = compare_faults(seen, known_faults())
    sys.stderr.write("".join(f"{line}\n" for line in told))
    return len(told)


if __name__ == "__main__":
    sys.exit(main())
