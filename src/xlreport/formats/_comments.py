"""The texts that lie over the cells of a worksheet: comments, text boxes and shapes.

They stand in parts of their own, to which the worksheet has relationships. Excel writes a comment
that is a conversation twice: as a threaded comment, and for older programs as a plain one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xlreport.base.address import parse_a1
from xlreport.formats._relations import read_once, read_relations
from xlreport.formats._strings import RUN_ENDS, RUN_STARTS, Runs, start_runs, start_text
from xlreport.formats.cell import Comment
from xlreport.formats.container import Unreadable
from xlreport.formats.expat import parse, spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from xlreport.base.address import Coordinate
    from xlreport.formats.container import Container

_MOST: Final = 500  # texts of one worksheet
_LONGEST: Final = 1_000  # characters of one
_PARTS: Final = ("comment", "drawing")
_THREADED: Final = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_THREAD_AUTHOR: Final = "tc="
_SHAPES: Final = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
)
_DRAWN: Final = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_FALLBACK: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_VML: Final = "urn:schemas-microsoft-com:vml"
_VML_EXCEL: Final = "urn:schemas-microsoft-com:office:excel"


@dataclass(slots=True, kw_only=True)
class _State(Runs):
    """The texts read so far; `at` is the cell of the current one, and `row` and `column` its own.

    `in_fallback` counts the open elements whose content is a copy for older programs.
    """

    found: list[Comment] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    author: str = ""
    at: Coordinate = (0, 0)
    row: int = 0
    column: int = 0
    in_fallback: int = 0
    is_note: bool = False


def may_hold_comments(members: Collection[str]) -> bool:
    """Tell whether a workbook has a part that may hold comments or shapes, by the parts' names."""
    return any(word in name for name in members for word in _PARTS)


def read_comments(container: Container, worksheet: str) -> tuple[Comment, ...]:
    """Read the comments, text boxes and shapes of the member `worksheet`, as far as they are whole.

    Raises `Unreadable` for a hostile part.
    """
    folder, _, name = worksheet.rpartition("/")
    relations = read_once(container, f"{folder}/_rels/{name}.rels".lstrip("/"), read_relations)
    found: list[Comment] = []
    for kind, (starts, ends) in _HANDLERS.items():
        for part in dict.fromkeys(r.part for r in relations.values() if r.kind == kind):
            if part in container.members and len(found) < _MOST:
                found += _read_part(container, part, starts, ends)
    is_threaded = any(comment.author == _THREADED for comment in found)
    plain = [c for c in found if not (is_threaded and c.author.startswith(_THREAD_AUTHOR))]
    return tuple(c._replace(author="") if c.author == _THREADED else c for c in plain)


def _read_part(
    container: Container,
    part: str,
    starts: Mapping[str, Callable[[_State, dict[str, str]], None]],
    ends: Mapping[str, Callable[[_State], None]],
) -> list[Comment]:
    state = _State()
    try:
        parse(container, part, state, starts, ends, state.text)
    except Unreadable as problem:
        if problem.code != "FILE-DAMAGED":  # old VML is often no XML
            raise
    return state.found[:_MOST]


def _keep(state: _State, kind: str, text: str, author: str = "") -> None:
    text = text.strip()[:_LONGEST]
    if text and len(state.found) < _MOST:
        state.found.append(
            Comment("shape" if kind == "shape" else "comment", state.at, text, author)
        )


def _place(state: _State, attributes: dict[str, str]) -> None:
    """Take the address of a comment; one without a proper address is said to be at A1."""
    state.at = parse_a1(attributes.get("ref", "")) or (0, 0)


def _end_author(state: _State) -> None:
    state.authors.append("".join(state.text))


def _start_comment(state: _State, attributes: dict[str, str]) -> None:
    _place(state, attributes)
    start_runs(state, attributes)
    number = attributes.get("authorId", "")
    known = number.isascii() and number.isdecimal() and len(number) < 6
    index = int(number) if known else len(state.authors)
    state.author = state.authors[index] if index < len(state.authors) else ""


