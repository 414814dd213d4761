"""Returns that cost far more to read than to write, for the tests and for benchmarks/hostile.py.

Each keeps the limits on what is sent and unpacked: its cost lies in what a reader makes of it.
"""

from __future__ import annotations

import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from io import BytesIO
from random import Random

from support.edited import part_of, with_parts
from support.hostile_files import FORM, right
from support.odd_workbooks import (
    MAIN,
    packed,
    parts,
    relation,
    relations,
    styles_part,
    workbook_part,
)

_WIDE = "\U0001f600"  # each character of a text with this one takes four bytes


# ---- parts --------------------------------------------------------------------------------------


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else f"{chr(64 + column // 26)}{chr(65 + column % 26)}"


def _rows(text: Callable[[int, int], str], rows: int, columns: int) -> str:
    """Write rows of inline texts; `text` is given row and column, from 0."""
    return "".join(
        f'<row r="{row + 1}">{"".join(_cell(row, column, text) for column in range(columns))}</row>'
        for row in range(rows)
    )


def _cell(row: int, column: int, text: Callable[[int, int], str]) -> str:
    address = f"{_letters(column)}{row + 1}"
    return f'<c r="{address}" t="inlineStr"><is><t>{text(row, column)}</t></is></c>'


def _merges(areas: Iterable[str]) -> str:
    each = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f"<mergeCells>{each}</mergeCells>"


def _sheet(rows: str, after: str = "") -> bytes:
    noise = _noise(len(rows) + len(after)).decode()[4:-3]
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return xml.replace(">", f' x="{noise}">', 1).encode()


