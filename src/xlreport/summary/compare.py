"""The comparison of two periods: the changed cells of each department, matched by keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.finding import Finding
from xlreport.base.memory import Sources, gather
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.measure import Kind, Measure, Values, format_value, to_number
from xlreport.form.parts import Cell
from xlreport.form.sums import add_rows
from xlreport.formats.sources import find_sources
from xlreport.office.roster import Roster
from xlreport.past.last_year import Earlier, LastYear, Pairs, pair_years
from xlreport.past.last_year_reader import (
    gather_last_year,
    nothing_read,
    unproved,
)
from xlreport.past.migration import origins
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.published import read_published_source
from xlreport.reading.reader import read_source
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns
from xlreport.settlement.collected import collected_form, collected_period
from xlreport.settlement.status import FileStatus
from xlreport.summary._duties import duty_changes
from xlreport.summary._left_out import (
    YEAR_RULES,
    cells_left_out,
    cells_without_home,
    cells_without_origin,
    left_out,
)
from xlreport.summary._same_period import other_differences
from xlreport.summary._scope_notes import scope_notes
from xlreport.summary._this_side import ThisSide, this_side
from xlreport.summary.comparison import OTHER_FILE, Change, Comparison, say_periods
from xlreport.summary.summary import Summary

_NOT_USED = (FileStatus.CONFLICTING, FileStatus.NOT_ON_ROSTER, FileStatus.UNREADABLE)


@checked
def compare(
    this: Sources | Returns | Summary,
    last: Sources | Returns | Summary,
    *,
    roster: Roster | None = None,
    forms: Sequence[Form] = (),
) -> Comparison:
    """Compare two periods: each a return, a folder or archive of returns, or a summary.

    Each may be given by its path or as read already, with its settlement. Both may be of the same
    period: two files of a department, or two states of a folder.

    Cells of two editions are compared by their keys. `roster` has the departments of `this` and
    their predecessors; without it those are taken that a summary names. Of several returns those
    with errors are left out; of a single one, the cells that hold no number and the totals that
    need them. Raises `InputError` where nothing can be read, where the periods are not in order,
    where a county's summary was changed after it was made, and where two files of the earlier
    period differ.
    """
    library = Library(tuple(forms))
    given = this.returns if isinstance(this, Summary) else this
    items: Sequence[Unread | Return]
    if isinstance(given, Returns):
        items, roster = given.items, roster or given.roster
        form, period = given.form, given.period
    else:
        items = _read(given, library)
        form, period = collected_form(items), collected_period(items)
    earlier = _earlier_items(last, library)
    before = _with_word(_last_year(last, earlier, period), period)
    if form is None:
        raise nothing_read("本年", items)
    _check_order(form, period, before)
    is_same = period is not None and period == before.period
    judged = _judge_periods(items, roster, period, before)
    settled = given if isinstance(given, Returns) else judged
    current = this_side(settled, form, roster, before.uncounted)
    pairs = pair_years(before, form, current.figures, roster, alone=current.is_alone)
    return Comparison(
        form=form,
        last_form=before.form,
        period=period,
        last_period=before.period,
        compared=tuple(pair.department.name for pair in pairs.pairs),
        rows=tuple(_changes(form, before, current, pairs)),
        only_this=cells_without_origin(before.form, form),
        only_last=cells_without_home(before.form, form),
        duties=tuple(
            (name, say_periods(form, what, before.word))
            for name, what in duty_changes(form, before.form, pairs)
        ),
        left_out=tuple(_left_out(form, before, current, pairs)),
        findings=_across_years(judged),
        unreadable=tuple(item.file for item in items if isinstance(item, Unread)),
        unproved=(*unproved(i for i in items if isinstance(i, Return)), *before.unproved),
        others=tuple(other_differences(earlier, settled)) if is_same else (),
        notes=tuple(scope_notes(form, before, current, pairs, has_roster=roster is not None)),
    )


def _judge_periods(
    items: Sequence[Unread | Return],
    roster: Roster | None,
    period: Period | None,
    before: LastYear,
) -> Returns:
    """Check returns, against the earlier figures only where rules may look at their period."""
    is_last = period is None or before.period in (None, period.previous())
    is_year_ago = period is not None and before.period in (None, period.year_before())
    earlier = Earlier(before if is_last else None, before if is_year_ago else None)
    return check_and_settle(
        items,
        roster=roster,
        period=period,
        before=earlier if earlier.given else None,
        prefer={},
    )


def _left_out(
    form: Form, before: LastYear, current: ThisSide, pairs: Pairs
) -> Iterator[tuple[str, str]]:
    """Yield what is not compared, with the reason: departments and files, cells, old files."""
    yield from left_out(
        current.returns, form, pairs, current.wrong, before.word, single=current.is_alone
    ).items()
    yield from cells_left_out(form, current.unknown, pairs.unknown, before.word)
    for file, reason in before.left_out:
        yield file, f"{before.word}的文件没有使用：{reason}"


def _earlier_items(
    last: Sources | Returns | Summary, library: Library
) -> Sequence[Unread | Return]:
    """Read the earlier side, or list those of its files that count."""
    if not isinstance(last, Returns | Summary):
        found = find_sources(gather(last))
        return [read_published_source(source, library) for source in found]
    filings = last.counted if isinstance(last, Summary) else last.settlement.filings
    return [filing.used.item for filing in filings if filing.used]


def _read(paths: Sources, library: Library) -> list[Unread | Return]:
    return [read_source(source, library) for source in sorted(find_sources(gather(paths)))]


def _across_years(returns: Returns) -> tuple[Finding, ...]:
    return tuple(finding for finding in returns.found if finding.rule.startswith(YEAR_RULES))


def _last_year(
    last: Sources | Returns | Summary, items: Sequence[Unread | Return], collected: Period | None
) -> LastYear:
    """Gather last year's figures from files, or from returns or those that a summary adds up."""
    previous = collected and collected.previous()
    if not isinstance(last, Returns | Summary):
        return gather_last_year(items, previous)
    returns = last.returns if isinstance(last, Summary) else last
    # A period that was given as an argument is not always that of most files.
    before = gather_last_year(items, returns.period or previous)
    unused = (
        (file.name, file.status.chinese)
        for file in returns.settlement.files
        if file.status in _NOT_USED
    )
    return replace(before, left_out=(*before.left_out, *unused))


