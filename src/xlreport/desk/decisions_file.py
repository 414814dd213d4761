"""The file of decisions (处理意见) as it is written: what is decided, then what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import place
from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import write_file
from xlreport.base.finding import Finding, quotable
from xlreport.base.memory import Target, target_path
from xlreport.base.text import comparable
from xlreport.desk.file_use import WHY_NOT_USED
from xlreport.form.sheet_names import DECISIONS_SHEET
from xlreport.office.decision_line import COLUMNS, MATTER, NAME, Row, as_csv_line, row_of
from xlreport.office.decisions import BLANK, HEADINGS, DecisionKind, short_digest
from xlreport.returns.returns import Returns
from xlreport.settlement.file import AnyFile
from xlreport.settlement.status import DepartmentStatus, FileStatus
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.edges import Edges
from xlreport.writing.list_sheet import Column, Entry, first_row, set_columns, write_list

_ENDINGS = (".csv", ".xlsx")
_MATTERS = {
    FileStatus.CONFLICTING: "数据冲突：以这个文件为准的，意见填“采用”",
    FileStatus.NOT_ON_ROSTER: "不在名录：是哪个单位的，填单位代码，意见填“采用”；不用的填“不采用”",
    FileStatus.UNREADABLE: "无法读取：不用的，意见填“不采用”，并写原因",
}
"""What an officer may settle about a file of such a status."""
_OF_UNUSUAL = "经核对无误的，意见填“属实”；有误的填“更正”。"

_WIDTHS = {
    "kind": 7.5,
    "code": 8.5,
    "file": 12,
    "digest": 18,
    "cell": 8.5,
    "old": 7.5,
    "new": 8.5,
    "reason": 13,
    "told_by": 7.5,
    "decided_by": 7.5,
    "day": 11,
}
_WIDTHS_OF_REMARKS = {NAME: 14, MATTER: 28}
_ASKED = frozenset({"kind", "new", "reason", "told_by", "decided_by", "day"})
_FOLDED = "digest"  # a file is found by its name; the digest tells two of one name apart
_MOST_UNUSUAL = 10  # figures: the weightiest, which an officer has time for
_BLANK_ROWS = 200  # below the last line, ready to be filled in
_HOW = (
    "在“意见”中选择：采用（以这个文件为准）、不采用（不计这个文件，写明原因）、更正（经单位同意改一个数，"
    "写明单元格、原数、更正为、提供人）、属实（经核对不用改）；每行都写决定人和日期。没有填意见的行不起作用。"
)


@checked
def write_decisions(
    returns: Returns, path: Target, *, ending: str = "", overwrite: bool = True
) -> Path:
    """Write what was decided about returns, and a line to fill in for what is open.

    Open are files in conflict, not on the roster or not readable, single figures of returns that
    have errors, and the ten weightiest of `Returns.unusual_figures`. The file is a table (.csv, or
    .xlsx with a choice of opinions); `ending` tells which for a binary file object without a name.
    Raises `InputError` for another ending, `OutputError` where the file cannot be written, or
    exists and is not to be overwritten.
    """
    ending = decisions_ending(path, ending)
    rows = [*_decided_rows(returns), *_open_rows(returns)]
    write_file(path, _csv(rows) if ending == ".csv" else _book(returns, rows), overwrite=overwrite)
    return target_path(path)


def decisions_ending(path: Target, nameless: str = "") -> str:
    """Return the ending of a file of decisions; raises `InputError` for any but .csv and .xlsx."""
    ending = (target_path(path).suffix or nameless).lower()
    if ending not in _ENDINGS:
        raise InputError(f"{path}：处理意见的文件名须以 .csv 或 .xlsx 结尾。")
    return ending


def _decided_rows(returns: Returns) -> Iterator[Row]:
    """Yield the decisions in the order of their file, each with what became of it."""
    reasons = {decision: f"没有用上：{reason}" for decision, reason in returns.undecided}
    departments = [filing.department for filing in returns.settlement.filings]
    names = {comparable(each.code): each.name for each in departments}
    for decision in sorted((*returns.decided, *reasons), key=lambda each: each.line):
        row = row_of(decision)
        yield row | {
            NAME: names.get(comparable(decision.code), ""),
            MATTER: reasons.get(decision, ""),
        }


def _open_rows(returns: Returns) -> Iterator[Row]:
    """Yield a line without an opinion for each matter that an officer may settle.

    Files come by department, those of nobody last, so that files in conflict stand together.
    """
    codes = [filing.department.code for filing in returns.settlement.filings]
    order = {code: number for number, code in enumerate(codes)}
    open_files = [file for file in returns.settlement.files if file.status in _MATTERS]
    for file in sorted(open_files, key=lambda each: order.get(_whose(each), len(order))):
        is_dead = file.status is FileStatus.UNREADABLE
        told = [f.message for f in file.findings if is_dead or f.code in WHY_NOT_USED]
        matter = "；".join((_MATTERS[file.status], *(each.rstrip("。") for each in told)))
        yield _about(file) | {HEADINGS["file"]: quotable(file.name), MATTER: f"{matter}。"}
    for filing in returns.settlement.filings:
        if filing.status is DepartmentStatus.RETURNED and filing.used is not None:
            cells = dict.fromkeys(_correctable(filing.used.findings))
            for sheet, cell, seen, message in cells:
                yield _about(filing.used) | {
                    HEADINGS["digest"]: "",  # whatever the clerk sends next
                    HEADINGS["cell"]: place(sheet, cell),
                    HEADINGS["old"]: quotable(seen) or BLANK,
                    MATTER: f"{message}经单位同意更正的，意见填“更正”，写明更正为几。",
                }
    unsettled = (each for each in returns.unusual_figures if not (each.answer or each.waiver))
    for each in islice(unsettled, _MOST_UNUSUAL):
        yield {
            HEADINGS["code"]: each.department.code,
            NAME: quotable(each.department.name),
            HEADINGS["cell"]: each.at.place,
            HEADINGS["old"]: quotable(each.at.value) or BLANK,
            MATTER: f"{each.cell.labels}：{each.reason}{_OF_UNUSUAL}",
        }


def _whose(file: AnyFile) -> str:
    """Return the code of the department that a file is of, or may be of."""
    whose = file.owner or file.likely
    return whose.code if whose else ""


def _about(file: AnyFile) -> Row:
    return {
        HEADINGS["code"]: file.owner.code if file.owner else "",
        NAME: quotable(file.department),
        HEADINGS["digest"]: short_digest(file.item.sha256),
    }


def _correctable(findings: Sequence[Finding]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the single cells that errors are about: sheet, address, what was seen, the sentence.

    A table that is blank throughout is not put right by one figure.
    """
    for finding in findings:
        is_of_cell = finding.cell and finding.row and finding.code != "BLANK-TABLE"
        if finding.is_open_error and is_of_cell:
            first = finding.cells[0]
            yield first.sheet, first.cell, first.value, finding.message


