"""Last year's figures, read from a summary workbook, returns or published reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlreport.base.errors import InputError
from xlreport.base.finding import listed
from xlreport.base.memory import Given
from xlreport.base.period import Period
from xlreport.form.form import Form, with_dependents
from xlreport.form.library import SHIPPED, Library
from xlreport.form.measure import Values
from xlreport.formats.sources import find_sources, read_again
from xlreport.layout.stamp import StampKind
from xlreport.office.roster import Department, Roster
from xlreport.past.last_year import LastYear, without_figures
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.published import read_published_source
from xlreport.reading.summary import DataSheet, open_departments
from xlreport.settlement.collected import collected_form, collected_period

# What is wrong with a summary whose figures are then used for nothing.
_CHANGED = frozenset({"SUMMARY-UNPROVED", "SUMMARY-SHARE", "SUMMARY-CHANGED", "SUMMARY-DIFFERS"})
_MOST_NAMES = 20  # of departments in a line for the officer


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """The figures of one department, by the form's cells, and the file they come from.

    `counted` tells whether it is added up, `predecessors` are the codes before its own.
    """

    file: str
    code: str
    name: str
    values: tuple[int | None, ...]
    no_duties: frozenset[str] = frozenset()
    counted: bool = True
    predecessors: tuple[str, ...] = ()


def read_last_year(
    paths: Iterable[Given],
    library: Library = SHIPPED,
    *,
    collected: Period | None = None,
) -> LastYear:
    """Read last year's figures by department: a summary's data sheet, returns, published reports.

    Only files of the period before the one that is `collected` are used. Without such files, or
    without `collected`, the period of most files is used. Summaries of several counties count as
    one return each, as they do for their city. Raises `InputError` where nothing can be read,
    where two periods have equally many files, and where two files of one department differ.
    """
    items = [read_published_source(source, library) for source in find_sources(paths)]
    return gather_last_year(items, collected and collected.previous())


def gather_last_year(
    items: Sequence[Unread | Return], wanted: Period | None, word: str = "上年"
) -> LastYear:
    """Gather the figures of returns that are read already, as `read_last_year` does.

    `wanted` is their period, and `word` what a clerk calls it.
    """
    chosen = _choose_period(items, wanted)
    read = [item for item in items if isinstance(item, Return)]
    of_period = [item for item in read if item.period in (None, chosen)]
    form = collected_form(of_period)
    if form is None:
        raise nothing_read(word, items)
    left_out = tuple((i.file, why) for i in items if (why := _why_not(i, form, chosen)))
    same_form = [item for item in of_period if item.form is form]
    refuse_changed(same_form)
    total, inner = county_rows(same_form, form)
    unreadable = {code_of(item): cells for item in same_form if (cells := unknown_cells(item))}
    outer = [
        DepartmentRow(
            item.file, code_of(item), item.department, _known_values(item), item.no_duties
        )
        for item in same_form
    ]
    rows: dict[str, Values] = {}
    names: dict[str, str] = {}
    for row in [*outer, *inner]:
        if row.code in rows and tuple(rows[row.code]) != row.values:
            raise InputError(
                f"{word}数据中“{row.name}”有两份不同的数字（{row.file} 等），请只留一份。"
            )
        rows[row.code], names[row.code] = row.values, row.name
    return LastYear(
        form=form,
        period=chosen,
        rows=rows,
        names=names,
        total=total,
        no_duties={row.code: row.no_duties for row in [*outer, *inner] if row.no_duties},
        unreadable=unreadable,
        left_out=left_out,
        unproved=unproved(same_form),
        word=word,
        uncounted=frozenset(row.code for row in inner if not row.counted),
        texts={code_of(item): item.texts for item in same_form if item.texts},
    )


def nothing_read(word: str, items: Iterable[Unread | Return]) -> InputError:
    """Return the error that nothing of a year can be read, with the reason of the first file."""
    sentence = f"{word}数据中没有能读取的汇总表或报送件"
    unread = next((item for item in items if isinstance(item, Unread)), None)
    if unread is None:
        return InputError(f"{sentence}。")
    finding = unread.findings[0]
    return InputError(f"{sentence}；{unread.file}：{finding.message}{finding.advice}")


def refuse_changed(items: Iterable[Return]) -> None:
    """Raise `InputError` for a summary that was changed after it was made."""
    for item in items:
        if changed := why_changed(item):
            raise InputError(f"{item.file}：{changed}")


def why_changed(item: Return) -> str:
    """Return the sentence on a summary that was changed after it was made, empty for any other."""
    found = (finding for finding in item.findings if finding.code in _CHANGED)
    return next((f"{finding.message}{finding.advice}" for finding in found), "")


def unproved(items: Iterable[Return]) -> tuple[str, ...]:
    """List the files of summaries without a check code, which version 0.1.0 made."""
    return tuple(
        item.file for item in items if any(found.code == "SUMMARY-OLD" for found in item.findings)
    )


def unproved_lines(files: Iterable[str]) -> list[str]:
    """List for the officer the summaries whose figures nothing proves."""
    return [
        f"{file} 是 0.1.0 版生成的汇总表，没有校验码，不能证明没有改动过；请核对主要数字。"
        for file in files
    ]


def unknown_cells(item: Return) -> frozenset[int]:
    """Collect the inputs of a return that hold no number, and the totals that need them."""
    unreadable_inputs = item.unreadable - item.form.fills.keys()
    return frozenset(with_dependents(item.form, unreadable_inputs))


def left_out_lines(before: LastYear) -> list[str]:
    """List for the officer the earlier files not used, with reasons, and those unproved."""
    left_out = [
        f"{before.word}数据中的 {file} 没有使用：{reason}。" for file, reason in before.left_out
    ]
    return left_out + unproved_lines(before.unproved)


def matched_lines(
    before: LastYear, departments: Sequence[Department], roster: Roster | None
) -> list[str]:
    """Return a line for the officer: how many departments have figures, and which have none."""
    if not departments:
        return []
    without = without_figures(before, departments, roster)
    count, having, word = len(departments), len(departments) - len(without), before.word
    if not without:
        return [f"{word}数据：{count} 个单位都有{word}数据。"]
    if not having:
        return [
            f"{word}数据：{count} 个单位都没有{word}数据，没有和{word}比较；"
            "请核对是不是别的县的数据，单位代码和名称是否一致。"
        ]
    names = listed([who.name for who in without], most=_MOST_NAMES)
    return [f"{word}数据：{count} 个单位中有 {having} 个有{word}数据；没有的：{names}。"]


def check_last_year(before: LastYear, period: Period | None) -> None:
    """Raise `InputError` if the figures are not of the period before `period`."""
    if before.period is not None and period is not None and before.period != period.previous():
        raise InputError(
            f"上年数据是 {before.period.spaced}的；本次是 {period.spaced}，"
            f"应为 {period.previous().spaced}的。"
        )


def _choose_period(items: Sequence[Unread | Return], period: Period | None) -> Period | None:
    """Choose the period whose files are used: `period`, else that of most; None if unknown."""
    periods = {item.period for item in items if item.period}
    if period in periods:
        return period
    most = collected_period(items)
    if periods and most is None:
        *others, last = [period.spaced for period in sorted(periods)]
        named = "、".join([*(each.removesuffix(" 年度") for each in others), last])
        raise InputError(f"上年数据中有 {named}的文件，看不出用哪一年的；请只留上年的。")
    return most


def _why_not(item: Unread | Return, form: Form, period: Period | None) -> str:
    """Return the reason why a file's figures are not used, empty where they are used."""
    if isinstance(item, Unread):
        return "无法读取"
    if item.period is not None and item.period != period:
        wanted = period.spaced if period else ""
        return f"是 {item.period.spaced}的，不是 {wanted}的"
    return "" if item.form is form else "报表格式与多数文件不同"


