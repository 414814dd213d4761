"""The one sentence on cover and 检查: 可以报送, or what remains to be done."""

from __future__ import annotations

from xlreport._address import a1, a1_range, quoted
from xlreport._check_formulas import UNKNOWN, WRONG
from xlreport._check_lines import check_lines
from xlreport._content import Formula
from xlreport._finding import Severity
from xlreport._layout import Layout, Place

READY = "√ 可以报送"
_UNNAMED = "× 请先在封面填写填报单位和年度"
_UNFILLED = "× 还有 {}张表没有填写，或声明了零报送却填有数字"
_ERRORS = "× 还有 {}处不符合要求，见“检查”表页"
_BLANKS = "○ 还有 {}格没有填写，没有的填0"
_WARNINGS = "√ 可以报送，有 {}处请核实"


def state_formula(
    layout: Layout, values: dict[str, int | float | str], *, named: bool, last: bool
) -> Formula:
    """Give the sentence as a formula with its value.

    `values` are the values of the sheet's fields; `named` tells whether the cover names
    department and year; `last` whether last year's figures are shown.
    """
    lines = [line for line in check_lines(layout.form) if last or not line.last]
    errors = [f"verdict:{line.number}" for line in lines if line.severity is Severity.ERROR]
    warnings = [f"verdict:{line.number}" for line in lines if line.severity is not Severity.ERROR]
    tables = [table.key for table in layout.form.tables]
    complete = _column(layout, [f"complete:{key}" for key in tables])
    blank = _column(layout, [f"blank:{key}" for key in tables])
    cover = [layout.fields[name] for name in ("department", "year")]
    unnamed = ",".join(f'{quoted(p.sheet)}!{a1(p.row, p.column)}=""' for p in cover)
    steps = [
        (f'COUNTIF({complete},"{WRONG}")', _UNFILLED, _count(values, "complete", WRONG)),
        (
            "+".join(f'COUNTIF({_column(layout, errors)},"{sign}")' for sign in (WRONG, UNKNOWN)),
            _ERRORS,
            sum(values[name] in (WRONG, UNKNOWN) for name in errors),
        ),
        (f"SUM({blank})", _BLANKS, sum(int(values[f"blank:{key}"]) for key in tables)),
    ]
    if warnings:
        count = f'COUNTIF({_column(layout, warnings)},"{WRONG}")'
        steps.append((count, _WARNINGS, sum(values[name] == WRONG for name in warnings)))
    formula, value = f'"{READY}"', READY
    for count, sentence, number in reversed(steps):
        before, after = sentence.split("{}")
        formula = f'IF({count}>0,"{before}"&{count}&"{after}",{formula})'
        value = sentence.format(number) if number else value
    return Formula(f'IF(OR({unnamed}),"{_UNNAMED}",{formula})', value if named else _UNNAMED)


def progress_formula(layout: Layout, values: dict[str, int | float | str]) -> Formula:
    """Say how many of the cells are filled in, as a formula for the cover."""
    tables = [table.key for table in layout.form.tables]
    filled, required = ([f"{name}:{table}" for table in tables] for name in ("filled", "required"))
    done, all_cells = (sum(int(values[name]) for name in names) for names in (filled, required))
    first, second = (_abroad(layout, names) for names in (filled, required))
    text = f'"已填 "&SUM({first})&"／"&SUM({second})&" 格"'
    return Formula(text, f"已填 {done}／{all_cells} 格")


def reference(place: Place) -> str:
    """Refer to a cell of another sheet."""
    return f"{quoted(place.sheet)}!{a1(place.row, place.column, absolute=True)}"


def _count(values: dict[str, int | float | str], kind: str, sign: str) -> int:
    return sum(v == sign for name, v in values.items() if name.partition(":")[0] == kind)


def _column(layout: Layout, names: list[str]) -> str:
    """Give the address of fields that stand below one another on the same sheet."""
    first, last = layout.fields[names[0]], layout.fields[names[-1]]
    return a1_range(first.row, first.column, last.row, last.column)


def _abroad(layout: Layout, names: list[str]) -> str:
    return f"{quoted(layout.fields[names[0]].sheet)}!{_column(layout, names)}"
