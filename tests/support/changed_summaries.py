"""Summaries changed after they were made, each as an office might change one."""

from __future__ import annotations

import re
from collections.abc import Callable

from support.edited import part_of, with_parts
from xlreport.form.sheet_names import DATA_SHEET, NOTES_SHEET

Change = Callable[[bytes], bytes]


def without_sheet(name: str) -> Change:
    """Take a sheet out of the workbook."""

    def change(old: bytes) -> bytes:
        return replaced(old, "xl/workbook.xml", rf'<sheet name="{name}"[^>]*/>', "")

    return change


def with_text(pattern: str, new: str) -> Change:
    """Write another text wherever one that fits `pattern` stands."""

    def change(old: bytes) -> bytes:
        whole = rf"(<t(?: [^>]*)?>){pattern}(</t>)"
        return replaced(old, "xl/sharedStrings.xml", whole, rf"\g<1>{new}\g<2>")

    return change


def with_figure(cell: str, new: str) -> Change:
    """Write another number into a cell of the data sheet."""

    def change(old: bytes) -> bytes:
        before = rf'(<c r="{cell}"[^>]*?)(?:/>|><v>[^<]*</v></c>)'
        return replaced(old, part_of(old, DATA_SHEET), before, rf"\g<1>><v>{new}</v></c>")

    return change


def without_row(row: int, sheet: str = DATA_SHEET) -> Change:
    """Empty a row of the data sheet, or of another."""

    def change(old: bytes) -> bytes:
        return replaced(old, part_of(old, sheet), rf'<row r="{row}".*?</row>', "")

    return change


def with_sum(cell: str, new: str) -> Change:
    """Write a number over a formula of the data sheet."""

    def change(old: bytes) -> bytes:
        before = rf'(<c r="{cell}"[^>]*>)<f>[^<]*</f><v>[^<]*</v>'
        return replaced(old, part_of(old, DATA_SHEET), before, rf"\g<1><v>{new}</v>")

    return change


def with_stamps(pattern: str, new: str) -> Change:
    """Replace what fits a pattern wherever a stamp stands."""

    def change(old: bytes) -> bytes:
        for member in ("xl/sharedStrings.xml", "docProps/custom.xml"):
            old = replaced(old, member, pattern, new)
        return old

    return change


def without_code(old: bytes) -> bytes:
    """Take the check code away, as version 0.1.0 wrote none."""
    new = re.compile(rb"\|[0-9a-f]{4}(?:-[0-9a-f]{4}){3}")
    members = ("xl/sharedStrings.xml", "docProps/custom.xml")
    return with_parts(old, {name: lambda part: new.sub(b"", part) for name in members})


def replaced(data: bytes, member: str, pattern: str, new: str) -> bytes:
    """Replace what fits a pattern in a member of the zip; it has to occur."""

    def change(old: bytes) -> bytes:
        text, times = re.subn(pattern, new, old.decode(), flags=re.DOTALL)
        assert times, pattern
        return text.encode()

    return with_parts(data, {member: change})


SCOPE = "2／4 个单位（未报送2个）"

# Of a summary of D01 and D02 in which D03 and D04 are missing, as `made_by_county` gives it.
CHANGES: dict[str, Change] = {
    "without its data": without_sheet(DATA_SHEET),
    "without its notes": without_sheet(NOTES_SHEET),
    "a figure": with_figure("D5", "77"),
    "a figure of the last department": with_figure("E6", "78"),
    "a blank made a number": with_figure("AB5", "79"),
    "a fraction of an amount": with_figure("H5", "0.01"),
    "a department renamed": with_text("D01局", "D09局"),
    "a code changed": with_text("D02", "D07"),
    "a department left out": without_row(6),
    "the share": with_text("2／4", "4／4"),
    "the share and the sentence about it": lambda old: with_text("2／4", "4／4")(
        with_text("2／4 个单位（未报送2个）", "4／4 个单位")(old)
    ),
    "the sentence about the share": with_text("2／4 个单位（未报送2个）", "4／4 个单位"),
    "the sentence gone": with_text("2／4 个单位（未报送2个）", "全部单位"),
    "fewer should have reported": with_text("2／4", "2／2"),
    "the share gone": with_text("2／4", "全部"),
    "the share above the notes": with_text(
        "说明　合计范围：2／4 个单位", "说明　合计范围：4／4 个单位"
    ),
    "the scope among the notes": with_text(f"合计范围：{SCOPE}", "合计范围：4／4 个单位"),
    "the scope above the data": with_text(
        f"某县202[56]年分单位数据（合计范围：{SCOPE}）", "分单位数据（合计范围：4／4 个单位）"
    ),
    "the county's name": with_text("某县", "别县"),
    "a sum below the data": with_sum("G4", "999"),
    "the stamps": with_stamps("xlreport:summary[^<]*", "—"),
    "the kind in the stamps": with_stamps("xlreport:summary", "xlreport:template"),
    "the stamps and the data": lambda old: with_stamps("xlreport:summary[^<]*", "—")(
        without_sheet(DATA_SHEET)(old)
    ),
    "the stamps, the data and the notes": lambda old: with_stamps("xlreport:summary[^<]*", "—")(
        without_sheet(DATA_SHEET)(without_sheet(NOTES_SHEET)(old))
    ),
    "the digest of a file": with_text("[0-9a-f]{64}", "0" * 64),
    "the check code": with_text("[0-9a-f]{4}(?:-[0-9a-f]{4}){3}", "0000-1111-2222-3333"),
}
