"""Conditional formats that colour how things stand, and quieten totals of nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlsxwriter.worksheet import Worksheet

from xlreport.base.sign import Sign
from xlreport.layout.field import FieldKind
from xlreport.layout.grid import Block, Role
from xlreport.layout.layout import Layout, Position, Sheet
from xlreport.writing import style
from xlreport.writing._alarms import add_condition, add_format, address_of_first
from xlreport.writing._check_formulas import HALF, RIGHT, WRONG
from xlreport.writing.book import Book

_STATES = {FieldKind.STATE, FieldKind.CONCLUSION, FieldKind.STEP}
_SIGNS = {WRONG: Sign.OPEN, HALF: Sign.ASIDE, RIGHT: Sign.DONE}


def write_states(book: Book, layout: Layout, worksheets: Mapping[str, Worksheet]) -> None:
    """Write the formats of the states on the cover and on 检查, and of totals that are 0."""
    looks = {mark: book.conditional(style.look_of_sign(sign)) for mark, sign in _SIGNS.items()}
    quiet = book.conditional({**style.QUIET, "bold": False})
    for sheet in layout.sheets:
        worksheet = worksheets.get(sheet.name)
        if worksheet is None:
            continue
        states = [b for b in sheet.blocks if b.field is not None and b.field.kind in _STATES]
        # A relative address is counted from the corner of all ranges together.
        for column in sorted({block.left for block in states}):
            own = _places(sheet, [block for block in states if block.left == column])
            is_numbered = any(b.role is Role.STEP for b in states if b.left == column)
            shown = f"{'RIGHT' if is_numbered else 'LEFT'}({address_of_first(own)},1)"
            for mark, look in looks.items():
                add_format(worksheet, own, f'={shown}="{mark}"', look)
        totals = _places(
            sheet, [block for block in sheet.blocks if block.role is Role.TOTAL and block.cell >= 0]
        )
        if totals:
            is_zero = {"type": "cell", "criteria": "==", "value": 0, "format": quiet}
            add_condition(worksheet, totals, is_zero)


def _places(sheet: Sheet, blocks: Iterable[Block]) -> list[Position]:
    return [Position(sheet.name, block.top, block.left) for block in blocks]
