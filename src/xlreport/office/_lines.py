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
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from xlreport.base.errors import InputError, RosterError, unread_sentence
from xlreport.base.text import comparable, decode, possible_encodings, separator_of
from xlreport.formats.cell import RawCell
from xlreport.formats.container import Limits, Unreadable
from xlreport.formats.xlsx import read_front_sheet

_ROWS, _COLUMNS = 20_000, 64
_TITLE_LINES = 5
# What a format of zeros shows, such as 000 or "D"00.
_CODE = re.compile(r"[^\W\d_]{0,20}([0-9]{1,20})[^\W\d_]{0,20}")
_FILE_BYTES = 8 * 2**20
_LIMITS = Limits(file=_FILE_BYTES, part=32 * 2**20, rows=_ROWS, columns=_COLUMNS)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a table: its number in the file, from 1, and its stripped cells."""

    number: int
    cells: tuple[str, ...]


def read_lines(path: str | os.PathLike[str]) -> list[TextLine]:
    """Read a .csv or the first visible sheet of an .xlsx, without blank lines.

    A .csv is in UTF-8, UTF-16 or GB18030, with commas, tabs or semicolons. All lines have as many
    cells as the longest one.

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
        raise RosterError(unread_sentence(file.name, error)) from error
    if len(data) > _FILE_BYTES:
        limit = f"{_FILE_BYTES // 2**20} MB"
        raise RosterError(f"{file.name}：文件超过 {limit}；请只保留所需的表格后重新保存。")
    if suffix == ".xlsx":
        return _text_lines(file.name, _sheet_rows(file.name, data))
    return csv_lines(file.name, _decoded(file.name, data))


def read_table(path: str | os.PathLike[str], headings: Iterable[str]) -> list[TextLine]:
    """Read the lines of a table from that with its headings on, as `read_lines` reads them.

    Raises `InputError` where `read_lines` refuses a roster.
    """
    try:
        return below_title(read_lines(path), headings)
    except RosterError as error:
        raise InputError(str(error)) from error


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
            raise _too_large(name)
        if cells:
            lines.append((number, cells))
    if not lines:
        raise RosterError(f"{name}：文件是空的；请先填写标题行和内容。")
    width = max(len(cells) for _, cells in lines)
    return [TextLine(number, (*cells, *[""] * (width - len(cells)))) for number, cells in lines]


def _too_large(name: str) -> RosterError:
    return RosterError(f"{name}：超过 {_ROWS} 行或 {_COLUMNS} 列（空行也计）；请删除多余的行和列。")


def _decoded(name: str, data: bytes) -> str:
    """Decode what Excel, WPS and text editors save as CSV in China."""
    text = decode(data, possible_encodings(data))
    if text is not None:
        return text
    raise RosterError(
        f"{name}：无法识别文字编码，也可能不是 CSV 文件；请另存为“CSV UTF-8”或 .xlsx。"
    )


def _csv_rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Split a CSV text into records; one that takes several lines has the number of the first."""
    separator = separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        for texts in reader:
            yield number, texts
            number = reader.line_num + 1
    except csv.Error as error:
        raise RosterError(
            f"{name}：第 {number} 行：引号不成对或内容过长；请改正引号，或另存为 .xlsx。"
        ) from error


def _sheet_rows(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first visible sheet that hold something, by their numbers."""
    try:
        front = read_front_sheet(data, _LIMITS)
    except Unreadable as error:
        raise RosterError(
            f"{name}：打不开（可能已加密、损坏、过大或并非 .xlsx）；请在 Excel 中另存为 .xlsx。"
        ) from error
    if front.sheet.outside:
        raise _too_large(name)
    rows: dict[int, list[str]] = {}
    for (row, column), cell in sorted(front.sheet.cells.items()):
        texts = rows.setdefault(row, [])
        texts += [""] * (column - len(texts))
        texts.append(_shown(cell, front.first_day))
    yield from ((row + 1, texts) for row, texts in rows.items())


def _shown(cell: RawCell, first_day: date) -> str:
    """Return the text of a cell: a number as it is, but a code as a format of zeros shows it."""
    if cell.kind == "boolean":
        return "1" if cell.text == "TRUE" else "0"
    if cell.kind != "number" or not cell.text:
        return cell.text
    if cell.shown == "date":
        return _date(float(cell.text), first_day)
    code = _CODE.fullmatch(cell.display)
    if code is not None and cell.text.isdecimal() and int(code[1]) == int(cell.text):
        return cell.display
    # Excel keeps 15 digits: a longer number has lost the others, which its exponent shows.
    return f"{float(cell.text):.15g}"


def _date(days: float, first_day: date) -> str:
    """Return a date with its time; a number that is no date stays a number."""
    midnight = datetime.combine(first_day, time())
    with suppress(OverflowError):
        return str(midnight + timedelta(seconds=round(days * 86_400)))
    return f"{days:.15g}"
