"""Consolidation in parts: the totals of a batch of returns, small enough to send and to merge.

240,000 returns do not fit into one machine's memory. So each batch is read, checked and settled
by itself and reduced to some hundred numbers and the statuses of its departments. Parts merge
in any order and grouping to exactly the same result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlreport.base.arguments import checked, refuse_blank
from xlreport.base.errors import InputError
from xlreport.base.keyed import Keyed
from xlreport.base.path import say_indicator
from xlreport.base.period import Period
from xlreport.base.progress import Progress, silent
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.base.workers import Workers
from xlreport.checks.frames import office_frame
from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.form.rule import Balance
from xlreport.form.sums import Counts, add_counts, count_answers
from xlreport.form.totals import fill_shares, fill_totals
from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns
from xlreport.settlement.status import DepartmentStatus, FileStatus
from xlreport.summary._duties import count_having
from xlreport.summary._why_left_out import scope_sentence, shorten
from xlreport.summary.editions import ready_returns

if TYPE_CHECKING:
    import pandas as pd

Unit = tuple[str, str]
"""A department: the area of its roster, and its code there."""

_LARGEST = 2**63 - 1  # what a frame can hold


@public
@dataclass(frozen=True, slots=True)
class Partial:
    """The totals of a batch of returns, or of several batches together.

    By the form's cells: `sums` (scaled integers of any size; 0 in cells that are not added up) and
    `present` (how many departments have a value). `having` counts the departments that have a
    duty, by its key. `residuals` are left minus right of each relation that sums must keep, summed
    over the same departments. `statuses` has each department's status, `uncounted` the departments
    that are never added up; `files` and `findings` count those by status and by code, `counts` the
    departments by answer. Departments with the same figures (SAME-FIGURES) are compared within a
    batch only.
    """

    form: str
    digest: str
    period: Period
    sums: tuple[int, ...]
    present: tuple[int, ...]
    residuals: tuple[int, ...]
    statuses: Mapping[Unit, DepartmentStatus]
    uncounted: frozenset[Unit]
    files: Mapping[FileStatus, int]
    findings: Mapping[str, int]
    counts: Counts = field(default_factory=dict)
    having: Mapping[str, int] = field(default_factory=dict)

    __repr__ = one_line(lambda it: f"{it.form} {it.period}: {len(it.statuses)} departments")

    @property
    def year(self) -> int:
        """The year of the period."""
        return self.period.year


@public
@dataclass(frozen=True, eq=False)
class Totals(Keyed):
    """The totals of all parts together: `values` by the form's cells, as in a `Summary`.

    `statuses` counts the departments that should be added up, by status.
    """

    name: str
    form: Form
    period: Period
    values: tuple[int | None, ...]
    statuses: Mapping[DepartmentStatus, int]
    part: Partial

    __repr__ = one_line(lambda it: f"{it.name} {it.period} {it.form.id}: {it.scope}")

    @property
    def year(self) -> int:
        """The year of the period."""
        return self.period.year

    @property
    def scope(self) -> str:
        """Return the sentence on how many departments the totals cover, and who is left out."""
        return scope_sentence(self.statuses, len(self.part.uncounted))

    def keys(self) -> tuple[str, ...]:
        """List the keys of the form's tables, in official order."""
        return tuple(table.key for table in self.form.tables)

    def __getitem__(self, key: str) -> pd.DataFrame:
        """Return the totals of table `key`: rows × columns."""
        totals: pd.DataFrame = office_frame(self.form.table(key), self.name, self.values)
        return totals


@checked
def consolidate_part(
    returns: Returns,
    *,
    form: Form,
    area: str = "",
    verify: bool = True,
    progress: Progress = silent,
) -> Partial:
    """Add up one batch of returns as `consolidate` does, to totals that can be merged.

    `form` is the edition that is collected everywhere, and the period is the one given to
    `read_returns`: a batch chooses neither. `area` distinguishes rosters that use the same codes.
    A batch may hold no return that can be added up. All files of one department must be in one
    batch, which settles the file that is used. Raises `InputError` where the period is unknown, and
    what `consolidate` raises for a file that was changed since.
    """
    period = returns.period
    if period is None:
        which, name = ("哪一年", "年度") if form.period.is_year else ("哪一期", "报告期")
        raise InputError(f"看不出这一批报送件要汇总{which}，请在读取时指明{name}。")
    # A form unpickled in a worker is equal but not identical to the returns' form; use theirs.
    read = [item.as_filed for item in returns.items if isinstance(item, Return)]
    forms = {item.form.digest: item.form for item in read}
    form = forms.get(form.digest, form)
    returns = ready_returns(returns, form, Workers(), verify=verify, progress=progress)
    items = [f.used.item for f in returns.usable if f.department.counted and f.used]
    rows = [item.values for item in items]
    filings = returns.settlement.filings
    columns = list(zip(*rows, strict=True)) or [()] * len(form.cells)
    return Partial(
        form=form.id,
        digest=form.digest,
        period=period,
        sums=tuple(
            sum(value or 0 for value in column) if cell.measure.adds else 0
            for cell, column in zip(form.cells, columns, strict=True)
        ),
        present=tuple(sum(value is not None for value in column) for column in columns),
        residuals=_residuals(form, rows),
        counts=count_answers(form, [(item.values, item.counts) for item in items]),
        statuses={(area, filing.department.code): filing.status for filing in filings},
        uncounted=frozenset((area, f.department.code) for f in filings if not f.department.counted),
        files=Counter(file.status for file in returns.settlement.files),
        findings=Counter(finding.code for finding in returns.found),
        having=count_having(form, items),
    )


