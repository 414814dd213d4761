"""What people see: no look is worse than it was, and no fault is listed that is mended.

This test holds the form of a department and the lists of an officer, in the set of fonts that takes
the most room; `make looks` measures every kind of file in both sets.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Font, Protection, Side
from openpyxl.worksheet.pagebreak import Break

from support.artefacts import make_artefacts
from support.looks import Faults, compare_faults, known_faults, measure_looks
from support.printed import Drawn, Page

FONTS = "wide"
FILES = ("return.xlsx", "findings.xlsx")
BAD = "坏"
PLANTED = {
    ("", "contrast of text"),
    ("", "contrast of borders"),
    *(
        (BAD, measure)
        for measure in (
            "smallest text",
            "smallest text of header or footer",
            "cut texts",
            "lost texts",
            "pages of few lines",
            "pages without heading",
            "pages that do not say whose",
            "pages that do not say which year",
            "inputs in sight",
            "words for programs",
        )
    ),
}
SMALL = ("wide", "a.xlsx", "三", "smallest text")
CUT = ("wide", "a.xlsx", "三", "cut texts")
PALE = ("screen", "a.xlsx", "", "contrast of borders")
SEEN = ("screen", "a.xlsx", "三", "rows in sight")


@pytest.mark.libreoffice
def test_nothing_looks_worse_than_known_and_every_planted_fault_is_seen(tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    write_badly(bad)
    seen = measure_looks([*make_artefacts(tmp_path, FILES), bad], [FONTS], tmp_path)
    assert PLANTED == {place[2:] for place in of_files(seen, (bad.name,))}
    assert [] == compare_faults(of_files(seen, FILES), of_files(known_faults(), FILES))


def of_files(faults: Faults, names: tuple[str, ...]) -> Faults:
    """Choose the faults of files on the screen and in the set of fonts that is measured here."""
    return {
        place: value
        for place, value in faults.items()
        if place[0] in (FONTS, "screen") and place[1] in names
    }


def write_badly(path: Path) -> None:
    """Write a workbook with one fault for each measure: else a broken measure would find none."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet(BAD)
    del book["Sheet"]
    for row in range(1, 31):
        sheet.cell(row, 1, f"第{row}行").font = Font(color="FFBBBBBB", size=6)
    sheet["A1"].border = Border(top=Side("thin", color="FFDDDDDD"))
    sheet["B2"] = "这一段比它的格子长得多，右边又有字，所以看不全"
    sheet["B2"].font = Font(color="FF000000")
    sheet["C2"] = "三!D6"
    sheet["C2"].font = Font(color="FF000000")
    sheet["A29"].protection = Protection(locked=False)
    sheet.row_dimensions[5].height = 400
    sheet.row_breaks.append(Break(id=28))
    sheet.protection.sheet = True
    sheet.oddFooter.left.text, sheet.oddFooter.left.size = "脚", 6
    book.save(path)


@pytest.mark.parametrize(
    ("place", "known", "seen", "told"),
    [
        (SMALL, 6.5, 6.3, []),
        (SMALL, 6.5, 6.0, ["worse: wide / a.xlsx / 三 / smallest text 6.0, was 6.5"]),
        (SMALL, 6.5, 8.0, []),
        (CUT, 3, 4, ["worse: wide / a.xlsx / 三 / cut texts 4, was 3"]),
        (CUT, 3, 2, []),
        (PALE, 2.9, 2.2, ["worse: screen / a.xlsx / contrast of borders 2.2, was 2.9"]),
        (SEEN, 12, 11, ["worse: screen / a.xlsx / 三 / rows in sight 11, was 12"]),
        (SEEN, None, 11, ["new: screen / a.xlsx / 三 / rows in sight 11"]),
        (SEEN, 12, None, ["mended, still listed: screen / a.xlsx / 三 / rows in sight"]),
    ],
)
def test_a_fault_is_told_where_it_is_new_or_worse_or_mended(
    place: tuple[str, str, str, str], known: float | None, seen: float | None, told: list[str]
) -> None:
    lists = [{} if value is None else {place: value} for value in (seen, known)]
    assert told == compare_faults(*lists)


@pytest.mark.parametrize(
    ("text", "clip", "cut"),
    [
        ("甲", (0, 0, 30, 20), False),
        ("甲", (0, 0, 21, 20), False),
        ("甲", (0, 0, 18, 20), True),
        ("甲", (0, 0, 30, 8), True),
        ("甲", (12, 0, 30, 20), True),
        ("甲", (0, 7, 30, 20), True),
        ("###", (0, 0, 30, 20), True),
    ],
)
def test_a_text_is_cut_where_it_reaches_beyond_what_shows(
    text: str, clip: tuple[float, float, float, float], cut: bool
) -> None:
    assert cut == Drawn(text, 9, (10, 5, 20, 10), clip).cut


def test_the_lines_of_a_page_are_read_from_the_top_without_header_and_footer() -> None:
    def drawn(text: str, left: float, bottom: float) -> Drawn:
        return Drawn(text, 9, (left, bottom, left + 10, bottom + 10), (0, 0, 600, 800))

    places = [("脚", 0, 10), ("丙", 0, 500), ("乙 ", 90, 601), ("甲", 50, 600), ("头", 0, 780)]
    page = Page("三", 800, tuple(drawn(*place) for place in places))
    assert ["甲乙", "丙"] == page.lines()
    assert page.says("头")
