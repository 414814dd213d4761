"""What a summary does not add up: counted answers (选项统计), and texts and dates by department.

The official tables show the counts, and leave the cells of texts, dates and averages blank.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.base.path import say_indicator
from xlreport.form.measure import Kind, format_value
from xlreport.form.parts import Cell
from xlreport.form.sheet_names import ALL_TEXTS_SHEET, ANSWERS_SHEET, DATA_SHEET
from xlreport.layout.grid import Role
from xlreport.layout.layout import Layout
from xlreport.layout.width import BODY_SIZE, text_height
from xlreport.reading.one_return import stated_row
from xlreport.summary.summary import Summary
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Value
from xlreport.writing.list_sheet import Column, write_list

_ANSWER_COLUMNS = (Column("栏目", 60), Column("选项", 24), Column("单位数", 9), Column("单位", 70))
_TEXT_COLUMNS = (
    Column("栏目", 50),
    Column("单位代码", 11),
    Column("单位名称", 28),
    Column("内容", 70),
)
_NAMED = 60  # names in one cell: more do not fit
_BLANK = "没有填写"


def write_counts(book: Book, layout: Layout, summary: Summary) -> None:
    """Write the counts into the official tables, in rows as high as they need to be."""
    said = summary.said
    look = book.style(style.ROLE[Role.INPUT], style.FIXED, {"text_wrap": True})
    for sheet in layout.sheets if said else ():
        heights = dict(enumerate(sheet.heights))
        worksheet = book.get_worksheet_by_name(sheet.name)
        for block in sheet.blocks:
            if block.cell in said:
                text = said[block.cell]
                write_value(worksheet, block.top, block.left, text, look)
                width = sum(sheet.widths[block.left : block.right + 1])
                height = text_height(text, width, BODY_SIZE)
                heights[block.top] = max(heights[block.top], height)
        for row, height in heights.items():
            if height > sheet.heights[row]:
                done(worksheet.set_row(row, height))


def write_answers(book: Book, summary: Summary) -> None:
    """Add the sheet of the yes/no and choice cells, if the form has any: who answered what."""
    cells = [cell for cell in summary.form.not_added if cell.measure.answers]
    if cells:
        rows = [line for cell in cells for line in _answers_of(summary, cell)]
        title = f"{ANSWERS_SHEET}　{summary.share}"
        write_list(book, ANSWERS_SHEET, title, _ANSWER_COLUMNS, rows)


def _answers_of(summary: Summary, cell: Cell) -> Iterator[list[Value]]:
    """Yield a line for each answer that is shown in the cell, and for those who gave none."""
    answers = dict(enumerate(cell.measure.answers))
    if cell.measure.kind is Kind.YES_NO:
        answers = dict(reversed(answers.items()))
    given = {f.department.name: summary.item(f) for f in summary.counted}
    counts = summary.counts.get(cell.index, (0,) * len(answers))
    for number, answer in answers.items():
        names = [
            _named(name, item.counts.get(cell.index, ()), number)
            for name, item in given.items()
            if item.values[cell.index] == number
            or dict(enumerate(item.counts.get(cell.index, ()))).get(number)
        ]
        if names or cell.measure.kind is Kind.YES_NO:
            yield [say_indicator(cell.path), answer, counts[number], _joined(names)]
    silent = [
        name
        for name, item in given.items()
        if item.values[cell.index] is None and cell.index not in item.counts
    ]
    if silent:
        yield [say_indicator(cell.path), _BLANK, len(silent), _joined(silent)]


def _named(name: str, counts: tuple[int, ...], number: int) -> str:
    """Return a department's name, of a county with the number of its departments."""
    return f"{name}（{counts[number]}）" if counts else name


def _joined(names: list[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return f"{'、'.join(names[:_NAMED])}{more}"


def write_texts(book: Book, summary: Summary) -> None:
    """Add the sheet of texts and dates, if the form has any: a line for each that was written."""
    cells = [c for c in summary.form.not_added if c.measure.kind in (Kind.TEXT, Kind.DATE)]
    if cells:
        stated = [(f.department, stated_row(summary.item(f))) for f in summary.counted]
        rows: list[list[Value]] = [
            [say_indicator(cell.path), who.code, who.name, _shown(row[cell.index], cell)]
            for cell in cells
            for who, row in stated
            if row[cell.index] is not None
        ]
        title = f"{ALL_TEXTS_SHEET}　{summary.share}"
        write_list(book, ALL_TEXTS_SHEET, title, _TEXT_COLUMNS, rows)


def _shown(value: int | str | None, cell: Cell) -> str:
    return format_value(value, cell.measure) if isinstance(value, int) else value or ""


def blank_notes(summary: Summary) -> dict[str, str]:
    """Return by table why cells of it are blank in a summary, where some are."""
    notes: dict[str, str] = {}
    for cell in summary.form.not_added:
        if not cell.measure.answers:
            is_text = cell.measure.kind in (Kind.TEXT, Kind.DATE)
            where = ALL_TEXTS_SHEET if is_text else DATA_SHEET
            note = notes.get(cell.table, f"空着的栏目不相加，各单位的内容见“{where}”。")
            has_both = f"“{where}”" not in note
            notes[cell.table] = note.replace("见", f"见“{where}”", 1) if has_both else note
    return notes
