"""Read every list of a workbook whose form is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlreport.base.address import a1, place
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, findings_about, make_finding
from xlreport.form.deadline import with_deadlines
from xlreport.form.form import Form
from xlreport.form.open_list import Lines, OpenList
from xlreport.formats.cell import RawSheet
from xlreport.layout.grid import Role
from xlreport.layout.layout import Layout, lay_form
from xlreport.reading._beside import places_of
from xlreport.reading._cells import TableCells
from xlreport.reading._line_findings import line_findings, list_location_findings
from xlreport.reading._lines import ReadList, number_column, read_lines
from xlreport.reading._locate_list import ListLocation
from xlreport.reading._rule_findings import rule_findings


@dataclass(slots=True)
class ListDraft:
    """The lists of a workbook by key, their entries that are formulas, and the findings.

    `beside` are the sheets of lists with the cells alone that belong to nothing.
    """

    lists: dict[str, Lines] = field(default_factory=dict)
    computed: list[CellReference] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    beside: list[RawSheet] = field(default_factory=list)


def read_lists(layout: Layout, locations: Sequence[ListLocation]) -> ListDraft:
    """Read the lists at their locations, none where there are no locations.

    `layout` has the tables at their locations: what else stands on their sheets is looked for
    already.
    """
    form, draft = layout.form, ListDraft()
    if not locations:
        return draft
    tables = {position.sheet for position in layout.positions}
    used = Counter(location.raw.name for location in locations if location.raw)
    for open_list, location in zip(form.lists, locations, strict=False):
        key = open_list.key
        draft.findings += findings_about(key, list_location_findings(open_list, location))
        raw = location.raw
        if raw is None:
            continue
        read = read_lines(form, open_list, location, raw)
        if read.headers:
            ambiguous = _ambiguous(open_list, location, raw, read)
            draft.findings += findings_about(key, [ambiguous])
            continue
        draft.lists[key] = with_deadlines(open_list, read.lines)
        draft.computed += read.computed
        draft.findings += findings_about(key, line_findings(form, open_list, read, raw))
        broken = rule_findings(open_list, draft.lists[key])
        draft.findings += findings_about(key, broken)
        if used[raw.name] == 1 and raw.name not in tables:
            draft.beside.append(_beside(form, location, raw))
    return draft


def _ambiguous(
    open_list: OpenList, location: ListLocation, raw: RawSheet, read: ReadList
) -> Finding:
    """Make the finding about a list below which another begins, with its columns elsewhere."""
    first = a1(location.top, min(at for at in location.columns if at >= 0))
    places = [place(raw.name, first), *(place(raw.name, header.cell) for header in read.headers)]
    return make_finding("TABLE-AMBIGUOUS", table=open_list.heading, places="、".join(places[:9]))


def _beside(form: Form, location: ListLocation, raw: RawSheet) -> RawSheet:
    """Return a sheet with the cells that are neither title, header, number nor entry.

    Where a list was moved, what stood above it was moved along with it, as where columns are left
    out. The unit stood in another column while the columns had other widths.
    """
    columns = {*location.columns, number_column(location, raw)}
    is_whole = not location.moved and -1 not in location.columns
    above = places_of(form, raw.name) if is_whole else None
    sheets = (sheet for sheet in lay_form(form).sheets if sheet.name == raw.name)
    units = {block.text for sheet in sheets for block in sheet.blocks if block.role is Role.UNIT}
    cells = {
        (row, at): cell
        for (row, at), cell in raw.cells.items()
        if (at not in columns if row >= location.top else above and (row, at) not in above)
        and cell.text not in units
    }
    return replace(raw, cells=cells)


def clear_counted(
    counted: Mapping[int, int | None], typed: list[int | None], tables: Sequence[TableCells]
) -> None:
    """Clear counted cells that are as counted, in a format whose formulas are not read."""
    for index, value in counted.items():
        if typed[index] is not None and typed[index] == value:
            typed[index] = None
            for cells in tables:
                cells.typed.pop(index, None)
