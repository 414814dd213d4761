"""Reading a summary back before it is saved: every figure must be the one of the summary.

The official tables are read as a city reads them. The departments' figures, a million for a
province, are compared row by row while the sheet is parsed, because all their cells together
would take more memory than the returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from xlreport.base.address import column_name
from xlreport.base.errors import VerificationError
from xlreport.base.finding import Severity, make_finding
from xlreport.base.path import say_indicator
from xlreport.form.duties import cells_without
from xlreport.form.library import Library
from xlreport.form.measure import Kind, Measure, format_value
from xlreport.form.parts import Cell
from xlreport.form.sheet_names import DATA_SHEET, SUMMARY_SHEETS
from xlreport.form.typed_numbers import read_stored
from xlreport.form.typed_values import read_value
from xlreport.formats.any_format import open_workbook
from xlreport.formats.container import Unreadable, open_container
from xlreport.formats.expat import parse, spreadsheet
from xlreport.formats.sources import Source
from xlreport.formats.workbook import Package, Workbook
from xlreport.layout.data_sheet import FIRST_VALUE_COLUMN, TOTALS_ROW
from xlreport.reading.identify import identify
from xlreport.reading.one_return import Return
from xlreport.reading.reader import make_return
from xlreport.reading.summary import DATA_LIMITS
from xlreport.reading.summary_findings import summary_findings
from xlreport.reading.summary_lists import with_lists
from xlreport.summary.summary import Summary

_MANY = 1_000  # departments; to prove a province's would take more memory than its returns


def verify_summary(summary: Summary, data: bytes) -> None:
    """Compare a summary with the bytes of the workbook that was written from it.

    The cells of the official tables are compared, and on the data sheet the figures of each
    department and their sums; the check code must prove the whole. Raises
    `VerificationError` for the first that differs.
    """
    try:
        workbook = open_workbook(data)
        package = workbook.read(SUMMARY_SHEETS)
        back = _verify_tables(summary, package)
        _verify_rows(summary, package, data)
        if len(summary.counted) < _MANY:
            _verify_proof(with_lists(back, workbook), package, workbook)
    except Unreadable as error:
        raise _unread(make_finding(error.code, **error.facts).message) from error


def _verify_tables(summary: Summary, package: Package) -> Return:
    identity = identify(package, Library((summary.form,)))
    if identity.form is None:
        raise _unread("；".join(finding.message for finding in identity.findings))
    back = make_return(Source(Path()), "", package, identity.form, identity)
    for cell, written, read in zip(summary.form.cells, summary.values, back.values, strict=True):
        if read != written:
            raise _difference("", cell, written, read)
    if back.counts != summary.counts:
        raise _unread("选项的单位数与各单位所选不一致")
    return back


def _verify_proof(back: Return, package: Package, workbook: Workbook) -> None:
    """Prove the workbook by its check code, as whoever receives it will."""
    for finding in summary_findings(back.form, back, package, workbook):
        if finding.severity is Severity.ERROR:
            raise _unread(finding.message)


# ---- the departments ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Progress:
    """The progress of reading the data sheet: the first `done` of the named `rows` were right.

    `columns` are the letters of the cells' columns, `meanings` the values of the texts seen in
    each. `texts` are the numbers of the current row by address, `words` its texts.
    """

    cells: Sequence[Cell]
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int | str | None]]]
    meanings: Sequence[dict[str | None, int | None]]
    done: int = 0
    row: str = ""
    address: str = ""
    inline: str = ""
    text: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def _verify_rows(summary: Summary, package: Package, data: bytes) -> None:
    """Compare the rows of the data sheet: the sum, and the departments below it."""
    cells = summary.form.cells
    # A shared text stands in place of the sum, or nothing, where there is none.
    without = {cell.index for cell in cells if not cell.measure.adds}
    without |= cells_without(summary.form, summary.no_duties)
    sums = enumerate(summary.values)
    names = ["合计", *(filing.department.name for filing in summary.counted)]
    total = [value if i in without else value or 0 for i, value in sums]
    rows = list(zip(names, [total, *summary.stated], strict=True))
    columns = [column_name(FIRST_VALUE_COLUMN + cell.index) for cell in cells]
    progress = _Progress(cells, columns, rows, [{None: None} for _ in cells])
    sheets = [sheet.name for sheet in package.sheets]
    part = f"xl/worksheets/sheet{sheets.index(DATA_SHEET) + 1}.xml"  # as XlsxWriter names them
    container = open_container(data, DATA_LIMITS)
    with container.archive:
        parse(container, part, progress, _STARTS, _ENDS, progress.text)
    _close_row(progress)
    if progress.done != len(rows):
        raise _unread(f"“{DATA_SHEET}”缺少“{rows[progress.done][0]}”一行")


def _close_row(progress: _Progress) -> None:
    """Compare the row that was read, if it is the next of the `rows`."""
    if progress.done < len(progress.rows) and progress.row == str(TOTALS_ROW + 1 + progress.done):
        name, values = progress.rows[progress.done]
        texts = [progress.texts.get(column + progress.row) for column in progress.columns]
        columns = zip(progress.cells, values, texts, progress.meanings, strict=True)
        for cell, written, text, meanings in columns:
            if isinstance(written, str):
                word = progress.words.get(progress.columns[cell.index] + progress.row)
                if word != written:
                    raise _difference(f"“{DATA_SHEET}”中“{name}”的", cell, written, word)
                continue
            if text is not None and text not in meanings:
                meanings[text] = _number(text, cell.measure)
            if meanings[text] != written:
                raise _difference(f"“{DATA_SHEET}”中“{name}”的", cell, written, meanings[text])
        progress.done += 1
    progress.texts.clear()
    progress.words.clear()


def _number(text: str, measure: Measure) -> int | None:
    if measure.kind in (Kind.DECIMAL, Kind.PERCENTAGE):
        return read_stored(text, measure)
    return read_value("number", text, "", measure.stated()).value


def _start_row(progress: _Progress, attributes: dict[str, str]) -> None:
    _close_row(progress)
    progress.row = attributes.get("r", "")


def _start_cell(progress: _Progress, attributes: dict[str, str]) -> None:
    # A cell with a type holds text or an error, not a number.
    progress.inline = attributes.get("r", "")
    progress.address = "" if "t" in attributes else progress.inline


def _start_value(progress: _Progress, _: dict[str, str]) -> None:
    progress.text.clear()


def _end_value(progress: _Progress) -> None:
    progress.texts[progress.address] = "".join(progress.text)


def _end_text(progress: _Progress) -> None:
    progress.words[progress.inline] = "".join(progress.text)


_STARTS: Final = spreadsheet(
    {"row": _start_row, "c": _start_cell, "v": _start_value, "t": _start_value}
)
_ENDS: Final = spreadsheet({"v": _end_value, "t": _end_text})


# ---- errors ------------------------------------------------------------------------------


def _unread(reason: str) -> VerificationError:
    return VerificationError(f"汇总表写成后读不回来（{reason}），没有保存，请报告这个问题。")


def _difference(
    where: str, cell: Cell, written: int | str | None, read: int | str | None
) -> VerificationError:
    expected, seen = (
        "空白"
        if value is None
        else value
        if isinstance(value, str)
        else format_value(value, cell.measure)
        for value in (written, read)
    )
    return VerificationError(
        f"汇总表写成后读回核对不一致，没有保存：{where}{say_indicator(cell.path)}应为 {expected}，"
        f"读回的是 {seen}。请报告这个问题。"
    )
