"""Reading one `[[table]]` of a form file: its outlines, strip by strip, and its cells' kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count

from xlreport.base.path import join_path
from xlreport.base.toml_fault import (
    error_of,
    fault,
    fault_at,
    keep,
    kept,
    stop_if_faulty,
)
from xlreport.base.toml_fields import TomlTable, check_fields, keep_twins, read_each, sound_fields
from xlreport.base.toml_location import TomlLocation, field, outline_line
from xlreport.form._absent import mark_absent
from xlreport.form._read_kinds import Kinds, read_kinds
from xlreport.form.fields import BY_DEPARTMENT, PART, TABLE
from xlreport.form.heading import check_heading
from xlreport.form.measure import Blank
from xlreport.form.outline import Outline, OutlineError, parse_outline
from xlreport.form.parts import Cell, Part, Table


def read_table(
    raw: object, location: TomlLocation, start: int, sheet: str, blank: Blank = Blank.ASKED
) -> Table:
    """Read one `[[table]]` of a file; its cells' indexes begin with `start`.

    `sheet` is the name of its sheet, `blank` is what a blank means in the form. Keeps all faults
    of the table and raises `FormError` if there is one.
    """
    fields = sound_fields(raw, location, TABLE)
    with kept(location):
        check_heading(fields.get("heading", "-"), field(location, "heading"))
    parts = tuple(_read_parts(fields, location))
    # A column may occur in several strips, but a key must not name both a row and a column.
    columns = {node.key for part in parts for node in part.columns.walk() if node.key}
    rows = [node.key for part in parts for node in part.rows.walk() if node.key]
    keep_twins("行的代号", [(key, location) for key in rows])
    keep_twins("行和列的代号", [(key, location) for key in (*columns, *dict.fromkeys(rows))])
    narrow = [len(part.columns.leaves()) == 1 and not part.rows.depth() for part in parts]
    if narrow and all(narrow):
        # On a page or in a Word file such a table could not be told from one that frames text.
        keep("one-column", location)
    by_department = fields.get("report") == BY_DEPARTMENT
    if by_department and parts and [len(part.rows.leaves()) for part in parts] != [1]:
        keep("report-rows", field(location, "report"))
    stop_if_faulty(location)
    parts = mark_absent(fields.get("absent", []), parts, fields["key"], field(location, "absent"))
    rows_of, columns_of = [part.rows for part in parts], [part.columns for part in parts]
    kinds = read_kinds(fields, rows_of, columns_of, blank, location)
    cells = tuple(_make_cells(fields["key"], sheet, parts, kinds, start))
    shares = {c.index: text for c in cells if (text := kinds.share_of(c.row, c.column))}
    return Table(fields["key"], fields["heading"], sheet, parts, cells, shares, by_department)


def _read_parts(fields: TomlTable, location: TomlLocation) -> list[Part]:
    corner = fields.get("corner", "")
    if "part" in fields:
        return read_each(fields, "part", location, partial(_read_part, corner=corner))
    parts = []
    with kept(location):
        if "columns" in fields and "rows" in fields:
            parts.append(_make_part(fields, location, corner))
    return parts


def _read_part(raw: object, location: TomlLocation, corner: str) -> Part:
    return _make_part(check_fields(raw, location, PART), location, corner)


def _make_part(fields: TomlTable, location: TomlLocation, corner: str) -> Part:
    """Read the outlines of a strip; raises `FormError` after both, if one has a fault."""
    outlines = []
    for name, read in (("columns", read_columns), ("rows", _read_outline)):
        with kept(location):
            outlines.append(read(fields[name], field(location, name)))
    stop_if_faulty(location)
    columns, rows = outlines
    return Part(fields.get("band", ""), fields.get("corner", corner), columns, rows)


def read_columns(text: str, location: TomlLocation) -> Outline:
    """Read the outline of columns, each of which has a label; raises `FormError`."""
    columns = _read_outline(text, location)
    if not columns.depth():
        raise fault("column-label", outline_line(location, columns.labels[0].line))
    return columns


def _read_outline(text: str, location: TomlLocation) -> Outline:
    try:
        outline = parse_outline(text)
    except OutlineError as error:
        raise error_of(
            [fault_at(outline_line(location, line), reason) for line, reason in error.reasons]
        ) from None
    nodes = [(node, outline_line(location, node.line)) for node in outline.walk()]
    keep_twins("代号", [(node.key, place) for node, place in nodes if node.key])
    lines = {node.key: place for node, place in nodes}
    keep_twins(
        "栏目名称",
        [(join_path(*path), lines[key]) for key, path in outline.paths().items()],
    )
    return outline


def _make_cells(
    table: str, sheet: str, parts: tuple[Part, ...], kinds: Kinds, start: int
) -> Iterator[Cell]:
    """Yield the cells of a table in official order; totals are marked later, by their rules."""
    index = count(start)
    for part in parts:
        columns = part.columns.paths().items()
        for row, row_path in part.rows.paths().items():
            for column, column_path in columns:
                if (row, column) in part.absent:
                    continue
                yield Cell(
                    index=next(index),
                    table=table,
                    row=row,
                    column=column,
                    measure=kinds.of(row, column),
                    total=False,
                    row_path=join_path(*row_path),
                    column_path=join_path(*column_path),
                    path=join_path(sheet, *row_path, *column_path),
                )
