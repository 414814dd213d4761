"""The tables of a published Word file, read from its XML within the bounds of the guarded pass.

The grid is the XML's own: libraries for Word give a merged cell once for each place it covers
and do not see tables in content controls and text boxes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from xlreport.formats import _drawn_table as grid
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import LIMITS, Unreadable, classify, open_container
from xlreport.formats.expat import parse

_MAIN: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_MATH: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_FALLBACK: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_CHANGES: Final = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")


@dataclass(slots=True)
class _Word:
    """Is how far the reading has come.

    `text` is the character data since it was last cleared. A cell is drawn when its first
    paragraph comes: only then its properties are known. In a `fallback` stands once more what
    was read already. `kind` is that of the run's print, `settled` where only its former one
    is still to come; `ruby` counts the notes above the line that are open.
    """

    drawing: grid.Drawing = field(default_factory=grid.Drawing)
    text: list[str] = field(default_factory=list)
    columns: int = 1
    continues: bool = False
    pending: bool = False
    fallback: int = 0
    kind: str = ""
    settled: bool = False
    ruby: int = 0


def read_word(data: bytes) -> list[RawSheet]:
    """Read the tables and the text of a .docx file.

    Raises Unreadable, and nothing else: PUBLISHED-CHANGES where a table holds changes that
    nobody has accepted or refused, else as `open_container` and `parse` do.
    """
    container = open_container(data, LIMITS)
    with container.archive:
        part = next((name for name in container.members if _is_main(name)), "")
        if not part:
            raise Unreadable(classify(container.members))
        word = _Word()
        parse(container, part, word, _STARTS, _ENDS, word.text)
        return grid.finish(word.drawing)


def _is_main(name: str) -> bool:
    """Tell the document from other parts; some programs number it, as in word/document2.xml."""
    return name.startswith("word/document") and name.endswith(".xml")


def _start_table(word: _Word, _: dict[str, str]) -> None:
    _draw_cell(word)
    grid.start_table(word.drawing)


def _start_row(word: _Word, _: dict[str, str]) -> None:
    grid.start_row(word.drawing)


def _start_cell(word: _Word, _: dict[str, str]) -> None:
    word.columns, word.continues, word.pending = 1, False, True


def _start_paragraph(word: _Word, _: dict[str, str]) -> None:
    _draw_cell(word)


def _draw_cell(word: _Word) -> None:
    if word.pending:
        word.pending = False
        if word.continues:
            grid.continue_cell(word.drawing, word.columns)
        else:
            grid.start_cell(word.drawing, 1, word.columns, flows=False)


def _end_cell(word: _Word) -> None:
    _draw_cell(word)
    grid.end_cell(word.drawing)


def _span(word: _Word, attributes: dict[str, str]) -> None:
    word.columns = _number(attributes)


def _merge(word: _Word, attributes: dict[str, str]) -> None:
    word.continues = _value(attributes, "continue") == "continue"


def _skip(word: _Word, attributes: dict[str, str]) -> None:
    grid.skip_columns(word.drawing, _number(attributes))


def _start_text(word: _Word, _: dict[str, str]) -> None:
    word.text.clear()


def _end_text(word: _Word) -> None:
    kind = grid.RUBY if word.ruby else word.kind
    if kind:
        grid.add_aside(word.drawing, kind, "".join(word.text))
    else:
        grid.add_text(word.drawing, "".join(word.text))


def _start_run(word: _Word, _: dict[str, str]) -> None:
    word.kind, word.settled = "", False


def _print(kind: str, word: _Word, attributes: dict[str, str]) -> None:
    """Note how a run is printed; hidden counts more than struck, struck more than raised."""
    value = _value(attributes, "1")
    if word.settled or value in ("0", "false", "off", "none", "baseline"):
        return
    if word.kind != grid.HIDDEN and (kind != grid.RAISED or not word.kind):
        word.kind = kind


def _former(word: _Word, _: dict[str, str]) -> None:
    word.settled = True


def _start_ruby(word: _Word, _: dict[str, str]) -> None:
    word.ruby += 1


def _end_ruby(word: _Word) -> None:
    word.ruby -= 1


def _symbol(word: _Word, _: dict[str, str]) -> None:
    grid.add_aside(word.drawing, grid.SYMBOL, "□")


def _end_formula_text(word: _Word) -> None:
    grid.add_aside(word.drawing, grid.FORMULA, "".join(word.text))


def _sign(sign: str, word: _Word, _: dict[str, str]) -> None:
    grid.add_text(word.drawing, sign)


def _change(word: _Word, _: dict[str, str]) -> None:
    if word.drawing.in_table:
        raise Unreadable("PUBLISHED-CHANGES")


def _start_fallback(word: _Word, _: dict[str, str]) -> None:
    word.fallback += 1


def _end_fallback(word: _Word) -> None:
    word.fallback -= 1


def _value(attributes: dict[str, str], default: str) -> str:
    return next(
        (attributes[f"{name} val"] for name in _MAIN if f"{name} val" in attributes), default
    )


def _number(attributes: dict[str, str]) -> int:
    text = _value(attributes, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


Start = Callable[[_Word, dict[str, str]], None]
End = Callable[[_Word], None]


def _unless_told(handler: Start) -> Start:
    def handle(word: _Word, attributes: dict[str, str]) -> None:
        if not word.fallback:
            handler(word, attributes)

    return handle


def _unless_told_end(handler: End) -> End:
    def handle(word: _Word) -> None:
        if not word.fallback:
            handler(word)

    return handle


_START: Final[dict[str, Start]] = {
    "tbl": _start_table,
    "tr": _start_row,
    "tc": _start_cell,
    "p": _start_paragraph,
    "gridSpan": _span,
    "vMerge": _merge,
    "gridBefore": _skip,
    "t": _start_text,
    "r": _start_run,
    "strike": partial(_print, grid.STRUCK),
    "dstrike": partial(_print, grid.STRUCK),
    "vanish": partial(_print, grid.HIDDEN),
    "vertAlign": partial(_print, grid.RAISED),
    "rPrChange": _former,
    "rt": _start_ruby,
    "sym": _symbol,
    "tab": partial(_sign, " "),
    "br": partial(_sign, "\n"),
    "cr": partial(_sign, "\n"),
    "noBreakHyphen": partial(_sign, "-"),
    **dict.fromkeys(_CHANGES, _change),
}
_END: Final[dict[str, End]] = {
    "tbl": lambda word: grid.end_table(word.drawing),
    "tr": lambda word: grid.end_row(word.drawing),
    "tc": _end_cell,
    "p": lambda word: grid.end_paragraph(word.drawing),
    "t": _end_text,
    "rt": _end_ruby,
}
_STARTS: Final = {
    **{
        f"{namespace} {name}": _unless_told(handler)
        for namespace in _MAIN
        for name, handler in _START.items()
    },
    **{f"{namespace} t": _unless_told(_start_text) for namespace in _MATH},
    _FALLBACK: _start_fallback,
}
_ENDS: Final = {
    **{
        f"{namespace} {name}": _unless_told_end(handler)
        for namespace in _MAIN
        for name, handler in _END.items()
    },
    **{f"{namespace} t": _unless_told_end(_end_formula_text) for namespace in _MATH},
    _FALLBACK: _end_fallback,
}
