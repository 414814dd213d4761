"""The layout of a summary: the form's own, but for the cover with the conclusions."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from support.county import D01, FORM, consistent, county, filling, write
from support.edited import read
from support.filled import FORM_NAMES, all_values, as_return, cells_at, find
from xlreport.base.period import Period
from xlreport.form.load import load_form
from xlreport.form.sheet_names import LIST_SHEETS, SUMMARY_SHEETS, UNCOUNTED_SHEET
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.summary import lay_summary
from xlreport.layout.summary_cover import CONCLUSIONS, CoverPlan, cover_rows
from xlreport.past.last_year import Earlier, LastYear
from xlreport.past.last_year_reader import read_last_year
from xlreport.returns.received import check_and_settle
from xlreport.summary.book.book import build_summary, write_summary
from xlreport.summary.summary import consolidate


@pytest.mark.parametrize("name", FORM_NAMES)
def test_all_but_the_cover_stands_as_in_a_template(name: str) -> None:
    form = load_form(name)
    assert lay_form(form).sheets[1:] == lay_summary(form).sheets[1:]
    assert lay_form(form).positions == lay_summary(form).positions


def test_the_sheets_that_a_summary_has_besides_are_those_that_are_not_read_back() -> None:
    items = [as_return(FORM, filling(n), code=f"D{n}") for n in (1, 2)]
    earlier = Earlier(last_year(), last_year())
    returns = check_and_settle(items, roster=None, period=None, before=earlier, prefer={})
    data = build_summary(consolidate(returns, name="某县", verify=False))
    names = {sheet.name for sheet in read_package(data).sheets}
    more = names - {"_xlreport", *(sheet.name for sheet in lay_form(FORM).sheets)}
    # Of forms that are not yearly, have cells of other kinds than numbers, lists, or limits; of
    # counties with decisions, second sources, and departments that are not added up.
    others = {
        "环比",
        "环比排名",
        "选项统计",
        "分单位文字",
        "办理质量",
        "处理意见",
        "对账",
        UNCOUNTED_SHEET,
        *LIST_SHEETS,
    }
    assert SUMMARY_SHEETS == more | others


def last_year() -> LastYear:
    values = all_values(FORM, filling(3))
    return LastYear(FORM, Period(FORM.first_year - 1), {"D1": values}, {"D1": "D1局"})


def test_a_department_may_name_a_sheet_as_a_summary_does(tmp_path: Path) -> None:
    path = write(tmp_path, D01, consistent(1))
    book = openpyxl.load_workbook(path)
    book["三"].title = "核对"
    data = BytesIO()
    book.save(data)
    back = read(data.getvalue())
    place = back.positions[find(FORM, "requests.received.natural_person")]
    assert "核对" == place.sheet
    assert (
        consistent(1)[find(FORM, "requests.received.natural_person")]
        == back.values[find(FORM, "requests.received.natural_person")]
    )


def test_a_summary_larger_than_any_return_may_be_is_read_back(tmp_path: Path) -> None:
    count = 1_000  # rows of 200 cells: more than the 200,000 of a return
    one = as_return(FORM, {**filling(1), find(FORM, "proactive.fees.fees_amount"): 1})
    items = [replace(one, code=f"D{n}", department=f"D{n}局") for n in range(count)]
    summary = county(items)
    path = write_summary(summary, tmp_path / "汇总.xlsx")
    assert summary.values == read(path.read_bytes()).values
    before = read_last_year([path])
    assert count + 1 == len(before.rows)


@pytest.mark.parametrize("name", FORM_NAMES)
def test_no_two_blocks_of_the_cover_overlap_and_none_lies_beyond(name: str) -> None:
    sheet = lay_summary(load_form(name)).sheets[0]
    covered = [
        (row, column)
        for block in sheet.blocks
        for row in range(block.top, block.bottom + 1)
        for column in range(block.left, block.right + 1)
    ]
    assert len(covered) == len(set(covered))
    assert max(row for row, _ in covered) == len(sheet.heights) - 1
    assert max(column for _, column in covered) == len(sheet.widths) - 1


def test_the_parts_of_the_cover_follow_one_another_however_much_there_is_of_each() -> None:
    for plan in (CoverPlan(), CoverPlan(3, 2, compares=True), CoverPlan(tile_rows=1)):
        rows = cover_rows(FORM, plan)
        assert list(rows) == sorted(rows)
        tops = {block.field: block.top for block in lay_summary(FORM, plan).sheets[0].blocks}
        conclusions = [tops[Field(kind)] for kind in CONCLUSIONS]
        assert rows.verdict < min(conclusions) <= max(conclusions) < rows.tiles
        assert rows.nil == tops[Field(FieldKind.NIL, "proactive")]
        assert rows.end == tops[Field(FieldKind.STAMP)] + 1 == rows.printing + 2


def test_nil_declarations_are_read_back_from_the_cover_of_a_summary() -> None:
    nil = frozenset({"remedies"})
    zeros = {cell.index: 0 for cell in FORM.inputs if cell.table == "remedies"}
    item = as_return(FORM, {**filling(1), **zeros}, nil=nil)
    assert nil == read(build_summary(county([item]))).nil
    assert frozenset() == read(build_summary(county([replace(item, nil=frozenset())]))).nil


def test_what_is_written_on_the_cover_of_a_summary_is_no_finding_at_the_next_level() -> None:
    rows = cells_at(FORM, {"requests.received.research": 1, "requests.granted.research": 1})
    back = read(build_summary(county([as_return(FORM, rows)])))
    assert ((), "某县", 1) == (
        back.findings,
        back.department,
        back.values[find(FORM, "requests.received.total")],
    )
