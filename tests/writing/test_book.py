"""The writer is strict, repeatable, and replaces a file whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.base.errors import OutputError
from xlreport.base.files import write_file
from xlreport.base.period import Period
from xlreport.form.load import load_form
from xlreport.writing.book import Book, done, form_year
from xlreport.writing.cell import link


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def build(*, locked: bool) -> bytes:
    book = Book("标题", 2026, locked=locked)
    book.add_worksheet("一")
    return book.to_bytes()


def workbook_xml(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("xl/workbook.xml").decode()


def test_the_structure_lock_stands_where_the_schema_has_it() -> None:
    tags = re.findall(r"<(\w+)", workbook_xml(build(locked=True)))
    place = tags.index("workbookProtection")
    assert ("workbookPr", "bookViews") == (tags[place - 1], tags[place + 1])


def test_the_structure_lock_is_read_by_another_library() -> None:
    security = openpyxl.load_workbook(BytesIO(build(locked=True))).security
    assert security is not None
    assert security.lockStructure


def test_an_unlocked_workbook_has_no_structure_lock() -> None:
    assert "workbookProtection" not in workbook_xml(build(locked=False))


def test_the_same_content_makes_the_same_bytes() -> None:
    assert build(locked=True) == build(locked=True)


def test_a_workbook_is_dated_by_the_year_of_the_report() -> None:
    created = openpyxl.load_workbook(BytesIO(build(locked=True))).properties.created
    assert created is not None
    assert (2026, 1, 1) == (created.year, created.month, created.day)


def test_a_workbook_of_no_year_is_dated_by_its_edition() -> None:
    form = load_form("ogi-2021")
    assert (2021, 2026) == (form_year(form, None), form_year(form, Period(2026)))


def test_each_combination_of_properties_is_one_format() -> None:
    book = Book("标题", 2026, locked=True)
    bold: dict[str, object] = {"bold": True}
    assert book.style(bold, {"italic": True}) is book.style({"italic": True}, bold)
    assert book.style(bold) is not book.style()
    book.add_worksheet("一")
    book.to_bytes()


@pytest.mark.parametrize("result", [-1, -2, -3])
def test_a_refused_write_is_an_error(result: int) -> None:
    with pytest.raises(OutputError) as error:
        done(result)
    expected = f"a cell, name or validation was refused by the writer (code {result})"
    assert expected == str(error.value)


@pytest.mark.parametrize("result", [None, 0, 3])
def test_a_write_that_was_taken_is_none(result: int | None) -> None:
    assert None is done(result)  # type: ignore[func-returns-value]


@pytest.mark.filterwarnings("ignore:Length of input message")
def test_a_validation_that_would_be_left_out_is_an_error() -> None:
    book = Book("标题", 2026, locked=True)
    worksheet = book.add_worksheet("一")
    options = {"validate": "integer", "criteria": ">=", "value": 0, "input_message": "字" * 256}
    with pytest.raises(OutputError):
        done(worksheet.data_validation(0, 0, 0, 0, options))
    book.to_bytes()


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "发放" / "县" / "表.xlsx"
    write_file(path, b"new")
    assert (b"new", ["表.xlsx"]) == (path.read_bytes(), names_in(path.parent))


def test_a_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    write_file(path, b"old")
    write_file(os.fspath(path), b"new")
    assert (b"new", ["表.xlsx"]) == (path.read_bytes(), names_in(tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_can_be_read_by_all(tmp_path: Path) -> None:
    write_file(tmp_path / "表.xlsx", b"new")
    assert 0o644 == stat.S_IMODE((tmp_path / "表.xlsx").stat().st_mode)


REFUSED = re.escape(
    "无法写入（没有权限，或正在别的程序中打开）。"
    "请确认文件没有在 Excel 或 WPS 中打开、文件夹可写后重试。"
)


def test_a_file_open_in_excel_stays_as_it_was_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", os.fspath(target))

    path = tmp_path / "表.xlsx"
    write_file(path, b"old")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=rf"^表\.xlsx {REFUSED}$"):
        write_file(path, b"new")
    assert (b"old", ["表.xlsx"]) == (path.read_bytes(), names_in(tmp_path))


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        """A temporary file on a disk without room."""

        def __init__(self, **options: object) -> None:
            self.file = temporary_file(**options)
            self.name = self.file.name

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, _: bytes) -> None:
            raise OSError(28, "No space left on device")

    temporary_file: Callable[..., Any] = tempfile.NamedTemporaryFile
    path = tmp_path / "表.xlsx"
    write_file(path, b"old")
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", Full)
    with pytest.raises(OutputError, match="磁盘已满"):
        write_file(path, b"new")
    assert (b"old", ["表.xlsx"]) == (path.read_bytes(), names_in(tmp_path))


def test_a_folder_that_cannot_be_written_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**options: object) -> None:
        raise PermissionError(13, "Permission denied", options["dir"])

    path = tmp_path / "表.xlsx"
    write_file(path, b"old")
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    with pytest.raises(OutputError, match=rf"^表\.xlsx {REFUSED}$"):
        write_file(path, b"new")
    assert (b"old", ["表.xlsx"]) == (path.read_bytes(), names_in(tmp_path))


def test_a_file_in_the_place_of_a_folder_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "发放").write_bytes(b"old")
    with pytest.raises(OutputError, match=r"^表\.xlsx 无法写入"):
        write_file(tmp_path / "发放" / "表.xlsx", b"new")
    assert (b"old", ["发放"]) == ((tmp_path / "发放").read_bytes(), names_in(tmp_path))


def test_a_folder_in_the_place_of_a_file_is_an_error_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").mkdir()
    with pytest.raises(OutputError, match=r"^表\.xlsx 无法写入"):
        write_file(tmp_path / "表.xlsx", b"new")
    assert ["表.xlsx"] == names_in(tmp_path)


def test_a_link_leaves_value_and_look_of_its_cell() -> None:
    book = Book("标题", 2026, locked=False)
    sheet = book.add_worksheet("表")
    done(sheet.write_formula(0, 0, "=1+1", book.style({"bold": True}), 2))
    link(sheet, 0, 0, "'表'!$B$2")
    found = openpyxl.load_workbook(BytesIO(book.to_bytes()))["表"]["A1"]
    assert found.hyperlink is not None
    assert ("=1+1", True, None, "'表'!$B$2") == (
        found.value,
        found.font.b,
        found.font.u,
        found.hyperlink.location,
    )
