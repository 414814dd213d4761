"""The figures of all earlier periods with which a collection is compared, read together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from xlreport.base.errors import InputError
from xlreport.base.memory import Given
from xlreport.base.period import Period
from xlreport.form.library import SHIPPED, Library
from xlreport.formats.sources import find_sources
from xlreport.past.last_year import Earlier, LastYear
from xlreport.past.last_year_reader import check_last_year, gather_last_year
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.published import read_published_source

_MOST_YEARS = 9  # before the year before


def read_earlier(
    paths: Iterable[Given],
    library: Library = SHIPPED,
    *,
    collected: Period | None = None,
) -> Earlier:
    """Read the figures with which reports of the period `collected` are compared.

    Those of a year are compared with the year before, as `read_last_year` reads it, those of a
    shorter period with the period before and the same period a year ago, whichever the files
    have. Years before the year before are gathered, too. Raises `InputError` as `read_last_year`
    does, where they have neither, and where they are of such periods and `collected` is unknown.
    """
    items = [read_published_source(source, library) for source in find_sources(paths)]
    return gather_earlier(items, collected)


def gather_earlier(items: Sequence[Unread | Return], collected: Period | None) -> Earlier:
    """Gather the figures of returns that are read already, as `read_earlier` does."""
    if collected is None and any(i.period and not i.period.kind.is_year for i in items):
        raise InputError("看不出本次是哪一期，不能和以前各期比较；请写明报告期，如 2026Q1。")
    if collected is None or collected.kind.is_year:
        before = gather_last_year(items, collected and collected.previous())
        check_last_year(before, collected)
        return _with_older(before, items)
    wanted = collected.previous(), collected.year_before()
    of_period = {period: [i for i in items if i.period == period] for period in wanted}
    found = {
        period: gather_last_year(own, period, collected.word_for(period))
        for period, own in of_period.items()
        if own
    }
    if not found:
        raise InputError(
            f"本次是 {collected.spaced}的；上期数据应是 {wanted[0].spaced}或"
            f" {wanted[1].spaced}的，没有找到。"
        )
    others = [item for item in items if item.period not in wanted]
    left_out = tuple((item.file, _why_other(item, wanted)) for item in others)
    first = next(iter(found))
    found[first] = replace(found[first], left_out=(*found[first].left_out, *left_out))
    return Earlier(found.get(wanted[0]), found.get(wanted[1]))


def _with_older(before: LastYear, items: Sequence[Unread | Return]) -> Earlier:
    """Add the years before `before` that the files have, the latest first.

    Nothing is checked by them: they only tell what is usual. So a year that cannot be gathered, as
    where two files of a department differ, is left out.
    """
    older: list[LastYear] = []
    used: set[str] = set()
    periods = {item.period for item in items if item.period and item.period.kind.is_year}
    for period in sorted(periods, reverse=True):
        if before.period is not None and period < before.period:
            own = [item for item in items if item.period == period]
            with suppress(InputError):
                older.append(gather_last_year(own, period, period.title))
                used |= {item.file for item in own} - dict(older[-1].left_out).keys()
    left_out = tuple(
        (file, f"{why}（只用于审核重点）" if file in used else why) for file, why in before.left_out
    )
    before = replace(before, left_out=left_out)
    return Earlier(before, before, tuple(older[:_MOST_YEARS]))


def _why_other(item: Unread | Return, wanted: Sequence[Period]) -> str:
    if isinstance(item, Unread):
        return "无法读取"
    if item.period is None:
        return "看不出报告期"
    return f"是 {item.period.spaced}的，不是 {'或 '.join(each.spaced for each in wanted)}的"
