"""Reading one `[[table]]` of a form file: its outlines, strip by strip, and its cells' kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from xlreport.base.toml_fault import error_at, fault
from xlreport.base.toml_fields import check_fields, key_of, refuse_twins
from xlreport.base.toml_location import TomlLocation, field, item, outline_line
from xlreport.form._absent import mark_absent
from xlreport.form._read_kinds import Kinds, read_kinds
from xlreport.form.heading import check_heading
from xlreport.form.measure import Blank
from xlreport.form.outline import Outline, OutlineError, parse_outline
from xlreport.form.parts import Cell, Part, Table

PATH_SEPARATOR = " › "


def read_table(
    raw: object, start: int, file: TomlLocation, number: int, sheet: str, blank: Blank = Blank.ASKED
) -> Table:
    """Read the `number`th `[[table]]` of a file; its cells' indexes begin with `start`.

    `sheet` is the name of its sheet, `blank` is what a blank means in the form. Raises `FormError`.
    """
    location = item(file, "table", number)
    fields = check_fields(
        raw,
        location,
        required={"key": str, "heading": str},
        optional={
            **dict.fromkeys(("sheet", "corner", "columns", "rows", "unit"), str),
            **dict.fromkeys(("part", "rule", "change", "unit_required", "absent"), list),
            **dict.fromkeys(("units", "money", "kinds"), dict),
        },
    )
    location = item(file, "table", number, key_of(fields["key"], field(location, "key")))
    parts = tuple(_read_parts(fields, location))
    # A column may occur in several strips, but a key must not name both a row and a column.
    columns = {node.key for part in parts for node in part.columns.walk() if node.key}
    rows = [node.key for part in parts for node in part.rows.walk() if node.key]
    refuse_twins("行的代号", rows, location)
    refuse_twins("行和列的代号", [*columns, *rows], location)
    parts = mark_absent(fields.get("absent"), parts, fields["key"], field(location, "absent"))
    check_heading(fields["heading"], field(location, "heading"))
    row_leaves = {leaf.key for part in parts for leaf in part.rows.leaves()}
    column_leaves = {leaf.key for part in parts for leaf in part.columns.leaves()}
    kinds = read_kinds(fields, row_leaves, column_leaves, blank, location)
    cells = tuple(_make_cells(fields["key"], sheet, parts, kinds, start))
    shares = {c.index: text for c in cells if (text := kinds.share_of(c.row, c.column))}
    return Table(fields["key"], fields["heading"], sheet, parts, cells, shares)


def _read_parts(fields: Mapping[str, Any], location: TomlLocation) -> Iterator[Part]:
    if "part" not in fields:
        for name in ("columns", "rows"):
            if name not in fields:
                raise fault("missing-field", location, name=name)
        yield _read_part({k: fields[k] for k in ("columns", "rows")}, fields, location)
        return
    if "rows" in fields or "columns" in fields:
        raise fault("rows-twice", location)
    if not fields["part"]:
        raise fault("no-parts", field(location, "part"))
    for number, raw in enumerate(fields["part"], 1):
        yield _read_part(raw, fields, item(location, "part", number))


def _read_part(raw: object, table: Mapping[str, Any], location: TomlLocation) -> Part:
    fields = check_fields(
        raw, location, required={"columns": str, "rows": str}, optional={"band": str, "corner": str}
    )
    columns = read_columns(fields["columns"], field(location, "columns"))
    rows = _read_outline(fields["rows"], field(location, "rows"))
    corner = fields.get("corner", table.get("corner", ""))
    return Part(fields.get("band", ""), corner, columns, rows)


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
        raise error_at(outline_line(location, error.line), str(error)) from None
    refuse_twins("代号", [node.key for node in outline.walk() if node.key], location)
    paths = [PATH_SEPARATOR.join(path) for path in outline.paths().values()]
    refuse_twins("栏目名称", paths, location)
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
                    row_path=PATH_SEPARATOR.join(row_path),
                    column_path=PATH_SEPARATOR.join(column_path),
                    path=PATH_SEPARATOR.join((sheet, *row_path, *column_path)),
                )
