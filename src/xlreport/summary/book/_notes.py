"""The notes (说明) of a summary: its files, its rules, and the decisions that it rests on.

The SHA-256 of each file lets anyone who has the returns check that these files were added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from xlreport.base.version import __version__
from xlreport.form.parts import Duty
from xlreport.form.sheet_names import NOTES_SHEET
from xlreport.layout.check_code import CHECK_CODE_CAPTION, SOURCE_HEADINGS
from xlreport.layout.check_line import check_lines
from xlreport.layout.layout import Position
from xlreport.layout.share import Share
from xlreport.layout.width import BODY_SIZE, INDENT, MOST_HEIGHT, text_height
from xlreport.settlement.rivals import moment_of
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Value
from xlreport.writing.list_sheet import set_up_list_page
from xlreport.writing.title import set_widths, write_title

_WIDTHS = (27.0, 37.0, 11.0, 7.0, 15.0, 37.0)
_LAST = len(_WIDTHS) - 1
_FIRST_LINE = 1  # the row below the title
_READ_OTHERWISE = {
    "READ-AS": "写法不同、数值确定",
    "FORM": "写法须核对",
    "INPUT-FORMULA": "公式的计算结果",
    "INPUT-UNSURE": "公式保存的结果不可靠",
    "BLANK-ZERO": "空白按0计",
    "BLANK-ZERO-OTHER": "空白或公式出错，按0计",
    "TOTAL-BLANK": "空白的合计重新计算",
    "TOTAL-CHANGED": "改动的合计重新计算",
    "TOTAL-BROKEN": "损坏的合计重新计算",
    "TOTAL-FAILED": "没有得出结果的合计重新计算",
    "TOTAL-STALE": "过时的合计重新计算",
}
_DECIDED = ("PREFERRED", "SET-ASIDE")
_ADDED_UP = (
    "状态为“通过”“通过（有警告）”“零报送”的单位计入汇总；未报送、退回修改、数据冲突的单位和名录中"
    "不计入汇总的单位没有计入。"
)
_HOW = (
    "官方表格的每一格由公式对“分单位数据”中各单位的同一栏求和，金额按填报单位的最小位取整；"
    "没有一个单位填写的格留空。合计由各项重新计算，不采用报送件中填写的合计。“核对”逐格比较。"
)
_CHECKED = (
    "由汇总单位、各单位的数据、计入单位和所收文件的 SHA-256 算出，改动其中任何一处都对不上；"
    "也印在各张官方表的页脚。"
)
_BLANKS = "同一行已填有数字的空白按0计；声明零报送的表的空白按0计；其他空白视为没有填写。"


class _Span(NamedTuple):
    """A value over some columns, from the left to the right one."""

    left: int
    right: int
    value: Value


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the notes: spans of columns from left to right."""

    spans: tuple[_Span, ...]
    heading: bool = False


def write_notes(book: Book, summary: Summary) -> None:
    """Add the notes: rules, cells that were read otherwise than written, decisions, all files."""
    worksheet = book.add_worksheet(NOTES_SHEET)
    set_widths(worksheet, _WIDTHS)
    write_title(book, worksheet, f"{NOTES_SHEET}　{summary.share}", _WIDTHS)
    for row, line in enumerate([*_before_sources(summary), *_sources(summary)], _FIRST_LINE):
        _write_line(book, worksheet, row, line)
    headings = _sources_position(summary).row + 1
    done(worksheet.autofilter(headings, 0, headings + len(summary.returns.items), _LAST))
    worksheet.freeze_panes(1, 0)
    worksheet.repeat_rows(headings)
    set_up_list_page(worksheet)


def _sources_position(summary: Summary) -> Position:
    """Return the first cell of the list of files."""
    return Position(NOTES_SHEET, _FIRST_LINE + len(_before_sources(summary)), 0)


def _before_sources(summary: Summary) -> list[_Line]:
    return [*_facts(summary), *_readings(summary), *_decisions(summary), *_explanations(summary)]


def _write_line(book: Book, worksheet: Worksheet, row: int, line: _Line) -> None:
    height = 24.0
    for left, right, value in line.spans:
        body = style.TEXT_CELL if isinstance(value, str) else style.NUMBER_CELL
        is_caption = left == 0 and right < _LAST and len(line.spans) < len(_WIDTHS)
        own = {"align": "left"} if line.heading else style.QUIET if is_caption else {}
        look = book.style(style.HEADING if line.heading else body, {"indent": 1}, own)
        if left < right:
            done(worksheet.merge_range(row, left, row, right, "", look))
        write_value(worksheet, row, left, value, look)
        width = sum(_WIDTHS[left : right + 1])
        height = max(height, text_height(str(value), width - INDENT, BODY_SIZE))
    done(worksheet.set_row(row, min(height, MOST_HEIGHT)))


def _heading(text: str) -> _Line:
    return _Line((_Span(0, _LAST, text),), heading=True)


def _pair(caption: str, text: str) -> _Line:
    return _Line((_Span(0, 0, caption), _Span(1, _LAST, text)))


def _three(first: str, second: str, text: str) -> _Line:
    return _Line((_Span(0, 0, first), _Span(1, 1, second), _Span(2, _LAST, text)))


