"""What the child that reads a workbook answers: written in the child, checked in the parent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, get_args

from xlreport.base.address import Area
from xlreport.formats.cell import (
    STATES,
    Comment,
    CommentKind,
    Look,
    RawCell,
    RawKind,
    RawSheet,
    Shown,
    read_meaning,
    unread_sheet,
)
from xlreport.formats.container import Limits, hostile, too_many_cells
from xlreport.formats.workbook import Package

if TYPE_CHECKING:
    from xlreport.base.address import Coordinate

_KINDS: Final = frozenset(get_args(RawKind))
_SHOWN: Final = frozenset(get_args(Shown))
_LOOKS: Final = frozenset(get_args(Look))
_COMMENTS: Final = frozenset(get_args(CommentKind))


def number_text(value: float) -> str:
    """Write a number as the XML of an .xlsx has it: whole ones without a fraction."""
    return str(int(value) if value.is_integer() and abs(value) < 1e15 else value)


def package_lines(package: Package) -> Iterator[dict[str, Any]]:
    """Yield what the child answers: the facts about the workbook, then one line for each sheet."""
    yield {
        "application": package.application,
        "modified": package.modified,
        "macros": package.macros,
        "links": package.links,
    }
    for sheet in package.sheets:
        yield {
            "name": sheet.name,
            "state": sheet.state,
            "protected": sheet.protected,
            "cells": [[*at, *cell] for at, cell in sheet.cells.items()],
            "merges": sheet.merges,
            "outside": sheet.outside,
            "looks": [[*at, look] for at, look in sheet.looks.items()],
            "hidden_rows": sorted(sheet.hidden_rows),
            "hidden_columns": sorted(sheet.hidden_columns),
            "comments": [[c.kind, *c.at, c.text, c.author] for c in sheet.comments],
        }


def take_facts(line: Any) -> Package:
    """Return the facts about a workbook, without its sheets.

    Raises `ValueError`, `TypeError` or `KeyError` for a line that our child does not write.
    """
    return Package(
        sheets=(),
        properties=MappingProxyType({}),
        names=MappingProxyType({}),
        application=str(line["application"])[:255],
        modified=str(line["modified"])[:255],
        macros=bool(line["macros"]),
        links=int(line["links"]),
    )


def take_sheets(
    lines: Sequence[Any], parsed: dict[int, RawSheet], chosen: Collection[str], limits: Limits
) -> Iterator[RawSheet]:
    """Yield all worksheets, the `chosen` ones with their cells, and add those to `parsed`.

    `parsed` are the worksheets that an earlier answer had, by their position. Raises as
    `take_facts` does, and `Unreadable` for more than the limits allow.
    """
    if len(lines) > limits.sheets:
        raise hostile(f"表页超过 {limits.sheets} 张")
    room = limits.cells
    for position, line in enumerate(lines):
        sheet = unread_sheet(str(line["name"]), STATES.get(line["state"], "visible"))
        if sheet.name in chosen:
            parsed_sheet = parsed.get(position)
            room -= len(line["cells"] if parsed_sheet is None else parsed_sheet.cells)
            if room < 0:
                raise too_many_cells(limits)
            sheet = _with_cells(sheet, line, limits) if parsed_sheet is None else parsed_sheet
            parsed[position] = sheet
        yield sheet


def _with_cells(sheet: RawSheet, line: Any, limits: Limits) -> RawSheet:
    cells = {
        _coordinate(row, column, limits): _cell(limits, *values)
        for row, column, *values in line["cells"]
    }
    return replace(
        sheet,
        protected=bool(line["protected"]),
        cells=cells,
        merges=tuple(_area(*corners) for corners in line["merges"][: limits.cells]),
        outside=int(line["outside"]),
        looks={_coordinate(r, c, limits): _one_of(_LOOKS, look) for r, c, look in line["looks"]},
        hidden_rows=frozenset(map(int, line["hidden_rows"])),
        hidden_columns=frozenset(map(int, line["hidden_columns"])),
        comments=tuple(_comment(limits, *values) for values in line["comments"]),
    )


def _coordinate(row: int, column: int, limits: Limits) -> Coordinate:
    if not (0 <= row < limits.rows and 0 <= column < limits.columns):
        raise ValueError("a cell beyond the limits")
    return row, column


def _area(top: int, left: int, bottom: int, right: int) -> Area:
    return Area(int(top), int(left), int(bottom), int(right))


def _cell(limits: Limits, kind: Any, text: Any, formula: Any, *shown: Any) -> RawCell:
    """Make a cell, and refuse a number that is none and kinds and looks that nobody knows."""
    cell = RawCell(_one_of(_KINDS, kind), _text(text, limits), None, *shown)
    if formula is not None:
        cell = cell._replace(formula=_text(formula, limits))
    if cell.kind == "number" and read_meaning("n", cell.text, (), limits.text)[0] != "number":
        raise ValueError("a number that is none")
    _one_of(_SHOWN, cell.shown)
    return cell._replace(display=_text(cell.display, limits))


def _comment(limits: Limits, kind: Any, row: int, column: int, *texts: Any) -> Comment:
    text, author = (_text(each, limits) for each in texts)
    return Comment(_one_of(_COMMENTS, kind), (int(row), int(column)), text, author)


def _text(text: Any, limits: Limits) -> str:
    if not isinstance(text, str):
        raise TypeError("a text that is none")
    return text[: limits.text]


def _one_of(words: Collection[Any], word: Any) -> Any:
    if word not in words:
        raise ValueError("a word that our child does not use")
    return word
