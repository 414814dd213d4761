"""The summary (汇总表): the totals over the returns of a county, and the departments covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xlreport.base.arguments import checked, refuse_blank
from xlreport.base.errors import InputError
from xlreport.base.keyed import Keyed
from xlreport.base.period import Period
from xlreport.base.progress import Progress, silent
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.base.workers import PATIENCE, choose_workers
from xlreport.checks.frames import office_frame
from xlreport.checks.list_frames import list_frame
from xlreport.form.form import Form
from xlreport.form.open_list import Lists, OpenList, said_by_owner, without_private
from xlreport.form.quality import Quality
from xlreport.form.sums import Counts, add_rows, count_answers, format_all_counts
from xlreport.form.totals import fill_totals
from xlreport.layout.check_code import check_code, mark_uncounted
from xlreport.layout.share import Share
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.reading.one_return import Return, stated_row
from xlreport.returns.quality import quality_by_department, quality_frame
from xlreport.returns.returns import Returns
from xlreport.settlement.collected import forms_beside, say_forms
from xlreport.settlement.file import Filing, lines_of
from xlreport.settlement.status import OPEN_STATUSES, FileStatus
from xlreport.summary._duties import count_having
from xlreport.summary._why_left_out import (
    first_errors,
    say_read_differently,
    say_share,
    scope_sentence,
    shorten,
    why_nothing,
)
from xlreport.summary.editions import ready_returns

if TYPE_CHECKING:
    import pandas as pd


@public
@dataclass(frozen=True, eq=False)
class Summary(Keyed):
    """The consolidation of one period's returns of one form.

    `values` are the totals by the form's cells (scaled integers, None where no department has
    a value, and in the cells that are not added up); `counts` tell how many departments gave each
    answer, in the yes/no and choice cells; `counted` are the departments they cover, in the
    roster's order.
    """

    name: str
    code: str
    form: Form
    period: Period
    returns: Returns
    counted: tuple[Filing, ...]
    values: tuple[int | None, ...]
    counts: Counts = field(default_factory=dict)

    __repr__ = one_line(lambda it: f"{it.name} {it.period} {it.form.id}: {it.scope}")

    @property
    def year(self) -> int:
        """The year of the period."""
        return self.period.year

    @cached_property
    def expected(self) -> int:
        """Count the departments that should be added up: all of the roster that are counted."""
        return sum(f.department.counted for f in self.returns.settlement.filings)

    @cached_property
    def uncounted(self) -> tuple[Filing, ...]:
        """The departments that reported rightly and are not added up, by the roster."""
        return tuple(f for f in self.returns.usable if not f.department.counted)

    @property
    def rows(self) -> list[tuple[int | None, ...]]:
        """List the values of each department that is added up, by the form's cells."""
        return [self.item(filing).values for filing in self.counted]

    def item(self, filing: Filing) -> Return:
        """Return the return that is used for a department; `InputError` where there is none."""
        if filing.used is None:
            raise InputError(f"没有采用“{filing.department.name}”的报送件。")
        return filing.used.item

    @property
    def stated(self) -> list[tuple[int | str | None, ...]]:
        """List what each department that is added up states: values, or texts in their place."""
        return [stated_row(self.item(filing)) for filing in self.counted]

    @cached_property
    def having(self) -> Mapping[str, int]:
        """Count the departments that are added up and have a duty, by the duty's key."""
        return count_having(self.form, [self.item(filing) for filing in self.counted])

    @property
    def no_duties(self) -> frozenset[str]:
        """The keys of the duties that no department has: their totals are not 0 but missing."""
        return frozenset(key for key, count in self.having.items() if not count)

    @property
    def said(self) -> Mapping[int, str]:
        """Return what the yes/no and choice cells show, by cell index: 是 27、否 3."""
        return format_all_counts(self.form, self.counts)

    @property
    def answers(self) -> pd.DataFrame:
        """Return the counts as a frame: table, row, column, answer, departments."""
        import pandas as pd

        rows = [
            (cell.table, cell.row, cell.column, answer, count)
            for cell in self.form.not_added
            for answer, count in zip(
                cell.measure.answers, self.counts.get(cell.index, ()), strict=False
            )
        ]
        names = ["table", "row", "column", "answer", "departments"]
        return pd.DataFrame(rows, columns=names).astype({"departments": "Int64"})

    @property
    def share(self) -> str:
        """Return the sentence on how many departments the totals cover."""
        return say_share(Share(len(self.counted), self.expected))

    @cached_property
    def stamp(self) -> Stamp:
        """The identity of the summary, with the check code over its figures and its files."""
        stamp = Stamp(StampKind.SUMMARY, self.form.id, self.form.digest, self.period, self.code)
        code = check_code(
            stamp,
            self.name,
            Share(len(self.counted), self.expected),
            {f.department.code: f.department.name for f in (*self.counted, *self.uncounted)},
            self._said_by_department(),
            [file.item.sha256 for file in self.returns.settlement.files if file.item.sha256],
        )
        return replace(stamp, check_code=code)

    def _said_by_department(self) -> dict[str, tuple[int | str | None, ...]]:
        """Map the code of each department to what it states in cells, and in lists."""
        listed = said_by_owner(self.lists)
        uncounted = {f.department.code: stated_row(self.item(f)) for f in self.uncounted}
        return mark_uncounted(uncounted) | {
            f.department.code: (*stated_row(self.item(f)), *listed.get(f.department.code, ()))
            for f in self.counted
        }

    @cached_property
    def lists(self) -> Lists:
        """The lines of all departments by the key of their list, each with its department."""
        return {
            each.key: without_private(each, lines_of(each.key, self.counted))
            for each in self.form.lists
        }

    def quality_of(self, open_list: OpenList) -> Mapping[tuple[str, str], Quality]:
        """Count how the lines of a list were handled, by code and name of their department."""
        return quality_by_department(open_list, self.counted, self.period)

    @property
    def quality(self) -> pd.DataFrame:
        """Return how lines were handled by department, as `Returns.quality` does."""
        frame: pd.DataFrame = quality_frame({e.key: self.quality_of(e) for e in self.form.lists})
        return frame

    @property
    def scope(self) -> str:
        """Return the sentence on how many departments the totals cover, and who is left out."""
        filings = self.returns.settlement.filings
        statuses = Counter(filing.status for filing in filings if filing.department.counted)
        differing = say_read_differently(self.returns)
        return scope_sentence(statuses, len(filings) - self.expected, differing)

    def keys(self) -> tuple[str, ...]:
        """List the keys of the form's tables and lists, in official order."""
        return self.form.keys

    def __getitem__(self, key: str) -> pd.DataFrame:
        """Return the totals of table `key`, rows × columns, or all lines of list `key`."""
        open_list = self.form.open_list(key)
        if open_list is not None:
            lines: pd.DataFrame = list_frame(open_list, self.lists[key])
            return lines
        totals: pd.DataFrame = office_frame(self.form.table(key), self.name, self.values)
        return totals


