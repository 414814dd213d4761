"""Two years side by side: which cells changed, department by department, by the form's keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlreport.base.arguments import Paths, checked, several
from xlreport.base.errors import InputError
from xlreport.base.finding import Finding
from xlreport.base.text import one_line
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.measure import Values, to_number
from xlreport.form.parts import Cell
from xlreport.formats.sources import find_sources
from xlreport.office.roster import Department, Roster, find_department
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_source
from xlreport.returns.last_year import LastYear, Pairs, add_rows, pair_years
from xlreport.returns.last_year_reader import (
    code_of,
    county_rows,
    gather_last_year,
    read_last_year,
    unknown_cells,
)
from xlreport.returns.migration import carry, origins
from xlreport.returns.returns import Returns, check_and_settle
from xlreport.returns.settlement import collected_form, collected_year
from xlreport.returns.status import FileStatus
from xlreport.summary._left_out import YEAR_RULES, cells_left_out, left_out, wrong_codes
from xlreport.summary.summary import Summary

if TYPE_CHECKING:
    import pandas as pd

_NOT_USED = (FileStatus.CONFLICTING, FileStatus.NOT_ON_ROSTER, FileStatus.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Change:
    """Is one cell whose value changed, in the cell's own unit; None where it was left blank.

    `code` is empty for a total. A missing value counts as 0 in `change`, as in SUM.
    """

    code: str
    department: str
    table: str
    row: str
    column: str
    path: str
    unit: str
    last: int | float | None
    this: int | float | None
    change: int | float

    __repr__ = one_line(lambda it: f"{it.department}: {it.path}: {it.last} to {it.this}")


@dataclass(frozen=True, eq=False)
class Comparison:
    """Is what changed from one year to the next.

    `rows` are the cells that changed: first those of the total over the departments that have
    figures of both years (where several are counted), then those of each department, the largest
    change first. `only_this` and `only_last` name the cells that one edition alone has: they are
    compared with nothing. `left_out` are departments, files or cells that are not compared, each
    with the reason in Chinese. `findings` are those of the rules across years. `unreadable` are
    files.
    """

    form: Form
    last_form: Form
    year: int | None
    last_year: int | None
    compared: tuple[str, ...]
    rows: tuple[Change, ...]
    only_this: tuple[Cell, ...]
    only_last: tuple[Cell, ...]
    left_out: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    unreadable: tuple[str, ...]

    __repr__ = one_line(
        lambda it: (
            f"{it.year} ({it.form.id}) against {it.last_year} ({it.last_form.id}): "
            f"{len(it.compared)} departments, {len(it.rows)} changes"
        )
    )

    def frame(self) -> pd.DataFrame:
        """Give the rows as a frame: a column for each field of `Change`, keys as they are."""
        import pandas as pd

        names = list(Change.__slots__)
        rows = [[getattr(row, name) for name in names] for row in self.rows]
        return pd.DataFrame(rows, columns=names)


@checked
def compare(
    this: Paths | Returns | Summary,
    last: Paths | Returns | Summary,
    *,
    roster: Roster | None = None,
    forms: Sequence[Form] = (),
) -> Comparison:
    """Compare two years: each a return, a folder or archive of returns, or a summary.

    Each may be named by its path or be read already; how returns were settled then holds.

    Cells of two editions are compared by their keys; `roster` tells this year's departments and
    their predecessors. Of several returns those with errors are left out, of one alone the cells
    that hold no number and the totals that need them. Raises `InputError` where nothing can be
    read, where the years are not in order, and where two files of last year differ.
    """
    library = Library(tuple(forms))
    given = this.returns if isinstance(this, Summary) else this
    if isinstance(given, Returns):
        items, roster = [*given.items], roster or given.roster
        form, year = given.form, given.year
    else:
        items = _read(given, library)
        form, year = collected_form(items), collected_year(items)
    before = _last_year(last, library, year)
    form = _check(form, year, before)
    # The rules across years speak of the year before, of no earlier one.
    next_to = year is None or before.year is None or before.year == year - 1
    returns = check_and_settle(
        items, roster=roster, year=year, before=before if next_to else None, prefer={}
    )
    if isinstance(given, Returns):
        said = (f for f in given.found if not f.rule.startswith(YEAR_RULES))
        returns = replace(given, found=(*said, *_across_years(returns)))
    total, inner = county_rows([item for item in items if item.form is form], form)
    alone = not total and len(items) == 1
    wrong = frozenset() if alone else wrong_codes(returns, form)
    figures = (
        [(_department(code, name, roster), row) for _, code, name, row in inner]
        if total
        else _settled(returns, form, wrong)
    )
    departments = [department for department, _ in figures]
    rows = [row for _, row in figures]
    pairs = pair_years(before, form, departments, rows, roster, alone=alone)
    mine = unknown_cells(items[0]) if alone else frozenset()
    county = next((item for item in items if total and code_of(item) == total), None)
    homes = origins(before.form, form)
    housed = {part for origin in homes for part in origin.parts}
    files = zip(returns.items, returns.settlement.files, strict=True)
    return Comparison(
        form,
        before.form,
        year,
        before.year,
        tuple(departments[place].name for place in pairs.places),
        tuple(_changes(form, before, departments, pairs, county, mine | pairs.unknown)),
        tuple(cell for cell in form.cells if not homes[cell.index].parts),
        tuple(cell for cell in before.form.cells if cell.index not in housed),
        (
            *left_out(returns, form, pairs, wrong, single=alone).items(),
            *cells_left_out(form, mine, pairs.unknown),
            *((file, f"上年的文件没有使用：{reason}") for file, reason in before.left_out),
        ),
        _across_years(returns),
        tuple(item.file for item, status in files if status is FileStatus.UNREADABLE),
    )


def _read(paths: Paths, library: Library) -> list[Return]:
    return [read_source(source, library) for source in sorted(find_sources(several(paths)))]


def _across_years(returns: Returns) -> tuple[Finding, ...]:
    return tuple(finding for finding in returns.found if finding.rule.startswith(YEAR_RULES))


def _last_year(
    last: Paths | Returns | Summary, library: Library, collected: int | None
) -> LastYear:
    """Read last year's figures, or gather those that are read: of a summary what it adds up."""
    if not isinstance(last, Returns | Summary):
        return read_last_year(several(last), library, collected=collected)
    returns = last.returns if isinstance(last, Summary) else last
    filings = last.counted if isinstance(last, Summary) else returns.settlement.filings
    used = [returns.items[filing.used] for filing in filings if filing.used is not None]
    # The year that was told, where one was, is not always that of most files.
    before = gather_last_year(used, returns.year + 1 if returns.year else collected)
    files = zip(returns.items, returns.settlement.files, strict=True)
    unused = ((item.file, status.chinese) for item, status in files if status in _NOT_USED)
    return replace(before, left_out=(*before.left_out, *unused))


