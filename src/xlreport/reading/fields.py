"""The fields outside the tables: identity, nil declarations and narrative, beside their captions.

A field is read beside its caption, wherever the caption is. So a row inserted on the cover never
turns one table's nil declaration into another's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import NamedTuple

from xlreport.base.address import Coordinate
from xlreport.form.form import Form
from xlreport.form.label import LONGEST_LABEL, normalise_label
from xlreport.form.typed_texts import is_picture
from xlreport.formats.cell import RawSheet
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Block
from xlreport.layout.layout import Layout, SheetKind, lay_form
from xlreport.layout.summary import lay_earlier_cover, lay_summary

_COMPUTED = (FieldKind.NOTE, FieldKind.STEP)
_READ = (SheetKind.COVER, SheetKind.TEXTS)
_MOST_CELLS = 20_000  # searched for a caption


class _Captioned(NamedTuple):
    """A field's block and that of its caption, on a sheet of the layout.

    The caption is the one with the number `turn`, from 0, of so many with its text on the sheet.
    """

    sheet: str
    caption: Block
    block: Block
    turn: int = 0
    among: int = 1


def read_fields(layout: Layout, sheets: Sequence[RawSheet]) -> dict[Field, str]:
    """Read the fields of the cover and of the narrative that are not blank.

    `layout` is that of the workbook as it was written. A field is left out if its caption is
    missing or occurs more often than it should.
    """
    by_name = {sheet.name: _Captions([sheet]) for sheet in sheets}
    unofficial = _unofficial(layout, sheets)
    fields = {}
    for field, captioned in _captions(layout).items():
        name, caption, block, *_ = captioned
        located = _locate(captioned, by_name.get(name, unofficial))
        if located is not None:
            raw, (row, column) = located
            cell = raw.cells.get(
                (row + block.top - caption.top, column + block.left - caption.left)
            )
            if cell is not None and cell.text.strip() and not is_picture(cell.text):
                fields[field] = cell.text
    return fields


def read_form_fields(form: Form, sheets: Sequence[RawSheet], *, summary: bool) -> dict[Field, str]:
    """Read the fields of a form's workbook: of a summary, or of a return."""
    return read_summary_fields(form, sheets) if summary else read_fields(lay_form(form), sheets)


def read_summary_fields(form: Form, sheets: Sequence[RawSheet]) -> dict[Field, str]:
    """Read the fields of a summary, of whichever version; captions have other places on each.

    On no cover does a text stand where the other version has a field.
    """
    earlier = read_fields(lay_earlier_cover(form), sheets)
    return earlier | read_fields(lay_summary(form), sheets)


def renamed_sheets(layout: Layout, sheets: Sequence[RawSheet]) -> frozenset[str]:
    """Return the names of the sheets on which fields of a sheet that is missing are read."""
    present = {sheet.name for sheet in sheets}
    unofficial = _unofficial(layout, sheets)
    found = (
        _locate(captioned, unofficial)
        for captioned in _captions(layout).values()
        if captioned.sheet not in present
    )
    return frozenset(located[0].name for located in found if located is not None)


def _unofficial(layout: Layout, sheets: Sequence[RawSheet]) -> _Captions:
    official = {sheet.name for sheet in layout.sheets}
    return _Captions([sheet for sheet in sheets if sheet.name not in official])


@cache
def _captions(layout: Layout) -> Mapping[Field, _Captioned]:
    """Map each field that has a caption to the caption and its own block."""
    captioned = {}
    for sheet in layout.sheets:
        for block in sheet.blocks if sheet.kind in _READ else ():
            field = block.field
            captions = list(_before(block, sheet.blocks)) if field is not None else []
            if captions and field is not None and field.kind not in _COMPUTED:
                captioned[field] = _Captioned(sheet.name, captions[-1], block)
    return {field: _counted(each, captioned.values()) for field, each in captioned.items()}


def _counted(captioned: _Captioned, everywhere: Iterable[_Captioned]) -> _Captioned:
    """Count a caption among those with the same text, as the dates of signatures have it."""
    alike = [
        each.caption
        for each in everywhere
        if (each.sheet, each.caption.text) == (captioned.sheet, captioned.caption.text)
    ]
    unique = sorted({(caption.top, caption.left) for caption in alike})
    turn = unique.index((captioned.caption.top, captioned.caption.left))
    return captioned._replace(turn=turn, among=len(unique))


def _before(field: Block, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the captions above a field, then those to the left of it, the nearest last."""
    texts = [block for block in blocks if block.text and block.cell < 0]
    yield from (b for b in texts if b.bottom < field.top and b.left <= field.left <= b.right)
    yield from (b for b in texts if b.top == field.top and b.right < field.left)


@dataclass
class _Captions:
    """The sheets that are searched for captions, and their texts once one has to be searched."""

    sheets: Sequence[RawSheet]

    @cached_property
    def places(self) -> Mapping[str, Sequence[tuple[RawSheet, Coordinate]]]:
        """Map each text that is short enough for a caption, normalised, to where it stands."""
        places: dict[str, list[tuple[RawSheet, Coordinate]]] = {}
        cells = ((sheet, *item) for sheet in self.sheets for item in sheet.cells.items())
        for sheet, coordinate, cell in islice(cells, _MOST_CELLS):
            if len(cell.text) <= LONGEST_LABEL:
                places.setdefault(normalise_label(cell.text), []).append((sheet, coordinate))
        return places


def _locate(captioned: _Captioned, captions: _Captions) -> tuple[RawSheet, Coordinate] | None:
    """Return the cell of a caption: at its original position, else the only cell that holds it.

    Of captions that occur several times all have to be there.
    """
    caption = captioned.caption
    original = caption.top, caption.left
    if len(captions.sheets) == 1 and _is_caption(caption, captions.sheets[0], original):
        return captions.sheets[0], original
    matches = captions.places.get(normalise_label(caption.text), ())
    if len(matches) != captioned.among:
        return None
    return sorted(matches, key=lambda match: match[1])[captioned.turn]


def _is_caption(caption: Block, sheet: RawSheet, coordinate: Coordinate) -> bool:
    cell = sheet.cells.get(coordinate)
    if cell is None or len(cell.text) > LONGEST_LABEL:
        return False
    return cell.text == caption.text or normalise_label(cell.text) == normalise_label(caption.text)
