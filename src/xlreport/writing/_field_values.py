"""The values of all fields: typed, fixed, or computed by a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from xlreport.form.duties import NO_DUTY, cells_without
from xlreport.form.form import Form
from xlreport.form.parts import Share
from xlreport.form.sheet_names import TEXTS_SHEET
from xlreport.layout.check_line import check_lines
from xlreport.layout.cover import NIL
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.figure_code import (
    FIGURE_CODE_CAPTION,
    code_of,
    figure_cells,
    figure_formula,
    has_figure_code,
)
from xlreport.layout.formulas import column_reference, reference
from xlreport.layout.kind_formulas import is_wrong
from xlreport.layout.layout import Layout
from xlreport.writing._check_formulas import LineFigures, line_formulas
from xlreport.writing._counted import counted_numbers
from xlreport.writing._duty_formulas import duty_formulas
from xlreport.writing._first_sign import SeenValues
from xlreport.writing._line_entries import count_filled
from xlreport.writing._rule_formulas import rule_formulas, target_addresses
from xlreport.writing._state_formula import state_formulas
from xlreport.writing._step_formulas import step_formulas
from xlreport.writing._table_formulas import table_formulas
from xlreport.writing.content import Content, Formula, Value

_PREFILLED = "　　淡蓝格已预填，请核对"
# The figures of a line that the panel below the table repeats.
_PANEL = ((FieldKind.EXPECTED, FieldKind.RIGHT), (FieldKind.GAP, FieldKind.DIFFERENCE))


def field_values(layout: Layout, content: Content) -> dict[Field, Value]:
    """Return the value of every field that has one."""
    form = layout.form
    values: dict[Field, Value] = dict(content.fields)
    values |= {
        Field(FieldKind.ISSUED): _issued(form, content),
        Field(FieldKind.DEPARTMENT): content.department,
        Field(FieldKind.CODE): content.stamp.code,
        Field(FieldKind.PERIOD): _period(form, content),
        Field(FieldKind.STAMP): str(content.stamp),
    }
    if has_figure_code(form):
        values[Field(FieldKind.FIGURE_CODE)] = _figure_code(form, content)
    values |= {Field(FieldKind.NIL, key): NIL for key in content.nil}
    values |= {Field(FieldKind.DUTY, key): NO_DUTY for key in content.no_duties}
    note = content.note or _note(layout, content)
    values |= {Field(FieldKind.NOTE, table.key): note for table in form.tables}
    if form.texts:
        values[Field(FieldKind.NOTE, TEXTS_SHEET)] = note
    for key in {form.cells[index].table for index in content.prefilled}:
        values[Field(FieldKind.NOTE, key)] = _note(layout, content, _PREFILLED)
    values |= {Field(FieldKind.NOTE, each.key): note for each in form.lists}
    values |= {
        Field(FieldKind.NOTE, key): f"{content.note}　{more}" for key, more in content.notes.items()
    }
    values |= {
        Field(FieldKind.TEXT_LENGTH, text.key): _text_length(layout, text.key, content)
        for text in form.texts
    }
    return values | _check_values(layout, content, values)


def figures_of(form: Form, content: Content) -> LineFigures:
    """Return the contents of the value cells as Excel sees them, totals included."""
    counted = counted_numbers(form, content)
    numbers: list[Decimal | None] = [counted.get(cell.index) for cell in form.cells]
    wrong, words = set(), set()
    for index, value in content.values.items():
        number = value.value if isinstance(value, Formula) else value
        measure = form.cells[index].measure
        if not isinstance(number, str):
            numbers[index] = Decimal(repr(number))
        elif measure.unit_required and number == "0":
            numbers[index] = Decimal()
            continue
        elif not measure.is_number:
            words.add(index)
        if is_wrong(number, measure):
            wrong.add(index)
    for index in form.fill_order:
        if index not in content.values:
            parts = (
                (numbers[term.cell] or Decimal()) * term.factor for term in form.fills[index].right
            )
            numbers[index] = sum(parts, Decimal())
    for share in form.shares:
        if share.cell not in content.values:
            numbers[share.cell] = _quotient(form, share, numbers)
    return LineFigures(
        numbers,
        frozenset(wrong),
        content.nil,
        content.last,
        words=frozenset(words),
        locked=_locked(form, content),
        declared=content.declared,
    )


def _locked(form: Form, content: Content) -> frozenset[int]:
    """Return the cells that nobody fills in, in a summary also those that are not added up."""
    without = cells_without(form, content.no_duties)
    return without if content.locked else without.union(cell.index for cell in form.not_added)


def _quotient(form: Form, share: Share, numbers: Sequence[Decimal | None]) -> Decimal | None:
    """Return a share as its formula computes it; None where it shows nothing."""
    part, whole = (
        sum(((numbers[term.cell] or Decimal()) * term.factor for term in terms), Decimal())
        for terms in (share.numerator, share.denominator)
    )
    step = Decimal(1).scaleb(-form.cells[share.cell].measure.scale)
    return (part / whole).quantize(step, ROUND_HALF_UP) if whole else None


def _check_values(
    layout: Layout, content: Content, cover: Mapping[Field, Value]
) -> dict[Field, Value]:
    """Return what stands on the 检查 sheet, and the formulas that refer to it.

    `cover` are the values of the other fields of the cover.
    """
    figures = figures_of(layout.form, content)
    shows_last = content.last is not None
    formulas: dict[Field, Formula] = {}
    for table in layout.form.filled_tables:
        plain = table_formulas(layout, table.key, figures)
        formulas |= plain | duty_formulas(layout, table.key, figures, plain)
    for line in check_lines(layout.form):
        if not line.last:
            formulas |= line_formulas(layout, line, figures)
    if shows_last:
        formulas |= earlier_formulas(layout, figures)
    formulas |= rule_formulas(layout, _seen(formulas))
    is_named = bool(content.department and _period(layout.form, content))
    seen = _seen(formulas)
    formulas |= state_formulas(layout, seen, content.lists, named=is_named, last=shows_last)
    state, fault = (Field(kind) for kind in (FieldKind.STATE, FieldKind.FIRST_FAULT))
    addresses = (reference(layout.fields[field]) for field in (fault, state))
    verdict = Formula(f"HYPERLINK({','.join(addresses)})", formulas[state].value)
    if not layout.summed:
        formulas |= step_formulas(layout, content, _seen(formulas), cover)
    return {
        **formulas,
        **target_addresses(layout, last=shows_last),
        Field(FieldKind.CONCLUSION): verdict,
        Field(FieldKind.PROGRESS): _progress(layout, content, seen),
    }


def _seen(formulas: Mapping[Field, Formula]) -> SeenValues:
    return {field: formula.value for field, formula in formulas.items()}


def earlier_formulas(layout: Layout, figures: LineFigures) -> dict[Field, Formula]:
    """Return the formulas of the lines that compare with earlier figures, and of the panels."""
    formulas: dict[Field, Formula] = {}
    for line in check_lines(layout.form):
        if line.last:
            of_line = line_formulas(layout, line, figures)
            formulas |= of_line | _panel_formulas(layout, of_line)
    return formulas


def _panel_formulas(layout: Layout, of_line: Mapping[Field, Formula]) -> dict[Field, Formula]:
    """Return the formulas by which the panel below a table repeats the figures of a line."""
    return {
        Field(panel, field.key): Formula(reference(layout.fields[field]), formula.value)
        for field, formula in of_line.items()
        for panel, source in _PANEL
        if field.kind is source
    }


def _progress(layout: Layout, content: Content, values: SeenValues) -> Formula:
    """Return the sentence that shows how much is filled in, as a formula for the cover.

    It counts cells, or the lines of a form in which lists alone are filled in.
    """
    if layout.form.filled_tables:
        return progress_formula(layout, values)
    filled = [count_filled(each, content.lists.get(each.key, ())) for each in layout.form.lists]
    text = "+".join(each.text for each in filled)
    return Formula(f'"已填 "&{text}&" 条"', f"已填 {sum(int(each.value) for each in filled)} 条")


def progress_formula(layout: Layout, values: SeenValues) -> Formula:
    """Return the sentence that shows how many cells are filled in, as a formula for the cover."""
    keys = [table.key for table in layout.form.filled_tables]
    filled = [Field(FieldKind.FILLED, key) for key in keys]
    required = [Field(FieldKind.REQUIRED, key) for key in keys]
    count, of_all = (sum(int(values[field]) for field in each) for each in (filled, required))
    sums = (f"SUM({column_reference(layout, each)})" for each in (filled, required))
    text = '"已填 "&{}&"／"&{}&" 格"'.format(*sums)
    return Formula(text, f"已填 {count}／{of_all} 格")


def _issued(form: Form, content: Content) -> str:
    """Return the notice by which the form was issued, and the office that sends it out."""
    notice = f"（{form.notice}）" if form.notice else ""
    office = f"下发单位：{content.theme.office}" if content.theme.office else ""
    return "　".join(filter(None, (notice, office)))


def _period(form: Form, content: Content) -> int | str:
    """Return the period on the cover: a year as a number, "" where the clerk chooses it."""
    period = content.stamp.period
    if period is None or period.kind is not form.period:
        return ""
    return period.year if form.period.is_year else period.on_cover


def _note(layout: Layout, content: Content, more: str = "") -> Formula:
    """Return the formula that repeats department and period from the cover above each table.

    `more` is a sentence behind them.
    """
    department = reference(layout.fields[Field(FieldKind.DEPARTMENT)])
    period = reference(layout.fields[Field(FieldKind.PERIOD)])
    caption = layout.form.period.reword("年度")
    text = f"填报单位：{content.department}　　{caption}：{_period(layout.form, content)}"
    formula = f'"填报单位："&{department}&"　　{caption}："&{period}'
    code_field = Field(FieldKind.FIGURE_CODE)
    if code_field in layout.fields:
        code, before = reference(layout.fields[code_field]), f"　　{FIGURE_CODE_CAPTION}："
        formula += f'&IF(ISERROR({code}),"","{before}"&{code})'
        text += f"{before}{_figure_code(layout.form, content).value}"
    text += more
    return Formula(f'{formula}&"{more}"' if more else formula, text)


def _figure_code(form: Form, content: Content) -> Formula:
    """Return the formula of the figure code, with the code of the figures written."""
    numbers = counted_numbers(form, content)
    total: float = 0
    for index, cell in figure_cells(form).items():
        value = content.values.get(index, numbers.get(index))
        held = value.value if isinstance(value, Formula) else value
        if isinstance(held, str):
            total += cell.share_of_text(held)
        elif held is not None:
            total += cell.share(held if isinstance(held, int) else float(held))
    return Formula(figure_formula(form), code_of(total))


def _text_length(layout: Layout, key: str, content: Content) -> Formula:
    """Return the count of a text's characters; more than the theme's limit is only a warning."""
    field = Field(FieldKind.TEXT, key)
    length = f"LEN({reference(layout.fields[field])})"
    written = len(content.fields.get(field, ""))
    formula, value = f'"已写 "&{length}&" 字"', f"已写 {written} 字"
    limit = content.theme.limit(key)
    if limit is not None:
        over, within = f"，超过 {limit} 字的要求，请压缩", f"，不超过 {limit} 字"
        formula += f'&IF({length}>{limit},"{over}","{within}")'
        value += over if written > limit else within
    return Formula(formula, value)
