"""Checks of one's own: functions of a program that judge the frames of a form's returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Integral
from typing import TYPE_CHECKING

from xlreport.base.cell_reference import CellReference
from xlreport.base.errors import InputError
from xlreport.base.finding import Finding, Severity, catalogue
from xlreport.base.keyed import Keyed
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.checks.frames import table_frame
from xlreport.checks.list_frames import list_frame
from xlreport.form.form import Form
from xlreport.form.open_list import join_lines
from xlreport.reading.one_return import Return, refer_entry

if TYPE_CHECKING:
    import pandas as pd

OWN_CHECK = "OWN-CHECK"
"""The code of the catalogue's sentence about what a check of one's own has found."""
_KEYS_OF_A_CELL = 3


@public
@dataclass(frozen=True, slots=True)
class OwnFinding:
    """What a check of one's own has found in the return of one department.

    `id` names the check, as the id of a rule does; waivers name it too. `department` is the code,
    `department_code` of the frames. `say` is the Chinese sentence that describes it, `advice` says
    what to do. `cells` are (table, row, column), or (list, number of the line from 1, column), the
    likeliest to be wrong first. An error sends the return back. Raises `TypeError` for a severity
    that is no `Severity`, and for a cell that is not three keys.
    """

    id: str
    department: str
    say: str
    advice: str = ""
    severity: Severity = Severity.WARNING
    cells: Sequence[tuple[str, str | int, str]] = ()
    expected: str = ""
    difference: str = ""

    __repr__ = one_line(lambda it: f"{it.id} {it.severity.value}: {it.department} {it.say}")

    def __post_init__(self) -> None:
        """Refuse what would fail where the check's own code is not in sight."""
        if not isinstance(self.severity, Severity):
            raise TypeError(f"severity 应是 Severity，如 Severity.ERROR，不是 {self.severity!r}。")
        for cell in self.cells:
            if isinstance(cell, str) or len(cell) != _KEYS_OF_A_CELL:
                raise TypeError(f"cells 中每一格应是表、行、列三个代号，不是 {cell!r}。")


@public
@dataclass(frozen=True, eq=False)
class FormFrames(Keyed):
    """The frames of all returns of one form, with errors or without, for a check of one's own.

    `departments` are the names by code, `returns` the returns in the same order. A department is in
    each frame once.
    """

    form: Form
    departments: Mapping[str, str]
    returns: Sequence[Return]

    __repr__ = one_line(lambda it: f"{it.form.id}: {len(it.departments)} departments")

    def keys(self) -> tuple[str, ...]:
        """List the keys of the form's tables and lists, in official order."""
        return self.form.keys

    def __getitem__(self, key: str) -> pd.DataFrame:
        """Return the frame of a table or list, indexed as in `Returns`; nothing is validated.

        Raises `KeyError` for a key that the form does not have.
        """
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key].copy()

    @cached_property
    def _made(self) -> dict[str, pd.DataFrame]:
        """The frames made so far."""
        return {}

    def _make(self, key: str) -> pd.DataFrame:
        open_list, offices = self.form.open_list(key), [*self.departments.items()]
        if open_list is not None:
            parts = [
                (code, name, item.lists[key])
                for (code, name), item in zip(offices, self.returns, strict=True)
                if key in item.lists
            ]
            lines: pd.DataFrame = list_frame(open_list, join_lines(parts))
            return lines
        rows = [item.values for item in self.returns]
        words = [item.words for item in self.returns]
        frame: pd.DataFrame = table_frame(self.form.table(key), offices, rows, words)
        return frame


OwnCheck = Callable[[FormFrames], Iterable[OwnFinding]]
"""A check of one's own; it is called once for each form of which there are returns."""


def own_findings(
    check: OwnCheck, form: Form, names: Mapping[str, str], items: Sequence[Return]
) -> list[tuple[int, Finding]]:
    """List what a check finds in returns of one form, each with the number of its return.

    `names` are the departments' names by code, in the order of `items`. Raises `InputError` for a
    finding without id or sentence, whose id the library or the form uses itself, or that names a
    department or cell that there is not; `TypeError` for a check that yields anything else.
    """
    numbers = {code: number for number, code in enumerate(names)}
    taken = {*catalogue(), *(rule.id for rule in form.rules), *(each.id for each in form.checks)}
    found = []
    for each in _yielded(check, FormFrames(form, names, items)):
        who = f"{_named(check)} 给出的“{each.id}”"
        if not each.id.strip() or not each.say.strip():
            raise InputError(f"{who}没有编号（id）或说明（say），请写明。")
        if each.id in taken:
            raise InputError(f"{who}与程序或报表格式已有的编号相同，请改用别的编号。")
        if each.department not in numbers:
            raise InputError(f"{who}所说的单位“{each.department}”不在各表的单位代码中。")
        number = numbers[each.department]
        cells = [_refer(form, items[number], cell, who) for cell in each.cells]
        found.append((number, _finding(each, cells)))
    return found


def _yielded(check: OwnCheck, frames: FormFrames) -> Iterator[OwnFinding]:
    """Yield what a check finds; raises `TypeError` where that is no finding."""
    results: object = check(frames)
    if not isinstance(results, Iterable):
        raise TypeError(
            f"{_named(check)} 应逐个给出（yield）OwnFinding，或返回其列表，"
            f"不是 {type(results).__name__}。"
        )
    for each in results:
        if not isinstance(each, OwnFinding):
            raise TypeError(f"{_named(check)} 给出的应是 OwnFinding，不是 {type(each).__name__}。")
        yield each


def _named(check: OwnCheck) -> str:
    return f"自定义检查 {getattr(check, '__name__', check)}"


def _finding(own: OwnFinding, cells: Sequence[CellReference]) -> Finding:
    more = f"等{len(cells)}处" if len(cells) > 1 else ""
    where = f"（{cells[0].place}{more}）" if cells else ""
    facts = {"say": own.say.strip().rstrip("。"), "where": where}
    if own.advice:
        facts["own_advice"] = own.advice
    return Finding(
        code=own.id,
        severity=own.severity,
        cells=tuple(cells),
        facts=facts,
        expected=own.expected,
        difference=own.difference,
        entry=OWN_CHECK,
    )


def _refer(form: Form, item: Return, cell: tuple[str, str | int, str], who: str) -> CellReference:
    """Refer to a cell by its keys, or to what a line of a list holds in a column."""
    table, row, column = cell
    open_list = form.open_list(table)
    if open_list is not None and isinstance(row, Integral) and column in open_list.keys:
        lines, at = item.lists.get(table), open_list.index_of(column)
        if lines is not None and 1 <= row <= len(lines):
            entry = lines.entries[row - 1][at]
            seen = open_list.columns[at].shown(entry)
            return refer_entry(open_list, lines, row - 1, at, seen)
    index = form.index.get((table, str(row), column))
    if index is not None:
        return item.reference(index)
    raise InputError(f"{who}所说的单元格 {cell!r} 不存在，请核对表、行（条目号）和列的代号。")
