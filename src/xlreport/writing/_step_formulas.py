"""The live state of every step on the cover of a template."""

from __future__ import annotations

from collections.abc import Mapping

from xlreport.form.duties import NO_DUTY
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Table
from xlreport.layout.check_line import rules_to_keep
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import column_reference, reference
from xlreport.layout.layout import Layout
from xlreport.layout.steps import Step, StepKind, steps_of
from xlreport.writing._check_formulas import HALF, RIGHT, UNJUDGED, UNKNOWN, WRONG
from xlreport.writing._first_sign import SeenValues, count_signs
from xlreport.writing._line_entries import count_filled
from xlreport.writing.content import Content, Formula
from xlreport.writing.list_faults import wrong_cells, wrong_lines

_COUNTED = "自动计算，不用填写"
# What is said of the rules where none fails, by the sign of the whole.
_OTHERWISE = {
    RIGHT: f"{RIGHT} 全部符合",
    HALF: f"{HALF} 还没有填完",
    WRONG: f"{WRONG} 见上面的检查结果",
}
_PRINT = (f"{RIGHT} 可以打印签字", f"{HALF} 检查通过后再打印")
_SEND = (f"{RIGHT} 可以报送", f"{HALF} 检查通过后再报送")


def step_formulas(
    layout: Layout, content: Content, values: SeenValues, identity: Mapping[Field, object]
) -> dict[Field, Formula]:
    """Return the state of every step; `identity` are the values of the cover's fields."""
    return {
        Field(FieldKind.STEP, step.number): _state(layout, step, content, values, identity)
        for step in steps_of(layout.form)
    }


def _state(
    layout: Layout,
    step: Step,
    content: Content,
    values: SeenValues,
    identity: Mapping[Field, object],
) -> Formula:
    match step.section:
        case OpenList():
            return _list(step.section, content)
        case Table():
            return _table(layout, step.section, values)
    match step.kind:
        case StepKind.IDENTITY:
            return _identity(layout, step, identity)
        case StepKind.TEXTS:
            return _texts(layout, content)
        case StepKind.CHECKS:
            return _checks(layout, values)
    said, waits = _PRINT if step.kind is StepKind.PRINT else _SEND
    state = Field(FieldKind.STATE)
    is_ready = str(values[state]).startswith(RIGHT)
    formula = f'IF(LEFT({reference(layout.fields[state])},1)="{RIGHT}","{said}","{waits}")'
    return Formula(formula, said if is_ready else waits)


def _identity(layout: Layout, step: Step, identity: Mapping[Field, object]) -> Formula:
    """Return the number of the first step with a sign: whether the cover is complete."""
    kinds = (FieldKind.DEPARTMENT, FieldKind.PERIOD, FieldKind.CONTACT, FieldKind.PHONE)
    fields = [Field(kind) for kind in kinds]
    blank = ",".join(f'{layout.fields[field].address}=""' for field in fields)
    is_blank = any(identity.get(field, "") == "" for field in fields)
    formula = f'"{step.numeral}"&CHAR(10)&IF(OR({blank}),"{HALF}","{RIGHT}")'
    return Formula(formula, f"{step.numeral}\n{HALF if is_blank else RIGHT}")


def _table(layout: Layout, table: Table, values: SeenValues) -> Formula:
    """Return the sign of a table, how much of it is filled in, or what is declared of it."""
    if table not in layout.form.filled_tables:
        return Formula(f'"{_COUNTED}"', _COUNTED)
    key = table.key
    kinds = (FieldKind.COMPLETE, FieldKind.FILLED, FieldKind.REQUIRED, FieldKind.DECLARED)
    seen = [values[Field(kind, key)] for kind in kinds]
    complete, filled, required, declared = (
        reference(layout.fields[Field(kind, key)], absolute=False) for kind in kinds
    )
    # Nothing is asked of a table where one has none of its duties, or where each cell may be blank.
    unasked = f'IF({complete}="{UNJUDGED}","{NO_DUTY}","已填 "&{filled}&" 格")'
    count = f'IF({required}>0,{filled}&"／"&{required}&" 格",{unasked})'
    failing = _failing(layout, table, values)
    sign = f'IF({failing.text}>0,"{WRONG}",{complete})'
    formula = f'{sign}&" "&IF({declared}="",{count},{declared})'
    shown = WRONG if failing.value else seen[0]
    said = NO_DUTY if seen[0] == UNJUDGED else f"已填 {seen[1]} 格"
    if seen[2]:
        said = f"{seen[1]}／{seen[2]} 格"
    return Formula(formula, f"{shown} {seen[3] or said}")


def _failing(layout: Layout, table: Table, values: SeenValues) -> Formula:
    """Return how many lines of rules that must be kept fail on the sheet of a table."""
    lines = [line for rule in rules_to_keep(layout.form) for line in rule]
    fields = [Field(FieldKind.VERDICT, line.number) for line in lines if line.sheet == table.sheet]
    return count_signs(layout, values, fields, (WRONG, UNKNOWN), elsewhere=True)


def _list(open_list: OpenList, content: Content) -> Formula:
    """Return how many lines a list has, and whether any of them is wrong."""
    lines = content.lists.get(open_list.key, ())
    filled = count_filled(open_list, lines)
    faults = [wrong_cells(open_list, lines)]
    if (said := wrong_lines(open_list, lines)) is not None:
        faults.append(said[1])
    wrong = "+".join(fault.text for fault in faults)
    sign = f'IF({wrong}>0,"{WRONG}",IF({filled.text}>0,"{RIGHT}","{HALF}"))'
    shown = RIGHT if filled.value else HALF
    shown = WRONG if any(fault.value for fault in faults) else shown
    return Formula(f'{sign}&" 已填 "&{filled.text}&" 条"', f"{shown} 已填 {filled.value} 条")


def _texts(layout: Layout, content: Content) -> Formula:
    """Return how many parts of the narrative are written."""
    fields = [Field(FieldKind.TEXT, text.key) for text in layout.form.texts]
    total = len(fields)
    places = (reference(layout.fields[each], absolute=False) for each in fields)
    written = "+".join(f'({place}<>"")*1' for place in places)  # one alone would be TRUE
    count = sum(bool(content.fields.get(each)) for each in fields)
    formula = f'IF({written}={total},"{RIGHT}","{HALF}")&" 已写 "&({written})&"／{total} 段"'
    return Formula(formula, f"{RIGHT if count == total else HALF} 已写 {count}／{total} 段")


def _checks(layout: Layout, values: SeenValues) -> Formula:
    """Return how many rules fail that must be kept, else whether the workbook may be handed in."""
    rules = [Field(FieldKind.RULE_VERDICT, rule[0].number) for rule in rules_to_keep(layout.form)]
    state = Field(FieldKind.STATE)
    sign = f"LEFT({reference(layout.fields[state])},1)"
    others = f'"{_OTHERWISE[HALF]}"'
    for shown in (RIGHT, WRONG):
        others = f'IF({sign}="{shown}","{_OTHERWISE[shown]}",{others})'
    said = _OTHERWISE[str(values[state])[0]]
    if not rules:
        return Formula(others, said)
    area = column_reference(layout, rules)
    failing = f'COUNTIF({area},"{WRONG}")+COUNTIF({area},"{UNKNOWN}")'
    count = sum(values[rule] in (WRONG, UNKNOWN) for rule in rules)
    formula = f'IF({failing}>0,"{WRONG} "&({failing})&" 项不符合",{others})'
    return Formula(formula, f"{WRONG} {count} 项不符合" if count else said)
