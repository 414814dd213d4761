"""What a history cannot compare, in words: breaks of edition, totals that leave departments out."""

from __future__ import annotations

from collections.abc import Iterator

from xlreport.base.address import sheet_title
from xlreport.base.finding import quotable
from xlreport.base.period import Period
from xlreport.layout.share import Share
from xlreport.past.last_year_reader import unproved_lines
from xlreport.past.migration import origins
from xlreport.summary.history.history import DepartmentHistory, History
from xlreport.summary.history.period_figures import Indicator, PeriodFigures, Provenance


def remark(figures: PeriodFigures | None, before: PeriodFigures | None) -> str:
    """Return what an officer must know of one period; `before` are the figures of an earlier one.

    The remark is empty where the figures compare with those before, and None has no figures.
    """
    if figures is None:
        return "没有数据"
    parts = []
    if before is not None and before.form is not figures.form:
        parts.append(f"换用{figures.form.edition}")
    if figures.is_partial:
        parts.append(f"{say_scope(figures)}，不画入走势")
    if figures.provenance is Provenance.PREDECESSORS:
        parts.append(f"是 {figures.file} 之和")
    return "；".join(parts)


def say_share(figures: PeriodFigures) -> str:
    """Return how many departments a total covers, 28／30; empty where that is unknown."""
    if figures.counted is None or figures.expected is None:
        return ""
    return str(Share(figures.counted, figures.expected))


def say_scope(figures: PeriodFigures) -> str:
    """Return the sentence on a total that leaves departments out, or may leave some out."""
    share = say_share(figures)
    return f"只含 {share} 个单位" if share else "看不出含多少个单位"


def open_matters(history: History) -> Iterator[tuple[str, str]]:
    """Yield files, departments and totals that are not compared, each with the reason."""
    for name, why in history.left_out:
        yield quotable(name), why
    for line in unproved_lines(history.unproved):
        file, _, why = line.partition(" ")
        yield file, why
    for who in history.departments:
        for figures in who.figures:
            if figures.is_partial:
                yield f"{quotable(who.department)} {figures.period.title}", say_scope(figures)


def lacking_indicators(history: History) -> Iterator[tuple[str, str]]:
    """Yield the indicators that an edition lacks, with the sentence that says which."""
    forms = {each.form for who in history.departments for each in who.figures}
    editions = sorted(forms, key=lambda form: (form.first_year, form.id))
    for each in history.indicators:
        lacking = [f.edition for f in editions if not origins(f, each.form)[each.cell.index].parts]
        if lacking:
            yield name_of(each), f"{'、'.join(lacking)}没有对应的指标"


def name_of(indicator: Indicator) -> str:
    """Return how a sentence calls an indicator: 表三：（一）予以公开｜自然人."""
    table = indicator.form.table(indicator.cell.table).sheet
    return f"{sheet_title(table)}：{indicator.cell.labels}"


def periods_of(
    history: History, who: DepartmentHistory
) -> Iterator[tuple[Period, PeriodFigures | None, PeriodFigures | None]]:
    """Yield each period from a department's first one on, its figures, and those known before."""
    before = None
    for period in history.span:
        figures = who.at(period)
        if figures is not None or before is not None:
            yield period, figures, before
        before = figures or before