def _csv(rows: Sequence[Row]) -> bytes:
    headings = dict(zip(COLUMNS, COLUMNS, strict=True))
    return "".join(map(as_csv_line, [headings, *rows])).encode("utf-8-sig")


def _book(returns: Returns, rows: Sequence[Row]) -> bytes:
    """Return a workbook whose cells keep what is typed as text, with a choice of opinions."""
    edges = Edges("", returns.period.title if returns.period else "")
    book = Book(DECISIONS_SHEET, returns.year or 2000, locked=False, edges=edges)
    columns = list(map(_column, COLUMNS))
    lines: list[list[Entry]] = [[row.get(name, "") for name in COLUMNS] for row in rows]
    worksheet = write_list(book, DECISIONS_SHEET, DECISIONS_SHEET, columns, lines, _HOW)
    _prepare(book, worksheet, len(rows), columns)
    return book.to_bytes()


def _column(heading: str) -> Column:
    """Return the column under a heading; what is to be filled in is seen at once."""
    if heading in _WIDTHS_OF_REMARKS:
        return Column(heading, _WIDTHS_OF_REMARKS[heading])
    key = next(key for key, own in HEADINGS.items() if own == heading)
    return Column(heading, _WIDTHS[key], folded=key == _FOLDED, asked=key in _ASKED)


def _prepare(book: Book, worksheet: Worksheet, count: int, columns: Sequence[Column]) -> None:
    """Let columns keep texts as typed, and offer the opinions in filled and in blank lines."""
    set_columns(worksheet, columns, book.style(style.TEXT_CELL, style.TEXT_FORMAT))
    first = first_row(_HOW)
    words = [kind.chinese for kind in DecisionKind]
    rule = {
        "validate": "list",
        "source": words,
        "error_title": "请检查",
        "error_message": f"只能选择 {'、'.join(words)}，或留空。",
    }
    done(worksheet.data_validation(first, 0, first + count + _BLANK_ROWS, 0, rule))