def _check(form: Form | None, year: int | None, before: LastYear) -> Form:
    """Give the form back, if there is one and the years are in order."""
    if form is None:
        raise InputError("本年数据中没有能读取的汇总表或报送件。")
    if year is not None and before.year is not None and year <= before.year:
        raise InputError(
            f"先写本年、后写上年：现在前一份是 {year} 年度的，后一份是 {before.year} 年度的。"
        )
    return form


def _settled(
    returns: Returns, form: Form, wrong: frozenset[str]
) -> list[tuple[Department, Values]]:
    """List the departments of which a return of the form is used and right, and its figures."""
    return [
        (filing.department, returns.items[filing.used].values)
        for filing in returns.settlement.filings
        if filing.used is not None
        and returns.items[filing.used].form is form
        and filing.department.code not in wrong
    ]


def _department(code: str, name: str, roster: Roster | None) -> Department:
    known = find_department(roster, code=code, name=name) if roster else None
    who = code, name, "", 0, ""
    return known or Department(*who, counted=True, contact="", predecessors=(), variants=())


def _changes(
    form: Form,
    before: LastYear,
    departments: Sequence[Department],
    pairs: Pairs,
    county: Return | None,
    unknown: frozenset[int],
) -> Iterator[Change]:
    """Yield the cells that changed: of the total over all that are compared, then of each.

    Where two summaries run over other departments, what they published is said to do so.
    """
    homes = origins(before.form, form)
    same = [cell for cell in form.cells if homes[cell.index].parts and cell.index not in unknown]
    counted = [n for n, place in enumerate(pairs.places) if departments[place].counted]
    if len(counted) > 1:
        name = f"合计（同口径 {len(counted)} 个单位）"
        now, then = (add_rows([rows[n] for n in counted]) for rows in (pairs.this, pairs.last))
        total = _changed("", name, same, now, then)
        yield from sorted(total, key=lambda row: -abs(row.change))
    if county is not None and before.total and (pairs.only_this or pairs.only_last):
        numbers = f"本年 {len(departments)} 个单位，上年 {len(before.rows) - 1} 个单位"
        name = f"{county.department}（公布数，口径不同：{numbers}）"
        published = carry(before.form, form, before.rows[before.total])
        total = _changed("", name, same, county.values, published)
        yield from sorted(total, key=lambda row: -abs(row.change))
    changes: list[Change] = []
    for place, this, last in zip(pairs.places, pairs.this, pairs.last, strict=True):
        who = departments[place]
        changes += _changed(who.code, who.name, same, this, last)
    yield from sorted(changes, key=lambda row: -abs(row.change))


def _changed(
    code: str, name: str, cells: Sequence[Cell], this: Values, last: Values
) -> Iterator[Change]:
    for cell in cells:
        new, old = this[cell.index], last[cell.index]
        if (new or 0) != (old or 0):
            yield Change(
                *(code, name, cell.table, cell.row, cell.column, cell.path, cell.measure.unit),
                last=None if old is None else to_number(old, cell.measure),
                this=None if new is None else to_number(new, cell.measure),
                change=to_number((new or 0) - (old or 0), cell.measure),
            )
