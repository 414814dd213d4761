"""A table kept by hand gives the same text lines, however it was saved, or is refused."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlreport.base.errors import RosterError
from xlreport.office import _lines
from xlreport.office._lines import TextLine, csv_lines, read_lines

LINES = [TextLine(1, ("代码", "名称")), TextLine(2, ("A", "甲"))]


def saved(folder: Path, data: str | bytes, name: str = "表.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# --- csv ----------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_as_excel_wps_and_editors_save_it(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    text = "代码,名称\nA,甲\n".replace(",", separator)
    assert LINES == read_lines(saved(tmp_path, text.encode(encoding), "表.CSV"))


def test_a_title_without_separators_does_not_choose_one() -> None:
    lines = csv_lines("表.csv", "单位名录\n代码;名称\nA;甲,乙\n")
    assert [("单位名录", ""), ("代码", "名称"), ("A", "甲,乙")] == [line.cells for line in lines]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_quotes_and_blanks_around_cells_are_no_matter(end: str) -> None:
    assert LINES == csv_lines("表.csv", f'代码,"名称"{end} A ,\u3000甲{end}')


def test_blank_lines_are_dropped_and_counted() -> None:
    lines = csv_lines("表.csv", "\n代码,名称\n,\n\n  \nA,甲\n,,,\n")
    assert [TextLine(2, ("代码", "名称")), TextLine(6, ("A", "甲"))] == lines


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("A", ("A", "", "")),
        ("A,甲", ("A", "甲", "")),
        ("A,甲,", ("A", "甲", "")),
        (",甲", ("", "甲", "")),
        ("A,甲,,,,", ("A", "甲", "")),
        ("A,甲,,乙", ("A", "甲", "", "乙")),
    ],
)
def test_a_line_is_as_wide_as_the_first_unless_it_goes_on_beyond(
    line: str, cells: tuple[str, ...]
) -> None:
    assert TextLine(2, cells) == csv_lines("表.csv", f"代码,名称,类别,,\n{line}\n")[1]


def test_commas_quotes_and_line_breaks_inside_quotes_belong_to_the_cell() -> None:
    lines = csv_lines("表.csv", '"甲,""乙""\n丙"\n丁\n')
    assert [TextLine(1, ('甲,"乙"\n丙',)), TextLine(3, ("丁",))] == lines


# --- xlsx ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (1, "000", "001"),
        (12, "000", "012"),
        (1234, "000", "1234"),
        (7, "0000000000", "0000000007"),
        (5, '"D"00', "D05"),
        (5, r"\D000", "D005"),
        (5, '00"号"', "05号"),
        (7, "General", "7"),
        (7, "0", "7"),
        (7, "0.00", "7"),
        (7, "#,##0", "7"),
        (-7, "000", "-7"),
        (7.5, "000", "7.5"),
        ("007", "General", "007"),
    ],
)
def test_a_code_is_read_as_its_format_shows_it(
    value: float | str, number_format: str, expected: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = value
    book.active["A1"].number_format = number_format
    book.active["B1"] = "x"
    path = tmp_path / "名录.xlsx"
    book.save(path)
    assert [(expected, "x")] == [line.cells for line in read_lines(path)]


def test_a_workbook_says_the_same_as_a_csv(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [
        (),
        ("代码", " 名称 ", "类别"),
        ("A",),
        (),
        ("", "甲", None, "乙"),
    ]
    expected = csv_lines("表.csv", "\n代码,名称,类别\nA\n\n,甲,,乙\n")
    assert expected == read_lines(saved(tmp_path, workbook(*rows), "表.XLSX"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (2.0, "2"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (-3, "-3"),
        (True, "1"),
        (False, "0"),
        (999_999_999_999_999, "999999999999999"),
        (10**15, "1e+15"),
        (1.5e17, "1.5e+17"),
        ("0071", "0071"),
        ("=7", ""),  # a formula that was never computed
        ("#N/A", "#N/A"),
        (date(2026, 1, 2), "2026-01-02 00:00:00"),
    ],
)
def test_a_cell_of_a_workbook_is_text_and_a_number_has_its_15_digits(
    tmp_path: Path, value: object, text: str
) -> None:
    path = saved(tmp_path, workbook(("x", "x"), (value, "x")), "表.xlsx")
    assert TextLine(2, (text, "x")) == read_lines(path)[1]


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].sheet_state = "hidden"
    for name in ("一", "二"):
        book.create_sheet(name)["A1"] = name
    path = tmp_path / "表.xlsx"
    book.save(path)
    assert [TextLine(1, ("一",))] == read_lines(path)


@pytest.mark.parametrize(("cell", "fits"), [("BL20000", True), ("A20001", False), ("BM1", False)])
def test_a_workbook_within_the_bounds_is_read_and_one_beyond_refused(
    tmp_path: Path, cell: str, fits: bool
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0][cell] = "x"
    path = tmp_path / "表.xlsx"
    book.save(path)
    if fits:
        assert [TextLine(20_000, ("",) * 63 + ("x",))] == read_lines(path)
    else:
        with pytest.raises(RosterError, match="超过 20000 行或 64 列"):
            read_lines(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO(workbook(("x",)))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/big.xml", bytes(33 * 2**20))
    with pytest.raises(RosterError, match="打不开"):
        read_lines(saved(tmp_path, stream.getvalue(), "表.xlsx"))


# --- refusals -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("表.xls", b"", "须为 .csv 或 .xlsx 文件"),
        ("表", b"", "须为 .csv 或 .xlsx 文件"),
        ("表.csv", b"", "文件是空的"),
        ("表.csv", b"\n,,\n", "文件是空的"),
        ("表.xlsx", workbook(), "文件是空的"),
        ("表.csv", b"\xff\xfea\x00\x00", "无法识别文字编码"),
        ("表.csv", 'x\nA,"甲\n'.encode(), "第 2 行：引号不成对"),
        ("表.csv", 'x\nA,"甲"乙\n'.encode(), "第 2 行：引号不成对"),
        ("表.csv", b"x\n" * 20_001, "超过 20000 行或 64 列"),
        ("表.csv", b"," * 64 + b"x", "超过 20000 行或 64 列"),
        ("表.csv", b"a" * (8 * 2**20 + 1), "文件超过 8 MB"),
        ("表.xlsx", b"x\n", "打不开"),
        ("表.xlsx", b"PK\x05\x06" + bytes(18), "打不开"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value,
)
def test_a_file_that_cannot_be_such_a_table_is_refused(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    with pytest.raises(RosterError) as caught:
        read_lines(saved(tmp_path, data, name))
    assert f"{name}：{sentence}" == str(caught.value)[: len(f"{name}：{sentence}")]


def test_a_csv_of_the_greatest_size_is_read() -> None:
    assert 20_000 == len(csv_lines("表.csv", f"{',' * 63}x,,\n" * 20_000))


@pytest.mark.parametrize("name", ["无.csv", "无/表.xlsx"])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RosterError) as caught:
        read_lines(tmp_path / name)
    assert f"找不到文件：{tmp_path / name}；请核对文件名和所在的文件夹。" == str(caught.value)


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="无法读取（名称中有不能用的符号）"):
        read_lines(tmp_path / "a\0.csv")


def test_openpyxl_is_not_loaded_for_a_csv(tmp_path: Path) -> None:
    path = saved(tmp_path, "x\n")
    program = (
        "import sys; from xlreport.office._lines import read_lines; read_lines(sys.argv[1]);"
        "sys.exit('openpyxl' in sys.modules)"
    )
    source = str(Path(_lines.__file__).parents[1])
    finished = subprocess.run(
        [sys.executable, "-c", program, str(path)], check=False, env={"PYTHONPATH": source}
    )
    assert 0 == finished.returncode


# --- any bytes ----------------------------------------------------------------------------


def well_formed(read: Callable[[], list[TextLine]]) -> bool:
    """Tell whether the lines keep every promise of `read_lines`; a refusal does."""
    try:
        lines = read()
    except RosterError:
        return True
    numbers = [line.number for line in lines]
    width = len(lines[0].cells)
    return (
        numbers == sorted(set(numbers))
        and all(any(line.cells) for line in lines)
        and all(len(line.cells) == width or line.cells[-1] for line in lines)
        and all(width <= len(line.cells) <= 64 for line in lines)
        and all(cell == cell.strip() for line in lines for cell in line.cells)
    )


@settings(max_examples=200, deadline=None)
@given(data=st.one_of(st.binary(max_size=200), st.text('A甲,"\n\r; \0').map(str.encode)))
def test_any_bytes_as_csv_give_lines_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = saved(tmp_path_factory.getbasetemp(), data, "any-bytes.csv")
    assert well_formed(lambda: read_lines(path))


VALID = workbook(("code", "name", "order"), ("A", "甲", 1), ("B", "乙", 2))


@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, len(VALID) - 1), patch=st.binary(max_size=8), skip=st.integers(0, 8))
def test_any_damage_to_a_workbook_gives_lines_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, place: int, patch: bytes, skip: int
) -> None:
    data = VALID[:place] + patch + VALID[place + skip :]
    path = saved(tmp_path_factory.getbasetemp(), data, "any-bytes.xlsx")
    assert well_formed(lambda: read_lines(path))


PARTS = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]


@settings(max_examples=100, deadline=None)
@given(part=st.sampled_from(PARTS), place=st.integers(0, 2_000), patch=st.text(max_size=8))
def test_any_damage_inside_a_workbook_gives_lines_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, part: str, place: int, patch: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-part.xlsx"
    with zipfile.ZipFile(io.BytesIO(VALID)) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                at = place % len(data)
                data = data[:at] + patch.encode("utf-8", "replace") + data[at + len(patch) :]
            target.writestr(name, data)
    assert well_formed(lambda: read_lines(path))
