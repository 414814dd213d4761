"""The child that reads a workbook by a foreign library: what it says, and what it may touch."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

import pytest

from support.other_workbooks import ods, xlsb
from xlreport.formats import _calamine, _child, _child_main
from xlreport.formats.cell import unread_sheet
from xlreport.formats.container import LIMITS

SMALL = replace(LIMITS, rows=10, columns=3, text=5)


def start(data: bytes, name: str = "_calamine", **changes: Any) -> Any:
    """Run a child as the library does."""
    order = {
        "reader": f"xlreport.formats.{name}",
        "folders": _child._folders("xlreport", _child._LIBRARIES[name]),
        "limits": asdict(SMALL),
        "only": [],
        "skip": ["略"],
    }
    command = [sys.executable, "-I", "-S", str(_child_main.__file__), json.dumps(order | changes)]
    return subprocess.run(command, input=data, capture_output=True, check=False)


def ask(data: bytes, **changes: Any) -> list[Any]:
    """Give the lines that a child answers with, but for the first."""
    done = start(data, **changes)
    assert (0, b".") == (done.returncode, done.stdout[:1])
    facts, *sheets = [json.loads(line) for line in done.stdout[1:].splitlines()]
    assert {"application": "", "modified": "", "macros": False, "links": 0} == facts
    return sheets


def number(row: int, column: int, text: str) -> list[Any]:
    return [row, column, "number", text, None, "", ""]


def test_a_child_gives_a_line_for_each_sheet() -> None:
    data = xlsb({"表": {(1, 1): 5.0, (1, 2): "字" * 9}, "略": {(0, 0): 5.0}, "空": {}})
    first, *others = ask(data)
    assert [number(1, 1, "5"), [1, 2, "text", "字" * 5, None, "", ""]] == first["cells"]
    assert [("略", []), ("空", [])] == [(sheet["name"], sheet["cells"]) for sheet in others]
    assert ("visible", False, [], 0) == tuple(
        first[key] for key in ("state", "protected", "merges", "outside")
    )


def test_what_stands_beyond_the_columns_is_counted_and_beyond_the_rows_not_looked_at() -> None:
    cells = {(0, 3): 5.0, **{(row, 0): 5.0 for row in range(1, 20)}}
    (sheet,) = ask(xlsb({"表": cells}))
    assert (9, 1) == (len(sheet["cells"]), sheet["outside"])


def test_a_sheet_is_read_where_it_stands_however_empty_its_corner_is() -> None:
    (sheet,) = ask(xlsb({"表": {(2, 1): 7.0, (4, 2): 8.0}}))
    assert [number(2, 1, "7"), number(4, 2, "8")] == sheet["cells"]


def test_of_the_rows_below_the_limit_only_the_first_is_looked_at() -> None:
    looked_at = []

    class Long:
        start = (0, 0)
        merged_cell_ranges = None

        def iter_rows(self) -> Iterator[list[float]]:
            for number in range(1_000):
                looked_at.append(number)
                yield [5.0]

    sheet = _calamine._read_sheet(unread_sheet("表"), cast("Any", Long()), SMALL)
    assert (10, 11) == (len(sheet.cells), len(looked_at))


@pytest.mark.parametrize("reader", ["_calamine", "_xls"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", ods()[:-9]])
def test_a_child_says_by_its_status_that_a_workbook_cannot_be_read(
    data: bytes, reader: str
) -> None:
    done = start(data, reader)
    assert (65, b".") == (done.returncode, done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process this way")
def test_a_process_can_be_kept_from_taking_memory_and_time_and_leaving_a_dump() -> None:
    code = (
        "import runpy, sys, resource as r; "
        f"limit = runpy.run_path({str(_child_main.__file__)!r})['limit_process']; "
        "limit({'memory': 1 << 32, 'seconds': 2.0}); "
        "print(*(r.getrlimit(k)[0] for k in (r.RLIMIT_CORE, r.RLIMIT_CPU, r.RLIMIT_AS)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    core, seconds, memory = done.stdout.split()
    assert ("0", "3") == (core, seconds)
    assert sys.platform != "linux" or str(1 << 32) == memory


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process this way")
def test_processor_time_ends_a_child_that_never_ends(tmp_path: Path) -> None:
    (tmp_path / "endless.py").write_text(
        "def load(): pass\ndef read(*_):\n    while True: pass\n", encoding="utf-8"
    )
    folders = [str(tmp_path), *_child._folders("xlreport")]
    limits = asdict(replace(SMALL, seconds=0.5))
    done = start(b"", folders=folders, limits=limits, reader="endless")
    assert _child._OVER_TIME == done.returncode
