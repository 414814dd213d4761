"""Who is left out and why: counts, first errors, and whom only the second reading has left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from xlreport.base.finding import Severity
from xlreport.layout.share import Share
from xlreport.returns.returns import Returns
from xlreport.settlement.status import DepartmentStatus, FileStatus

_NAMED = 5
READ_DIFFERENTLY = "VERIFY"


def first_errors(returns: Returns) -> str:
    """Name the departments that were returned, each with the first error; empty for none."""
    returned = [
        (filing.department.name, filing.used.findings)
        for filing in returns.settlement.filings
        if filing.status is DepartmentStatus.RETURNED and filing.used
    ]
    lines = [
        f"{name}：{next(f.full_message for f in findings if f.severity is Severity.ERROR)}"
        for name, findings in returned[:_NAMED]
    ]
    more = f"\n另有 {len(returned) - _NAMED} 个单位被退回。" if len(returned) > _NAMED else ""
    return "".join(f"\n{line}" for line in lines) + more


def read_differently(returns: Returns) -> list[str]:
    """List the departments that are returned because two readers differ.

    They are named wherever figures are added up: no earlier step can have told of them.
    """
    return [
        filing.department.name
        for filing in returns.settlement.filings
        if filing.used and any(f.code == READ_DIFFERENTLY for f in filing.used.findings)
    ]


def say_read_differently(returns: Returns) -> str:
    """Return the words about those departments, to stand behind a count; empty for none."""
    names = read_differently(returns)
    return f"{shorten(names)}几种读取方法读出的内容不同，退回修改" if names else ""


def scope_sentence(
    statuses: Mapping[DepartmentStatus, int], uncounted: int, differing: str = ""
) -> str:
    """Return the sentence on how many departments a sum covers, and who is left out.

    `statuses` counts the departments that should be added up, `uncounted` are the others;
    `differing` names those that only the second reading has left out.
    """
    counted = sum(count for status, count in statuses.items() if status.added_up)
    # A department is left out for one reason only, so that the numbers add up to their total.
    left_out = [
        f"{status.chinese}{statuses[status]}个"
        for status in DepartmentStatus
        if statuses.get(status) and not status.added_up
    ]
    if uncounted:
        left_out.append(f"另有{uncounted}个不计入汇总")
    if differing:
        left_out.append(differing)
    rest = f"（{'，'.join(left_out)}）" if left_out else ""
    return f"{say_share(Share(counted, sum(statuses.values())))}{rest}"


def say_share(share: Share) -> str:
    """Return the sentence on how many departments there are figures of."""
    return f"合计范围：{share} 个单位"


def shorten(names: Sequence[str]) -> str:
    """List the first few names for a sentence, followed by 等 if there are more."""
    more = "等" if len(names) > _NAMED else ""
    return f"{'、'.join(names[:_NAMED])}{more}"


def why_nothing(returns: Returns) -> str:
    """Return the reason why there is nothing to add up: often the roster of another county."""
    files = Counter(file.status for file in returns.settlement.files)
    unlisted = files[FileStatus.NOT_ON_ROSTER]
    roster = returns.roster.name if returns.roster else ""
    if unlisted and unlisted + files[FileStatus.UNREADABLE] == files.total():
        return (
            f"收到的 {unlisted} 份报送件都不在单位名录“{roster}”中，没有可以汇总的；"
            "请核对是不是用了别处的名录。"
        )
    return f"没有一份可以计入汇总的报送件：全部未报送、被退回或有冲突。{first_errors(returns)}"
