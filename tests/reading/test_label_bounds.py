"""The bounds on searching for labels: far above any return, and never passed in silence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from support.costly_files import unstamped
from xlreport.base.address import Area
from xlreport.form.library import SHIPPED
from xlreport.formats.cell import RawSheet, unread_sheet
from xlreport.formats.container import Unreadable
from xlreport.formats.xlsx import read_package
from xlreport.reading import _label_sheet
from xlreport.reading._label_sheet import label_sheets
from xlreport.reading.identify import identify


def merged(*areas: Sequence[int]) -> RawSheet:
    from dataclasses import replace

    return replace(unread_sheet("表"), merges=tuple(Area(*area) for area in areas))


def test_merged_cells_are_counted_over_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [merged((0, 0, 1, 2)), merged((5, 5, 5, 8))]
    monkeypatch.setattr(_label_sheet, "_MOST_MERGED", 10)
    assert [6, 4] == [len(sheet.anchor) for sheet in label_sheets(sheets)]
    monkeypatch.setattr(_label_sheet, "_MOST_MERGED", 9)
    with pytest.raises(Unreadable, match="盖住的格子超过 9 个"):
        label_sheets(sheets)


def test_a_range_too_large_for_a_label_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_label_sheet, "_MOST_MERGED", 1_000)
    large, largest = merged((0, 0, 0, 1_000)), merged((0, 0, 0, 999))
    assert [0, 1_000] == [len(sheet.anchor) for sheet in label_sheets([large, largest])]


def test_a_return_without_a_stamp_takes_a_hundredth_of_the_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = read_package(unstamped())
    monkeypatch.setattr(_label_sheet, "_MOST_LINES", 1_000)
    assert identify(package, SHIPPED).form is not None
    monkeypatch.setattr(_label_sheet, "_MOST_LINES", 100)
    with pytest.raises(Unreadable, match="表头和项目名称重复过多"):
        identify(package, SHIPPED)
