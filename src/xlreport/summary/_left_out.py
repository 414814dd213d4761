"""The departments, files and cells that a comparison of two periods leaves out, and why."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.form.form import Form
from xlreport.form.parts import Cell
from xlreport.layout.stamp import StampKind
from xlreport.past.last_year import Pairs
from xlreport.past.migration import origins
from xlreport.returns.returns import Returns
from xlreport.settlement.status import DepartmentStatus, FileStatus
from xlreport.summary.comparison import say_periods

YEAR_RULES = "Y-"  # the ids of the rules that look back a year


def wrong_codes(returns: Returns, form: Form) -> frozenset[str]:
    """Collect the codes of the departments whose return cannot be added up.

    Findings of the rules across years are no reason: the comparison is to show them.
    """
    errors = {
        (finding.file, finding.department)
        for finding in returns.found
        if finding.is_open_error and not finding.rule.startswith(YEAR_RULES)
    }
    return frozenset(
        filing.department.code
        for filing in returns.settlement.filings
        if filing.used is not None
        and (filing.used.name, filing.department.name) in errors
        and filing.used.item.form is form
    )


def cells_left_out(
    form: Form, this: frozenset[int], last: frozenset[int], word: str
) -> Iterator[tuple[str, str]]:
    """Yield the cells that hold no number in this period or the earlier one, with the reason.

    `word` is what the earlier period is called.
    """
    for index in sorted(this | last):
        which = say_periods(form, "本年", word) if index in this else word
        yield form.cells[index].path, f"{which}的内容读不出数字，不能比较"


def left_out(
    returns: Returns, form: Form, pairs: Pairs, wrong: frozenset[str], word: str, *, single: bool
) -> dict[str, str]:
    """Map each department or file that is not compared to the most specific reason.

    `word` is what the earlier period is called.
    """
    reasons = dict.fromkeys(pairs.only_this, "没有可比的上年数据")
    reasons |= dict.fromkeys(pairs.doubtful, "上年的报送件有读不出数字的内容")
    # One department's return may be compared with a summary: the others are not missing then.
    reasons |= dict.fromkeys(() if single else pairs.only_last, "没有可比的本年数据")
    for filing in returns.settlement.filings:
        if filing.status is DepartmentStatus.CONFLICT:
            reasons[filing.department.name] = "本年有几份数字不同的报送件"
        elif filing.department.code in wrong:
            reasons[filing.department.name] = "本年的报送件有错误，须退回修改"
        elif filing.used is not None and filing.used.item.form is not form:
            reasons[filing.department.name] = "本年的报表格式与多数单位不同"
    for file in returns.settlement.files:
        stamp = file.item.stamp
        is_summary = stamp is not None and stamp.kind is StampKind.SUMMARY
        if file.status is FileStatus.NOT_ON_ROSTER and not is_summary:
            reasons[file.item.department or file.name] = "不在单位名录"
    return {name: say_periods(form, why, word) for name, why in reasons.items()}


def cells_without_origin(old: Form, new: Form) -> tuple[Cell, ...]:
    """List the cells of the new form whose value no cell of the old form holds."""
    return tuple(cell for cell in new.cells if not origins(old, new)[cell.index].parts)


def cells_without_home(old: Form, new: Form) -> tuple[Cell, ...]:
    """List the cells of the old form whose value no cell of the new form takes."""
    housed = {part for origin in origins(old, new) for part in origin.parts}
    return tuple(cell for cell in old.cells if cell.index not in housed)
