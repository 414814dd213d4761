"""Receipts (回执): what a department gets back whose return is accepted, on one printed page.

A receipt names the file that counts and the figure code of its figures, which the signed sheets
bear too; the main figures; what the county corrected; and what still has to be verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xlreport.base.address import sheet_title
from xlreport.base.arguments import checked
from xlreport.base.files import file_name
from xlreport.base.folder import Folder
from xlreport.base.memory import Target
from xlreport.base.path import join_path, row_and_column, split_path
from xlreport.base.public import public
from xlreport.base.text import UTF_8, csv_text, one_line, say_minute, visible
from xlreport.desk.board import Board
from xlreport.desk.board_line import BoardLine
from xlreport.form.measure import format_value
from xlreport.layout.figure_code import FIGURE_CODE_CAPTION
from xlreport.layout.grid import Role
from xlreport.layout.width import SIGNATURE_HEIGHT, TITLE_SIZE
from xlreport.office.decisions import short_digest
from xlreport.office.roster import Department
from xlreport.outgoing._paper import LINE, Paper, Words
from xlreport.reading.one_return import Return
from xlreport.settlement.status import DepartmentStatus
from xlreport.writing import style
from xlreport.writing.book import Book, form_year
from xlreport.writing.edges import Edges

RECEIPT_LIST = "回执名单.csv"
_LIST_HEADINGS = ("单位代码", "单位名称", "状态", "文件", FIGURE_CODE_CAPTION, "联系方式", "回执")
_SHEET, _RESULT = "回执", "审核结果"
_WIDTHS = (8.0, 12.0, 34.0, 14.0, 18.0)  # of table, indicator (over two), column and value
_CAPTION_COLUMNS, _LABEL_COLUMNS = 2, 3
_NOTE = {**style.ROLE[Role.NOTE], "indent": 1}
_CODE = {"bold": True, "font_size": TITLE_SIZE}
_MOST_WARNINGS = 20
_LONGEST_TEXT = 400  # characters; more lines than these fill do not fit into one row
_NO_CODE = "（没有）"
_ON_CODE = (
    "签字盖章的纸质件，封面和各表上方印的核对码应与上面的相同；不同的，纸质件和电子表不是同一份数字，"
    "请按电子表重新打印签字，或说明以哪一份为准。用旧报送表打印的，没有核对码。"
)
_ON_CORRECTIONS = "核对码是更正以前的。纸质件请按更正后的数字重新打印签字。"


@public
@dataclass(frozen=True, slots=True)
class Receipt:
    """What an accepted department is told: lines of a caption and a text, under headings.

    `status` is why it gets one. `facts` are about the return, `figures` the main figures,
    `corrections` what the county corrected, `warnings` what is still to be verified. `code` is the
    figure code of the file, empty where it has none.
    """

    department: Department
    status: DepartmentStatus
    title: str
    code: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    corrections: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    year: int

    __repr__ = one_line(lambda it: f"{it.department.code} {it.department.name}: {it.code}")

    @property
    def file(self) -> str:
        """Return the name of its workbook."""
        return f"{file_name(self.department.code, self.department.name, self.title)}.xlsx"


@checked
def make_receipts(board: Board, *, contact: str = "") -> tuple[Receipt, ...]:
    """Make a receipt for each department of a board whose return is accepted.

    `contact` tells whom to ask.
    """
    return tuple(
        _receipt(board, line, line.filing.used.item, contact)
        for line in board.lines
        if not line.is_open and line.filing.used is not None
    )


@checked
def write_receipts(board: Board, folder: Target, *, contact: str = "") -> list[Path]:
    """Write a workbook of one printed page for each department whose return is accepted.

    回执名单.csv lists them with their figure codes, to be compared with the signed sheets. A binary
    file object in place of the `folder` gets a zip archive. `contact` tells whom to ask. Returns
    the paths of the receipts. Raises `OutputError` where a file cannot be written.
    """
    place = Folder(folder)
    receipts = make_receipts(board, contact=contact)
    place.expect(receipt.file for receipt in receipts)
    paths = [place.put(receipt.file, _workbook(receipt)) for receipt in receipts]
    listed = _list_csv(board, {receipt.department.code: receipt for receipt in receipts})
    place.put(RECEIPT_LIST, listed.encode(UTF_8))
    place.finish()
    return paths


def _receipt(board: Board, line: BoardLine, item: Return, contact: str) -> Receipt:
    filed = item.as_filed
    period = item.period.title if item.period else ""
    facts = {
        "填报单位": f"{line.department.name}（{line.department.code}）",
        "报告": f"{period}{item.form.title}",
        "采用的文件": item.file,
        "保存时间": say_minute(line.saved),
        _RESULT: line.status.sign.before(line.status.chinese),
        "文件校验": short_digest(filed.sha256),
        FIGURE_CODE_CAPTION: line.figure_code or _NO_CODE,
        "汇总单位": board.name,
        "审核时间": say_minute(board.checked),
        "联系": contact,
    }
    return Receipt(
        department=line.department,
        status=line.status,
        title=f"{period}{item.form.title}{_SHEET}",
        code=line.figure_code,
        facts=tuple((caption, _shown(text)) for caption, text in facts.items() if text),
        figures=tuple(_figures(item)),
        corrections=tuple(_corrections(item)),
        warnings=tuple(_shown(point.message) for point in line.doubts),
        year=form_year(item.form, item.period),
    )


def _shown(text: str) -> str:
    """Return a text without hidden signs, cut off where its row would not show more."""
    plain = visible(text)
    return plain if len(plain) <= _LONGEST_TEXT else f"{plain[:_LONGEST_TEXT]}…"


def _figures(item: Return) -> Iterator[tuple[str, str]]:
    """Yield the main figures of the form, as they are added up; a missing one is said to be so."""
    for index in item.form.headline:
        cell, value = item.form.cells[index], item.values[index]
        if value is None:
            yield cell.path, item.said.get(index, "") if item.no_duties else "没有填写"
        else:
            yield cell.path, f"{format_value(value, cell.measure)}{cell.measure.unit}"


def _corrections(item: Return) -> Iterator[tuple[str, str]]:
    for index, decision in item.corrections.items():
        yield (
            item.form.cells[index].path,
            _shown(f"{decision.old} 更正为 {decision.new}，{decision}"),
        )


def _list_csv(board: Board, receipts: Mapping[str, Receipt]) -> str:
    lines = []
    for line in board.lines:
        receipt, used = receipts.get(line.department.code), line.filing.used
        if receipt is not None and used is not None:
            who = line.department
            cells = (who.code, who.name, line.status.chinese, used.name, receipt.code)
            lines.append((*cells, line.contact, receipt.file))
    return csv_text(_LIST_HEADINGS, lines)


def _workbook(receipt: Receipt) -> bytes:
    """Return the bytes of a receipt's workbook; the same receipt gives the same bytes."""
    edges = Edges(receipt.department.name, f"{receipt.year}年")
    book = Book(receipt.title, receipt.year, locked=False, edges=edges)
    page = Paper(book, book.add_worksheet(_SHEET), _WIDTHS)
    page.set_up()
    page.title(receipt.title)
    looks = {_RESULT: style.look_of_sign(receipt.status.sign), FIGURE_CODE_CAPTION: _CODE}
    for caption, text in receipt.facts:
        page.pair(_CAPTION_COLUMNS, caption, text, looks.get(caption, {}))
    page.across(_ON_CODE, _NOTE)
    if receipt.figures:
        page.heading("主要数据")
        for caption, text in receipt.figures:
            _write_figure(page, caption, text)
    if receipt.corrections:
        page.heading("汇总单位已更正的数")
        for caption, text in receipt.corrections:
            page.pair(_LABEL_COLUMNS, caption, text, {})
        page.across(_ON_CORRECTIONS, _NOTE)
    _write_warnings(page, receipt)
    _write_signature(page)
    return book.to_bytes()


