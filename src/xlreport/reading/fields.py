"""The fields outside the tables: identity, nil declarations and narrative, beside their captions.

A field is read where its caption stands, so that a row inserted on the cover never turns one
table's nil declaration into another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from xlreport.base.address import Coordinate
from xlreport.form.form import Form
from xlreport.form.label import normalise_label
from xlreport.formats.cell import RawSheet
from xlreport.layout.grid import Block
from xlreport.layout.layout import Layout, SheetKind

_READ = (SheetKind.COVER, SheetKind.TEXTS)
_LONGEST_HEADING = 120  # characters
_MOST_CELLS = 20_000  # of a workbook without a cover are looked through for its heading
_WHO = re.compile(r"(?:填报|报送|编制)?单位(?:名称)?[：:]\s*(?P<who>[^\s：:]+)")
_YEAR = r"(?P<year>20[0-9]{2})\s*年度?\s*"


def read_fields(home: Layout, sheets: Sequence[RawSheet]) -> dict[str, str]:
    """Read the fields of the cover and of the narrative, by name; blank ones are left out.

    `home` is the layout as written. A field whose caption stands nowhere, or twice, is left out.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    own = {sheet.name for sheet in home.sheets}
    strange = [sheet for sheet in sheets if sheet.name not in own]
    fields = {}
    for name, (sheet, caption, field) in _captions(home).items():
        where = by_name.get(sheet)
        found = _find(caption, [where] if where else strange)
        if found is not None:
            raw, (row, column) = found
            spot = row + field.top - caption.top, column + field.left - caption.left
            cell = raw.cells.get(spot)
            if cell is not None and cell.text.strip():
                fields[name] = cell.text
    return fields


@cache
def _captions(home: Layout) -> Mapping[str, tuple[str, Block, Block]]:
    """Map each field to its sheet's name, its caption and its own block."""
    found = {}
    for sheet in home.sheets:
        for field in sheet.blocks if sheet.kind in _READ else ():
            captions = list(_before(field, sheet.blocks)) if field.field else []
            if captions:
                found[field.field] = sheet.name, captions[-1], field
    return found


def _before(field: Block, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the captions above a field, then those to the left of it, the nearest last."""
    texts = [block for block in blocks if block.text and block.cell < 0]
    yield from (b for b in texts if b.bottom < field.top and b.left <= field.left <= b.right)
    yield from (b for b in texts if b.top == field.top and b.right < field.left)


def _find(caption: Block, sheets: Sequence[RawSheet]) -> tuple[RawSheet, Coordinate] | None:
    """Find a caption: at its own place first, else where it stands alone."""
    home = caption.top, caption.left
    if len(sheets) == 1 and _is_caption(caption, sheets[0], home):
        return sheets[0], home
    spots = [(sheet, spot) for sheet in sheets for spot in sheet.cells]
    found = [pair for pair in spots[:_MOST_CELLS] if _is_caption(caption, *pair)]
    return found[0] if len(found) == 1 else None


def _is_caption(caption: Block, sheet: RawSheet, spot: Coordinate) -> bool:
    cell = sheet.cells.get(spot)
    if cell is None or abs(len(cell.text) - len(caption.text)) > _LONGEST_HEADING:
        return False
    return cell.text == caption.text or normalise_label(cell.text) == normalise_label(caption.text)


def read_heading(form: Form, sheets: Sequence[RawSheet]) -> dict[str, str]:
    """Read department and year from the headings of tables that somebody pasted on a new sheet.

    They stand before the form's title, as in 某局2025年政府信息公开工作年度报告, or after
    填报单位：. What is said in two ways is left out.
    """
    title = re.compile(rf"(?P<who>[^\s：:]*?)\s*{_YEAR}{re.escape(form.title)}")
    said: dict[str, set[str]] = {"department": set(), "year": set()}
    texts = (cell.text for sheet in sheets for cell in sheet.cells.values())
    for _, text in zip(range(_MOST_CELLS), texts, strict=False):
        if len(text) <= _LONGEST_HEADING:
            for match in (title.search(text), _WHO.search(text)):
                found = match.groupdict() if match else {}
                said["department"].add(found.get("who", ""))
                said["year"].add(found.get("year", ""))
    alone = {name: texts - {""} for name, texts in said.items()}
    return {name: texts.pop() for name, texts in alone.items() if len(texts) == 1}
