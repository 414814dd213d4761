"""Registers (登记簿): one list, read and checked, with what is counted from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xlreport.base.arguments import checked, chosen_period
from xlreport.base.errors import InputError
from xlreport.base.memory import OneSource, gather
from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.checks.frames import OWNER
from xlreport.checks.list_frames import list_frame
from xlreport.form.counted import Counted, count_lists, lines_that_count
from xlreport.form.counts import Count
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.measure import to_number
from xlreport.form.open_list import Lines, OpenList, join_lines
from xlreport.form.parts import Cell
from xlreport.formats.container import ZIP_ERRORS
from xlreport.formats.sources import find_sources
from xlreport.reading.foreign_list import ForeignColumn, ForeignWord
from xlreport.reading.one_return import Return, located_return
from xlreport.reading.period_findings import period_findings
from xlreport.reading.reader import read_bytes
from xlreport.register._counted_item import counted_item
from xlreport.register._foreign import ReadRegister, read_foreign
from xlreport.returns.quality import quality_by_department, quality_frame
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns
from xlreport.settlement.settlement import refuse_period

if TYPE_CHECKING:
    import pandas as pd


@public
@dataclass(frozen=True, eq=False)
class Register:
    """A register (登记簿) of an office: its lines, what is counted from them, and the findings.

    `form` has the list, and the tables that are counted from it in the `period`. `returns` has the
    register as the one return that was read and checked. For a list that is no workbook of the
    library `columns` say how its columns were placed, and `words` which words were read as which
    choices; they are empty for every other.
    """

    form: Form
    period: Period
    returns: Returns
    columns: tuple[ForeignColumn, ...] = ()
    words: tuple[ForeignWord, ...] = ()

    __repr__ = one_line(lambda it: f"{it.form.id} {it.period}: {len(it)} lines")

    @property
    def item(self) -> Return:
        """The register as one return."""
        item = self.returns.items[0]
        assert isinstance(item, Return)  # one that cannot be read is refused
        return item

    @property
    def open_list(self) -> OpenList:
        """The list that is the register."""
        return list_of(self.form)

    @property
    def entries(self) -> Lines:
        """The lines as read."""
        return self.item.lists[self.open_list.key]

    @cached_property
    def lines(self) -> pd.DataFrame:
        """Return the lines as a frame, indexed by their numbers from 1, a column for each key.

        What changes from day to day, such as the days that are left, has none: it is computed in
        the workbook.
        """
        owned = join_lines([(self.item.code, self.item.department, self.entries)])
        frame: pd.DataFrame = list_frame(self.open_list, owned).droplevel(OWNER)
        return frame

    @cached_property
    def counts(self) -> pd.DataFrame:
        """Return what is counted as a frame: table, row, column, path, value, lines.

        `value` is in the unit of its cell, `lines` a tuple of the numbers of the lines behind it,
        as the index of `lines` has them.
        """
        import pandas as pd

        rows = [
            (cell.table, cell.row, cell.column, cell.path, value, lines)
            for cell, value, lines in self._counted_rows()
        ]
        return pd.DataFrame(rows, columns=["table", "row", "column", "path", "value", "lines"])

    @property
    def findings(self) -> pd.DataFrame:
        """Return the findings as a frame, as `Returns.findings` does."""
        return self.returns.findings

    @cached_property
    def quality(self) -> pd.DataFrame:
        """Return how the lines were handled as a frame, as `Returns.quality` does."""
        filings = self.returns.settlement.filings
        found = quality_by_department(self.open_list, filings, self.period)
        return quality_frame({self.open_list.key: found})

    @property
    def lacking(self) -> tuple[str, ...]:
        """The labels of the columns by which lines are counted, and that a foreign list lacks.

        They count as blank: in a list without the day of the answer all applications are open.
        """
        if not self.columns:
            return ()
        asked = (pair for count in self.form.counts for pair in (*count.dated, *count.where))
        counted = {column for column, _ in asked}
        places = self.entries.columns
        paths = [column.path for column in self.open_list.columns]
        return tuple(paths[number] for number in sorted(counted) if places[number] < 0)

    def counted(self) -> Iterator[tuple[Count, Counted]]:
        """Yield what the lines give for each cell that is counted from them."""
        lists = {self.open_list.key: self.entries}
        for count, found in count_lists(self.form.counts, lists, self.period):
            assert found is not None  # there is a period
            yield count, found

    @checked
    def carried_to(self, period: Period) -> Register:
        """Return the register of a later period: the lines that still count in it.

        A line that may count once it is mended stays, too: one with an entry that could not be
        read, or without a required one. So does one with a day after the period, when it may count.
        What is wrong with a line is said of this register, and not again of the later one.
        Raises `InputError` for a period that does not come later, and for one of another kind.
        """
        if period <= self.period:
            raise InputError(f"登记簿已经是 {self.period.spaced}的，不能转为 {period.spaced}的。")
        refuse_period(self.form, period)
        key, lines = self.open_list.key, self.entries
        counting = lines_that_count(self.form.counts, {key: lines}, period)[key]
        later = _with_later_days(self.form, lines, period)
        kept = sorted(counting | later | _in_doubt(self.open_list, lines))
        item = counted_item(self.item, key, _chosen(lines, kept), period, findings=())
        return _register(item, period)

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.entries)

    def _counted_rows(self) -> Iterator[tuple[Cell, int | float, tuple[int, ...]]]:
        for count, found in self.counted():
            cell = self.form.cells[count.cell]
            lines = tuple(number + 1 for number in found.lines)
            yield cell, to_number(found.value, cell.measure), lines


@checked
def read_register(
    path: OneSource,
    *,
    form: Form | None = None,
    year: int | None = None,
    period: str | Period | None = None,
    forms: Sequence[Form] = (),
) -> Register:
    """Read and check a register: a workbook of the library, or any list (.xlsx, .xls, .csv).

    A list that is no workbook of the library is read by the names of its columns, which are the
    keys or labels of the `form` or their spellings in its file; without `form` it is taken for a
    register of the form that has most of them. Its period is `year` or `period`, which a workbook
    of the library names itself. `forms` are forms that do not come with the library.

    What is wrong with a line is a finding. Raises `InputError` for a path that is not a single
    readable file, for a return and a list that is no register or not surely one, for one without
    its required columns, and for a period that is missing or another one than the workbook's.
    """
    return _settled(_read(path, form, forms), chosen_period(year, period))


def read_and_carry(
    path: OneSource, *, form: Form | None, period: Period | None, forms: Sequence[Form]
) -> tuple[Register, Register]:
    """Read a register as `read_register` does, and carry it to a later period than its own.

    Returns it as read and as carried, the same where there is nothing to carry.
    """
    read = _read(path, form, forms)
    own = read.item.period
    if own is None or period is None or period <= own:
        register = _settled(read, period)
        return register, register
    register = _settled(read, None)
    return register, register.carried_to(period)


def _read(path: OneSource, form: Form | None, forms: Sequence[Form]) -> ReadRegister:
    """Read a file as a register, of the library or foreign; raises `InputError`."""
    if form is not None:
        list_of(form)
    given = gather(path)
    sources = find_sources(given)
    if len(sources) != 1 or sources[0].passed_over:
        raise InputError(f"{given[0] if given else ''} 不是一份登记簿，一次只能读一份。")
    source = sources[0]
    try:
        data = source.read()
    except ZIP_ERRORS as error:
        raise InputError(f"{source.name} 打不开，请核对路径，或另存为 .xlsx。") from error
    library = Library((*([form] if form else []), *forms))
    item = read_bytes(source, data, library)
    if isinstance(item, Return) and item.lists and (form in (None, item.form) or item.stamp):
        key = list_of(item.form).key
        return ReadRegister(item, key, item.lists[key])
    if isinstance(item, Return) and item.stamp:
        raise InputError(f"{source.name} 是{item.form.name}的报送表，不是登记簿。")
    return read_foreign(source, data, library, form)


def _settled(read: ReadRegister, chosen: Period | None) -> Register:
    """Return the register of a period, its own or the chosen one."""
    item, period = read.item, _period(read.item, chosen)
    if item.period is None:
        stale = [*period_findings(item)]
        lasting = [finding for finding in item.findings if finding not in stale]
        item = counted_item(item, read.key, read.lines, period, lasting)
    return replace(_register(item, period), columns=read.columns, words=read.words)


def list_of(form: Form) -> OpenList:
    """Return the one list of a form; raises `InputError` for a form with none, or with several."""
    if len(form.lists) != 1:
        raise InputError(f"{form.name}有 {len(form.lists)} 个台账，登记簿只能有一个。")
    return form.lists[0]


def _period(item: Return, chosen: Period | None) -> Period:
    """Return the period that lines are counted in; raises `InputError` for none, or for two."""
    own = item.period
    if own is not None and chosen is not None and own != chosen:
        raise InputError(
            f"{item.file} 是 {own.spaced}的登记簿，不是 {chosen.spaced}的；"
            "请写原来的年度，或先由它转成下一年的登记簿。"
        )
    settled = own or chosen
    if settled is None:
        raise InputError(f"{item.file} 没有写明{item.form.period.caption}，请写明，如 year=2026。")
    refuse_period(item.form, settled)
    return settled


def _in_doubt(open_list: OpenList, lines: Lines) -> frozenset[int]:
    """Return the lines with an entry that could not be read, and those without a required one."""
    required = [number for number, column in enumerate(open_list.columns) if column.required]
    lacking = (n for n, e in enumerate(lines.entries) if any(e[r] is None for r in required))
    return frozenset([*lacking, *(line for line, _, _ in lines.unread)])


def _with_later_days(form: Form, lines: Lines, period: Period) -> frozenset[int]:
    """Return the lines with a day after a period by which lines are counted."""
    columns = {column for count in form.counts for column, _ in count.dated}
    last = period.last.toordinal()
    return frozenset(
        number
        for number, entry in enumerate(lines.entries)
        if any(isinstance(day := entry[column], int) and day > last for column in columns)
    )


def _chosen(lines: Lines, kept: Sequence[int]) -> Lines:
    """Copy lines with those of the given numbers alone."""
    places = {number: place for place, number in enumerate(kept)}
    return replace(
        lines,
        rows=tuple(lines.rows[number] for number in kept),
        entries=tuple(lines.entries[number] for number in kept),
        unread=tuple((places[n], column, text) for n, column, text in lines.unread if n in places),
    )


def _register(item: Return, period: Period) -> Register:
    item = located_return(item)
    returns = check_and_settle([item], roster=None, period=period, before=None, prefer={})
    return Register(item.form, period, returns)