@checked
def merge_parts(parts: Iterable[Partial]) -> Partial:
    """Merge parts of one form and period into one; order and grouping make no difference.

    Parts are taken one after another, so they may come from workers as they are done. A
    department that is missing in one part takes its status from the part that has its files.
    Raises `InputError` where there is no part, where forms or periods differ, and where two parts
    have files of one department, which must be added up once.
    """
    rest = iter(parts)
    first = next(rest, None)
    if first is None:
        raise InputError("没有可以合并的部分汇总。")
    sums, present, residuals = first.sums, first.present, first.residuals
    statuses, uncounted = dict(first.statuses), set(first.uncounted)
    files, findings, counts = Counter(first.files), Counter(first.findings), first.counts
    having = Counter(first.having)
    for part in rest:
        _refuse_others(first, part)
        _add_statuses(statuses, part.statuses)
        sums = _add(sums, part.sums)
        present = _add(present, part.present)
        residuals = _add(residuals, part.residuals)
        counts = add_counts([counts, part.counts])
        uncounted |= part.uncounted
        files.update(part.files)
        findings.update(part.findings)
        having.update(part.having)
    return replace(
        first,
        sums=sums,
        present=present,
        residuals=residuals,
        counts=counts,
        statuses=statuses,
        uncounted=frozenset(uncounted),
        files=files,
        findings=findings,
        having=having,
    )


def _add(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


@checked
def finish_parts(part: Partial, form: Form, *, name: str) -> Totals:
    """Return the totals of all parts, after the same proofs that a summary has to pass.

    The residuals were summed return by return and must equal those of the totals. Raises
    `InputError` where they do not, for a blank name, where the form is another, where nothing is
    added up, or where a total is too large for a frame (2⁶³ in the cell's smallest unit).
    """
    refuse_blank(name)
    if (form.id, form.digest) != (part.form, part.digest):
        raise InputError(
            f"各部分汇总用的是报表 {part.form}，不是 {form.id}，或者报表格式文件已被改动。"
        )
    units = part.statuses.items()
    statuses = Counter(status for unit, status in units if unit not in part.uncounted)
    counted = sum(count for status, count in statuses.items() if status.added_up)
    if not counted:
        raise InputError("没有一份可以计入汇总的报送件：全部未报送、被退回或有冲突。")
    for cell, value in zip(form.cells, part.sums, strict=True):
        if abs(value) > _LARGEST:
            raise InputError(
                f"“{say_indicator(cell.path)}”的合计过大，无法汇总；请检查各单位填报的单位和位数。"
            )
    values = [
        value if count and cell.measure.adds else None
        for cell, value, count in zip(form.cells, part.sums, part.present, strict=True)
    ]
    fill_shares(form, values)
    recomputed = list(values)
    fill_totals(form, recomputed)
    expected = tuple(_gap(balance, part.sums) for balance in _balances(form))
    if recomputed != values or expected != part.residuals:
        raise InputError("汇总后的合计与各单位合计之和不一致，请报告这个问题。")
    return Totals(name, form, part.period, tuple(values), statuses, part)


def _balances(form: Form) -> list[Balance]:
    """List the relations that hold for a sum if they hold for its parts, within one year."""
    return [b for b in form.balances if not b.within and not b.last_cells]


def _residuals(form: Form, rows: Sequence[Values]) -> tuple[int, ...]:
    """Sum left minus right of each relation over returns, by the evaluator of the rules."""
    import numpy as np

    from xlreport.checks.arrays import ReturnArrays, stack_rows
    from xlreport.checks.judge import judge

    values, present = stack_rows(rows, len(form.cells))
    stack = ReturnArrays(
        form=form,
        judged=values,
        values=values,
        present=present,
        unreadable=np.zeros_like(present),
        last=np.zeros_like(values),
        last_present=np.zeros_like(present),
        summed=np.zeros(len(rows), dtype=np.bool_),
    )
    verdicts = judge(_balances(form), stack, values)
    # Summed as Python's whole numbers, which do not overflow.
    return tuple(sum(gaps) for gaps in (verdicts.left - verdicts.right).T.tolist())


def _gap(balance: Balance, sums: Sequence[int]) -> int:
    """Return left minus right of a relation over the sums of returns."""
    left = sum(term.factor * sums[term.cell] for term in balance.left)
    right = sum(term.factor * sums[term.cell] for term in balance.right)
    return left - right


def _refuse_others(first: Partial, part: Partial) -> None:
    if (part.form, part.digest) != (first.form, first.digest):
        raise InputError(f"部分汇总的报表不同（{first.form}、{part.form}），不能合并。")
    if part.period != first.period:
        name = first.period.kind.reword("年度")
        raise InputError(f"部分汇总的{name}不同（{first.period}、{part.period}），不能合并。")


def _add_statuses(
    statuses: dict[Unit, DepartmentStatus], others: Mapping[Unit, DepartmentStatus]
) -> None:
    """Add the statuses of another part; a department may have files in one part only."""
    twice = []
    for unit, status in others.items():
        before = statuses.get(unit, DepartmentStatus.MISSING)
        if before is DepartmentStatus.MISSING:
            statuses[unit] = status
        elif status is not DepartmentStatus.MISSING:
            twice.append("／".join(filter(None, unit)))
    if twice:
        raise InputError(
            f"{len(twice)} 个单位在两部分中都有报送件（{shorten(twice)}）：同一单位的文件请放在"
            "同一批；不同名录的代码相同时，请用参数 area 注明各是哪一个地区。"
        )
