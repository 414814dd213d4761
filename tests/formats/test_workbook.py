"""A workbook is opened once, and each worksheet is parsed when it is first asked for."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from support.old_workbooks import as_xls
from support.other_workbooks import as_ods
from xlreport.formats import _child, _child_workbook, _ods_content, _sheet, ods
from xlreport.formats.any_format import open_workbook
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Limits, Unreadable
from xlreport.formats.xlsx import open_xlsx

SHEETS = {"甲": 3, "乙": 2, "丙": 1}  # cells by sheet


def three_sheets(damaged: str = "") -> bytes:
    """Write a workbook with some numbers on each sheet; the XML of one may be cut off."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name, count in SHEETS.items():
            book.add_worksheet(name).write_column(0, 0, range(1, count + 1))
    if not damaged:
        return target.getvalue()
    part = f"xl/worksheets/sheet{list(SHEETS).index(damaged) + 1}.xml"
    result = BytesIO()
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:-20] if name == part else content)
    return result.getvalue()


def counts(sheets: tuple[RawSheet, ...]) -> dict[str, int]:
    return {sheet.name: len(sheet.cells) for sheet in sheets}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the names of the worksheets that are parsed from now on."""
    names: list[str] = []
    really = _sheet.read_sheet

    def spy(container: Any, part: str, unread: RawSheet, *others: Any) -> RawSheet:
        names.append(unread.name)
        return really(container, part, unread, *others)

    monkeypatch.setattr("xlreport.formats.xlsx.read_sheet", spy)
    return names


def test_a_worksheet_is_parsed_once_when_it_is_asked_for(parsed: list[str]) -> None:
    workbook = open_xlsx(three_sheets())
    assert [] == parsed
    assert {"甲": 3, "乙": 0, "丙": 0} == counts(workbook.read({"乙", "丙"}).sheets)
    assert {"甲": 3, "乙": 2, "丙": 0} == counts(workbook.read({"丙"}).sheets)
    sheet = workbook.sheet("丙")
    assert sheet is not None
    assert SHEETS == counts(workbook.read().sheets)
    assert list(SHEETS) == parsed


def test_the_xml_of_a_worksheet_is_returned_without_parsing_it(parsed: list[str]) -> None:
    workbook = open_xlsx(three_sheets())
    assert b"<v>3</v>" in (workbook.xml("甲") or b"")
    assert (None, None, []) == (workbook.xml("丁"), workbook.sheet("丁"), parsed)


def test_a_damaged_worksheet_refuses_a_workbook_only_where_it_is_asked_for() -> None:
    workbook = open_xlsx(three_sheets(damaged="乙"))
    assert {"甲": 3, "乙": 0, "丙": 1} == counts(workbook.read({"乙"}).sheets)
    for ask in (workbook.read, lambda: workbook.sheet("乙")):
        with pytest.raises(Unreadable, match="FILE-DAMAGED"):
            ask()


@pytest.mark.parametrize("limits", [Limits(cells=5), Limits(all_tags=180)], ids=["cells", "tags"])
def test_worksheets_share_a_limit_whenever_they_are_parsed(limits: Limits) -> None:
    workbook = open_xlsx(three_sheets(), limits)
    workbook.read({"丙"})
    workbook.read({"甲", "乙"})
    with pytest.raises(Unreadable, match="FILE-HOSTILE"):
        workbook.read()


def test_one_worksheet_may_have_other_limits() -> None:
    workbook = open_xlsx(three_sheets(), Limits(cells=1))
    with pytest.raises(Unreadable, match="FILE-HOSTILE"):
        workbook.sheet("甲")
    sheet = workbook.sheet("甲", Limits(cells=3))
    assert 3 == len(sheet.cells if sheet else ())


@pytest.mark.parametrize("make", [as_ods, as_xls])
def test_another_format_is_read_sheet_by_sheet_too(
    make: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[object] = []
    really, in_process = _child.ask_child, _ods_content.read_content

    def ask(*arguments: Any) -> Any:
        runs.append(arguments)
        return really(*arguments)

    def read(*arguments: Any) -> Any:
        runs.append(arguments)
        return in_process(*arguments)

    monkeypatch.setattr(_child_workbook, "ask_child", ask)
    monkeypatch.setattr(ods, "read_content", read)
    workbook = open_workbook(make(three_sheets()))
    assert [] == runs
    assert {"甲": 3, "乙": 0, "丙": 0} == counts(workbook.read({"乙", "丙"}).sheets)
    assert SHEETS == counts(workbook.read().sheets)
    sheet = workbook.sheet("丙")
    assert (1, None) == (len(sheet.cells if sheet else ()), workbook.sheet("丁"))
    assert (2, None) == (len(runs), workbook.xml("甲"))
    assert workbook.sheet("丙", Limits(rows=9)) == sheet
    assert 3 == len(runs)
