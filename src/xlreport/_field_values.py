"""What stands in each field outside the tables' cells: typed, fixed or computed by a formula."""

from __future__ import annotations

from decimal import Decimal

from xlreport._check_formulas import Figures, line_formulas, table_formulas
from xlreport._check_lines import check_lines
from xlreport._content import Content, Formula, Value
from xlreport._cover import NIL
from xlreport._form import Form
from xlreport._layout import Layout
from xlreport._state_formulas import progress_formula, reference, state_formula
from xlreport._values import Kind


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
    values |= {f"count:{text.key}": _count(layout, text.key, content) for text in form.texts}
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
            parts = ((numbers[i] or Decimal()) * sign for i, sign in form.fills[index].right)
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


def _count(layout: Layout, key: str, content: Content) -> Formula:
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
