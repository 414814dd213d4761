"""Returns in .xls, .et, .ods and .xlsb: read like an .xlsx, or refused by name, never fatal."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl import Workbook

import xlreport as xr
from support.clerk import clerks_filling
from support.edited import codes, filled_template, read, resaved, typed
from support.filled import as_typed, fill_form, find
from support.odd_workbooks import packed
from support.other_workbooks import (
    FIVE,
    as_ods,
    blank,
    encrypted_ods,
    ods,
    repeated_five,
    row,
    table,
    text,
    xlsb,
)
from support.work import PATIENCE, Work, counted
from support.workbooks import ROSTER, build_filling
from xlreport.form.load import load_form
from xlreport.formats import any_format
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawCell
from xlreport.formats.container import LIMITS, Limits, Unreadable
from xlreport.formats.workbook import Package
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.outgoing.template import build_template
from xlreport.returns.last_year_reader import read_last_year

if TYPE_CHECKING:
    from xlreport.form.form import Form
    from xlreport.reading.one_return import Return

FORMS = ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"]
WHO = ROSTER.departments[1]
# What is asked here is which other limit is met, and that must not depend on how fast the child is.
# Only Linux limits its memory: elsewhere the time is what stops it.
PATIENT = replace(LIMITS, seconds=PATIENCE) if sys.platform == "linux" else LIMITS
# To refuse a file costs this process 5,500 calls at most (to parse the answer about 300 sheets) and
# 478 bytes inflated; to read a return, damaged or not, 8,200 calls; a cell 8, and all else 700.
REFUSED = Work(calls=12_000, inflated=1_500)
MOST_CALLS = 20_000
CALLS_OF_A_CELL, OTHER_CALLS = 16, 2_000


@cache
def filled(name: str) -> bytes:
    """Give a template filled in, the fields of cover and narrative included."""
    form = load_form(name)
    texts = {
        Field(FieldKind.TEXT, each.key): "=1+1 <&> 总体  情况\n第二段　文字" for each in form.texts
    }
    return build_template(
        form,
        year=form.first_year + 1,
        department=WHO,
        values=as_typed(form, fill_form(form, 1)),
        fields={**texts, Field(FieldKind.CONTACT): "张三", Field(FieldKind.PHONE): "0953-1"},
    )


def facts(item: Return) -> tuple[object, ...]:
    """Give all that must not depend on the format."""
    form = item.form
    seen = {i: said for i, said in item.seen.items() if form and not form.cells[i].total}
    return (
        *(form, item.stamp, item.year, item.code, item.department, item.revision, item.nil),
        *(item.judged, item.values, seen, item.unreadable, item.blank_totals, item.texts),
        [code for code in codes(item.findings) if code != "READ-OTHER"],
    )


def problem_of(data: bytes, limits: Limits = LIMITS) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_workbook(data, limits)
    return caught.value


# ---- what was filled in, whatever the format -----------------------------------------------------


@pytest.fixture(scope="module")
def saved(
    convert: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[bytes, str], bytes]:
    """Give a function that saves an .xlsx in another format by LibreOffice."""

    def save(data: bytes, extension: str) -> bytes:
        path = tmp_path_factory.mktemp("saved") / "报送表.xlsx"
        path.write_bytes(data)
        return convert(path, extension).read_bytes()

    return save


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xls", "ods"])
@pytest.mark.parametrize("name", FORMS)
def test_a_return_saved_in_another_format_is_read_as_the_same(
    name: str, extension: str, saved: Callable[[bytes, str], bytes]
) -> None:
    data = saved(filled(name), extension)
    # .et is the same under another name, and nobody asks for the name.
    item = read(data, name=f"报送表.{'et' if extension == 'xls' else extension}")
    assert facts(read(filled(name))) == facts(item)
    assert ["READ-OTHER"] == codes(item.findings)
    assert set(item.texts) == {text.key for text in load_form(name).texts}
    assert_cells_agree(read_package(filled(name)), read_workbook(data))


def assert_cells_agree(ours: Package, theirs: Package) -> None:
    """Compare all cells that hold no formula, of all sheets in their order."""
    assert [sheet.name for sheet in ours.sheets] == [sheet.name for sheet in theirs.sheets]
    for mine, other in zip(ours.sheets, theirs.sheets, strict=True):
        typed = {place: cell for place, cell in mine.cells.items() if cell.formula is None}
        assert typed == {place: other.cells[place]._replace(shown="") for place in typed}
        assert {place for place, cell in mine.cells.items() if cell.text} >= other.cells.keys()
        assert mine.state == "visible" or other.state != "visible"


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xls", "ods"])
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_faults_of_a_clerk_saved_in_another_format_are_told_as_in_an_xlsx(
    extension: str, seed: int, saved: Callable[[bytes, str], bytes], tmp_path: Path
) -> None:
    data = build_filling(clerks_filling(load_form("ogi-2021"), seed), who=0)
    expected = told(data, tmp_path / "a.xlsx")
    assert expected == told(saved(data, extension), tmp_path / f"a.{extension}")


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_faults_of_a_clerk_are_told_as_in_an_xlsx(name: str, seed: int, tmp_path: Path) -> None:
    data = build_filling(clerks_filling(load_form(name), seed), who=0)
    assert told(data, tmp_path / "a.xlsx") == told(as_ods(data), tmp_path / "a.ods")


def told(data: bytes, path: Path) -> list[tuple[str, str, object]]:
    """List the findings about a file, but for the notice of the format.

    Where a part cannot be read the saved total of a formula is stale; of a number nobody knows.
    A blank beside numbers is told of in other words, as it may have been an error value.
    """
    path.write_bytes(data)
    found = xr.read_returns(path, roster=ROSTER).found
    apart = {"READ-OTHER", "TOTAL-STALE"}
    return [
        ("BLANK-ZERO", "", each.cells)
        if each.code in {"BLANK-ZERO", "BLANK-ZERO-OTHER"}
        else (each.code, each.message, each.cells)
        for each in sorted(found, key=lambda each: each.code)
        if each.code not in apart
    ]


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", ["xls", "ods"])
def test_an_error_value_is_no_zero_without_a_warning(
    extension: str, saved: Callable[[bytes, str], bytes], form_2021: Form
) -> None:
    place = lay_form(form_2021).positions[find(form_2021, "proactive.normative_documents.made")]

    def spoil(book: Workbook) -> None:
        book[place.sheet][place.address].value = "=1/0"

    item = read(saved(resaved(filled("ogi-2021"), spoil), extension))
    told = {(each.code, each.severity.value, each.cell) for each in item.findings}
    expected = {("BLANK-ZERO-OTHER", "warning", place.address), ("READ-OTHER", "info", "")}
    assert expected == told


@pytest.mark.parametrize(
    ("data", "format_name"),
    [(as_ods(filled("ogi-2021")), ".ods"), (xlsb({(0, 0): 5.0, (2, 1): 0.25}), ".xlsb")],
)
def test_a_workbook_knows_the_format_it_was_in(data: bytes, format_name: str) -> None:
    package = read_workbook(data)
    assert format_name == package.other_format
    assert ({}, {}, "", "") == (
        dict(package.properties),
        dict(package.names),
        package.application,
        package.modified,
    )


def test_an_xlsx_is_read_by_our_own_reader() -> None:
    package = read_workbook(filled("ogi-2021"))
    assert ("", True) == (package.other_format, "xlreport" in package.properties)


def test_numbers_truth_values_texts_and_dates_are_cells_as_in_an_xlsx() -> None:
    def cell(kind: str, value: str) -> str:
        return f'<table:table-cell office:value-type="{kind}" office:{value}/>'

    cells = [
        cell("float", 'value="3"'),
        cell("float", 'value="59237.2449"'),
        cell("float", 'value="1e300"'),
        cell("percentage", 'value="0.12"'),
        cell("boolean", 'boolean-value="true"'),
        cell("boolean", 'boolean-value="false"'),
        cell("date", 'date-value="2026-01-05"'),
        cell("date", 'date-value="2026-01-05T12:30:00"'),
        cell("time", 'time-value="PT08H15M00S"'),
        text("一\n二 "),
        text("字" * 40_000),
    ]
    sheet = read_workbook(ods(table(row(blank(2)), row("".join(cells))))).sheets[0]
    expected = [
        RawCell("number", "3", None, ""),
        RawCell("number", "59237.2449", None, ""),
        RawCell("number", "1e+300", None, ""),
        RawCell("number", "0.12", None, ""),
        RawCell("boolean", "TRUE", None, ""),
        RawCell("boolean", "FALSE", None, ""),
        RawCell("text", "2026-01-05", None, "date"),
        RawCell("text", "2026-01-05 12:30:00", None, "date"),
        RawCell("text", "1899-12-30 08:15:00", None, "date"),
        RawCell("text", "一\n二 ", None, ""),
        RawCell("text", "字" * 32_767, None, ""),
    ]
    assert {(1, column): each for column, each in enumerate(expected)} == sheet.cells


def test_sheets_that_are_skipped_are_listed_without_cells() -> None:
    data = ods(table(row(FIVE), name="甲"), table(row(FIVE), name="乙"))
    package = read_workbook(data, skip={"甲"})
    assert [("甲", 0), ("乙", 1)] == [(each.name, len(each.cells)) for each in package.sheets]


# ---- totals whose formulas nobody sees -----------------------------------------------------------


def test_right_totals_are_taken_for_formulas_and_one_notice_says_so() -> None:
    item = read(as_ods(filled("ogi-2021")))
    assert facts(read(filled("ogi-2021"))) == facts(item)
    (finding,) = item.findings
    assert ("READ-OTHER", "info") == (finding.code, finding.severity)
    assert "文件是 .ods 格式，已读取；看不出公式是否完好，合计已重新计算。" == finding.message


def test_a_total_that_is_not_the_sum_of_its_parts_is_an_error(
    form_2021: Form, tmp_path: Path
) -> None:
    total = find(form_2021, "requests.total_handled.natural_person")
    data = typed(filled_template(form_2021, WHO), form_2021, {total: 99})
    (tmp_path / "a.ods").write_bytes(as_ods(data))
    right = read(filled_template(form_2021, WHO)).values[total]
    found = [each for each in xr.read_returns(tmp_path).found if each.severity == "error"]
    assert [("TOTAL-WRONG", "99", str(right))] == [(f.code, f.seen, f.expected) for f in found[:1]]
    assert "合计是数字“99”，而各项之和是" in found[0].message


def test_a_zero_total_of_blank_cells_fills_in_nothing(form_2021: Form) -> None:
    data = build_template(form_2021, year=2026, department=WHO)
    cells = read_package(data).sheets
    totals = [form_2021.cells[i] for i in form_2021.fills]
    assert totals
    assert any(
        cell.text == "0" and cell.formula for sheet in cells for cell in sheet.cells.values()
    )
    item = read(as_ods(data))
    assert {None} == set(item.judged)
    assert codes(read(data).findings) == [c for c in codes(item.findings) if c != "READ-OTHER"]


# ---- what becomes of such a return ---------------------------------------------------------------


def test_a_summary_adds_up_such_a_return_and_says_that_it_was_read_once(tmp_path: Path) -> None:
    (tmp_path / "D05.ods").write_bytes(as_ods(build_consistent()))
    county = xr.consolidate(xr.read_returns(tmp_path, roster=ROSTER), name="某县")
    assert {"READ-OTHER", "READ-ONCE"} <= {each.code for each in county.returns.found}
    expected = read(build_consistent()).values
    assert expected == county.values


def build_consistent() -> bytes:
    form = load_form("ogi-2021")
    fixed = {cell.index: 0 for cell in form.inputs if cell.row == "regulations"}
    values = as_typed(form, fill_form(form, 1, fixed=fixed))
    return build_template(form, year=2026, department=WHO, values=values)


def test_an_annotated_copy_of_such_a_return_is_an_xlsx_with_what_was_typed(
    form_2021: Form, tmp_path: Path
) -> None:
    cell = find(form_2021, "requests.granted.natural_person")
    entries: dict[int | Field, str] = {cell: "三件", Field(FieldKind.TEXT, "overview"): "总体情况"}
    data = typed(filled_template(form_2021, WHO), form_2021, entries)
    (tmp_path / "D05.ods").write_bytes(as_ods(data))
    (path,) = xr.annotate(xr.read_returns(tmp_path, roster=ROSTER), tmp_path / "退回")
    assert ".xlsx" == path.suffix
    book = openpyxl.load_workbook(path)
    layout = lay_form(form_2021)
    for index in (cell, find(form_2021, "requests.received.natural_person")):
        place = layout.positions[index]
        was = read_package(data).sheets[book.sheetnames[1:].index(place.sheet)]
        shown = str(book[place.sheet].cell(place.row + 1, place.column + 1).value)
        assert was.cells[place.row, place.column].text == shown
    place = layout.fields[Field(FieldKind.TEXT, "overview")]
    assert "总体情况" == book[place.sheet].cell(place.row + 1, place.column + 1).value
    copy = read(path.read_bytes())
    assert ("D02", 2) == (copy.code, copy.revision)


def test_last_year_s_figures_are_read_from_a_summary_in_another_format(tmp_path: Path) -> None:
    source = tmp_path / "收回"
    source.mkdir()
    (source / "D05.xlsx").write_bytes(build_consistent())
    summary = tmp_path / "汇总.xlsx"
    xr.write_summary(xr.consolidate(xr.read_returns(source, roster=ROSTER), name="某县"), summary)
    other = tmp_path / "汇总.ods"
    other.write_bytes(as_ods(summary.read_bytes()))
    first, second = (read_last_year([path]) for path in (summary, other))
    assert (first.rows, first.names, first.year) == (second.rows, second.names, second.year)
    assert "D02" in second.rows


# ---- refused by name -----------------------------------------------------------------------------

XLS_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: str) -> bytes:
    return XLS_START.ljust(512, b"\0") + (stream + "\0").encode("utf-16-le").ljust(128, b"\0")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ole("Workbook"), "FILE-OLD"),
        (ole("EncryptedPackage"), "FILE-ENCRYPTED"),
        (ole("WordDocument"), "FILE-OLE"),
        (encrypted_ods(), "FILE-ENCRYPTED"),
        (ods("<broken"), "FILE-ODS"),
        (packed({"xl/workbook.bin": b"<a/>"}), "FILE-XLSB"),
        (ods(table(row(FIVE)))[:-30], "FILE-TRUNCATED"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "FILE-HTML"),
        ("栏目,数量\n规章,0\n".encode("gbk"), "FILE-TEXT"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(data: bytes, code: str) -> None:
    assert code == problem_of(data).code


FAR = row(FIVE) + row(blank(1), 1_048_574) + row(blank(16_383) + FIVE)
HOSTILE = {
    "far corner, .xlsb": xlsb({(0, 0): 1.0, (1_048_575, 16_383): 1.0}),
    "far corner, .ods": ods(table(FAR)),
    "a rectangle of a million rows": ods(table(row(repeated_five(16_384), 1_048_576))),
    "more rows than numbers": ods(table(row(repeated_five(2**32), 2**64))),
    "more cells than the limit": ods(table(row(repeated_five(100), 2_100))),
    "a flood of text": ods(table(row(text("字" * 32_767, 256), 5_000))),
    "too many sheets": ods(*(table(row(FIVE), name=str(number)) for number in range(300))),
    "a bomb": ods(table(row(FIVE) + " " * (40 << 20))),
    "a bomb that lies": b"",
}


def lying() -> bytes:
    """Say that content.xml is small in an archive where it is 40 MB."""
    data = bytearray(HOSTILE["a bomb"])
    size = (40 << 20).to_bytes(4, "little")[1:]
    found = data.find(size)
    while found >= 0:
        data[found + 2] = 0
        found = data.find(size, found + 1)
    return bytes(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_name_with_little_work(name: str) -> None:
    problem, work = counted(partial(problem_of, HOSTILE[name] or lying(), PATIENT))
    assert problem.code in {"FILE-HOSTILE", "FILE-ODS"}
    assert work.calls < REFUSED.calls
    assert work.inflated < REFUSED.inflated


@pytest.mark.parametrize(
    ("rows", "cells", "outside"),
    [
        (row(FIVE, 1_048_576), LIMITS.rows, 0),
        (row(repeated_five(16_384)), LIMITS.columns, 16_384 - LIMITS.columns),
        (row(FIVE) + row(blank(16_384), 1_048_575), 1, 0),
        (row(FIVE) + row(blank(1), 1_000_000) + row(FIVE), 1, 0),
    ],
)
def test_only_what_stands_within_the_limits_is_read(rows: str, cells: int, outside: int) -> None:
    package, work = counted(partial(read_workbook, ods(table(rows)), PATIENT))
    (sheet,) = package.sheets
    assert (cells, outside) == (len(sheet.cells), sheet.outside)
    assert work.calls < CALLS_OF_A_CELL * cells + OTHER_CALLS


def test_a_child_that_dies_is_a_refusal_with_a_reason_a_clerk_understands() -> None:
    problem = problem_of(HOSTILE["far corner, .xlsb"], PATIENT)
    reason = "读取中止，多半是内容过多，或在很远的行、列误填了内容"
    assert ("FILE-HOSTILE", {"reason": reason}) == (problem.code, problem.facts)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_child_has_limited_memory() -> None:
    data = ods(table(row(repeated_five(100), 1_000)))
    assert 100_000 == len(read_workbook(data, PATIENT).sheets[0].cells)
    wide = ods(table(row(repeated_five(250), 19_000)))  # 4,750,000 cells of 32 bytes for calamine
    problem = problem_of(wide, replace(PATIENT, memory=128 << 20))
    assert ("FILE-HOSTILE", True) == (problem.code, problem.facts["reason"].startswith("读取中止"))


def test_a_child_has_limited_time() -> None:
    problem = problem_of(as_ods(filled("ogi-2021")), Limits(seconds=0.0))
    assert ("FILE-HOSTILE", "读取时间超过 0 秒") == (problem.code, problem.facts["reason"])


def test_an_answer_has_a_limited_size() -> None:
    problem = problem_of(ods(table(row(text("字" * 30_000, 20)))), replace(PATIENT, part=1 << 20))
    assert ("FILE-HOSTILE", "内容超过 1 MB") == (problem.code, problem.facts["reason"])


def test_a_child_that_cannot_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for executable in (sys.executable + "-missing", "/bin/true"):
        monkeypatch.setattr(sys, "executable", executable)
        assert "FILE-UNOPENED" == problem_of(as_ods(filled("ogi-2021"))).code


def answer_of(**wrong: object) -> bytes:
    sheet = {"name": "a", "state": "visible", "cells": [], "merges": [], "outside": 0}
    return json.dumps(sheet | wrong).encode()


def test_an_answer_of_the_child_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_of(cells=[[0, 1, 2.0, False]], merges=[[0, 1, 2, 3]], state="odd")
    monkeypatch.setattr(any_format, "_ask_child", lambda *_: answer)
    (sheet,) = read_workbook(ods(table())).sheets
    assert ({(0, 1): RawCell("number", "2", None, "")}, ((0, 1, 2, 3),), "visible") == (
        sheet.cells,
        sheet.merges,
        sheet.state,
    )


@pytest.mark.parametrize(
    "answer",
    [
        *(b"", b"7", b"[]", b"{}", b"no json", b"\xff", b"[" * 100_000),
        *(
            answer_of(**wrong)
            for wrong in (
                {"cells": [[0, 0, None, False]]},
                {"cells": [[0, LIMITS.columns, 1, False]]},
                {"cells": [[LIMITS.rows, 0, 1, False]]},
                {"cells": [[-1, 0, 1, False]]},
                {"cells": [[0]]},
                {"cells": 7},
                {"merges": [[1]]},
                {"outside": "?"},
            )
        ),
    ],
)
def test_an_answer_that_no_child_of_ours_gives_is_never_believed(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(any_format, "_ask_child", lambda *_: answer)
    assert "FILE-ODS" == problem_of(ods(table())).code


@pytest.mark.libreoffice
def test_a_damaged_xls_is_read_or_refused_by_name(saved: Callable[[bytes, str], bytes]) -> None:
    data = saved(filled("ogi-2021"), "xls")
    outcomes = {outcome(spoiled(data, seed)) for seed in range(40)}
    refusals = {"FILE-OLD", "FILE-OLE", "FILE-TRUNCATED", "FILE-HOSTILE"}
    assert {"read", "FILE-OLD"} <= outcomes <= {"read", *refusals}
    assert {"FILE-TRUNCATED"} == {outcome(data[:size]) for size in (9, 600, 5_000, 60_000)}
    assert "FILE-OLD" == outcome(data[:-600])


def spoiled(data: bytes, seed: int) -> bytes:
    """Change some bytes behind the first eight, which say what the file is."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.choice([1, 5, 50, 500])):
        changed[chance.randrange(8, len(data))] = chance.randrange(256)
    return bytes(changed)