def _write_figure(page: Paper, caption: str, text: str) -> None:
    """Write a figure in a line: table, indicator, column, value; a zero is quiet."""
    table, *labels = split_path(caption)
    row, column = row_and_column("", join_path(*labels))
    quiet = style.QUIET if re.match(r"0(?![\d.])", text) else {"bold": True}
    page.line(
        Words(1, sheet_title(table), {**LINE, "font_color": "quiet"}),
        Words(2, row, LINE),
        Words(1, column, {**LINE, "font_color": "quiet"}),
        Words(1, text, {**LINE, "align": "right", **quiet}),
    )


def _write_warnings(page: Paper, receipt: Receipt) -> None:
    warnings = receipt.warnings
    page.heading(f"待核实（{len(warnings)}）" if warnings else "待核实")
    shown = [f"{number}. {text}" for number, text in enumerate(warnings[:_MOST_WARNINGS], 1)]
    more = len(warnings) - _MOST_WARNINGS
    shown += [f"另有 {more} 条，见审核结果。"] if more > 0 else []
    for text in shown or ["没有。"]:
        page.across(text, LINE)


def _write_signature(page: Paper) -> None:
    """Leave room for the seal of the office that adds up, and for the day."""
    page.across("", {}, least=SIGNATURE_HEIGHT)
    page.across("汇总单位（盖章）　　　　　　　　　　　年　　月　　日", {"align": "right"})
