"""Reading a summary back before it takes its place: every figure must be the one that was meant.

The official tables are read as a city reads them. The departments' figures, a million for a
province, are compared row by row as the parser comes to them: kept together as cells they would
take more memory than all the returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from xlreport.base.address import column_name
from xlreport.base.errors import VerificationError
from xlreport.base.finding import make_finding
from xlreport.form.library import Library
from xlreport.form.measure import format_value
from xlreport.form.parts import Cell
from xlreport.form.values import read_value
from xlreport.formats.any_format import read_workbook
from xlreport.formats.container import Unreadable, open_container
from xlreport.formats.expat import parse, spreadsheet
from xlreport.formats.sources import Source
from xlreport.formats.workbook import Package
from xlreport.layout.data_sheet import DATA_SHEET, FIRST_COLUMN, FIRST_ROW
from xlreport.layout.summary import SUMMARY_SHEETS
from xlreport.reading.identify import identify
from xlreport.reading.reader import make_return
from xlreport.reading.summary import DATA_LIMITS
from xlreport.summary.summary import Summary


def verify_summary(summary: Summary, data: bytes) -> None:
    """Compare a summary with the workbook that was written of it: `data`.

    Compared are the cells of the official tables, and on the data sheet each department's figures
    and their sums. Raises `VerificationError` for the first that reads otherwise.
    """
    try:
        package = read_workbook(data, skip=SUMMARY_SHEETS)
        _verify_tables(summary, package)
        _verify_rows(summary, package, data)
    except Unreadable as error:
        raise _unread(make_finding(error.code, **error.facts).message) from error


def _verify_tables(summary: Summary, package: Package) -> None:
    identity = identify(package, Library((summary.form,)))
    if identity.form is None:
        raise _unread("；".join(finding.message for finding in identity.findings))
    back = make_return(Source(Path()), "", package, identity.form, identity)
    for cell, written, read in zip(summary.form.cells, summary.values, back.values, strict=True):
        if read != written:
            raise _otherwise("", cell, written, read)


# ---- the departments ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Progress:
    """Is how far the data sheet has been read: `done` of `rows`, each with its name, were right.

    `columns` are the letters of the cells' columns, and `known` what the texts in each mean.
    `found` is what stands in the current row, text by address.
    """

    cells: Sequence[Cell]
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int | None]]]
    known: Sequence[dict[str | None, int | None]]
    done: int = 0
    row: str = ""
    address: str = ""
    text: list[str] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)


def _verify_rows(summary: Summary, package: Package, data: bytes) -> None:
    """Compare the rows of the data sheet: those of the departments, and the sum below them."""
    cells = summary.form.cells
    names = [filing.department.name for filing in summary.counted]
    rows: list[tuple[str, Sequence[int | None]]] = list(zip(names, summary.rows, strict=True))
    rows.append(("合计", [value or 0 for value in summary.values]))
    columns = [column_name(FIRST_COLUMN + cell.index) for cell in cells]
    state = _Progress(cells, columns, rows, [{None: None} for _ in cells])
    sheets = [sheet.name for sheet in package.sheets]
    part = f"xl/worksheets/sheet{sheets.index(DATA_SHEET) + 1}.xml"  # as XlsxWriter names them
    container = open_container(data, DATA_LIMITS)
    with container.archive:
        parse(container, part, state, _STARTS, _ENDS, state.text)
    _close_row(state)
    if state.done != len(rows):
        raise _unread(f"“{DATA_SHEET}”缺少“{rows[state.done][0]}”一行")


def _close_row(state: _Progress) -> None:
    """Compare the row that was read, if it is the one that is due."""
    if state.done < len(state.rows) and state.row == str(FIRST_ROW + 1 + state.done):
        name, values = state.rows[state.done]
        texts = [state.found.get(column + state.row) for column in state.columns]
        for cell, written, text, known in zip(state.cells, values, texts, state.known, strict=True):
            if text is not None and text not in known:
                known[text] = read_value("number", text, "", cell.measure.stated()).value
            if known[text] != written:
                raise _otherwise(f"“{DATA_SHEET}”中“{name}”的", cell, written, known[text])
        state.done += 1
    state.found.clear()


def _start_row(state: _Progress, attributes: dict[str, str]) -> None:
    _close_row(state)
    state.row = attributes.get("r", "")


def _start_cell(state: _Progress, attributes: dict[str, str]) -> None:
    # A cell with a type is a text or an error: it holds no number.
    state.address = "" if "t" in attributes else attributes.get("r", "")


def _start_value(state: _Progress, _: dict[str, str]) -> None:
    state.text.clear()


def _end_value(state: _Progress) -> None:
    state.found[state.address] = "".join(state.text)


_STARTS: Final = spreadsheet({"row": _start_row, "c": _start_cell, "v": _start_value})
_ENDS: Final = spreadsheet({"v": _end_value})


# ---- what to say -------------------------------------------------------------------------------


def _unread(reason: str) -> VerificationError:
    return VerificationError(f"汇总表写成后读不回来（{reason}），没有保存，请报告这个问题。")


def _otherwise(where: str, cell: Cell, written: int | None, read: int | None) -> VerificationError:
    should, seen = (
        "空白" if value is None else format_value(value, cell.measure) for value in (written, read)
    )
    return VerificationError(
        f"汇总表写成后读回核对不一致，没有保存：{where}{cell.path}应为 {should}，"
        f"读回的是 {seen}。请报告这个问题。"
    )
