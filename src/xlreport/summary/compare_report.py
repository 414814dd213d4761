"""A comparison of two periods as text, CSV, JSON or a workbook; field names in JSON are stable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from rich.cells import cell_len

from xlreport.base.address import sheet_title
from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import write_file
from xlreport.base.finding import quotable
from xlreport.base.finding_fields import finding_row
from xlreport.base.memory import Target, target_path
from xlreport.base.path import row_and_column, say_indicator
from xlreport.base.period import period_fields
from xlreport.base.text import UTF_8, csv_text, json_text
from xlreport.desk.findings_sheet import add_findings_sheet
from xlreport.summary.comparison import Change, Comparison, say_periods
from xlreport.summary.year_on_year import NO_COUNTERPART
from xlreport.writing.book import Book
from xlreport.writing.content import Value
from xlreport.writing.edges import Edges
from xlreport.writing.list_sheet import Column, Entry, Figures, write_list

_MOST_LINES = 60  # more than a person reads in a terminal; a file holds all of them
_EVERYBODY = "各单位"
_HEADINGS = ("单位代码", "单位名称", "指标", "计量单位", "上年", "本年", "增减")
_TABLE_HEADINGS = ("上年", "本年", "增减", "单位名称", "指标")
_CHANGE_COLUMNS = (
    *(Column("单位代码", 12, folded=True), Column("单位名称", 24)),
    *(Column("表", 7), Column("指标", 32), Column("栏目", 19), Column("计量单位", 10)),
    *(Column("上年", 12), Column("本年", 12), Column("增减", 11, Figures.SIGNED)),
)
_OTHER_COLUMNS = (Column("类别", 13), Column("单位、文件或指标", 52), Column("原因或说明", 62))


@checked
def write_comparison(comparison: Comparison, path: Target, *, ending: str = "") -> Path:
    """Write a comparison as a workbook (.xlsx), .csv, .json or .txt.

    A text shows the largest changes, the others all of them. `ending` tells which for a binary file
    object without a name. Raises `InputError` for another
    ending, `OutputError` where the file cannot be written.
    """
    write_file(path, _WRITERS[comparison_ending(path, ending)](comparison))
    return target_path(path)


def comparison_ending(path: Target, nameless: str = "") -> str:
    """Return the ending of a comparison's file, or `nameless` where it has none.

    Raises `InputError` where no comparison can be written so.
    """
    ending = (target_path(path).suffix or nameless).lower()
    if ending not in _WRITERS:
        raise InputError(f"{path}：看不出要写成什么格式，请用 .xlsx、.csv、.json 或 .txt 结尾。")
    return ending


def as_lines(comparison: Comparison) -> list[list[Value]]:
    """List changed cells as rows with `_HEADINGS`, followed by the cells that one edition lacks."""
    lines: list[list[Value]] = [
        [
            row.code,
            row.department,
            row.path,
            row.unit,
            "" if row.last is None else row.last,
            "" if row.this is None else row.this,
            "" if row.change is None else row.change,
        ]
        for row in comparison.rows
    ]
    for cells, values in (
        (comparison.only_this, (NO_COUNTERPART, "", "")),
        (comparison.only_last, ("", NO_COUNTERPART, "")),
    ):
        lines += [["", _EVERYBODY, cell.path, cell.measure.unit, *values] for cell in cells]
    return lines


def as_csv(comparison: Comparison) -> str:
    """Render the changes as CSV; no text is taken for a formula on opening."""
    return csv_text((_reworded(comparison, each) for each in _HEADINGS), as_lines(comparison))


def as_json(comparison: Comparison) -> str:
    """Render the whole comparison as JSON."""
    content = {
        "form": comparison.form.id,
        **period_fields(comparison.period),
        "last_form": comparison.last_form.id,
        **{f"last_{name}": value for name, value in period_fields(comparison.last_period).items()},
        "compared": comparison.compared,
        "rows": [asdict(row) for row in comparison.rows],
        "only_this": [cell.path for cell in comparison.only_this],
        "only_last": [cell.path for cell in comparison.only_last],
        "left_out": [{"name": name, "reason": why} for name, why in comparison.left_out],
        **({"duties": _duties(comparison)} if comparison.form.duties else {}),
        "findings": [finding_row(finding) for finding in comparison.findings],
        "unreadable": comparison.unreadable,
        "others": [{"department": name, "what": what} for name, what in comparison.others],
        "notes": comparison.notes,
    }
    return json_text(content, indent=2) + "\n"


def _duties(comparison: Comparison) -> list[dict[str, str]]:
    return [{"department": name, "change": what} for name, what in comparison.duties]


def as_workbook(comparison: Comparison) -> bytes:
    """Render the comparison as a workbook: changes, findings, and what is not compared."""
    year = comparison.year or comparison.form.first_year
    names = comparison.compared
    whose = names[0] if len(names) == 1 else comparison.form.title
    edges = Edges(whose, "与".join(_periods(comparison)))
    book = Book(_title(comparison), year, locked=False, edges=edges)
    columns = [replace(c, heading=_reworded(comparison, c.heading)) for c in _CHANGE_COLUMNS]
    changes = [_change_line(comparison, row) for row in comparison.rows]
    note = "".join(comparison.notes)
    write_list(book, "变化", _title(comparison), columns, changes, note)
    add_findings_sheet(book, comparison.findings, _reworded(comparison, "跨年度审核问题"))
    others = list(_not_compared(comparison))
    title = f"没有比较的，和数字以外的不同（{len(others)} 项）"
    write_list(book, "未比较", title, _OTHER_COLUMNS, others)
    return book.to_bytes()


def _change_line(comparison: Comparison, row: Change) -> list[Entry]:
    """Return the line of a change; a total over several departments has no code."""
    form = comparison.form
    cell = form.cells[form.index[row.table, row.row, row.column]]
    table = sheet_title(form.table(row.table).sheet)
    place = [table, *row_and_column(cell.row_path, cell.column_path)]
    return [row.code, row.department, *place, row.unit, row.last, row.this, row.change]


def _not_compared(comparison: Comparison) -> Iterator[list[Entry]]:
    """Yield what is not compared, and what differs beside figures: kind, what, and why."""
    for name, why in comparison.left_out:
        yield ["没有比较", name, why]
    for name, what in comparison.others:
        yield ["其他不同", name, what]
    for name, what in comparison.duties:
        yield ["职责变化", name, what]
    this, last = comparison.form, comparison.last_form
    for form, cells, what in (
        (this, comparison.only_this, _reworded(comparison, "上年的报表没有这个指标")),
        (last, comparison.only_last, _reworded(comparison, "本年的报表没有这个指标")),
    ):
        for cell in cells:
            name = f"{sheet_title(form.table(cell.table).sheet)}：{cell.labels}"
            yield [NO_COUNTERPART, name, what]


def as_text(comparison: Comparison) -> str:
    """Render the comparison for a person: the largest changes, omissions, findings."""
    lines = [_title(comparison), *comparison.notes, ""]
    shown = comparison.rows[:_MOST_LINES]
    lines += _table(comparison, shown) if shown else [_no_change(comparison)]
    if len(comparison.rows) > len(shown):
        more = len(comparison.rows) - len(shown)
        lines.append(f"另有 {more} 项变化没有显示；写成 .xlsx、.csv 或 .json 文件可以看到全部。")
    for cells, what in (
        (comparison.only_this, _reworded(comparison, "上年的报表没有、无法比较的指标")),
        (comparison.only_last, _reworded(comparison, "本年的报表没有、无法比较的指标")),
    ):
        if cells:
            lines += ["", f"{what}（{NO_COUNTERPART}，{len(cells)} 项）："]
            lines += [f"  {say_indicator(cell.path)}" for cell in cells]
    if comparison.others:
        lines += ["", "数字以外的不同："]
        lines += [f"  {quotable(name)}：{what}" for name, what in comparison.others]
    if comparison.duties:
        lines += ["", "职责有变化的单位（有关的格子一期没有数，不是0）："]
        lines += [f"  {quotable(name)}：{what}" for name, what in comparison.duties]
    if comparison.left_out:
        lines += ["", f"{_left_out_title(comparison)}："]
        lines += [f"  {quotable(name)}：{reason}" for name, reason in comparison.left_out]
    if comparison.findings:
        lines += ["", _reworded(comparison, "跨年度审核问题：")]
        for finding in comparison.findings:
            name = quotable(finding.department or finding.file)
            severity = finding.severity.marked
            lines.append(f"  {severity}　{name}：{finding.message}（{finding.rule}）")
    return "".join(f"{line}\n" for line in lines)


def _reworded(comparison: Comparison, text: str) -> str:
    """Return a text about two years in the words for the two periods."""
    return say_periods(comparison.form, text, comparison.last_word)


def _title(comparison: Comparison) -> str:
    counts = f"{len(comparison.compared)} 个单位，{len(comparison.rows)} 项"
    if comparison.period is not None and comparison.is_same_period:
        return f"{comparison.period.title}的两份数据比较：{counts}不同"
    this, last = _periods(comparison)
    how = {"上年同期": "同比", "上期": "环比"}.get(comparison.last_word, "比较")
    return f"{this}与{last}{how}：{counts}变化"


def _periods(comparison: Comparison) -> tuple[str, str]:
    """Return what the later and the earlier period are called, by their titles where known."""
    this, last = (
        period.title if period else _reworded(comparison, word)
        for period, word in ((comparison.period, "本年"), (comparison.last_period, "上年"))
    )
    return this, last


def _no_change(comparison: Comparison) -> str:
    """Return the line on no changes, or on no comparison: both leave the table empty."""
    if not comparison.compared:
        which = "两份数据" if comparison.is_same_period else _reworded(comparison, "两个年度")
        return f"没有比较：{which}没有一个单位对得上，请核对是不是同一个县、代码和名称是否一致。"
    same = "填报的数字完全相同（合计按各项之和比较，不看表中填的）"
    what = same if comparison.is_same_period else "没有变化"
    return f"比较的 {len(comparison.compared)} 个单位{what}。"


def _left_out_title(comparison: Comparison) -> str:
    return f"没有比较的单位、文件或指标（{len(comparison.left_out)} 个）"


def _table(comparison: Comparison, rows: Sequence[Change]) -> Iterator[str]:
    """Yield the lines of a table with aligned columns; a Han character is two columns wide."""
    table = [[_reworded(comparison, word) for word in _TABLE_HEADINGS]]
    for row in rows:
        last, this = ("" if value is None else f"{value}" for value in (row.last, row.this))
        path = say_indicator(row.path)
        path = path if row.unit in path else f"{path}（{row.unit}）"
        change = "" if row.change is None else f"{row.change:+}"
        table.append([last, this, change, quotable(row.department), path])
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for line in table:
        numbers = [" " * (w - cell_len(t)) + t for t, w in zip(line[:3], widths[:3], strict=True)]
        name = line[3] + " " * (widths[3] - cell_len(line[3]))
        yield "  ".join([*numbers, name, line[4]])


_WRITERS: Mapping[str, Callable[[Comparison], bytes]] = {
    ".xlsx": as_workbook,
    ".csv": lambda comparison: as_csv(comparison).encode(UTF_8),
    ".json": lambda comparison: as_json(comparison).encode(),
    ".txt": lambda comparison: as_text(comparison).encode(UTF_8),
}
