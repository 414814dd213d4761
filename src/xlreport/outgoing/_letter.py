"""The letter in front of an annotated copy (问题清单): whose it is, what is asked by when, and why.

It is printed on A4; each finding has one line with its place, the gravest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlreport.base.finding import Finding, Severity
from xlreport.base.importance import by_importance, count_severities
from xlreport.base.path import row_and_column
from xlreport.form.sheet_names import ISSUES_SHEET
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position
from xlreport.office.roster import Department
from xlreport.outgoing._linked_list import write_links
from xlreport.outgoing._paper import Paper
from xlreport.reading.one_return import Return
from xlreport.settlement.status import DepartmentStatus
from xlreport.writing import style
from xlreport.writing.book import Book
from xlreport.writing.list_sheet import Column, Entry, Marked, write_lines

_HOW = (
    "请直接在本文件中修改：点“位置”一栏跳到有问题的格子，错误须改正，警告请核对；“检查”表页有这一项而数字无误的，"
    "在“核实说明”中写明原因。框和底色改好以后仍在，改好没有，请看“检查”表页，然后保存并重新报送本文件。"
)
_HOW_ELSEWHERE = (
    "本文件不是本年度的报送表，请不要在上面修改："
    "请在本年度下发的报送表上重新填写并报送，下列问题供填写时参考。"
)
_OTHER_EDITION = frozenset({"EDITION", "S-EDITION"})
_COLUMNS = (
    *(Column("序号", 6), Column("程度", 9), Column("位置", 11)),
    *(Column("指标", 18), Column("栏目", 11), Column("问题和办法", 32)),
)
_CAPTION_COLUMNS = 2
_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a department is told of its return: how it stands, until when to answer, whom to ask."""

    status: DepartmentStatus
    deadline: date | None = None
    contact: str = ""


def write_letter(
    book: Book,
    item: Return,
    department: Department,
    answer: Answer,
    findings: Sequence[Finding],
    links: Mapping[tuple[str, str], Position],
) -> None:
    """Write the letter as a sheet; `links` map places in the file to their cells in the copy."""
    worksheet = book.add_worksheet(ISSUES_SHEET)
    page = Paper(book, worksheet, [column.width for column in _COLUMNS])
    page.set_up()
    period = item.period.title if item.period else ""
    page.title(f"{period}{item.form.title}{ISSUES_SHEET}")
    page.across(f"{department.name}（{department.code}）：", {"bold": True, "indent": 1})
    sign = answer.status.sign
    page.across(
        f"{sign.before(answer.status.chinese)}　{verdict(answer.status, findings)}",
        {**style.look_of_sign(sign), "text_wrap": True, "indent": 1},
        least=32.0,
    )
    page.across(_how(item, findings), {**style.ROLE[Role.TEXT], "indent": 1})
    for caption, text in _facts(item, answer):
        page.pair(_CAPTION_COLUMNS, caption, text, {})
    listed = in_order(findings)
    top = page.row + 1
    rows = [_line(number, finding) for number, finding in enumerate(listed, 1)]
    write_lines(book, worksheet, top, _COLUMNS, rows)
    cells = [(finding.sheet, finding.cell) for finding in listed]
    targets = {number: links[cell] for number, cell in enumerate(cells) if cell in links}
    write_links(book, worksheet, top + 1, targets)
    worksheet.repeat_rows(top)
    worksheet.protect("", _ALLOWED)


def verdict(status: DepartmentStatus, findings: Sequence[Finding]) -> str:
    """Return the sentence on what became of a return and what is asked of its department."""
    counts = count_severities(findings)
    asked = [
        f"{counts[severity]} 处{severity.chinese}{what}"
        for severity, what in ((Severity.ERROR, "须改正"), (Severity.WARNING, "请核实"))
        if counts[severity]
    ]
    said = f"有 {'，'.join(asked)}。" if asked else ""
    if status.added_up:
        return f"贵单位的数据已经采用，{said}有误的，请改正后重新报送。"
    return f"{said}改好以前，贵单位的数据不能采用。"


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Order findings: the gravest first, and the likeliest slip behind the errors it explains."""
    ordered = by_importance(findings)
    slips = [each for each in ordered if each.code == "SLIP"]
    others = [each for each in ordered if each.code != "SLIP"]
    errors = sum(each.severity is Severity.ERROR for each in others)
    return [*others[:errors], *slips, *others[errors:]]


def _how(item: Return, findings: Sequence[Finding]) -> str:
    codes = {each.catalogued for each in findings if each.severity is not Severity.INFO}
    is_of_other_year = "WRONG-YEAR" in codes and item.stamp is not None and item.stamp.period
    is_other = is_of_other_year or not codes.isdisjoint(_OTHER_EDITION)
    return item.form.period.reword(_HOW_ELSEWHERE if is_other else _HOW)


def _facts(item: Return, answer: Answer) -> list[tuple[str, str]]:
    by = ""
    if day := answer.deadline:
        what = "答复" if answer.status.added_up else "重新报送"
        by = f"请在{day.year}年{day.month}月{day.day}日前{what}；这一天已经过了的，请尽快{what}"
    facts = (("报送的文件", item.file), ("期限", by), ("联系", answer.contact))
    return [(caption, text) for caption, text in facts if text]


def _line(number: int, finding: Finding) -> list[Entry]:
    """Return the line of a finding; its advice stands below its message."""
    sign = finding.severity.sign
    first = finding.cells[0] if finding.cells else None
    row, column = row_and_column(first.row_path, first.column_path) if first else ("", "")
    text = f"{finding.full_message}\n→ {finding.advice}"
    return [number, Marked(sign, finding.severity.chinese), finding.place, row, column, text]
