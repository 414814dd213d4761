"""A history as text, CSV, JSON or a workbook; field names in JSON are stable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.cells import cell_len

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import write_file
from xlreport.base.finding import quotable
from xlreport.base.memory import Target, target_path
from xlreport.base.period import period_fields
from xlreport.base.text import UTF_8, csv_text, json_text
from xlreport.form.measure import exact_text, format_value, to_number
from xlreport.summary.history._book import build_history
from xlreport.summary.history._limits import (
    lacking_indicators,
    open_matters,
    periods_of,
    remark,
    say_share,
)
from xlreport.summary.history._page import heading_of, main_figures, title_of
from xlreport.summary.history.history import DepartmentHistory, History
from xlreport.summary.history.period_figures import PeriodFigures

_MOST_MATTERS = 20  # lines on the screen; a file holds all of them
_MOST_DEPARTMENTS = 5  # shown year by year on the screen
_HEADS = ("年度", "报表", "依据", "计入单位")
_CSV_HEADINGS = (
    *("单位代码", "单位名称", *_HEADS),
    *("指标", "计量单位", "数值", "没有数值的原因", "table", "row", "column"),
)


@checked
def write_history(history: History, path: Target, *, ending: str = "") -> Path:
    """Write a history as a workbook (.xlsx), .csv, .json or .txt.

    The workbook has a line a year with the main figures of the county and of each department, all
    indicators with their trends, and what is not compared; a text has the main figures alone.
    `ending` tells which for a binary file object without a name. Raises `InputError` for another
    ending, `OutputError` where the file cannot be written.
    """
    write_file(path, _WRITERS[history_ending(path, ending)](history))
    return target_path(path)


def history_ending(path: Target, nameless: str = "") -> str:
    """Return the ending of a history's file, or `nameless` where it has none.

    Raises `InputError` where no history can be written so.
    """
    ending = (target_path(path).suffix or nameless).lower()
    if ending not in _WRITERS:
        raise InputError(f"{path}：看不出要写成什么格式，请用 .xlsx、.csv、.json 或 .txt 结尾。")
    return ending


def history_text(history: History) -> str:
    """Render the main figures for a person: a line a year, and what is not compared."""
    figures = main_figures(history)
    lines = [title_of(history), ""]
    lines += [f"{number}：{heading_of(each)}" for number, each in enumerate(figures, 1)]
    shown = history.departments[:_MOST_DEPARTMENTS]
    for who in shown:
        lines += ["", f"{quotable(who.department)}{'（合计）' if who.is_county else ''}"]
        lines += _aligned(list(_rows(history, who)))
    if more := len(history.departments) - len(shown):
        lines += ["", f"另有 {more} 个单位没有显示；写成 .xlsx 文件可以看到全部。"]
    found = list(open_matters(history))
    if found:
        lines += ["", f"没有比较的，或须留意的（{len(found)} 项）："]
        lines += [f"  {name}：{why}" for name, why in found[:_MOST_MATTERS]]
        if len(found) > _MOST_MATTERS:
            lines.append(f"  另有 {len(found) - _MOST_MATTERS} 项没有显示。")
    if lacking := len(list(lacking_indicators(history))):
        lines += ["", f"有 {lacking} 项指标不是每一版报表都有；写成 .xlsx 文件可以看到是哪些。"]
    return "".join(f"{line}\n" for line in lines)


def _rows(history: History, who: DepartmentHistory) -> Iterator[list[str]]:
    """Yield the headings, and what the screen shows of each year."""
    indicators = main_figures(history)
    caption = history.form.period.caption
    numbers = [str(number) for number in range(1, len(indicators) + 1)]
    yield [caption, *_HEADS[1:], *numbers, "说明"]
    for period, figures, before in periods_of(history, who):
        said = remark(figures, before)
        if figures is None:
            yield [period.title, "", "", "", *[""] * len(indicators), said]
            continue
        stated = zip(indicators, figures.all_of(indicators), strict=True)
        yield [
            period.title,
            figures.form.edition,
            figures.provenance.chinese,
            say_share(figures),
            *(
                (gap.chinese if gap else "") if value is None else format_value(value, each.measure)
                for each, (value, gap) in stated
            ),
            said,
        ]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield lines of aligned columns, numbers to the right; a Han character is two columns wide."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for number, (text, width) in enumerate(zip(row, widths, strict=True)):
            room = " " * (width - cell_len(text))
            is_number = len(_HEADS) <= number < len(row) - 1
            cells.append(room + text if is_number else text + room)
        yield f"  {'  '.join(cells)}".rstrip()


def _each(history: History) -> Iterator[tuple[DepartmentHistory, PeriodFigures]]:
    return ((who, figures) for who in history.departments for figures in who.figures)


def _as_csv(history: History) -> str:
    """Render every value as CSV; no text is taken for a formula on opening."""
    return csv_text(_CSV_HEADINGS, _csv_lines(history))


def _csv_lines(history: History) -> Iterator[Sequence[str]]:
    """Yield a line for each value of each department and period."""
    for who, figures in _each(history):
        head = [
            *(who.code, who.department, str(figures.period), figures.form.id),
            *(figures.provenance.chinese, say_share(figures)),
        ]
        stated = figures.all_of(history.indicators)
        for each, (value, gap) in zip(history.indicators, stated, strict=True):
            cell = each.cell
            number = "" if value is None else exact_text(value, each.measure)
            why = gap.chinese if gap else ""
            labels = [cell.path, each.measure.unit, number, why]
            yield [*head, *labels, cell.table, cell.row, cell.column]


def _as_json(history: History) -> str:
    """Render the whole history as JSON."""
    content = {
        "form": history.form.id,
        "indicators": [
            {
                "table": each.cell.table,
                "row": each.cell.row,
                "column": each.cell.column,
                "path": each.cell.path,
                "unit": each.measure.unit,
                "form": each.form.id,
            }
            for each in history.indicators
        ],
        "departments": [_department(history, who) for who in history.departments],
        "left_out": [{"name": name, "reason": why} for name, why in history.left_out],
        "unproved": history.unproved,
    }
    return json_text(content, indent=2) + "\n"


def _department(history: History, who: DepartmentHistory) -> dict[str, object]:
    return {
        "code": who.code,
        "department": who.department,
        "is_county": who.is_county,
        "periods": [_period(history, figures) for figures in who.figures],
    }


def _period(history: History, figures: PeriodFigures) -> dict[str, object]:
    """Return one period; values and reasons stand in the order of the indicators."""
    stated = figures.all_of(history.indicators)
    values = [
        None if value is None else to_number(value, each.measure)
        for each, (value, _) in zip(history.indicators, stated, strict=True)
    ]
    return {
        **period_fields(figures.period),
        "form": figures.form.id,
        "provenance": figures.provenance.value,
        "file": figures.file,
        "counted": figures.counted,
        "expected": figures.expected,
        "values": values,
        "missing": [gap and gap.value for _, gap in stated],
    }


_WRITERS: Mapping[str, Callable[[History], bytes]] = {
    ".xlsx": build_history,
    ".csv": lambda history: _as_csv(history).encode(UTF_8),
    ".json": lambda history: _as_json(history).encode(),
    ".txt": lambda history: history_text(history).encode(UTF_8),
}
