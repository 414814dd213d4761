"""Why departments are left out: the first error of each, for a refusal that follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from xlreport.base.finding import Severity
from xlreport.returns.returns import Returns
from xlreport.returns.status import DepartmentStatus

_NAMED = 5


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


def shorten(names: Sequence[str]) -> str:
    """List the first few names for a sentence, followed by 等 if there are more."""
    more = "等" if len(names) > _NAMED else ""
    return f"{'、'.join(names[:_NAMED])}{more}"