def _end_comment(state: _State) -> None:
    _keep(state, "comment", "".join(state.pieces), state.author)


def _start_threaded(state: _State, attributes: dict[str, str]) -> None:
    _place(state, attributes)


def _end_threaded(state: _State) -> None:
    _keep(state, "comment", "".join(state.text), _THREADED)


def _start_shape(state: _State, _: dict[str, str]) -> None:
    state.pieces.clear()
    state.at = (0, 0)
    state.is_note = False


def _end_number(name: str) -> Callable[[_State], None]:
    def end(state: _State) -> None:
        digits = "".join(state.text).strip()
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < 8
        setattr(state, name, int(digits) if is_number else 0)

    return end


def _end_from(state: _State) -> None:
    state.at = state.row, state.column


def _end_run(state: _State) -> None:
    if not state.in_fallback:
        state.pieces.extend(state.text)


def _end_paragraph(state: _State) -> None:
    if not state.in_fallback:
        state.pieces.append(" ")


def _end_shape(state: _State) -> None:
    if not state.is_note:
        _keep(state, "shape", "".join(state.pieces))
    state.pieces.clear()


def _start_fallback(state: _State, _: dict[str, str]) -> None:
    state.in_fallback += 1


def _end_fallback(state: _State) -> None:
    state.in_fallback -= 1


def _end_textbox(state: _State) -> None:
    state.pieces.extend(state.text)


def _start_client_data(state: _State, attributes: dict[str, str]) -> None:
    state.is_note = attributes.get("ObjectType") == "Note"


def _end_vml_anchor(state: _State) -> None:
    """Take the cell of the upper left corner: column, offset, row, offset, and so on."""
    numbers = [each.strip() for each in "".join(state.text)[:200].split(",")]
    if len(numbers) > 2 and all(n.isascii() and n.isdecimal() and len(n) < 8 for n in numbers[:3]):
        state.at = int(numbers[2]), int(numbers[0])


def _skip(_: _State, __: dict[str, str]) -> None:
    pass


def _named(
    names: tuple[str, ...], handlers: Mapping[str, Callable[..., None]]
) -> dict[str, Callable[..., None]]:
    return {f"{space} {name}": handler for space in names for name, handler in handlers.items()}


_HANDLERS: Final[
    Mapping[str, tuple[dict[str, Callable[..., None]], dict[str, Callable[..., None]]]]
] = {
    "comments": (
        spreadsheet({**RUN_STARTS, "author": start_text, "comment": _start_comment}),
        spreadsheet({**RUN_ENDS, "author": _end_author, "comment": _end_comment}),
    ),
    "threadedcomment": (
        _named((_THREADED,), {"threadedComment": _start_threaded, "text": start_text}),
        _named((_THREADED,), {"text": _end_threaded}),
    ),
    "drawing": (
        {
            **_named(
                _SHAPES,
                {
                    **dict.fromkeys(
                        ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"), _start_shape
                    ),
                    **dict.fromkeys(("row", "col"), start_text),
                    "from": _skip,
                },
            ),
            **_named(_DRAWN, {"t": start_text, "p": _skip}),
            _FALLBACK: _start_fallback,
        },
        {
            **_named(
                _SHAPES,
                {
                    **dict.fromkeys(
                        ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"), _end_shape
                    ),
                    "row": _end_number("row"),
                    "col": _end_number("column"),
                    "from": _end_from,
                },
            ),
            **_named(_DRAWN, {"t": _end_run, "p": _end_paragraph}),
            _FALLBACK: _end_fallback,
        },
    ),
    "vmldrawing": (
        {
            f"{_VML} shape": _start_shape,
            f"{_VML} textbox": start_text,
            f"{_VML_EXCEL} ClientData": _start_client_data,
            f"{_VML_EXCEL} Anchor": start_text,
        },
        {
            f"{_VML} shape": _end_shape,
            f"{_VML} textbox": _end_textbox,
            f"{_VML_EXCEL} Anchor": _end_vml_anchor,
        },
    ),
}
