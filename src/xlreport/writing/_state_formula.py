"""The one sentence on top of the 检查 sheet: whether the workbook can be handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport.form.measure import Blank
from xlreport.form.open_list import OpenList
from xlreport.layout.check_line import CheckLine, check_lines
from xlreport.layout.checks_sheet import SENTENCE, SHEET
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.layout import Layout, Position
from xlreport.layout.list_grid import FIRST_COLUMN, first_row
from xlreport.writing._check_formulas import HALF, RIGHT, UNKNOWN, WRONG
from xlreport.writing._first_sign import (
    TOP,
    SeenValues,
    address_text,
    count_signs,
    first_with,
    sum_of,
    target_of,
    target_of_first,
    text_of_first,
)
from xlreport.writing._line_entries import count_filled
from xlreport.writing.content import Formula, Value
from xlreport.writing.list_faults import wrong_cells, wrong_lines

READY = f"{RIGHT} 可以报送"
UNTOUCHED = f"{HALF} 尚未填写"
_UNNAMED = f"{WRONG} 请先在封面填写填报单位和年度"
_BEGIN = f"{UNTOUCHED}，请先在封面填写填报单位和年度"

SeenLists = Mapping[str, Sequence[Sequence[Value | None]]]
"""The lines of each list, by its key."""


@dataclass(frozen=True, slots=True)
class _Reason:
    """A reason for the sentence: how often it applies, the sentence, what it is about first.

    The target is an address.
    """

    count: Formula
    text: Formula
    target: Formula


def state_formulas(
    layout: Layout, values: SeenValues, lists: SeenLists, *, named: bool, last: bool
) -> dict[Field, Formula]:
    """Return the sentence, and the address of what it is about, for these `values` and `lists`.

    `named` tells whether the cover names department and period, `last` whether earlier figures
    are shown.
    """
    state, target = Formula(f'"{READY}"', READY), _fixed(TOP)
    for reason in reversed(_reasons(layout, values, lists, named=named, last=last)):
        condition = f"{reason.count.text}>0"
        text = f"IF({condition},{reason.text.text},{state.text})"
        state = Formula(text, reason.text.value if reason.count.value else state.value)
        text = f"IF({condition},{reason.target.text},{target.text})"
        target = Formula(text, reason.target.value if reason.count.value else target.value)
    return {Field(FieldKind.STATE): state, Field(FieldKind.FIRST_FAULT): target}


def _fixed(place: Position) -> Formula:
    return Formula(f'"{address_text(place)}"', address_text(place))


def _reasons(
    layout: Layout, values: SeenValues, lists: SeenLists, *, named: bool, last: bool
) -> list[_Reason]:
    """List the reasons, the gravest first."""
    lines = [line for line in check_lines(layout.form) if last or not line.last]
    return [
        *_reasons_of_cover(layout, values, lists, named=named),
        _contradictions(layout, values),
        *_reasons_of_lists(layout, lists),
        *_errors(layout, values, [line for line in lines if not line.is_settled_by_words]),
        _blanks(layout, values),
        *_warnings(layout, values, [line for line in lines if line.is_settled_by_words]),
    ]


def _reasons_of_cover(
    layout: Layout, values: SeenValues, lists: SeenLists, *, named: bool
) -> Iterator[_Reason]:
    """Yield that nothing is filled in, or that nobody can tell whose it is."""
    reword, fields = layout.form.period.reword, layout.fields
    who = fields[Field(FieldKind.DEPARTMENT)]
    cells = (who, fields[Field(FieldKind.PERIOD)])
    unnamed = ",".join(f'{reference(cell, absolute=False)}=""' for cell in cells)
    unnamed, on_cover = f"OR({unnamed})", _fixed(who)
    if not layout.summed:
        begun, first = _begun(layout, values, lists), _beginning(layout)
        said = UNTOUCHED if named else reword(_BEGIN)
        yield _Reason(
            Formula(f"({begun.text}=0)*1", not begun.value),
            Formula(f'IF({unnamed},"{reword(_BEGIN)}","{UNTOUCHED}")', said),
            Formula(
                f"IF({unnamed},{on_cover.text},{first.text})",
                first.value if named else on_cover.value,
            ),
        )
    yield _Reason(
        Formula(f"{unnamed}*1", not named),
        Formula(f'"{reword(_UNNAMED)}"', reword(_UNNAMED)),
        on_cover,
    )


def _begun(layout: Layout, values: SeenValues, lists: SeenLists) -> Formula:
    """Return how many cells, tables that need none, and lines of lists there are."""
    tables = [table.key for table in layout.form.filled_tables]
    filled = sum_of(layout, values, [Field(FieldKind.FILLED, key) for key in tables])
    terms, count = [filled.text], int(filled.value)
    # A table of which nothing must be filled in, or that is declared nil, is √ without a figure.
    settled = count_signs(
        layout, values, [Field(FieldKind.COMPLETE, key) for key in tables], (RIGHT, WRONG)
    )
    terms.append(settled.text)
    count += int(settled.value)
    for each in layout.form.lists:
        lines = count_filled(each, lists.get(each.key, ()))
        terms.append(lines.text)
        count += int(lines.value)
    return Formula("+".join(terms), count)


def _beginning(layout: Layout) -> Formula:
    """Return the address at which one begins to fill in a form whose cover is complete."""
    form = layout.form
    if form.filled_tables:
        return _fixed(target_of(layout, Field(FieldKind.COMPLETE, form.filled_tables[0].key)))
    return _fixed(_top_of(form.lists[0]) if form.lists else TOP)


def _top_of(open_list: OpenList) -> Position:
    return Position(open_list.sheet, first_row(open_list), FIRST_COLUMN)


def _contradictions(layout: Layout, values: SeenValues) -> _Reason:
    """Return how many tables lack what must be there, or hold what they are declared not to."""
    form = layout.form
    fields = [Field(FieldKind.COMPLETE, table.key) for table in form.filled_tables]
    count = count_signs(layout, values, fields, (WRONG,))
    lacks = any(cell.measure.blank is Blank.ERROR for cell in form.inputs)
    required = "有不能空着的格子，或" if lacks else ""
    duties = "或无此项职责，" if form.duties else ""
    first = first_with(layout, values, fields, (WRONG,))
    sheet = form.table(str(first.key)).sheet if first else ""
    after = f"”{required}声明了零报送{duties}却填有数字"
    return _Reason(
        count,
        _around(f"{WRONG} “", text_of_first(layout, fields, (WRONG,), SHEET, '""'), after, sheet),
        target_of_first(layout, values, fields, (WRONG,)),
    )


def _around(before: str, formula: str, after: str, value: str) -> Formula:
    return Formula(f'"{before}"&{formula}&"{after}"', f"{before}{value}{after}")


def _reasons_of_lists(layout: Layout, lists: SeenLists) -> Iterator[_Reason]:
    """Yield what is wrong on the sheets of lists; a summary has none."""
    for each in () if layout.summed else layout.form.lists:
        lines, before = lists.get(each.key, ()), f"{WRONG} 表页“{each.sheet}”还有 "
        target = _fixed(_top_of(each))
        wrong = wrong_cells(each, lines)
        after = " 格漏填或填写不合规定，已变红"
        yield _Reason(wrong, _around(before, wrong.text, after, str(wrong.value)), target)
        if (said := wrong_lines(each, lines)) is not None:
            label, count = said
            after = f" 条填错，见“{label}”一栏"
            yield _Reason(count, _around(before, count.text, after, str(count.value)), target)


def _errors(layout: Layout, values: SeenValues, lines: Sequence[CheckLine]) -> Iterator[_Reason]:
    """Yield how many lines of rules that must be kept fail, and name the first."""
    signs, fields = (WRONG, UNKNOWN), _verdicts(lines)
    if not fields:
        return
    count = count_signs(layout, values, fields, signs)
    sheet, sentence = (
        text_of_first(layout, fields, signs, column, '""') for column in (SHEET, SENTENCE)
    )
    first = _line_of(lines, first_with(layout, values, fields, signs))
    said = (
        f"{WRONG} 有 {count.value} 处不符合，先看“{first.sheet}”：{first.sentence}" if first else ""
    )
    text = f'"{WRONG} 有 "&{count.text}&" 处不符合，先看“"&{sheet}&"”："&{sentence}'
    yield _Reason(count, Formula(text, said), target_of_first(layout, values, fields, signs))


def _blanks(layout: Layout, values: SeenValues) -> _Reason:
    """Return how many cells are still to be filled in."""
    form = layout.form
    tables = [table.key for table in form.filled_tables]
    blank = sum_of(layout, values, [Field(FieldKind.BLANK, key) for key in tables])
    zero = any(cell.measure.counts_from_zero for cell in form.inputs)
    after = " 格没有填写，没有的填0" if zero else " 格没有填写"
    complete = [Field(FieldKind.COMPLETE, key) for key in tables]
    return _Reason(
        blank,
        _around(f"{HALF} 还有 ", blank.text, after, str(blank.value)),
        target_of_first(layout, values, complete, (HALF,)),
    )


def _warnings(layout: Layout, values: SeenValues, lines: Sequence[CheckLine]) -> Iterator[_Reason]:
    """Yield how many lines are to be confirmed."""
    fields = _verdicts(lines)
    if fields:
        count = count_signs(layout, values, fields, (WRONG,))
        text = _around(f"{READY}，有 ", count.text, " 处请核实", str(count.value))
        yield _Reason(count, text, target_of_first(layout, values, fields, (WRONG,)))


def _verdicts(lines: Iterable[CheckLine]) -> list[Field]:
    return [Field(FieldKind.VERDICT, line.number) for line in lines]


def _line_of(lines: Iterable[CheckLine], verdict: Field | None) -> CheckLine | None:
    return next((line for line in lines if verdict and line.number == verdict.key), None)
