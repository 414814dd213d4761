"""The bounds on what a workbook may hold: what fits them is read, and one more is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.odd_workbooks import (
    SHEET,
    packed,
    parts,
    relation,
    relations,
    workbook,
    workbook_part,
    worksheet,
)
from xlreport.formats import _relations
from xlreport.formats.container import Limits, Unreadable
from xlreport.formats.workbook import Package
from xlreport.formats.xlsx import open_xlsx, read_package


def merged(count: int) -> str:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, count + 1))
    return worksheet("", f"<mergeCells>{merges}</mergeCells>")


def two_sheets(first: str, second: str) -> bytes:
    return packed(
        parts(
            overrides={
                SHEET: first,
                "xl/worksheets/sheet2.xml": second,
                "xl/workbook.xml": workbook_part(
                    '<sheet name="表" sheetId="1" r:id="r1"/>'
                    '<sheet name="表2" sheetId="2" r:id="r4"/>'
                ),
                "xl/_rels/workbook.xml.rels": relations(
                    relation("r1", "worksheet", "worksheets/sheet1.xml"),
                    relation("r4", "worksheet", "worksheets/sheet2.xml"),
                ),
            }
        )
    )


def text_cell(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def refusal(read: Callable[[], Package]) -> str:
    with pytest.raises(Unreadable) as raised:
        read()
    assert "FILE-HOSTILE" == raised.value.code
    return raised.value.facts["reason"]


def test_merges_are_read_up_to_the_bound_and_one_more_is_refused() -> None:
    data = workbook(overrides={SHEET: merged(3)})
    (sheet,) = read_package(data, Limits(merges=3)).sheets
    assert [(0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 1)] == list(sheet.merges)
    assert "合并单元格超过 2 处" == refusal(lambda: read_package(data, Limits(merges=2)))


def test_the_merges_of_all_sheets_count_together_whenever_they_are_parsed() -> None:
    data = two_sheets(merged(2), merged(2))
    assert 2 == len(read_package(data, Limits(merges=4)).sheets)
    assert "合并单元格超过 3 处" == refusal(lambda: read_package(data, Limits(merges=3)))
    opened = open_xlsx(data, Limits(merges=3))
    assert opened.sheet("表") is not None  # alone it has few enough
    assert "合并单元格超过 3 处" == refusal(opened.read)


@pytest.mark.parametrize(
    "cell",
    [
        text_cell("字" * 300),
        f'<row r="1"><c r="A1" t="str"><v>{"字" * 300}</v></c></row>',
        f'<row r="1"><c r="A1"><f>{"A" * 300}</f></c></row>',
    ],
    ids=["inline", "text of a formula", "formula"],
)
def test_long_texts_are_read_up_to_the_bound(cell: str) -> None:
    assert 1 == len(read_package(workbook(cell), Limits(cells_text=300)).sheets[0].cells)
    data = workbook(cell)
    assert "单元格中的长文字超过 299 字" == refusal(
        lambda: read_package(data, Limits(cells_text=299))
    )
    both = two_sheets(worksheet(cell), worksheet(cell))
    assert "单元格中的长文字超过 599 字" == refusal(
        lambda: read_package(both, Limits(cells_text=599))
    )


def test_short_texts_do_not_count() -> None:
    data = workbook(text_cell("字" * 100))
    assert 1 == len(read_package(data, Limits(cells_text=0)).sheets[0].cells)


@pytest.mark.parametrize("count", [1, 63, 64, 65, 200, 5_000])
def test_a_text_of_many_pieces_is_read_whole(count: int) -> None:
    """A comment ends a piece of a text."""
    text = "".join(f"{number}<!-- -->" for number in range(count))
    expected = "".join(map(str, range(count)))
    (sheet,) = read_package(workbook(text_cell(text))).sheets
    assert expected == sheet.cells[0, 0].text


@pytest.mark.parametrize("count", [1, 64, 65, 6_000])
def test_a_text_of_many_runs_is_read_whole(count: int) -> None:
    runs = "".join(f"<r><t>{number}</t></r>" for number in range(count))
    expected = "".join(map(str, range(count)))
    (sheet,) = read_package(workbook(text_cell("").replace("<t></t>", runs))).sheets
    assert expected == sheet.cells[0, 0].text


def test_of_an_overlong_text_the_beginning_is_read() -> None:
    text = "_x0041_" * 40_000
    (sheet,) = read_package(workbook(text_cell(text))).sheets
    assert "A" * 32_767 == sheet.cells[0, 0].text


def test_relations_are_read_up_to_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_relations, "_MOST_RELATIONS", 3)  # those of a workbook of one sheet
    monkeypatch.setattr(_relations, "_RESULTS", {})
    assert 1 == len(read_package(workbook()).sheets)
    monkeypatch.setattr(_relations, "_MOST_RELATIONS", 2)
    monkeypatch.setattr(_relations, "_RESULTS", {})
    data = workbook()
    assert "关系超过 2 条" == refusal(lambda: read_package(data))
