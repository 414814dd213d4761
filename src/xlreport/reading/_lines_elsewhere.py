"""The lines of a list that stand elsewhere in the workbook, below another header of the same list.

A clerk may go on with a list on a new sheet, or beside it. Such lines are not read: they may as
well be a draft, or those of last year. But they are named, unless the list has each of them, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from xlreport.base.address import a1
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, make_finding
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.open_list import Lines, OpenList
from xlreport.formats.cell import RawSheet
from xlreport.reading._label_sheet import LabelSheet, label_sheets
from xlreport.reading._lines import read_lines
from xlreport.reading._locate_list import ListLocation, head_of, match_list


def lines_elsewhere(
    form: Form, lists: Mapping[str, Lines], sheets: Sequence[RawSheet]
) -> Iterator[Finding]:
    """Yield a finding for each header of a list that was read with other lines below it.

    `sheets` are those that do not belong to the form, and those of lists without the lists. Raises
    `Unreadable` where their merged ranges cover too much.
    """
    filled = [sheet for sheet in sheets if sheet.cells]
    if not filled or not lists:
        return
    heads = label_sheets([head_of(sheet) for sheet in filled])
    known = {entry for lines in lists.values() for entry in lines.entries}
    for open_list in form.lists:
        if open_list.key in lists:
            for head, raw in zip(heads, filled, strict=True):
                yield from _below(form, open_list, head, raw, known)


def _below(
    form: Form,
    open_list: OpenList,
    head: LabelSheet,
    raw: RawSheet,
    known: Iterable[tuple[Entry, ...]],
) -> Iterator[Finding]:
    """Yield a finding for each header of a list on a sheet below which there are new lines."""
    for match in match_list(form, open_list, head):
        columns = tuple(match.columns.get(key, -1) for key in open_list.keys)
        location = ListLocation(raw, match.rows["line"], columns)
        lines = read_lines(form, open_list, location, raw).lines
        new = [n for n, entry in enumerate(lines.entries) if entry not in known]
        if new:
            row = lines.rows[new[0]]
            column = min(at for at in columns if (row, at) in raw.cells)
            told = open_list.columns[columns.index(column)].told(raw.cells[row, column].text)
            seen = CellReference(raw.name, a1(row, column), "", told)
            facts = {"table": open_list.heading, "number": str(len(new))}
            yield replace(make_finding("LINES-ELSEWHERE", seen, **facts), about=open_list.key)
            return
