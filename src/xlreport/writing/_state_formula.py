"""The one sentence on top of the 检查 sheet: whether the workbook can be handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.address import a1_range
from xlreport.base.finding import Severity
from xlreport.form.measure import Blank
from xlreport.layout.check_line import CheckLine, check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.layout import Layout
from xlreport.writing._check_formulas import UNKNOWN, WRONG
from xlreport.writing.content import Formula, Value
from xlreport.writing.list_faults import wrong_cells, wrong_lines

READY = "√ 可以报送"
_UNNAMED = "× 请先在封面填写填报单位和年度"

SeenValues = Mapping[Field, int | float | str]
"""The values of the fields of the 检查 sheet."""
SeenLists = Mapping[str, Sequence[Sequence[Value | None]]]
"""The lines of each list, by its key."""


@dataclass(frozen=True, slots=True)
class _Reason:
    """A reason for the sentence: how often it applies, and the words around that number."""

    before: str
    count: Formula
    after: str


def state_formula(
    layout: Layout, values: SeenValues, lists: SeenLists, *, named: bool, last: bool
) -> Formula:
    """Return the sentence as a formula, with its value for these `values` and `lists`.

    `named` tells whether the cover names department and period, `last` whether earlier figures
    are shown.
    """
    formula, value = f'"{READY}"', READY
    for reason in reversed(_reasons(layout, values, lists, last=last)):
        before, count, after = reason.before, reason.count, reason.after
        formula = f'IF({count.text}>0,"{before}"&{count.text}&"{after}",{formula})'
        value = f"{before}{count.value}{after}" if count.value else value
    identity = (Field(FieldKind.DEPARTMENT), Field(FieldKind.PERIOD))
    cells = (reference(layout.fields[field], absolute=False) for field in identity)
    unnamed = ",".join(f'{cell}=""' for cell in cells)
    said = layout.form.period.reword(_UNNAMED)
    return Formula(f'IF(OR({unnamed}),"{said}",{formula})', value if named else said)


def _reasons(layout: Layout, values: SeenValues, lists: SeenLists, *, last: bool) -> list[_Reason]:
    """List the reasons, the gravest first."""
    tables = [table.key for table in layout.form.filled_tables]
    complete = [Field(FieldKind.COMPLETE, key) for key in tables]
    blank = [Field(FieldKind.BLANK, key) for key in tables]
    lines = [line for line in check_lines(layout.form) if last or not line.last]
    errors = _verdicts(line for line in lines if line.severity is Severity.ERROR)
    warnings = _verdicts(line for line in lines if line.severity is not Severity.ERROR)
    blank_cells = sum(int(values[field]) for field in blank)
    measures = [cell.measure for cell in layout.form.inputs]
    required = "，或有不能空着的格子" if any(m.blank is Blank.ERROR for m in measures) else ""
    duties = "、无此项职责" if layout.form.duties else ""
    zero = "，没有的填0" if any(m.counts_from_zero for m in measures) else ""
    reasons = [
        _Reason(
            "× 还有 ",
            _count(layout, values, complete, (WRONG,)),
            f"张表没有填写{required}，或声明了零报送{duties}却填有数字",
        ),
        *_reasons_of_lists(layout, lists),
        _Reason(
            "× 还有 ",
            _count(layout, values, errors, (WRONG, UNKNOWN)),
            "处不符合要求，见“检查”表页",
        ),
        _Reason(
            "○ 还有 ",
            Formula(f"SUM({_column(layout, blank)})" if blank else "0", blank_cells),
            f"格没有填写{zero}",
        ),
    ]
    if warnings:
        count = _count(layout, values, warnings, (WRONG,))
        reasons.append(_Reason("√ 可以报送，有 ", count, "处请核实"))
    return reasons


def _reasons_of_lists(layout: Layout, lists: SeenLists) -> Iterator[_Reason]:
    """Yield what is wrong on the sheets of lists; a summary has none."""
    for each in () if layout.summed else layout.form.lists:
        lines, before = lists.get(each.key, ()), f"× 表页“{each.sheet}”还有 "
        wrong = wrong_cells(each, lines)
        yield _Reason(before, wrong, "格漏填或填写不合规定，已变红")
        if (said := wrong_lines(each, lines)) is not None:
            label, count = said
            yield _Reason(before, count, f"条填错，见“{label}”一栏")


def _verdicts(lines: Iterable[CheckLine]) -> list[Field]:
    return [Field(FieldKind.VERDICT, line.number) for line in lines]


def _count(
    layout: Layout, values: SeenValues, fields: Sequence[Field], signs: Sequence[str]
) -> Formula:
    """Return the formula that counts the fields with one of these signs, and the count."""
    if not fields:
        return Formula("0", 0)
    column = _column(layout, fields)
    text = "+".join(f'COUNTIF({column},"{sign}")' for sign in signs)
    return Formula(text, sum(values[field] in signs for field in fields))


def _column(layout: Layout, fields: Sequence[Field]) -> str:
    """Return the address of fields below one another, within the 检查 sheet."""
    first, last = layout.fields[fields[0]], layout.fields[fields[-1]]
    return a1_range(first.row, first.column, last.row, last.column)
