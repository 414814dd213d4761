"""The lines of a small table kept by hand, all cells as text: a .csv, or one sheet of an .xlsx.

Excel, WPS and text editors save the same table in several encodings and with more or fewer
commas at the end of a line; the lines read here no longer differ. Files that are too large are
refused.
"""

from __future__ import annotations

import csv
import io
import os
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from xlreport.base.errors import RosterError
from xlreport.base.text import CHINESE_ENCODINGS, decode
from xlreport.office.roster import comparable

_ROWS, _COLUMNS = 20_000, 64
_TITLE_LINES = 5
# A format of zeros, as for codes: 000, or "D"00.
_PADDED = re.compile(r'(?:"([^"]{0,20})"|\\([A-Za-z]))?(0{1,20})(?:"([^"]{0,20})")?')
_FILE_BYTES, _UNPACKED_BYTES = 8 * 2**20, 32 * 2**20


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a table: its number in the file, from 1, and its stripped cells."""

    number: int
    cells: tuple[str, ...]


def read_lines(path: str | os.PathLike[str]) -> list[TextLine]:
    """Read a .csv (UTF-8 or GB18030) or the first visible sheet of an .xlsx, without blank lines.

    All lines have as many cells as the longest one.

    Raises `RosterError` for a file that does not exist, cannot be read or decoded, is too large
    (20,000 lines, 64 columns, 8 MB) or is empty.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        raise RosterError(f"{file.name}：须为 .csv 或 .xlsx 文件；请另存为其中一种。")
    try:
        with file.open("rb") as stream:
            data = stream.read(_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise RosterError(f"找不到文件：{file}；请核对文件名和所在的文件夹。") from error
    except (OSError, ValueError) as error:
        raise RosterError(f"{file.name}：无法读取文件；请核对路径和权限。") from error
    if len(data) > _FILE_BYTES:
        limit = f"{_FILE_BYTES // 2**20} MB"
        raise RosterError(f"{file.name}：文件超过 {limit}；请只保留所需的表格后重新保存。")
    if suffix == ".xlsx":
        return _text_lines(file.name, enumerate(_sheet_rows(file.name, data), start=1))
    return csv_lines(file.name, _decoded(file.name, data))


def csv_lines(name: str, text: str) -> list[TextLine]:
    """Split the text of a .csv as `read_lines` does; `name` is the file name for messages.

    Raises `RosterError` for a text that is no CSV, is too large, or is empty.
    """
    return _text_lines(name, _csv_rows(name, text))


def below_title(lines: list[TextLine], headings: Iterable[str]) -> list[TextLine]:
    """Drop the lines above the headings, such as a title; drop nothing if no line has headings."""
    wanted = set(map(comparable, headings))
    for index, line in enumerate(lines[:_TITLE_LINES]):
        if wanted <= set(map(comparable, line.cells)):
            return lines[index:]
    return lines


def _text_lines(name: str, rows: Iterable[tuple[int, list[str]]]) -> list[TextLine]:
    """List the lines that are not blank, all with as many cells as the longest one."""
    lines: list[tuple[int, list[str]]] = []
    for index, (number, texts) in enumerate(rows):
        cells = [text.strip() for text in texts]
        while cells and not cells[-1]:
            cells.pop()
        if index == _ROWS or len(cells) > _COLUMNS:
            raise RosterError(
                f"{name}：超过 {_ROWS} 行或 {_COLUMNS} 列（空行也计）；请删除多余的行和列。"
            )
        if cells:
            lines.append((number, cells))
    if not lines:
        raise RosterError(f"{name}：文件是空的；请先填写标题行和内容。")
    width = max(len(cells) for _, cells in lines)
    return [TextLine(number, (*cells, *[""] * (width - len(cells)))) for number, cells in lines]


def _decoded(name: str, data: bytes) -> str:
    """Decode what Excel, WPS and text editors save as CSV in China."""
    text = decode(data, CHINESE_ENCODINGS)
    if text is not None:
        return text
    raise RosterError(
        f"{name}：无法识别文字编码，也可能不是 CSV 文件；请另存为“CSV UTF-8”或 .xlsx。"
    )


def _csv_rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Split a CSV text into records; one that takes several lines has the number of the first."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 1
    try:
        for texts in reader:
            yield number, texts
            number = reader.line_num + 1
    except csv.Error as error:
        raise RosterError(
            f"{name}：第 {number} 行：引号不成对或内容过长；请改正引号，或另存为 .xlsx。"
        ) from error


def _sheet_rows(name: str, data: bytes) -> list[list[str]]:
    """Read the first visible sheet, with one row and one column more than is allowed."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > _UNPACKED_BYTES:
                raise ValueError("too large when unpacked")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
            sheet.reset_dimensions()  # the size that a sheet states is often wrong
            rows = islice(sheet.iter_rows(max_col=_COLUMNS + 1), _ROWS + 1)
            texts = [[_shown(cell.value, cell.number_format) for cell in row] for row in rows]
            book.close()
    except Exception as error:
        raise RosterError(
            f"{name}：打不开（可能已加密、损坏、过大或并非 .xlsx）；请在 Excel 中另存为 .xlsx。"
        ) from error
    return texts


def _shown(value: object, number_format: str | None) -> str:
    """Return the text of a cell; a whole number under a format of zeros is the code it shows."""
    padded = _PADDED.fullmatch(number_format or "")
    if padded is None or not isinstance(value, int) or value < 0:
        return _cell_text(value)
    quoted, letter, zeros, behind = padded.groups()
    return f"{quoted or letter or ''}{value:0{len(zeros)}d}{behind or ''}"


def _cell_text(value: object) -> str:
    """Return a cell of a workbook as text: the number 7 is "7", since codes are text."""
    if isinstance(value, int | float):
        # Excel keeps 15 digits: a longer number has lost the others, which its exponent shows.
        return f"{value:.15g}"
    return "" if value is None else str(value)
