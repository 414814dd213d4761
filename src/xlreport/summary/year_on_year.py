"""The totals of two periods over the same departments: what a summary compares.

A total over thirty departments cannot be compared with one over twenty-eight.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlreport.form.measure import Values
from xlreport.form.sheet_names import LAST_PERIOD_SHEET, LAST_YEAR_SHEET, ranking_sheet
from xlreport.form.sums import add_rows
from xlreport.past.last_year import Figures, LastYear, Pairs, pair_years
from xlreport.past.migration import origins
from xlreport.summary.summary import Summary

_MOST_MOVERS = 10
_NAMED = 40  # names in one sentence: more do not fit into a cell


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """The totals of two periods over the paired departments, by the cells of the summary's form.

    The pairs' numbers are indexes of the summary's `counted`. Where no department has figures
    of both periods, all totals are missing.
    """

    before: LastYear
    pairs: Pairs
    this: Values
    last: Values

    @property
    def sheet(self) -> str:
        """The name of their sheet: 同比 with a year ago, 环比 with the period before."""
        return LAST_PERIOD_SHEET if self.before.word == "上期" else LAST_YEAR_SHEET

    @property
    def ranking_sheet(self) -> str:
        """The name of the sheet with the departments that changed most."""
        return ranking_sheet(self.sheet)


@dataclass(frozen=True, slots=True)
class Mover:
    """A department's value of one cell in both years; `number` is its index in `counted`."""

    number: int
    last: int | None
    this: int | None

    @property
    def change(self) -> int:
        """Return this year's value less last year's; a missing one counts as 0, as in SUM."""
        return (self.this or 0) - (self.last or 0)


def year_on_year(summary: Summary) -> list[YearOnYear]:
    """Compare a summary with the earlier figures that were given, those of a year ago first."""
    earlier = summary.returns.before
    return [_compared(summary, before) for before in earlier.given] if earlier else []


def _compared(summary: Summary, before: LastYear) -> YearOnYear:
    figures = [Figures(f.department, summary.item(f).values) for f in summary.counted]
    pairs = pair_years(before, summary.form, figures, summary.returns.roster)
    if not pairs.pairs:
        missing: Values = [None] * len(summary.form.cells)
        return YearOnYear(before, pairs, this=missing, last=missing)
    this = add_rows(summary.form, [pair.this for pair in pairs.pairs])
    last = add_rows(summary.form, [pair.last for pair in pairs.pairs])
    return YearOnYear(before, pairs, this, last)


def comparable(years: YearOnYear, summary: Summary, index: int) -> bool:
    """Tell whether last year's edition counts the same indicator."""
    return bool(origins(years.before.form, summary.form)[index].parts)


def largest_movers(years: YearOnYear, index: int, *, adds: bool = True) -> list[Mover]:
    """List the departments whose value of a cell changed most, at most ten.

    Of equal changes the roster's order holds. Departments without a change are left out, and where
    values do not add up those without a value in either year.
    """
    movers = [
        Mover(pair.number, last=pair.last[index], this=pair.this[index])
        for pair in years.pairs.pairs
    ]
    changed = [
        mover for mover in movers if mover.change and (adds or None not in (mover.last, mover.this))
    ]
    return sorted(changed, key=lambda mover: (-abs(mover.change), mover.number))[:_MOST_MOVERS]


def scope_sentences(years: YearOnYear, summary: Summary) -> list[str]:
    """List sentences on how many departments are compared, and which are left out."""
    pairs, form = years.pairs, summary.form
    counted, both = len(summary.counted), len(pairs.pairs)
    last, this = years.before.word, form.period.reword("本年")
    if both:
        sentences = [
            f"同口径比较：{this}计入汇总 {counted} 个单位，其中 {both} 个有{last}数据；"
            f"“{last}”“{this}”两栏都只合计这 {both} 个单位。"
        ]
    else:
        sentences = [f"无法比较：{this}计入汇总的 {counted} 个单位都没有{last}数据。"]
    for names, what in (
        (pairs.only_this, f"没有可比的{last}数据、没有参加比较"),
        (pairs.only_last, f"{last}有数据、{this}没有计入比较"),
    ):
        if names:
            more = "等" if len(names) > _NAMED else ""
            sentences.append(f"{what}（{len(names)} 个）：{'、'.join(names[:_NAMED])}{more}。")
    if years.before.form is not form:
        sentences.append(
            f"{last}用的是{years.before.form.edition}报表；那一版没有的指标写“{NO_COUNTERPART}”。"
        )
    if years.before.total:
        sentences.append(
            f"“{last}公布数”是{last}汇总表的合计（{years.before.covered} 个单位），"
            f"与{this}的单位范围可能不同，只供参考，不参加比较。"
        )
    return sentences


NO_COUNTERPART = "无对应指标"
NOT_ADDED = "不相加"
