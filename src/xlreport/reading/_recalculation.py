"""Recalculate the formulas that stand in input cells, within narrow bounds.

A saved result may be old, as no program has to recalculate before it saves. What a formula refers
to is followed through all sheets that were read. What cannot be computed here is said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from xlreport.base.address import Area, Coordinate, a1, column_number
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.formats.container import LIMITS
from xlreport.formats.workbook import Package
from xlreport.reading._formula_functions import (
    FUNCTIONS,
    OVER_CELLS,
    Argument,
    ErrorValue,
    single,
    text_of,
    truth_of,
)
from xlreport.reading._formula_tree import (
    Call,
    Constant,
    ErrorConstant,
    Node,
    NotComputed,
    Reference,
    Scalar,
    parse_formula,
)

# What the result of a formula depends on, beside the cells that a person sees.
Dependence = Literal["day", "chance", "file", "hidden"]

_BY_DAY: Final = frozenset({"TODAY", "NOW"})
_BY_CHANCE: Final = frozenset({"RAND", "RANDBETWEEN", "RANDARRAY"})
# They skip rows that are hidden or filtered out.
_BY_HIDDEN: Final = frozenset({"SUBTOTAL", "AGGREGATE"})
_DAY_ZERO: Final = date(1899, 12, 30)
# Of one return: a cell that is looked at counts 1, a sign of a formula as much as ten of them.
_MOST_WORK: Final = 300_000
_WORK_PER_SIGN: Final = 10
_DEEPEST: Final = 30  # formulas that refer to formulas
_TOO_DEEP: Final = "公式引用的层次过多"
_CELLS: Final = re.compile(
    r"\$?([A-Z]{1,3})?\$?([1-9][0-9]{0,6})?(?::\$?([A-Z]{1,3})?\$?([1-9][0-9]{0,6})?)?",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"(?:(?:'((?:[^']|'')*)'|([^'!]*))!)?([^!]*)")


@dataclass(frozen=True, slots=True)
class Recalculated:
    """The result of computing a formula anew.

    `value` is its result as a text of a cell, None where it could not be computed, with the reason
    in `why_not`. `dependences` are what the result depends on.
    """

    value: str | None
    why_not: str
    dependences: frozenset[Dependence]


@dataclass(frozen=True, slots=True)
class _Result:
    """The value of a formula that was computed, and what it depends on."""

    value: Scalar | ErrorValue
    dependences: frozenset[Dependence]


@dataclass(slots=True)
class Recalculation:
    """The formulas of one workbook that are being computed; `done` has those that were.

    `open_cells` are the formulas that are being computed now, the innermost last, and `found` is
    what the innermost turned out to depend on.
    """

    package: Package
    work: int = 0
    done: dict[tuple[str, Coordinate], _Result] = field(default_factory=dict)
    open_cells: list[tuple[str, Coordinate]] = field(default_factory=list)
    found: set[Dependence] = field(default_factory=set)

    def compute(self, sheet: RawSheet, coordinate: Coordinate) -> Recalculated:
        """Compute the formula of a cell anew."""
        self.found = set()
        value, why_not = None, ""
        try:
            result = self.value_at(sheet, coordinate)
            value = text_of(0.0 if result is None else result)
        except ErrorValue as error:
            value = str(error)
        except NotComputed as reason:
            why_not = str(reason)
        except RecursionError:
            why_not = _TOO_DEEP
        except (OverflowError, TypeError):  # too large, or too many arguments
            why_not = "公式的写法没有认出来"
        return Recalculated(value, why_not, frozenset(self.found))

    def value_at(self, sheet: RawSheet, coordinate: Coordinate) -> Scalar:
        """Return the value of a cell, its formula computed anew; raises `NotComputed`."""
        cell = sheet.cells.get(coordinate)
        if cell is None:
            return None
        row, column = coordinate
        self._add_work(1)
        is_hidden = row in sheet.hidden_rows or column in sheet.hidden_columns
        if self.open_cells and (is_hidden or sheet.state != "visible"):
            self.found.add("hidden")
        if cell.formula is None:
            return _typed_value(cell)
        key = sheet.name, coordinate
        if key not in self.done:
            self.done[key] = self._computed(sheet, whole_formula(sheet, coordinate), key)
        result = self.done[key]
        self.found |= result.dependences
        if isinstance(result.value, ErrorValue):
            raise result.value
        return result.value

    def _computed(self, sheet: RawSheet, formula: str, key: tuple[str, Coordinate]) -> _Result:
        if key in self.open_cells:
            raise NotComputed("公式循环引用")
        if len(self.open_cells) >= _DEEPEST:
            raise NotComputed(_TOO_DEEP)
        self._add_work(_WORK_PER_SIGN * len(formula))
        outer, self.found = self.found, set()
        self.open_cells.append(key)
        try:
            value: Scalar | ErrorValue = single(self.evaluate(sheet, parse_formula(formula)))
        except ErrorValue as error:
            value = error
        finally:
            self.open_cells.pop()
            own, self.found = frozenset(self.found), outer
            self.found |= own
        return _Result(value, own)

    def _add_work(self, work: int) -> None:
        self.work += work
        if self.work > _MOST_WORK:
            raise NotComputed("公式过多，或者引用的单元格过多")

    def evaluate(self, sheet: RawSheet, node: Node) -> Argument:
        """Compute a part of a formula that stands on `sheet`."""
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, ErrorConstant):
            raise ErrorValue(node.code.upper())
        if isinstance(node, Reference):
            return self._refer(sheet, node.text)
        return self._call(sheet, node)

    def _call(self, sheet: RawSheet, call: Call) -> Argument:
        name = call.name
        if name in _BY_DAY and not call.arguments:
            self.found.add("day")
            if name == "TODAY":
                return float((date.today() - _DAY_ZERO).days)
        elif name in _BY_CHANCE:
            self.found.add("chance")
        elif name in _BY_HIDDEN:
            self.found.add("hidden")
        elif name == "IF" and len(call.arguments) in (2, 3):
            return self._choose(sheet, *call.arguments)
        elif name == "IFERROR" and len(call.arguments) == 2:
            return self._rescue(sheet, *call.arguments)
        function = FUNCTIONS.get(name)
        if function is None:
            # Later arguments may still name a file or the day.
            for each in call.arguments:
                with suppress(NotComputed):
                    self.evaluate(sheet, each)
            raise NotComputed(f"公式中有 {name[:30]}")
        arguments = [self.evaluate(sheet, each) for each in call.arguments]
        if name in OVER_CELLS:
            arguments = list(map(_as_cells, call.arguments, arguments))
        return function(*arguments)

    def _choose(
        self, sheet: RawSheet, test: Node, then: Node, otherwise: Node | None = None
    ) -> Argument:
        if truth_of(single(self.evaluate(sheet, test))):
            return self.evaluate(sheet, then)
        return False if otherwise is None else self.evaluate(sheet, otherwise)

    def _rescue(self, sheet: RawSheet, node: Node, otherwise: Node) -> Argument:
        try:
            return self.evaluate(sheet, node)
        except ErrorValue:
            return self.evaluate(sheet, otherwise)

    def _refer(self, sheet: RawSheet, text: str) -> Argument:
        """Return what a reference or a defined name means."""
        place = _PLACE.fullmatch(text.lstrip("@"))
        if place is None or "[" in text or "#" in text:
            if "[" in text:
                self.found.add("file")
            raise NotComputed("公式引用了别的文件" if "[" in text else "公式的引用没有认出来")
        quoted, plain, cells = place.groups()
        name = quoted.replace("''", "'") if quoted is not None else plain
        area = _area(cells)
        if area is None:
            return self._named(sheet, cells)
        target = sheet if name is None else self._sheet(name)
        if target.outside and (area.bottom >= LIMITS.rows or area.right >= LIMITS.columns):
            raise NotComputed("公式引用的区域过大")
        if area[:2] == area[2:]:
            return self.value_at(target, (area.top, area.left))
        return tuple(self.value_at(target, each) for each in self._inside(target, area))

    def _named(self, sheet: RawSheet, name: str) -> Argument:
        meaning = {k.casefold(): v for k, v in self.package.names.items()}.get(name.casefold(), "")
        place = _PLACE.fullmatch(meaning.lstrip("="))
        if place is None or _area(place[3]) is None:
            raise NotComputed("公式的引用没有认出来")
        return self._refer(sheet, meaning.lstrip("="))

    def _sheet(self, name: str) -> RawSheet:
        for sheet in self.package.sheets:
            if sheet.name.casefold() == name.casefold():
                if not sheet.cells:
                    raise NotComputed("公式引用了没有读取的表页")
                return sheet
        raise NotComputed("公式的引用没有认出来")

    def _inside(self, sheet: RawSheet, area: Area) -> Iterator[Coordinate]:
        """Yield the filled cells of an area in reading order."""
        top, left, bottom, right = area
        self._add_work(len(sheet.cells))
        inside = [
            (row, column)
            for row, column in sheet.cells
            if top <= row <= bottom and left <= column <= right
        ]
        yield from sorted(inside)


def _as_cells(node: Node, argument: Argument) -> Argument:
    """Return the cell that a reference means as a range of one; other arguments unchanged."""
    if not isinstance(node, Reference) or isinstance(argument, tuple):
        return argument
    return () if argument is None else (argument,)


def _typed_value(cell: RawCell) -> Scalar:
    if cell.kind == "error":
        raise ErrorValue(cell.text)
    if cell.shown == "date" and cell.kind == "text":
        raise NotComputed("公式引用了日期")
    if cell.kind == "number":
        return float(cell.text or 0)
    return cell.text == "TRUE" if cell.kind == "boolean" else cell.text


def _area(cells: str) -> Area | None:
    """Parse B2, $B$2:C3, B:C or 2:3; None where it is none of these."""
    match = _CELLS.fullmatch(cells)
    if match is None or not cells:
        return None
    first_column, first_row, last_column, last_row = match.groups()
    is_range = ":" in cells
    if not is_range:
        last_column, last_row = first_column, first_row
    pairs = ((first_column, last_column), (first_row, last_row))
    if any((one is None) != (other is None) for one, other in pairs):
        return None
    if not is_range and (first_column is None or first_row is None):
        return None
    left, right = (
        column_number(each.upper()) for each in (first_column or "A", last_column or "XFD")
    )
    top, bottom = (int(each) - 1 for each in (first_row or "1", last_row or "1048576"))
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def whole_formula(sheet: RawSheet, coordinate: Coordinate) -> str:
    """Return the formula of a cell; one that it shares with another cell is moved to its place."""
    formula = sheet.cells[coordinate].formula or ""
    origin = sheet.shared_formulas.get(coordinate)
    if formula:
        return formula
    if origin is None:
        raise NotComputed("文件没有写出这个公式")
    translator = Translator(f"={sheet.cells[origin].formula}", origin=a1(*origin))
    try:
        return str(translator.translate_formula(a1(*coordinate))).removeprefix("=")
    except (TokenizerError, TranslatorError) as error:
        raise NotComputed("公式的写法没有认出来") from error
