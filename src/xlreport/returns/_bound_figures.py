"""Figures of second sources, each bound to a department, a cell and a value.

What fits nothing is refused: a figure left out in silence would look like one that agrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from xlreport.base.finding import quotable
from xlreport.base.path import say_indicator
from xlreport.base.text import comparable
from xlreport.form.form import Form
from xlreport.form.meanings import MEANING, sentence_of
from xlreport.form.parts import Cell
from xlreport.form.typed_values import read_typed
from xlreport.layout.cell_name import cells_by_name
from xlreport.layout.layout import lay_form
from xlreport.office.file_names import spoken_names
from xlreport.office.roster import Department, Roster, unlisted_department
from xlreport.office.second_sources import SecondSources, SourceFigure, refuse_source_problems

_HARMLESS = frozenset({"", "info"})  # severities of meanings
_MOST_GUESSES = 10  # of names that were meant: each looks at all names, and few problems are listed
_WITH_UNIT = frozenset({"converted", "with-unit"})  # as another office writes: 272700元, 3件


@dataclass(frozen=True, slots=True)
class BoundFigure:
    """A figure of a second source with its department, its cell and its scaled value."""

    figure: SourceFigure
    department: Department
    cell: Cell
    given: int


def bind_figures(
    sources: SecondSources,
    form: Form,
    roster: Roster | None,
    senders: Sequence[Department],
) -> tuple[BoundFigure, ...]:
    """Bind the figures of second sources to departments and cells of the form.

    Without a roster the departments are the `senders` of returns, and others have sent none.
    Raises `InputError` with all problems and their lines.
    """
    listed = roster.departments if roster else senders
    binding = _Binding(
        form,
        cells_by_name(form, lay_form(form).positions),
        {comparable(each.code): each for each in reversed(listed)},
        _by_name(listed),
        roster.name if roster else None,
    )
    bound: list[BoundFigure] = []
    problems: list[tuple[int, str]] = []
    for figure in sources.entries:
        told: list[str] = []
        each = _bind(binding, figure, told, guess=len(problems) < _MOST_GUESSES)
        bound += [each] if each else []
        problems += [(figure.line, sentence) for sentence in told]
    problems += _repeated(bound)
    refuse_source_problems(sources.name, problems)
    return tuple(bound)


@dataclass(frozen=True, slots=True)
class _Binding:
    """What figures are bound to: cells by name, departments by code and by name.

    `roster` is the name of the roster, None where there is none and departments may be missing.
    """

    form: Form
    cells: Mapping[str, int]
    by_code: Mapping[str, Department]
    by_name: Mapping[str, Department]
    roster: str | None


def _by_name(departments: Sequence[Department]) -> Mapping[str, Department]:
    """Map every name to its department; one that is only spoken counts if it is of one alone."""
    spoken = spoken_names(departments).departments
    names = {name: found[0] for name, found in spoken.items() if len(found) == 1}
    for department in reversed(departments):
        for name in (department.name, *department.variants):
            names[comparable(name)] = department
    return names


def _bind(
    binding: _Binding, figure: SourceFigure, told: list[str], *, guess: bool
) -> BoundFigure | None:
    """Bind a figure, or tell all that is wrong with its line."""
    department = _department(binding, figure, told, guess=guess)
    index = binding.cells.get(comparable(figure.cell))
    if index is None:
        told.append(
            f"“{quotable(figure.cell)}”不是{binding.form.name}的一个单元格；"
            "请写成 表三 D6 这样的表页和单元格。"
        )
        return None
    cell = binding.form.cells[index]
    given = _given(cell, figure, told)
    if department is None or given is None:
        return None
    return BoundFigure(figure, department, cell, given)


def _given(cell: Cell, figure: SourceFigure, told: list[str]) -> int | None:
    """Read the value of a figure, in the unit of its cell unless it says its own."""
    measure = cell.measure.stated()
    if not measure.is_number:
        told.append(f"“{say_indicator(cell.path)}”不是数字栏目，不能对账；请删除这一行。")
        return None
    reading = read_typed(figure.value, measure)
    meaning = MEANING[reading.meaning]
    is_clear = meaning.severity in _HARMLESS or meaning.id in _WITH_UNIT
    if reading.value is None or not is_clear:
        why = sentence_of(meaning, measure)
        told.append(f"数值“{quotable(figure.value)}”不能用于“{say_indicator(cell.path)}”：{why}。")
        return None
    return reading.value


def _department(
    binding: _Binding, figure: SourceFigure, told: list[str], *, guess: bool
) -> Department | None:
    """Find the department of a figure by its code and its name, which must agree."""
    by_code = binding.by_code.get(comparable(figure.code))
    by_name = binding.by_name.get(comparable(figure.department))
    if by_code is not None and by_name is not None and by_code is not by_name:
        told.append(
            f"代码“{quotable(figure.code)}”是{by_code.name}的，"
            f"名称“{quotable(figure.department)}”是{by_name.name}的；请更正其中之一。"
        )
        return None
    found = by_code if figure.code else by_name
    if found is not None:
        return found
    code, name = figure.code or figure.department, figure.department or figure.code
    if binding.roster is None:
        return unlisted_department(code, name)
    known = [*binding.by_code, *binding.by_name] if guess else []
    near = get_close_matches(comparable(code), known, 1)
    meant = {**binding.by_name, **binding.by_code}[near[0]].name if near else ""
    hint = f"是不是“{meant}”？" if meant else "请更正单位代码或单位名称。"
    told.append(f"单位名录“{binding.roster}”中没有“{quotable(code)}”；{hint}")
    return None


def _repeated(bound: Sequence[BoundFigure]) -> Iterator[tuple[int, str]]:
    """Yield a problem for each figure that its source gives twice under two names."""
    seen: dict[tuple[str, str, int], int] = {}
    for each in bound:
        about = comparable(each.figure.source), each.department.code, each.cell.index
        first = seen.setdefault(about, each.figure.line)
        if first != each.figure.line:
            yield each.figure.line, f"与第 {first} 行是同一来源、单位和单元格；请只保留一行。"
