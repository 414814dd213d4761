"""Forms drawn as text, as `xlreport forms` shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len, chop_cells, set_cell_size

from xlreport.base.arguments import checked
from xlreport.form.form import Form
from xlreport.form.library import shipped_forms
from xlreport.form.measure import Kind, Measure
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Section, Table, Text
from xlreport.layout.grid import Block, Grid, lay_table
from xlreport.layout.list_grid import lay_list

_LABEL_WIDTH = 22  # display cells: eleven Han characters
_VALUE_WIDTH = 10
_NUMBER_WIDTH = 4
_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_LINES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"  # by the sum of the directions in which a line leaves the point


_NO_SIGNS: Mapping[int, str] = {}
_SIGNS: Mapping[Kind, str] = {
    Kind.CHANGE: "±",
    Kind.PERCENTAGE: "%",
    Kind.DATE: "日期",
    Kind.TEXT: "文字",
    Kind.YES_NO: "是否",
    Kind.CHOICE: "选项",
}


def list_lines() -> Iterator[str]:
    """Yield a line for each form that comes with the library: id, years, title, notice."""
    forms = shipped_forms()
    longest = max(len(form.id) for form in forms)
    for form in forms:
        years = set_cell_size(f"{form.first_year}—{form.last_year or '至今'}", 12)
        yield f"{form.id:<{longest + 2}}{years}{form.title}　{form.notice}".rstrip()


@checked
def draw_form(form: Form) -> str:
    """Draw a form as text, as `xlreport forms ID` shows it.

    Tables, each with the number of its cells, lists, and headings of texts are in the order of the
    form.
    """
    years = f"{form.first_year}—{form.last_year or ''}"
    often = "" if form.period.is_year else f"按{form.period.chinese}报送"
    lines = ["  ".join(filter(None, (form.id, form.title, form.notice, years, often))), ""]
    for section in form.sections:
        lines += [section.heading, *_draw_section(section), ""]
    lines.append(f"共填报 {len(form.inputs)} 格")
    return "\n".join(lines) + "\n"


def _draw_section(section: Section) -> Iterator[str]:
    """Yield what a section holds, and its drawing unless it is a text."""
    if isinstance(section, Text):
        yield "文字" if section.printed else "文字，公开报告中不印标题"
    elif isinstance(section, OpenList):
        yield f"台账，每条 {len(section.columns)} 项，最多 {section.most} 条"
        yield _draw(lay_list(section), _NUMBER_WIDTH)
    else:
        grid, totals = lay_table(section), sum(cell.total for cell in section.cells)
        inputs = len(section.cells) - totals
        yield f"{grid.rows} × {grid.columns}，填报 {inputs} 格，合计 {totals} 格"
        yield draw_table(section)


def draw_table(table: Table) -> str:
    """Draw one table with its merged cells: totals show Σ, inputs of counts nothing, others a sign.

    The sign is the unit of an amount, or says what kind of value belongs there.
    """
    signs = {cell.index: "Σ" if cell.total else _sign(cell.measure) for cell in table.cells}
    return _draw(lay_table(table), _LABEL_WIDTH, signs)


def _sign(measure: Measure) -> str:
    return _SIGNS.get(measure.kind, "") or measure.unit * (measure.kind is not Kind.COUNT)


def _draw(grid: Grid, label_width: int, signs: Mapping[int, str] = _NO_SIGNS) -> str:
    widths = [
        label_width if column < grid.label_columns else _VALUE_WIDTH
        for column in range(grid.columns)
    ]
    wrapped = {
        block: _wrap(block, signs.get(block.cell, block.text), widths) for block in grid.blocks
    }
    heights = _heights(grid, wrapped)
    return _paint(grid, widths, heights, wrapped)


def _wrap(block: Block, text: str, widths: Sequence[int]) -> list[str]:
    width = sum(widths[block.left : block.right + 1]) + block.right - block.left
    return chop_cells(text, width)


def _heights(grid: Grid, wrapped: dict[Block, list[str]]) -> list[int]:
    """Count the lines each row needs; a block over several rows makes the last of them higher."""
    heights = [1] * grid.rows
    for block in sorted(wrapped, key=lambda block: block.bottom - block.top):
        rows = range(block.top, block.bottom + 1)
        have = sum(heights[row] for row in rows) + len(rows) - 1
        heights[block.bottom] += max(0, len(wrapped[block]) - have)
    return heights


def _paint(
    grid: Grid, widths: Sequence[int], heights: Sequence[int], wrapped: dict[Block, list[str]]
) -> str:
    """Draw the borders of all blocks as lines, and their texts inside."""
    lefts = [sum(widths[:column]) + column for column in range(grid.columns + 1)]
    tops = [sum(heights[:row]) + row for row in range(grid.rows + 1)]
    links = [[0] * (lefts[-1] + 1) for _ in range(tops[-1] + 1)]
    texts: dict[tuple[int, int], str] = {}
    for block in grid.blocks:
        left, right = lefts[block.left], lefts[block.right + 1]
        top, bottom = tops[block.top], tops[block.bottom + 1]
        for x in range(left, right):
            for y in (top, bottom):
                links[y][x] |= _RIGHT
                links[y][x + 1] |= _LEFT
        for y in range(top, bottom):
            for x in (left, right):
                links[y][x] |= _DOWN
                links[y + 1][x] |= _UP
        for number, line in enumerate(wrapped[block], 1):
            texts[top + number, left + 1] = line
    return "\n".join(_line(y, row, texts) for y, row in enumerate(links))


def _line(y: int, row: Sequence[int], texts: dict[tuple[int, int], str]) -> str:
    line, x = "", 0
    while x < len(row):
        text = texts.get((y, x), "")
        line += text or _LINES[row[x]]
        x += cell_len(text) or 1
    return line.rstrip()
