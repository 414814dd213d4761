"""Every code of the catalogue is said of some file, and of the same file again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pytest

import xlreport as xr
from support.by_department import read_by_department
from support.copied import copied, one_unwritten
from support.decided import CORRECTED, FIRST_IGNORED, FIRST_USED, decided
from support.departments import make_department
from support.edited import with_parts
from support.filled import as_typed, cells_at, fill_form
from support.filled_lists import LINES, gone_on_beside, said_of_list
from support.letters import letter, said_of_letters
from support.mutated import Formula
from support.odd_workbooks import workbook
from support.old_workbooks import poor_xls
from support.other_workbooks import as_ods, text_document
from support.scenes import (
    AMOUNT,
    COUNT,
    D02,
    NEW,
    OLD,
    OLE,
    ROSTER,
    TOTAL,
    Scene,
    a_file,
    added,
    annotated_by_hand,
    archive,
    beside,
    blank_beside_numbers,
    changed,
    county,
    deleted,
    disagreeing,
    emptied,
    explained,
    filled,
    hidden,
    killing,
    labelled,
    leftover,
    linked,
    merged,
    migrated,
    missing_file,
    moved,
    named_after_another,
    of_county,
    of_kinds,
    only_by_schema,
    page,
    pasted,
    preferring,
    published,
    read_once,
    refilled,
    restamped,
    right,
    said_of,
    saved_again,
    scribbled,
    struck,
    summary_of_another_share,
    summary_of_nobody,
    summary_typed_over,
    summary_without_code,
    summed,
    twice,
    typed,
    unlocked,
    unmended,
    waived,
    without_duty,
    without_period,
    without_stamp,
    word_with_changes,
    written,
)
from xlreport.base.finding import Finding, catalogue
from xlreport.form.load import load_form
from xlreport.layout.field import Field, FieldKind

WRONG: Final = filled(requests__received__research=1)
MANY: Final = filled() | {"values": as_typed(NEW, fill_form(NEW, 3))}


def judged_by_own(folder: Path) -> Iterable[Finding]:
    def check(frames: xr.FormFrames) -> Iterable[xr.OwnFinding]:
        cells = [("requests", "received", "total")]
        for code in frames.departments:
            yield xr.OwnFinding("OWN-1", code, "请附说明", cells=cells)

    this = written(folder / "本年", [filled()])
    return xr.read_returns(this, roster=ROSTER, checks=[check]).found


def with_photo(of: str) -> Scene:
    """Say what is found where a right return lies beside a photo named after a department."""

    def scene(folder: Path) -> Iterable[Finding]:
        (folder / "报送表.xlsx").write_bytes(right())
        (folder / f"{of}局签字页.jpg").write_bytes(b"\xff\xd8\xff\xe0")
        return xr.read_returns(folder, roster=ROSTER).found

    return scene


def with_source(folder: Path) -> Iterable[Finding]:
    figure = xr.SourceFigure("司法局", "D01", "", COUNT, "999")
    this = written(folder / "本年", [filled()])
    return xr.read_returns(this, roster=ROSTER, sources=xr.SecondSources("对账", (figure,))).found


SCENES: Final[Mapping[str, Scene]] = {
    "FILE-UNOPENED": missing_file,
    "FILE-PASSED-OVER": leftover,
    "FILE-EMPTY": a_file(lambda: b""),
    "FILE-ENCRYPTED": a_file(lambda: OLE + "EncryptedPackage\0".encode("utf-16-le")),
    "FILE-OLD": a_file(lambda: OLE + "Workbook\0".encode("utf-16-le")),
    "FILE-OLE": a_file(lambda: OLE + "WordDocument\0".encode("utf-16-le")),
    "FILE-OTHER": a_file(lambda: b"Rar!\x1a\x07\0"),
    "FILE-ODS": a_file(text_document),
    "FILE-XLSB": a_file(lambda: archive("xl/workbook.bin")),
    "FILE-WORD": a_file(lambda: archive("[Content_Types].xml", "word/document.xml")),
    "FILE-HTML": a_file(lambda: b"<html><table></table></html>"),
    "FILE-TEXT": a_file(lambda: bytes("栏目,数量\n", "utf-8")),
    "FILE-PDF": a_file(lambda: b"%PDF-1.7\n"),
    "FILE-IMAGE": a_file(lambda: b"\xff\xd8\xff\xe0"),
    "FILE-ZIP": a_file(lambda: archive("说明.txt")),
    "FILE-TRUNCATED": a_file(lambda: right()[: len(right()) // 2]),
    "FILE-DAMAGED": a_file(
        lambda: with_parts(right(), {"xl/worksheets/sheet1.xml": b"<worksheet"})
    ),
    "FILE-HOSTILE": a_file(
        lambda: with_parts(right(), {"xl/worksheets/sheet1.xml": b"<!DOCTYPE a><a/>"})
    ),
    "FILE-LARGE": a_file(lambda: bytes(21 << 20)),
    "FILE-UNKNOWN": a_file(lambda: bytes(range(1, 32))),
    "FILE-FOREIGN": a_file(lambda: workbook('<row r="1"><c r="A1"><v>7</v></c></row>')),
    "FILE-LIKELY": with_photo(of="D02"),
    "FILE-BESIDE": with_photo(of="D01"),
    "FORM-UNKNOWN": restamped(b"|ogi-2021|", b"|ogi-1999|"),
    "FORM-REVISED": restamped(NEW.digest[:8].encode(), b"01234567"),
    "FORM-REPLACED": changed(pasted),
    "STAMP-MISSING": changed(without_stamp),
    "STAMP-DISAGREES": restamped(b"|D01|", b"|D02|", everywhere=False),
    "UNANSWERED": unmended,
    "SHEET-MISSING": changed(deleted),
    "LABEL": labelled(*(f"三!{column}{row}" for column in "DEFGHIJ" for row in (4, 5))),
    "LABEL-LOST": labelled("三!C11"),
    "LABEL-OTHER": labelled("三!B10"),
    "FIGURES-BEYOND": changed(beside),
    "VALUES-MERGED": changed(merged),
    "SHEET-HIDDEN": changed(hidden),
    "TABLE-MOVED": changed(moved),
    "TABLE-AMBIGUOUS": changed(twice),
    "SHEETS-BEYOND": changed(added),
    "CONTENT-BEYOND": changed(scribbled),
    "COMMENT-BESIDE": changed(annotated_by_hand("已核对")),
    "CORRECTION-BESIDE": changed(annotated_by_hand("应为12")),
    "FIGURES-DOUBTFUL": changed(struck),
    "UNPROTECTED": changed(unlocked),
    "MACROS": a_file(lambda: with_parts(right(), {"xl/vbaProject.bin": b"\xd0\xcf"})),
    "LINKS": a_file(lambda: with_parts(right(), {"xl/_rels/workbook.xml.rels": linked})),
    "READ-OTHER": a_file(lambda: as_ods(right())),
    "READ-PARTLY": a_file(lambda: poor_xls(right())),
    "PREFILL-CHANGED": refilled,
    "EXPLANATION-IGNORED": changed(explained),
    "WAIVER-EXPIRED": waived,
    "OWN-CHECK": judged_by_own,
    "PUBLISHED": published(page),
    "PUBLISHED-UNNAMED": published(lambda: page(title="2021年年度报告")),
    "PUBLISHED-TOTALS": published(lambda: page(narrow="三")),
    "PUBLISHED-SUM": read_by_department,
    "PUBLISHED-PART": published(lambda: page(row="四、结转下年度继续办理")),
    "PUBLISHED-TABLE": published(lambda: page(tables=2)),
    "PUBLISHED-NONE": published(lambda: "<html><table><tr><td>1</td></tr></table></html>"),
    "PUBLISHED-FORMAT": published(lambda: b"%PDF-1.7", "报告.pdf"),
    "PUBLISHED-CELL": published(lambda: page().replace(">0<", "><img src=a.png><", 1)),
    "PUBLISHED-CHANGES": published(word_with_changes, "报告.docx"),
    "TEXT": said_of("本年新收政府信息公开申请15件。", requests__received__research=12),
    "EMPTY": said_of("本年新收政府信息公开申请15件。"),
    "UNTOLD": said_of("无。", requests__fee_not_paid__research=1),
    "NARRATIVE-BLANK": one_unwritten,
    "TEXT-ALIKE": copied,
    "READ-AS": typed({COUNT: "1,024"}),
    "FORM": typed({COUNT: "22（其中补正 16 件）"}),
    "UNREADABLE": typed({COUNT: "若干"}),
    "ENTRY-READ-AS": of_kinds(sites__opened__main="2026年1月5日"),
    "ENTRY-FORM": of_kinds(sites__has_media__main="1"),
    "ENTRY-UNREADABLE": of_kinds(sites__code__main="64032"),
    "UNIT-UNKNOWN": typed({AMOUNT: 27270}, OLD),
    "INPUT-FORMULA": typed({COUNT: Formula("40+2", "42")}),
    "INPUT-UNSURE": typed({COUNT: Formula("40+2", "43")}),
    "INPUT-LOST": typed({COUNT: Formula("40+2")}),
    "TOTAL-BLANK": typed({TOTAL: None}),
    "TOTAL-TYPED": county(filled() | {"values": as_typed(NEW, cells_at(NEW, {TOTAL: 0}))}),
    "SHARE-TYPED": of_kinds(services__licences__rate=1234),
    "TOTAL-CHANGED": typed({TOTAL: Formula("SUM(D6:H6)", "99")}),
    "TOTAL-BROKEN": typed({TOTAL: Formula("SUM(#REF!)", "#REF!")}),
    "TOTAL-FAILED": typed({TOTAL: Formula("", "#VALUE!")}),
    "TOTAL-STALE": typed({TOTAL: Formula("", "777")}),
    "BLANK": emptied("requests", keep="received"),
    "BLANK-ENTRY": of_kinds(sites__opened__main=None),
    "BLANK-REQUIRED": of_kinds(plans__planned__number=None),
    "BLANK-ZERO": typed({COUNT: None}),
    "BLANK-ZERO-OTHER": a_file(lambda: poor_xls(blank_beside_numbers())),
    "BLANK-TABLE": emptied("remedies"),
    "NIL-CONTRADICTED": typed({Field(FieldKind.NIL, "remedies"): "零报送"}),
    "LINES-OVER": said_of_list(
        lines=[(f"2026-{number:03}", *LINES[0][1:]) for number in range(41)]
    ),
    "LINES-UNREAD": said_of_list(lambda sheet: sheet.cell(5_001, 3, "空调")),
    "LINES-ELSEWHERE": said_of_list(gone_on_beside),
    "LINES-PASSED-OVER": said_of_list(lambda sheet: sheet.cell(9, 2, "合计")),
    "LINES-MERGED": said_of_list(lambda sheet: sheet.merge_cells("C5:C6")),
    "LINE-BLANK": said_of_list(lambda sheet: sheet.cell(9, 2, "2026-009")),
    "LINES-TWICE": said_of_list(lambda sheet: sheet.cell(6, 2, "2026-001")),
    "LINES-DOUBTFUL": said_of_list(lambda sheet: setattr(sheet.row_dimensions[6], "hidden", True)),
    "COUNT-DIFFERS": said_of_list(lines=()),
    "LINE-RULE": said_of_letters(letter("1", result=None)),
    "WORKDAYS-UNKNOWN": said_of_letters(letter("1", closed=date(2190, 3, 3))),
    "COUNTS-DIFFER": said_of_letters(
        typed={f"{column}{row}": 1 for column in "BC" for row in range(4, 8)}
    ),
    "LINES-OVERDUE": said_of_letters(letter("1", closed=None, result=None)),
    "LINES-UNCOUNTED": said_of_letters(letter("1", date(2024, 3, 1), closed=date(2024, 3, 4))),
    "DUTY-CONTRADICTED": without_duty(detention=3),
    "DUTY-DISAGREES": without_duty(listed="行政强制"),
    "RULE": county(filled(requests__received__research=1)),
    "TOTAL-WRONG": typed({TOTAL: 9999}, checked=True),
    "SLIP": county(filled(requests__received__research=1)),
    "SLIPS-ALIKE": county(
        filled(
            requests__received__research=90,
            requests__granted__research=11,
            requests__granted_in_part__research=13,
            requests__state_secret__research=15,
            requests__prohibited_by_law__research=17,
            requests__endangers_security__research=14,
        )
    ),
    "INT": typed({"remedies.cases.review_upheld": -1}, checked=True),
    "NEG": typed({"proactive.fees.fees_amount": -1}, checked=True),
    "EDITION": county(filled(OLD, year=2026)),
    "MIGRATED": migrated,
    "LEVEL": county(filled(proactive__regulations__in_force=1)),
    "NOT-ZERO": county(filled(year=2026, remedies__cases__direct_upheld=1)),
    "NOT-EQUAL": county(
        filled(OLD, proactive__licences__items_last_year=3, proactive__licences__decisions=3)
    ),
    "PAIR": county(filled(OLD, proactive__procurement__procurement_projects=1)),
    "DRIFT": county(
        filled(year=2022, proactive__licences__decisions=900),
        last=[filled(year=2021, proactive__licences__decisions=9)],
    ),
    "AGAINST": county(filled(), filled(load_form("enforcement-2021"), penalties__cases__fine=1)),
    "SCHEMA": only_by_schema,
    "NOT-ON-ROSTER": county(filled() | {"department": make_department("X01")}),
    "NAME-DISAGREES": county(filled() | {"department": make_department("D01", "另一个局")}),
    "FILENAME-DISAGREES": named_after_another,
    "COVER-DISAGREES": typed({Field(FieldKind.PERIOD): 2020}),
    "WRONG-YEAR": county(filled(), filled(year=2022), filled(year=2022) | {"department": D02}),
    "YEAR-MISSING": county(filled() | {"year": None}, filled() | {"department": D02}),
    "PERIOD-WRONG": without_period,
    "S-EDITION": summed(filled(), filled(), filled(OLD) | {"department": D02}),
    "SOURCE-DIFFERS": with_source,
    "DUPLICATE": county(filled(), filled()),
    "SAME-FIGURES": county(MANY, MANY | {"department": D02}),
    "SUPERSEDED": county(filled(), filled() | {"revision": 2}),
    "SUPERSEDED-LATER": saved_again,
    "CONFLICT": county(filled(), filled(requests__received__research=1)),
    "CONFLICT-TOLD": county(filled(), filled(requests__received__research=1)),
    "CORRECTED": decided(CORRECTED),
    "DECISION-OVERTAKEN": decided(FIRST_USED),
    "IGNORED": decided(FIRST_IGNORED),
    "REVISED": county(filled(), filled(requests__received__research=1) | {"revision": 2}),
    "UNCHANGED": county(WRONG, WRONG | {"revision": 2}),
    "PREFERRED": preferring,
    "SET-ASIDE": preferring,
    "SUMMARY-PARTIAL": of_county(),
    "SUMMARY-DIFFERS": of_county(summary_typed_over),
    "SUMMARY-UNPROVED": of_county(summary_of_nobody),
    "SUMMARY-SHARE": of_county(summary_of_another_share),
    "SUMMARY-CHANGED": of_county(summary_of_another_share),
    "SUMMARY-OLD": summary_without_code,
    "VERIFY": disagreeing,
    "READ-ONCE": read_once,
    "WORKER-KILLED": killing,
}


# Their cells hold labels, or stand on the sheet 检查.
UNKEYED = {"LABEL", "LABEL-LOST", "LABEL-OTHER", "EXPLANATION-IGNORED"}


def test_every_code_has_a_scene_and_no_other() -> None:
    assert catalogue().keys() == SCENES.keys()


@pytest.mark.parametrize("code", SCENES)
def test_every_code_is_said_twice_in_one_process(code: str, tmp_path: Path) -> None:
    said = []
    for time in ("first", "second"):
        folder = tmp_path / time
        folder.mkdir()
        found = [finding for finding in SCENES[code](folder) if finding.catalogued == code]
        assert found, f"{code} was not said the {time} time"
        said.append([(finding.message, finding.advice, finding.english) for finding in found])
    assert said[0] == said[1]
    assert all(all(texts) for texts in said[0])
    for finding in found:  # what names a table or a cell has its keys
        assert finding.table or "table" not in finding.facts, finding
        assert finding.code in UNKEYED or finding.row or finding.line or not finding.path, finding
        assert all(bool(c.table) == bool(c.row or c.line) for c in finding.cells), finding
