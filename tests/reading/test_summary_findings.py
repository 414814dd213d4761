"""A county's summary read as its return: who is missing, and whether its figures still add up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.changed_summaries import with_text
from support.county import D01, D02, FORM, ROSTER, carried, write
from support.edited import codes, part_of, read, resaved, with_parts
from support.filled import find
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.layout.layout import lay_form
from xlreport.office.roster import Roster
from xlreport.returns.received import read_returns
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import consolidate

PLACE = lay_form(FORM).positions[find(FORM, "requests.received.research")]
FORMULA = r"<f>[^<]*</f><v>5</v>"


def made(folder: Path, roster: Roster) -> bytes:
    write(folder, D01, carried(3, 0))
    write(folder, D02, carried(2, 0))
    return build_summary(consolidate(read_returns(folder, roster=roster), name="某县", code="X"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(tmp_path_factory.mktemp("全"), Roster("名录.csv", (D01, D02)))


def overtyped(workbook: bytes, formula: str, value: str) -> bytes:
    """Put another formula and value into the official cell that says 5."""

    def change(old: bytes) -> bytes:
        cell = re.compile(rf'(<c r="{PLACE.address}"[^>]*>){FORMULA}')
        new, times = cell.subn(rf"\g<1>{formula}<v>{value}</v>", old.decode())
        assert 1 == times
        return new.encode()

    return with_parts(workbook, {part_of(workbook, PLACE.sheet): change})


def test_a_whole_summary_that_nobody_touched_is_read_without_a_finding(whole: bytes) -> None:
    assert [] == codes(read(whole).findings)


def test_a_summary_of_some_departments_says_over_which_it_runs(tmp_path: Path) -> None:
    (finding,) = read(made(tmp_path, ROSTER)).findings
    assert ("SUMMARY-PARTIAL", "warning", {"scope": "2／4 个单位（未报送2个）"}) == (
        finding.code,
        finding.severity,
        finding.facts,
    )


@pytest.mark.parametrize("sentence", ["", "全部单位", "见说明", "—", "约半数"])
def test_a_summary_of_some_departments_is_known_by_its_share_alone(
    tmp_path: Path, sentence: str
) -> None:
    data = with_text("2／4 个单位（未报送2个）", sentence)(made(tmp_path, ROSTER))
    found = [f for f in read(data).findings if f.code == "SUMMARY-PARTIAL"]
    assert [{"scope": "2／4"}] == [finding.facts for finding in found]


@pytest.mark.parametrize("formula", ["", "<f>SUM(1,998)</f>", "<f>SUM('分单位数据'!D4:D5)</f>"])
def test_a_figure_of_a_summary_that_was_typed_over_is_named(whole: bytes, formula: str) -> None:
    found = read(overtyped(whole, formula, "999")).findings
    (finding,) = [f for f in found if f.code == "SUMMARY-DIFFERS"]
    (cell,) = finding.cells
    assert ("error", PLACE.sheet, PLACE.address, "999", "5") == (
        finding.severity,
        cell.sheet,
        cell.cell,
        cell.value,
        finding.expected,
    )


def test_a_total_of_a_summary_that_was_typed_over_is_named(whole: bytes) -> None:
    total = lay_form(FORM).positions[find(FORM, "requests.total_handled.research")]

    def change(old: bytes) -> bytes:
        cell = re.compile(rf'(<c r="{total.address}"[^>]*>)<f>[^<]*</f><v>[^<]*</v>')
        new, times = cell.subn(r"\g<1><v>999</v>", old.decode())
        assert 1 == times
        return new.encode()

    data = with_parts(whole, {part_of(whole, total.sheet): change})
    (finding,) = [f for f in read(data).findings if f.code == "SUMMARY-DIFFERS"]
    assert (total.address, "999") == (finding.cells[0].cell, finding.cells[0].value)


def test_a_figure_of_a_summary_that_was_deleted_is_named_as_blank(whole: bytes) -> None:
    def change(old: bytes) -> bytes:
        cell = re.compile(rf'(<c r="{PLACE.address}"[^>]*)>{FORMULA}</c>')
        new, times = cell.subn(r"\g<1>/>", old.decode())
        assert 1 == times
        return new.encode()

    found = read(with_parts(whole, {part_of(whole, PLACE.sheet): change})).findings
    (finding,) = [f for f in found if f.code == "SUMMARY-DIFFERS" and PLACE.address in f.message]
    assert finding.message.startswith(f"汇总表的{PLACE.place} 是 空白，")


def test_a_formula_replaced_by_its_own_value_is_still_right(whole: bytes) -> None:
    assert [] == codes(read(overtyped(whole, "", "5")).findings)


def test_a_summary_whose_data_sheet_is_gone_cannot_be_proved(whole: bytes) -> None:
    def drop(book: object) -> None:
        del book[DATA_SHEET]  # type: ignore[attr-defined]

    found = read(resaved(whole, drop)).findings
    assert ["汇总表没有“分单位数据”表页，读不出各单位数据。"] == [
        finding.facts["reason"] for finding in found if finding.code == "SUMMARY-UNPROVED"
    ]
