"""One `[[table]]` of a form file: two outlines (or strips of them) and the kinds of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xlreport._errors import FormError
from xlreport._fields import check_fields, key_of, refuse_twins, texts_of
from xlreport._form import Cell, Part, Table
from xlreport._outline import Outline, OutlineError, parse_outline
from xlreport._values import Kind, Measure

_SHEET_NAME_FORBIDDEN = "[]:*?/\\'"
_SHEET_NAME_LENGTH = 31  # Excel's limit
_SHEET_NAMES_TAKEN = (
    *("封面", "填报说明", "文字部分", "检查", "问题清单", "迁移说明", "_xlreport"),
    *("报送情况", "核对", "审核概要", "审核问题", "分单位数据", "说明"),  # of the summary
    *("图表", "同比"),
    "history",  # by Excel
)
_PATH_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class _Measures:
    """Is what `[[table]]` says of kinds and units, by row or column key."""

    unit: str
    units: Mapping[str, str]
    change: frozenset[str]
    money: Mapping[str, str]
    unit_required: frozenset[str]

    def keys(self) -> set[str]:
        return {*self.units, *self.change, *self.money, *self.unit_required}

    def of(self, row: str, column: str) -> Measure:
        for key in (column, row):
            if key in self.money:
                return Measure(Kind.MONEY, self.money[key], key in self.unit_required)
        unit = self.units.get(column, self.units.get(row, self.unit))
        return Measure(Kind.CHANGE if {row, column} & self.change else Kind.COUNT, unit)


def read_table(raw: object, start: int, file: str, number: int) -> Table:
    """Read the `number`th `[[table]]` of a file; its cells are numbered from `start`.

    Raises `FormError`.
    """
    where = f"{file}: table {number}"
    fields = check_fields(
        raw,
        where,
        required={"key": str, "heading": str},
        optional={
            **dict.fromkeys(("corner", "columns", "rows", "unit"), str),
            **dict.fromkeys(("part", "rule", "change", "unit_required"), list),
            **dict.fromkeys(("units", "money"), dict),
        },
    )
    where = f"{file}: table {key_of(fields['key'], where)}"
    parts = tuple(_read_parts(fields, where))
    # A column may stand in several strips, but no word may name both a row and a column.
    columns = {node.key for part in parts for node in part.columns.walk() if node.key}
    rows = [node.key for part in parts for node in part.rows.walk() if node.key]
    refuse_twins("key", rows, f"{where}, rows")
    refuse_twins("key", [*columns, *rows], f"{where}, rows and columns")
    sheet = _sheet_name(fields["heading"], where)
    measures = _read_measures(fields, parts, where)
    cells = _cells(fields["key"], sheet, parts, measures)
    numbered = tuple(Cell(start + offset, *rest) for offset, rest in enumerate(cells))
    return Table(fields["key"], fields["heading"], sheet, parts, numbered)


def _read_parts(fields: Mapping[str, Any], where: str) -> Iterator[Part]:
    if "part" not in fields:
        for name in ("columns", "rows"):
            if name not in fields:
                raise FormError(f"{where}: the field {name!r} is missing")
        yield _read_part({"band": "", **{k: fields[k] for k in ("columns", "rows")}}, fields, where)
        return
    if "rows" in fields or "columns" in fields:
        raise FormError(f"{where}: rows and columns stand in the table or its parts, not in both")
    if not fields["part"]:
        raise FormError(f"{where}: 'part' is empty")
    for number, raw in enumerate(fields["part"], 1):
        yield _read_part(raw, fields, f"{where}, part {number}")


def _read_part(raw: object, table: Mapping[str, Any], where: str) -> Part:
    fields = check_fields(
        raw, where, required={"columns": str, "rows": str}, optional={"band": str, "corner": str}
    )
    columns = _read_outline(fields["columns"], f"{where}, columns")
    rows = _read_outline(fields["rows"], f"{where}, rows")
    if not columns.depth():
        raise FormError(f"{where}, columns line 1: the column has a key but no label")
    refuse_twins("key", [node.key for node in columns.walk() if node.key], f"{where}, columns")
    for name, outline in (("columns", columns), ("rows", rows)):
        paths = [_PATH_SEPARATOR.join(path) for path in outline.paths().values()]
        refuse_twins("label", paths, f"{where}, {name}")
    corner = fields.get("corner", table.get("corner", ""))
    return Part(fields.get("band", ""), corner, columns, rows)


def _read_outline(text: str, where: str) -> Outline:
    try:
        return parse_outline(text)
    except OutlineError as error:
        raise FormError(f"{where} {error}") from None


def _sheet_name(heading: str, where: str) -> str:
    name, separator, _ = heading.partition("、")
    if not separator or not name or len(name) > _SHEET_NAME_LENGTH:
        raise FormError(f"{where}: a heading begins with its number, as in 三、…, not {heading!r}")
    if set(name) & set(_SHEET_NAME_FORBIDDEN) or name.casefold() in _SHEET_NAMES_TAKEN:
        raise FormError(f"{where}: {name!r} cannot be the name of a sheet")
    return name


def _read_measures(fields: Mapping[str, Any], parts: tuple[Part, ...], where: str) -> _Measures:
    def keys(name: str) -> frozenset[str]:
        return frozenset(texts_of(fields[name], f"{where}, {name}") if name in fields else ())

    def units(name: str) -> Mapping[str, str]:
        given: Mapping[str, str] = fields.get(name, {})
        types = dict.fromkeys(given, str)
        return check_fields(given, f"{where}, {name}", required={}, optional=types)

    measures = _Measures(
        fields.get("unit", "件"),
        units("units"),
        keys("change"),
        units("money"),
        keys("unit_required"),
    )
    _check_measures(measures, parts, where)
    return measures


def _check_measures(measures: _Measures, parts: tuple[Part, ...], where: str) -> None:
    known = {leaf.key for part in parts for leaf in part.columns.leaves() + part.rows.leaves()}
    for key in sorted(measures.keys() - known):
        raise FormError(f"{where}: a kind or unit is given for {key!r}, which is no row or column")
    for key, unit in measures.money.items():
        if unit not in ("元", "万元"):
            raise FormError(f"{where}: money in {key!r} is in 元 or 万元, not in {unit!r}")
        if key in measures.units or key in measures.change:
            raise FormError(f"{where}: {key!r} is money and something else as well")
    for key in sorted(measures.unit_required - set(measures.money)):
        raise FormError(f"{where}: {key!r} is in 'unit_required' but is no money")


def _cells(
    table: str, sheet: str, parts: tuple[Part, ...], measures: _Measures
) -> Iterator[tuple[Any, ...]]:
    """Yield the fields of each cell after its index; totals are marked when rules are bound."""
    for part in parts:
        row_paths, column_paths = part.rows.paths(), part.columns.paths()
        for row, row_path in row_paths.items():
            for column, column_path in column_paths.items():
                path = _PATH_SEPARATOR.join((sheet, *row_path, *column_path))
                yield (
                    *(table, row, column, measures.of(row, column), False),
                    *(_PATH_SEPARATOR.join(row_path), _PATH_SEPARATOR.join(column_path), path),
                )
