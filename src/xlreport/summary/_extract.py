"""The data for other programs: one line for each value, with stable keys and official labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.base.text import inert
from xlreport.form.duties import Missing, cells_without
from xlreport.form.form import Form
from xlreport.form.measure import Values, format_value
from xlreport.form.open_list import Lists, without_private
from xlreport.form.parts import Cell
from xlreport.layout.stamp import StampKind
from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns
from xlreport.summary._why_left_out import first_errors, say_read_differently
from xlreport.summary.summary import Summary


@dataclass(frozen=True, slots=True)
class Reported:
    """The figures of one department, or of a summary as a whole, by the form's cells.

    `said` are the texts of cells that have no value. `status` is empty for a summary; `counted`
    tells whether they go into the county's totals. `no_duties` are the keys of the duties that it
    does not have, `texts` its narrative parts by key. `lists` are the lines of each list, by its
    key; `is_total` tells that they and the values are those of all departments of a summary,
    `summed` that the values are sums.
    """

    code: str
    department: str
    status: str
    counted: bool
    period: Period
    values: Values
    said: Mapping[int, str]
    lists: Lists = field(default_factory=dict)
    is_total: bool = False
    summed: bool = False
    no_duties: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extract:
    """The exported data of one form: entries, their returns, and a sentence on their scope.

    `period` is None where the returns are of several periods.
    """

    form: Form
    period: Period | None
    scope: str
    entries: tuple[Reported, ...]
    sources: tuple[Return, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One value of one department in one cell, as a scaled integer; None where missing.

    A cell of another kind than numbers has a `text` instead, None where it is blank. `missing` is
    the reason, None where there is a value or a text.
    """

    entry: Reported
    cell: Cell
    table_label: str
    value: int | None
    text: str | None = None
    missing: Missing | None = None


def extract(source: Returns | Summary) -> Extract:
    """Return the data that can be exported: of returns that can be added up, or a summary's totals.

    Raises `InputError` where there is nothing to export.
    """
    return _of_summary(source) if isinstance(source, Summary) else _of_returns(source)


def lines(content: Extract) -> Iterator[Line]:
    """Yield a line for each entry and cell, in official order, missing values as well."""
    headings = {table.key: table.heading for table in content.form.tables}
    for entry in content.entries:
        without = cells_without(content.form, entry.no_duties)
        for cell in content.form.cells:
            value, text = entry.values[cell.index], None
            if not cell.measure.is_number:
                said = "" if cell.index in without else entry.said.get(cell.index, "")
                text = inert(said if value is None else format_value(value, cell.measure)) or None
                value = None
            missing = None
            if value is None and text is None:
                is_sum = entry.summed and not cell.measure.adds and not cell.total
                missing = Missing.NOT_ADDED if is_sum else Missing.BLANK
                missing = Missing.NO_DUTY if cell.index in without else missing
            yield Line(entry, cell, headings[cell.table], value, text, missing)


def _of_summary(summary: Summary) -> Extract:
    entry = Reported(
        code=inert(summary.code or summary.name),
        department=inert(summary.name),
        status="",
        counted=True,
        period=summary.period,
        values=summary.values,
        said=summary.said,
        lists=summary.lists,
        no_duties=summary.no_duties,
        is_total=True,
        summed=True,
    )
    sources = tuple(summary.item(filing) for filing in summary.counted)
    return Extract(summary.form, summary.period, summary.scope, (entry,), sources)


def _of_returns(returns: Returns) -> Extract:
    if returns.form is None or not returns.usable:
        sentence = "没有一份可以导出的报送件：全部未报送、被退回或有冲突。"
        raise InputError(f"{sentence}{first_errors(returns)}")
    entries, sources = [], []
    for filing in returns.usable:
        item = filing.used.item if filing.used else None
        if item is None or item.period is None:  # neither is usable: a missing period is an error
            continue
        who = filing.department
        sources.append(item)
        entries.append(
            Reported(
                code=inert(who.code),
                department=inert(who.name),
                status=filing.status.value,
                counted=who.counted,
                period=item.period,
                values=item.values,
                said=item.said,
                lists={
                    key: without_private(open_list, lines)
                    for key, lines in item.lists.items()
                    if (open_list := item.form.open_list(key)) is not None
                },
                summed=item.stamp is not None and item.stamp.kind is StampKind.SUMMARY,
                no_duties=item.no_duties,
                texts=item.texts,
            )
        )
    left_out = len(returns.settlement.filings) - len(entries)
    rest = f"另有 {left_out} 个单位未报送、被退回或有冲突，不在其中" if left_out else ""
    parts = (f"{len(entries)} 个单位的数据", rest, say_read_differently(returns))
    scope = "，".join(filter(None, parts))
    return Extract(returns.form, returns.period, scope, tuple(entries), tuple(sources))
