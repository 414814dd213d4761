"""The summary (汇总表): what the returns of a county add up to, and over whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xlreport._errors import InputError
from xlreport._finding import Finding, Severity, make_finding, sort_findings
from xlreport._form import Form, fill_totals
from xlreport._frames import table_frame
from xlreport._progress import Progress, silent
from xlreport._return import Return
from xlreport._returns import Returns
from xlreport._status import DepartmentStatus, FileStatus, Filing, Settlement
from xlreport._verify import verify_returns

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Summary:
    """Is the consolidation of one year's returns of one form.

    `values` are the totals by the form's cells (scaled integers, None where no department has
    a value); `counted` are the departments they run over, in the roster's order.
    """

    name: str
    code: str
    form: Form
    year: int
    returns: Returns
    counted: tuple[Filing, ...]
    values: tuple[int | None, ...]

    @cached_property
    def expected(self) -> int:
        """Count the departments that should be added up: all of the roster that are counted."""
        return sum(f.department.counted for f in self.returns.settlement.filings)

    @property
    def rows(self) -> list[tuple[int | None, ...]]:
        """List the values of each department that is added up, by the form's cells."""
        return [self.item(filing).values for filing in self.counted]

    def item(self, filing: Filing) -> Return:
        """Give the return that is used for a department; it must have one."""
        assert filing.used is not None  # only departments with a file that is used are counted
        return self.returns.items[filing.used]

    @property
    def share(self) -> str:
        """Say over how many of how many departments the totals run."""
        return f"合计范围：{len(self.counted)}／{self.expected} 个单位"

    @property
    def scope(self) -> str:
        """Say over how many of how many departments the totals run, and who is left out."""
        filings = self.returns.settlement.filings
        # Each department is left out for one reason, so that the numbers add up to all of them.
        statuses = Counter(filing.status for filing in filings if filing.department.counted)
        left_out = [
            f"{status.chinese}{statuses[status]}个"
            for status in DepartmentStatus
            if statuses[status] and not status.added_up
        ]
        uncounted = len(filings) - self.expected
        if uncounted:
            left_out.append(f"另有{uncounted}个不计入汇总")
        rest = f"（{'，'.join(left_out)}）" if left_out else ""
        return f"{self.share}{rest}"

    def __getitem__(self, key: str) -> pd.DataFrame:
        """Give the totals of table `key`: rows × columns."""
        frame = table_frame(self.form, self.form.table(key), [self.name], [self.values])
        totals: pd.DataFrame = frame.droplevel("department")
        return totals

    def __repr__(self) -> str:
        """Show what a programmer wants to know at a prompt."""
        return f"<Summary {self.name} {self.year} {self.form.id}: {self.scope}>"


def consolidate(
    returns: Returns,
    *,
    name: str,
    code: str = "",
    verify: bool = True,
    strict: bool = False,
    progress: Progress = silent,
) -> Summary:
    """Add up the returns that are accepted, accepted with warnings or nil.

    A return of another edition is returned for correction. With `verify` every workbook that is
    added up is first read again by openpyxl and must agree cell by cell. Raises `InputError`
    where there is nothing to add up or no year to tell, and with `strict` where a department is
    missing, returned or in conflict, or a file's department cannot be told.
    """
    form, year = returns.form, returns.year
    if form is None:
        raise InputError("没有一份能读取的报送件，无法汇总。")
    if year is None:
        raise InputError("报送件的年度不一致，看不出要汇总哪一年，请指明年度。")
    returns = _amend(returns, _wrong_editions(returns, form))
    if verify:
        numbers = [filing.used for filing in returns.usable if filing.used is not None]
        returns = _amend(returns, list(verify_returns(returns.items, numbers, progress)))
    counted = tuple(filing for filing in returns.usable if filing.department.counted)
    if not counted:
        raise InputError("没有一份可以计入汇总的报送件：全部未报送、被退回或有冲突。")
    if strict:
        _refuse_open_matters(returns)
    used = [returns.items[filing.used] for filing in counted if filing.used is not None]
    values = _add([item.values for item in used])
    recomputed = list(values)
    fill_totals(form, recomputed)
    if recomputed != values:
        raise InputError("汇总后的合计与各单位合计之和不一致，请报告这个问题。")
    return Summary(name, code, form, year, returns, counted, tuple(values))


def _add(rows: Sequence[Sequence[int | None]]) -> list[int | None]:
    """Add up whole numbers column by column; a column with nothing in it stays missing."""
    totals: list[int | None] = []
    for column in zip(*rows, strict=True):
        there = [value for value in column if value is not None]
        totals.append(sum(there) if there else None)
    return totals


def _wrong_editions(returns: Returns, form: Form) -> list[tuple[int, Finding]]:
    return [
        (filing.used, make_finding("S-EDITION", form=other.id, right=form.id))
        for filing in returns.settlement.filings
        if filing.used is not None and (other := returns.items[filing.used].form) is not None
        if other is not form
    ]


def _amend(returns: Returns, extra: Sequence[tuple[int, Finding]]) -> Returns:
    """Add findings about files; a department whose file now has an error is returned."""
    if not extra:
        return returns
    names = {filing.used: filing.department.name for filing in returns.settlement.filings}
    wrong = {number for number, finding in extra if finding.severity is Severity.ERROR}
    told = []
    for number, finding in extra:
        told.append(returns.items[number].told(finding, names.get(number, "")))
    filings = tuple(
        replace(filing, status=DepartmentStatus.RETURNED) if filing.used in wrong else filing
        for filing in returns.settlement.filings
    )
    settlement = Settlement(
        returns.settlement.files, filings, (*returns.settlement.findings, *extra)
    )
    found = tuple(sort_findings((*returns.found, *told)))
    return replace(returns, settlement=settlement, found=found)


def _refuse_open_matters(returns: Returns) -> None:
    """Refuse where a department is not accepted, or a file's department cannot be told.

    A file that was superseded no longer counts, whatever is wrong with it.
    """
    settlement = returns.settlement
    said = []
    for status in (DepartmentStatus.MISSING, DepartmentStatus.RETURNED, DepartmentStatus.CONFLICT):
        names = [f.department.name for f in settlement.filings if f.status is status]
        if names:
            more = "等" if len(names) > _NAMED else ""
            said.append(
                f"{status.chinese} {len(names)} 个单位（{'、'.join(names[:_NAMED])}{more}）"
            )
    for file in (FileStatus.UNREADABLE, FileStatus.NOT_ON_ROSTER):
        count = settlement.files.count(file)
        if count:
            said.append(f"{file.chinese} {count} 个文件")
    if said:
        raise InputError(f"按 --strict 的要求没有汇总：{'，'.join(said)}。")


_NAMED = 5
