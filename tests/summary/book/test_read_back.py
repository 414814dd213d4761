"""A summary read back: whatever figure is not the one that was meant is found, and named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from support.county import FORM, county, filling
from support.departments import make_department
from support.edited import part_of, with_parts
from support.filled import as_return, find
from xlreport.base.address import column_name
from xlreport.base.errors import VerificationError
from xlreport.base.path import say_indicator
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.layout.data_sheet import FIRST_VALUE_COLUMN
from xlreport.layout.layout import lay_form
from xlreport.office.roster import Roster
from xlreport.summary.book._read_back import verify_summary
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book

AMOUNT = find(FORM, "proactive.fees.fees_amount")
CELL = find(FORM, "requests.received.natural_person")


@pytest.fixture(scope="module")
def summary() -> Summary:
    """Give a summary of three departments of two kinds, with amounts and without."""
    names = {"D01": "财政局", "D02": "民政局", "D03": "某镇"}
    whose = [make_department(code, name) for code, name in names.items()]
    whose[2] = replace(whose[2], kind="乡镇")
    items = [
        as_return(FORM, {**filling(n), AMOUNT: 59_237_244_900 * n}, code=who.code, name=who.name)
        for n, who in enumerate(whose)
    ]
    return county(items, Roster("名录.csv", tuple(whose)))


@pytest.fixture(scope="module")
def workbook(summary: Summary) -> bytes:
    return build_summary(summary)


def changed(workbook: bytes, change: Callable[[str], str]) -> bytes:
    """Change the XML of the data sheet."""

    def edit(old: bytes) -> bytes:
        new = change(old.decode()).encode()
        assert old != new
        return new

    return with_parts(workbook, {part_of(workbook, DATA_SHEET): edit})


def retyped(workbook: bytes, row: int, index: int, inside: str, more: str = "") -> bytes:
    """Put something else into a figure of the data sheet, in a row as people count."""
    address = f"{column_name(FIRST_VALUE_COLUMN + index)}{row}"
    cell = re.compile(rf'<c r="{address}"( s="\d+")(?:/>|>.*?</c>)')
    put = rf'<c r="{address}"\g<1>{more}>{inside}</c>'
    return changed(workbook, lambda xml: cell.sub(put, xml, count=1))


def test_a_summary_reads_as_it_was_meant(summary: Summary, workbook: bytes) -> None:
    verify_summary(summary, workbook)  # raises nothing


@pytest.mark.parametrize("index", [cell.index for cell in FORM.inputs][::15])
def test_any_other_figure_of_the_official_tables_is_found(
    summary: Summary, workbook: bytes, index: int
) -> None:
    place = lay_form(FORM).positions[index]
    cell = re.compile(rf'(<c r="{place.address}"[^>]*>(?:<f>[^<]*</f>)?)(?:<v>[^<]*</v>)')

    def edit(old: bytes) -> bytes:
        new, times = cell.subn(r"\g<1><v>999999</v>", old.decode(), count=1)
        assert 1 == times
        return new.encode()

    with pytest.raises(VerificationError) as caught:
        verify_summary(summary, with_parts(workbook, {part_of(workbook, place.sheet): edit}))
    assert f"没有保存：{say_indicator(FORM.cells[index].path)}应为" in str(caught.value)
    assert "读回的是 999999" in str(caught.value)


@pytest.mark.parametrize("row", [5, 6, 7])
@pytest.mark.parametrize("index", [0, CELL, AMOUNT, len(FORM.cells) - 1])
def test_any_other_figure_of_any_department_is_found(
    summary: Summary, workbook: bytes, row: int, index: int
) -> None:
    with pytest.raises(VerificationError) as caught:
        verify_summary(summary, retyped(workbook, row, index, "<v>999999</v>"))
    who = summary.counted[row - 5].department.name
    for said in (DATA_SHEET, who, say_indicator(FORM.cells[index].path), "读回的是 999999"):
        assert said in str(caught.value)


def test_a_wrong_fen_of_a_large_amount_is_found(summary: Summary, workbook: bytes) -> None:
    wrong = retyped(workbook, 6, AMOUNT, "<v>59237.244901</v>")
    with pytest.raises(VerificationError, match=r"应为 59237\.2449，读回的是 59237\.244901"):
        verify_summary(summary, wrong)


@pytest.mark.parametrize(
    ("inside", "more"),
    [("", ""), ("<v>0</v>", ' t="s"'), ("<v>#REF!</v>", ' t="e"'), ("<v>x</v>", "")],
)
def test_a_figure_that_is_no_number_any_more_reads_as_blank(
    summary: Summary, workbook: bytes, inside: str, more: str
) -> None:
    with pytest.raises(VerificationError, match="读回的是 空白"):
        verify_summary(summary, retyped(workbook, 6, CELL, inside, more))


def test_a_number_where_nothing_should_stand_is_found() -> None:
    returned = as_return(FORM, filling(1), code="D01", name="财政局")
    values = *returned.values[:AMOUNT], None, *returned.values[AMOUNT + 1 :]
    blank = replace(returned, values=values, judged=values)
    summary = county([blank])
    workbook = build_summary(summary)
    verify_summary(summary, workbook)
    with pytest.raises(VerificationError, match="应为 空白，读回的是 7"):
        verify_summary(summary, retyped(workbook, 5, AMOUNT, "<v>7</v>"))


def test_a_wrong_sum_above_the_departments_is_found(summary: Summary, workbook: bytes) -> None:
    with pytest.raises(VerificationError, match="“合计”的"):
        verify_summary(summary, retyped(workbook, 4, CELL, "<f>1+1</f><v>2</v>"))


@pytest.mark.parametrize(("row", "name"), [(4, "合计"), (5, "财政局"), (7, "某镇")])
def test_a_row_that_is_not_there_is_missed(
    summary: Summary, workbook: bytes, row: int, name: str
) -> None:
    gone = re.compile(rf'<row r="{row}" .*?</row>')
    with pytest.raises(VerificationError, match=f"缺少“{name}”一行"):
        verify_summary(summary, changed(workbook, lambda xml: gone.sub("", xml)))


def test_rows_in_another_order_are_found(summary: Summary, workbook: bytes) -> None:
    def swap(xml: str) -> str:
        old = {row: re.findall(rf'<row r="{row}" .*?</row>', xml)[0] for row in (5, 6)}
        new = {
            row: re.sub(r'r="([A-Z]*)[56]"', rf'r="\g<1>{11 - row}"', old[row]) for row in (5, 6)
        }
        return xml.replace(old[5] + old[6], new[6] + new[5])

    with pytest.raises(VerificationError, match="“财政局”的"):
        verify_summary(summary, changed(workbook, swap))


def test_a_total_of_the_official_tables_that_reads_otherwise_is_found(
    summary: Summary, workbook: bytes
) -> None:
    values = [*summary.values]
    values[CELL] = 10**6
    with pytest.raises(
        VerificationError, match=f"{say_indicator(FORM.cells[CELL].path)}应为 1000000"
    ):
        verify_summary(replace(summary, values=tuple(values)), workbook)


def test_a_workbook_that_cannot_be_opened_is_not_taken_for_the_summary(summary: Summary) -> None:
    with pytest.raises(VerificationError, match="读不回来"):
        verify_summary(summary, b"PK nothing")


def test_a_workbook_of_no_form_is_not_taken_for_the_summary(summary: Summary) -> None:
    book = Book("标题", 2026, locked=False)
    book.add_worksheet(DATA_SHEET)
    with pytest.raises(VerificationError, match="读不回来"):
        verify_summary(summary, book.to_bytes())
