"""Returns: many files read, checked and settled together, and their frames."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xlreport.base.errors import InputError
from xlreport.base.finding import Finding
from xlreport.base.keyed import Keyed
from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.checks.labels import with_labels
from xlreport.form.form import Form
from xlreport.office.decisions import Decision
from xlreport.office.roster import Roster
from xlreport.office.waivers import Waiver
from xlreport.past.last_year import Earlier
from xlreport.reading.one_return import Return, Unread
from xlreport.returns._frames import (
    data_frame,
    findings_frame,
    frame_of_table,
    frames_of,
    matches_frame,
    missing_frame,
    status_frame,
    texts_frame,
)
from xlreport.returns.quality import quality_by_department, quality_frame
from xlreport.returns.reconciling import SourceMatch
from xlreport.returns.unusual import Unusual, unusual_figures, unusual_frame
from xlreport.settlement.file import File, Filing, Settlement
from xlreport.settlement.status import FileStatus

if TYPE_CHECKING:
    import pandas as pd


@public
@dataclass(frozen=True, eq=False)
class Returns(Keyed):
    """Many returns, checked and settled.

    `form` and `period` are those that are collected: of most returns. `found` are all findings in
    reading order, `before` are the earlier figures where they were given, `waivers` those that were
    applied, `unused_waivers` those in force that fit nothing; `decided` and `undecided` are the
    decisions that were applied, and those that fit nothing, each with the reason; `matches` are the
    figures of second sources and of another form, each beside that of the return. Frames hold the
    returns that can be added up: those without errors. `is_form_named` tells whether the caller
    named the form that is collected.
    """

    form: Form | None
    period: Period | None
    roster: Roster | None
    settlement: Settlement
    found: tuple[Finding, ...]
    before: Earlier | None = None
    waivers: tuple[Waiver, ...] = ()
    unused_waivers: tuple[Waiver, ...] = ()
    decided: tuple[Decision, ...] = ()
    undecided: tuple[tuple[Decision, str], ...] = ()
    matches: tuple[SourceMatch, ...] = ()
    is_form_named: bool = False

    __repr__ = one_line(
        lambda it: (
            f"{it.form.id if it.form else 'no form'} {it.period}: {len(it.items)} files, "
            f"{sum(finding.is_open_error for finding in it.found)} errors"
        )
    )

    @property
    def year(self) -> int | None:
        """The year that is collected."""
        return self.period.year if self.period else None

    @cached_property
    def items(self) -> tuple[Unread | Return, ...]:
        """List what was read of each file, in reading order."""
        return tuple(file.item for file in self.settlement.files)

    @property
    def considered(self) -> tuple[Unread | Return, ...]:
        """List what was read of the files that no decision ignores, in reading order."""
        files = self.settlement.files
        return tuple(file.item for file in files if file.status is not FileStatus.IGNORED)

    @cached_property
    def usable(self) -> tuple[Filing, ...]:
        """List the departments whose figures can be added up, in official order."""
        return tuple(
            filing
            for filing in self.settlement.filings
            if filing.status.added_up and filing.used and filing.used.item.form is self.form
        )

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Return the findings as a frame, one row for each finding, in reading order.

        Its columns are the properties of `Finding`, and `period` where a return is not yearly. The
        errors that must be corrected are those that are not `replaced`.
        """
        return findings_frame(self.found)

    @cached_property
    def status(self) -> pd.DataFrame:
        """Return the departments as a frame: department_code, department, status and the used file.

        A status is accepted, accepted with warnings, nil return, returned for correction,
        conflict or missing.
        """
        return status_frame(self.settlement.filings)

    @cached_property
    def unusual_figures(self) -> tuple[Unusual, ...]:
        """List the figures that an officer should look at first; none where there is no form.

        They are far from the department's earlier figures, from its peers', or are most of the
        total; those on which the county's totals rest most come first. Nothing is known of a
        single department without earlier figures.
        """
        if self.form is None:
            return ()
        filings = self.settlement.filings
        return unusual_figures(self.form, filings, self.before, self.roster, self.decided)

    @cached_property
    def unusual(self) -> pd.DataFrame:
        """Return `unusual_figures` as a frame, a row for each, the weightiest first.

        Columns: department_code, department, file, sheet, cell, path, table, row, column, value,
        usual (both in the cell's unit), ground (own_years, peers, share or drift), effect and share
        (parts of the county's total), reason (a Chinese sentence), rule, answer, answer_code,
        waiver.
        """
        return unusual_frame(self.unusual_figures)

    @cached_property
    def reconciliation(self) -> pd.DataFrame:
        """Return the figures of second sources beside those of the returns, one row for each.

        Columns: source, department_code, department, table, row, column (blank for a rule between
        two forms, which `what` says), what, reported, given, difference, unit, result (equal,
        different, open), why, note.
        """
        return matches_frame(self.matches)

    @cached_property
    def quality(self) -> pd.DataFrame:
        """Return how the lines of lists with a limit were handled in the period, by department.

        The departments are those that can be added up; `Quality` tells what is counted.
        Columns: department_code, department, list, received, in_time, late, unclear, open, overdue,
        extended (lines), median_days (working days from the first day to the end).
        """
        form, period = self._form(), self.period
        if period is None:
            raise InputError("这些报送件没有写明报告期，不能统计办理情况。")
        lists = form.lists
        return quality_frame(
            {each.key: quality_by_department(each, self.usable, period) for each in lists}
        )

    @cached_property
    def missing(self) -> pd.DataFrame:
        """Return missing values: department_code, department, table, row, column, reason.

        The reason is `no duty` where the department does not have what the cell is about, or
        `blank`.
        """
        return missing_frame(self.usable)

    @cached_property
    def data(self) -> pd.DataFrame:
        """Return the tidy frame, one value a row, each in its own unit.

        Its columns are department_code, department, year (and period, where a form is not yearly),
        table, row, column, value (and text, where cells are of other kinds than numbers).
        """
        return data_frame(self._form(), self.usable)

    @cached_property
    def texts(self) -> pd.DataFrame:
        """Return the narrative parts: department_code, department, part (its key) and text.

        A part that is blank is there with a missing text.
        """
        return texts_frame(self._form(), self.usable)

    def keys(self) -> tuple[str, ...]:
        """List the keys of the form's tables and lists, in official order; none without a form."""
        return self.form.keys if self.form else ()

    def table(self, key: str, *, labels: bool = False) -> pd.DataFrame:
        """Return table or list `key` as `returns[key]` does, if wanted with official labels.

        The `labels` of columns and rows stand in place of their keys, outermost first. One that
        two of them share is followed by the key. Raises `KeyError` as `returns[key]` does.
        """
        return with_labels(self._form(), key, self[key]) if labels else self[key]

    def __getitem__(self, key: str) -> pd.DataFrame:
        """Return table `key`, validated by its schema, with a column for each column key.

        Its index has the levels department_code, department and row, or line in a list. Without a
        roster the code is that in the file, or the name where it has none, and is unique.
        Raises `KeyError` for a key that the form does not have.
        """
        if key not in self._valid:
            self._valid[key] = self._validated(key)
        return self._valid[key].copy()

    @cached_property
    def _valid(self) -> dict[str, pd.DataFrame]:
        """The tables validated so far."""
        return {}

    def _validated(self, key: str) -> pd.DataFrame:
        from xlreport.checks.schema import table_schema

        form = self._form()
        frame = frame_of_table(form, key, self.usable)
        valid: pd.DataFrame = table_schema(form, key).validate(frame)
        return valid

    def department(self, name: str) -> dict[str, pd.DataFrame]:
        """Return one department's tables and lists as read, errors or not: rows × columns by key.

        Raises `InputError` for a department (name or code) without a used file.
        """
        _, used = self._used(name)
        return frames_of(used.item.as_filed, name)

    def only(self, name: str) -> Returns:
        """Return the one return that is used for a department, to report or export it by itself.

        Raises `InputError` for a department (name or code) without a used file.
        """
        filing, used = self._used(name)
        used = replace(used, item=used.item.as_filed)
        settlement = Settlement((used,), (replace(filing, used=used),))
        return replace(self, form=used.item.form, settlement=settlement, found=used.findings)

    def _used(self, name: str) -> tuple[Filing, File[Return]]:
        for filing in self.settlement.filings:
            if name in (filing.department.name, filing.department.code) and filing.used:
                return filing, filing.used
        raise InputError(f"没有采用“{name}”的报送件；单位状态见 returns.status。")

    def _form(self) -> Form:
        if self.form is None:
            raise InputError("没有一份能读取的报送件。")
        return self.form
