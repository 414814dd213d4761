"""Two readers agree on every entry of a list before it is put into a summary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import xlreport as xr
from support.filled_lists import filled_return
from support.purchases import counted_form
from xlreport.base.workers import Workers
from xlreport.form.open_list import Lines
from xlreport.reading.one_return import Return
from xlreport.settlement.file import File
from xlreport.summary._second_opinion import verify_returns

FORM = counted_form()


def file_of(folder: Path) -> File[Return]:
    (folder / "a.xlsx").write_bytes(filled_return())
    (filing,) = xr.read_returns(folder / "a.xlsx", forms=[FORM]).usable
    assert filing.used is not None
    return filing.used


def test_the_second_reader_gives_every_entry_as_well(tmp_path: Path) -> None:
    assert [] == list(verify_returns([file_of(tmp_path)], Workers()))


def test_an_entry_that_the_second_reader_gives_otherwise_is_refused(tmp_path: Path) -> None:
    file = file_of(tmp_path)
    lines = file.item.lists["purchases"]
    entries = (*lines.entries[:2], ("2026-003", "桌", *lines.entries[2][2:]), lines.entries[3])
    changed: Lines = replace(lines, entries=entries)
    other = replace(file, item=replace(file.item, lists={"purchases": changed}))
    ((_, finding),) = verify_returns([other], Workers())
    assert "VERIFY" == finding.code
    assert "表二 C7" in finding.message
    assert "读作“桌”，openpyxl 读作“桌椅”，calamine 读作“桌椅”，" in finding.message