def _facts(summary: Summary) -> Iterator[_Line]:
    """Yield the facts and rules that the summary rests on."""
    form = summary.form
    code = f"（代码 {summary.code}）" if summary.code else ""
    notice = f"（{form.notice}）" if form.notice else ""
    yield _heading("汇总的依据")
    yield _pair(
        f"汇总单位和{summary.form.period.reword('年度')}",
        f"{summary.name}{code}，{summary.period.title}",
    )
    yield _pair("报表格式", f"{form.title}{notice}，格式编号 {form.id}")
    yield _pair("格式文件的 SHA-256", form.digest)
    yield _pair("生成工具", f"xlreport {__version__}")
    yield _pair("合计范围", summary.scope)
    yield _three(CHECK_CODE_CAPTION, summary.stamp.check_code, _CHECKED)
    yield _pair("计入哪些单位", _ADDED_UP)
    for duty in form.duties:
        yield _pair(f"{duty.name}职责", _say_having(summary, duty))
    yield _pair("怎样合计", _HOW)
    yield _pair("空白怎样计", _BLANKS)
    used = {summary.item(filing).file for filing in summary.counted}
    once = {f.file for f in summary.returns.found if f.code == "READ-ONCE"} & used
    if once:
        yield _pair("只读一遍的文件", f"{len(once)} 个，没有第二种读取方法核对，见“审核问题”。")


def _say_having(summary: Summary, duty: Duty) -> str:
    """Return the sentence on how many departments have a duty, and who has not."""
    names = [
        filing.department.name
        for filing in summary.counted
        if duty.key in summary.item(filing).no_duties
    ]
    share = Share(len(summary.counted) - len(names), len(summary.counted))
    rest = f"，无此项职责的：{'、'.join(names)}" if names else ""
    return f"计入的单位中 {share} 个有此项职责{rest}；有关栏目的合计只含有此项职责的单位。"


def duty_notes(summary: Summary) -> dict[str, str]:
    """Return for each table with a duty that some department lacks how many departments have it."""
    counted = len(summary.counted)
    notes: dict[str, str] = {}
    for table in summary.form.tables:
        cells = {cell.index for cell in table.cells}
        lacking = [
            f"{duty.name}：{Share(count, counted)} 个单位有此项职责"
            for duty in summary.form.duties
            if (count := summary.having[duty.key]) < counted and cells.intersection(duty.cells)
        ]
        if lacking:
            notes[table.key] = "；".join(lacking)
    return notes


def _readings(summary: Summary) -> Iterator[_Line]:
    """Yield for each department that is added up how many cells were read otherwise than typed."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for finding in summary.returns.found:
        if finding.code in _READ_OTHERWISE:
            of_file = counts.setdefault((finding.department, finding.file), Counter())
            of_file[finding.code] += max(1, len(finding.cells))
    yield _heading("与填写的样子不同的读取（计入汇总的报送件，逐处见“审核问题”）")
    is_empty = True
    for filing in summary.counted:
        name, file = filing.department.name, summary.item(filing).file
        of_file = counts.get((name, file), Counter())
        parts = [f"{text} {of_file[c]} 处" for c, text in _READ_OTHERWISE.items() if of_file[c]]
        if parts:
            is_empty = False
            yield _three(name, file, "，".join(parts))
    if is_empty:
        yield _Line((_Span(0, _LAST, "没有"),))


def _decisions(summary: Summary) -> Iterator[_Line]:
    """Yield the officer's decisions and approvals, without a heading where there are none."""
    returns = summary.returns
    decided = [finding for finding in returns.found if finding.code in _DECIDED]
    if decided or returns.waivers:
        yield _heading("汇总人员的决定和核准")
    for finding in decided:
        yield _three(finding.department, finding.file, finding.message)
    names = {f.department.code: f.department.name for f in returns.settlement.filings}
    for waiver in returns.waivers:
        department = names.get(waiver.code, waiver.code) or "全部单位"
        yield _three(department, f"规则 {waiver.rule}", f"{waiver}，用于 {waiver.times} 处")


def _explanations(summary: Summary) -> Iterator[_Line]:
    """Yield the explanations of the departments that are added up; nothing where none has any."""
    lines = []
    for filing in summary.counted:
        explanations = summary.item(filing).explanations
        for line in check_lines(summary.form):
            if line.name in explanations:
                rule = f"{line.sentence}（{line.location}）"
                lines.append(_three(filing.department.name, rule, explanations[line.name]))
    if lines:
        yield _heading("填报单位的核实说明（计入汇总的报送件）")
    yield from lines


def _sources(summary: Summary) -> Iterator[_Line]:
    """Yield every file that was received, with its status and its digest."""
    files = summary.returns.settlement.files
    yield _heading(f"收到的文件（{len(files)} 个）")
    yield _Line(_cells(SOURCE_HEADINGS), heading=True)
    for file in files:
        item, status = file.item, file.status.chinese
        moment = moment_of(item.modified)
        cells = (item.department, item.file, status, item.revision, moment, item.sha256)
        yield _Line(_cells(cells))


def _cells(values: Sequence[Value]) -> tuple[_Span, ...]:
    return tuple(_Span(column, column, value) for column, value in enumerate(values))