@public
class ConsolidationError(InputError):
    """A consolidation that was refused; `returns` have the statuses that decided it."""

    def __init__(self, sentence: str, returns: Returns) -> None:
        super().__init__(sentence)
        self.returns = returns


@checked
def consolidate(
    returns: Returns,
    *,
    name: str,
    code: str = "",
    verify: bool = True,
    strict: bool = False,
    progress: Progress = silent,
    workers: int = 1,
    executor: Executor | None = None,
    patience: float = PATIENCE,
) -> Summary:
    """Add up the returns that are accepted, accepted with warnings or nil.

    A return of another edition is migrated if this form has a cell for all its values and needs
    no others, and returned for correction otherwise. With `verify` every workbook that is added up
    is first read again, by calamine or openpyxl, and must agree cell by cell; `workers` or an
    `executor` do that, as they read for `read_returns`. Raises `InputError` for a blank name, where
    there is nothing to add up or the period is unknown, and with `strict` where a department is
    missing, returned, in conflict or migrated, or a file's department is unknown.
    """
    refuse_blank(name)
    crew = choose_workers(workers, executor, patience)
    form, period = returns.form, returns.period
    if form is None:
        raise InputError("没有一份能读取的报送件，无法汇总。")
    beside = forms_beside(form, returns.considered)
    if beside and not returns.is_form_named:
        named = " 或 ".join(each.id for each in (form, *beside))
        raise InputError(
            f"报送件有几种报表：{say_forms(returns.considered)}；"
            f"一次只汇总一种，请用参数 forms 写明 {named}。"
        )
    if period is None:
        which = "哪一年" if form.period.is_year else "哪一期"
        name = form.period.reword("年度")
        raise InputError(f"报送件的{name}不一致，看不出要汇总{which}，请指明{name}。")
    returns = ready_returns(returns, form, crew, verify=verify, progress=progress)
    counted = tuple(filing for filing in returns.usable if filing.department.counted)
    if not counted:
        raise ConsolidationError(why_nothing(returns), returns)
    if strict:
        _refuse_open_matters(returns)
    items = [filing.used.item for filing in counted if filing.used]
    values = add_rows(form, [item.values for item in items])
    recomputed = list(values)
    fill_totals(form, recomputed)
    if tuple(recomputed) != values:
        raise InputError("汇总后的合计与各单位合计之和不一致，请报告这个问题。")
    return Summary(
        name=name,
        code=code,
        form=form,
        period=period,
        returns=returns,
        counted=counted,
        values=values,
        counts=count_answers(form, [(item.values, item.counts) for item in items]),
    )


def _refuse_open_matters(returns: Returns) -> None:
    """Raise `ConsolidationError` where a department is not accepted, or a file has none.

    A superseded file does not count, whatever is wrong with it, nor what a program left behind.
    """
    settlement = returns.settlement
    matters = []
    for status in OPEN_STATUSES:
        names = [f.department.name for f in settlement.filings if f.status is status]
        if names:
            matters.append(f"{status.chinese} {len(names)} 个单位（{shorten(names)}）")
    names = [
        filing.department.name
        for filing in settlement.filings
        if filing.status.added_up and filing.used and filing.used.item.as_read
    ]
    if names:
        matters.append(f"报表版本不同 {len(names)} 个单位（{shorten(names)}）")
    files = Counter(f.status for f in settlement.files if not f.item.source.passed_over)
    matters += [
        f"{status.chinese} {files[status]} 个文件"
        for status in (FileStatus.UNREADABLE, FileStatus.NOT_ON_ROSTER)
        if files[status]
    ]
    if matters:
        sentence = f"按参数 strict 的要求没有汇总：{'，'.join(matters)}。{first_errors(returns)}"
        raise ConsolidationError(sentence, returns)
