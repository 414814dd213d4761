"""A list that was exported as text is read as one sheet of texts."""

from __future__ import annotations

import pytest

from support.offices_list import as_csv
from xlreport.formats.delimited import read_delimited

ROWS = (("编号", "内容"), ("007", "含“,”的, 内容"), ("", "两\n行"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_are_read_in_the_encodings_that_programs_in_china_save(encoding: str) -> None:
    sheet = read_delimited(as_csv(ROWS, encoding), "台账")
    assert sheet is not None
    assert {
        (0, 0): "编号",
        (0, 1): "内容",
        (1, 0): "007",
        (1, 1): "含“,”的, 内容",
        (2, 1): "两\n行",
    } == {at: cell.text for at, cell in sheet.cells.items()}
    assert {"text"} == {cell.kind for cell in sheet.cells.values()}


def test_tabs_separate_where_the_first_line_has_more_of_them() -> None:
    sheet = read_delimited("编号\t内容\n1\t甲,乙\n".encode(), "台账")
    assert sheet is not None
    assert "甲,乙" == sheet.cells[1, 1].text


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"PK\x00\x00", '编号\n"没有收尾'.encode()])
def test_what_is_no_such_text_is_none(data: bytes) -> None:
    assert read_delimited(data, "台账") is None


def test_cells_beyond_a_sheet_are_counted_and_blank_ones_are_none() -> None:
    sheet = read_delimited(b"a\n" * 5_002 + b"," * 400 + b"b\n\n", "台账")
    assert sheet is not None
    assert (5_000, 3) == (len(sheet.cells), sheet.outside)
