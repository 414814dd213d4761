"""The check whether a return is on the edition of its period.

It needs no arrays, so it is apart from the other checks: building templates loads no numpy.
"""

from __future__ import annotations

from xlreport.base.finding import Finding, make_finding
from xlreport.base.period import Period
from xlreport.form.check_kind import CheckKind
from xlreport.form.form import Form
from xlreport.form.library import shipped_forms
from xlreport.form.said import said_by
from xlreport.reading.one_return import Return, Unread

_REFILL = "请在本年度下发的报送表上重新填写。"


def edition_finding(item: Unread | Return) -> Finding | None:
    """Make the finding about a return on the tables of another year's edition, if it is one."""
    if isinstance(item, Unread) or item.period is None or item.form.covers(item.period.year):
        return None
    check = next(check for check in item.form.checks if check.kind is CheckKind.EDITION)
    right = _edition_for(item.form, item.period)
    facts = {"period": item.period.chinese, "form": item.form.edition, "right": right}
    if item.stamp is None or item.stamp.period is None:  # somebody typed the year
        caption = item.form.period.caption
        facts["own_advice"] = f"请先核对封面的{caption}：写错的请改正；没有写错的，{_REFILL}"
    return said_by(check, make_finding("EDITION", **facts))


def _edition_for(form: Form, period: Period) -> str:
    """Name the edition of `form` for reports of a period, as the finding prints it."""
    editions = (other for other in shipped_forms() if other.title == form.title)
    fitting = [edition.edition for edition in editions if edition.has(period)]
    return "、".join(fitting) or period.kind.reword("该年度的版本")
