"""Consolidation in parts: what a batch of returns adds up to, small enough to send and to merge.

240,000 returns are too many to hold at once, and no one machine has to: each batch is read,
checked and settled by itself, and what is kept of it are some hundred numbers and how its
departments stand. Parts merge in any order and grouping to the same result, exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlreport.base.arguments import checked, refuse_blank
from xlreport.base.errors import InputError
from xlreport.base.text import one_line
from xlreport.base.workers import Progress, Workers, silent
from xlreport.checks.frames import office_frame
from xlreport.form.form import Form, fill_totals
from xlreport.form.measure import Values
from xlreport.form.rule import Balance
from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns
from xlreport.returns.status import DepartmentStatus, FileStatus
from xlreport.summary.editions import ready_returns
from xlreport.summary.summary import say_scope, shorten

if TYPE_CHECKING:
    import pandas as pd

Unit = tuple[str, str]
"""Is a department: the area whose roster it is on, and its code there."""

_LARGEST = 2**63 - 1  # what a frame can hold


@dataclass(frozen=True, slots=True)
class Partial:
    """Is what a batch of returns adds up to, or several batches together.

    By the form's cells: `sums` (scaled integers of any size) and `present` (how many departments
    have a value). `residuals` are left minus right of each relation within one year, summed over
    the same departments. `statuses` tells how each department stands, `uncounted` which of them
    are not added up whatever they send; `files` and `findings` count those by status and by code.
    """

    form: str
    digest: str
    year: int
    sums: tuple[int, ...]
    present: tuple[int, ...]
    residuals: tuple[int, ...]
    statuses: Mapping[Unit, DepartmentStatus]
    uncounted: frozenset[Unit]
    files: Mapping[FileStatus, int]
    findings: Mapping[str, int]

    __repr__ = one_line(lambda it: f"{it.form} {it.year}: {len(it.statuses)} departments")


@dataclass(frozen=True, eq=False)
class Totals:
    """Is what all parts together add up to: `values` by the form's cells, as in a `Summary`.

    `statuses` counts the departments that should be added up by how they stand.
    """

    name: str
    form: Form
    year: int
    values: tuple[int | None, ...]
    statuses: Mapping[DepartmentStatus, int]
    part: Partial

    __repr__ = one_line(lambda it: f"{it.name} {it.year} {it.form.id}: {it.scope}")

    @property
    def scope(self) -> str:
        """Say over how many of how many departments the totals run, and who is left out."""
        return say_scope(self.statuses, len(self.part.uncounted))

    def __getitem__(self, key: str) -> pd.DataFrame:
        """Give the totals of table `key`: rows × columns."""
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
    """Add up one batch of returns as `consolidate` does, and keep what can be merged.

    `form` is the edition that is collected everywhere: a batch does not choose its own, nor its
    year, which `read_returns` is given. `area` tells rosters apart that use the same codes. A
    batch may be without any return that can be added up. All files of one department belong into
    one batch, as what is used of them is settled there. Raises `InputError` where there is no
    year to tell, and what `consolidate` raises for a file that was changed since.
    """
    year = returns.year
    if year is None:
        raise InputError("看不出这一批报送件要汇总哪一年，请在读取时指明年度。")
    # A form unpickled in a worker is equal but not identical to the returns' form; use theirs.
    known = {item.form.digest: item.form for item in returns.items if isinstance(item, Return)}
    form = known.get(form.digest, form)
    alike = replace(returns, form=form)
    returns = ready_returns(alike, form, Workers(), verify=verify, progress=progress)
    rows = [f.used.item.values for f in returns.usable if f.department.counted and f.used]
    filings = returns.settlement.filings
    columns = list(zip(*rows, strict=True)) or [()] * len(form.cells)
    return Partial(
        form.id,
        form.digest,
        year,
        tuple(sum(value or 0 for value in column) for column in columns),
        tuple(sum(value is not None for value in column) for column in columns),
        _residuals(form, rows),
        {(area, filing.department.code): filing.status for filing in filings},
        frozenset((area, f.department.code) for f in filings if not f.department.counted),
        Counter(file.status for file in returns.settlement.files),
        Counter(finding.code for finding in returns.found),
    )


@checked
def merge_parts(parts: Iterable[Partial]) -> Partial:
    """Merge parts of one form and year into one; order and grouping make no difference.

    They are taken one after another, so they may come from workers as they are done. A department
    that is missing in one part and has sent something in another has sent something. Raises
    `InputError` where there is no part, where forms or years differ, and where a department has
    sent files to two parts: each is added up once.
    """
    rest = iter(parts)
    first = next(rest, None)
    if first is None:
        raise InputError("没有可以合并的部分汇总。")
    sums = [first.sums, first.present, first.residuals]
    statuses, uncounted = dict(first.statuses), set(first.uncounted)
    files, findings = Counter(first.files), Counter(first.findings)
    for part in rest:
        _refuse_others(first, part)
        _add_statuses(statuses, part.statuses)
        theirs = part.sums, part.present, part.residuals
        pairs = zip(sums, theirs, strict=True)
        sums = [tuple(a + b for a, b in zip(*pair, strict=True)) for pair in pairs]
        uncounted |= part.uncounted
        files.update(part.files)
        findings.update(part.findings)
    added = sums[0], sums[1], sums[2]
    whose = first.form, first.digest, first.year
    return Partial(*whose, *added, statuses, frozenset(uncounted), files, findings)


@checked
def finish_parts(part: Partial, form: Form, *, name: str) -> Totals:
    """Give the totals of all parts, after the same proofs that a summary has to pass.

    The residuals were summed return by return and must be those of the totals. Raises
    `InputError` where they are not, for a blank name, where the form is another, where nothing is
    added up, or where a total is too large for a frame (2⁶³ in the cell's smallest unit).
    """
    refuse_blank(name)
    if (form.id, form.digest) != (part.form, part.digest):
        raise InputError(
            f"各部分汇总用的是报表 {part.form}，不是 {form.id}，或者报表文件已被改动。"
        )
    units = part.statuses.items()
    statuses = Counter(status for unit, status in units if unit not in part.uncounted)
    counted = sum(count for status, count in statuses.items() if status.added_up)
    if not counted:
        raise InputError("没有一份可以计入汇总的报送件：全部未报送、被退回或有冲突。")
    for cell, value in zip(form.cells, part.sums, strict=True):
        if abs(value) > _LARGEST:
            raise InputError(f"“{cell.path}”的合计过大，无法汇总；请检查各单位填报的单位和位数。")
    pairs = zip(part.sums, part.present, strict=True)
    values = [value if there else None for value, there in pairs]
    recomputed = list(values)
    fill_totals(form, recomputed)
    expected = tuple(_gap(balance, part.sums, counted) for balance in _balances(form))
    if recomputed != values or expected != part.residuals:
        raise InputError("汇总后的合计与各单位合计之和不一致，请报告这个问题。")
    return Totals(name, form, part.year, tuple(values), statuses, part)


def _balances(form: Form) -> list[Balance]:
    """List the relations within one year: those that hold for a sum if they hold for its parts."""
    return [balance for balance in form.balances if not balance.last_cells]


def _residuals(form: Form, rows: Sequence[Values]) -> tuple[int, ...]:
    """Sum left minus right of each relation over returns, by the evaluator of the rules."""
    import numpy as np

    from xlreport.checks.arrays import ReturnArrays, stack_rows
    from xlreport.checks.judge import judge

    values, present = stack_rows(rows, len(form.cells))
    nothing, nobody = np.zeros_like(present), np.zeros_like(values)
    stack = ReturnArrays(form, values, values, present, nothing, nobody, nothing)
    verdicts = judge(_balances(form), stack, values)
    # Summed as Python's whole numbers, which do not overflow.
    return tuple(sum(gaps) for gaps in (verdicts.left - verdicts.right).T.tolist())


def _gap(balance: Balance, sums: Sequence[int], counted: int) -> int:
    """Give left minus right of a relation over the sums of that many returns."""
    left = sum(term.factor * sums[term.cell] for term in balance.left)
    right = sum(term.factor * sums[term.cell] for term in balance.right)
    return left - right + balance.constant * counted


def _refuse_others(first: Partial, part: Partial) -> None:
    if (part.form, part.digest) != (first.form, first.digest):
        raise InputError(f"部分汇总的报表不同（{first.form}、{part.form}），不能合并。")
    if part.year != first.year:
        raise InputError(f"部分汇总的年度不同（{first.year}、{part.year}），不能合并。")


def _add_statuses(
    statuses: dict[Unit, DepartmentStatus], others: Mapping[Unit, DepartmentStatus]
) -> None:
    """Add how departments stand in another part; each may have sent something to one part."""
    twice = []
    for unit, status in others.items():
        known = statuses.get(unit, DepartmentStatus.MISSING)
        if known is DepartmentStatus.MISSING:
            statuses[unit] = status
        elif status is not DepartmentStatus.MISSING:
            twice.append("／".join(filter(None, unit)))
    if twice:
        raise InputError(
            f"{len(twice)} 个单位在两部分中都有报送件（{shorten(twice)}）：同一单位的文件请放在"
            "同一批；不同名录的代码相同时，请用 area 注明各是哪一个地区。"
        )
