"""The figures of a history as files and returns state them, before it is known whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.layout.stamp import StampKind
from xlreport.past.last_year_reader import county_rows, unknown_cells, why_changed
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns
from xlreport.settlement.file import File
from xlreport.settlement.status import DepartmentStatus
from xlreport.summary.history.period_figures import PeriodFigures, Provenance
from xlreport.summary.scope import share_of
from xlreport.summary.summary import Summary


@dataclass(frozen=True, slots=True)
class Gathered:
    """The figures found, and what is left out: a file or department, each with a sentence.

    `rows` are those of the departments within a summary.
    """

    figures: list[PeriodFigures] = field(default_factory=list)
    rows: list[PeriodFigures] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def gather_figures(items: Sequence[Unread | Return]) -> Gathered:
    """Gather figures of files of one form; of several files of a department the one that counts."""
    gathered = Gathered()
    groups: dict[tuple[Period, Provenance], list[Return]] = defaultdict(list)
    for item in items:
        reason = _why_not(item)
        if reason or isinstance(item, Unread) or item.period is None:
            gathered.left_out.append((item.file, reason))
        else:
            groups[item.period, _origin(item)].append(item)
    for (period, provenance), group in groups.items():
        _settle(gathered, group, period, provenance)
    return gathered


def gather_current(this: Returns | Summary) -> Gathered:
    """Gather the figures of returns that are accepted, or of a summary with its departments."""
    gathered = Gathered()
    filings = this.counted if isinstance(this, Summary) else this.usable
    found = gathered.rows if isinstance(this, Summary) else gathered.figures
    for filing in filings:
        item = filing.used.item if filing.used else None
        if item is not None and item.period is not None:
            who = filing.department
            found.append(_of_return(item, item.period, Provenance.RETURN, who.code, who.name))
    if isinstance(this, Summary):
        gathered.figures.append(
            PeriodFigures(
                period=this.period,
                form=this.form,
                code=this.code,
                department=this.name,
                values=this.values,
                provenance=Provenance.SUMMARY,
                file=this.share,
                no_duties=this.no_duties,
                counted=len(this.counted),
                expected=this.expected,
            )
        )
    return gathered


def _origin(item: Return) -> Provenance:
    if item.stamp is not None and item.stamp.kind is StampKind.SUMMARY:
        return Provenance.SUMMARY
    return Provenance.PUBLISHED if item.published else Provenance.RETURN


def _why_not(item: Unread | Return) -> str:
    """Return the reason why a file cannot be used at all, empty where it can."""
    if isinstance(item, Unread):
        return f"无法读取：{item.findings[0].message}" if item.findings else "无法读取"
    if item.period is None:
        return f"看不出{item.form.period.caption}"
    if item.period.kind is not item.form.period:
        return f"是 {item.period.spaced}的，这种报表按{item.form.period.chinese}报送"
    return why_changed(item)


def _settle(
    gathered: Gathered, items: Sequence[Return], period: Period, provenance: Provenance
) -> None:
    """Add the figures of one period and provenance; files of one department are settled."""
    returns = check_and_settle(items, roster=None, period=period, before=None, prefer={})
    for filing in returns.settlement.filings:
        used, name = filing.used, filing.department.name
        if used is None:
            code = filing.department.code
            owned = (file for file in returns.settlement.files if file.owner is not None)
            files = "、".join(file.name for file in owned if file.owner and file.owner.code == code)
            which = f"{period.spaced}有几份数字不同的{provenance.chinese}"
            if filing.status is DepartmentStatus.CONFLICT:
                gathered.left_out.append((name, f"{which}（{files}），请只留一份"))
            continue
        item = used.item.as_filed
        figures = _of_return(item, period, provenance, item.code, item.department or name)
        gathered.figures.append(figures)
        if provenance is Provenance.SUMMARY:
            gathered.rows.extend(_rows(gathered, item, period))
        elif wrong := _wrong(used):
            what = f"{period.spaced}的{provenance.chinese}有 {wrong} 个错误没有改正，数字照原样列出"
            gathered.left_out.append((f"{name}（{used.name}）", what))


def _of_return(
    item: Return, period: Period, provenance: Provenance, code: str, department: str
) -> PeriodFigures:
    unknown = unknown_cells(item)
    share = share_of(item) if provenance is Provenance.SUMMARY else None
    return PeriodFigures(
        period=period,
        form=item.form,
        code=code,
        department=department,
        values=tuple(None if i in unknown else value for i, value in enumerate(item.values)),
        provenance=provenance,
        file=item.file,
        no_duties=item.no_duties,
        unreadable=unknown,
        counted=share.counted if share else None,
        expected=share.expected if share else None,
    )


def _wrong(file: File[Return]) -> int:
    return sum(finding.is_open_error for finding in file.findings)


def _rows(gathered: Gathered, item: Return, period: Period) -> Iterator[PeriodFigures]:
    """Yield the departments of a summary by its data sheet."""
    try:
        _, rows = county_rows([item], item.form)
    except InputError as error:
        gathered.left_out.append((item.file, f"各单位的数据没有使用：{error}"))
        return
    for row in rows:
        if not row.counted:
            continue
        yield PeriodFigures(
            period=period,
            form=item.form,
            code=row.code,
            department=row.name,
            values=row.values,
            provenance=Provenance.SUMMARY_ROW,
            file=item.file,
            no_duties=row.no_duties,
        )