def outcome(data: bytes) -> str:
    def read_all() -> str:
        try:
            read_workbook(data, PATIENT)
        except Unreadable as problem:
            return problem.code
        return "read"

    said, work = counted(read_all)
    assert work.calls < MOST_CALLS
    return said


@pytest.mark.libreoffice
def test_an_xls_with_a_password_is_told_to_have_one(saved: Callable[[bytes, str], bytes]) -> None:
    data = saved(filled("ogi-2021"), "xls")
    # INTERFACEHDR and FILEPASS stand in the same place and are of one length.
    record, password = b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00"
    assert record in data
    assert "FILE-ENCRYPTED" == problem_of(data.replace(record, password, 1)).code


def test_a_batch_goes_on_after_a_file_that_killed_its_child(tmp_path: Path) -> None:
    (tmp_path / "a.xlsb").write_bytes(HOSTILE["far corner, .xlsb"])
    (tmp_path / "b.ods").write_bytes(as_ods(build_consistent()))
    (tmp_path / "c.xls").write_bytes(ole("Workbook"))
    found = xr.read_returns(tmp_path, roster=ROSTER)
    assert {("a.xlsb", "FILE-HOSTILE"), ("b.ods", "READ-OTHER"), ("c.xls", "FILE-OLD")} == {
        (each.file, each.code) for each in found.found if each.file
    }
    assert [WHO.name] == [filing.department.name for filing in found.usable]


def test_several_threads_may_read_at_once() -> None:
    data, answers = as_ods(filled("ogi-2021")), []
    threads = [
        threading.Thread(target=lambda: answers.append(len(read_workbook(data).sheets)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(read_package(filled("ogi-2021")).sheets)] * 4 == answers


def test_a_program_run_from_a_checkout_can_start_its_children(tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(as_ods(filled("ogi-2021")))
    # What stands beside the data is never taken for a part of Python.
    (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    code = (
        "import sys; sys.path[:] = [p for p in sys.path if p]; from pathlib import Path; "
        "from xlreport.formats.any_format import read_workbook; "
        "print(read_workbook(Path('a.ods').read_bytes()).other_format)"
    )
    source = str(Path(any_format.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": source},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (".ods\n", "") == (done.stdout, done.stderr)
