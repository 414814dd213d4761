"""Unreadable workbooks in other formats: refused by name, with little work, never fatal."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

import xlreport as xr
from support.odd_workbooks import packed
from support.old_workbooks import as_xls, xls
from support.other_workbooks import (
    FIVE,
    WHO,
    as_ods,
    blank,
    build_consistent,
    encrypted_ods,
    filled,
    ods,
    repeated_five,
    row,
    table,
    text,
    text_document,
    xlsb,
)
from support.work import PATIENCE, Work, counted
from support.workbooks import ROSTER
from xlreport.formats import _child_workbook, any_format
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import Comment, RawCell
from xlreport.formats.container import LIMITS, Limits, Unreadable
from xlreport.formats.xlsx import read_package

# What is asked here is which other limit is met, and that must not depend on how fast the child is.
# Only Linux limits its memory: elsewhere the time is what stops it.
PATIENT = replace(LIMITS, seconds=PATIENCE) if sys.platform == "linux" else LIMITS


# To refuse a file costs this process 32,000 calls at most (to list 255 sheets of 300) and 99,000
# bytes inflated; to read a return, damaged or not, 21,400 calls; a cell 8, and all else 700.
REFUSED = Work(calls=64_000, inflated=200_000)


MOST_CALLS = 40_000


CALLS_OF_A_CELL, OTHER_CALLS = 16, 2_000


def problem_of(data: bytes, limits: Limits = LIMITS) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_workbook(data, limits)
    return caught.value


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
        (ods("<broken"), "FILE-DAMAGED"),
        (text_document(), "FILE-ODS"),
        (packed({"xl/workbook.bin": b"<a/>"}), "FILE-XLSB"),
        (xlsb({}), "FILE-XLSB"),
        (ods(table(row(FIVE)))[:-30], "FILE-TRUNCATED"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "FILE-HTML"),
        ("栏目,数量\n规章,0\n".encode("gbk"), "FILE-TEXT"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(data: bytes, code: str) -> None:
    assert code == problem_of(data).code


FAR = row(FIVE) + row(blank(1), 1_048_574) + row(blank(16_383) + FIVE)


HOSTILE = {
    "too many sheets, .xlsb": xlsb({str(number): {} for number in range(300)}),
    "a rectangle of a million rows": ods(table(row(repeated_five(16_384), 1_048_576))),
    "more rows than numbers, .ods": ods(table(row(repeated_five(2**32), 2**64))),
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
    assert problem.code in {"FILE-HOSTILE", "FILE-DAMAGED"}
    assert work.calls < REFUSED.calls
    assert work.inflated < REFUSED.inflated


@pytest.mark.parametrize(
    ("rows", "cells", "outside"),
    [
        (row(FIVE, 1_048_576), LIMITS.rows, 0),
        (row(repeated_five(16_384)), LIMITS.columns, 16_384 - LIMITS.columns),
        (row(FIVE) + row(blank(16_384), 1_048_575), 1, 0),
        (row(FIVE) + row(blank(1), 1_000_000) + row(FIVE), 1, 0),
        (FAR, 1, 0),
    ],
)
def test_only_what_stands_within_the_limits_is_read(rows: str, cells: int, outside: int) -> None:
    package, work = counted(partial(read_workbook, ods(table(rows)), PATIENT))
    (sheet,) = package.sheets
    assert (cells, outside) == (len(sheet.cells), sheet.outside)
    assert work.calls < CALLS_OF_A_CELL * cells + OTHER_CALLS


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_child_that_dies_is_a_refusal_with_a_reason_a_clerk_understands() -> None:
    data = xls({(row, column): f"{row}字{column}" for row in range(200) for column in range(200)})
    assert 40_000 == len(read_workbook(data, PATIENT).sheets[0].cells)
    problem = problem_of(data, replace(PATIENT, memory=24 << 20))
    reason = "读取中止，多半是内容过多，或在很远的行、列误填了内容"
    assert ("FILE-HOSTILE", {"reason": reason}) == (problem.code, problem.facts)


def test_a_child_has_limited_time() -> None:
    problem = problem_of(as_xls(filled("ogi-2021")), Limits(seconds=0.0))
    assert ("FILE-HOSTILE", "读取时间超过 0 秒") == (problem.code, problem.facts["reason"])


def test_an_answer_has_a_limited_size() -> None:
    data = xls({(0, column): "字" * 30_000 for column in range(20)})
    problem = problem_of(data, replace(PATIENT, part=1 << 20))
    assert ("FILE-HOSTILE", "内容超过 1 MB") == (problem.code, problem.facts["reason"])


def test_a_child_that_cannot_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    other = os.environ.get("COMSPEC", "/bin/true")  # a program, but no Python
    for executable in (sys.executable + "-missing", other):
        monkeypatch.setattr(sys, "executable", executable)
        assert "FILE-UNOPENED" == problem_of(as_xls(filled("ogi-2021"))).code


def test_an_xlsb_of_too_many_cells_is_refused() -> None:
    cells = {(row, column): 5.0 for row in range(1_000) for column in range(201)}
    problem = problem_of(xlsb({"表": cells}))
    assert ("FILE-HOSTILE", "有内容的单元格超过 200000 个") == (
        problem.code,
        problem.facts["reason"],
    )


FACTS = {"application": "", "modified": "", "macros": False, "links": 0}
SHEET = {
    "name": "a",
    "state": "visible",
    "protected": False,
    "cells": [],
    "merges": [],
    "outside": 0,
    "looks": [],
    "hidden_rows": [],
    "hidden_columns": [],
    "comments": [],
}


def answer_of(**changes: object) -> bytes:
    return b"\n".join(json.dumps(line).encode() for line in (FACTS, SHEET | changes))


def test_an_answer_of_the_child_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_of(
        cells=[[0, 1, "number", "2", "1+1", "", "200%"]],
        merges=[[0, 1, 2, 3]],
        state="odd",
        looks=[[0, 1, "tiny"]],
        hidden_rows=[3],
        comments=[["comment", 0, 1, "应为 3", "张三"]],
    )
    monkeypatch.setattr(_child_workbook, "ask_child", lambda *_: answer)
    (sheet,) = read_workbook(xls({})).sheets
    cell = RawCell("number", "2", "1+1", "", "200%")
    assert ({(0, 1): cell}, ((0, 1, 2, 3),), "visible") == (sheet.cells, sheet.merges, sheet.state)
    assert ({(0, 1): "tiny"}, {3}, (Comment("comment", (0, 1), "应为 3", "张三"),)) == (
        dict(sheet.looks),
        {*sheet.hidden_rows},
        sheet.comments,
    )


PLAIN = ["number", "1", None, "", ""]


@pytest.mark.parametrize(
    "answer",
    [
        *(b"", b"7", b"[]", b"{}", b"no json", b"\xff", b"[" * 100_000),
        json.dumps(FACTS).encode(),
        *(
            answer_of(**wrong)
            for wrong in (
                {"cells": [[0, 0, "number", None, None, "", ""]]},
                {"cells": [[0, 0, "number", "nan", None, "", ""]]},
                {"cells": [[0, 0, "formula", "1", None, "", ""]]},
                {"cells": [[0, 0, "number", "1", 7, "", ""]]},
                {"cells": [[0, 0, "number", "1", None, "odd", ""]]},
                {"cells": [[0, 0, "number", "1", None, "", 7]]},
                {"cells": [[0, LIMITS.columns, *PLAIN]]},
                {"cells": [[LIMITS.rows, 0, *PLAIN]]},
                {"cells": [[-1, 0, *PLAIN]]},
                {"cells": [[0]]},
                {"cells": 7},
                {"merges": [[1]]},
                {"outside": "?"},
                {"looks": [[0, 0, "odd"]]},
                {"comments": [["odd", 0, 0, "", ""]]},
                {"comments": [["comment", 0, 0, 7, ""]]},
                {"hidden_rows": ["x"]},
            )
        ),
    ],
)
def test_an_answer_that_no_child_of_ours_gives_is_never_believed(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_child_workbook, "ask_child", lambda *_: answer)
    assert "FILE-OLD" == problem_of(xls({})).code


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


def test_a_batch_goes_on_after_a_hostile_file(tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(HOSTILE["too many sheets"])
    (tmp_path / "b.ods").write_bytes(as_ods(build_consistent()))
    (tmp_path / "c.xls").write_bytes(ole("Workbook"))
    found = xr.read_returns(tmp_path, roster=ROSTER)
    assert {("a.ods", "FILE-HOSTILE"), ("b.ods", "READ-OTHER"), ("c.xls", "FILE-OLD")} == {
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
