"""What is read of an .xlsb: SheetJS writes one file, the records of the others are made here."""

from __future__ import annotations

import struct
from collections.abc import Collection
from pathlib import Path

import pytest

from support.odd_workbooks import packed
from support.other_workbooks import record, wide, xlsb
from xlreport.base.address import Area
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawCell
from xlreport.formats.container import LIMITS, Limits, Unreadable


def test_a_workbook_of_sheetjs_is_read() -> None:
    """Read what xlsx 0.18 of npm wrote, most cells without their columns.

    The file was made from literal values: a text, 27, TRUE, #REF!, 123400 in `0"."0,"万元"`,
    =B1+1, a half; the text 27, 12%, -3; E2:F3 merged, column B and row 2 hidden, a second sheet
    very hidden.
    """
    data = Path(__file__).with_name("sheetjs.xlsb").read_bytes()
    first, second = read_workbook(data).sheets
    assert {
        (0, 0): RawCell("text", "栏目", None, ""),
        (0, 1): RawCell("number", "27", None, ""),
        (0, 2): RawCell("boolean", "TRUE", None, ""),
        (0, 3): RawCell("error", "#REF!", None, ""),
        (0, 4): RawCell("number", "123400", None, "", "12.3万元"),
        (0, 5): RawCell("number", "28", None, ""),
        (0, 6): RawCell("number", "0.5", None, ""),
        (1, 0): RawCell("text", "27", None, ""),
        (1, 2): RawCell("number", "0.12", None, "", "12%"),
        (2, 3): RawCell("number", "-3", None, ""),
    } == first.cells
    assert (Area(1, 4, 2, 5),) == first.merges
    assert ({1}, {1}) == ({*first.hidden_rows}, {*first.hidden_columns})
    assert ("visible", "veryHidden") == (first.state, second.state)


def test_merges_are_bounded_as_in_an_xlsx() -> None:
    data = Path(__file__).with_name("sheetjs.xlsb").read_bytes()
    assert read_workbook(data, Limits(merges=1)).sheets[0].merges
    with pytest.raises(Unreadable) as problem:
        read_workbook(data, Limits(merges=0))
    assert "合并单元格超过 0 处" == problem.value.facts["reason"]


def test_the_cells_of_all_sheets_are_read_up_to_the_bound() -> None:
    data = Path(__file__).with_name("sheetjs.xlsb").read_bytes()
    package = read_workbook(data, Limits(cells=11))
    assert [10, 1] == [len(sheet.cells) for sheet in package.sheets]
    for most in (10, 9, 1):
        with pytest.raises(Unreadable, match="FILE-HOSTILE"):
            read_workbook(data, Limits(cells=most))


@pytest.mark.parametrize(
    ("width", "flags", "hidden"), [(0, 0, {1, 2}), (0, 1, {1, 2}), (2000, 1, {1, 2}), (2000, 0, ())]
)
def test_a_column_that_is_hidden_or_has_no_width_is_not_seen(
    width: int, flags: int, hidden: Collection[int]
) -> None:
    columns = record(60, struct.pack("<4IH", 1, 2, width, 0, flags))
    (sheet,) = read_workbook(xlsb({"表": {}}, {}, columns)).sheets
    assert set(hidden) == sheet.hidden_columns


STYLES = b"".join(
    [
        record(43, struct.pack("<HHHH", 220, 0, 400, 0) + bytes(13) + wide("宋体")),
        record(43, struct.pack("<HHHH", 220, 8, 400, 0) + bytes(13) + wide("宋体")),
        record(43, struct.pack("<HHHH", 220, 0, 400, 1) + bytes(13) + wide("宋体")),
        record(44, struct.pack("<H", 50) + wide('0"件"')),
        record(44, struct.pack("<H", 200) + wide('0"万"')),
        record(626),
        record(47, struct.pack("<HHH", 0xFFFF, 200, 0) + bytes(10)),
        record(627),
        record(617),
        *(record(47, struct.pack("<HHH", 0, key, 0) + bytes(10)) for key in (0, 50, 200, 9, 14)),
        record(618),
    ]
)


def rich(text: str, *runs: tuple[int, int]) -> bytes:
    """Give a text whose pieces have fonts of their own."""
    pieces = b"".join(struct.pack("<HH", *run) for run in runs)
    return bytes([bool(runs)]) + wide(text) + struct.pack("<I", len(runs)) + pieces


STRINGS = [
    rich("27"),
    rich("27", (0, 0), (1, 1)),
    rich("31", (0, 0), (1, 2)),
    rich("3 件", (0, 0), (1, 1), (2, 0)),
]


