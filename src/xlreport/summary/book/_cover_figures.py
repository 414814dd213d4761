"""The main figures on the cover of a summary: four large ones, the others in lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlreport.form.form import Form
from xlreport.form.measure import to_number
from xlreport.form.short_labels import figure_name
from xlreport.layout.formulas import reference
from xlreport.layout.layout import Position, lay_form
from xlreport.layout.summary_cover import (
    COLUMNS,
    ROW_HEIGHT,
    figures_in_cards,
    figures_in_lines,
    width_of,
)
from xlreport.layout.width import BODY_SIZE, NOTE_SIZE, text_height
from xlreport.summary.book._board import BAND, CoverPen
from xlreport.summary.book._compared import as_text, both_years, change_of, say_scope
from xlreport.summary.book._computed import number_format
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import YearOnYear
from xlreport.writing import style
from xlreport.writing.cell import link
from xlreport.writing.content import Formula, Value

_QUIET: Mapping[str, Any] = {"font_color": "quiet", "font_size": NOTE_SIZE, "text_wrap": True}
_SIDES: Mapping[str, Any] = {"left": 1, "left_color": "line", "right": 1, "right_color": "line"}
_TOP: Mapping[str, Any] = {**_SIDES, "top": 1, "top_color": "line"}
_BOTTOM: Mapping[str, Any] = {**_SIDES, "bottom": 1, "bottom_color": "line"}
_WHOLE: Mapping[str, Any] = {
    "shrink": True,
    "text_wrap": False,
}  # a number too long for its place becomes smaller
_LONG_FIGURE = "1000000"
_LABEL, _BOTH, _CHANGE = 10, 5, 5  # columns of a line; the figure has the rest


def write_figures(
    pen: CoverPen, summary: Summary, years: YearOnYear | None, *, dense: bool
) -> None:
    """Write the main figures, live, with earlier ones of the same departments if there are any.

    On a dense cover those below the large ones stand in one sentence, without earlier ones.
    """
    unit = _shared_unit(summary.form)
    heading = f"主要数据（{unit}）" if unit else "主要数据"
    if years is not None:
        heading += f"　{say_scope(summary, years)}"
    pen.write(pen.rows.figures, 0, COLUMNS, heading, BAND)
    cards = figures_in_cards(summary.form)
    for number, index in enumerate(cards):
        columns = COLUMNS // len(cards)
        _write_card(pen, summary, years, index, (number * columns, columns))
    if dense:
        _write_sentence(pen, summary)
    else:
        _write_lines(pen, summary, years)


def figure_of(summary: Summary, index: int) -> Formula:
    """Return a main figure as a live reference to its official table."""
    value, cell = summary.values[index], summary.form.cells[index]
    is_blank = value is None and not cell.measure.adds  # a share of nothing
    number = "" if is_blank else to_number(value or 0, cell.measure)
    return Formula(reference(lay_form(summary.form).positions[index]), number)


def _write_card(
    pen: CoverPen,
    summary: Summary,
    years: YearOnYear | None,
    index: int,
    place: tuple[int, int],
) -> None:
    """Write a large figure below its label, and below it both years and their change."""
    row, (left, columns) = pen.rows.figures + 1, place
    pen.write(
        row, left, columns, _label(summary.form, index), _TOP, _QUIET, {"indent": 1}, least=30
    )
    large = {"font_size": 20, "font_name": "title", "align": "left", "indent": 1, **_WHOLE}
    ends = _SIDES if years is not None else _BOTTOM
    shown_as = number_format(summary.form.cells[index].measure)
    pen.write(row + 1, left, columns, figure_of(summary, index), ends, large, shown_as)
    link(pen.worksheet, row + 1, left, reference(lay_form(summary.form).positions[index]))
    if years is not None:
        both, change = both_years(summary, years, index), change_of(summary, years, index)
        pen.write(row + 2, left, columns, both, _SIDES, _QUIET, _WHOLE, {"indent": 1})
        pen.write(row + 3, left, columns, change, _BOTTOM, _QUIET, _WHOLE, {"indent": 1})
        link(pen.worksheet, row + 2, left, reference(Position(years.sheet, 0, 0)))


def sentence_height(form: Form) -> float:
    """Return the height in points that the sentence of a dense cover needs at most."""
    parts = (f"{_label(form, index)} {_LONG_FIGURE}" for index in figures_in_lines(form))
    text = "；".join(parts)
    return text_height(text, width_of(COLUMNS), BODY_SIZE) if text else 0.0


def _write_sentence(pen: CoverPen, summary: Summary) -> None:
    """Write the other figures one behind the other."""
    others = figures_in_lines(summary.form)
    if not others:
        return
    positions = lay_form(summary.form).positions
    parts, shown = [], []
    for index in others:
        measure = summary.form.cells[index].measure
        value = summary.values[index] or 0 if measure.adds else summary.values[index]
        label = f"{_label(summary.form, index)} ".replace('"', "”")  # a formula holds it
        formula, text = as_text(reference(positions[index]), value, measure)
        parts.append(f'"{label}"&{formula}')
        shown.append(f"{label}{text}")
    sentence = Formula('&"；"&'.join(parts), "；".join(shown))
    pen.write(pen.rows.lines, 0, COLUMNS, sentence, style.TEXT_CELL, least=ROW_HEIGHT)


def _write_lines(pen: CoverPen, summary: Summary, years: YearOnYear | None) -> None:
    """Write the other figures in lines below headings."""
    others = figures_in_lines(summary.form)
    if not others:
        return
    this = summary.form.period.reword("本年")
    if years is not None:
        headings = ["指标", f"{years.before.word} → {this}", "增减（增减率）", "合计"]
    else:
        headings = ["指标", "", "", "合计"]
    _write_line(pen, pen.rows.lines, headings, _QUIET)
    for row, index in enumerate(others, pen.rows.lines + 1):
        values: list[Value] = [_label(summary.form, index), "", "", figure_of(summary, index)]
        if years is not None:
            values[1:3] = both_years(summary, years, index), change_of(summary, years, index)
        _write_line(pen, row, values, number_format(summary.form.cells[index].measure))
        last = _LABEL + _BOTH + _CHANGE
        link(pen.worksheet, row, last, reference(lay_form(summary.form).positions[index]))
        pen.make_room(row, _LABEL, str(values[0]))


def _write_line(pen: CoverPen, row: int, values: Sequence[Value], look: Mapping[str, Any]) -> None:
    left = 0
    rest = COLUMNS - _LABEL - _BOTH - _CHANGE
    for columns, value in zip((_LABEL, _BOTH, _CHANGE, rest), values, strict=True):
        aligned = style.TEXT_CELL if left == 0 else style.NUMBER_CELL
        bold = {"bold": left > 0 and left + columns == COLUMNS}
        pen.write(row, left, columns, value, aligned, bold, look, {} if left == 0 else _WHOLE)
        left += columns


def _label(form: Form, index: int) -> str:
    """Name a figure, with its unit if the heading does not say it."""
    name, unit = figure_name(form, index), form.cells[index].measure.unit
    return name if not unit or unit in name or _shared_unit(form) else f"{name}（{unit}）"


def _shared_unit(form: Form) -> str:
    """Return the unit of all main figures, empty where they have several."""
    units = {form.cells[index].measure.unit for index in form.headline}
    return next(iter(units)) if len(units) == 1 else ""
