"""The nesting of a worksheet's elements, checked where a sheet is not written as programs write it.

The reader of worksheets goes by the names of elements. So a row outside `sheetData`, or inside an
element that no program knows (or a choice of mc:AlternateContent), would be read although
spreadsheet programs do not show it. `Order` notices in passing where that may be so; only then
`check_nesting` goes through the whole sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from xlreport.formats.container import damaged
from xlreport.formats.expat import element_names, parse

if TYPE_CHECKING:
    from xlreport.formats.container import Container
    from xlreport.formats.expat import Parsed

_WORKSHEET: Final = element_names("worksheet")
_SHEET_DATA: Final = element_names("sheetData")
# What stands before `sheetData`, with all that is inside it.
BEFORE_DATA: Final = (
    *("worksheet", "sheetPr", "tabColor", "outlinePr", "pageSetUpPr", "dimension", "sheetViews"),
    *("sheetView", "pane", "selection", "sheetFormatPr", "cols", "col"),
)
# What may follow `sheetData`, and of what the first stands right behind it.
_AFTER: Final = element_names(
    *("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter"),
    *("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags"),
    *("drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
_CLOSED: Final = re.compile(rb"(?:</(?:[^<>\s:]+:)?sheetData\s*>|<[^<>\s]*sheetData\s*/>)\s*")
_LAST: Final = re.compile(_CLOSED.pattern + rb"</(?:[^<>\s:]+:)?worksheet\s*>\s*")
_DEEPEST: Final = 64  # elements within one another; programs write some ten
_PARENTS: Final = {
    child: element_names(parent)
    for parent, children in {
        "worksheet": ("sheetData", "mergeCells", "sheetProtection"),
        "sheetData": ("row",),
        "row": ("c",),
        "c": ("v", "f", "is"),
        "mergeCells": ("mergeCell",),
    }.items()
    for name in children
    for child in element_names(name)
}


Extent = tuple[int, int, int]
"""How much was read of a sheet: its last row, the number of its cells, and of those outside."""
_NOTHING: Final = (-1, 0, 0)


@dataclass(slots=True, kw_only=True)
class Order:
    """How far a worksheet was parsed; `is_odd` where its nesting has to be checked.

    `extent` is how much was read when its data ended. Nothing is noted any more of a worksheet
    that `is_checked`.
    """

    is_checked: bool = False
    in_data: bool = False
    is_after: bool = False
    is_odd: bool = False
    extent: Extent = _NOTHING


def note_data(order: Order, extent: Extent) -> None:
    """Note the beginning of the data of a sheet, of which `extent` was read."""
    order.is_odd |= order.in_data or extent != _NOTHING
    order.in_data = True


def note_element(order: Order, name: str, recent: Callable[[], bytes], extent: Extent) -> None:
    """Note an element that holds no cell; `recent` returns the bytes in front of it."""
    if order.in_data and name in _AFTER and _ends_with(_CLOSED, recent()):
        order.is_after = True
        order.extent = extent
    else:
        order.is_odd = True


def note_end(order: Order, parsed: Parsed, extent: Extent) -> None:
    """Note the end of what was parsed of a worksheet."""
    is_closed = order.extent == extent if order.is_after else _ends_with(_LAST, parsed.recent)
    order.is_odd |= parsed.has_mark or not (is_closed and order.in_data)


def _ends_with(pattern: re.Pattern[bytes], data: bytes) -> bool:
    start = data.rfind(b"sheetData")
    start = max(data.rfind(b"<", 0, start), 0)
    return pattern.fullmatch(data, start) is not None


@dataclass(slots=True)
class _Nesting:
    """The open elements of a worksheet, by name."""

    part: str
    open: list[str] = field(default_factory=list)
    data: int = 0


class _Everything(dict[str, Any]):
    """A handler for every element; it gets the name of the element first."""

    def __init__(self, handler: Callable[..., None]) -> None:
        super().__init__({"": handler})  # an empty mapping would mean that nothing is handled
        self.get = lru_cache(maxsize=1 << 10)(lambda name: partial(handler, name))  # type: ignore[method-assign]

    def __contains__(self, _: object) -> bool:
        return True


def check_nesting(container: Container, part: str) -> None:
    """Raise `Unreadable` where cells, rows or merges stand where no program would look for them."""
    parse(container, part, _Nesting(part), _Everything(_open), _Everything(_close), [])


def _open(name: str, nesting: _Nesting, _: dict[str, str]) -> None:
    parents = _PARENTS.get(name)
    above = nesting.open[-1] if nesting.open else ""
    is_misplaced = parents is not None and above not in parents
    is_inner = above in _WORKSHEET and len(nesting.open) > 1
    nesting.data += name in _SHEET_DATA
    if is_misplaced or (parents is not None and is_inner) or nesting.data > 1:
        raise damaged(nesting.part)
    if len(nesting.open) >= _DEEPEST:
        raise damaged(nesting.part)
    nesting.open.append(name)


def _close(_: str, nesting: _Nesting) -> None:
    nesting.open.pop()