def read_cell(kind: int, content: bytes, style: int = 0) -> RawCell | None:
    """Read a cell of B1 with these styles and strings."""
    at = struct.pack("<I", 1) if not 12 <= kind <= 18 else b""
    cells = record(0, struct.pack("<I", 0) + bytes(13))
    if not at:
        cells += record(12, bytes(4))  # a blank in A1
    cells += record(kind, at + struct.pack("<I", style) + content)
    extra = {
        "xl/styles.bin": STYLES,
        "xl/sharedStrings.bin": b"".join(record(19, each) for each in STRINGS),
    }
    data = xlsb({"表": {}}, extra, cells)
    return read_workbook(data).sheets[0].cells.get((0, 1))


NUMBER = struct.pack("<d", 27.5)


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        (1, b"", None),
        (2, struct.pack("<i", 27 << 2 | 2), RawCell("number", "27", None, "")),
        (2, struct.pack("<i", 2750 << 2 | 3), RawCell("number", "27.5", None, "")),
        (2, struct.pack("<i", -3 * 4 | 2), RawCell("number", "-3", None, "")),
        (2, NUMBER[4:], RawCell("number", "27.5", None, "")),
        (3, b"\x17", RawCell("error", "#REF!", None, "")),
        (3, b"\x2a", RawCell("error", "#N/A", None, "")),
        (4, b"\1", RawCell("boolean", "TRUE", None, "")),
        (4, b"\0", RawCell("boolean", "FALSE", None, "")),
        (5, NUMBER, RawCell("number", "27.5", None, "")),
        (5, struct.pack("<d", float("nan")), RawCell("error", "损坏（nan）", None, "")),
        (6, wide("三件"), RawCell("text", "三件", None, "")),
        (7, struct.pack("<I", 0), RawCell("text", "27", None, "")),
        (7, struct.pack("<I", 1), RawCell("text", "27", None, "struck")),
        (7, struct.pack("<I", 2), RawCell("text", "31", None, "struck")),
        (7, struct.pack("<I", 3), RawCell("text", "3 件", None, "")),
        (8, wide("27") + bytes(6), RawCell("text", "27", "", "")),
        (9, NUMBER + bytes(6), RawCell("number", "27.5", "", "")),
        (10, b"\1" + bytes(6), RawCell("boolean", "TRUE", "", "")),
        (11, b"\x07" + bytes(6), RawCell("error", "#DIV/0!", "", "")),
        (13, struct.pack("<i", 27 << 2 | 2), RawCell("number", "27", None, "")),
        (14, b"\x24", RawCell("error", "#NUM!", None, "")),
        (15, b"\1", RawCell("boolean", "TRUE", None, "")),
        (16, NUMBER, RawCell("number", "27.5", None, "")),
        (17, wide("27"), RawCell("text", "27", None, "")),
        (18, struct.pack("<I", 1), RawCell("text", "27", None, "struck")),
        (62, rich("27", (0, 0), (1, 1)), RawCell("text", "27", None, "struck")),
    ],
)
def test_a_cell_of_every_kind_is_read(kind: int, content: bytes, expected: RawCell | None) -> None:
    assert expected == read_cell(kind, content)


@pytest.mark.parametrize(
    ("style", "shown", "display"),
    [
        (0, "", ""),
        (1, "", "28件"),
        (2, "", "28万"),
        (3, "", "2750%"),
        (4, "date", "1900/1/27"),
        (99, "", ""),
    ],
)
def test_a_number_is_shown_by_its_style(style: int, shown: str, display: str) -> None:
    found = read_cell(5, NUMBER, style)
    assert found is not None
    assert (shown, display) == (found.shown, found.display)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-3],
        lambda data: data + b"\x05",
        lambda data: data + b"\x05\xff\xff\xff\x7f",
        lambda _: record(0, b"\0"),
        lambda _: record(0, bytes(17)) + record(5, bytes(9)),
        lambda _: record(0, bytes(17)) + record(6, bytes(8) + b"\xff\xff\xff\x7f"),
        lambda _: record(0, bytes(17)) + record(7, bytes(8) + b"\xff\0\0\0"),
        lambda _: record(176, b"\0"),
    ],
)
def test_a_damaged_sheet_is_refused_by_name(damage: object) -> None:
    assert callable(damage)
    cells = damage(record(0, bytes(17)) + record(5, bytes(8) + NUMBER))
    with pytest.raises(Unreadable, match="FILE-DAMAGED"):
        read_workbook(xlsb({"表": {}}, {}, cells, ends=False))


def test_records_are_limited() -> None:
    with pytest.raises(Unreadable, match="FILE-HOSTILE"):
        read_workbook(xlsb({"表": {}}, {}, record(12) * (LIMITS.tags + 1), ends=False))


def test_a_workbook_without_sheets_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="FILE-XLSB"):
        read_workbook(packed({"xl/workbook.bin": b"<a/>"}))
