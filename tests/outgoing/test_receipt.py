"""Receipts: what an accepted department gets back, with the code that its signed sheets bear."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from support.county import D01, FORM, consistent, filling, mixed_county
from support.edited import read
from support.filled import as_return, find
from support.settled import settled
from xlreport.base.finding import Severity, make_finding
from xlreport.desk.board import Board, board
from xlreport.formats.xlsx import read_package
from xlreport.office.decisions import Decision, DecisionKind
from xlreport.office.roster import Roster
from xlreport.outgoing.receipt import RECEIPT_LIST, make_receipts, write_receipts
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return

RECEIVED = "requests.received.natural_person"


def board_of(*items: Return) -> Board:
    returns = settled(items, Roster("", (D01,)))
    return board(returns, name="某县", now=datetime(2027, 1, 25, 9))


@pytest.fixture(scope="module")
def item() -> Return:
    return read(build_template(FORM, year=2026, department=D01, values=consistent(1)))


def test_only_accepted_departments_get_a_receipt() -> None:
    receipts = make_receipts(board(mixed_county("")))
    assert ["D01"] == [receipt.department.code for receipt in receipts]


def test_a_receipt_has_the_code_of_the_file_and_the_main_figures(item: Return) -> None:
    (receipt,) = make_receipts(board_of(item), contact="李敏")
    facts = dict(receipt.facts)
    assert item.figure_code == receipt.code == facts["核对码"]
    assert ("某县", "李敏", "2027-01-25 09:00") == (
        facts["汇总单位"],
        facts["联系"],
        facts["审核时间"],
    )
    expected = {
        FORM.cells[index].path: f"{item.values[index]}{FORM.cells[index].measure.unit}"
        for index in FORM.headline
    }
    assert expected == dict(receipt.figures)


def test_what_the_county_corrected_and_what_remains_is_said(item: Return) -> None:
    told = Decision(
        DecisionKind.CORRECT, "D01", old="7", new="8", told_by="王芳", decided_by="李敏",
        day=date(2027, 1, 22),
    )  # fmt: skip
    index = find(FORM, RECEIVED)
    of = board_of(replace(item, corrections={index: told}))
    doubt = replace(make_finding("FILE-PDF"), severity=Severity.WARNING)
    answered = replace(doubt, answer="属实")
    points = (doubt, answered, doubt)
    of = replace(of, lines=tuple(replace(line, points=points) for line in of.lines))
    (receipt,) = make_receipts(of)
    ((path, said),) = receipt.corrections
    assert FORM.cells[index].path == path
    assert "7 更正为 8，李敏 2027-01-22 决定，王芳 提供" == said
    assert (doubt.message,) * 2 == receipt.warnings


def test_of_many_warnings_a_receipt_prints_twenty_and_counts_the_rest(item: Return) -> None:
    of, doubt = board_of(item), replace(make_finding("FILE-PDF"), severity=Severity.WARNING)
    of = replace(of, lines=tuple(replace(line, points=(doubt,) * 23) for line in of.lines))
    archive = BytesIO()
    write_receipts(of, archive)
    with zipfile.ZipFile(archive) as stored:
        (name,) = (each for each in stored.namelist() if each.endswith(".xlsx"))
        book = openpyxl.load_workbook(BytesIO(stored.read(name)))
    texts = [str(row[0].value) for row in book["回执"].iter_rows() if row[0].value]
    assert ("待核实（23）", "另有 3 条，见审核结果。") == (texts[-23], texts[-2])


def test_a_text_of_any_length_leaves_a_receipt_that_can_be_written(item: Return) -> None:
    told = Decision(DecisionKind.CORRECT, "D01", old="7", new="8", reason="长" * 40_000)
    of = board_of(replace(item, corrections={find(FORM, RECEIVED): told}))
    (receipt,) = make_receipts(of, contact="0953" * 10_000)
    assert [401, 401] == [len(dict(receipt.facts)["联系"]), len(receipt.corrections[0][1])]
    assert 1 == len(write_receipts(of, BytesIO(), contact="0953" * 10_000))


def test_the_list_has_the_codes_to_compare_with_signed_sheets(item: Return, tmp_path: Path) -> None:
    (path,) = write_receipts(board_of(item), tmp_path)
    text = (tmp_path / RECEIPT_LIST).read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (item.figure_code, path.name) == (row["核对码"], row["回执"])
    (sheet,) = read_package(path.read_bytes()).sheets
    assert item.figure_code in {cell.text for cell in sheet.cells.values()}


def test_a_file_object_gets_an_archive(item: Return) -> None:
    target = BytesIO()
    (path,) = write_receipts(board_of(item), target)
    assert [path.name, RECEIPT_LIST] == zipfile.ZipFile(target).namelist()


def test_a_return_whose_code_cannot_be_computed_says_so() -> None:
    (receipt,) = make_receipts(board_of(as_return(FORM, filling(1), code="D01")))
    assert "（没有）" == dict(receipt.facts)["核对码"]
