"""What is logged under "xlreport": what was read, cached, repaired, migrated, read differently."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from support.command_line import YEAR, run, write_return
from support.departments import make_department
from support.two_readers import turned
from xlreport import Form, export, load_form, read_returns
from xlreport.outgoing.template import build_template


@pytest.fixture
def folder(tmp_path: Path, form_2021: Form) -> Path:
    """Send a right return, one with a number in words, a nil one of 2019 and an empty file."""
    path, old = tmp_path / "收回", load_form("ogi-2019")
    cell = form_2021.index["requests", "received", "natural_person"]
    write_return(path, form_2021, "D01")
    write_return(path, form_2021, "D02", values={cell: "0件"})
    nil = frozenset(table.key for table in old.tables)
    data = build_template(old, year=YEAR, department=make_department("D03"), nil=nil)
    (path / "D03.xlsx").write_bytes(data)
    (path / "空.xlsx").write_bytes(b"")
    return path


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    records = caplog.records
    assert all(record.name.startswith("xlreport.") for record in records)
    lines = [(record.levelname, record.getMessage()) for record in records]
    caplog.clear()
    return lines


def test_files_are_told_at_debug_and_what_was_odd_at_info(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "xlreport")
    read_returns(folder, cache=tmp_path / "缓存")
    lines = told(caplog)
    assert ("DEBUG", "D01.xlsx: read") in lines
    assert ("DEBUG", "空.xlsx: cannot be read") in lines
    assert ("INFO", "4 files: 0 from the cache, 4 read") in lines
    assert ("INFO", "D03.xlsx: migrated from ogi-2019 to ogi-2021") in lines
    (odd,) = [line for level, line in lines if line.startswith("D02.xlsx: FORM: ")]
    assert "0件 was read as 0." in odd
    read_returns(folder, cache=tmp_path / "缓存")
    lines = told(caplog)
    assert ("DEBUG", "D01.xlsx: from the cache") in lines
    assert ("INFO", "4 files: 3 from the cache, 1 read") in lines


def test_nothing_is_told_below_a_warning_unless_asked_for(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    read_returns(folder)
    assert [] == told(caplog)


def test_whom_only_the_second_reading_leaves_out_is_a_warning_and_no_line_of_a_command(
    tmp_path: Path, form_2021: Form, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "收回"
    write_return(folder, form_2021, "D01")
    path = write_return(folder, form_2021, "D02")
    path.write_bytes(turned(path.read_bytes(), "三"))
    export(read_returns(folder), tmp_path / "a.csv")
    ((level, line),) = told(caplog)
    assert "WARNING" == level
    assert line.startswith("D02局 (D02.xlsx): Independent readers disagree about 三!")
    run("forms")
    handlers = logging.getLogger("xlreport").handlers
    assert any(isinstance(handler, logging.NullHandler) for handler in handlers)
