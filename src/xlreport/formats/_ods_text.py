"""The texts of an .ods workbook: paragraphs of cells, comments and drawings.

Spaces count as they stand, as LibreOffice reads and writes them; a line that ends in the XML ends
there only to be read more easily.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.formats._ods_styles import OFFICE, TEXT, OdsStyles, look_of_style

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlreport.formats.cell import CommentKind, Look

_CREATOR: Final = "http://purl.org/dc/elements/1.1/ creator"
_DRAWING: Final = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_SHAPES: Final = (
    *("frame", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "path"),
    *("regular-polygon", "connector", "caption", "measure", "g", "control"),
)
_LINE_BREAK: Final = "\0"  # which no XML holds


class Note(NamedTuple):
    """The text of a comment or of a drawing, and who wrote it."""

    kind: CommentKind
    text: str
    author: str


@dataclass(slots=True)
class Written:
    """The paragraphs of one cell, comment or drawing; `pieces` are those of the open paragraph.

    `size` counts characters, `spans` are the styles of the open pieces, and `is_struck` tells
    whether any piece is struck out, raised or lowered. `look` is that of a pale or tiny piece.
    """

    paragraphs: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)
    size: int = 0
    is_struck: bool = False
    look: Look | None = None


@dataclass(slots=True, kw_only=True)
class Texts:
    """The state of the handlers of texts.

    `text` is the character data since it was last cleared, `longest` how much of a text is kept.
    While a comment or drawing is read the cell's text is `aside`; `depth` counts open drawings.
    `notes` are the comments and drawings of the current cell.
    """

    styles: OdsStyles
    longest: int
    text: list[str] = field(default_factory=list)
    written: Written = field(default_factory=Written)
    aside: Written = field(default_factory=Written)
    depth: int = 0
    author: str = ""
    notes: list[Note] = field(default_factory=list)


def _start_paragraph(state: Texts, _: dict[str, str]) -> None:
    state.text.clear()
    state.written.pieces.clear()
    state.written.spans.clear()


def _end_paragraph(state: Texts) -> None:
    _add(state)
    text = "".join(state.written.pieces)
    if "\n" in text:
        text = " ".join(line.strip() for line in text.split("\n")).strip()
    state.written.paragraphs.append(text.replace(_LINE_BREAK, "\n"))


def _start_span(state: Texts, attributes: dict[str, str]) -> None:
    _add(state)
    state.written.spans.append(attributes.get(f"{TEXT} style-name", ""))


def _end_span(state: Texts) -> None:
    _add(state)
    state.written.spans.pop()


def _add(state: Texts) -> None:
    """Add the character data since the last piece of text."""
    piece = "".join(state.text)
    state.text.clear()
    _keep(state, piece)
    if state.written.spans and piece.strip():
        looks = [state.styles.look("text", name) for name in state.written.spans]
        state.written.is_struck = state.written.is_struck or any(
            look.struck or look.raised for look in looks
        )
        found = (look_of_style(look) for look in looks)
        state.written.look = state.written.look or next(filter(None, found), None)


def _keep(state: Texts, piece: str) -> None:
    """Keep a piece of text, as far as a cell may have one."""
    state.written.pieces.append(piece[: max(0, state.longest - state.written.size)])
    state.written.size += len(piece)


def _spaces(state: Texts, attributes: dict[str, str]) -> None:
    _add(state)
    count = attributes.get(f"{TEXT} c", "1")
    most = min(int(count), state.longest) if count.isdecimal() and len(count) < 10 else 1
    _keep(state, " " * most)


def _tab(state: Texts, _: dict[str, str]) -> None:
    _add(state)
    _keep(state, "\t")


def _line_break(state: Texts, _: dict[str, str]) -> None:
    _add(state)
    _keep(state, _LINE_BREAK)


def _set_aside(state: Texts, _: dict[str, str]) -> None:
    """Begin a comment or a drawing, whose text is none of the cell's."""
    _add(state)
    state.depth += 1
    if state.depth == 1:
        state.aside, state.written = state.written, Written()
        state.author = ""


def _end_aside(kind: CommentKind) -> Callable[[Texts], None]:
    def end(state: Texts) -> None:
        state.depth -= 1
        if not state.depth:
            text = "\n".join(state.written.paragraphs)[: state.longest]
            state.written = state.aside
            state.text.clear()
            if text.strip():
                state.notes.append(Note(kind, text, state.author))

    return end


def _start_phonetic(state: Texts, _: dict[str, str]) -> None:
    _add(state)


def _end_phonetic(state: Texts) -> None:
    state.text.clear()


def _start_text(state: Texts, _: dict[str, str]) -> None:
    state.text.clear()


def _end_creator(state: Texts) -> None:
    state.author = "".join(state.text)


_PARAGRAPHS: Final = (f"{TEXT} p", f"{TEXT} h")
_SHAPE_NAMES: Final = tuple(f"{_DRAWING} {name}" for name in _SHAPES)
TEXT_STARTS: Final = {
    f"{TEXT} span": _start_span,
    f"{TEXT} s": _spaces,
    f"{TEXT} tab": _tab,
    f"{TEXT} line-break": _line_break,
    f"{TEXT} ruby-text": _start_phonetic,
    f"{OFFICE} annotation": _set_aside,
    _CREATOR: _start_text,
    **dict.fromkeys(_PARAGRAPHS, _start_paragraph),
    **dict.fromkeys(_SHAPE_NAMES, _set_aside),
}
TEXT_ENDS: Final = {
    f"{TEXT} span": _end_span,
    f"{TEXT} ruby-text": _end_phonetic,
    f"{OFFICE} annotation": _end_aside("comment"),
    _CREATOR: _end_creator,
    **dict.fromkeys(_PARAGRAPHS, _end_paragraph),
    **dict.fromkeys(_SHAPE_NAMES, _end_aside("shape")),
}
