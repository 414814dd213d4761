"""Both years' totals over the same departments: what a summary compares.

A total over thirty departments cannot be compared with one over twenty-eight.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlreport.form.measure import Values
from xlreport.form.sums import add_rows
from xlreport.returns.last_year import Figures, LastYear, Pairs, pair_years
from xlreport.returns.migration import origins
from xlreport.summary.summary import Summary

_MOST_MOVERS = 10
_NAMED = 40  # names in one sentence: more do not fit into a cell


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """The totals of both years over the paired departments, by this year's cells.

    The pairs' numbers are indexes of the summary's `counted`. Where no department has figures
    of both years, all totals are missing.
    """

    before: LastYear
    pairs: Pairs
    this: Values
    last: Values


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


def year_on_year(summary: Summary) -> YearOnYear | None:
    """Compare a summary with last year's figures; None where none were given."""
    before = summary.returns.before
    if before is None:
        return None
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


def largest_movers(years: YearOnYear, index: int) -> list[Mover]:
    """List the departments whose value of a cell changed most, at most ten.

    Of equal changes the roster's order holds. Departments without a change are left out.
    """
    movers = [
        Mover(pair.number, last=pair.last[index], this=pair.this[index])
        for pair in years.pairs.pairs
    ]
    changed = [mover for mover in movers if mover.change]
    return sorted(changed, key=lambda mover: (-abs(mover.change), mover.number))[:_MOST_MOVERS]


def scope_sentences(years: YearOnYear, summary: Summary) -> list[str]:
    """List sentences on how many departments are compared, and which are left out."""
    pairs, form = years.pairs, summary.form
    counted, both = len(summary.counted), len(pairs.pairs)
    if both:
        sentences = [
            f"同口径比较：本年计入汇总 {counted} 个单位，其中 {both} 个有上年数据；"
            f"“上年”“本年”两栏都只合计这 {both} 个单位。"
        ]
    else:
        sentences = [f"无法比较：本年计入汇总的 {counted} 个单位都没有上年数据。"]
    for names, what in (
        (pairs.only_this, "没有可比的上年数据、没有参加比较"),
        (pairs.only_last, "上年有数据、本年没有计入比较"),
    ):
        if names:
            more = "等" if len(names) > _NAMED else ""
            sentences.append(f"{what}（{len(names)} 个）：{'、'.join(names[:_NAMED])}{more}。")
    if years.before.form is not form:
        sentences.append(
            f"上年用的是 {years.before.form.id} 版报表；那一版没有的指标写“{NO_COUNTERPART}”。"
        )
    if years.before.total:
        sentences.append(
            f"“上年公布数”是上年汇总表的合计（{len(years.before.rows) - 1} 个单位），"
            "与本年的单位范围可能不同，只供参考，不参加比较。"
        )
    return sentences


NO_COUNTERPART = "无对应指标"