def _known_values(item: Return) -> tuple[int | None, ...]:
    unknown = unknown_cells(item)
    return tuple(None if i in unknown else value for i, value in enumerate(item.values))


def county_rows(items: Sequence[Return], form: Form) -> tuple[str, list[DepartmentRow]]:
    """Read the departments of a county from its summary, if `items` have one of just one county.

    Returns the code of the summary's total and a row for each department. The code is empty if
    `items` also have returns of others. Summaries of several counties are those counties' returns
    to their city, so there are no rows. Raises `InputError` for a summary that was changed.
    """
    summaries = [item for item in items if item.stamp and item.stamp.kind is StampKind.SUMMARY]
    codes = {code_of(item) for item in summaries}
    if len(codes) != 1:
        return "", []
    refuse_changed(summaries)
    rows = [row for item in summaries for row in _department_rows(item, form)]
    alone = {code_of(item) for item in items} <= codes | {row.code for row in rows}
    return codes.pop() if alone else "", rows


def code_of(item: Return) -> str:
    """Return the code that identifies a return's figures: its department's name without a code."""
    return item.code or item.department


def _department_rows(item: Return, form: Form) -> list[DepartmentRow]:
    content = read_again(item.source, item.sha256)
    try:
        added_up, others = open_departments(content, form)
    except InputError as error:
        raise InputError(f"{item.file} {error}") from error
    return [
        *_rows_of(item.file, added_up, form, counted=True),
        *_rows_of(item.file, others, form, counted=False),
    ]


def _rows_of(file: str, data: DataSheet, form: Form, *, counted: bool) -> list[DepartmentRow]:
    return [
        DepartmentRow(
            file,
            code,
            data.names[code],
            row,
            data.no_duties(form, code),
            counted,
            data.predecessors.get(code, ()),
        )
        for code, row in data.rows.items()
    ]
