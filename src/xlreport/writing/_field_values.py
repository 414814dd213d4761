"""What stands in each field outside the tables' cells: typed, fixed or computed by a formula."""

from __future__ import annotations

from decimal import Decimal

from xlreport.base.address import a1, a1_range, quoted
from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.form.measure import Kind
from xlreport.layout.checks_sheet import check_lines
from xlreport.layout.cover import NIL
from xlreport.layout.formulas import reference
from xlreport.layout.layout import Layout
from xlreport.writing._check_formulas import UNKNOWN, WRONG, Figures, line_formulas, table_formulas
from xlreport.writing.content import Content, Formula, Value

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
        (f'COUNTIF({complete},"{WRONG}")', _UNFILLED, _count_signs(values, "complete", WRONG)),
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


def _count_signs(values: dict[str, int | float | str], kind: str, sign: str) -> int:
    return sum(v == sign for name, v in values.items() if name.partition(":")[0] == kind)


def _column(layout: Layout, names: list[str]) -> str:
    """Give the address of fields that stand below one another on the same sheet."""
    first, last = layout.fields[names[0]], layout.fields[names[-1]]
    return a1_range(first.row, first.column, last.row, last.column)


def _abroad(layout: Layout, names: list[str]) -> str:
    return f"{quoted(layout.fields[names[0]].sheet)}!{_column(layout, names)}"


def field_values(layout: Layout, content: Content) -> dict[str, Value]:
    """Give the value of every field of a layout that has one, by the field's name."""
    form = layout.form
    values: dict[str, Value] = dict(content.fields)
    values |= {
        "issued": _issued(form, content),
        "department": content.department,
        "code": content.stamp.code,
        "year": content.stamp.year or "",
        "stamp": str(content.stamp),
    }
    values |= {f"nil:{key}": NIL for key in content.nil}
    note = content.note or _note(layout, content)
    values |= {f"note:{table.key}": note for table in form.tables}
    values |= {
        f"count:{text.key}": _count_letters(layout, text.key, content) for text in form.texts
    }
    return values | _check_values(layout, content)


def figures_of(form: Form, content: Content) -> Figures:
    """Give what Excel sees in the value cells, totals included."""
    numbers: list[Decimal | None] = [None] * len(form.cells)
    wrong = set()
    for index, value in content.values.items():
        number = value.value if isinstance(value, Formula) else value
        measure = form.cells[index].measure
        if isinstance(number, str):
            if measure.unit_required and number == "0":
                numbers[index] = Decimal()
            else:
                wrong.add(index)
            continue
        exact = numbers[index] = Decimal(repr(number))
        if measure.kind is not Kind.MONEY and exact % 1:
            wrong.add(index)
    for index in form.fill_order:
        if index not in content.values:
            parts = (
                (numbers[term.cell] or Decimal()) * term.factor for term in form.fills[index].right
            )
            numbers[index] = sum(parts, Decimal())
    return Figures(numbers, frozenset(wrong), content.nil, content.last)


def _check_values(layout: Layout, content: Content) -> dict[str, Value]:
    """Give the formulas of the 检查 sheet, and of all that refers to it."""
    figures = figures_of(layout.form, content)
    found: dict[str, Formula] = {}
    for table in layout.form.tables:
        for name, formula in table_formulas(layout, table.key, figures).items():
            found[f"{name}:{table.key}"] = formula
    for line in check_lines(layout.form):
        if line.last and content.last is None:
            continue
        for name, formula in line_formulas(layout, line, figures).items():
            found[f"{name}:{line.number}"] = formula
        if f"right:{line.number}" in found and line.last:
            for name, source in (("expected", "right"), ("gap", "difference")):
                place = layout.fields[f"{source}:{line.number}"]
                value = found[f"{source}:{line.number}"].value
                found[f"{name}:{line.number}"] = Formula(reference(place), value)
    seen = {name: formula.value for name, formula in found.items()}
    named = bool(content.department and content.stamp.year)
    state = state_formula(layout, seen, named=named, last=content.last is not None)
    front: dict[str, Value] = {
        "verdict": Formula(reference(layout.fields["state"]), state.value),
        "progress": progress_formula(layout, seen),
    }
    return {**found, **front, "state": state}


def _issued(form: Form, content: Content) -> str:
    notice = f"（{form.notice}）" if form.notice else ""
    office = f"下发单位：{content.theme.office}" if content.theme.office else ""
    return "　".join(filter(None, (notice, office)))


def _note(layout: Layout, content: Content) -> Formula:
    """Repeat department and year from the cover above each table."""
    who, when = (reference(layout.fields[name]) for name in ("department", "year"))
    text = f"填报单位：{content.department}　　年度：{content.stamp.year or ''}"
    return Formula(f'"填报单位："&{who}&"　　年度："&{when}', text)


def _count_letters(layout: Layout, key: str, content: Content) -> Formula:
    """Count the characters of a narrative part; more than the theme's limit only warns."""
    place = layout.fields[f"text:{key}"]
    length = f"LEN({reference(place)})"
    written = len(content.fields.get(f"text:{key}", ""))
    formula, value = f'"已写 "&{length}&" 字"', f"已写 {written} 字"
    limit = content.theme.limit(key)
    if limit is not None:
        over = f"，超过 {limit} 字的要求，请压缩"
        formula += f'&IF({length}>{limit},"{over}","，不超过 {limit} 字")'
        value += over if written > limit else f"，不超过 {limit} 字"
    return Formula(formula, value)
