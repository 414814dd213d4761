"""The sheet of unusual figures (审核重点): what to look at before the totals are believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlreport.base.address import a1
from xlreport.base.path import row_and_column
from xlreport.form.measure import Kind, to_number
from xlreport.form.sheet_names import UNUSUAL_SHEET
from xlreport.returns.returns import Returns
from xlreport.returns.unusual import Unusual
from xlreport.writing.book import Book
from xlreport.writing.content import Formula, Value
from xlreport.writing.list_sheet import Column, Figures, first_row, fitted, write_list

_COLUMNS = (
    Column("序号", 5.5),
    Column("单位代码", 8.5),
    Column("单位名称", 17),
    Column("表", 8.5),
    Column("指标", 20.5),
    Column("栏目", 11),
    Column("填报", 10.5),
    Column("影响合计", 9.5, Figures.SHARE),
    Column("为什么要看", 29),
    Column("核实说明", 15),
    Column("写明单位", 30, folded=True),
    Column("文件", 20, folded=True),
)
_CODE, _FIGURE = 1, 6  # columns
_MOST = 200  # lines; nobody looks at more
_NOTE = (
    "这里的数不一定错，只是与本单位往年、其他单位或合计相比很不寻常，勾稽关系查不出来。"
    "排在前面的对合计影响大、也最可能填错，请先核对前十项；“影响合计”是改成通常的数以后合计变化的比例。"
)

Shown = Callable[[Unusual, str], Value]
"""A function that says what stands in the column of the figure: the number, or a formula.

It is called with the address of the cell that holds the code of the department.
"""


def number_of(each: Unusual, code: str = "") -> int | float:  # noqa: ARG001 - a `Shown`
    """Return the figure of a line as a number in the unit of its cell."""
    return to_number(each.value, each.cell.measure)


def add_unusual_sheet(book: Book, returns: Returns, shown: Shown = number_of) -> None:
    """Add the sheet of unusual figures, unless there are none."""
    figures = returns.unusual_figures
    if not figures:
        return
    listed = figures[:_MOST]
    more = f"只列出前 {_MOST} 项，共 {len(figures)} 项。" if len(figures) > _MOST else ""
    note = _NOTE + more
    first = first_row(note)
    rows = [
        _line(number, each, shown(each, a1(row, _CODE)), a1(row, _FIGURE))
        for number, (row, each) in enumerate(enumerate(listed, first), 1)
    ]
    title = f"{UNUSUAL_SHEET}　{len(figures)} 个数"
    write_list(book, UNUSUAL_SHEET, title, fitted(_COLUMNS, rows), rows, note)


def _line(number: int, each: Unusual, figure: Value, address: str) -> Sequence[Value]:
    """Return a line of the sheet; a formula over the figure, at this address, spells it."""
    remarks = "；".join(filter(None, (each.answer, each.waiver)))
    return (
        number,
        each.department.code,
        each.department.name,
        each.at.place,
        *row_and_column(each.cell.row_path, each.cell.column_path),
        figure,
        each.effect,
        each.reason,
        remarks,
        Formula(_spelling(each, address), each.amount),
        each.file,
    )


def _spelling(each: Unusual, figure: str) -> str:
    """Return the formula that spells a figure as `spell` does."""
    unit = each.cell.measure.unit
    if each.cell.measure.kind is not Kind.MONEY:
        return f'{figure}&"{unit}"'
    if unit == "元":
        return f'{figure}&"元（"&TEXT({figure}/10000,"#,##0.0000")&"万元）"'
    times = {"万元": 10**4, "亿元": 10**8}[unit]
    return f'{figure}&"{unit}（"&TEXT({figure}*{times},"#,##0.00")&"元）"'