def _with_word(before: LastYear, period: Period | None) -> LastYear:
    """Copy earlier figures with what their period is called beside that of the later ones."""
    if period is None:
        return before
    if period == before.period:
        return replace(before, word=OTHER_FILE)
    return before if period.kind.is_year else replace(before, word=period.word_for(before.period))


def _check_order(form: Form, period: Period | None, before: LastYear) -> None:
    """Refuse two periods of which the earlier comes first."""
    if period is not None and before.period is not None and period < before.period:
        order = form.period.reword("先写本年、后写上年")
        raise InputError(
            f"{order}：现在前一份是 {period.spaced}的，后一份是 {before.period.spaced}的。"
        )


def _changes(form: Form, before: LastYear, current: ThisSide, pairs: Pairs) -> Iterator[Change]:
    """Yield the changed cells: first of the totals over all departments compared, then of each."""
    unknown = current.unknown | pairs.unknown
    homes = origins(before.form, form)
    same = [cell for cell in form.cells if homes[cell.index].parts and cell.index not in unknown]
    yield from _largest_first(_total_changes(form, same, pairs))
    changes: list[Change] = []
    for pair in pairs.pairs:
        changes += _changed(pair.department.code, pair.department.name, same, pair.this, pair.last)
    yield from _largest_first(changes)


def _largest_first(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda row: -abs(row.change or 0))


def _total_changes(form: Form, cells: Sequence[Cell], pairs: Pairs) -> Iterator[Change]:
    """Yield the changes of the total over the counted departments, where there are several."""
    counted = [pair for pair in pairs.pairs if pair.department.counted]
    if len(counted) > 1:
        name = f"合计（同口径 {len(counted)} 个单位）"
        this = add_rows(form, [pair.this for pair in counted])
        last = add_rows(form, [pair.last for pair in counted])
        yield from _changed("", name, cells, this, last)


def _changed(
    code: str, name: str, cells: Sequence[Cell], this: Values, last: Values
) -> Iterator[Change]:
    for cell in cells:
        new, old = this[cell.index], last[cell.index]
        # A blank is 0 in a sum, but no average, date or answer.
        if new == old or (cell.measure.adds and (new or 0) == (old or 0)):
            continue
        difference = None
        if cell.measure.adds:
            difference = (new or 0) - (old or 0)
        elif cell.measure.is_number and new is not None and old is not None:
            difference = new - old
        yield Change(
            code=code,
            department=name,
            table=cell.table,
            row=cell.row,
            column=cell.column,
            path=cell.path,
            unit=_unit(cell.measure),
            last=_stated(old, cell.measure),
            this=_stated(new, cell.measure),
            change=None if difference is None else _number(difference, cell.measure),
        )


def _unit(measure: Measure) -> str:
    return "%" if measure.kind is Kind.PERCENTAGE else measure.unit


def _stated(value: int | None, measure: Measure) -> int | float | str | None:
    if value is None:
        return None
    return _number(value, measure) if measure.is_number else format_value(value, measure)


def _number(value: int, measure: Measure) -> int | float:
    """Return a number in the unit that people read: a percentage in percent."""
    if measure.kind is Kind.PERCENTAGE:
        return to_number(value, replace(measure, kind=Kind.DECIMAL))
    return to_number(value, measure)
