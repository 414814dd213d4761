"""A walk over the elements of a page, which draws its tables and texts as a person sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from xlreport.formats import _drawn_table as grid
from xlreport.formats import _page_content as content
from xlreport.formats._drawn_cell import Mark
from xlreport.formats._page_look import Look, change, mark_of
from xlreport.formats._page_style import Styles, declared_for, read_styles, wrap_root
from xlreport.formats._page_tree import Element

_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_SPAN: Final = re.compile(r"\s*([0-9]{1,7})")
_NUMBER: Final = re.compile(r"\s*(-?[0-9]{1,7})")
_FIGURE_SIGNS: Final = frozenset("+-.,−－．，")
_FIRST: Final = ("first-letter", "first-line")
_OWN_MARKS: Final = {"rt": Mark.RUBY, "math": Mark.FORMULA}
_DRAWN: Final = ("border", "background-color", "background-image")
_BLOCKS: Final = ("block", "flex", "grid", "table", "list-item", "flow-root")

Pieces = Iterator[tuple[Element | str, Any]]


@dataclass(slots=True)
class _Frame:
    """An open element: how its text looks, and what is left of its content.

    `is_inline` tells that its text goes on in the line before it. `classes` are those of the
    element and of the inline elements around it in the same cell. It `is_item` of a list; `number`
    is that of the next item in it. `after` declares what is generated behind the content.
    """

    element: Element
    look: Look
    pieces: Pieces
    is_inline: bool = False
    in_cell: bool = False
    classes: tuple[str, ...] = ()
    is_item: bool = False
    number: int = 1
    after: Mapping[str, str] | None = None


@dataclass(slots=True)
class _Walk:
    """The state of a walk.

    `figures` holds the classes around the first figure of each open cell, None before it.
    """

    styles: Styles
    fonts: frozenset[str]
    drawing: grid.Drawing = field(default_factory=grid.Drawing)
    figures: list[tuple[str, ...] | None] = field(default_factory=list)


def draw_page(root: Element, *, is_quirky: bool) -> grid.Drawing:
    """Draw all tables of a page and the text around them.

    In a page that `is_quirky`, one without a document type, the names of classes have no case.
    """
    styles = read_styles(root, is_quirky=is_quirky)
    walk = _Walk(styles, frozenset(styles.fonts))
    wrapper = wrap_root(styles, root) if styles.selectors else None
    frames = [_Frame(root, Look(), _pieces(root, wrapper))]
    while frames:
        piece, wrapper = next(frames[-1].pieces, (None, None))
        if piece is None:
            _leave(walk, frames.pop())
        elif isinstance(piece, str):
            _add_text(walk, frames[-1], piece)
        elif (opened := _enter(walk, frames[-1], piece, wrapper)) is not None:
            frames.append(opened)
    return walk.drawing


def _pieces(element: Element, wrapper: Any) -> Pieces:
    """Yield the content of an element, each element inside it with its wrapper or None."""
    wrappers = None if wrapper is None else wrapper.iter_children()
    is_closed = element.tag == "details" and "open" not in element.attrib
    for piece in element.content:
        if isinstance(piece, str):
            if not is_closed:
                yield piece, None
            continue
        inner = None if wrappers is None else next(wrappers)
        if not is_closed or piece.tag == "summary":
            yield piece, inner


def _enter(walk: _Walk, frame: _Frame, element: Element, wrapper: Any) -> _Frame | None:
    """Begin an element; return None for one without content that a browser shows."""
    tag = element.tag
    if tag in content.NOT_SHOWN:
        if content.runs(element):
            grid.add_marked(walk.drawing, Mark.OBJECT, "脚本")
        return None
    declared, generated = declared_for(
        walk.styles, element, content.declared_by_tag(element), wrapper
    )
    is_inline = _is_inline(tag, declared.get("display", ""))
    in_cell = tag in content.CELLS or (frame.in_cell and tag not in content.FRAMES)
    around = frame.look if tag != "table" else frame.look._replace(odd=False, fonts="")
    look = change(around, declared, zone=_zone(tag, is_inline=is_inline, in_cell=in_cell))
    if tag in _OWN_MARKS:
        look = look._replace(mark=_OWN_MARKS[tag])
    if not look.is_drawn:
        grid.add_marked(walk.drawing, Mark.HIDDEN, content.hidden_text(element))
        return None
    if tag in content.PICTURES or tag in content.FIELDS:
        _add_object(walk, element, look)
        return None
    _begin(walk, element, is_inline=is_inline)
    if in_cell:
        _add_ground(walk, element, declared)
        if look.odd and not frame.look.odd and any(name in declared for name in _DRAWN):
            grid.add_marked(walk.drawing, Mark.OBJECT, "样式看不准的内容")
    classes = frame.classes if tag not in content.CELLS else ()
    name = element.get("class") + element.get("id")
    if in_cell and is_inline and name:
        classes = (*classes, name)
        if walk.styles.incomplete and not element.content:
            grid.remark_if_blank(walk.drawing, Mark.OBJECT, "样式看不准的内容")
    opened = _Frame(
        element,
        look,
        _pieces(element, wrapper),
        is_inline=is_inline,
        in_cell=in_cell,
        classes=classes,
        is_item=declared.get("display", "list-item" if tag == "li" else "") == "list-item",
        after=generated.get("after"),
    )
    return _begin_content(walk, frame, opened, generated)


def _begin_content(
    walk: _Walk, around: _Frame, opened: _Frame, generated: Mapping[str, Mapping[str, str]]
) -> _Frame:
    """Draw what a browser puts before the content of an element."""
    element = opened.element
    if element.tag == "ol" and (start := _NUMBER.match(element.get("start"))):
        opened.number = int(start[1])
    if opened.is_item:
        _add_list_number(walk, around, opened)
    if element.tag == "details" and "open" not in element.attrib:
        grid.add_marked(walk.drawing, Mark.HIDDEN, content.hidden_text(element))
    if element.tag == "q":
        grid.add_text(walk.drawing, "“")
    for name in ("marker", "before"):
        if name in generated:
            _add_generated(walk, opened, generated[name])
    for name in _FIRST:
        if name in generated and opened.in_cell:
            look = change(opened.look, generated[name], zone="inline")
            if mark_of(look, walk.fonts) is not mark_of(opened.look, walk.fonts):
                opened.look = opened.look._replace(odd=True)
    return opened


def _leave(walk: _Walk, frame: _Frame) -> None:
    """End an element."""
    tag = frame.element.tag
    if frame.after is not None:
        _add_generated(walk, frame, frame.after)
    if tag == "q":
        grid.add_text(walk.drawing, "”")
    if tag == "table":
        grid.end_table(walk.drawing)
    elif tag == "tr":
        grid.end_row(walk.drawing)
    elif tag in content.CELLS:
        grid.end_cell(walk.drawing)
        walk.figures.pop()
    elif not frame.is_inline and tag != "br":
        grid.end_paragraph(walk.drawing)


def _begin(walk: _Walk, element: Element, *, is_inline: bool) -> None:
    """Begin a table, a row, a cell, a line or a paragraph."""
    drawing = walk.drawing
    if element.tag == "table":
        grid.start_table(drawing)
    elif element.tag == "tr":
        grid.end_paragraph(drawing)
        grid.start_row(drawing)
    elif element.tag in content.CELLS:
        grid.end_paragraph(drawing)
        grid.start_cell(drawing, _span(element.get("rowspan")), _span(element.get("colspan")))
        walk.figures.append(None)
    elif element.tag == "br":
        grid.add_text(drawing, "\n")
    elif not is_inline:
        grid.end_paragraph(drawing)


def _add_text(walk: _Walk, frame: _Frame, text: str) -> None:
    text = _BLANKS.sub(" ", text)
    mark = mark_of(frame.look, walk.fonts)
    if mark is Mark.NONE and _is_of_another_class(walk, frame, text):
        mark = Mark.DOUBTFUL
    if mark is Mark.NONE or not (text.strip() or mark is Mark.HIDDEN):
        grid.add_text(walk.drawing, text)
    else:
        grid.add_marked(walk.drawing, mark, text)


def _is_of_another_class(walk: _Walk, frame: _Frame, text: str) -> bool:
    """Tell whether a style sheet that was not read may tell a text from the rest of its figure."""
    is_figure = any(sign.isnumeric() or sign in _FIGURE_SIGNS for sign in text)
    if not (is_figure and walk.styles.incomplete and frame.in_cell and walk.figures):
        return False
    first = walk.figures[-1]
    walk.figures[-1] = frame.classes if first is None else first
    return walk.figures[-1] != frame.classes


def _add_ground(walk: _Walk, element: Element, declared: Mapping[str, str]) -> None:
    """Add a remark about a picture behind the text, which may show a figure or a line.

    Behind a cell with text a picture is mostly a decoration.
    """
    picture = declared.get("background-image", "")
    if element.tag in content.CELLS and "url(" in picture:
        grid.remark_if_blank(walk.drawing, Mark.OBJECT, "图片")
    elif "url(" in picture or "gradient(" in picture:
        grid.add_marked(walk.drawing, Mark.OBJECT, "图片")


def _add_object(walk: _Walk, element: Element, look: Look) -> None:
    """Add a remark about a picture or a field, which are no text."""
    if mark_of(look, walk.fonts) is Mark.HIDDEN:
        return
    kind = element.get("type").strip().lower()
    if element.tag in content.PICTURES or (element.tag == "input" and kind == "image"):
        if not content.is_unseen(element):
            grid.add_marked(walk.drawing, Mark.OBJECT, "图片")
    elif kind != "hidden":
        grid.add_marked(walk.drawing, Mark.OBJECT, f"填写框 {element.get('value')}")


def _add_list_number(walk: _Walk, around: _Frame, item: _Frame) -> None:
    """Draw the number that a browser puts before an item of a list."""
    if value := _NUMBER.match(item.element.get("value")):
        around.number = int(value[1])
    number = content.list_number(item.look.list_style, around.number)
    around.number += -1 if "reversed" in around.element.attrib else 1
    if number is None:
        grid.add_marked(walk.drawing, Mark.OBJECT, "自动编号")
    elif mark_of(item.look, walk.fonts) is not Mark.HIDDEN:
        grid.add_text(walk.drawing, number)


def _add_generated(walk: _Walk, frame: _Frame, declared: Mapping[str, str]) -> None:
    """Draw the text that a style sheet generates, and remark on it in a cell."""
    value = declared.get("content", "none")
    look = change(frame.look, declared, zone="inline" if frame.in_cell else "outline")
    if value in ("none", "normal") or not look.is_drawn:
        return
    if mark_of(look, walk.fonts) is Mark.HIDDEN:
        return
    text = content.generated_text(value, frame.element)
    if text is None:
        grid.add_marked(walk.drawing, Mark.OBJECT, "样式生成的内容")
    elif any(map(str.isalnum, text)):
        grid.add_marked(walk.drawing, Mark.GENERATED, text)
    elif text.strip() or (look.odd and any(name in declared for name in _DRAWN)):
        grid.add_marked(walk.drawing, Mark.OBJECT, "样式生成的内容")


def _is_inline(tag: str, display: str) -> bool:
    """Tell whether the text of an element stands in the line of the text before it."""
    if display.startswith("inline"):
        return True
    return tag in content.INLINE and not display.startswith(_BLOCKS)


def _zone(tag: str, *, is_inline: bool, in_cell: bool) -> str:
    if tag in content.CELLS:
        return "cell"
    if in_cell:
        return "inline" if is_inline else "block"
    return "outline" if is_inline else ""


def _span(text: str) -> int:
    """Read a rowspan or colspan as a browser does: 1 unless it begins with a number."""
    digits = _SPAN.match(text)
    return int(digits[1]) if digits else 1
