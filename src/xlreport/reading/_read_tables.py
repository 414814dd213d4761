"""Read the value cells of all tables of a workbook, and settle what its blanks are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlreport.base.finding import Finding, findings_about
from xlreport.form.blanks import settle_blanks
from xlreport.layout.layout import Layout
from xlreport.reading._cells import (
    TableCells,
    clear_computed_totals,
    clear_explained_totals,
    read_table,
)
from xlreport.reading._findings import (
    blank_findings,
    location_findings,
)
from xlreport.reading._locate import TableLocation


@dataclass(slots=True)
class TableDraft:
    """The content of all tables read so far; `typed` is by cell index, None where missing."""

    typed: list[int | None]
    words: dict[int, str] = field(default_factory=dict)
    seen: dict[int, str] = field(default_factory=dict)
    unreadable: set[int] = field(default_factory=set)
    tables: list[TableCells] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_tables(
    layout: Layout,
    locations: Sequence[TableLocation],
    nil: frozenset[str],
    *,
    summary: bool,
    has_formulas: bool,
) -> TableDraft:
    """Read the value cells of every located table, at their positions in `layout`."""
    form = layout.form
    draft = TableDraft([None] * len(form.cells))
    for table, location in zip(form.tables, locations, strict=True):
        draft.findings += findings_about(table.key, location_findings(table, location))
        if location.raw is None:
            draft.unreadable.update(cell.index for cell in table.cells)
            continue
        skipped = location.missing | location.refused
        cells = read_table(
            form,
            table,
            location.raw.cells,
            layout.positions,
            summary=summary,
            displaced=location.displaced,
            refused=location.refused,
        )
        if not has_formulas:
            clear_computed_totals(form, cells, skipped)
        clear_explained_totals(form, cells)
        draft.tables.append(cells)
        draft.seen |= cells.seen
        draft.words |= cells.words
        unreadable = cells.unreadable | skipped
        draft.unreadable |= unreadable
        for index, value in cells.typed.items():
            draft.typed[index] = value
        is_nil = table.key in nil
        blanks = settle_blanks(
            table,
            draft.typed,
            unreadable,
            {*draft.words, *cells.counts},
            nil=is_nil,
            summary=summary,
        )
        for index in (*blanks.zeros, *blanks.silent):
            draft.typed[index] = 0
        blank = blank_findings(layout, table, blanks, draft.seen, certain=has_formulas)
        draft.findings += findings_about(table.key, blank)
    return draft
