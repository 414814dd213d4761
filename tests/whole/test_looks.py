"""What people see: no look is worse than it was, and no fault is listed that is mended.

This test holds the form of a department and the lists of an officer, in the set of fonts that takes
the most room; `make looks` measures every kind of file in both sets.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from support.artefacts import make_artefacts
from support.looks import compare_faults, known_faults, measure_looks
from support.printed import Drawn, Page

FONTS = "wide"
FILES = ("return.xlsx", "findings.xlsx")
SMALL = ("wide", "a.xlsx", "三", "smallest text")
CUT = ("wide", "a.xlsx", "三", "cut texts")
PALE = ("screen", "a.xlsx", "", "contrast of borders")
SEEN = ("screen", "a.xlsx", "三", "rows in sight")


@pytest.mark.libreoffice
def test_nothing_looks_worse_than_known_and_what_is_mended_is_no_longer_listed(
    tmp_path: Path,
) -> None:
    known = {
        place: value
        for place, value in known_faults().items()
        if place[0] in (FONTS, "screen") and place[1] in FILES
    }
    assert known
    seen = measure_looks(make_artefacts(tmp_path, FILES), [FONTS], tmp_path)
    assert [] == compare_faults(seen, known)


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
