"""A form without the private columns of its lists: what may leave the department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlreport.form.counts import Count
from xlreport.form.form import Form
from xlreport.form.limit import Limit, Pair
from xlreport.form.line_rule import LineRule, Within
from xlreport.form.open_list import OpenList
from xlreport.form.outline import Label, Outline

_Places = Mapping[int, int]
"""The new number of each column that stays, by its old one."""


def without_private_columns(form: Form) -> Form:
    """Copy a form without the private columns of its lists; cells and counts stay as they are.

    A file written by it is one of the same form, which reads it: private columns may be missing.
    Rules about a private column are left out. Counts and limits use none, or no form is loaded.
    """
    if not any(column.private for each in form.lists for column in each.columns):
        return form
    places = {each.key: _places(each) for each in form.lists}
    lists = {each.key: list_without_private(each) for each in form.lists}
    return replace(
        form,
        lists=tuple(lists.values()),
        sections=tuple(
            lists[each.key] if isinstance(each, OpenList) else each for each in form.sections
        ),
        counts=tuple(_count(count, places[count.list]) for count in form.counts),
    )


def kept_columns(open_list: OpenList) -> tuple[int, ...]:
    """Return the numbers of the columns that are not private."""
    return tuple(number for number, c in enumerate(open_list.columns) if not c.private)


def list_without_private(open_list: OpenList) -> OpenList:
    """Copy a list without its private columns."""
    places = _places(open_list)
    keys = frozenset(open_list.keys[number] for number in places)
    kept = frozenset(places)
    return replace(
        open_list,
        outline=Outline(_labels(open_list.outline.labels, keys)),
        columns=tuple(open_list.columns[number] for number in places),
        rules=tuple(_rule(r, places) for r in open_list.rules if kept.issuperset(r.columns)),
        limits=tuple(_limit(limit, places) for limit in open_list.limits),
    )


def _places(open_list: OpenList) -> _Places:
    return {number: place for place, number in enumerate(kept_columns(open_list))}


def _labels(labels: Sequence[Label], keys: frozenset[str]) -> tuple[Label, ...]:
    """Return the labels of columns that stay, and those above them."""
    kept = []
    for label in labels:
        if label.children:
            children = _labels(label.children, keys)
            kept += [replace(label, children=children)] if children else []
        elif label.key in keys:
            kept.append(label)
    return tuple(kept)


def _count(count: Count, places: _Places) -> Count:
    return replace(
        count,
        where=tuple((places[column], values) for column, values in count.where),
        dated=tuple((places[column], span) for column, span in count.dated),
        sum=None if count.sum is None else places[count.sum],
    )


def _rule(rule: LineRule, places: _Places) -> LineRule:
    within = rule.within

    def moved(columns: Sequence[int]) -> tuple[int, ...]:
        return tuple(places[column] for column in columns)

    return replace(
        rule,
        order=moved(rule.order),
        together=moved(rule.together),
        workday=moved(rule.workday),
        within=within and Within(places[within.since], places[within.until], within.days),
        most=tuple((places[column], most) for column, most in rule.most),
        where=tuple((places[column], values) for column, values in rule.where),
        filled=moved(rule.filled),
        blank=moved(rule.blank),
    )


def _limit(limit: Limit, places: _Places) -> Limit:
    def moved(column: int | None) -> int | None:
        return None if column is None else places[column]

    def pairs(given: Sequence[Pair]) -> tuple[Pair, ...]:
        return tuple((places[first], places[second]) for first, second in given)

    return replace(
        limit,
        deadline=places[limit.deadline],
        left=moved(limit.left),
        state=moved(limit.state),
        starts=places[limit.starts],
        ends=places[limit.ends],
        restarts=pairs(limit.restarts),
        pauses=pairs(limit.pauses),
        extended=moved(limit.extended),
        told=moved(limit.told),
        waits=tuple((places[column], words) for column, words in limit.waits),
        expires=pairs(limit.expires),
    )
