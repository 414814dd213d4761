"""The child that reads a workbook by calamine: what it says, and how little it may touch."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import python_calamine

from support.other_workbooks import FIVE, blank, ods, row, table, text, xlsb
from xlreport.formats import _calamine_child

ORDER = {
    "library": str(Path(python_calamine.__file__).parents[1]),
    "memory": 1 << 30,
    "rows": 10,
    "columns": 3,
    "text": 5,
    "only": [],
    "skip": ["略"],
}


def start(data: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run a child as the library does."""
    command = [sys.executable, "-I", str(_calamine_child.__file__), json.dumps(ORDER)]
    return subprocess.run(command, input=data, capture_output=True, check=False)


def ask(data: bytes) -> list[Any]:
    """Give the lines that a child answers with."""
    done = start(data)
    assert (0, b".") == (done.returncode, done.stdout[:1])
    return [json.loads(line) for line in done.stdout[1:].splitlines()]


def test_a_child_gives_a_line_for_each_sheet() -> None:
    data = ods(
        table(row(blank(1)), row(blank(1) + FIVE + text("字" * 9))),
        table(row(FIVE), name="略"),
        table(name="空"),
    )
    shown = {"state": "visible", "merges": [], "outside": 0}
    assert [
        {"name": "表", "cells": [[1, 1, 5.0, False], [1, 2, "字" * 5, False]], **shown},
        {"name": "略", "cells": [], **shown},
        {"name": "空", "cells": [], **shown},
    ] == ask(data)


def test_what_stands_beyond_the_columns_is_counted_and_beyond_the_rows_not_looked_at() -> None:
    (sheet,) = ask(ods(table(row(blank(3) + FIVE), row(FIVE, 20))))
    assert (9, 1) == (len(sheet["cells"]), sheet["outside"])


def test_a_sheet_is_read_where_it_stands_however_empty_its_corner_is() -> None:
    (sheet,) = ask(xlsb({(2, 1): 7.0, (4, 2): 8.0}))
    assert [[2, 1, 7.0, False], [4, 2, 8.0, False]] == sheet["cells"]


def test_of_the_rows_below_the_limit_only_the_first_is_looked_at() -> None:
    looked_at = []

    class Long:
        start = (0, 0)

        def iter_rows(self) -> Iterator[list[float]]:
            for number in range(1_000):
                looked_at.append(number)
                yield [5.0]

    cells, _ = _calamine_child._cells(cast("Any", Long()), ORDER)
    assert (10, 11) == (len(cells), len(looked_at))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", ods()[:-9]])
def test_a_child_says_by_its_status_that_a_workbook_cannot_be_read(data: bytes) -> None:
    done = start(data)
    assert (65, b".") == (done.returncode, done.stdout)


def test_a_child_needs_the_standard_library_and_calamine_alone() -> None:
    tree = ast.parse(Path(_calamine_child.__file__).read_text("utf-8"))
    names = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
    }
    assert {"python_calamine"} == names - sys.stdlib_module_names


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process this way")
def test_a_process_can_be_kept_from_taking_memory_and_leaving_a_dump() -> None:
    code = (
        "import runpy, sys, resource as r; "
        f"limit = runpy.run_path({str(_calamine_child.__file__)!r})['limit_process']; "
        "limit(1 << 32); print(r.getrlimit(r.RLIMIT_CORE)[1], r.getrlimit(r.RLIMIT_AS)[1])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    core, memory = done.stdout.split()
    assert "0" == core
    assert sys.platform != "linux" or str(1 << 32) == memory
