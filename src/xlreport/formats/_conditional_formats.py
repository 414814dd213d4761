"""The conditional formats of a worksheet that have a number format of their own.

Few workbooks have any; a worksheet is parsed again for them where its workbook does. Conditions
that compare with a number are evaluated. Of any other condition it is unknown whether it is met,
so a cell under it has what it would show then, unless that is its number.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.base.address import Area, column_number
from xlreport.formats._format_text import significant
from xlreport.formats._styles import parse_index
from xlreport.formats.container import hostile
from xlreport.formats.expat import TooManyTags, parse, spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlreport.base.address import Coordinate
    from xlreport.formats._cell_formats import Renderer
    from xlreport.formats.cell import RawCell
    from xlreport.formats.container import Container

# Newer conditional formats (x14) have their number format in the worksheet itself. The words are
# those of UTF-8 and UTF-16, whichever byte of a character is the first.
WORDS: Final = (b"formatCode", "formatCode".encode("utf-16-le")[:-1])

_NEWER: Final = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_EXCEL: Final = "http://schemas.microsoft.com/office/excel/2006/main"
_NUMBER: Final = re.compile(r"\s*[+-]?(?:[0-9]{1,15}\.?[0-9]{0,15}|\.[0-9]{1,15})\s*")
_RANGE: Final = re.compile(r"\$?([A-Z]{0,3})\$?([0-9]{0,7})(?::\$?([A-Z]{0,3})\$?([0-9]{0,7}))?")
_EVERYWHERE: Final = Area(0, 0, 1 << 20, 1 << 14)
# Cells that are compared with areas; a sheet of ours has some hundred of either.
_MOST_CHECKS: Final = 2_000_000
_COMPARISONS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
    "equal": operator.eq,
    "notEqual": operator.ne,
    "greaterThanOrEqual": operator.ge,
    "greaterThan": operator.gt,
}


class _Rule(NamedTuple):
    """A conditional format; `comparison` is empty where its condition is no plain comparison."""

    priority: int
    code: str
    comparison: str
    limits: tuple[Decimal, ...]
    areas: tuple[Area, ...] = ()

    def is_met(self, cell: RawCell) -> bool | None:
        """Tell whether a cell meets the condition; None where that is unknown."""
        if cell.kind != "number":
            return None
        number = significant(float(cell.text))
        if self.comparison in _COMPARISONS and len(self.limits) == 1:
            return _COMPARISONS[self.comparison](number, self.limits[0])
        if self.comparison in ("between", "notBetween") and len(self.limits) == 2:
            is_between = min(self.limits) <= number <= max(self.limits)
            return is_between == (self.comparison == "between")
        return None


@dataclass(slots=True)
class _State:
    """The rules read so far; `pending` are those of the element that is being read."""

    codes: Sequence[str]
    text: list[str] = field(default_factory=list)
    areas: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    code: str = ""
    formulas: list[str] = field(default_factory=list)
    pending: list[_Rule] = field(default_factory=list)
    rules: list[_Rule] = field(default_factory=list)


def show_conditionally(
    container: Container,
    part: str,
    cells: Mapping[Coordinate, RawCell],
    codes: Sequence[str],
    renderer: Renderer,
) -> dict[Coordinate, RawCell]:
    """Return the cells that the conditional formats of the worksheet `part` show otherwise.

    `codes` are the number formats of the differential styles. Raises `Unreadable`.
    """
    state = _State(codes)
    try:
        parse(container, part, state, _STARTS, _ENDS, state.text)
    except TooManyTags:
        # They follow the rows, of which there are too many: any of them may be anywhere.
        state.rules = [_Rule(0, code, "", (), (_EVERYWHERE,)) for code in codes if code]
    rules = sorted(state.rules, key=lambda rule: rule.priority)
    if len(cells) * sum(len(rule.areas) for rule in rules) > _MOST_CHECKS:
        raise hostile("条件格式过多")
    return {at: shown for at, cell in cells.items() for shown in _shown(at, cell, rules, renderer)}


def _shown(
    at: Coordinate, cell: RawCell, rules: Sequence[_Rule], renderer: Renderer
) -> Iterator[RawCell]:
    """Yield a cell with what the first rule that it may meet shows of it, if any is shown."""
    for rule in rules:
        if not any(a.top <= at[0] <= a.bottom and a.left <= at[1] <= a.right for a in rule.areas):
            continue
        is_met = rule.is_met(cell) if cell.kind in ("number", "text") and cell.text else False
        if is_met is False:
            continue
        look, display = renderer.show(rule.code, cell.kind, cell.text)
        own = "" if is_met and cell.shown == "date" else cell.shown
        if is_met or display:
            yield cell._replace(shown=look or own, display=display)
            return


def _start_text(state: _State, _: dict[str, str]) -> None:
    state.text.clear()


def _start_format(state: _State, attributes: dict[str, str]) -> None:
    state.areas = attributes.get("sqref", "")


def _end_areas(state: _State) -> None:
    state.areas = "".join(state.text)


def _end_format(state: _State) -> None:
    if state.pending:
        areas = tuple(_area(written) for written in state.areas.split())
        state.rules += [rule._replace(areas=areas) for rule in state.pending]
        state.pending.clear()


def _start_rule(state: _State, attributes: dict[str, str]) -> None:
    state.attributes = attributes
    state.formulas.clear()
    index = parse_index(attributes.get("dxfId", ""))
    state.code = state.codes[index] if 0 <= index < len(state.codes) else ""


def _number_format(state: _State, attributes: dict[str, str]) -> None:
    state.code = attributes.get("formatCode", "")


def _end_formula(state: _State) -> None:
    state.formulas.append("".join(state.text))


def _end_rule(state: _State) -> None:
    if state.code:
        attributes = state.attributes
        is_comparison = attributes.get("type") == "cellIs"
        is_plain = is_comparison and all(map(_NUMBER.fullmatch, state.formulas))
        state.pending.append(
            _Rule(
                priority=parse_index(attributes.get("priority", "")),
                code=state.code,
                comparison=attributes.get("operator", "") if is_plain else "",
                limits=tuple(map(Decimal, state.formulas)) if is_plain else (),
            )
        )
    state.code = ""


def _area(written: str) -> Area:
    """Return a range such as A1:B2, A:B or 1:2; everywhere for what is none."""
    match = _RANGE.fullmatch(written)
    if match is None:
        return _EVERYWHERE
    left, top, right, bottom = match.groups()
    if right is None:
        right, bottom = left, top
    return Area(
        int(top) - 1 if top else 0,
        column_number(left) if left else 0,
        int(bottom) - 1 if bottom else _EVERYWHERE.bottom,
        column_number(right) if right else _EVERYWHERE.right,
    )


def _newer(names: dict[str, Callable[..., None]]) -> dict[str, Callable[..., None]]:
    return {f"{_NEWER} {name}": handler for name, handler in names.items()}


_FORMAT_STARTS: Final[dict[str, Callable[..., None]]] = {
    "conditionalFormatting": _start_format,
    "cfRule": _start_rule,
}
_FORMAT_ENDS: Final[dict[str, Callable[..., None]]] = {
    "conditionalFormatting": _end_format,
    "cfRule": _end_rule,
}
_STARTS: Final = {
    **spreadsheet(
        {**_FORMAT_STARTS, "formula": _start_text, "row": _start_text, "numFmt": _number_format}
    ),
    **_newer(_FORMAT_STARTS),
    f"{_EXCEL} f": _start_text,
    f"{_EXCEL} sqref": _start_text,
}
_ENDS: Final = {
    **spreadsheet({**_FORMAT_ENDS, "formula": _end_formula}),
    **_newer(_FORMAT_ENDS),
    f"{_EXCEL} f": _end_formula,
    f"{_EXCEL} sqref": _end_areas,
}
