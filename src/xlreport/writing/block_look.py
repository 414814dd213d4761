"""The look of a block: that of its role, in the letters of its sheet."""

from __future__ import annotations

from typing import Any

from xlreport.layout.grid import Block, Role
from xlreport.layout.layout import Sheet, SheetKind
from xlreport.layout.table_size import is_tall
from xlreport.layout.width import BODY_SIZE
from xlreport.writing import style

_OF_ANY_SHEET = {Role.TITLE, Role.SUBTITLE, Role.NOTE, Role.UNIT, Role.VERDICT}


def look_of_block(sheet: Sheet, block: Block) -> dict[str, Any]:
    """Return the look of a block of a sheet."""
    look = dict(style.ROLE[block.role])
    if sheet.letters != BODY_SIZE and block.role not in _OF_ANY_SHEET:
        look["font_size"] = sheet.headings if block.role is Role.COLUMN_LABEL else sheet.letters
    if block.cell >= 0 and sheet.letters != BODY_SIZE:
        look |= style.SHRUNK
    if is_tall(block):
        look |= style.TALL
    if block.role is Role.TITLE and sheet.kind is SheetKind.COVER:
        look |= style.COVER_TITLE
    if block.role is Role.CAPTION and sheet.kind is not SheetKind.COVER:
        look |= style.TEXT_HEADING if sheet.kind is SheetKind.TEXTS else style.PART_HEADING
    return look
