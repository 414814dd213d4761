"""What stands in a template because of a department's earlier figures, as its sheets have it.

All else in two templates is equal where these pieces stand at the same places and the lines that
compare with earlier figures show the same signs: nothing else is written from those figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from xlreport.base.address import a1
from xlreport.form.duties import cells_without
from xlreport.form.form import Form
from xlreport.layout.field import Field
from xlreport.layout.layout import Position, lay_form
from xlreport.writing._field_values import earlier_formulas, figures_of
from xlreport.writing._hints import guidance_of, hints_of
from xlreport.writing.content import Content, Formula

# As the XML of a sheet has them: a cell with a formula, and the prompt of a validated cell.
_CELL = '<c r="{}"[^>]*>(.*?)</c>'
_PROMPT = ' prompt="([^"]*)" sqref="{}"'
_IN_ATTRIBUTES = {'"': "&quot;", "\n": "&#xA;"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the XML of a sheet: what the group of the pattern `around` finds there."""

    sheet: str
    around: str

    def compiled(self) -> re.Pattern[bytes]:
        """Return the pattern for the bytes of the sheet."""
        return re.compile(self.around.encode())


@dataclass(frozen=True, slots=True)
class EarlierPieces:
    """The pieces of one department, and the signs of its lines, with the formulas that show them.

    Pieces are XML. Templates of the same `shape` differ in their pieces alone.
    """

    signs: tuple[tuple[Field, Formula], ...]
    pieces: Mapping[Place, str]

    @property
    def shape(self) -> tuple[object, ...]:
        """All but the pieces themselves."""
        return self.signs, tuple(self.pieces)


NO_PIECES = EarlierPieces((), {})


def earlier_pieces(form: Form, content: Content) -> EarlierPieces:
    """Return what stands in a template of this content because of `content.last`."""
    if content.last is None:
        return NO_PIECES
    layout = lay_form(form)
    formulas = earlier_formulas(layout, figures_of(form, content))
    signs = ((field, seen) for field, seen in formulas.items() if isinstance(seen.value, str))
    numbers = {
        _place(_CELL, layout.fields[field]): f"<f>{escape(seen.text)}</f><v>{seen.value}</v>"
        for field, seen in formulas.items()
        if not isinstance(seen.value, str)
    }
    return EarlierPieces(tuple(signs), numbers | dict(_prompts(form, content)))


def _prompts(form: Form, content: Content) -> Iterator[tuple[Place, str]]:
    layout = lay_form(form)
    hints = hints_of(layout, content)
    for index in hints.keys() - cells_without(form, content.no_duties):
        prompt = guidance_of(form, form.cells[index], hints).prompt
        yield _place(_PROMPT, layout.positions[index]), escape(prompt, _IN_ATTRIBUTES)


def _place(pattern: str, position: Position) -> Place:
    return Place(position.sheet, pattern.format(a1(position.row, position.column)))
