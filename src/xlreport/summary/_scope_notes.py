"""Sentences on the scope of a comparison: what its totals cover, and what they do not."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.form.form import Form
from xlreport.past.last_year import LastYear, Pairs
from xlreport.summary._this_side import ThisSide
from xlreport.summary.comparison import say_periods


def scope_notes(
    form: Form, before: LastYear, current: ThisSide, pairs: Pairs, *, has_roster: bool
) -> Iterator[str]:
    """Yield the notes on departments that do not match, and on totals that are not compared."""
    this, last = say_periods(form, "本年", before.word), before.word
    counted = sum(figures.department.counted for figures in current.figures)
    if current.county is not None and before.total and (pairs.only_this or pairs.only_last):
        yield (
            f"两份汇总表自己的合计没有比较：{this} {counted} 个单位，"
            f"{last} {before.covered} 个单位，口径不同；合计只比较两份都有的单位。"
        )
    if has_roster or current.is_alone:
        return
    if pairs.only_this and pairs.only_last:
        yield (
            f"没有给出单位名录：{this}有 {len(pairs.only_this)} 个、"
            f"{last}有 {len(pairs.only_last)} 个单位对不上；"
            "其中有合并、更名或改代码的，给出写有“前身代码”的单位名录再比较。"
        )
    if current.county is None and len(pairs.pairs) > 1:
        yield (
            "没有给出单位名录：不计入汇总的单位看不出来，合计可能包括它们，"
            "与汇总表“同比”的口径可能不同。"
        )