def _noise(size: int) -> bytes:
    """Give a comment that packs badly, so that no part of this size is a bomb by its ratio."""
    noise = Random(14).randbytes(size // 180) if size > 1 << 20 else b""
    return b"<!--" + b64encode(noise) + b"-->"


def _workbook(*sheets: bytes) -> bytes:
    """Pack worksheets into a workbook without a stamp."""
    numbers = range(1, len(sheets) + 1)
    links = [relation(f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    members = {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(sheets, 1)}
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="s{n}"/>' for n in numbers)
    linked = relations(*links, relation("t1", "sharedStrings", "sharedStrings.xml"))
    main = {"xl/workbook.xml": workbook_part(listed), "xl/_rels/workbook.xml.rels": linked}
    return packed(parts(overrides={**main, **members}))


def _with_rows(data: bytes, name: str, rows: str) -> bytes:
    """Replace the rows of a sheet of a return."""
    return with_parts(data, {part_of(data, name): _sheet(rows)})


def _renamed(data: bytes, old: str, new: str) -> bytes:
    return with_parts(
        data, {"xl/workbook.xml": lambda xml: xml.replace(old.encode(), new.encode())}
    )


def _before(mark: str, more: str) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(mark.encode(), f"{more}{mark}".encode(), 1) + _noise(len(more))


def unstamped() -> bytes:
    """Take the stamps off a right return."""
    edits = dict.fromkeys(
        ("docProps/custom.xml", "xl/sharedStrings.xml"),
        lambda xml: xml.replace(b"xlreport:", b"other:"),
    )
    return with_parts(right(), edits)


@cache
def labels() -> tuple[str, ...]:
    """Give all labels of the form."""
    found = []
    for table in FORM.tables:
        for part in table.parts:
            found += [node.text for node in (*part.rows.walk(), *part.columns.walk())]
    return tuple(dict.fromkeys(filter(None, found)))


# ---- files --------------------------------------------------------------------------------------


def merges_of_one_area(count: int = 190_000) -> bytes:
    """Merge the whole of a table so many times."""
    part = part_of(right(), "三")
    head, _, rest = zipfile.ZipFile(BytesIO(right())).read(part).partition(b"<mergeCells")
    merges = _merges("A1:IV5000" for _ in range(count)).encode()
    return with_parts(
        right(), {part: head + merges + rest.partition(b"</mergeCells>")[2] + _noise(len(merges))}
    )


def merges_everywhere(sheets: int = 200) -> bytes:
    """Merge all cells of many sheets, a thousand at a time."""
    areas = [
        f"{_letters(column)}{row}:{_letters(column + 4)}{row + 199}"
        for column in range(0, 200, 5)
        for row in range(1, 5_000, 200)
    ]
    return _workbook(*[_sheet("", _merges(areas))] * sheets)


def merged_cells() -> bytes:
    """Merge two million cells of one sheet, with few ranges."""
    areas = [f"A{row}:IP{row + 3}" for row in range(1, 5_000, 4)]
    return _workbook(*[_sheet("", _merges(areas))] * 2)


def labels_everywhere() -> bytes:
    """Repeat all labels on many sheets."""
    words = labels()
    rows = _rows(lambda row, column: words[(row * 5 + column) % len(words)], 100, 40)
    return _workbook(*[_sheet(rows)] * 40)


def columns_everywhere() -> bytes:
    """Repeat the lowest labels over columns, in wide rows."""
    words = [node.text for node in FORM.tables[1].parts[0].columns.walk() if not node.children]
    rows = _rows(lambda _, column: words[column % len(words)], 78, 256)
    return _workbook(*[_sheet(rows)] * 9)


def headings() -> bytes:
    """Put 20,000 cells into an unstamped return that are nearly its heading."""
    text = "\u2003" * (119 - len(FORM.title)) + FORM.title
    data = _with_rows(unstamped(), "填报说明", _rows(lambda _, __: text, 200, 100))
    return _renamed(data, "填报说明", "附表")


def captions() -> bytes:
    """Put texts as long as captions on a sheet, and no caption anywhere."""
    rows = _rows(lambda row, column: f"１２３４５６７{row:04}{column:03}", 400, 200)
    data = _with_rows(right(), "填报说明", rows)
    return _renamed(_renamed(data, "填报说明", "附表"), "封面", "首页")


def many_relations(count: int = 400_000) -> bytes:
    each = "".join(relation(f"y{number}", "a", "../a") for number in range(count))
    return with_parts(right(), {"xl/_rels/workbook.xml.rels": _before("</Relationships>", each)})


def wide_texts(count: int = 1_900) -> bytes:
    """Fill many cells with the longest texts that Excel takes."""
    text = _WIDE + "a" * 32_000
    return _workbook(_sheet(_rows(lambda _, __: text, count, 1)))


def wide_text() -> bytes:
    """Fill one cell with sixty million characters."""
    return _workbook(_sheet(_rows(lambda _, __: _WIDE + "a" * 60_000_000, 1, 1)))


def wide_runs() -> bytes:
    """Fill one cell with 290,000 runs."""
    runs = f"</t></r><r><t>{_WIDE}{'b' * 60}" * 290_000
    cell = f'<c r="A1" t="inlineStr"><is><r><t>{runs}</t></r></is></c>'
    return _workbook(_sheet(f'<row r="1">{cell}</row>'))


def wide_formulas() -> bytes:
    formula = f"<f>{_WIDE}{'a' * 32_000}</f>"
    cells = (f'<row r="{row}"><c r="A{row}">{formula}</c></row>' for row in range(1, 1_900))
    return _workbook(_sheet("".join(cells)))


def escapes() -> bytes:
    """Fill cells with beginnings of escapes."""
    return _workbook(_sheet(_rows(lambda _, __: "_x" * 4_000, 10, 90)))


def many_formats(count: int = 100_000, code: str = "0.00") -> bytes:
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}{number}"/>'
        for number in range(200, count + 200)
    )
    styles = styles_part(formats, *range(200, count + 200)).encode()
    return with_parts(right(), {"xl/styles.xml": styles + _noise(len(styles))})


def many_names() -> bytes:
    name = f'<definedName name="n">{"a" * 500}</definedName>'
    names = "".join(name.replace('"n"', f'"n{number}"') for number in range(100_000))
    return with_parts(right(), {"xl/workbook.xml": _before("</sheets>", f"<x/>{names}")})


RETURNS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "one area merged 190,000 times": (merges_of_one_area, "FILE-HOSTILE"),
    "one area merged 45,000 times": (partial(merges_of_one_area, 45_000), "VALUES-MERGED"),
    "merges on 200 sheets": (merges_everywhere, "FILE-HOSTILE"),
    "merges on 48 sheets": (partial(merges_everywhere, 48), "FILE-HOSTILE"),
    "two million merged cells": (merged_cells, "FILE-HOSTILE"),
    "labels on 40 sheets": (labels_everywhere, "FILE-HOSTILE"),
    "column labels on nine sheets": (columns_everywhere, "FILE-HOSTILE"),
    "20,000 headings": (headings, "SHEETS-BEYOND"),
    "80,000 captions": (captions, "SHEETS-BEYOND"),
    "400,000 relations": (many_relations, "FILE-HOSTILE"),
    "1,900 wide texts": (wide_texts, "FILE-HOSTILE"),
    "one wide text": (wide_text, "FILE-FOREIGN"),
    "one wide text of many runs": (wide_runs, "FILE-FOREIGN"),
    "1,900 wide formulas": (wide_formulas, "FILE-HOSTILE"),
    "beginnings of escapes": (escapes, "FILE-FOREIGN"),
    "100,000 number formats": (many_formats, "UNREADABLE"),
    "60,000 long number formats": (
        partial(many_formats, 60_000, "&quot;x" + "[$-" * 80),
        "UNREADABLE",
    ),
    "100,000 defined names": (many_names, ""),
}
"""How each is made, and a code that is said of it; "" where nothing is."""
