"""The reminder (催报名单): the departments that must still report or correct, with contacts.

Each run makes a new one, so nobody is reminded who has reported since.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import write_file
from xlreport.base.finding import quotable
from xlreport.base.memory import Target, target_path
from xlreport.base.text import inert
from xlreport.office.roster import Department, Roster, named_in_file
from xlreport.returns.file import AnyFile, Filing
from xlreport.returns.returns import Returns
from xlreport.returns.status import OPEN_STATUSES, DepartmentStatus, FileStatus

_HEADINGS = ("单位代码", "单位名称", "单位类别", "状态", "错误", "联系方式")
_SHOWN = 20


@checked
def write_reminder(returns: Returns, path: Target, *, ending: str = "") -> Path:
    """Write who must still report or correct, as text (.txt) or as a table (.csv).

    `ending` tells which for a binary file object without a name. Raises `InputError` for another
    ending and for returns that were read without a roster, which alone tells who is missing;
    `OutputError` where the file cannot be written.
    """
    ending = reminder_ending(path, ending)
    if returns.roster is None:
        raise InputError("读取报送件时没有写明参数 roster（单位名录），看不出谁没有报送。")
    write_file(path, _RENDERED[ending](returns).encode("utf-8-sig"))
    return target_path(path)


def reminder_ending(path: Target, nameless: str = "") -> str:
    """Return the ending of a reminder's file, or `nameless` where it has none.

    Raises `InputError` for any but .txt and .csv.
    """
    ending = (target_path(path).suffix or nameless).lower()
    if ending not in _RENDERED:
        raise InputError(f"{path}：催报名单的文件名须以 .txt 或 .csv 结尾。")
    return ending


def missing_line(returns: Returns) -> str:
    """Name the departments that have not reported, with their contacts; empty if all have.

    More than twenty are counted, so that the line fits on one screen.
    """
    missing = [f for f in returns.settlement.filings if f.status is DepartmentStatus.MISSING]
    if not missing:
        return ""
    named = "、".join(_named(filing.department) for filing in missing[:_SHOWN])
    more = f" 等 {len(missing)} 个单位" if len(missing) > _SHOWN else ""
    return f"未报送：{named}{more}"


def reminder_text(returns: Returns) -> str:
    """Render the reminder as text: a sentence, then one line for each department."""
    return "".join(f"{line}\n" for line in _lines(returns))


def reminder_csv(returns: Returns) -> str:
    """Render the reminder as CSV with Chinese headings, one row for each department."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_HEADINGS)
    errors = error_counts(returns)
    for filing in open_filings(returns):
        who = filing.department
        texts = [inert(text) for text in (who.code, who.name, who.kind, filing.status.chinese)]
        writer.writerow([*texts, errors[who.name], inert(who.contact)])
    return buffer.getvalue()


_RENDERED: Mapping[str, Callable[[Returns], str]] = {".txt": reminder_text, ".csv": reminder_csv}


def _lines(returns: Returns) -> Iterator[str]:
    filings = open_filings(returns)
    counts = Counter(filing.status is DepartmentStatus.MISSING for filing in filings)
    title = returns.form.title if returns.form else "年度报告"
    what = f"{returns.period.title}{title}" if returns.period else title
    asked = [
        f"请未报送的 {counts[True]} 个单位尽快报送" if counts[True] else "",
        f"请退回修改、数据冲突的 {counts[False]} 个单位更正后重新报送" if counts[False] else "",
    ]
    request = "；".join(filter(None, asked)) or "所有单位都已报送，没有需要更正的"
    yield f"{what}：{request}。"
    errors = error_counts(returns)
    unread = _unread(returns)
    for filing in filings:
        count = errors[filing.department.name]
        wrong = f"，错误 {count} 处" if count else ""
        file = unread.get(filing.department.code)
        if file and filing.status is DepartmentStatus.MISSING:
            wrong = f"，收到的“{quotable(file)}”无法读取，请重新发送 Excel 报送表"
        yield f"{filing.status.chinese}：{_named(filing.department)}{wrong}"


def _unread(returns: Returns) -> Mapping[str, str]:
    """Map the codes of departments to the unreadable files that are named after them."""
    if returns.roster is None:
        return {}
    return {
        department.code: file.name
        for file in returns.settlement.files
        if file.status is FileStatus.UNREADABLE
        for department in _named_in(file, returns.roster)
    }


def _named_in(file: AnyFile, roster: Roster) -> tuple[Department, ...]:
    return named_in_file(roster, file.item.source.member or file.item.source.path.name)


def open_filings(returns: Returns) -> list[Filing]:
    """List the departments that must act: missing ones first, each group in official order."""
    filings = returns.settlement.filings
    return [filing for status in OPEN_STATUSES for filing in filings if filing.status is status]


def error_counts(returns: Returns) -> Counter[str]:
    """Count the errors of every department by its name."""
    return Counter(f.department for f in returns.found if f.is_open_error)


def _named(department: Department) -> str:
    """Return a department's name, and its contact where the roster has one."""
    return " ".join(filter(None, map(quotable, (department.name, department.contact))))
