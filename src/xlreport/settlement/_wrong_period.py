"""The finding about a return of another period than the one that is collected, or of none."""

from __future__ import annotations

from xlreport.base.finding import Finding, make_finding
from xlreport.base.period import Period
from xlreport.reading.one_return import Return, Unread


def _is_open(item: Unread | Return) -> bool:
    """Tell whether a return does not say which of its form's periods it is for."""
    if isinstance(item, Unread) or item.form.period.is_year:
        return False
    return item.period is None or item.period.kind is not item.form.period


def period_finding(item: Return, period: Period | None) -> Finding | None:
    """Make the finding about the period of a return, where it is not the `period` collected."""
    if _is_open(item):
        kind, seen = item.form.period, item.period.chinese if item.period else "空白"
        facts = {"seen": seen, "kind": kind.chinese, "example": kind.example}
        return make_finding("PERIOD-WRONG", **facts)
    if item.period is None:
        return make_finding("YEAR-MISSING")
    if period is None or item.period == period:
        return None
    return make_finding(
        "WRONG-YEAR",
        period=item.period.on_cover,
        expected_period=period.spaced,
        todo=_advice(item, item.period, period),
    )


def _advice(item: Return, own: Period, wanted: Period) -> str:
    """Say what to do: a workbook may be issued for another period, or its cover be mistyped."""
    if item.stamp is None or item.stamp.period is None:
        return (
            f"请核对封面的{wanted.kind.caption}：写错的，改为 {wanted.on_cover}；"
            f"没有写错的，请填报 {wanted.spaced}的数"
        )
    return (
        f"这份报送表是为 {own.spaced}下发的。请在 {wanted.spaced}的报送表上填写后报送；"
        f"表中已经是 {wanted.spaced}的数的，可以请汇总人员改换{wanted.kind.caption}"
    )
