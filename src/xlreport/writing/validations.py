"""The data validations of inputs and fields: drop-downs, limits, prompts and stop texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import Area, a1
from xlreport.base.arguments import REPORT_YEARS
from xlreport.base.period import Period, periods_of
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.guidance import Guidance
from xlreport.form.measure import FIRST_DATE, LAST_DATE, LONGEST_TEXT, NO, YES, Kind, Measure
from xlreport.form.parts import Cell
from xlreport.layout.check_line import check_lines
from xlreport.layout.choice_lists import choice_lists, standard_explanations
from xlreport.layout.cover import NIL
from xlreport.layout.field import FieldKind
from xlreport.layout.grid import Block
from xlreport.layout.kind_formulas import ChoiceLists, count_wrong, is_told
from xlreport.writing.book import done
from xlreport.writing.content import Content

_LARGEST_COUNT = 999_999_999
_COMPUTED = "此栏按工作日自动计算，不能填写。"
_FIELD_RULES: Mapping[FieldKind, dict[str, Any]] = {
    FieldKind.NIL: {
        "validate": "list",
        "source": [NIL],
        "input_title": NIL,
        "input_message": "该表全年确实没有任何数据时选择“零报送”，空白即按0计；有数据时留空。",
        "error_title": "请检查",
        "error_message": "只能选择“零报送”，或按 Delete 键清空。",
    },
    FieldKind.DUTY: {
        "validate": "list",
        "source": [NO_DUTY],
        "input_title": NO_DUTY,
        "input_message": f"本单位依法没有这项职责时选择“{NO_DUTY}”；有职责而没有发生的留空。",
        "error_title": "请检查",
        "error_message": f"只能选择“{NO_DUTY}”，或按 Delete 键清空。",
    },
    FieldKind.EXPLANATION: {
        "validate": "list",
        "input_title": "核实说明",
        "input_message": "数字无误的，从下拉列表中选一条，可以接着补写；没有合适的，自己写明原因。",
        "show_error": False,  # what is typed freely is as good
    },
    FieldKind.PERIOD: {
        "validate": "integer",
        "criteria": "between",
        "minimum": REPORT_YEARS[0],
        "maximum": REPORT_YEARS[-1],
        "input_title": "报告年度",
        "input_message": "填写四位数字的年度，如 2026。",
        "error_title": "请检查",
        "error_message": "请填写四位数字的年度，如 2026。",
    },
}


def validate_cell(
    worksheet: Worksheet, block: Block, cell: Cell, guidance: Guidance, lists: ChoiceLists
) -> None:
    """Add the validation of an input cell by its kind, with its guidance.

    `lists` are the defined names of the lists of choices.
    """
    first = Area(block.top, block.left, block.top, block.left)
    validate_area(worksheet, first, cell.measure, guidance, lists)


def validate_area(
    worksheet: Worksheet, area: Area, measure: Measure, guidance: Guidance, lists: ChoiceLists
) -> None:
    """Add the validation of cells of one kind, with their guidance, as `validate_cell` does."""
    address = a1(area.top, area.left)
    rule: dict[str, Any]
    if measure.unit_required:
        # An amount without its unit is refused: later, nobody could tell 元 from 万元. The 0 is
        # compared as text, since the cell is formatted as text.
        typed = f"TRIM({address})"
        rule = {"validate": "custom", "value": f'=OR({typed}="0",RIGHT({typed},1)="元")'}
    else:
        rule = _rule_of(measure, address, lists)
    options = {
        "input_title": guidance.title,
        "input_message": guidance.prompt,
        "error_title": "请检查",
        "error_message": guidance.stop,
    }
    done(worksheet.data_validation(*area, rule | options))


def explain_lock(worksheet: Worksheet, block: Block) -> None:
    """Add the prompt of a locked cell that is about no duty of the department."""
    message = "本单位没有这项职责：此格不填，也不是0。名录写错的，请与汇总单位联系。"
    _validate(
        worksheet, block, {"validate": "any", "input_title": NO_DUTY, "input_message": message}
    )


def explain_computed(worksheet: Worksheet, area: Area) -> None:
    """Add the prompt of the locked cells of a list that formulas fill in."""
    rule = {"validate": "any", "input_title": "自动计算", "input_message": _COMPUTED}
    done(worksheet.data_validation(*area, rule))


def _rule_of(measure: Measure, address: str, lists: ChoiceLists) -> dict[str, Any]:
    """Return the rule of a cell by its kind."""
    rule: dict[str, Any]
    match measure.kind:
        case Kind.MONEY:
            rule = {"validate": "decimal", "criteria": ">=", "value": 0}
        case Kind.COUNT | Kind.CHANGE:
            low = -_LARGEST_COUNT if measure.kind is Kind.CHANGE else 0
            rule = {"validate": "integer", "minimum": low, "maximum": _LARGEST_COUNT}
        case Kind.DATE:
            rule = {"validate": "date", "minimum": FIRST_DATE, "maximum": LAST_DATE}
        case Kind.YES_NO:
            rule = {"validate": "list", "source": [YES, NO]}
        case Kind.CHOICE:
            rule = {"validate": "list", "source": f"={lists[measure.choices]}"}
        case Kind.TEXT if not is_told(measure):
            rule = {"validate": "length", "criteria": "<=", "value": LONGEST_TEXT}
        case _:
            wrong = count_wrong(address, measure, lists)
            rule = {"validate": "custom", "value": f"=({wrong})=0"}
    return {"criteria": "between"} | rule


def validate_field(worksheet: Worksheet, block: Block, form: Form, content: Content) -> None:
    """Add the validation of a field of the cover that takes only some values."""
    if block.field is None or block.field.kind not in _FIELD_RULES or not content.locked:
        return
    rule = _FIELD_RULES[block.field.kind]
    if block.field.kind is FieldKind.NIL:
        message = form.period.reword(rule["input_message"])
        _validate(worksheet, block, {**rule, "input_message": message})
    elif block.field.kind is FieldKind.EXPLANATION:
        line = check_lines(form)[int(block.field.key) - 1]
        if form.explanations and line.is_settled_by_words:
            name = choice_lists(form)[standard_explanations(form)]
            _validate(worksheet, block, {**rule, "source": f"={name}"})
    elif block.field.kind is FieldKind.DUTY:
        if block.field.key not in content.no_duties:
            _validate(worksheet, block, rule)
    elif not form.period.is_year and (
        content.chooses_period(form.period) or not content.department
    ):
        _validate(worksheet, block, _period_rule(form, content.stamp.period))
    elif not content.department:
        _validate(worksheet, block, rule)


def _period_rule(form: Form, year: Period | None) -> dict[str, Any]:
    """Return the rule of a period: one of those of a year, or only a prompt without a year."""
    rule: dict[str, Any] = {"validate": "any"}
    asked = f"填写报告期，如 {form.period.example}。"
    if year is not None:
        # Excel takes at most 255 characters of a list; twelve months need a third of that.
        choices = [period.on_cover for period in periods_of(year.year, form.period)]
        rule = {"validate": "list", "source": choices}
        asked = "在右边的下拉列表中选择报告期。"
    return rule | {
        "input_title": "报告期",
        "input_message": asked,
        "error_title": "请检查",
        "error_message": f"请在下拉列表中选择报告期，如 {form.period.example}。",
    }


def _validate(worksheet: Worksheet, block: Block, rule: Mapping[str, Any]) -> None:
    """Add a validation to the first cell of a block."""
    done(worksheet.data_validation(block.top, block.left, block.top, block.left, rule))
