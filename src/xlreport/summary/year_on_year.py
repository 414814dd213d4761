"""Last year and this over the same departments: what a summary may compare, and over whom.

A total over thirty departments says nothing beside one over twenty-eight.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlreport.form.measure import Values
from xlreport.returns.last_year import LastYear, Pairs, add_rows, pair_years
from xlreport.returns.migration import origins
from xlreport.summary.summary import Summary

_BUSIEST = 10
_NAMED = 40  # names in one sentence: a cell holds no more text, a reader takes in no more


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """Is both years' totals over the departments of `pairs`, by this year's cells.

    `places` of the pairs are numbers in the summary's `counted`. Where no department has figures
    of both years both totals are missing throughout.
    """

    before: LastYear
    pairs: Pairs
    this: Values
    last: Values


@dataclass(frozen=True, slots=True)
class Mover:
    """Is a department and one cell's value in both years; `place` is its number in `counted`."""

    place: int
    last: int | None
    this: int | None

    @property
    def change(self) -> int:
        """Give this year's value less last year's; a missing one counts as 0, as in SUM."""
        return (self.this or 0) - (self.last or 0)


def year_on_year(summary: Summary) -> YearOnYear | None:
    """Compare a summary with last year's figures; None where none were given."""
    before = summary.returns.before
    if before is None:
        return None
    departments = [filing.department for filing in summary.counted]
    roster = summary.returns.roster
    pairs = pair_years(before, summary.form, departments, summary.rows, roster)
    nothing: Values = [None] * len(summary.form.cells)
    this, last = (add_rows(rows) if rows else nothing for rows in (pairs.this, pairs.last))
    return YearOnYear(before, pairs, this, last)


def comparable(years: YearOnYear, summary: Summary, index: int) -> bool:
    """Tell whether last year's edition counts the same indicator."""
    return bool(origins(years.before.form, summary.form)[index].parts)


def largest_movers(years: YearOnYear, index: int) -> list[Mover]:
    """List the departments whose value of a cell changed most, at most ten.

    Where two changed alike the roster's order holds; one that did not change is none.
    """
    rows = zip(years.pairs.places, years.pairs.last, years.pairs.this, strict=True)
    movers = [Mover(place, last[index], this[index]) for place, last, this in rows]
    changed = [mover for mover in movers if mover.change]
    return sorted(changed, key=lambda mover: (-abs(mover.change), mover.place))[:_BUSIEST]


def scope_sentences(years: YearOnYear, summary: Summary) -> list[str]:
    """Say over how many departments both years are compared, and which are left out."""
    pairs, form = years.pairs, summary.form
    counted, both = len(summary.counted), len(pairs.places)
    if both:
        said = [
            f"同口径比较：本年计入汇总 {counted} 个单位，其中 {both} 个有上年数据；"
            f"“上年”“本年”两栏都只合计这 {both} 个单位。"
        ]
    else:
        said = [f"无法比较：本年计入汇总的 {counted} 个单位都没有上年数据。"]
    for names, what in (
        (pairs.only_this, "没有可比的上年数据、没有参加比较"),
        (pairs.only_last, "上年有数据、本年没有计入比较"),
    ):
        if names:
            more = "等" if len(names) > _NAMED else ""
            said.append(f"{what}（{len(names)} 个）：{'、'.join(names[:_NAMED])}{more}。")
    if years.before.form is not form:
        said.append(
            f"上年用的是 {years.before.form.id} 版报表；那一版没有的指标写“{NO_COUNTERPART}”。"
        )
    if years.before.total:
        said.append(
            f"“上年公布数”是上年汇总表的合计（{len(years.before.rows) - 1} 个单位），"
            "与本年的单位范围可能不同，只供参考，不参加比较。"
        )
    return said


NO_COUNTERPART = "无对应指标"
