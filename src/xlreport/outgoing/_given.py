"""What a program gives for one return, complete: totals and counted cells computed and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlreport.base.errors import InputError
from xlreport.base.path import say_indicator
from xlreport.base.period import Period
from xlreport.form.counted import counted_values
from xlreport.form.duties import NO_DUTY, cells_without
from xlreport.form.form import Form
from xlreport.form.measure import format_value
from xlreport.form.open_list import Lists
from xlreport.form.parts import Cell
from xlreport.form.totals import fill_totals
from xlreport.office.duties import duties_without
from xlreport.office.roster import Department
from xlreport.outgoing._given_cells import (
    GivenCells,
    Problems,
    find_other_periods,
    is_frame,
    is_tidy,
    rows_of,
    take_mapping,
    take_tidy,
)
from xlreport.outgoing._given_lists import take_lists
from xlreport.outgoing._typed import as_typed
from xlreport.outgoing.figures import Figures
from xlreport.writing.content import Value

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Given:
    """The figures of one return: the inputs that have a value, by cell index, and the lists.

    An entry is a scaled integer or a text; `lists` are the lines of each list of the form, by its
    key.
    """

    entries: Mapping[int, int | str]
    lists: Lists


def typed_entries(form: Form, entries: Mapping[int, int | str]) -> dict[int, Value]:
    """Return what a clerk types for entries, which are given by cell index."""
    return {
        index: entry if isinstance(entry, str) else as_typed(entry, form.cells[index].measure)
        for index, entry in entries.items()
    }


def shown_entries(form: Form, entries: Mapping[int, int | str]) -> dict[int, str]:
    """Return entries, which are given by cell index, as a person reads them."""
    return {
        index: entry if isinstance(entry, str) else format_value(entry, form.cells[index].measure)
        for index, entry in entries.items()
    }


def read_figures(
    form: Form,
    data: Figures,
    department: Department,
    period: Period,
    lists: Mapping[str, Any] | None = None,
) -> Given:
    """Read the figures of one return; raises `InputError` that lists all that cannot be written."""
    problems = Problems()
    given = take_figures(form, data, department, period, problems, lists)
    problems.refuse(department)
    return given


def take_figures(
    form: Form,
    data: Figures,
    department: Department,
    period: Period,
    problems: Problems,
    lists: Mapping[str, Any] | None = None,
) -> Given:
    """Read the figures of one return, and keep a problem for each that cannot be written.

    That is a key that the form does not have, a value that its cell cannot hold, a cell of which
    the department has no duty, and a total that is not the sum of its parts. Raises `InputError`
    for a frame that has no figures of the department.
    """
    cells = GivenCells(form, department, problems)
    of_lists = dict(lists or {})
    if is_frame(data):
        _take_frame(data, cells, period)
    elif isinstance(data, Mapping):
        keys = {each.key for each in form.lists}
        of_lists |= {key: value for key, value in data.items() if key in keys}
        own = {key: value for key, value in data.items() if key not in keys}
        take_mapping(own, cells)
    else:
        raise TypeError(f"数据应是字典或 DataFrame，不是 {type(data).__name__}。")
    taken = take_lists(form, of_lists, department, problems)
    _refuse_duties(cells)
    _compare_totals(cells, taken, period)
    entries = ((cell.index, cells.entries.get(cell.index)) for cell in form.inputs)
    return Given({index: entry for index, entry in entries if entry is not None}, taken)


def _take_frame(frame: pd.DataFrame, cells: GivenCells, period: Period) -> None:
    if not is_tidy(frame):
        raise InputError(
            "数据这张表应有 table、row、column、value 各列；一张一张的表请写成字典，"
            "以表的代号为键；一行一个单位的表请用 write_returns。"
        )
    own = rows_of(frame, cells.department)
    if own.empty:
        raise InputError(f"数据中没有“{cells.department.name}”的行。")
    find_other_periods(own, period, cells.problems)
    take_tidy(own, cells)


def _refuse_duties(cells: GivenCells) -> None:
    form = cells.form
    for index in sorted(cells_without(form, duties_without(form, cells.department))):
        if cells.entries.get(index) is not None:
            cells.problems.add(_name(form.cells[index]), f"名录写明本单位{NO_DUTY}，不能有数")


def _compare_totals(cells: GivenCells, lists: Lists, period: Period) -> None:
    """Keep a problem for each total, share or counted cell that is given as another number."""
    form = cells.form
    values = [_number(cells.entries.get(cell.index)) for cell in form.cells]
    for cell in form.totals:
        values[cell.index] = None
    for index, counted in counted_values(form, lists, period).items():
        values[index] = counted
    fill_totals(form, values)
    for cell in form.totals:
        stated, computed = _number(cells.entries.get(cell.index)), values[cell.index]
        if stated is not None and stated != computed:
            source = "台账" if cell.index in form.count_of else "各项"
            shown = "空的" if computed is None else format_value(computed, cell.measure)
            said = format_value(stated, cell.measure)
            cells.problems.add(
                _name(cell),
                f"{say_indicator(cell.path)} 给的是 {said}，按{source}计算是 {shown}；请核对",
            )


def _name(cell: Cell) -> str:
    return f"{cell.table}.{cell.row}.{cell.column}"


def _number(entry: object) -> int | None:
    return entry if isinstance(entry, int) else None
