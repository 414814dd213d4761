"""Returns as they come are made of every kind, and what is read of them is what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from as_they_come import draft, missing, require_right, rows_to_insert
from other_ways import parts_needed


def test_what_is_missing_is_named_with_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODE_PATH", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    soffice, ssconvert, node, packages = missing()
    assert "libreoffice-calc" in soffice
    assert "gnumeric" in ssconvert
    assert "nodejs" in node
    assert f"ExcelJS and SheetJS in {tmp_path} (make writers)" in packages


def test_rows_go_into_every_table_and_the_lower_one_first() -> None:
    rows = rows_to_insert()
    assert ["二", "三", "四"] == list(dict.fromkeys(sheet for sheet, *_ in rows))
    assert all(lower[2] > upper[2] for lower, upper in zip(rows[::2], rows[1::2], strict=True))


def test_a_file_of_another_department_is_not_taken_for_right(tmp_path: Path) -> None:
    right, wrong = tmp_path / "D00001.xlsx", tmp_path / "D00002.xlsx"
    right.write_bytes(draft(1))
    wrong.write_bytes(draft(1))
    require_right(right)
    with pytest.raises(AssertionError):
        require_right(wrong)


def test_the_parts_that_a_reader_needs_are_neither_instructions_nor_checks() -> None:
    assert [
        *("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"),
        *(f"xl/worksheets/sheet{number}.xml" for number in (1, 3, 4, 5, 6, 8)),
    ] == parts_needed(draft(0))
