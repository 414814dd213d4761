"""The conclusions on the cover of a summary: its scope, the findings, the main figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlreport.base.importance import say_counts
from xlreport.desk.board_sheet import BOARD_SHEET
from xlreport.desk.findings_sheet import FINDINGS_SHEET
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.measure import to_number
from xlreport.layout.cover import NIL
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.layout import COVER_SHEET, Position
from xlreport.layout.share import Share
from xlreport.layout.summary import CONCLUSION_WIDTH, CONCLUSIONS, lay_summary
from xlreport.layout.width import BODY_SIZE, text_height
from xlreport.summary.book._compared import compared_fields, word_of
from xlreport.summary.book._computed import number_format
from xlreport.summary.book._proof import PROOF_RESULT, proof_result
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import YearOnYear
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import link, write_value
from xlreport.writing.content import Formula, Value


def write_cover(book: Book, summary: Summary, years: YearOnYear | None) -> None:
    """Write the conclusions on the cover, each linked to the sheet with the details.

    `years` are the earlier figures with which the main ones are compared, if there are any.
    """
    layout = lay_summary(summary.form, word_of(years))
    worksheet = book.get_worksheet_by_name(COVER_SHEET)
    values, targets = conclusions(summary), _targets(summary)
    if years is not None and word_of(years):
        values |= dict(compared_fields(summary, years))
        targets |= {Field(FieldKind.COMPARED): Position(years.sheet, 0, 0)}
    for block in layout.sheets[0].blocks:
        if block.field is None:
            continue
        value = values.get(block.field)
        if value is not None:
            look = book.style(style.ROLE[block.role], _look(summary.form, block.field, value))
            write_value(worksheet, block.top, block.left, value, look)
        if block.field.kind in CONCLUSIONS:
            text = str(value.value if isinstance(value, Formula) else value)
            height = max(26.0, text_height(text, CONCLUSION_WIDTH, BODY_SIZE))
            done(worksheet.set_row(block.top, height))
        if block.field in targets:
            link(worksheet, block.top, block.left, reference(targets[block.field]))
    worksheet.fit_to_pages(1, 1)


def _look(form: Form, field: Field, value: Value) -> Mapping[str, Any]:
    """Return what a conclusion adds to the look of its role: figures are bold."""
    if field.kind is FieldKind.HEADLINE:
        measure = form.cells[int(field.key)].measure
        return {"bold": True, **number_format(measure)}
    if field.kind in (FieldKind.SHARE, FieldKind.NIL, FieldKind.DUTY):
        return {**style.FIXED, "bold": field.kind is FieldKind.NIL and value == NIL}
    return {"bold": field.kind is FieldKind.COMPARED}


def conclusions(summary: Summary) -> dict[Field, Value]:
    """Return the conclusions by field; figures are live references to the official tables."""
    layout = lay_summary(summary.form)
    values: dict[Field, Value] = {
        Field(FieldKind.SHARE): str(Share(len(summary.counted), summary.expected)),
        Field(FieldKind.SCOPE): summary.scope.partition("：")[2],
        Field(FieldKind.FINDINGS): say_counts(summary.returns.found),
        Field(FieldKind.PROOF): Formula(reference(PROOF_RESULT), str(proof_result(summary).value)),
    }
    nil = nil_tables(summary)
    for table in summary.form.filled_tables:
        values[Field(FieldKind.NIL, table.key)] = NIL if table.key in nil else ""
    for duty in summary.form.duties:
        count = summary.having[duty.key]
        said = str(Share(count, len(summary.counted))) if count else NO_DUTY
        values[Field(FieldKind.DUTY, duty.key)] = said
    for index in summary.form.headline:
        value, cell = summary.values[index], summary.form.cells[index]
        is_blank = value is None and not cell.measure.adds  # a share of nothing
        number = "" if is_blank else to_number(value or 0, cell.measure)
        figure = Formula(reference(layout.positions[index]), number)
        values[Field(FieldKind.HEADLINE, index)] = figure
    return values


def _targets(summary: Summary) -> dict[Field, Position]:
    """Return the cells that the conclusions link to."""
    positions = lay_summary(summary.form).positions
    headline = summary.form.headline
    return {
        Field(FieldKind.SCOPE): Position(BOARD_SHEET, 0, 0),
        Field(FieldKind.FINDINGS): Position(FINDINGS_SHEET, 0, 0),
        Field(FieldKind.PROOF): PROOF_RESULT,
        **{Field(FieldKind.HEADLINE, index): positions[index] for index in headline},
    }


def nil_tables(summary: Summary) -> frozenset[str]:
    """Return the tables that every department declared nil; the county's are nil then as well."""
    return frozenset(
        table.key
        for table in summary.form.tables
        if all(table.key in summary.item(filing).nil for filing in summary.counted)
    )
